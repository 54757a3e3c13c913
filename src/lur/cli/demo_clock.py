"""The clock of a played day: so many times as fast as a real one, never past what has not been played yet.

So the day's own steps come in their order at their very times, however slow the machine is, and the centre's
timers never get ahead of them: what is shown can be compared with the simulation to the last millisecond.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from lur.core.ids import Instant


class DayClock:
    """A ``Clock``. ``monotonic_s`` is the real time that it goes by."""

    def __init__(
        self,
        starts_at: Instant,
        offset_min: int,
        speed: float,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._at = starts_at
        self._offset_min = offset_min
        self._speed = speed
        self._monotonic_s = monotonic_s
        self._origin = (starts_at, monotonic_s())
        self._next: Instant | None = starts_at

    def now(self) -> Instant:
        """The day's time: as it goes by, but before the next step."""
        passed = self._by_itself()
        if self._next is not None:
            passed = min(passed, self._next - 1)
        self._at = max(self._at, passed)
        return self._at

    def utc_offset_min(self, at: Instant) -> int:
        """The company's, all day."""
        return self._offset_min

    def step(self, at: Instant) -> None:
        """A step happens now."""
        self._at = max(self._at, at)

    def before(self, at: Instant | None) -> None:
        """The next step is at ``at``; None: the day has been played, and time goes on by itself, as fast as
        real time does."""
        self._next = at
        if at is None:
            self._origin, self._speed = (self._at, self._monotonic_s()), 1.0

    def wait_s(self) -> float:
        """How long, in real seconds, until the next step is due; 0 when it is."""
        if self._next is None:
            return 0.0
        return max(0.0, (self._next - self._by_itself()) / 1000 / self._speed)

    def _by_itself(self) -> Instant:
        at, since_s = self._origin
        return at + int((self._monotonic_s() - since_s) * 1000 * self._speed)
