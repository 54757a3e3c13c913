"""The hours that a customer can choose to be called in: a few pieces of the next days' opening hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lur.core.hours import ALL_DAY, local_day_and_minute, spans_on
from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.core.values import DaySpan, QueueSettings
from lur.features.callbacks.model import Window

DAYS = 7
MOST = 10
PIECE_MINUTES = 120
LEAST_MINUTES = 30
"""A piece that is shorter, or nearly over, is not offered."""
WAKING = DaySpan(8 * 60, 20 * 60)
"""A queue that is always open calls nobody at night by a window."""

Offset = Callable[[Instant], int]


def windows(settings: QueueSettings, at: Instant, offset_min: Offset) -> tuple[Window, ...]:
    """The windows that can be chosen now, the earliest first."""
    found: list[Window] = []
    for window in _all(settings, at, offset_min):
        if window.until_at - max(window.from_at, at) >= LEAST_MINUTES * MINUTE_MS:
            found.append(window)
        if len(found) == MOST:
            break
    return tuple(found)


def chosen(offered: tuple[Window, ...], from_at: Instant, until_at: Instant) -> Window | None:
    """The offered window that was chosen; None when there is no such window (any more)."""
    return next((each for each in offered if (each.from_at, each.until_at) == (from_at, until_at)), None)


def _all(settings: QueueSettings, at: Instant, offset_min: Offset) -> Iterator[Window]:
    today, _ = local_day_and_minute(at, offset_min(at))
    for day in range(today, today + DAYS):
        spans = spans_on(settings, day)
        for span in (WAKING,) if spans == ALL_DAY else spans:
            for piece in _pieces(span):
                yield _window(day, piece, offset_min)


def _pieces(span: DaySpan) -> Iterator[DaySpan]:
    """Of two hours each; a short rest goes with the last."""
    start = span.from_minute
    while start < span.to_minute:
        end = start + PIECE_MINUTES
        if span.to_minute - end < LEAST_MINUTES:
            end = span.to_minute
        yield DaySpan(start, end)
        start = end


def _window(day: int, piece: DaySpan, offset_min: Offset) -> Window:
    noon = day * DAY_MS + DAY_MS // 2
    offset = offset_min(noon - offset_min(noon) * MINUTE_MS)
    begins = day * DAY_MS + (piece.from_minute - offset) * MINUTE_MS
    return Window(begins, begins + (piece.to_minute - piece.from_minute) * MINUTE_MS)
