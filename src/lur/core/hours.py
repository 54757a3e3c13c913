"""Opening hours by integer arithmetic: the shell stamps the company's offset from UTC, so no time-zone table
is read.
"""

from __future__ import annotations

from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.core.values import OpenSpan

DAY_MINUTES = 1_440
EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday; Monday is 0."""


def local_weekday_and_minute(at: Instant, utc_offset_min: int) -> tuple[int, int]:
    """The company's weekday (Monday 0) and minute since midnight at ``at``."""
    local_ms = at + utc_offset_min * MINUTE_MS
    weekday = (local_ms // DAY_MS + EPOCH_WEEKDAY) % 7
    return weekday, local_ms % DAY_MS // MINUTE_MS


def is_open(spans: tuple[OpenSpan, ...], at: Instant, utc_offset_min: int) -> bool:
    """Whether one of the spans covers ``at``; no spans means always."""
    if not spans:
        return True
    weekday, minute = local_weekday_and_minute(at, utc_offset_min)
    return any(s.weekday == weekday and s.from_minute <= minute < s.to_minute for s in spans)


def are_sound(spans: tuple[OpenSpan, ...]) -> bool:
    """Whether every span lies within its day and has a length."""
    return all(0 <= s.weekday <= 6 and 0 <= s.from_minute < s.to_minute <= DAY_MINUTES for s in spans)
