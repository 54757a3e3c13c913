"""Who is calling, for the live page: the number from the vault when a contact arrives, the name when one
customer has it, forgotten when the contact ends. Who is to be called may have given another number than the
one they came from.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.core import events as e
from lur.core.ids import ContactId, Instant, PartyId
from lur.core.state import State
from lur.features.customers.model import CustomerRow
from lur.features.customers.service import Customers
from lur.features.helping.service import HINT
from lur.ports import Recorded, Vault, VaultUnavailable
from lur.runtime.personal import name_in, number_in, outside_in
from lur.runtime.projection import NOBODY
from lur.runtime.push import Push
from lur.runtime.views import CallerView

log = structlog.get_logger("lur.web")


class Callers:
    """Keeps ``push.around.callers`` for the live contacts. ``follow`` is a ``Subscriber``."""

    def __init__(self, vault: Vault, push: Push, customers: Customers) -> None:
        self._vault = vault
        self._push = push
        self._customers = customers
        self._live: dict[ContactId, Instant] = {}
        self._parties: Mapping[PartyId, ContactId] = {}
        """Who is in a talk, or asked into it, now."""
        self._tasks: set[asyncio.Task[None]] = set()
        customers.on_change(self._changed)

    async def load(self, state: State) -> None:
        """Look up everybody who is on the line now."""
        self._parties = state.parties
        self._live.update({contact.contact_id: contact.entered for contact in state.contacts.values()})
        for contact_id in tuple(self._live):
            await self._look_up(contact_id)

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable; the vault has the caller before the journal has the arrival."""
        for recorded in batch:
            if isinstance(recorded.event, e.ContactArrived):
                self._live[recorded.event.contact_id] = recorded.event.entered
                self._start(recorded.event.contact_id)
            elif isinstance(recorded.event, e.CalledOut):
                self._live[recorded.event.contact_id] = recorded.event.at
                self._start(recorded.event.contact_id)
            elif isinstance(recorded.event, e.CallbackAsked | e.PartyAsked):
                self._start(recorded.event.contact_id)
            elif isinstance(recorded.event, e.PartyWent):
                self._push.around.outside.pop(recorded.event.party_id, None)
            elif isinstance(recorded.event, e.ContactEnded):
                self._live.pop(recorded.event.contact_id, None)
                self._push.around.callers.pop(recorded.event.contact_id, None)

    def _changed(self, ids: frozenset[str], numbers: frozenset[str]) -> None:
        """A customer's record or links changed: those on the line whom it may be about are looked up anew."""
        for contact_id in self._live:
            shown = self._push.around.callers.get(contact_id, NOBODY)
            if shown.customer_id in ids or self._customers.links.number(shown.number) in numbers:
                self._start(contact_id)

    def _start(self, contact_id: ContactId) -> None:
        task = asyncio.get_running_loop().create_task(self._look_up(contact_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look_up(self, contact_id: ContactId) -> None:
        try:
            fields = await self._vault.get(contact_id)
        except VaultUnavailable as error:
            log.warning("caller_not_shown", reason=error.reason)
            return
        self._show_outside(contact_id, outside_in(fields))
        self._show_hints(contact_id, len(fields.get(HINT, ())))
        number, name = number_in(fields), name_in(fields)
        row = await self._who(contact_id, number)
        if contact_id in self._live:
            self._show(contact_id, _view(number, name, row))

    def _show_outside(self, contact_id: ContactId, known: dict[PartyId, tuple[str, str]]) -> None:
        here = {each: who for each, who in known.items() if each in self._parties}
        if here:
            self._push.around.outside.update(here)
            self._push.touch(contacts=[contact_id])

    def _show_hints(self, contact_id: ContactId, count: int) -> None:
        """As they were before a restart; new ones are counted as they are written."""
        if count and contact_id in self._live:
            self._push.around.hints[contact_id] = max(count, self._push.around.hints.get(contact_id, 0))
            self._push.touch(contacts=[contact_id])

    def _show(self, contact_id: ContactId, view: CallerView) -> None:
        callers = self._push.around.callers
        if view == callers.get(contact_id, NOBODY):
            return
        callers[contact_id] = view
        if view == NOBODY:
            del callers[contact_id]
        self._push.touch(contacts=[contact_id])

    async def _who(self, contact_id: ContactId, number: str) -> CustomerRow | None:
        entered = self._live.get(contact_id)
        if entered is None:
            return None
        try:
            return await self._customers.links.met(contact_id, entered, number)
        except ReadModelUnavailable as error:
            log.warning("customer_not_shown", detail=str(error))
            return None


def _view(number: str, name: str, row: CustomerRow | None) -> CallerView:
    if row is None:
        return CallerView(number=number, name=name)
    return CallerView(number=number, name=row.name or row.company or name, customer_id=row.id)
