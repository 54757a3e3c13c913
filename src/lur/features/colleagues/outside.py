"""Numbers outside the house: suppliers, carriers, a chief's mobile. They lie in the vault and in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.colleagues import store
from lur.features.colleagues.model import NAME_LENGTH, TEXT_LENGTH, OutsideNumber
from lur.ports import Vault

MOST_OUTSIDE = 500
RECORD = "record"

CheckedNumber = Callable[[str], str]
"""A number that the company may choose to call, as E.164. Raises ``Refused`` with why not."""


class OutsideNumbers:
    """All of them, in memory."""

    def __init__(self, database: ReadModel, vault: Vault, checked: CheckedNumber) -> None:
        self._database = database
        self._vault = vault
        self._checked = checked
        self._writing = asyncio.Lock()
        self._all: dict[str, OutsideNumber] = {}

    async def load(self) -> None:
        """Read them, once at start."""
        for outside_id in await self._database.run(store.outside_ids):
            sealed = (await self._vault.get(_subject(outside_id))).get(RECORD)
            if sealed:
                self._all[outside_id] = msgspec.json.decode(sealed[0], type=OutsideNumber)

    def listed(self) -> tuple[OutsideNumber, ...]:
        """All of them by name."""
        return tuple(sorted(self._all.values(), key=lambda each: (each.name.casefold(), each.id)))

    def known(self, outside_id: str) -> OutsideNumber:
        """One of them. Raises ``Refused``: unknown_outside_number."""
        found = self._all.get(outside_id)
        if found is None:
            raise Refused("unknown_outside_number", outside_id)
        return found

    def has(self, number: str) -> bool:
        """Whether an E.164 number is one of them."""
        return any(each.number == number for each in self._all.values())

    async def add(self, new: OutsideNumber) -> OutsideNumber:
        """One more; the same id again gives the one that was made. Raises ``Refused``: too_many_outside,
        empty_text, text_too_long, number_invalid, number_premium, number_foreign."""
        async with self._writing:
            if (known := self._all.get(new.id)) is not None:
                return known
            if len(self._all) >= MOST_OUTSIDE:
                raise Refused("too_many_outside", str(MOST_OUTSIDE))
            return await self._put(msgspec.structs.replace(new, version=1))

    async def change(self, new: OutsideNumber) -> OutsideNumber:
        """All of it anew, made of ``new.version``. Raises ``Refused``: unknown_outside_number,
        changed_meanwhile, and as ``add``."""
        async with self._writing:
            known = self._seen(new.id, new.version)
            return await self._put(msgspec.structs.replace(new, version=known.version + 1, demo=known.demo))

    async def remove(self, outside_id: str, version: int) -> OutsideNumber:
        """Its key is destroyed; to undo, add it again. Raises ``Refused``: unknown_outside_number,
        changed_meanwhile."""
        async with self._writing:
            known = self._seen(outside_id, version)
            await self._vault.erase(_subject(outside_id))
            await self._database.run(lambda c: store.drop_outside(c, outside_id))
            del self._all[outside_id]
            return known

    def _seen(self, outside_id: str, version: int) -> OutsideNumber:
        known = self.known(outside_id)
        if known.version != version:
            raise Refused("changed_meanwhile", outside_id)
        return known

    async def _put(self, new: OutsideNumber) -> OutsideNumber:
        if not new.name.strip():
            raise Refused("empty_text")
        if len(new.name) > NAME_LENGTH or max(len(new.hours), len(new.purpose)) > TEXT_LENGTH:
            raise Refused("text_too_long", str(TEXT_LENGTH))
        kept = msgspec.structs.replace(new, number=self._checked(new.number))
        await self._vault.put(_subject(kept.id), RECORD, msgspec.json.encode(kept).decode())
        await self._database.run(lambda c: store.put_outside(c, kept.id))
        self._all[kept.id] = kept
        return kept


def _subject(outside_id: str) -> str:
    return f"outside:{outside_id}"
