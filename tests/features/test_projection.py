"""The projection of contacts follows the journal, whatever happens to it, and the day's figures survive a
restart."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text

from core.centre import MONDAY_NOON, TestCentre
from lur import features
from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.adapters.storage.readmodel import MIGRATIONS, ReadModel, ReadModelUnavailable, metadata
from lur.core import commands as c
from lur.core.events import PartyAsked
from lur.core.ids import CommandId, ContactId, Instant, QueueId
from lur.core.values import OpenSpan
from lur.features import Refused
from lur.features.contacts import service
from lur.features.contacts import store as contact_store
from lur.features.contacts.day import Day
from lur.features.contacts.past import Past
from lur.features.contacts.service import PENDING_LIMIT, Contacts
from lur.features.directory import store as directory_store
from lur.ports import JournalUnavailable, Recorded

pytestmark = pytest.mark.anyio

STORES = tuple(
    importlib.import_module(f"lur.features.{path.parent.name}.store")
    for path in sorted(Path(features.__file__).parent.glob("*/store.py"))
)
"""All stores that there are: what they do not know, the database does not have."""


class Desk:
    """A centre whose events go to a journal, and the projection that follows it."""

    def __init__(self, database: ReadModel) -> None:
        self.centre = TestCentre()
        self.database = database
        self.journal = MemoryJournal()
        self.contacts = Contacts(database, self.journal, MemoryVault())
        self.centre.queue()
        self.centre.agent("anna")
        self.told = 0

    def now(self) -> Instant:
        """The centre's time."""
        return self.centre.at

    def utc_offset_min(self, at: Instant) -> int:
        """None."""
        return 0

    async def keep(self) -> list[Recorded]:
        """Bring what has happened to the journal."""
        new = self.centre.events[self.told :]
        self.told = len(self.centre.events)
        return list(await self.journal.append(new, CommandId(f"k{self.told}"), "test"))

    async def rows(self) -> dict[str, str]:
        """Contacts and their phase, as the tables have them."""
        return {row.id: row.phase for row in await self.contacts.latest(0, 1 << 60, 100)}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """With an empty database."""
    database = await ReadModel.open(tmp_path / "lur.db")
    yield Desk(database)
    await database.close()


async def test_migrations_make_the_tables_that_the_stores_use(desk: Desk) -> None:
    """What the code asks for is what the migrations made, to the column and index."""
    assert {table for store in STORES for table in vars(store).values() if hasattr(table, "c")}

    def differences(connection: Connection) -> list[object]:
        found: list[object] = compare_metadata(MigrationContext.configure(connection), metadata)
        return [each for each in found if "alembic_version" not in repr(each)]

    assert await desk.database.run(differences) == []


async def test_an_older_database_is_filled_anew(tmp_path: Path) -> None:
    """What the first release made is migrated, accounts stay, and the story of contacts begins at nought."""
    engine = create_engine(f"sqlite:///{tmp_path / 'lur.db'}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        upgrade(config, "0001")
        connection.execute(text("INSERT INTO progress VALUES ('contacts', 7)"))
        connection.execute(text("INSERT INTO setting VALUES ('last_number', '117')"))
    engine.dispose()
    database = await ReadModel.open(tmp_path / "lur.db")
    assert await database.run(contact_store.progress_of) == 0
    assert await database.run(directory_store.last_number) == 117
    await database.close()


async def test_calls_of_ours_that_are_known_already_are_marked(tmp_path: Path) -> None:
    """By the migration, from their events; others are not."""
    engine = create_engine(f"sqlite:///{tmp_path / 'lur.db'}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        upgrade(config, "0011")
        for number, (name, kind) in enumerate((("ours", "CalledOut"), ("theirs", "ContactArrived"))):
            row = f"('{name}', 'q', 'voice', 'sv', 0, 'ended', 0, '')"
            columns = "contact_id, queue_id, channel, language, entered, phase, recorded, topic"
            connection.execute(text(f"INSERT INTO contact ({columns}) VALUES {row}"))
            event = f"""'{{"kind":"{kind}","at":0}}'""".replace(":", "\\:")
            values = f"({number}, 0, '{name}', 'test', {event})"
            connection.execute(
                text(f"INSERT INTO happened (seq, at, contact_id, actor, event) VALUES {values}")
            )
    engine.dispose()
    database = await ReadModel.open(tmp_path / "lur.db")
    ids = (ContactId("ours"), ContactId("theirs"))
    found = await database.run(lambda connection: contact_store.rows(connection, ids))
    assert {row.id: row.outgoing for row in found} == {"ours": True, "theirs": False}
    await database.close()


async def test_a_call_of_ours_and_its_hand_over_are_followed(desk: Desk) -> None:
    """It is dialled and never waits; whoever it is handed to has it."""
    desk.centre.agent("bo", ready=False)
    desk.centre.do(c.StandBy, agent_id="bo")
    desk.centre.do(c.CallOut, contact_id="out", agent_id="anna", queue_id="support")
    desk.contacts.follow(await desk.keep())
    assert await desk.rows() == {"out": "dialling"}
    desk.centre.do(c.ReportAttempt, contact_id="out", attempt=1, miss=None)
    asked = desk.centre.do(c.AskParty, contact_id="out", purpose="transfer", agent_id="bo")
    desk.centre.do(c.LeaveTalk, contact_id="out")
    desk.contacts.follow(await desk.keep())
    assert await desk.rows() == {"out": "transferring"}
    party = next(event.party_id for event in asked if isinstance(event, PartyAsked))
    desk.centre.do(c.AnswerAsk, party_id=party)
    desk.contacts.follow(await desk.keep())
    [row] = await desk.contacts.latest(0, 1 << 60, 100)
    assert (row.outgoing, row.phase, row.agent_id) == (True, "talking", "bo")


async def test_the_tables_follow_events_as_they_come(desk: Desk) -> None:
    """Waiting, talking, ended; and a question is answered after all that was told before it."""
    desk.centre.call("c1")
    desk.contacts.follow(await desk.keep())
    assert await desk.rows() == {"c1": "offered"}
    desk.centre.accept("c1")
    desk.contacts.follow(await desk.keep())
    assert await desk.rows() == {"c1": "talking"}
    desk.centre.end("c1")
    desk.contacts.follow(await desk.keep())
    row = await desk.contacts.find(ContactId("c1"))
    assert (row.phase, row.outcome, row.agent_id) == ("ended", "served", "anna")
    assert row.answered_at == row.ended_at == desk.centre.at
    with pytest.raises(Refused, match="unknown_contact"):
        await desk.contacts.find(ContactId("c2"))


async def test_what_was_said_to_be_solved_can_be_taken_back(desk: Desk) -> None:
    """Yes in the talk, then "I do not know": nothing is known."""
    desk.centre.call("c1")
    desk.centre.accept("c1")
    desk.centre.do(c.DescribeContact, contact_id="c1", agent_id="anna", solved=True)
    desk.centre.end("c1")
    desk.contacts.follow(await desk.keep())
    assert (await desk.contacts.find(ContactId("c1"))).solved
    desk.centre.do(c.FinishWrapUp, agent_id="anna", unsure=True)
    desk.contacts.follow(await desk.keep())
    assert (await desk.contacts.find(ContactId("c1"))).solved is None


async def test_callbacks_menus_and_doors_are_followed(desk: Desk) -> None:
    """The tables have each contact in the phase in which the core has it, in the queue where the menu led,
    answered when the customer was reached and not before."""
    centre = desk.centre
    centre.queue("sales", opening_hours=(OpenSpan(0, 0, 1),))
    centre.do(c.ArriveContact, contact_id="menu", queue_id="support", entering=True)
    steps: tuple[tuple[type[c.Command], dict[str, object]], ...] = (
        (
            c.QueueContact,
            {"contact_id": "menu", "queue_id": "sales", "language": "nb", "choices": ("a", "b")},
        ),
        (c.AskCallback, {"contact_id": "menu"}),
        (c.MoveContact, {"contact_id": "menu", "queue_id": "support"}),
        (c.RequestCallback, {"contact_id": "called", "queue_id": "support"}),
        (c.AcceptOffer, {}),
        (c.ReportAttempt, {"contact_id": "called", "attempt": 1, "miss": "busy"}),
        (c.Tick, {}),
        (c.AcceptOffer, {}),
        (c.ReportAttempt, {"contact_id": "called", "attempt": 2}),
        (c.EndContact, {"contact_id": "called", "ended_by": "customer"}),
    )
    answered = []
    for kind, fields in steps:
        if kind is c.Tick:
            centre.wait(5 * 60_000 + 1)
        elif kind is c.AcceptOffer:
            centre.do(kind, offer_id=centre.offer_of("called"))
        else:
            centre.do(kind, **fields)
        desk.contacts.follow(await desk.keep())
        live = {each.contact_id: each.phase for each in centre.state.contacts.values()}
        assert {name: phase for name, phase in (await desk.rows()).items() if phase != "ended"} == live
        answered.append("called" in live and (await desk.contacts.find(ContactId("called"))).answered_at)
    past = Past(desk.database)
    hour = MONDAY_NOON // 3_600_000
    assert await past.by_hour(0) == {("support", "b"): {hour: 1}, ("support", ""): {hour: 1}}
    assert await past.latest(0) == ((("support", "b"), MONDAY_NOON), (("support", ""), MONDAY_NOON))
    row = await desk.contacts.find(ContactId("menu"))
    assert (row.queue_id, row.language) == ("support", "nb")
    called = await desk.contacts.find(ContactId("called"))
    assert [each for each in answered if each] == [called.answered_at], "once, when they answered"
    assert called.outcome == "served"


async def test_what_was_missed_is_read_from_the_journal(desk: Desk) -> None:
    """A start after a crash: everything after the last known number is taken in, once."""
    desk.centre.call("c1")
    first = await desk.keep()
    assert await desk.contacts.catch_up() == first[-1].seq
    desk.centre.call("c2")
    batch = await desk.keep()
    await desk.contacts.catch_up()
    desk.contacts.follow(batch)
    assert await desk.rows() == {"c1": "offered", "c2": "waiting"}
    assert len(await desk.contacts.events_of(ContactId("c2"))) == 1


async def test_a_full_disk_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written is read again from the journal when it can."""
    desk.centre.call("c1")
    desk.contacts.follow(await desk.keep())
    with monkeypatch.context() as patch:
        patch.setattr(desk.database, "run", _full)
        with pytest.raises(ReadModelUnavailable):
            await desk.contacts.now()
    assert await desk.rows() == {"c1": "offered"}


async def _full(*_: object) -> None:
    raise ReadModelUnavailable("disk full")


async def test_memory_is_bounded_while_the_disk_is_full(desk: Desk) -> None:
    """Beyond a limit nothing is kept in memory: the journal has it."""
    desk.centre.call("c1")
    batch = await desk.keep()
    desk.contacts.follow(batch * (PENDING_LIMIT // len(batch) + 1))
    assert not desk.contacts._pending
    assert await desk.rows() == {"c1": "offered"}


async def test_another_journal_means_a_new_projection(desk: Desk, tmp_path: Path) -> None:
    """When the journal is shorter than what the tables know, they are rebuilt."""
    desk.centre.call("c1")
    await desk.keep()
    await desk.contacts.catch_up()
    other = Desk(desk.database)
    other.centre.call("c9")
    await other.keep()
    shorter = Contacts(desk.database, MemoryJournal(), MemoryVault())
    await shorter.catch_up()
    assert await other.contacts.catch_up() > 0
    assert await other.rows() == {"c9": "offered"}


async def test_the_days_figures_survive_a_restart(desk: Desk) -> None:
    """Counted anew from the projection they are what they were; yesterday's are left out."""
    live = Day(desk)
    desk.centre.call("old")
    desk.centre.accept("old")
    desk.centre.end("old")
    live.follow(batch := await desk.keep())
    desk.contacts.follow(batch)
    assert live.today(None).answered == 1
    desk.centre.wait(3_600_000)
    live.follow(batch := await desk.keep())
    desk.contacts.follow(batch)
    desk.centre.wait(86_400_000)
    desk.centre.call("c1")
    desk.centre.accept("c1")
    desk.centre.wait(60_000)
    desk.centre.end("c1")
    live.follow(batch := await desk.keep())
    desk.contacts.follow(batch)
    await desk.contacts.now()
    after = Day(desk)
    after.load(await desk.contacts.for_measures(after.midnight_before(desk.now()) - 86_400_000))
    assert live.today(QueueId("support")) == after.today(QueueId("support"))
    assert (after.today(None).arrived, after.today(None).answered) == (1, 1)


async def test_midnight_begins_a_new_day(desk: Desk) -> None:
    """Figures go back to nought at the company's midnight, without an event."""
    day = Day(desk)
    desk.centre.call("c1")
    day.follow(await desk.keep())
    assert day.today(None).arrived == 1
    desk.centre.at += 86_400_000
    assert day.today(None).arrived == 0


class Stockholm:
    """A clock in Sweden in the night of 25 October 2026, when summer time ends at 01:00 UTC."""

    ENDS = 1_792_890_000_000

    def __init__(self, at: Instant) -> None:
        self.at = at

    def now(self) -> Instant:
        """The time it was set to."""
        return self.at

    def utc_offset_min(self, at: Instant) -> int:
        """Two hours, then one."""
        return 120 if at < self.ENDS else 60


def test_a_day_of_twenty_five_hours_has_one_midnight() -> None:
    """The clock is set back at three: the figures of the night are still today's."""
    hour = 3_600_000
    midnight = Stockholm.ENDS - 3 * hour
    day = Day(Stockholm(midnight + hour))
    for at in range(midnight, midnight + 25 * hour, hour // 2):
        assert day.midnight_before(at) == midnight
    assert day.midnight_before(midnight + 25 * hour) == midnight + 25 * hour
    assert day.midnight_before(midnight - 1) == midnight - 24 * hour


async def test_a_contact_from_before_is_no_stumbling_block(desk: Desk) -> None:
    """The end of a contact whose beginning was not loaded is passed over."""
    desk.centre.call("c1")
    await desk.keep()
    day = Day(desk)
    desk.centre.accept("c1")
    desk.centre.end("c1")
    day.follow(await desk.keep())
    assert day.today(None).answered == 0


async def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.01)


class AwayJournal(MemoryJournal):
    """A database server that does not answer."""

    asked = 0

    async def head_seq(self) -> int:
        """Refuse."""
        self.asked += 1
        raise JournalUnavailable("write_failed")


async def test_keeping_up_outlives_a_journal_that_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it cannot be read the tables wait; when it can, they follow again by themselves."""
    monkeypatch.setattr(service, "AGAIN_S", 0.01)
    away = AwayJournal()
    there, desk.contacts._journal = desk.contacts._journal, away
    desk.contacts._behind = True
    desk.centre.call("c1")
    keeping = asyncio.create_task(desk.contacts.keep_up())
    desk.contacts.follow(await desk.keep())
    await until(lambda: away.asked >= 2)
    desk.contacts._journal = there
    await until(lambda: not desk.contacts._behind)
    keeping.cancel()
    assert await desk.rows() == {"c1": "offered"}
