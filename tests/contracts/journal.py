"""What every journal must do. A backend's test class inherits this and gives a ``journal`` fixture."""

from __future__ import annotations

import pytest
from tests.contracts.samples import agent_added, command_id, contact_held, queue_added

from lur.ports import Journal, JournalBroken, Recorded, Snapshot


async def all_of(journal: Journal, after: int = 0) -> list[Recorded]:
    """Everything the journal gives when read."""
    return [recorded async for recorded in journal.read(after)]


@pytest.mark.anyio
class JournalContract:
    """The rules of ``ports.Journal``."""

    async def test_new_is_empty(self, journal: Journal) -> None:
        """A new journal has no rows, no snapshot and no answer."""
        assert await all_of(journal) == []
        assert await journal.head_seq() == 0
        assert await journal.latest_snapshot() is None
        assert await journal.events_of(command_id(1)) == []

    async def test_gives_back_what_was_appended(self, journal: Journal) -> None:
        """Rows come back in order, equal to what append returned, numbered from 1."""
        first = await journal.append([queue_added(), agent_added()], command_id(1), "account:x")
        second = await journal.append([contact_held()], command_id(2), "edge")
        assert [r.seq for r in (*first, *second)] == [1, 2, 3]
        assert [r.event for r in first] == [queue_added(), agent_added()]
        assert await all_of(journal) == [*first, *second]
        assert await journal.head_seq() == 3

    async def test_reads_after_a_number(self, journal: Journal) -> None:
        """Reading after a number leaves out the rows up to it."""
        for number in range(1, 6):
            await journal.append([contact_held(number)], command_id(number), "edge")
        assert [r.seq for r in await all_of(journal, after=3)] == [4, 5]
        assert await all_of(journal, after=5) == []

    async def test_reading_after_what_is_not_there_is_broken(self, journal: Journal) -> None:
        """Whoever has seen row 7 and finds a journal of one row must be told."""
        await journal.append([contact_held()], command_id(1), "edge")
        with pytest.raises(JournalBroken):
            await all_of(journal, after=7)

    async def test_knows_a_command_by_its_id(self, journal: Journal) -> None:
        """The events of a command are found again by its id, for idempotency."""
        await journal.append([contact_held(1)], command_id(1), "edge")
        given = await journal.append([contact_held(2), contact_held(3)], command_id(2), "edge")
        assert list(await journal.events_of(command_id(2))) == list(given)

    async def test_no_events_leave_no_row(self, journal: Journal) -> None:
        """Appending nothing writes nothing."""
        assert list(await journal.append([], command_id(1), "edge")) == []
        assert await journal.head_seq() == 0

    async def test_hashes_chain(self, journal: Journal) -> None:
        """Equal events have different hashes, because each is bound to the row before."""
        await journal.append([contact_held(), contact_held()], command_id(1), "edge")
        hashes = {r.hash for r in await all_of(journal)}
        assert len(hashes) == 2
        assert all(len(h) == 64 for h in hashes)

    async def test_keeps_the_newest_snapshot(self, journal: Journal) -> None:
        """A later snapshot takes the place of an earlier one."""
        await journal.save_snapshot(Snapshot(1, b"one", 1))
        await journal.save_snapshot(Snapshot(2, b"two", 3))
        assert await journal.latest_snapshot() == Snapshot(2, b"two", 3)

    async def test_probe_leaves_no_row(self, journal: Journal) -> None:
        """A probe of a journal that is well passes and adds nothing."""
        await journal.probe()
        assert await all_of(journal) == []

    async def test_reads_many_rows(self, journal: Journal) -> None:
        """Reading goes on past one helping, and may be mixed with appends."""
        for number in range(30):
            await journal.append([contact_held(n) for n in range(20)], command_id(number), "edge")
        seen = 0
        async for recorded in journal.read():
            seen = recorded.seq
            if seen == 300:
                await journal.append([contact_held()], command_id(99), "edge")
        assert seen == 601
