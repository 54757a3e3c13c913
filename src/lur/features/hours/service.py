"""The verbs of the calendar; what it means for queues is told by ``days``, and done by the web's keeper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from lur.adapters.storage.readmodel import ReadModel
from lur.core.hours import DAY_MINUTES
from lur.core.ids import QueueId
from lur.core.values import QueueSettings, SpecialDay
from lur.features import Refused
from lur.features.hours import store
from lur.features.hours.days import special_days
from lur.features.hours.model import Calendar


class Hours:
    """The company's calendar and who follows it, kept in memory."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database
        self.calendar = Calendar()
        self.followers: frozenset[QueueId] = frozenset()

    async def load(self) -> None:
        """Read both, at start."""
        kept = await self._database.run(store.read)
        self.calendar = Calendar() if kept is None else kept
        self.followers = await self._database.run(store.followers)

    async def set_calendar(self, new: Calendar) -> None:
        """Another calendar. Raises ``Refused``: what ``check`` raises."""
        check(new)
        await self._database.run(lambda c: store.write(c, new))
        self.calendar = new

    async def follow(self, queue_id: QueueId, follows: bool) -> None:
        """A queue follows the calendar, or no longer."""
        if follows != (queue_id in self.followers):
            await self._database.run(lambda c: store.set_follower(c, queue_id, follows))
            self.followers = self.followers ^ {queue_id}

    def special_days(self, settings: QueueSettings, today: int) -> tuple[SpecialDay, ...]:
        """The special days of a queue that follows the calendar, from ``today`` on."""
        return special_days(self.calendar, settings, today)


def check(calendar: Calendar) -> None:
    """Whether dates exist, none is there twice, and spans have a length. Raises ``Refused``: bad_date,
    bad_calendar."""
    for own in calendar.own_days:
        try:
            date.fromisoformat(own.date)
        except ValueError as error:
            raise Refused("bad_date", own.date) from error
    for what in _faults_in(calendar):
        raise Refused("bad_calendar", what)


def _faults_in(calendar: Calendar) -> Iterator[str]:
    eves, dates = (each.eve for each in calendar.eves), (own.date for own in calendar.own_days)
    named: list[str] = [*calendar.countries, *eves, *dates]
    yield from (each for each, count in Counter(named).items() if count > 1)
    for own in calendar.own_days:
        if not own.name.strip():
            yield f"{own.date} name"
        if any(not 0 <= span.from_minute < span.to_minute <= DAY_MINUTES for span in own.spans):
            yield f"{own.date} hours"
