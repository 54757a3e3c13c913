"""Virtual timers: whoever arms one names it, so that it can be stopped or moved; the shell only sees the next
deadline.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

Action = Callable[[int], None]


class Timers:
    """A heap of named timers. Equal times fire in the order they were armed."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, tuple[str, ...]]] = []
        self._armed: dict[tuple[str, ...], tuple[int, Action]] = {}
        self._count = 0

    def arm(self, name: tuple[str, ...], at: int, action: Action) -> None:
        """Run `action(now)` at `at`; replaces a timer of the same name."""
        self._count += 1
        self._armed[name] = (self._count, action)
        heapq.heappush(self._heap, (at, self._count, name))

    def stop(self, name: tuple[str, ...]) -> None:
        """Forget a timer; no error when it is not armed."""
        self._armed.pop(name, None)

    def next_deadline(self) -> int | None:
        """When the first armed timer is due."""
        while self._heap:
            at, count, name = self._heap[0]
            if self._armed.get(name, (0,))[0] == count:
                return at
            heapq.heappop(self._heap)
        return None

    def run(self, now: int) -> None:
        """Run all timers due at `now`. Those armed meanwhile for a time not after `now` wait for the next
        call.
        """
        last = self._count
        while (at := self.next_deadline()) is not None and at <= now:
            _, count, name = self._heap[0]
            if count > last:
                break
            heapq.heappop(self._heap)
            _, action = self._armed.pop(name)
            action(now)
