"""The runtime's side of the socket to the voice edge: facts in, wanted levels out, repair after every
break.
"""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.centres import START, SetClock, WeakJournal, arrival, ask, furnish, open_centre, until
from tests.runtime.edges import FakeEdge

from lur.adapters.storage.memory import MemoryVault
from lur.adapters.voice.beside import Beside, NothingBeside
from lur.adapters.voice.link import VoiceLink
from lur.adapters.voice.protocol import (
    Ack,
    BrowserAnswer,
    BrowserEcho,
    BrowserLeft,
    BrowserOffer,
    BrowserPath,
    Directory,
    MediaHealth,
    Note,
    RingTest,
    Telemetry,
    Tell,
    WantedAll,
    WantedOne,
)
from lur.core import commands as c
from lur.core.ids import AgentId, CommandId, ContactId, DeskId, OfferId
from lur.core.values import OpenSpan, QueueSettings
from lur.ports import PersonalNote, VaultUnavailable
from lur.runtime import Centre

pytestmark = pytest.mark.anyio

DIRECTORY = Directory(
    company={"sv": "Exempelbolaget"}, realm="lur", phones=(), entries=(), trunks=(), recording=True
)


class WeakVault(MemoryVault):
    """A ``MemoryVault`` that refuses while told to."""

    fails = False

    async def put(self, subject: str, field: str, value: str) -> None:
        """Refuse, or keep."""
        if self.fails:
            raise VaultUnavailable("disk_full")
        await super().put(subject, field, value)


class Desk:
    """A centre with its link, and edges that connect to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = SetClock()
        self.journal = WeakJournal()
        self.vault = WeakVault()
        self.directory = DIRECTORY
        self.beside: Beside = NothingBeside()
        self.edges: list[FakeEdge] = []
        self.centre: Centre
        self.link: VoiceLink

    async def start(self) -> None:
        """Open, or open again after ``stop``."""
        self.centre = await open_centre(self.journal, self.clock)
        self.link = VoiceLink(
            self.centre, self.vault, self.clock, self._directory, beside=self.beside, grace_ms=20
        )
        await self.link.start(self.path)

    async def stop(self) -> None:
        """Close."""
        await self.link.stop()
        await self.centre.stop()
        for edge in self.edges:
            await edge.leave()

    async def edge(self, *contacts: str) -> FakeEdge:
        """A new edge that has said Hello and been answered."""
        edge = await FakeEdge.connect(self.path, *contacts)
        self.edges.append(edge)
        await until(lambda: edge.all_of(WantedAll))
        return edge

    async def submit(self, kind: Any, **fields: Any) -> None:
        """A command from the web."""
        await self.centre.submit(ask(self.clock, kind, **fields))

    async def _directory(self) -> Directory:
        return self.directory


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """One queue, one ready agent."""
    desk = Desk(tmp_path / "runtime.sock")
    await desk.start()
    await furnish(desk.centre, desk.clock)
    yield desk
    await desk.stop()


def number_of(name: str, number: str) -> PersonalNote:
    """The caller's number, beside the fact."""
    return PersonalNote(contact_id=ContactId(name), field="caller_number", value=number, at=START)


async def test_nobody_else_may_use_the_socket(desk: Desk) -> None:
    """It is readable and writable by its owner alone."""
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o600


async def test_hello_is_answered_with_directory_and_all_contacts(desk: Desk) -> None:
    """Whoever connects is told everything first."""
    edge = await desk.edge()
    assert edge.told == [DIRECTORY, WantedAll(contacts=())]
    assert desk.link.is_up


async def test_nothing_is_kept_of_a_contact_that_is_over(desk: Desk) -> None:
    """A fact that comes again after the end, as after a restart, leaves no number in memory."""
    edge = await desk.edge()
    again = arrival(desk.clock)
    await edge.fact(again, number_of("c1", "+46701740635"))
    await edge.fact(ask(desk.clock, c.EndContact, contact_id=ContactId("c1"), ended_by="customer"))
    assert (await edge.fact(again, number_of("c1", "+46701740635"))).result == "done"
    assert not len(desk.link._wanted.numbers)
    assert not desk.link._missing


async def test_a_note_that_meets_a_bug_comes_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may hold a recording's key: it is neither lost nor does it cost the connection."""

    async def broken(*_: object) -> None:
        raise ValueError("a bug")

    edge = await desk.edge()
    note = PersonalNote(contact_id=ContactId("c1"), field="recording_key", value="r:k", at=START)
    monkeypatch.setattr(desk.vault, "append", broken)
    edge.say(Note(note_id=CommandId("n1"), personal=(note,)))
    await until(lambda: edge.all_of(Ack))
    monkeypatch.undo()
    edge.say(Note(note_id=CommandId("n1"), personal=(note,)))
    await until(lambda: len(edge.all_of(Ack)) == 2)
    assert [ack.result for ack in edge.all_of(Ack)] == ["unavailable", "done"]


async def test_a_caller_is_offered_talks_and_ends(desk: Desk) -> None:
    """Each event that changes a call is followed by how it should be now, with its journal number."""
    edge = await desk.edge()
    ack = await edge.fact(arrival(desk.clock), number_of("c1", "+46701740635"))
    assert ack.result == "done"
    (offered,) = edge.wanted_of("c1")
    assert (offered.phase, offered.agent_id, offered.agent_hears) == ("offered", "a1", "Retur +46701740635")
    assert 0 < offered.ring_ms <= 20_000
    assert offered.offer_id is not None
    await edge.fact(ask(desk.clock, c.AcceptOffer, offer_id=OfferId(offered.offer_id)))
    await edge.fact(ask(desk.clock, c.DeclineRecording, contact_id=ContactId("c1")))
    await edge.fact(ask(desk.clock, c.HoldContact, contact_id=ContactId("c1")))
    await edge.fact(ask(desk.clock, c.EndContact, contact_id=ContactId("c1"), ended_by="customer"))
    wanted = edge.wanted_of("c1")
    assert [w.phase for w in wanted] == ["offered", "talking", "talking", "held", "ended"]
    assert [w.record for w in wanted[1:3]] == [True, False]
    assert [w.seq for w in wanted] == sorted({w.seq for w in wanted})
    assert wanted[-1].last_words is None


async def test_a_fact_that_comes_twice_is_done_once(desk: Desk) -> None:
    """Both times it is acknowledged; the journal has it once."""
    edge = await desk.edge()
    command = arrival(desk.clock)
    assert (await edge.fact(command)).result == "done"
    seq = desk.centre.seq
    assert (await edge.fact(command)).result == "done"
    assert desk.centre.seq == seq


async def test_a_refused_fact_is_answered_with_its_code_and_forgotten(desk: Desk) -> None:
    """An arrival for a queue that is not there is rejected, and nothing is kept about the caller."""
    edge = await desk.edge()
    command = ask(desk.clock, c.ArriveContact, contact_id=ContactId("c1"), queue_id="nowhere")
    ack = await edge.fact(command, number_of("c1", "+46701740635"))
    assert (ack.result, ack.code) == ("rejected", "unknown_queue")
    assert await desk.vault.get("c1") == {}


async def test_without_the_journal_the_edge_is_told_and_tries_again(desk: Desk) -> None:
    """The fact stays the edge's; sent again later it is done."""
    edge = await desk.edge()
    command = arrival(desk.clock)
    desk.journal.reason = "disk_full"
    ack = await edge.fact(command)
    assert (ack.result, ack.code) == ("unavailable", "disk_full")
    assert edge.all_of(WantedOne) == []
    desk.journal.reason = ""
    await until(lambda: desk.centre.health.state == "ok")
    assert (await edge.fact(command)).result == "done"


async def test_the_vault_comes_before_the_journal(desk: Desk) -> None:
    """When what is personal cannot be kept the command is not carried out either."""
    edge = await desk.edge()
    desk.vault.fails = True
    seq = desk.centre.seq
    ack = await edge.fact(arrival(desk.clock), number_of("c1", "+46701740635"))
    assert (ack.result, ack.code) == ("unavailable", "disk_full")
    assert desk.centre.seq == seq
    assert desk.centre.health.state == "ok"


async def test_a_vault_that_fails_makes_the_journal_doubted(desk: Desk) -> None:
    """When the disk is full the vault is the first to notice; the operator sees the journal's trouble too."""
    edge = await desk.edge()
    desk.vault.fails, desk.journal.reason = True, "disk_full"
    await edge.fact(arrival(desk.clock), number_of("c1", "+46701740635"))
    assert desk.centre.health.reason == "disk_full"
    desk.vault.fails, desk.journal.reason = False, ""
    await until(lambda: desk.centre.health.state == "ok")


async def test_what_is_personal_is_in_the_vault_and_not_in_the_journal(desk: Desk) -> None:
    """The number and the keys of a caller are found under the contact, and in no row."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock), number_of("c1", "+46701740635"))
    key = PersonalNote(contact_id=ContactId("c1"), field="key", value="9", at=START)
    edge.say(Note(note_id=CommandId("note-1"), personal=(key,)))
    await until(lambda: [a for a in edge.all_of(Ack) if a.command_id == "note-1"])
    assert await desk.vault.get("c1") == {"caller_number": ["+46701740635"], "key": ["9"]}
    rows = [repr(row) async for row in desk.journal.read()]
    assert not [row for row in rows if "46701740635" in row]


async def test_facts_are_stamped_here(desk: Desk) -> None:
    """The edge's own time counts only when it is near; nobody writes tomorrow, or 1970, into the journal."""
    edge = await desk.edge()
    now = desk.clock.now()
    for name, at in (("old", 5), ("tomorrow", now + 86_400_000), ("just now", now - 30_000)):
        command = c.ArriveContact(
            command_id=CommandId(name), at=at, contact_id=ContactId(name), queue_id="q", actor="account:x"
        )
        await edge.fact(command)
    rows = [row async for row in desk.journal.read() if row.command_id in ("old", "tomorrow", "just now")]
    assert {row.actor for row in rows} == {"edge"}
    assert all(now - 30_000 <= row.event.at <= desk.clock.now() for row in rows)


async def test_waits_are_told(desk: Desk) -> None:
    """A place and range that the core has decided to tell goes to the edge with its number."""
    edge = await desk.edge()
    await furnish_more_callers(edge, desk)
    desk.clock.move(60_000)
    await desk.submit(c.Tick)
    tell = (await until(lambda: edge.all_of(Tell)))[0]
    assert (tell.contact_id, tell.place) == ("c2", 1)
    assert tell.seq > 0


async def furnish_more_callers(edge: FakeEdge, desk: Desk) -> None:
    """One who is served and one who waits."""
    await edge.fact(arrival(desk.clock, "c1"))
    (offered,) = edge.wanted_of("c1")
    await edge.fact(ask(desk.clock, c.AcceptOffer, offer_id=OfferId(offered.offer_id or "")))
    await edge.fact(arrival(desk.clock, "c2"))


async def test_a_restarted_runtime_says_everything_again(desk: Desk) -> None:
    """After a crash the wanted levels are the same, with a number that no earlier one outdoes."""
    edge = await desk.edge()
    await furnish_more_callers(edge, desk)
    await edge.fact(arrival(desk.clock, "c3"), number_of("c3", "+46700000003"))
    last = max(m.contact.seq for m in edge.all_of(WantedOne))
    await desk.stop()
    await desk.start()
    again = await desk.edge("c1", "c2", "c3")
    (all_of_them,) = again.all_of(WantedAll)
    assert {w.contact_id: w.phase for w in all_of_them.contacts} == {
        "c1": "talking",
        "c2": "waiting",
        "c3": "waiting",
    }
    assert all(w.seq >= last for w in all_of_them.contacts)
    assert next(w for w in all_of_them.contacts if w.contact_id == "c3").agent_hears == "Retur +46700000003"


async def test_a_contact_without_a_call_is_ended_with_the_reason(desk: Desk) -> None:
    """An edge that comes back without a call: the contact is over, its outcome on record; the others live
    on.
    """
    edge = await desk.edge()
    await furnish_more_callers(edge, desk)
    await edge.leave()
    again = await desk.edge("c1")
    await until(lambda: ContactId("c2") not in desk.centre.state.contacts)
    assert ContactId("c1") in desk.centre.state.contacts
    (ended,) = await until(lambda: again.wanted_of("c2"))
    assert (ended.phase, ended.last_words) == ("ended", "apology")


async def test_a_contact_that_is_heard_of_within_the_grace_lives(tmp_path: Path) -> None:
    """A call that the edge forgot to name but then reports about is not ended."""
    desk = Desk(tmp_path / "runtime.sock")
    await desk.start()
    await furnish(desk.centre, desk.clock)
    await desk.centre.submit(arrival(desk.clock, "c1"))
    await desk.centre.submit(arrival(desk.clock, "gone"))
    edge = await desk.edge()
    await edge.fact(ask(desk.clock, c.DeclineRecording, contact_id=ContactId("c1")))
    await until(lambda: ContactId("gone") not in desk.centre.state.contacts)
    assert ContactId("c1") in desk.centre.state.contacts
    await desk.stop()


async def test_closed_hours_are_said(desk: Desk) -> None:
    """A caller whom a closed queue turned away hears so before the end."""
    edge = await desk.edge()
    await desk.submit(c.AddQueue, queue_id="shut", settings=closed())
    await edge.fact(ask(desk.clock, c.ArriveContact, contact_id=ContactId("c9"), queue_id="shut"))
    (ended,) = edge.wanted_of("c9")
    assert (ended.phase, ended.last_words) == ("ended", "closed")
    assert ended.opens is not None
    assert (ended.opens.day, ended.opens.hour) == ("sunday", 0)


def closed() -> QueueSettings:
    """A queue that opens for one minute a week, at another time than START."""
    from lur.core.values import QueueSettings

    return QueueSettings(name="Stängd", opening_hours=(OpenSpan(6, 0, 1),), callbacks=False)


async def test_the_newest_edge_counts(desk: Desk) -> None:
    """A second connection takes over; the first is closed and no longer listened to."""
    first = await desk.edge()
    second = await desk.edge()
    await until(lambda: first.is_closed)
    assert (await second.fact(arrival(desk.clock))).result == "done"
    assert desk.link.is_up


async def test_a_changed_directory_is_sent(desk: Desk) -> None:
    """Whoever changes phones, entries or trunks says so, and the edge gets all of it anew."""
    edge = await desk.edge()
    desk.directory = Directory(company={"sv": "Nya bolaget"}, realm="lur", phones=(), entries=(), trunks=())
    desk.link.directory_changed()
    desk.link.trunks.ask_all()
    await until(lambda: edge.all_of(RingTest) and len(edge.all_of(Directory)) == 2)
    assert edge.all_of(Directory)[-1].company == {"sv": "Nya bolaget"}


async def test_telemetry_is_kept_while_the_edge_is_there(desk: Desk) -> None:
    """Health shows the latest, and nothing once the edge has gone."""
    seen: list[bool] = []
    desk.link.changes.subscribe(lambda link: seen.append(link.telemetry is not None))
    edge = await desk.edge()
    telemetry = Telemetry(trunks=(), phones=(), media=MediaHealth(up=True, legs=3), counters={"calls_in": 1})
    edge.say(telemetry)
    await until(lambda: desk.link.telemetry == telemetry)
    await edge.leave()
    await until(lambda: not desk.link.is_up)
    assert desk.link.telemetry is None
    assert seen == [False, True, False]


@pytest.mark.parametrize("frame", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x03abc", b"\x00\x00\x00\x01\x90"])
async def test_nonsense_ends_the_connection_and_nothing_else(desk: Desk, frame: bytes) -> None:
    """A frame that is too long or no message closes that connection; the next edge is welcome."""
    edge = await desk.edge()
    edge.say_raw(frame)
    await until(lambda: edge.is_closed)
    assert (await (await desk.edge()).fact(arrival(desk.clock))).result == "done"


async def test_a_socket_that_a_killed_process_left_is_replaced(tmp_path: Path) -> None:
    """A stale file at the socket's path does not stop the start."""
    desk = Desk(tmp_path / "runtime.sock")
    desk.path.write_text("left behind")
    await desk.start()
    await desk.edge()
    await desk.stop()


# --- desks that are phones ---------------------------------------------------------------------------------

ANNA: Any = {"agent_id": AgentId("anna"), "desk_id": DeskId("desk-1")}


async def test_what_desks_say_reaches_the_edge(desk: Desk) -> None:
    """Offer, leaving and echo go to the edge that is there."""
    edge = await desk.edge()
    said = BrowserOffer(**ANNA, number=7, sdp="v=0"), BrowserEcho(**ANNA, on=True), BrowserLeft(**ANNA)
    assert desk.link.browsers.offer(said[0])
    assert desk.link.browsers.echo(said[1])
    assert desk.link.browsers.left(said[2])
    await until(lambda: len(edge.told) == 5)
    assert tuple(edge.told[2:]) == said


async def test_a_desk_hears_that_the_edge_is_away(desk: Desk) -> None:
    """Nothing is kept for an edge that is not there; the caller is told False."""
    assert not desk.link.browsers.offer(BrowserOffer(**ANNA, number=7, sdp="v=0"))
    edge = await desk.edge()
    assert not edge.all_of(BrowserOffer)


async def test_answers_and_paths_are_published(desk: Desk) -> None:
    """What the edge says of a desk reaches all who listen."""
    answers: list[BrowserAnswer] = []
    paths: list[BrowserPath] = []
    desk.link.browsers.answers.subscribe(answers.append)
    desk.link.browsers.paths.subscribe(paths.append)
    edge = await desk.edge()
    edge.say(BrowserAnswer(**ANNA, number=7, sdp="v=0"))
    edge.say(BrowserPath(**ANNA, up=True))
    await until(lambda: paths)
    assert (answers, paths) == (
        [BrowserAnswer(**ANNA, number=7, sdp="v=0")],
        [BrowserPath(**ANNA, up=True)],
    )
