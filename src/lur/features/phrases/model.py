"""Phrases as values.

A phrase stands in all the company's languages at once, so that whoever changes one sees what the others say.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

import msgspec

from lur.core.ids import Instant

TEXT_LENGTH = 300
"""What can be said in a breath or two; longer texts are read aloud, and that is heard."""

Moment = Literal[
    "greet",
    "let_finish",
    "say_back",
    "check",
    "solve",
    "confirm",
    "close",
    "hold",
    "transfer",
    "long_wait",
    "yes_no",
]
"""When a phrase fits. greet to close are the guide's steps in their order. hold: before the customer is put
on hold. transfer: before a colleague takes over. long_wait: to a customer who has waited long. yes_no: short
questions for talks that run long."""
MOMENTS: tuple[Moment, ...] = get_args(Moment)

PLACEHOLDERS = frozenset({"agent", "company", "minutes"})
"""What the desk fills in: who speaks, the company, and for how many minutes the customer waited."""
_IN_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """Something good to say at a moment. A language without words is empty, and is not shown there."""

    id: str
    version: int
    """Grows with each change of its words, from 1."""
    moment: Moment
    position: int
    """Its place within the moment, the lowest first."""
    sv: str
    nb: str
    en: str
    archived: bool
    """No longer shown at the desks; it can be taken back."""
    changed_at: Instant
    changed_by: str
    """The name of who changed it last, as it was then; empty: it is as Lur brought it."""
    demo: bool

    @property
    def texts(self) -> tuple[str, str, str]:
        """In all three languages."""
        return (self.sv, self.nb, self.en)


def strange_braces(text: str) -> str | None:
    """The first thing in braces that the desk cannot fill in, None when there is none."""
    for found in _IN_BRACES.finditer(text):
        if found[1] not in PLACEHOLDERS:
            return found[0]
    return None
