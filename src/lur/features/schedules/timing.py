"""When reports are due, and which days each is about. Pure: the company's offset from UTC is an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.features.schedules.model import Span, Timetable

OffsetMin = Callable[[Instant], int]
"""Local time minus UTC at an instant, in minutes."""
EPOCH = date(1970, 1, 1)


def due_between(
    timetable: Timetable, after: Instant, until: Instant, offset_min: OffsetMin
) -> Iterator[tuple[Instant, Span]]:
    """When reports fall due later than ``after`` and not later than ``until``, in order, and their days."""
    day = local_day(after, offset_min)
    last = local_day(until, offset_min)
    while day <= last:
        at = _instant(day, timetable.minute, offset_min)
        if after < at <= until and _is_on(timetable, day):
            yield at, span_before(timetable, day)
        day += timedelta(days=1)


def next_due(timetable: Timetable, after: Instant, offset_min: OffsetMin) -> Instant:
    """The first time it falls due later than ``after``; within 32 days there always is one."""
    return next(due_between(timetable, after, after + 32 * DAY_MS, offset_min))[0]


def span_before(timetable: Timetable, day: date) -> Span:
    """The days that a report of that day is about: whole ones, all before it."""
    match timetable.cadence:
        case "daily":
            yesterday = day - timedelta(days=1)
            return _span(yesterday, yesterday)
        case "weekly":
            sunday = day - timedelta(days=day.isoweekday())
            return _span(sunday - timedelta(days=6), sunday)
        case "monthly":
            last = day.replace(day=1) - timedelta(days=1)
            return _span(last.replace(day=1), last)


def _span(first: date, last: date) -> Span:
    return Span(first.isoformat(), last.isoformat())


def local_day(at: Instant, offset_min: OffsetMin) -> date:
    """The company's day at an instant."""
    return datetime.fromtimestamp(at / 1000 + offset_min(at) * 60, UTC).date()


def _is_on(timetable: Timetable, day: date) -> bool:
    match timetable.cadence:
        case "daily":
            return True
        case "weekly":
            return day.isoweekday() == timetable.weekday
        case "monthly":
            return day.day == timetable.month_day


def _instant(day: date, minute: int, offset_min: OffsetMin) -> Instant:
    """That time of day. One that the clocks leap over is an hour later by the clock; of one that comes twice
    it is the first."""
    local = (day - EPOCH).days * DAY_MS + minute * MINUTE_MS
    earlier = offset_min(local - DAY_MS) * MINUTE_MS
    later = offset_min(local + DAY_MS) * MINUTE_MS
    for offset in (earlier, later):
        if offset_min(local - offset) * MINUTE_MS == offset:
            return local - offset
    return local - earlier
