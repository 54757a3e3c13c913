"""How a phone behaves when it rings."""

from __future__ import annotations

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """Ring for a while, then answer."""

    after_ms: int = 0


class Refuse(msgspec.Struct, frozen=True):
    """Say no with a SIP status: 486 busy, 603 declined, 480 away."""

    status: int
    after_ms: int = 0


class Ignore(msgspec.Struct, frozen=True):
    """Ring for ever."""


Manner = Answer | Refuse | Ignore
ANSWER = Answer()
