"""Places as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import ContactId, Instant, Language
from lur.core.values import GrownReason, Outcome

AFTERWARDS_MS = 24 * 60 * 60 * 1000
"""How long after the end of the contact its links still show the receipt."""
TOKEN_LENGTHS = range(22, 65)
"""128 bits or more in URL-safe characters."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that its customer can look at. ``code`` is valid until ``ended_at``."""

    contact_id: ContactId
    code: str
    language: Language
    created: Instant
    ended_at: Instant | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What a link opens. ``may_change`` is false for somebody who asked for what another had asked for
    already: they may look, and no more."""

    contact_id: ContactId
    may_change: bool


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What was told at one moment."""

    at: Instant
    place: int
    low_ms: int | None
    high_ms: int | None
    grown: GrownReason | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a wait, from the journal."""

    contact_id: ContactId
    place: int | None
    """The place at arrival; None when the contact never stood in line."""
    waited_ms: int
    """From when the wait counts until an agent and the customer spoke, or until the end."""
    told: Move | None
    """The first range that was told."""
    kept: bool | None
    """Whether the wait ended inside it; None when nothing was told, or nobody answered."""
    was_longer: bool
    """Whether it ended after it."""
    outcome: Outcome | None
    ended_at: Instant | None
    overtaken_by: int
    """How many in the same queue were due later and were offered while this one stood in line."""
    compared: int
    """How many offers in the same queue were looked at for that."""


Standing = Literal["outside", "line", "resting", "served", "over"]
"""Where a contact is, as far as the order is concerned."""
