"""Customers in the vault: each under a key of their own, the whole record as one sealed value."""

from __future__ import annotations

import msgspec

from lur.features.customers.model import Customer
from lur.ports import Vault
from lur.runtime.personal import number_in

RECORD = "record"
"""What the voice edge keeps of who called, in the subject of the contact."""


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge must know to be undone: the kept record before it, and as the merge made it."""

    before: Customer
    made: Customer


class Records:
    """Reads and writes. Raises ``VaultUnavailable``; a value is replaced as a whole or not at all."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def get(self, customer_id: str) -> Customer | None:
        """The record, None when it is unknown or erased."""
        sealed = (await self._vault.get(_subject(customer_id))).get(RECORD)
        return msgspec.json.decode(sealed[0], type=Customer) if sealed else None

    async def put(self, customer: Customer) -> None:
        """Keep a record in place of an earlier one."""
        await self._vault.put(_subject(customer.id), RECORD, msgspec.json.encode(customer).decode())

    async def joined(self, kept: str, merge_id: str) -> Joined | None:
        """What is kept of a merge that can be undone."""
        sealed = (await self._vault.get(_subject(kept))).get(merge_id, [""])[0]
        return msgspec.json.decode(sealed, type=Joined) if sealed else None

    async def keep_joined(self, kept: str, merge_id: str, joined: Joined | None) -> None:
        """Keep it, or with None forget it when the merge was undone."""
        text = msgspec.json.encode(joined).decode() if joined else ""
        await self._vault.put(_subject(kept), merge_id, text)

    async def erase(self, customer_id: str) -> None:
        """Destroy the key, and all that was kept under it."""
        await self._vault.erase(_subject(customer_id))

    async def caller_number(self, contact_id: str) -> str:
        """The number of a contact's customer as it came, empty when hidden or erased."""
        return number_in(await self._vault.get(contact_id))


def _subject(customer_id: str) -> str:
    return f"customer:{customer_id}"
