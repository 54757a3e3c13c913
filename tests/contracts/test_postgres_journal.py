"""The PostgreSQL journal keeps the contract, fences a second writer, and survives the server's end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest
from tests.contracts.journal import JournalContract, all_of
from tests.contracts.postgres import PostgresServer, binaries
from tests.contracts.samples import command_id, contact_held, queue_added

from lur.adapters.storage.chain import Head
from lur.adapters.storage.postgres_journal import PostgresJournal
from lur.ports import JournalBroken, JournalUnavailable

pytestmark = pytest.mark.skipif(binaries() is None, reason="Debian's package postgresql is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """One server for all of these tests."""
    programs = binaries()
    assert programs is not None
    server = PostgresServer(programs)
    yield server
    server.remove()


@pytest.fixture
async def empty(server: PostgresServer) -> str:
    """The address of a database without Lur's tables."""
    connection = await asyncpg.connect(server.address)
    await connection.execute(
        "DROP TABLE IF EXISTS lur_journal, lur_writer, lur_snapshot, lur_probe",
    )
    await connection.close()
    return server.address


class TestPostgresJournal(JournalContract):
    """A server."""

    @pytest.fixture
    async def journal(self, empty: str) -> AsyncIterator[PostgresJournal]:
        """A new one."""
        journal = await PostgresJournal.open(empty)
        yield journal
        await journal.close()

    async def test_remembers(self, journal: PostgresJournal, empty: str) -> None:
        """Rows are there after opening again, and the chain goes on."""
        first = await journal.append([queue_added()], command_id(1), "account:x")
        again = await PostgresJournal.open(empty)
        second = await again.append([contact_held()], command_id(2), "edge")
        assert await all_of(again) == [*first, *second]
        await again.close()

    async def test_a_second_writer_fences_the_first(self, journal: PostgresJournal, empty: str) -> None:
        """Once another has opened the journal, the earlier writer is refused for ever."""
        await journal.append([contact_held()], command_id(1), "edge")
        later = await PostgresJournal.open(empty)
        with pytest.raises(JournalUnavailable) as caught:
            await journal.append([contact_held()], command_id(2), "edge")
        assert caught.value.reason == "fenced"
        with pytest.raises(JournalUnavailable):
            await journal.probe()
        await later.append([contact_held()], command_id(3), "edge")
        assert len(await all_of(later)) == 2
        await later.close()

    async def test_a_changed_row_is_found(self, journal: PostgresJournal, empty: str) -> None:
        """The chain is checked here as in a file."""
        for number in range(1, 4):
            await journal.append([contact_held(number)], command_id(number), "edge")
        connection = await asyncpg.connect(empty)
        await connection.execute("UPDATE lur_journal SET actor = 'agent:x' WHERE seq = 2")
        await connection.close()
        with pytest.raises(JournalBroken) as caught:
            await all_of(journal)
        assert caught.value.seq == 2

    async def test_goes_on_when_the_server_is_back(
        self, journal: PostgresJournal, server: PostgresServer
    ) -> None:
        """While the server is away appends are refused with a reason; afterwards the chain goes on."""
        await journal.append([contact_held(1)], command_id(1), "edge")
        server.stop("immediate")
        with pytest.raises(JournalUnavailable) as caught:
            await journal.append([contact_held(2)], command_id(2), "edge")
        assert caught.value.reason == "server_gone"
        with pytest.raises(JournalUnavailable):
            await journal.probe()
        server.start()
        await journal.probe()
        await journal.append([contact_held(3)], command_id(3), "edge")
        assert [r.command_id for r in await all_of(journal)] == [command_id(1), command_id(3)]

    async def test_an_append_whose_answer_was_lost_is_taken_back(
        self, journal: PostgresJournal, empty: str
    ) -> None:
        """What the server kept but nobody heard of is taken back; the command can be tried again."""
        await journal.append([contact_held(1)], command_id(1), "edge")
        heard = Head(1, (await all_of(journal))[0].hash)
        await journal.append([contact_held(2)], command_id(2), "edge")
        journal._head = heard
        await journal.close()
        assert await journal.events_of(command_id(2)) == []
        await journal.append([contact_held(2)], command_id(2), "edge")
        assert [r.seq for r in await all_of(journal)] == [1, 2]
