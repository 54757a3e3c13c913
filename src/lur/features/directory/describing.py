"""Describing what is in the directory already: an agent's other name or language, another order of trunks."""

from __future__ import annotations

from collections.abc import Sequence

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, Language
from lur.features.directory import store
from lur.features.directory.service import DirectoryService, vault_subject
from lur.ports import Vault


class Describing:
    """Changes that keep the phones' and the trunks' secrets."""

    def __init__(self, database: ReadModel, vault: Vault, directory: DirectoryService) -> None:
        self._database = database
        self._vault = vault
        self._directory = directory

    async def languages(self) -> dict[AgentId, Language]:
        """In which language each agent's phone is spoken to."""
        return {line.agent_id: line.language for line in await self._database.run(store.phones)}

    async def describe(self, agent_id: AgentId, name: str, language: Language) -> None:
        """Another name, another language; the phone goes on working."""
        await self._vault.put(vault_subject(agent_id), "name", name)
        await self._database.run(lambda c: store.set_language(c, agent_id, language))
        self._directory.names[agent_id] = name
        self._directory.tell()

    async def order_trunks(self, trunk_ids: Sequence[str]) -> None:
        """In which order trunks are tried."""
        await self._database.run(lambda c: store.place_trunks(c, tuple(trunk_ids)))
        self._directory.tell()
