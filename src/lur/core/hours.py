"""Opening hours by integer arithmetic: the shell stamps the company's offset from UTC, so no time-zone table
is read.
"""

from __future__ import annotations

from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.core.values import DaySpan, OpenSpan, QueueSettings, SpecialDay

DAY_MINUTES = 1_440
EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday; Monday is 0."""
LOOK_AHEAD_DAYS = 60
"""How far the next opening is looked for."""
ALL_DAY = (DaySpan(0, DAY_MINUTES),)


def local_day_and_minute(at: Instant, utc_offset_min: int) -> tuple[int, int]:
    """The company's day since 1970-01-01 and minute since midnight at ``at``."""
    local_ms = at + utc_offset_min * MINUTE_MS
    return local_ms // DAY_MS, local_ms % DAY_MS // MINUTE_MS


def weekday_of(day: int) -> int:
    """The weekday (Monday 0) of a day since 1970-01-01."""
    return (day + EPOCH_WEEKDAY) % 7


def spans_on(settings: QueueSettings, day: int) -> tuple[DaySpan, ...]:
    """When the queue is open on a local day, in order; empty when it is closed."""
    for special in settings.special_days:
        if special.day == day:
            return tuple(sorted(special.spans))
    if not settings.opening_hours:
        return ALL_DAY
    weekday = weekday_of(day)
    return tuple(
        sorted(DaySpan(s.from_minute, s.to_minute) for s in settings.opening_hours if s.weekday == weekday)
    )


def is_open(settings: QueueSettings, at: Instant, utc_offset_min: int) -> bool:
    """Whether the queue is open at ``at``."""
    override = settings.override
    if override is not None and override.from_at <= at < override.until_at:
        return override.is_open
    day, minute = local_day_and_minute(at, utc_offset_min)
    return any(s.from_minute <= minute < s.to_minute for s in spans_on(settings, day))


def next_opening(settings: QueueSettings, at: Instant, utc_offset_min: int) -> Instant | None:
    """The first instant from ``at`` on at which the queue is open; None when there is none for two months.

    Between two changes of the clocks it is exact; beyond one it may be an hour off, so look again then.
    """
    if is_open(settings, at, utc_offset_min):
        return at
    override = settings.override
    if override is None or at >= override.until_at:
        return _by_the_hours(settings, at, utc_offset_min)
    opens = _by_the_hours(settings, at, utc_offset_min)
    if override.is_open:
        return override.from_at if opens is None else min(opens, override.from_at)
    if opens is not None and opens < override.from_at:
        return opens
    return next_opening(settings, override.until_at, utc_offset_min)


def _by_the_hours(settings: QueueSettings, at: Instant, utc_offset_min: int) -> Instant | None:
    """The next span's beginning after ``at``, whatever somebody opened or closed meanwhile."""
    today, minute = local_day_and_minute(at, utc_offset_min)
    for day in range(today, today + LOOK_AHEAD_DAYS):
        for span in spans_on(settings, day):
            if day > today or span.from_minute > minute:
                return day * DAY_MS + (span.from_minute - utc_offset_min) * MINUTE_MS
    return None


def are_sound(spans: tuple[OpenSpan, ...]) -> bool:
    """Whether every span lies within its day and has a length."""
    return all(0 <= s.weekday <= 6 and _is_sound(s.from_minute, s.to_minute) for s in spans)


def days_are_sound(days: tuple[SpecialDay, ...]) -> bool:
    """Whether the days are in order, none twice, and their spans have a length."""
    dates = [each.day for each in days]
    return dates == sorted(set(dates)) and all(
        _is_sound(span.from_minute, span.to_minute) for each in days for span in each.spans
    )


def _is_sound(from_minute: int, to_minute: int) -> bool:
    return 0 <= from_minute < to_minute <= DAY_MINUTES
