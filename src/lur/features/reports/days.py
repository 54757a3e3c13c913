"""The company's days and hours: a day is a number (days since 1970-01-01) and begins at local midnight.

An offset from UTC only changes at the turn of an hour, so it is asked for once an hour of time.
"""

from __future__ import annotations

from datetime import date, timedelta

from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.features import Refused
from lur.ports import Clock

HOUR_MS = 60 * MINUTE_MS
EPOCH = date(1970, 1, 1)
YEARS = range(1971, 9999)
MOST_OFFSETS = 20_000


class Days:
    """Which day and hour an instant is in, where the company is."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offsets: dict[int, int] = {}

    def offset_ms(self, at: Instant) -> int:
        """Local time minus UTC."""
        hour = at // HOUR_MS
        found = self._offsets.get(hour)
        if found is None:
            if len(self._offsets) >= MOST_OFFSETS:
                self._offsets.clear()
            found = self._offsets[hour] = self._clock.utc_offset_min(hour * HOUR_MS) * MINUTE_MS
        return found

    def day_of(self, at: Instant) -> int:
        """The day."""
        return (at + self.offset_ms(at)) // DAY_MS

    def hour_of(self, at: Instant) -> int:
        """The hour of the clock, 0 to 23."""
        return (at + self.offset_ms(at)) % DAY_MS // HOUR_MS

    def begins(self, day: int) -> Instant:
        """The day's first instant."""
        local = day * DAY_MS
        at = local - self.offset_ms(local - self.offset_ms(local))
        return at if self.day_of(at) == day else local - self.offset_ms(at)

    def today(self) -> int:
        """Now."""
        return self.day_of(self._clock.now())

    def pieces(self, since: Instant, until: Instant) -> list[tuple[int, int, int]]:
        """A span cut at the turn of each hour: day, hour, ms."""
        found = []
        while since < until:
            cut = min(until, (since // HOUR_MS + 1) * HOUR_MS)
            found.append((self.day_of(since), self.hour_of(since), cut - since))
            since = cut
        return found


def weekday_of(day: int) -> int:
    """1 Monday to 7 Sunday."""
    return (day + 3) % 7 + 1


def name_of(day: int) -> str:
    """As 2026-11-22."""
    return (EPOCH + timedelta(days=day)).isoformat()


def day_named(text: str) -> int:
    """The day of 2026-11-22. Raises ``Refused``: bad_date; of years that nobody asks about too, as the days
    beside them have no name or number."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused("bad_date", text) from error
    if day.year not in YEARS:
        raise Refused("bad_date", text)
    return (day - EPOCH).days
