"""The verbs: what is a pause called, and call it otherwise."""

from __future__ import annotations

from lur.adapters.storage.readmodel import ReadModel
from lur.features.pauses import store
from lur.features.pauses.model import KNOWN, PauseName


class PauseNames:
    """All of them lie in memory: every desk asks for them."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database
        self._names: dict[str, PauseName] = {}

    async def load(self) -> None:
        """Read them, at start and after each change."""
        self._names = await self._database.run(store.names)

    def of(self, reason: str) -> PauseName:
        """A reason's words; one that nobody named is called by its code."""
        plain = PauseName(reason=reason, sv=reason, nb=reason, en=reason)
        return self._names.get(reason) or KNOWN.get(reason) or plain

    async def call(self, new: tuple[PauseName, ...]) -> None:
        """These are called so from now on."""
        await self._database.run(lambda c: store.replace(c, new))
        await self.load()
