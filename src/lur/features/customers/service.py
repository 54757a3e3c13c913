"""The verbs for one customer: find, add, change, erase. Links to contacts and merges are in their modules."""

from __future__ import annotations

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.features.customers import store
from lur.features.customers.links import Links
from lur.features.customers.merging import Merging
from lur.features.customers.model import Customer, CustomerChange, CustomerRow, Merge, Person
from lur.features.customers.numbers import REGION
from lur.features.customers.persons import cleaned
from lur.features.customers.shelf import Listener, Shelf
from lur.ports import Clock, Vault

MOST_CHANGES = 50
MOST_QUERY = 100


class Customers:
    """Everything about who the customers are. ``region`` is where numbers without a country code are."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock, region: str = REGION) -> None:
        self._shelf = Shelf(database, vault, clock, region)
        self.links = Links(self._shelf)
        self.merging = Merging(self._shelf)

    async def load(self) -> None:
        """Read everybody into memory, once at start."""
        await self._shelf.load()

    def on_change(self, listener: Listener) -> None:
        """Call ``listener`` after each change."""
        self._shelf.listeners.append(listener)

    # --- questions -----------------------------------------------------------------------------------------

    def search(self, query: str) -> tuple[CustomerRow, ...]:
        """Who fits what was typed, the best first, at most 50; nobody for nothing."""
        return self._shelf.index.search(query[:MOST_QUERY])

    def row(self, customer_id: str) -> CustomerRow | None:
        """Somebody in short, or the one they went into."""
        return self._shelf.index.row(self._shelf.survivor(customer_id))

    async def find(self, customer_id: str) -> Customer:
        """The record, or the one that it went into. Raises ``Refused``: unknown_customer."""
        return await self._shelf.current(customer_id)

    async def merges(self, customer_id: str) -> tuple[Merge, ...]:
        """What went into a record, the newest first, the undone ones too."""
        return await self._shelf.database.run(lambda c: store.merges_into(c, customer_id))

    async def changes(self, customer_id: str) -> tuple[CustomerChange, ...]:
        """Who did what to a record and to those that went into it, the newest first."""
        group = self._shelf.group(customer_id)
        return await self._shelf.database.run(lambda c: store.changes_of(c, group, MOST_CHANGES))

    # --- verbs ---------------------------------------------------------------------------------------------

    async def add(self, customer_id: str, person: Person, actor: str, *, demo: bool = False) -> Customer:
        """Somebody new; the same id again gives the one that was made. Raises ``Refused``: bad_number,
        note_too_long, empty_customer."""
        clean, at = cleaned(person, self._shelf.region), self._shelf.now()
        new = Customer(
            **msgspec.structs.asdict(clean),
            id=customer_id,
            version=1,
            made_at=at,
            changed_at=at,
            changed_by=actor,
            demo=demo,
        )
        async with self._shelf.writing:
            if self.row(customer_id) is not None:
                return await self._shelf.current(customer_id)
            await self._shelf.records.put(new)
            row = store.Row(customer_id=customer_id, made_at=at, merged_into=None, demo=demo)
            made = CustomerChange(at=at, actor=actor, kind="made", subject="")
            await self._shelf.database.run(lambda c: store.add(c, row, made))
            self._shelf.index.put(new)
        self._shelf.tell([customer_id], new.numbers)
        return new

    async def change(self, customer_id: str, version: int, person: Person, actor: str) -> Customer:
        """All of it anew. What says the same again is done already. Raises ``ChangedMeanwhile`` and what
        ``add`` refuses."""
        clean, at = cleaned(person, self._shelf.region), self._shelf.now()
        async with self._shelf.writing:
            now = await self._shelf.current(customer_id)
            if now.id == customer_id and _person_of(now) == clean:
                return now
            before = await self._shelf.seen(customer_id, version)
            after = msgspec.structs.replace(
                before,
                **msgspec.structs.asdict(clean),
                version=before.version + 1,
                changed_at=at,
                changed_by=actor,
            )
            changed = CustomerChange(at=at, actor=actor, kind="changed", subject="")
            await self._shelf.database.run(lambda c: store.write_down(c, [customer_id], changed))
            await self._shelf.records.put(after)
            self._shelf.index.put(after)
        self._shelf.tell([customer_id], (*before.numbers, *after.numbers))
        return after

    async def add_number(self, customer_id: str, number: str, actor: str) -> Customer:
        """One number more, when it is one and is not there."""
        now = await self._shelf.current(customer_id)
        if not number.startswith("+") or number in now.numbers:
            return now
        person = msgspec.structs.replace(_person_of(now), numbers=(*now.numbers, number))
        return await self.change(now.id, now.version, person, actor)

    async def erase(self, customer_id: str, actor: str) -> None:
        """Destroy the keys of a record and of all that went into it: the person is forgotten, the contacts
        stay without a name."""
        async with self._shelf.writing:
            now = await self._shelf.current(customer_id)
            group = self._shelf.group(now.id)
            erased = CustomerChange(at=self._shelf.now(), actor=actor, kind="erased", subject="")
            await self._shelf.database.run(lambda c: store.write_down(c, group, erased))
            for each in reversed(group):
                await self._shelf.records.erase(each)
            await self._shelf.database.run(lambda c: store.forget(c, group))
            for each in group:
                self._shelf.index.remove(each)
                self._shelf.set_merged(each, None)
        self._shelf.tell(group, now.numbers)


def _person_of(customer: Customer) -> Person:
    return Person(**{name: getattr(customer, name) for name in Person.__struct_fields__})
