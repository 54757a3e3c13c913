"""Whose contact it was: known by the number when one customer has it, else said by the agent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import Connection

from lur.core.ids import ContactId, Instant
from lur.features import Refused
from lur.features.customers import store
from lur.features.customers.model import ChangeKind, Customer, CustomerChange, CustomerRow, Link
from lur.features.customers.shelf import Shelf

NOBODY = ""
ASKED_TOGETHER = 500


class Links:
    """Contacts and their customers."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    # --- questions -----------------------------------------------------------------------------------------

    def number(self, text: str) -> str:
        """A caller's number as E.164, or as it came when it is no telephone number."""
        return self._shelf.number(text)

    def candidates(self, number: str) -> tuple[CustomerRow, ...]:
        """Who has the number."""
        return self._shelf.index.with_number(self._shelf.number(number))

    async def of_contact(self, contact_id: ContactId) -> Customer | None:
        """Whose contact it is; None when nobody knows."""
        link = await self._shelf.database.run(lambda c: store.link_of(c, contact_id))
        if link is None or link.customer_id == NOBODY:
            return None
        try:
            return await self._shelf.current(link.customer_id)
        except Refused:
            return None

    async def of_contacts(self, contacts: Sequence[ContactId]) -> dict[ContactId, CustomerRow]:
        """Whose contacts these are, in short."""
        found: dict[ContactId, CustomerRow] = {}
        for at in range(0, len(contacts), ASKED_TOGETHER):
            read = partial(store.links_among, contacts=contacts[at : at + ASKED_TOGETHER])
            for link in await self._shelf.database.run(read):
                row = self._shelf.index.row(self._shelf.survivor(link.customer_id))
                if row is not None:
                    found[link.contact_id] = row
        return found

    async def contacts_of(
        self, customer_id: str, before: tuple[Instant, str] | None, limit: int
    ) -> tuple[Link, ...]:
        """A customer's contacts and those of all that went into the record, the newest first. Raises
        ``Refused``: unknown_customer."""
        group = self._shelf.group((await self._shelf.current(customer_id)).id)
        return await self._shelf.database.run(lambda c: store.links_of(c, group, before, limit))

    async def of_customers(
        self, customer_ids: Iterable[str], since: Instant
    ) -> dict[str, tuple[ContactId, ...]]:
        """The contacts of some customers, and of all that went into their records, that entered since then,
        the oldest first."""
        members = self._shelf.groups(customer_ids)
        asked, found = sorted(members), dict[str, tuple[ContactId, ...]]()
        for at in range(0, len(asked), ASKED_TOGETHER):
            read = partial(store.links_of_many, customer_ids=asked[at : at + ASKED_TOGETHER], since=since)
            for link in await self._shelf.database.run(read):
                whose = members[link.customer_id]
                found[whose] = (*found.get(whose, ()), link.contact_id)
        return found

    # --- verbs ---------------------------------------------------------------------------------------------

    async def met(self, contact_id: ContactId, entered: Instant, number: str) -> CustomerRow | None:
        """Somebody calls: who it is, when that is known or exactly one customer has the number. That is
        kept."""
        candidates = self.candidates(number)
        guess = candidates[0].id if len(candidates) == 1 else NOBODY
        link = Link(contact_id=contact_id, customer_id=guess, entered=entered)
        known = await self._shelf.database.run(lambda c: _link_once(c, link))
        return self._shelf.index.row(self._shelf.survivor(known)) if known else None

    async def link(self, contact_id: ContactId, entered: Instant, customer_id: str, actor: str) -> Customer:
        """It is this customer's. Raises ``Refused``: unknown_customer."""
        async with self._shelf.writing:
            customer = await self._shelf.current(customer_id)
            link = Link(contact_id=contact_id, customer_id=customer.id, entered=entered)
            await self._put(link, customer.id, "linked", actor)
        self._shelf.tell([customer.id], [await self._number_of(contact_id)])
        return customer

    async def unlink(self, contact_id: ContactId, entered: Instant, actor: str) -> None:
        """It is nobody's whom we know; it stays so, whoever has the number."""
        async with self._shelf.writing:
            before = await self._shelf.database.run(lambda c: store.link_of(c, contact_id))
            whose = before.customer_id if before is not None else NOBODY
            link = Link(contact_id=contact_id, customer_id=NOBODY, entered=entered)
            await self._put(link, whose, "unlinked", actor)
        number = await self._number_of(contact_id)
        self._shelf.tell([self._shelf.survivor(whose)], [number])

    async def _put(self, link: Link, whose: str, kind: ChangeKind, actor: str) -> None:
        """Keep the link, and account of it with the customer whom it is about, if it is somebody."""
        change = CustomerChange(at=self._shelf.now(), actor=actor, kind=kind, subject=link.contact_id)

        def work(connection: Connection) -> None:
            store.put_link(connection, link)
            store.write_down(connection, [whose] if whose != NOBODY else [], change)

        await self._shelf.database.run(work)

    async def adopt(self, customer: Customer, contacts: Sequence[tuple[ContactId, Instant]]) -> int:
        """Of earlier contacts that are nobody's yet, those from a number that this customer alone has are
        theirs; how many."""
        own = {each for each in customer.numbers if len(self._shelf.index.with_number(each)) == 1}
        known = await self._shelf.database.run(lambda c: store.links_among(c, [each for each, _ in contacts]))
        taken = {link.contact_id for link in known}
        found: list[Link] = []
        for contact_id, entered in contacts if own else ():
            if contact_id not in taken and await self._number_of(contact_id) in own:
                found.append(Link(contact_id=contact_id, customer_id=customer.id, entered=entered))
        await self._shelf.database.run(lambda c: [_link_once(c, link) for link in found])
        return len(found)

    async def _number_of(self, contact_id: ContactId) -> str:
        return self._shelf.number(await self._shelf.records.caller_number(contact_id))


def _link_once(connection: Connection, guess: Link) -> str:
    """What is known, else the guess, which is kept unless it is nobody."""
    known = store.link_of(connection, guess.contact_id)
    if known is None and guess.customer_id != NOBODY:
        store.put_link(connection, guess)
    return known.customer_id if known is not None else guess.customer_id
