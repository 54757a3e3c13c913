"""The verbs: write down that a number is not to be called, take it away, and ask before each dialling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec
import structlog

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import Instant
from lur.features import Refused
from lur.features.refusals import store
from lur.features.refusals.model import NOTE_LENGTH, RefusalReason, RefusedNumber, RefusedNumbers
from lur.ports import Clock, Vault

log = structlog.get_logger("lur.refusals")

MOST_REFUSED = 20_000
LISTED = 200
RECORD = "record"

Normalised = Callable[[str], str | None]
"""A number as E.164; None when it is no telephone number."""


class Refusals:
    """All numbers that are not called."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock, normalised: Normalised) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._normalised = normalised
        self._writing = asyncio.Lock()
        self._by_number: dict[str, RefusedNumber] = {}

    async def load(self) -> None:
        """Read the list into memory, once at start."""
        for refused_id in await self._database.run(store.ids):
            sealed = (await self._vault.get(_subject(refused_id))).get(RECORD)
            if sealed:
                found = msgspec.json.decode(sealed[0], type=RefusedNumber)
                self._by_number[found.number] = found

    # --- questions -----------------------------------------------------------------------------------------

    def refuses(self, number: str, wished_at: Instant | None = None) -> bool:
        """Whether a number, however written, must not be called. ``wished_at`` is when its owner asked for
        this very call: what they said last counts."""
        found = self._by_number.get(self._normalised(number) or number)
        return found is not None and (wished_at is None or wished_at <= found.at)

    def listed(self, number: str = "") -> RefusedNumbers:
        """The newest, at most ``LISTED``; with a number, or a part of its digits, those that have it."""
        whole, digits = self._normalised(number), "".join(filter(str.isdigit, number)).lstrip("0")
        all_of_them = sorted(self._by_number.values(), key=lambda each: (-each.at, each.id))
        fitting = [
            each
            for each in all_of_them
            if not number.strip() or each.number == whole or (digits and digits in each.number)
        ]
        return RefusedNumbers(total=len(self._by_number), numbers=tuple(fitting[:LISTED]))

    # --- verbs ---------------------------------------------------------------------------------------------

    async def add(
        self, refused_id: str, number: str, reason: RefusalReason, note: str, by: str
    ) -> RefusedNumber:
        """It is not called from now on; who says it again says it anew, with the reason of now. Raises
        ``Refused``: number_invalid, too_many_refused, text_too_long; ``VaultUnavailable``."""
        known = self._normalised(number)
        if known is None:
            raise Refused("number_invalid")
        if len(note) > NOTE_LENGTH:
            raise Refused("text_too_long", str(NOTE_LENGTH))
        async with self._writing:
            before = self._by_number.get(known)
            if before is None and len(self._by_number) >= MOST_REFUSED:
                raise Refused("too_many_refused", str(MOST_REFUSED))
            new = RefusedNumber(
                id=before.id if before is not None else refused_id,
                number=known,
                reason=reason,
                note=note.strip(),
                at=self._clock.now(),
                by=by,
            )
            await self._vault.put(_subject(new.id), RECORD, msgspec.json.encode(new).decode())
            await self._database.run(lambda c: store.put(c, new.id, new.at))
            self._by_number[known] = new
        log.info("number_refused", refused_id=new.id, by=by)
        return new

    async def remove(self, refused_id: str, by: str) -> RefusedNumber:
        """It may be called again, and is forgotten here. Raises ``Refused``: unknown_refused_number."""
        async with self._writing:
            found = next((each for each in self._by_number.values() if each.id == refused_id), None)
            if found is None:
                raise Refused("unknown_refused_number", refused_id)
            await self._vault.erase(_subject(refused_id))
            await self._database.run(lambda c: store.drop(c, refused_id))
            del self._by_number[found.number]
        log.info("number_allowed_again", refused_id=refused_id, by=by)
        return found


def _subject(refused_id: str) -> str:
    return f"refused:{refused_id}"
