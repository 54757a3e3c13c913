"""Writes down whose phone is which page, so that after a restart those pages are awaited.

The writer's loop does not wait for the disk: what is to be written is noted, and written as soon as it can.
"""

from __future__ import annotations

import asyncio

import structlog

from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.core.ids import AgentId, DeskId
from lur.features.desks.model import DeskPhone
from lur.features.desks.service import DeskBook

log = structlog.get_logger("lur.desks")

AGAIN_S = 2.0


class Remembered:
    """``phones``: the page that is an agent's phone, "" when it is closed; SIP agents are not in it."""

    def __init__(self, book: DeskBook) -> None:
        self.phones: dict[AgentId, DeskId] = {}
        self._book = book
        self._unsaved: dict[AgentId, None] = {}
        self._gone: set[AgentId] = set()
        self._news = asyncio.Event()

    @property
    def is_saved(self) -> bool:
        """All of it is on disk."""
        return not self._unsaved

    async def load(self) -> None:
        """Read what an earlier run knew."""
        self.phones = {each.agent_id: each.desk_id for each in await self._book.phones()}

    def phone_is(self, agent_id: AgentId, desk_id: DeskId | None) -> DeskId | None:
        """None: no page is, or shall be. What it was before is returned."""
        before = self.phones.get(agent_id)
        if before == desk_id:
            return before
        if desk_id is None:
            del self.phones[agent_id]
        else:
            self.phones[agent_id] = desk_id
        self._note(agent_id)
        return before

    def forget(self, agent_id: AgentId) -> None:
        """The agent is no more: nothing is kept of their desks."""
        self.phones.pop(agent_id, None)
        self._gone.add(agent_id)
        self._note(agent_id)

    async def keep_saving(self) -> None:
        """Write for ever."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                while self._unsaved:
                    await self._save(next(iter(self._unsaved)))
            except ReadModelUnavailable as error:
                log.error("desks_not_saved", detail=str(error))
                await asyncio.sleep(AGAIN_S)
                self._news.set()

    def _note(self, agent_id: AgentId) -> None:
        self._unsaved[agent_id] = None
        self._news.set()

    async def _save(self, agent_id: AgentId) -> None:
        desk_id, gone = self.phones.get(agent_id), agent_id in self._gone
        if gone:
            await self._book.forget(agent_id)
        elif desk_id is None:
            await self._book.phone_is_none(agent_id)
        else:
            await self._book.phone_is(DeskPhone(agent_id=agent_id, desk_id=desk_id))
        self._gone.discard(agent_id)
        if self.phones.get(agent_id) == desk_id:
            self._unsaved.pop(agent_id, None)
