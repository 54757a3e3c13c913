"""The verbs: set up which report comes when to whom. ``sending`` sends them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import Instant
from lur.features import Refused
from lur.features.schedules import store
from lur.features.schedules.model import ReportMail, Schedule
from lur.features.schedules.timing import next_due
from lur.ports import Clock

MOST_SCHEDULES = 50
MOST_RECIPIENTS = 50
LATEST = 100


class Schedules:
    """All of them lie in memory; they are few. ``is_address`` says whether mail can go there."""

    def __init__(self, database: ReadModel, clock: Clock, is_address: Callable[[str], bool]) -> None:
        self._database = database
        self._clock = clock
        self._is_address = is_address
        self._writing = asyncio.Lock()
        self._all: dict[str, Schedule] = {}

    async def load(self) -> None:
        """Read them, at start and after each change."""
        self._all = {each.id: each for each in await self._database.run(store.schedules)}

    def listed(self) -> tuple[Schedule, ...]:
        """Those that are set up, by name."""
        return tuple(each for each in self._all.values() if not each.archived)

    def removed(self) -> tuple[Schedule, ...]:
        """What can be taken back, the latest removed first."""
        gone = (each for each in self._all.values() if each.archived)
        return tuple(sorted(gone, key=lambda each: (-each.changed_at, each.id)))

    def find(self, schedule_id: str) -> Schedule:
        """One that is not removed. Raises ``Refused``: unknown_schedule."""
        known = self._all.get(schedule_id)
        if known is None or known.archived:
            raise Refused("unknown_schedule", schedule_id)
        return known

    def next_at(self, schedule: Schedule) -> Instant | None:
        """When the next report falls due; None while it is paused."""
        if schedule.paused:
            return None
        return next_due(schedule.timetable, self._clock.now(), self._clock.utc_offset_min)

    async def latest(self) -> tuple[ReportMail, ...]:
        """The last hundred mails, the latest first."""
        return await self._database.run(lambda c: store.latest(c, LATEST))

    async def add(self, new: Schedule, by: str) -> Schedule:
        """One more; the same id again gives the one that was made. Raises ``Refused``: too_many_schedules,
        bad_recipients."""
        async with self._writing:
            if (known := self._all.get(new.id)) is not None:
                return known
            if len(self.listed()) >= MOST_SCHEDULES:
                raise Refused("too_many_schedules", str(MOST_SCHEDULES))
            return await self._put(msgspec.structs.replace(new, version=0), by, from_now=True)

    async def change(self, new: Schedule, by: str) -> Schedule:
        """All of it anew, made of ``new.version``. Raises ``Refused``: unknown_schedule, changed_meanwhile,
        bad_recipients."""
        async with self._writing:
            known = self.find(new.id)
            if known.version != new.version:
                raise Refused("changed_meanwhile", new.id)
            return await self._put(new, by, from_now=known.paused)

    async def remove(self, schedule_id: str, by: str) -> Schedule:
        """No more mails; it can be taken back. Raises ``Refused``: unknown_schedule."""
        async with self._writing:
            known = self._all.get(schedule_id)
            if known is not None and known.archived:
                return known
            gone = msgspec.structs.replace(self.find(schedule_id), archived=True)
            return await self._put(gone, by, from_now=True)

    async def take_back(self, schedule_id: str, by: str) -> Schedule:
        """It goes on from now. Raises ``Refused``: unknown_schedule, too_many_schedules."""
        async with self._writing:
            known = self._all.get(schedule_id)
            if known is None:
                raise Refused("unknown_schedule", schedule_id)
            if not known.archived:
                return known
            if len(self.listed()) >= MOST_SCHEDULES:
                raise Refused("too_many_schedules", str(MOST_SCHEDULES))
            return await self._put(msgspec.structs.replace(known, archived=False), by, from_now=True)

    async def _put(self, new: Schedule, by: str, *, from_now: bool) -> Schedule:
        """``from_now``: what fell due while it was not there, or paused, is not sent."""
        self.check(new)
        at = self._clock.now()
        kept = msgspec.structs.replace(new, version=new.version + 1, changed_at=at, changed_by=by)
        await self._database.run(lambda c: store.put_schedule(c, kept, at if from_now else None))
        await self.load()
        return kept

    def check(self, new: Schedule) -> None:
        """Whether mail can go to its recipients. Raises ``Refused``: bad_recipients."""
        if not 0 < len(new.recipients) <= MOST_RECIPIENTS:
            raise Refused("bad_recipients", str(MOST_RECIPIENTS))
        if len({each.lower() for each in new.recipients}) < len(new.recipients):
            raise Refused("bad_recipients", "twice")
        if (
            strange := next((each for each in new.recipients if not self._is_address(each)), None)
        ) is not None:
            raise Refused("bad_recipients", strange)
