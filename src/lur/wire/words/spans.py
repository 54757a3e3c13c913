"""Which of a few ways to say a wait fits a range of minutes: decided once, worded by each language.

Up to two hours a range is told in minutes ("between fifty and seventy minutes"), beyond that in hours rounded
outwards, so that the wait told still holds the wait meant.
"""

from __future__ import annotations

from typing import Literal

import msgspec

LONGEST_IN_MINUTES = 120

Form = Literal["less_than_one", "exactly_one", "about", "within", "between"]
Unit = Literal["minute", "hour"]


class Span(msgspec.Struct, frozen=True):
    """A wait ready to be worded; `low` matters only for "between"."""

    form: Form
    unit: Unit
    low: int
    high: int


def span(low_min: int, high_min: int) -> Span:
    """The way to say "between `low_min` and `high_min` minutes"."""
    if high_min > LONGEST_IN_MINUTES:
        return _formed(low_min // 60, -(-high_min // 60), "hour")
    if low_min == 0 and high_min <= 1:
        return Span("less_than_one", "minute", 0, 1)
    return _formed(low_min, high_min, "minute")


def _formed(low: int, high: int, unit: Unit) -> Span:
    if low == high:
        return Span("exactly_one" if high == 1 else "about", unit, low, high)
    return Span("within" if low == 0 else "between", unit, low, high)
