"""Which numbers may be called, and which hours can be chosen."""

from __future__ import annotations

import pytest

from lur.core.ids import DAY_MS, MINUTE_MS
from lur.core.values import DaySpan, OpenSpan, QueueSettings, SpecialDay
from lur.features.callbacks.numbers import NumberRule, masked
from lur.features.callbacks.windows import LEAST_MINUTES, MOST, windows

RULE = NumberRule()
HOUR = 60
MONDAY = 1_764_547_200_000
"""2025-12-01 00:00 UTC, a Monday."""


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("070-123 45 67", "+46701234567"),
        ("0046 70 1234567", "+46701234567"),
        ("08-123 456 00", "+46812345600"),
        ("+47 412 34 567", "+4741234567"),
        ("+47 79 02 12 34", "+4779021234"),
        ("+45 32 12 34 56", "+4532123456"),
        ("+358 41 2345678", "+358412345678"),
        ("+358 18 12345", "+3581812345"),
    ],
)
def test_numbers_of_people_in_allowed_countries_may_be_called(typed: str, number: str) -> None:
    """However they are written; Svalbard and Åland belong to Norway's and Finland's networks."""
    assert RULE.checked(typed) == number
    assert RULE.fault_in(number) is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "number_invalid"),
        ("anonymous", "number_invalid"),
        ("112", "number_invalid"),
        ("90 510", "number_invalid"),
        ("+46", "number_invalid"),
        ("070-123", "number_invalid"),
        ("+4670123456789012", "number_invalid"),
        ("tel:+46701234567;phone-context=x" * 3, "number_invalid"),
        ("070-123 45 67 ext 9", "number_invalid"),
        ("0900-123 45 67", "number_premium"),
        ("0944-123 45 67", "number_premium"),
        ("077-123 45 67", "number_premium"),
        ("+47 829 12 345", "number_premium"),
        ("+44 7400 123456", "number_foreign"),
        ("+1 876 555 0123", "number_foreign"),
        ("+882 16 5555 0123", "number_foreign"),
        ("+800 1234 5678", "number_foreign"),
        ("+298 212345", "number_foreign"),
    ],
)
def test_all_others_are_refused_with_a_stable_code(typed: str, fault: str) -> None:
    """Premium, shared cost, universal, satellite, abroad, too short, too long, nonsense."""
    assert RULE.fault_in(typed) == fault
    assert RULE.checked(typed) == fault


def test_the_operator_chooses_the_countries() -> None:
    """What is not named is foreign, also at home."""
    rule = NumberRule(region="NO", countries=("NO", "GB"))
    assert rule.fault_in("412 34 567") is None
    assert rule.fault_in("+44 7400 123456") is None
    assert rule.fault_in("+46 70 123 45 67") == "number_foreign"


def test_texts_go_to_mobiles_alone() -> None:
    """A landline that may be called is not texted."""
    assert RULE.may_be_texted("+46701234567")
    assert not RULE.may_be_texted("+46812345600")
    assert not RULE.may_be_texted("+447400123456")


def test_a_number_is_never_shown_whole() -> None:
    """Its owner knows it by the last four digits; a short one is not shown at all."""
    assert masked("+46701234567") == "••• 4567"
    assert masked("1234") == masked("") == ""


def weekdays(first: int, last: int) -> QueueSettings:
    """Open Monday to Friday between these hours, Swedish winter time."""
    spans = tuple(OpenSpan(day, first * HOUR, last * HOUR) for day in range(5))
    return QueueSettings(name="Q", opening_hours=spans)


def winter(at: int) -> int:
    """An hour before UTC."""
    return HOUR


def test_windows_lie_within_opening_hours() -> None:
    """Two hours each, today's rest and the days that come; no weekend, no holiday."""
    settings = weekdays(9, 17)
    holiday = SpecialDay((MONDAY // DAY_MS) + 1)
    closed = QueueSettings(name="Q", opening_hours=settings.opening_hours, special_days=(holiday,))
    at = MONDAY + 11 * HOUR * MINUTE_MS
    found = windows(closed, at, winter)
    assert len(found) == MOST
    local = [((each.from_at // MINUTE_MS) + HOUR) for each in found]
    days = [minute // 1_440 - MONDAY // DAY_MS for minute in local]
    assert days[:3] == [0, 0, 0]
    assert 1 not in days
    assert not {5, 6} & set(days)
    assert all(9 * HOUR <= minute % 1_440 < 17 * HOUR for minute in local)
    assert found[0].until_at - at >= LEAST_MINUTES * MINUTE_MS


def test_no_window_is_nearly_over() -> None:
    """A piece of which less than half an hour is left is not offered."""
    at = MONDAY + (15 * HOUR + 45) * MINUTE_MS
    first = windows(weekdays(9, 17), at, winter)[0]
    assert first.from_at > at


def test_a_queue_that_is_always_open_calls_nobody_at_night() -> None:
    """Between eight and twenty; a queue that never opens has no windows."""
    found = windows(QueueSettings(name="Q"), MONDAY, winter)
    hours = {(each.from_at // MINUTE_MS + HOUR) % 1_440 // HOUR for each in found}
    assert hours <= set(range(8, 20))
    today = MONDAY // DAY_MS
    never = QueueSettings(name="Q", special_days=tuple(SpecialDay(today + n) for n in range(30)))
    assert windows(never, MONDAY, winter) == ()


def test_the_clocks_may_change_between() -> None:
    """A window of a day after the change is at the same hours by the new clock."""
    change = MONDAY + 2 * DAY_MS

    def offset(at: int) -> int:
        return HOUR if at < change else 2 * HOUR

    settings = QueueSettings(
        name="Q",
        special_days=tuple(SpecialDay(MONDAY // DAY_MS + n, (DaySpan(540, 660),)) for n in range(5)),
    )
    found = windows(settings, MONDAY, offset)
    assert [((each.from_at // MINUTE_MS) + offset(each.from_at)) % 1_440 for each in found[:4]] == [540] * 4
