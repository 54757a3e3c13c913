"""Contacts whose call the edge does not have when it comes back: ended with the reason, after a moment."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import structlog

from lur.core.commands import EndContact
from lur.core.ids import CommandId, ContactId
from lur.ports import Clock, JournalUnavailable
from lur.runtime import Centre, CentreStopped, CommandRejected

log = structlog.get_logger("lur.voice")

GRACE_MS = 2_000
"""How long after its Hello an edge may still report a call that it did not name."""


class Missing:
    """Live contacts that the edge has neither named in its Hello nor reported since."""

    def __init__(self, centre: Centre, clock: Clock, grace_ms: int) -> None:
        self._centre = centre
        self._clock = clock
        self._grace_ms = grace_ms
        self._contacts: set[ContactId] = set()

    def __len__(self) -> int:
        return len(self._contacts)

    def expect(self, contacts: set[ContactId]) -> bool:
        """These should have a call; whether there are any."""
        self._contacts = contacts
        return bool(contacts)

    def reported(self, contact_id: ContactId) -> None:
        """The edge has spoken of it after all."""
        self._contacts.discard(contact_id)

    async def end_them(self, is_connected: Callable[[], bool]) -> None:
        """End those that are still missing, unless the edge has gone away meanwhile."""
        await asyncio.sleep(self._grace_ms / 1000)
        for contact_id in sorted(self._contacts):
            contact = self._centre.state.contacts.get(contact_id)
            if is_connected() and contact_id in self._contacts and contact and contact.callback is None:
                await self._end(contact_id)

    async def _end(self, contact_id: ContactId) -> None:
        log.warning("contact_without_call", contact_id=contact_id)
        now = self._clock.now()
        command = EndContact(
            command_id=CommandId(f"line-lost-{contact_id}"),
            at=now,
            utc_offset_min=self._clock.utc_offset_min(now),
            contact_id=contact_id,
            ended_by="system",
            cause="line_lost",
        )
        with contextlib.suppress(CommandRejected, JournalUnavailable, CentreStopped):
            await self._centre.submit(command)
