"""Judges, once their seven days are over, whether served contacts were solved for good, and keeps it for the
reports: contacts, customers and the tree of results meet here. The formula is in docs/measures.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from lur.core.ids import ContactId
from lur.features.contacts.model import ContactRow
from lur.features.contacts.service import Contacts
from lur.features.contacts.solved import WEEK_MS, Root, came_back, judge
from lur.features.customers.service import Customers
from lur.features.reports.service import Reports
from lur.features.reports.words import Word
from lur.ports import Clock

LOOK_EVERY_S = 600.0
ASKED_TOGETHER = 500
LOOKED_BACK_MS = 2 * WEEK_MS
"""So long before a contact the one may have come whose return it is."""


class Judging:
    """``judge_all`` is due every ten minutes."""

    def __init__(
        self, reports: Reports, contacts: Contacts, customers: Customers, root: Root, clock: Clock
    ) -> None:
        self._reports = reports
        self._contacts = contacts
        self._customers = customers
        self._root = root
        self._clock = clock

    async def judge_all(self) -> None:
        """Each day whose contacts' weeks are over and that has not been judged, the earliest first."""
        day, words = await self._reports.unjudged(WEEK_MS)
        while words:
            await self._reports.keep_verdicts(await self._judged(words), day)
            day, words = await self._reports.unjudged(WEEK_MS)

    async def _judged(self, words: Sequence[tuple[ContactId, Word]]) -> dict[ContactId, Word]:
        found = dict(words)
        rows = await self._rows(list(found))
        links = self._customers.links
        whose = await links.of_contacts(list(found))
        since = min(word.entered for word in found.values()) - LOOKED_BACK_MS
        linked = await links.of_customers({who.id for who in whose.values()}, since)
        others = await self._rows([each for some in linked.values() for each in some])
        for number, (contact_id, word) in enumerate(found.items()):
            if number % ASKED_TOGETHER == 0:
                await asyncio.sleep(0)
            who, row = whose.get(contact_id), rows.get(contact_id)
            if row is not None:
                theirs = [others[each] for each in linked.get(who.id, ()) if each in others] if who else None
                self._judge(word, row, theirs)
        return found

    def _judge(self, word: Word, row: ContactRow, theirs: Sequence[ContactRow] | None) -> None:
        came_in = None if theirs is None else [each for each in theirs if not each.outgoing]
        verdict = judge(row, came_in, self._root, self._clock.now())
        word.verdict = None if verdict == "pending" else verdict
        word.is_return = not row.outgoing and _is_return(row, theirs or (), self._root)

    async def _rows(self, contacts: Sequence[ContactId]) -> dict[ContactId, ContactRow]:
        found: dict[ContactId, ContactRow] = {}
        for at in range(0, len(contacts), ASKED_TOGETHER):
            found |= await self._contacts.rows(contacts[at : at + ASKED_TOGETHER])
        return found


def _is_return(row: ContactRow, theirs: Iterable[ContactRow], root: Root) -> bool:
    """Whether an earlier contact of the same customer's came back with this one."""
    return any(came_back(each, (row,), root) is not None for each in theirs if each.id != row.id)
