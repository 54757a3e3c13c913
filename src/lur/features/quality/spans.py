"""The company's days, weeks and months as spans of time. Pure: the offset from UTC comes as a function."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.features.quality.model import Period

OffsetMin = Callable[[Instant], int]
"""The company's local time minus UTC at an instant, in minutes."""
EPOCH = date(1970, 1, 1)


def local_day(at: Instant, offset_min: OffsetMin) -> date:
    """The company's date at ``at``."""
    return EPOCH + timedelta(days=(at + offset_min(at) * MINUTE_MS) // DAY_MS)


def local_hour(at: Instant, offset_min: OffsetMin) -> int:
    """The hour of the company's day, 0 to 23."""
    return (at + offset_min(at) * MINUTE_MS) % DAY_MS // (60 * MINUTE_MS)


def midnight(day: date, offset_min: OffsetMin) -> Instant:
    """When a day of the company begins, by the offset that is in force then."""
    local = (day - EPOCH).days * DAY_MS
    guess = local - offset_min(local) * MINUTE_MS
    return local - offset_min(guess) * MINUTE_MS


def first_day(day: date, period: Period) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day


def next_first(first: date, period: Period) -> date:
    """The first day of the period after the one that begins with ``first``."""
    if period == "month":
        return (first + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=7 if period == "week" else 1)


def span_of(at: Instant, period: Period, offset_min: OffsetMin) -> tuple[Instant, Instant]:
    """When the period around ``at`` begins, and when the next one does."""
    first = first_day(local_day(at, offset_min), period)
    return midnight(first, offset_min), midnight(next_first(first, period), offset_min)
