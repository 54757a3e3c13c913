"""Opening hours by arithmetic, checked against the calendar of the standard library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.centre import MONDAY_NOON
from lur.core.hours import is_open, local_day_and_minute, next_opening, weekday_of
from lur.core.values import OpenSpan, QueueSettings


def _hours(*spans: OpenSpan) -> QueueSettings:
    return QueueSettings(name="Queue", opening_hours=spans)


@given(st.integers(0, 4_102_444_800_000), st.integers(-14 * 60, 14 * 60))
def test_weekday_and_minute_agree_with_the_calendar(at: int, offset_min: int) -> None:
    """Any instant of this century, any offset."""
    if at // 1000 + offset_min * 60 < 0:
        return
    local = datetime.fromtimestamp(at // 1000 + offset_min * 60, UTC)
    day, minute = local_day_and_minute(at, offset_min)
    assert (weekday_of(day), minute) == (local.weekday(), local.hour * 60 + local.minute)


@pytest.mark.parametrize(
    ("clock", "expected"), [("07:59", False), ("08:00", True), ("16:59", True), ("17:00", False)]
)
def test_spans_include_their_start_and_not_their_end(clock: str, expected: bool) -> None:
    """Open from eight until the stroke of five."""
    at = int(datetime.fromisoformat(f"2025-12-01T{clock}:00+00:00").timestamp() * 1000)
    assert is_open(_hours(OpenSpan(0, 480, 1020)), at, 0) is expected
    assert not is_open(_hours(OpenSpan(1, 480, 1020)), at, 0)


def test_no_spans_is_always_open() -> None:
    """A queue without hours never closes."""
    assert is_open(_hours(), 0, 0)


def test_an_open_queue_opens_now() -> None:
    """The next instant at which it is open is this one."""
    assert next_opening(QueueSettings(name="q"), MONDAY_NOON, 60) == MONDAY_NOON
