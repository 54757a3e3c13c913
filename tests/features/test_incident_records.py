"""Incidents survive a crash at any moment, what is usual is learned from the past, nobody is forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from lur.adapters.storage.memory import MemoryJournal
from lur.adapters.storage.readmodel import ReadModel
from lur.core import events as e
from lur.core.commands import AddQueue, ArriveContact, QueueContact, SolveIncident, TieContact
from lur.core.flow import Words
from lur.core.ids import DAY_MS, CommandId, ContactId, IncidentId, Instant, Language, QueueId
from lur.core.storm import HOUR_MS, SUSTAINED_MS, hour_of_week
from lur.core.values import QueueSettings
from lur.features import Refused
from lur.features.incidents import store
from lur.features.incidents.proposals import WEEKS, Matter, StormWatch
from lur.features.incidents.service import Incidents
from lur.features.incidents.telling import Telling
from lur.ports import JournalUnavailable, Recorded
from lur.runtime import Centre, SystemEntropy

pytestmark = pytest.mark.anyio
QUEUE = QueueId("support")
ID = IncidentId("incident-1")
NOON = 1_764_590_400_000
BY = "account:1"


class FullDisk(MemoryJournal):
    """A journal whose disk can be full."""

    is_full = False

    async def append(
        self, events: Sequence[e.AnyEvent], command_id: CommandId, actor: str
    ) -> Sequence[Recorded]:
        if self.is_full:
            raise JournalUnavailable("disk_full")
        return await super().append(events, command_id, actor)


@dataclass
class Clock:
    """Stands still until told."""

    at: Instant = NOON

    def now(self) -> Instant:
        return self.at

    def utc_offset_min(self, at: Instant) -> int:
        return 60


@dataclass
class Room:
    """A centre and its incidents, which can be stopped and started."""

    centre: Centre
    journal: FullDisk
    database: ReadModel
    clock: Clock
    commands: int = 0
    by_hour: dict[Matter, dict[int, int]] = field(default_factory=dict)
    latest: list[tuple[Matter, Instant]] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    happened: list[e.AnyEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.centre.subscribe(self._follow)
        self.start()

    def start(self) -> None:
        """New ones, as after a restart; nothing is loaded."""
        self.incidents = Incidents(self.database, self.centre, self.clock)
        self.telling = Telling(self.database, self.incidents.board, self.clock, self._whose)
        self.telling.send = self._send
        self.storm = StormWatch(
            self.database,
            self.incidents.board,
            self.clock,
            by_hour=self._by_hour,
            latest=self._latest,
        )

    async def restart(self) -> None:
        """All is forgotten but what was kept."""
        self.start()
        await self.incidents.load()
        await self.telling.load(self.happened)
        await self.storm.load()

    def _follow(self, batch: Sequence[Recorded]) -> None:
        self.happened += [row.event for row in batch]
        self.telling.follow(batch)
        self.storm.follow(batch)

    async def _by_hour(self, since: Instant) -> dict[Matter, dict[int, int]]:
        assert since == self.clock.at - WEEKS * 7 * DAY_MS
        return self.by_hour

    async def _latest(self, since: Instant) -> list[tuple[Matter, Instant]]:
        return [each for each in self.latest if each[1] >= since]

    async def _whose(self, contact_id: ContactId) -> tuple[QueueId, Language]:
        if contact_id == "forgotten":
            raise Refused("unknown_contact", contact_id)
        return QUEUE, "nb"

    async def _send(self, contact_id: ContactId, language: Language, text: str) -> bool:
        self.sent.append((contact_id, text))
        return True

    def command_id(self) -> CommandId:
        """A new one."""
        self.commands += 1
        return CommandId(f"k{self.commands}")

    async def arrive(self, name: str, *, entering: bool = False) -> None:
        """A caller."""
        await self.centre.submit(
            ArriveContact(
                command_id=self.command_id(),
                at=self.clock.at,
                contact_id=ContactId(name),
                queue_id=QUEUE,
                entering=entering,
            )
        )

    async def leave(self, name: str) -> None:
        """A caller who leaves to be told."""
        await self.arrive(name)
        await self.centre.submit(
            TieContact(
                command_id=self.command_id(),
                at=self.clock.at,
                contact_id=ContactId(name),
                incident_id=ID,
                leave=True,
            )
        )

    async def state_of(self, name: str) -> str | None:
        """What the list says of a contact."""
        found = await self.telling.about(ContactId(name))
        return found and found.state

    def is_open(self) -> bool:
        """Whether the core knows the incident."""
        return ID in self.centre.state.incidents


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """One queue."""
    journal, clock = FullDisk(), Clock()
    centre = await Centre.open(journal, clock, SystemEntropy())
    database = await ReadModel.open(tmp_path / "lur.db")
    await centre.submit(
        AddQueue(
            command_id=CommandId("queue"), at=NOON, queue_id=QUEUE, settings=QueueSettings(name="Support")
        )
    )
    yield Room(centre, journal, database, clock)
    await centre.stop()
    await database.close()


async def test_what_a_crash_left_half_done_is_done_at_the_next_start(room: Room) -> None:
    """Killed between the row and the command, or between the command and its answer: both agree again."""
    opened = await room.incidents.open(ID, [QUEUE], Words(), BY)
    await room.centre.submit(SolveIncident(command_id=CommandId("s"), at=NOON, incident_id=ID))
    await room.database.run(lambda c: store.remove(c, ID))
    other = IncidentId("incident-2")
    await room.database.run(lambda c: store.put(c, msgspec.structs.replace(opened, id=other)))
    await room.restart()
    assert list(room.centre.state.incidents) == [other]
    solved = msgspec.structs.replace(opened, id=other, state="solved", solved_at=NOON)
    await room.database.run(lambda c: store.put(c, solved))
    await room.restart()
    assert not room.centre.state.incidents


async def test_a_full_disk_opens_and_solves_nothing(room: Room) -> None:
    """The journal refuses: there is no new incident, and one that is open stays as it was."""
    await room.incidents.open(ID, [QUEUE], Words(), BY)
    room.journal.is_full = True
    with pytest.raises(JournalUnavailable):
        await room.incidents.solve(ID, Words(), BY)
    with pytest.raises(JournalUnavailable):
        await room.incidents.open(IncidentId("incident-2"), [QUEUE], Words(), BY)
    (kept,) = await room.database.run(store.incidents)
    assert room.incidents.board.all == (kept,)
    assert (kept.state, kept.solved_at, len(kept.deeds)) == ("open", None, 1)


async def test_the_list_survives_a_restart_without_telling_twice(room: Room) -> None:
    """Left before, solved after: each is told once; what a crash left unwritten is written."""
    await room.incidents.open(ID, [QUEUE], Words(), BY)
    await room.leave("before")
    await room.telling.now()
    await room.leave("unwritten")
    await room.restart()
    assert [await room.state_of(name) for name in ("before", "unwritten")] == ["to_tell", "to_tell"]
    await room.telling.tell_all()
    assert room.sent == [], "not solved yet"
    await room.incidents.solve(ID, Words(nb="Alt virker."), BY)
    await room.telling.tell_all()
    await room.restart()
    await room.telling.tell_all()
    assert sorted(room.sent) == [("before", "Alt virker."), ("unwritten", "Alt virker.")]
    assert not room.is_open()


async def test_a_forgotten_contact_holds_nobody_up(room: Room) -> None:
    """One that the projection does not know is passed over; those after it are told."""
    await room.incidents.open(ID, [QUEUE], Words(), BY)
    await room.leave("forgotten")
    await room.leave("next")
    assert await room.state_of("next") == "to_tell"
    assert await room.state_of("forgotten") is None


async def surge(room: Room, count: int = 20) -> None:
    """Many at once, and a while."""
    for number in range(count):
        await room.arrive(f"c{room.clock.at}-{number}")
    room.clock.at += SUSTAINED_MS
    room.storm.look()


async def test_the_usual_is_learned_from_earlier_weeks(room: Room) -> None:
    """Twenty at once are no surge where two hundred an hour are usual; hours of an incident do not count."""
    hour = NOON // HOUR_MS
    room.by_hour = {(QUEUE, ""): {hour - back: 200 for back in range(1, 24 * 7 * 4 + 1)}}
    await room.restart()
    await surge(room)
    assert room.storm.proposals() == ()
    room.by_hour = {(QUEUE, ""): {hour - back: 2 for back in range(1, 24 * 7 * 4 + 1)}}
    room.clock.at += DAY_MS
    await room.restart()
    await surge(room)
    (found,) = room.storm.proposals()
    assert (found.queue_id, found.arrived) == (QUEUE, 20)
    assert found.usual < 1


async def test_hours_with_an_incident_are_not_usual(room: Room) -> None:
    """What came while something was down teaches nothing."""
    await room.incidents.open(ID, [QUEUE], Words(), BY)
    room.clock.at += 3 * HOUR_MS
    await room.incidents.solve(ID, Words(), BY)
    hour = NOON // HOUR_MS
    room.clock.at += 7 * DAY_MS
    room.by_hour = {(QUEUE, ""): {hour - 200: 1, hour + 1: 900}}
    await room.storm.learn()
    usual = room.storm._charts[(QUEUE, "")].usual
    index = hour_of_week(NOON + HOUR_MS, 60)
    assert usual.arrived[index] == 0
    assert usual.hours[index] == 2, "the week before and the week after"
    assert sum(usual.hours) == (room.clock.at // HOUR_MS) - (hour - 200) - 5


async def test_arrivals_before_a_restart_are_remembered(room: Room) -> None:
    """A surge that began before it is proposed after it."""
    room.latest = [((QUEUE, ""), NOON - 60_000 + second) for second in range(0, 40_000, 1_000)]
    await room.restart()
    room.clock.at += SUSTAINED_MS
    room.storm.look()
    assert [each.queue_id for each in room.storm.proposals()] == [QUEUE]


async def test_who_comes_through_a_menu_is_counted_where_it_leads(room: Room) -> None:
    """Not at the door: the menu may lead to another queue."""
    await room.centre.submit(
        AddQueue(
            command_id=CommandId("q2"),
            at=NOON,
            queue_id=QueueId("sales"),
            settings=QueueSettings(name="Sales"),
        )
    )
    for number in range(30):
        await room.arrive(f"m{number}", entering=True)
    await surge(room, 0)
    assert room.storm.proposals() == ()
    for number in range(30):
        await room.centre.submit(
            QueueContact(
                command_id=room.command_id(),
                at=room.clock.at,
                contact_id=ContactId(f"m{number}"),
                queue_id=QueueId("sales"),
                language="sv",
            )
        )
    await surge(room, 0)
    assert [each.queue_id for each in room.storm.proposals()] == ["sales"]


async def choose(room: Room, name: str, topic: str) -> None:
    """A caller comes through the menu."""
    await room.arrive(name, entering=True)
    await room.centre.submit(
        QueueContact(
            command_id=room.command_id(),
            at=room.clock.at,
            contact_id=ContactId(name),
            queue_id=QUEUE,
            language="sv",
            choices=("private", topic),
        )
    )


async def test_a_small_topic_surges_where_its_queue_does_not(room: Room) -> None:
    """Twenty invoices at once are nothing in a queue with four hundred an hour; where there are two an hour
    they are named."""
    hour = NOON // HOUR_MS
    weeks = range(1, 24 * 7 * 4 + 1)
    room.by_hour = {
        (QUEUE, "delivery"): {hour - back: 400 for back in weeks},
        (QUEUE, "invoice"): {hour - back: 2 for back in weeks},
    }
    await room.restart()
    for number in range(20):
        await choose(room, f"d{number}", "delivery")
    await surge(room, 0)
    assert room.storm.proposals() == ()
    for number in range(20):
        await choose(room, f"i{number}", "invoice")
    await surge(room, 0)
    (found,) = room.storm.proposals()
    assert (found.queue_id, found.topic, found.arrived) == (QUEUE, "invoice", 20)
    await room.storm.dismiss(QUEUE, BY)
    assert room.storm.proposals() == ()


async def test_a_surging_queue_names_what_it_is_about(room: Room) -> None:
    """The figures are the queue's; the topic that surges is named."""
    await room.restart()
    for number in range(40):
        await choose(room, f"i{number}", "invoice")
        await room.arrive(f"o{number}")
    await surge(room, 0)
    (found,) = room.storm.proposals()
    assert (found.topic, found.arrived) == ("invoice", 80)
