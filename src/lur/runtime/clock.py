"""The system's clock and chance, the only places where the shell reads them.

Wall clocks jump: somebody sets them, a virtual machine wakes. Journal time must not go backwards, and a ring
timeout of twenty seconds must stay twenty seconds. So time here advances with the monotonic clock; it follows
a wall clock that is ahead at once, and lets one that is behind catch up by running a tenth slower.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from lur.core.ids import Instant

SLOWER_BY = 10
"""One part in this many is given back while the wall clock is behind."""


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class SteadyClock:
    """A ``Clock`` that never goes backwards and never stands still."""

    def __init__(
        self,
        wall_ms: Callable[[], int] = _wall_ms,
        monotonic_ms: Callable[[], int] = _monotonic_ms,
    ) -> None:
        self._wall_ms = wall_ms
        self._monotonic_ms = monotonic_ms
        self._at = wall_ms()
        self._read = monotonic_ms()

    def now(self) -> Instant:
        """Milliseconds since 1970-01-01 UTC."""
        passed = self._monotonic_ms() - self._read
        wall = self._wall_ms()
        if wall >= self._at + passed:
            self._set(wall)
            return wall
        behind = self._at + passed - wall
        return self._at + passed - min(behind, passed // SLOWER_BY)

    def not_before(self, floor: Instant) -> None:
        """Go on from ``floor`` when it is later than now: the time of the last event in the journal."""
        if floor > self.now():
            self._set(floor)

    def utc_offset_min(self, at: Instant) -> int:
        """This machine's local time minus UTC at ``at``, in minutes (the environment's TZ decides)."""
        return time.localtime(at / 1000).tm_gmtoff // 60

    def _set(self, at: Instant) -> None:
        self._at = at
        self._read = self._monotonic_ms()


class SystemEntropy:
    """An ``Entropy`` from the operating system."""

    def token(self, prefix: str) -> str:
        """``prefix`` and 128 random bits in URL-safe characters."""
        return prefix + secrets.token_urlsafe(16)
