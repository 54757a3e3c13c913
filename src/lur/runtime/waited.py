"""When somebody last waited in each queue: the difference between a quiet morning and a broken desk."""

from __future__ import annotations

from lur.core.ids import Instant, QueueId
from lur.core.state import State


class Waited:
    """Watches ``state`` since ``since``. ``look`` is called after each change of it."""

    def __init__(self, state: State, since: Instant) -> None:
        self.since = since
        self.at: dict[QueueId, Instant] = {}
        self._state = state
        self._waiting: tuple[QueueId, ...] = ()

    def look(self, now: Instant) -> None:
        """Somebody waits now, or waited until now."""
        waiting = tuple(queue.queue_id for queue in self._state.queues.values() if queue.waiting)
        for queue_id in (*self._waiting, *waiting):
            self.at[queue_id] = now
        self._waiting = waiting
