"""Answers to common questions as values."""

from __future__ import annotations

import msgspec

from lur.core.ids import Instant, Language, QueueId

QUESTION_LENGTH = 160
TEXT_LENGTH = 2_000


class CommonAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A question that many ask, and its answer as plain text, in one language. Everybody may read it."""

    id: str
    version: int
    """Grows with each change, from 1."""
    language: Language
    question: str
    text: str
    queue_ids: tuple[QueueId, ...]
    """Whose callers it is for; none: everybody's."""
    position: int
    """The lowest is shown first."""
    removed_at: Instant | None
    """Since when nobody sees it; it can be put back."""
    demo: bool
