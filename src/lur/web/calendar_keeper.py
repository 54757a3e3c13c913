"""Keeps the queues' special days as the calendar says: after each change of it, and as the days go by.

All changes of a queue's settings go through here, one at a time, so that a change by somebody and the
keeper's own never undo each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
import structlog

from lur.core.commands import AddQueue, ChangeQueue
from lur.core.hours import local_day_and_minute
from lur.core.ids import CommandId, QueueId
from lur.core.values import HoursOverride, QueueSettings
from lur.features.hours.service import Hours
from lur.ports import Clock, JournalUnavailable, Recorded
from lur.runtime import Centre, CommandRejected

log = structlog.get_logger("lur.web.calendar")

LOOK_EVERY_S = 300
"""How soon a new day is noticed; the days are known 400 ahead, so nothing hangs on it."""


class CalendarKeeper:
    """Applies the calendar to the queues that follow it."""

    def __init__(self, centre: Centre, clock: Clock, hours: Hours) -> None:
        self._centre = centre
        self._clock = clock
        self._hours = hours
        self._changing = asyncio.Lock()

    def today(self) -> int:
        """The company's day, counted from 1970-01-01."""
        now = self._clock.now()
        return local_day_and_minute(now, self._clock.utc_offset_min(now))[0]

    async def apply(self) -> None:
        """Give each queue the special days that it should have; what cannot be done now is done next time."""
        async with self._changing:
            for queue_id, queue in tuple(self._centre.state.queues.items()):
                settings = self._with_days(queue.settings, queue_id in self._hours.followers)
                if settings != queue.settings:
                    await self._change(queue_id, settings)

    async def submit(self, command: AddQueue | ChangeQueue, follows: bool) -> Sequence[Recorded]:
        """Carry out somebody's change of a queue, with its special days. Raises what the centre raises."""
        settings = self._with_days(command.settings, follows)
        async with self._changing:
            known = self._centre.state.queues.get(command.queue_id)
            if known is not None:
                settings = msgspec.structs.replace(settings, override=known.settings.override)
            recorded = await self._centre.submit(msgspec.structs.replace(command, settings=settings))
            await self._hours.follow(command.queue_id, follows)
        return recorded

    async def override(self, command: ChangeQueue, override: HoursOverride | None) -> Sequence[Recorded]:
        """Open or close a queue for a while, or let its hours count again (None); of the command's settings
        nothing else counts. Raises what the centre raises."""
        async with self._changing:
            known = self._centre.state.queues.get(command.queue_id)
            settings = command.settings if known is None else known.settings
            settings = msgspec.structs.replace(settings, override=override)
            return await self._centre.submit(msgspec.structs.replace(command, settings=settings))

    def _with_days(self, settings: QueueSettings, follows: bool) -> QueueSettings:
        days = self._hours.special_days(settings, self.today()) if follows else ()
        return msgspec.structs.replace(settings, special_days=days)

    async def _change(self, queue_id: QueueId, settings: QueueSettings) -> None:
        now = self._clock.now()
        command = ChangeQueue(
            command_id=CommandId(f"calendar-{queue_id}-{self._centre.seq}"),
            at=now,
            utc_offset_min=self._clock.utc_offset_min(now),
            queue_id=queue_id,
            settings=settings,
        )
        try:
            await self._centre.submit(command)
        except (CommandRejected, JournalUnavailable) as error:
            log.warning("calendar_not_applied", queue=queue_id, problem=str(error))
