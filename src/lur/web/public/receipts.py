"""The receipts of contacts that are over, worked out when somebody looks and kept for the next look."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from lur.core.ids import ContactId
from lur.features.contacts.service import Contacts
from lur.features.places.model import Receipt
from lur.features.places.receipt import receipt, spans_in_line

KEPT = 2_000


class Receipts:
    """Reads the journal's stories of all whose waits met."""

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts
        self._known: OrderedDict[ContactId, Receipt] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def of(self, contact_id: ContactId) -> Receipt | None:
        """The receipt of a contact that is over; None when the journal does not know it."""
        async with self._one_at_a_time:
            if (known := self._known.get(contact_id)) is not None:
                return known
            made = await self._make(contact_id)
            if made is not None and made.ended_at is not None:
                self._known[contact_id] = made
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return made

    async def _make(self, contact_id: ContactId) -> Receipt | None:
        mine = await self._contacts.events_of(contact_id)
        found = {each.seq: each for each in mine}
        for since, until in spans_in_line(contact_id, [each.event for each in mine]):
            met = await self._contacts.stories_between(since, until)
            found.update({each.seq: each for each in met})
        events = [found[seq].event for seq in sorted(found)]
        return await asyncio.to_thread(receipt, contact_id, events)
