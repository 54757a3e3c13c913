"""What goes on all the time beside the requests, kept going.

A loop that ended at an error that nobody foresaw would be missed weeks later, when its figures or mails are.
So each is a step that is taken again and again: an unforeseen error is logged, counted and an alarm, and the
step is taken again after a pause.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import NoReturn

import msgspec
import structlog

from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.core.ids import MINUTE_MS, Instant
from lur.ports import Clock, JournalUnavailable, VaultUnavailable
from lur.runtime import CentreStopped
from lur.runtime.views import AlarmCode

log = structlog.get_logger("lur.web")

AGAIN_S = 30.0
"""The longest pause after an error."""
STANDS_MS = 15 * MINUTE_MS
"""So long after its last error a work is an alarm."""
AWAY = (ReadModelUnavailable, JournalUnavailable, VaultUnavailable, CentreStopped)
"""Foreseen: it waits until they are back, and the journal has an alarm of its own."""

Step = Callable[[], Awaitable[float | None] | None]
"""One round; it may say after how many seconds to come again."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """Something that goes on. ``name`` is stable: it stands in the alarm, the log and the metrics. A ``step``
    that goes on for ever by itself is begun again when it fails."""

    name: str
    step: Step
    every_s: float
    wake: asyncio.Event | None = None
    """Set when the next round should come at once."""


class Upkeep:
    """``keep`` runs for ever; ``failures`` counts since the start, by work."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failed: dict[str, tuple[Instant, str]] = {}
        self.failures: Counter[str] = Counter()

    async def keep(self, work: Work) -> NoReturn:
        """Take the step for ever."""
        self.failures[work.name] += 0
        while True:
            pause_s = await self._step(work)
            if work.wake is None:
                await asyncio.sleep(pause_s)
            else:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(work.wake.wait(), pause_s)

    async def _step(self, work: Work) -> float:
        """Seconds until the next."""
        if work.wake is not None:
            work.wake.clear()
        try:
            begun = work.step()
            said = None if begun is None else await begun
        except AWAY as error:
            self.failures[work.name] += 1
            log.error("work_waits", work=work.name, reason=str(error))
        except Exception as error:
            self.failures[work.name] += 1
            self._failed[work.name] = (self._clock.now(), type(error).__name__)
            log.exception("work_failed", work=work.name, code=type(error).__name__)
        else:
            return work.every_s if said is None else said
        return min(work.every_s, AGAIN_S)

    def alarms(self) -> list[tuple[AlarmCode, str, str]]:
        """What has failed lately in a way that nobody foresaw."""
        since = self._clock.now() - STANDS_MS
        self._failed = {name: found for name, found in self._failed.items() if found[0] > since}
        return [("work_failing", name, what) for name, (_, what) in sorted(self._failed.items())]
