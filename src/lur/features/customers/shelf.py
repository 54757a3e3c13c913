"""What the verbs of this room share: records, tables, the index, and one change at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import Instant
from lur.features import Refused
from lur.features.customers import store
from lur.features.customers.index import Index
from lur.features.customers.model import Customer
from lur.features.customers.numbers import country_code, normalised
from lur.features.customers.records import Records
from lur.ports import Clock, Vault

Listener = Callable[[frozenset[str], frozenset[str]], None]
"""Told after a change: the ids and the numbers that it was about."""


class ChangedMeanwhile(Refused):
    """Somebody else was quicker; ``current`` is the record as it is now."""

    def __init__(self, current: Customer) -> None:
        super().__init__("changed_meanwhile", current.id)
        self.current = current


class Shelf:
    """All customers. ``writing`` is held while one is changed."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock, region: str) -> None:
        self.database = database
        self.records = Records(vault)
        self._clock = clock
        self.region = region
        self.index = Index(country_code(region))
        self.writing = asyncio.Lock()
        self.listeners: list[Listener] = []
        self._into: dict[str, str] = {}
        """Merged records, and where each went."""

    async def load(self) -> None:
        """Read everybody who is not merged away into the index."""
        found: list[Customer] = []
        for row in await self.database.run(store.rows):
            if row.merged_into is not None:
                self._into[row.customer_id] = row.merged_into
            elif (customer := await self.records.get(row.customer_id)) is not None:
                found.append(customer)
        self.index.load(found)

    def number(self, text: str) -> str:
        """A caller's number as E.164, or as it came when it is no telephone number."""
        return normalised(text, self.region) or text

    # --- who is who ----------------------------------------------------------------------------------------

    def survivor(self, customer_id: str) -> str:
        """The record that a merged one went into, else the same."""
        while (into := self._into.get(customer_id)) is not None:
            customer_id = into
        return customer_id

    def group(self, customer_id: str) -> tuple[str, ...]:
        """A record and all that went into it, directly or not."""
        return (customer_id, *(each for each in self._into if self.survivor(each) == customer_id))

    def groups(self, customer_ids: Iterable[str]) -> dict[str, str]:
        """Each of these records and all that went into them, with the one of them that it is now."""
        members = {each: each for each in customer_ids}
        for merged in self._into:
            survivor = self.survivor(merged)
            if survivor in members:
                members[merged] = survivor
        return members

    def set_merged(self, customer_id: str, into: str | None) -> None:
        """The record went into another, or stands by itself again."""
        self._into.pop(customer_id, None)
        if into is not None:
            self._into[customer_id] = into

    async def current(self, customer_id: str) -> Customer:
        """The record, or the one that it went into. Raises ``Refused``: unknown_customer."""
        survivor = self.survivor(customer_id)
        known = self.index.row(survivor) is not None
        found = await self.records.get(survivor) if known else None
        if found is None:
            raise Refused("unknown_customer", customer_id)
        return found

    async def seen(self, customer_id: str, version: int) -> Customer:
        """The record when it is still the one that was seen. Raises ``ChangedMeanwhile``, also when the
        record has gone into another."""
        found = await self.current(customer_id)
        if found.version != version or found.id != customer_id:
            raise ChangedMeanwhile(found)
        return found

    # --- changes -------------------------------------------------------------------------------------------

    def now(self) -> Instant:
        """The time of a change."""
        return self._clock.now()

    def tell(self, ids: Iterable[str], numbers: Iterable[str] = ()) -> None:
        """Something is different: those who show callers look again."""
        for listener in self.listeners:
            listener(frozenset(ids), frozenset(numbers))
