"""The SQLite backends keep the contracts, and still know everything when they are opened again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.contracts.journal import JournalContract, all_of
from tests.contracts.samples import command_id, contact_held, queue_added
from tests.contracts.vault import VaultContract

from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.adapters.storage.sqlite_vault import SqliteVault
from lur.ports import Snapshot

MASTER = bytes(range(32))


class TestSqliteJournal(JournalContract):
    """One file."""

    @pytest.fixture
    async def journal(self, tmp_path: Path) -> AsyncIterator[SqliteJournal]:
        """A new one in a new folder."""
        journal = SqliteJournal(tmp_path / "journal.db")
        yield journal
        await journal.close()

    async def test_remembers(self, journal: SqliteJournal, tmp_path: Path) -> None:
        """Rows, chain and snapshot are there after opening again, and the chain goes on."""
        first = await journal.append([queue_added()], command_id(1), "account:x")
        await journal.save_snapshot(Snapshot(1, b"state", 1))
        await journal.close()
        again = SqliteJournal(tmp_path / "journal.db")
        second = await again.append([contact_held()], command_id(2), "edge")
        assert await all_of(again) == [*first, *second]
        assert await again.latest_snapshot() == Snapshot(1, b"state", 1)
        await again.close()


class TestSqliteVault(VaultContract):
    """One file."""

    @pytest.fixture
    async def vault(self, tmp_path: Path) -> AsyncIterator[SqliteVault]:
        """A new one in a new folder."""
        vault = SqliteVault(tmp_path / "vault.db", MASTER)
        yield vault
        await vault.close()

    async def test_remembers(self, vault: SqliteVault, tmp_path: Path) -> None:
        """What was put is there after opening again with the same key."""
        await vault.put("c1", "caller_number", "+46700000001")
        await vault.close()
        again = SqliteVault(tmp_path / "vault.db", MASTER)
        assert await again.get("c1") == {"caller_number": ["+46700000001"]}
        await again.close()
