"""Who is calling, for the live page: read from the vault when a contact arrives, forgotten when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from lur.core import events as e
from lur.core.ids import ContactId
from lur.core.state import State
from lur.ports import Recorded, Vault, VaultUnavailable
from lur.runtime.push import Push
from lur.runtime.views import CallerView

log = structlog.get_logger("lur.web")


class Callers:
    """Keeps ``push.around.callers`` for the live contacts. ``follow`` is a ``Subscriber``."""

    def __init__(self, vault: Vault, push: Push) -> None:
        self._vault = vault
        self._push = push
        self._live: set[ContactId] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def load(self, state: State) -> None:
        """Look up everybody who is on the line now."""
        self._live.update(state.contacts)
        for contact_id in tuple(self._live):
            await self._look_up(contact_id)

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable; the vault has the caller before the journal has the arrival."""
        for recorded in batch:
            if isinstance(recorded.event, e.ContactArrived):
                self._live.add(recorded.event.contact_id)
                task = asyncio.get_running_loop().create_task(self._look_up(recorded.event.contact_id))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            elif isinstance(recorded.event, e.ContactEnded):
                self._live.discard(recorded.event.contact_id)
                self._push.around.callers.pop(recorded.event.contact_id, None)

    async def _look_up(self, contact_id: ContactId) -> None:
        try:
            fields = await self._vault.get(contact_id)
        except VaultUnavailable as error:
            log.warning("caller_not_shown", reason=error.reason)
            return
        number, name = (next(iter(fields.get(field, ())), "") for field in ("caller_number", "caller_name"))
        if (number or name) and contact_id in self._live:
            self._push.around.callers[contact_id] = CallerView(number=number, name=name)
            self._push.touch(contacts=[contact_id])
