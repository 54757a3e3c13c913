"""The in-memory backends keep the contracts, so that tests built on them mean something."""

from __future__ import annotations

import pytest
from tests.contracts.journal import JournalContract
from tests.contracts.vault import VaultContract

from lur.adapters.storage.memory import MemoryJournal, MemoryVault


class TestMemoryJournal(JournalContract):
    """Memory."""

    @pytest.fixture
    def journal(self) -> MemoryJournal:
        """A new one."""
        return MemoryJournal()


class TestMemoryVault(VaultContract):
    """Memory."""

    @pytest.fixture
    def vault(self) -> MemoryVault:
        """A new one."""
        return MemoryVault()
