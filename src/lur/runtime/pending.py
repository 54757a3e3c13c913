"""What waits for somebody's second request: a code after the password, the way back from elsewhere.

In memory and bounded, each for a few minutes: after a restart one begins again. Time is an argument.
"""

from __future__ import annotations

import secrets
from typing import Generic, TypeVar

from lur.core.ids import Instant

Thing = TypeVar("Thing")

MOST = 5_000


class Pending(Generic[Thing]):
    """Things by an unguessable name."""

    def __init__(self, lasts_ms: int, most: int = MOST) -> None:
        self._lasts_ms = lasts_ms
        self._most = most
        self._kept: dict[str, tuple[Instant, Thing]] = {}

    def put(self, thing: Thing, now: Instant) -> str:
        """Keep it; its name. The oldest make room."""
        name = secrets.token_urlsafe(24)
        self.put_as(name, thing, now)
        return name

    def put_as(self, name: str, thing: Thing, now: Instant) -> None:
        """Keep it under a name of one's own, in place of an earlier one."""
        self._kept.pop(name, None)
        while len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[name] = (now + self._lasts_ms, thing)

    def get(self, name: str, now: Instant) -> Thing | None:
        """What was kept under the name, None when it is unknown or too old."""
        until, thing = self._kept.get(name, (0, None))
        return thing if now < until else None

    def take(self, name: str, now: Instant) -> Thing | None:
        """The same, and it is kept no longer: a name is good once."""
        thing = self.get(name, now)
        self._kept.pop(name, None)
        return thing
