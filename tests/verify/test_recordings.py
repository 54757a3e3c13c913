"""Talking time against sound on disk: every kind of gap is named, and a whole call is left in peace."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import lur.verify
from lur.adapters.storage.journal_file import new_journal
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recording_format import Sealer
from lur.cli import main
from lur.core import events as e
from lur.core.ids import AgentId, CommandId, ContactId, OfferId, PartyId, QueueId, RecordingId, StatementId
from lur.verify.findings import Unusable
from lur.verify.recordings import SETTLE_MS, SoundReport, check_folder
from lur.verify.talks import NOTICE_MS

NOON = 1_795_000_000_000
MUCH_LATER = 24 * 3_600_000
CONTACT, ANNA, BO = ContactId("c-1"), AgentId("anna"), AgentId("bo")
OFFER = OfferId("o-1")


class Call:
    """One call's journal and files; times are seconds after the customer came."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.events: list[e.AnyEvent] = []
        self.now = NOON + MUCH_LATER
        self.add(
            e.ContactArrived,
            0,
            queue_id=QueueId("support"),
            channel="voice",
            language="sv",
            entry="support",
            entered=NOON,
            due=NOON,
        )

    def add(self, kind: type[e.AnyEvent], at_s: float, **fields: object) -> None:
        """Something happened to the contact."""
        self.events.append(kind(at=NOON + round(at_s * 1000), contact_id=CONTACT, **fields))  # type: ignore[arg-type]

    def answered(self, at_s: float) -> None:
        """Anna takes the call."""
        self.add(e.OfferAccepted, at_s, offer_id=OFFER, agent_id=ANNA)

    def ended(self, at_s: float) -> None:
        """The customer hangs up."""
        self.add(e.ContactEnded, at_s, outcome="served", ended_by="customer", cause="hung_up")

    def returned(self, at_s: float) -> None:
        """Anna's line is lost."""
        self.add(e.ContactReturned, at_s, agent_id=ANNA, reason="line_lost")

    def sound(self, begin_s: float, end_s: float, name: str = "rec-1") -> Path:
        """A file of sound, in chunks as the media plane writes them."""
        path = self.data / "recordings" / "2026" / "11" / f"{name}.lurrec"
        path.parent.mkdir(parents=True, exist_ok=True)
        sealer = Sealer(Law.ALAW, NOON + round(begin_s * 1000), bytes(32), 1)
        left_ms, chunks = round((end_s - begin_s) * 1000), [sealer.header]
        while left_ms > 0:
            chunks.append(sealer.seal(bytes(16 * min(left_ms, 800))))
            left_ms -= 800
        path.write_bytes(b"".join(chunks))
        return path

    def kept(self, begin_s: float, end_s: float, name: str = "rec-1") -> Path:
        """The file, and the journal's word on it."""
        path = self.sound(begin_s, end_s, name)
        self.add(
            e.RecordingKept,
            end_s,
            recording_id=RecordingId(name),
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            started_at=NOON + round(begin_s * 1000),
            duration_ms=round((end_s - begin_s) * 1000),
        )
        return path

    def check(self, settle_ms: int = SETTLE_MS) -> SoundReport:
        """What the checker says."""
        journal = self.data / "journal.db"
        journal.unlink(missing_ok=True)
        with new_journal(journal) as writer:
            for number, event in enumerate(self.events):
                writer.add([event], CommandId(f"k{number}"), "system")
        return check_folder(self.data, self.now, settle_ms)

    def found(self) -> list[tuple[str, float, float]]:
        """Each finding's kind and times, in seconds."""
        return [
            (each.code, ((each.from_ms or NOON) - NOON) / 1000, ((each.to_ms or NOON) - NOON) / 1000)
            for each in self.check().findings
        ]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """A customer who waits."""
    return Call(tmp_path)


def test_a_whole_call_has_no_gap(call: Call) -> None:
    """Talk and sound agree but for the clocks' few moments, through hold."""
    call.answered(30)
    call.add(e.ContactHeld, 40)
    call.add(e.ContactResumed, 60)
    call.ended(90)
    call.kept(30.4, 89.6)
    report = call.check()
    assert report.holds, report.lines()
    assert (report.contacts, report.talks, report.talk_ms, report.sound_ms) == (1, 1, 60_000, 59_200)


@pytest.mark.parametrize(
    ("files", "gap"),
    [
        ([(30, 90)], None),
        ([(31, 89)], None),
        ([(31.2, 90)], (30, 31.2)),
        ([(30, 88)], (88, 90)),
        ([(30, 50), (52.5, 90)], (50, 52.5)),
        ([(30, 50), (50.9, 90)], None),
        ([], (30, 90)),
    ],
)
def test_talk_without_sound_is_a_gap(
    call: Call, files: list[tuple[float, float]], gap: tuple[float, float] | None
) -> None:
    """At the beginning, at the end, between two files, or all of it; one second a boundary is forgiven."""
    call.answered(30)
    for number, (begin, end) in enumerate(files):
        call.kept(begin, end, f"rec-{number}")
    call.ended(90)
    assert call.found() == ([] if gap is None else [("gap", *gap)])


def test_a_missing_file_is_named_with_the_gap_it_leaves(call: Call) -> None:
    """The journal's word is no sound."""
    call.answered(30)
    call.kept(30, 90).unlink()
    call.ended(90)
    assert call.found() == [("missing", 0, 0), ("gap", 30, 90)]


@pytest.mark.parametrize("harm", ["byte", "cut", "nonsense", "time"])
def test_a_changed_file_is_named(call: Call, harm: str) -> None:
    """Another byte, a cut end, something else altogether, or a file that tells another time."""
    call.answered(30)
    path = call.kept(30, 90)
    call.ended(90)
    whole = path.read_bytes()
    spoiled = {
        "byte": whole[:-1] + bytes([whole[-1] ^ 1]),
        "cut": whole[: len(whole) // 2],
        "nonsense": b"RIFF" + whole,
        "time": whole[:12] + bytes(8) + whole[20:],
    }
    path.write_bytes(spoiled[harm])
    assert call.found()[0][0] == "changed"


def test_a_file_that_was_told_wrongly_is_named(call: Call) -> None:
    """The digest is right, and the journal says another length, or another time."""
    call.answered(30)
    path = call.kept(30, 90)
    call.ended(90)
    kept = call.events[-2]
    assert isinstance(kept, e.RecordingKept)
    for started_at, duration_ms in ((kept.started_at, 40_000), (kept.started_at - 5_000, 60_000)):
        call.events[-2] = e.RecordingKept(
            at=kept.at,
            contact_id=CONTACT,
            recording_id=kept.recording_id,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            started_at=started_at,
            duration_ms=duration_ms,
        )
        assert [code for code, *_ in call.found()] == ["changed"]


def test_sound_from_outside_a_talk_is_named(call: Call) -> None:
    """Worse than a gap: recorded while the customer waited again, or after the end."""
    call.answered(30)
    call.returned(60)
    call.answered(80)
    call.ended(90)
    call.kept(30, 93)
    assert call.found() == [("outside", 60, 80), ("outside", 90, 93)]


def test_two_talks_of_one_contact_have_a_file_each(call: Call) -> None:
    """Between them the customer waited, and nothing is missing there."""
    call.answered(30)
    call.kept(30, 60)
    call.returned(60)
    call.answered(80)
    call.ended(90)
    call.kept(80.2, 90, "rec-2")
    assert call.found() == []
    call.events = [event for event in call.events if getattr(event, "recording_id", "") != "rec-2"]
    assert ("gap", 80, 90) in call.found()


def test_a_declined_recording_is_no_gap_and_must_not_be(call: Call) -> None:
    """Declined before or in the talk: from then on silence is right, and sound is wrong."""
    call.answered(30)
    call.kept(30, 40)
    call.add(e.RecordingDeclined, 40)
    call.ended(90)
    report = call.check()
    assert report.holds
    assert report.unrecorded_ms == 50_000
    call.kept(45, 90, "rec-2")
    assert call.found() == [("despite", 45, 90)]


def test_the_notice_is_not_talk(call: Call) -> None:
    """Answered while the notice plays, the sound begins with its end; but a hole after that is a gap, and so
    is a beginning later than any notice.
    """
    call.answered(3)
    call.kept(13, 60)
    call.ended(60)
    assert call.found() == []
    call.events.pop(-2)
    call.kept(13, 15, "rec-1")
    call.kept(18, 60, "rec-2")
    assert call.found() == [("gap", 15, 18)]
    call.events = [event for event in call.events if getattr(event, "recording_id", "") != "rec-1"]
    call.sound(18, 60, "rec-1").unlink()
    assert call.found() == []


def test_no_notice_is_so_long(call: Call) -> None:
    """Who begins to record half a minute after the customer came has lost what was said before."""
    call.answered(3)
    call.kept(30, 60)
    call.ended(60)
    assert call.found() == [("gap", NOTICE_MS / 1000, 30)]


def test_a_customer_who_is_called_talks_from_the_answer(call: Call) -> None:
    """While the agent waits for the customer to answer nobody talks; the notice follows the answer."""
    call.answered(600)
    call.add(e.CallbackDialled, 600, agent_id=ANNA, attempt=1)
    call.add(e.CallbackAnswered, 620, agent_id=ANNA, attempt=1)
    call.kept(630, 660)
    call.ended(660)
    assert call.found() == []
    call.events.pop(-2)
    call.kept(605, 660)
    assert call.found() == [("outside", 605, 620)]


def test_a_talk_goes_on_from_hand_to_hand(call: Call) -> None:
    """Consult, conference and hand-over are one talk: a hole in the middle of them is a gap like any other,
    and nobody has to begin another file.
    """
    call.answered(30)
    call.add(e.ContactHeld, 40)
    party = {"party_id": PartyId("p-1"), "agent_id": BO}
    call.add(e.PartyCame, 45, purpose="transfer", part="aside", **party)
    call.add(e.PartyChanged, 60, party_id=PartyId("p-1"), part="joined")
    call.add(e.ContactHandedOver, 70, from_agent_id=ANNA, **party)
    call.ended(90)
    call.kept(30, 90)
    assert call.found() == []
    call.events.pop()
    call.kept(30, 68)
    call.kept(71, 90, "rec-2")
    assert call.found() == [("gap", 68, 71)]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([(30, 60), (80, 100)], []),
        ([(30, 100)], []),
        ([(30, 60), (83, 100)], [("gap", 80, 83)]),
        ([(30, 60)], [("gap", 80, 100)]),
    ],
)
def test_between_two_colleagues_sound_may_be_kept(
    call: Call, files: list[tuple[float, float]], found: list[tuple[str, float, float]]
) -> None:
    """After a transfer without a word the customer hears music until the colleague answers: the file may run
    on through that or not, and with the colleague it must be there.
    """
    call.answered(30)
    call.add(e.ContactLeftToColleague, 60, agent_id=ANNA)
    call.add(e.ContactHandedOver, 80, party_id=PartyId("p-1"), agent_id=BO, from_agent_id=None)
    call.ended(100)
    for number, (begin, end) in enumerate(files):
        call.kept(begin, end, f"rec-{number}")
    assert call.found() == found


def test_a_transfer_that_nobody_answers_ends_the_talk(call: Call) -> None:
    """The customer waits again: the music before that may be kept, the wait may not."""
    call.answered(30)
    call.add(e.ContactLeftToColleague, 60, agent_id=ANNA)
    call.returned(80)
    call.ended(120)
    call.kept(30, 120)
    assert call.found() == [("outside", 80, 120)]


def test_with_an_outside_number_and_nobody_of_ours_nothing_is_kept(call: Call) -> None:
    """The talk with us is over, and what they say to each other is not ours."""
    call.answered(30)
    call.add(e.ContactLeftOutside, 60, party_id=PartyId("p-1"), agent_id=ANNA)
    call.ended(300)
    call.kept(30, 60)
    assert call.found() == []
    call.events.pop()
    call.kept(30, 300)
    assert call.found() == [("outside", 60, 300)]


def test_a_call_that_an_agent_begins(call: Call) -> None:
    """It has no arrival; the talk is from the customer's answer."""
    call.events.clear()
    out = {"queue_id": QueueId("support"), "language": "sv", "entry": "", "due": NOON}
    call.add(e.CalledOut, 0, agent_id=ANNA, **out)
    call.add(e.CallbackAnswered, 20, agent_id=ANNA, attempt=1)
    call.ended(90)
    call.kept(28, 80)
    assert call.found() == [("gap", 80, 90)]


def test_what_is_told_as_lost_is_a_gap_with_its_reason(call: Call) -> None:
    """What a full disk left of the file counts as sound; the rest is missing, and the reason is said."""
    call.answered(30)
    call.sound(30, 70)
    call.add(e.RecordingLost, 70, recording_id=RecordingId("rec-1"), reason="disk_full")
    call.ended(90)
    [finding] = call.check().findings
    assert (finding.code, finding.ms) == ("gap", 20_000)
    assert "disk_full" in finding.text


def test_a_file_that_the_journal_does_not_know_is_named(call: Call) -> None:
    """Unless it is a statement, or so fresh that it may still be written."""
    call.sound(0, 5, "rec-9")
    call.sound(0, 5, "statement-1")
    call.add(
        e.StatementKept,
        5,
        statement_id=StatementId("statement-1"),
        form="spoken",
        duration_ms=5000,
        upset=None,
        tell_all=False,
    )
    call.now = (call.data / "recordings" / "2026" / "11" / "rec-9.lurrec").stat().st_mtime_ns // 1_000_000
    assert call.check().holds
    call.now += SETTLE_MS
    assert [(each.code, each.recording_id) for each in call.check().findings] == [("unknown", "rec-9")]


def test_talks_that_go_on_are_left_for_later(call: Call) -> None:
    """Nothing is said of a talk whose file still grows, or whose end was a moment ago."""
    call.answered(30)
    report = call.check()
    assert (report.holds, report.unjudged) == (True, 1)
    call.ended(90)
    call.now = NOON + 91_000
    assert (call.check().holds, call.check().unjudged) == (True, 1)
    assert not call.check(settle_ms=0).holds


def test_written_contacts_have_no_sound(call: Call) -> None:
    """Only calls are recorded."""
    call.events[0] = e.ContactArrived(
        at=NOON,
        contact_id=CONTACT,
        queue_id=QueueId("mail"),
        channel="mail",
        language="sv",
        entry="",
        entered=NOON,
        due=NOON,
    )
    call.answered(30)
    call.ended(90)
    report = call.check()
    assert (report.holds, report.contacts) == (True, 0)


def test_the_command_says_each_gap_and_fails(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 and the gap with its times, as text and as JSON; 0 when there is none."""
    call.answered(30)
    call.kept(30, 50)
    call.ended(90)
    call.check()
    words = ["check", "recordings", "--data", str(call.data)]
    assert main(words) == 1
    said = capsys.readouterr().out
    assert "gap: c-1: 40.0 s of talk without sound" in said
    assert "1 findings" in said
    assert main([*words, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    [finding] = told["findings"]
    assert (finding["code"], finding["ms"], told["holds"]) == ("gap", 40_000, False)
    call.kept(50, 90, "rec-2")
    call.check()
    assert main(words) == 0
    assert "no gap" in capsys.readouterr().out


def test_it_runs_on_a_machine_that_has_no_lur(call: Call, tmp_path: Path) -> None:
    """The verifier's folder alone, with Python and nothing else."""
    call.answered(30)
    call.ended(90)
    call.check()
    room = tmp_path / "elsewhere"
    shutil.copytree(Path(lur.verify.__file__).parent, room / "verify")
    argv = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(room)!r}); import runpy; "]
    argv[-1] += f"sys.argv = ['verify', {str(call.data)!r}]; runpy.run_module('verify', run_name='__main__')"
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert "gap: c-1: 60.0 s" in done.stdout


def test_a_folder_without_a_journal_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to compare with; what to do is said."""
    with pytest.raises(Unusable):
        check_folder(tmp_path)
    assert main(["check", "recordings", "--data", str(tmp_path)]) == 1
    assert "--data" in capsys.readouterr().err
