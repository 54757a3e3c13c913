"""The receipts of contacts that are over, worked out when somebody looks and kept for the next look."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from lur.core import events as e
from lur.core.ids import ContactId
from lur.features.contacts.service import Contacts
from lur.features.places.model import Receipt
from lur.features.places.receipt import receipt

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
        mine = [each.event for each in await self._contacts.events_of(contact_id)]
        if not mine:
            return None
        waited = [each.at for each in mine if not isinstance(each, e.WrapUpFinished | e.ContactDescribed)]
        stories = await self._contacts.stories_between(waited[0], waited[-1])
        return await asyncio.to_thread(receipt, contact_id, [each.event for each in stories])
