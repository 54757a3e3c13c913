"""Refused numbers as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import Instant

RefusalReason = Literal["asked_not_to", "do_not_call", "wrong_person", "other"]
"""The customer said no; a public do-not-call register; the number is somebody else's."""

NOTE_LENGTH = 300


class RefusedNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number that is not called, and why. All of it lies in the vault."""

    id: str
    number: str
    """E.164."""
    reason: RefusalReason
    note: str
    at: Instant
    """When it was last said; a wish of the customer's that is newer wins."""
    by: str
    """Who wrote it down, as the journal names who asked: ``account:ID``."""


class RefusedNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the list, the newest first, and how long the whole of it is."""

    total: int
    numbers: tuple[RefusedNumber, ...]
