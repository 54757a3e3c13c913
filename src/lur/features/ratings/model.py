"""Ratings as values. The number is an event; the words are personal and lie in the contact's vault."""

from __future__ import annotations

import msgspec

from lur.core.ids import Instant

WORDS_FIELD = "rating"
"""In the contact's vault; the latest counts."""
LONGEST_WORDS = 1_000


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer answered on the page."""

    at: Instant
    rating: int
    """1 (badly) to 5 (very well)."""
    words: str = ""
