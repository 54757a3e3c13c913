"""When a queue opens, as it is said: today, tomorrow or the weekday, on the company's own clock."""

from __future__ import annotations

from typing import get_args

from lur.core.hours import local_day_and_minute, weekday_of
from lur.core.ids import Instant
from lur.wire.words import Opening
from lur.wire.words.prompts import Day, Weekday

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
FURTHEST_DAYS = 6
"""Beyond that a weekday alone would be taken for the wrong week's."""


def opening_words(opens: Instant | None, now: Instant, utc_offset_min: int) -> Opening | None:
    """The opening as it is said at ``now``; None when it is unknown or more than six days away."""
    if opens is None:
        return None
    day, minute = local_day_and_minute(opens, utc_offset_min)
    ahead = day - local_day_and_minute(now, utc_offset_min)[0]
    if not 0 <= ahead <= FURTHEST_DAYS:
        return None
    name: Day = "today" if ahead == 0 else "tomorrow" if ahead == 1 else WEEKDAYS[weekday_of(day)]
    return Opening(name, *divmod(minute, 60))
