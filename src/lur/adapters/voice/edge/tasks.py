"""Tasks of the edge's loop: kept alive, their failures logged, and after each a turn, so that nothing lies
unsent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

import structlog

log = structlog.get_logger("edge")


class Tasks:
    """Short tasks. They start in the order of ``start``; a bug in one ends only that one."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._running: dict[asyncio.Task[None], Coroutine[None, None, None]] = {}

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Run it soon."""
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._running[task] = work
        task.add_done_callback(self._ended)

    def cancel(self) -> None:
        """Give up all that runs, at the end of the process."""
        for task in tuple(self._running):
            task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task).close()

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except Exception:
            log.exception("task_failed")
        finally:
            self._wake()
