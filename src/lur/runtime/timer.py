"""One timer for the whole centre: it fires when the core's next deadline has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from lur.core.ids import Instant
from lur.ports import Clock


class DeadlineTimer:
    """Calls ``fire`` once when the armed deadline has come; arming again replaces it."""

    def __init__(self, clock: Clock, fire: Callable[[], None]) -> None:
        self._clock = clock
        self._fire = fire
        self._deadline: Instant | None = None
        self._handle: asyncio.TimerHandle | None = None

    def arm(self, deadline: Instant | None) -> None:
        """Fire at ``deadline`` (at once when it has passed), or never."""
        if deadline == self._deadline:
            return
        self.disarm()
        if deadline is None:
            return
        self._deadline = deadline
        delay_ms = max(0, deadline - self._clock.now())
        self._handle = asyncio.get_running_loop().call_later(delay_ms / 1000, self._due)

    def disarm(self) -> None:
        """Do not fire."""
        self._deadline = None
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _due(self) -> None:
        self._deadline = self._handle = None
        self._fire()
