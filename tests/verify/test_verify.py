"""A stranger's check of a journal: what was changed, removed, cut or unfair is found, and nothing else."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

import lur.verify
from lur.adapters.storage.journal_file import new_journal
from lur.cli import main
from lur.core import events as e
from lur.core.ids import AgentId, CommandId, ContactId, OfferId, QueueId
from lur.core.values import QueueSettings, Skill
from lur.simulation.company import Day
from lur.simulation.world import World
from lur.verify.check import verify
from lur.verify.findings import Unusable
from verify.spoiling import codes, rechained, rows_of, signed, spoil

ANNA = AgentId("anna")
DAY = Day(seed=11, contacts=400, agents=6, hours=4, rough=True)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of a rough day."""
    path = tmp_path_factory.mktemp("day") / "journal.db"
    with new_journal(path) as writer:
        for command, events in World(DAY.scenario(), DAY.seed).run():
            writer.add(events, command.command_id, command.actor)
    return path


@pytest.fixture
def journal(day: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copy(day, tmp_path / "journal.db"))


def test_a_whole_day_holds(journal: Path) -> None:
    """A rough day of everything: unbroken, every offer judged, nobody overtaken."""
    verdict = verify(journal, signed(journal))
    assert verdict.holds, verdict.lines()
    assert verdict.offers == len(rows_of(journal, "OfferMade")) > 200
    assert verdict.heads is not None
    assert verdict.heads > 2


def test_a_changed_row_is_found(journal: Path) -> None:
    """One word in one row; the row is named."""
    seq, _ = rows_of(journal, "OfferAccepted")[5]
    spoil(journal, "UPDATE journal SET payload = replace(payload, 'a00', 'a01') WHERE seq = ?", seq)
    [found] = verify(journal).findings
    assert (found.code, found.row) == ("changed", seq)


def test_a_removed_row_is_found(journal: Path) -> None:
    """The gap is named, and the day cannot be followed quietly over it."""
    seq, _ = rows_of(journal, "WaitTold")[3]
    spoil(journal, "DELETE FROM journal WHERE seq = ?", seq)
    assert [(f.code, f.row) for f in verify(journal).findings] == [("removed", seq)]


def test_a_cut_tail_is_found_by_the_signed_heads_alone(journal: Path) -> None:
    """A shorter journal is a whole chain; only what was signed knows that there was more."""
    heads = signed(journal)
    last = rows_of(journal, "ContactEnded")[-1][0]
    spoil(journal, "DELETE FROM journal WHERE seq > ?", last - 40)
    assert verify(journal).holds
    assert codes(verify(journal, heads)) == {"cut"}


def test_a_journal_written_anew_is_found_by_the_signed_heads(journal: Path) -> None:
    """Who hashes all rows anew makes a whole chain of lies, but not the signatures of a minute ago."""
    heads = signed(journal)
    rechained(journal, '"a001"', '"a002"')
    assert "head_wrong" in codes(verify(journal, heads))


def written(path: Path, *events: e.AnyEvent) -> Path:
    """A journal of these events."""
    with new_journal(path) as writer:
        for number, event in enumerate(events):
            writer.add([event], CommandId(f"k{number}"), "system")
    return path


def a_free_agent_and_two_who_wait() -> list[e.AnyEvent]:
    """Anna can deliver; one came before two; three needs what Anna cannot."""
    deliver, repair = Skill("deliver"), Skill("repair")
    return [
        e.QueueAdded(
            at=1, queue_id=QueueId("d"), settings=QueueSettings(name="d", required_skills=(deliver,))
        ),
        e.QueueAdded(
            at=1, queue_id=QueueId("r"), settings=QueueSettings(name="r", required_skills=(repair,))
        ),
        e.AgentAdded(at=1, agent_id=ANNA, skills=(deliver,), written_capacity=1),
        came("three", "r", 2),
        came("one", "d", 3),
        came("two", "d", 4),
        e.AgentBecameReady(at=5, agent_id=ANNA),
    ]


def came(name: str, queue: str, at: int) -> e.ContactArrived:
    """Somebody comes, with a minute's promise."""
    return e.ContactArrived(
        at=at,
        contact_id=ContactId(name),
        queue_id=QueueId(queue),
        channel="voice",
        language="sv",
        entry="",
        entered=at,
        due=at + 60_000,
    )


def offered(name: str, at: int, waited: tuple[str, ...] = ()) -> e.OfferMade:
    """Anna is offered somebody; offers of older journals do not say who waited."""
    return e.OfferMade(
        at=at,
        offer_id=OfferId(f"o-{name}"),
        contact_id=ContactId(name),
        agent_id=ANNA,
        expires=at + 20_000,
        free_agents=(ANNA,),
        waited=tuple(map(ContactId, waited)),
    )


def test_an_overtaking_is_found_and_told(tmp_path: Path) -> None:
    """A whole chain in which two is offered before one: both are named, and by how much one was earlier."""
    fair = written(tmp_path / "fair.db", *a_free_agent_and_two_who_wait(), offered("one", 6))
    assert verify(fair).holds
    unfair = written(tmp_path / "unfair.db", *a_free_agent_and_two_who_wait(), offered("two", 6))
    [found] = verify(unfair).findings
    assert (found.code, found.row) == ("overtaking", 8)
    assert "two (d) was offered to anna before one (d)" in found.text


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (("two", "one"), "two leads the list"),
        (("one",), "is not who waited"),
        (("one", "two", "three"), "is not who waited"),
    ],
)
def test_a_list_of_who_waited_that_is_not_true_is_found(
    tmp_path: Path, waited: tuple[str, ...], words: str
) -> None:
    """Another order, somebody left out, somebody added whom the agent cannot serve."""
    true = offered("one", 6, ("one", "two"))
    assert verify(written(tmp_path / "true.db", *a_free_agent_and_two_who_wait(), true)).holds
    lie = written(tmp_path / "lie.db", *a_free_agent_and_two_who_wait(), offered("one", 6, waited))
    assert words in " ".join(finding.text for finding in verify(lie).findings)


def test_an_offer_that_stops_saying_who_waited_is_found(tmp_path: Path) -> None:
    """An old journal says nothing of it, which is no fault; one that has said it does so for good."""
    back = e.OfferExpired(at=7, offer_id=OfferId("o-one"), contact_id=ContactId("one"), agent_id=ANNA)
    story = [*a_free_agent_and_two_who_wait(), offered("one", 6), back, offered("one", 8, ("one", "two"))]
    assert verify(written(tmp_path / "grown.db", *story)).holds
    silent = [*story, msgspec.structs.replace(back, at=9), offered("one", 10)]
    [found] = verify(written(tmp_path / "silent.db", *silent)).findings
    assert "says nothing of who waited" in found.text


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (offered("three", 6), "who cannot serve"),
        (offered("nobody", 6), "cannot be followed"),
        (came("one", "d", 6), "came twice"),
        (e.AgentPaused(at=6, agent_id=ANNA, reason="break", until=9), "who was pause"),
        (e.AgentBecameUnreachable(at=6, agent_id=ANNA, until=9), "who was unreachable"),
    ],
)
def test_what_can_never_be_is_named(tmp_path: Path, what: e.AnyEvent, words: str) -> None:
    """Somebody the agent cannot serve, somebody unknown, twice the same, an agent who is away."""
    path = written(tmp_path / "odd.db", *a_free_agent_and_two_who_wait(), what, offered("one", 7))
    assert words in " ".join(finding.text for finding in verify(path).findings)


def test_a_shorter_way_to_the_same_help_is_said(tmp_path: Path) -> None:
    """A second queue with the same skills and a shorter promise is no overtaking, but nobody can hide it."""
    queues = a_free_agent_and_two_who_wait()[:2]
    quick = QueueSettings(name="quick", required_skills=(Skill("deliver"),), promise_ms=1_000)
    door = e.QueueAdded(at=2, queue_id=QueueId("quick"), settings=quick)
    same = msgspec.structs.replace(door, settings=msgspec.structs.replace(quick, promise_ms=60_000))
    assert verify(written(tmp_path / "one.db", *queues, same)).notes == []
    verdict = verify(written(tmp_path / "two.db", *queues, door))
    assert verdict.holds
    [note] = verdict.notes
    assert note.startswith("row 3: note: quick and d need the same help and promise it within 1 s and 60 s")
    assert note in verdict.lines()


def test_heads_of_another_key_are_refused(journal: Path, tmp_path: Path) -> None:
    """Who keeps a copy of the key is not fooled by a file that was signed anew."""
    heads = signed(journal)
    with pytest.raises(Unusable, match="another key"):
        verify(journal, heads, "00" * 32)
    key = heads.read_text().splitlines()[0].split(" ")[-1]
    assert verify(journal, heads, key).holds


def test_heads_go_on_after_a_power_cut_and_after_a_lost_key(journal: Path) -> None:
    """A torn line is left out, an empty file begun anew; what another key has signed is kept beside."""
    heads = signed(journal)
    heads.write_bytes(heads.read_bytes()[:-30])
    assert verify(journal, signed(journal)).holds
    heads.write_bytes(b"")
    assert verify(journal, signed(journal)).holds
    journal.with_name("heads.key").unlink()
    assert verify(journal, signed(journal)).holds
    [kept] = journal.parent.glob("heads-*.txt")
    assert verify(journal, kept).holds


@pytest.mark.parametrize(
    "spoilt", ["", "hello", "lur-heads 1 zz\n1 2 3 4", "lur-heads 1 " + "ab" * 32 + "\n1 2 3"]
)
def test_a_heads_file_that_is_none_is_refused(journal: Path, tmp_path: Path, spoilt: str) -> None:
    """Empty, something else, a wrong key, a torn line: said, and never taken for good."""
    path = tmp_path / "other.txt"
    path.write_text(spoilt)
    with pytest.raises(Unusable):
        verify(journal, path)


def test_something_else_than_a_journal_is_refused(tmp_path: Path) -> None:
    """A text, and a file that is not there."""
    text = tmp_path / "text"
    text.write_text("hello")
    for path in (text, tmp_path / "none"):
        with pytest.raises(Unusable):
            verify(path)


def test_the_command_says_it_by_its_exit_code(journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 when all holds, with heads that lie beside it; 1 when not."""
    signed(journal)
    assert main(["verify", str(journal)]) == 0
    assert "0 overtakings" in capsys.readouterr().out
    spoil(journal, "UPDATE journal SET actor = 'nobody' WHERE seq = 30")
    assert main(["verify", str(journal)]) == 1
    assert "row 30: changed" in capsys.readouterr().out
    assert main(["verify", str(journal.with_name("none"))]) == 1


def test_it_runs_without_lur(journal: Path, tmp_path: Path) -> None:
    """The folder alone, on a Python that knows no Lur."""
    shutil.copytree(Path(lur.verify.__file__).parent, tmp_path / "alone" / "verify")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from verify.__main__ import main; sys.exit(main(sys.argv[2:]))"
    )
    argv = [sys.executable, "-I", "-c", program, str(tmp_path / "alone"), str(journal)]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "0 overtakings" in done.stdout


@pytest.mark.parametrize(
    ("kind", "field", "fault"),
    [
        ("ContactArrived", "entered", "another wait than its own"),
        ("ContactQueued", "due", "another time than the promise"),
        ("CallbackPostponed", "entered", "another wait than its own"),
        ("PlaceResumed", "entered", "did not leave"),
    ],
)
def test_a_wait_that_was_not_waited_is_found(journal: Path, kind: str, field: str, fault: str) -> None:
    """Somebody gives a friend ten minutes and hashes the whole chain anew: the count of our own differs."""
    with closing(sqlite3.connect(journal)) as database:
        sql = "SELECT payload FROM journal WHERE kind = ? LIMIT 1"
        payload: str = database.execute(sql, (kind,)).fetchone()[0]
    event = json.loads(payload)
    planted = payload.replace(f'"{field}":{event[field]}', f'"{field}":{event[field] - 600_000}')
    rechained(journal, payload, planted)
    assert any(fault in finding.text for finding in verify(journal).findings)
