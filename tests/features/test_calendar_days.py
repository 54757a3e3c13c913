"""Which days are free in Sweden and Norway is known beforehand, and means what the company chose."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from lur.core.hours import is_open
from lur.core.ids import DAY_MS, MINUTE_MS
from lur.core.values import DaySpan, OpenSpan, QueueSettings, SpecialDay
from lur.features import Refused
from lur.features.hours.days import LOOK_AHEAD_DAYS, calendar_days, date_of, day_number, special_days
from lur.features.hours.model import Calendar, CalendarDay, Country, EveChoice, OwnDay
from lur.features.hours.service import check

FREE_IN_SWEDEN = {
    2026: "0101 0106 0403 0405 0406 0501 0514 0524 0606 0620 1031 1225 1226",
    2027: "0101 0106 0326 0328 0329 0501 0506 0516 0606 0626 1106 1225 1226",
    2028: "0101 0106 0414 0416 0417 0501 0525 0604 0606 0624 1104 1225 1226",
}
FREE_IN_NORWAY = {
    2026: "0101 0402 0403 0405 0406 0501 0514 0517 0524 0525 1225 1226",
    2027: "0101 0325 0326 0328 0329 0501 0506 0516 0517 1225 1226",
    2028: "0101 0413 0414 0416 0417 0501 0517 0525 0604 0605 1225 1226",
}
SWEDISH_EVES = {2026: "0404 0619 1224 1231", 2027: "0327 0625 1224 1231", 2028: "0415 0623 1224 1231"}
NORWEGIAN_EVES = dict.fromkeys((2026, 2027, 2028), "1224 1231")

OFFICE = QueueSettings(name="Office", opening_hours=tuple(OpenSpan(day, 480, 1020) for day in range(5)))
ALL_CLOSED = tuple(
    EveChoice(eve=eve) for eve in ("easter_eve", "midsummer_eve", "christmas_eve", "new_years_eve")
)


def of_year(calendar: Calendar, year: int) -> tuple[CalendarDay, ...]:
    """All special days of a year."""
    return calendar_days(calendar, date(year, 1, 1), date(year, 12, 31))


def written(days: list[CalendarDay]) -> str:
    """As in the tables above."""
    return " ".join(day.date[5:7] + day.date[8:] for day in days)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
@pytest.mark.parametrize(
    ("country", "free", "eves"),
    [("SE", FREE_IN_SWEDEN, SWEDISH_EVES), ("NO", FREE_IN_NORWAY, NORWEGIAN_EVES)],
)
def test_free_days_and_eves_are_those_of_the_almanac(
    country: Country, free: dict[int, str], eves: dict[int, str], year: int
) -> None:
    """No Sundays, no half days, no squeeze days: what the law makes free, and the eves to choose about."""
    days = of_year(Calendar(countries=(country,)), year)
    assert written([day for day in days if day.kind == "holiday"]) == free[year]
    assert written([day for day in days if day.kind == "eve"]) == eves[year]
    assert {day.meaning for day in days if day.kind == "holiday"} == {"closed"}
    assert {day.meaning for day in days if day.kind == "eve"} == {"as_usual"}


def test_days_have_names_in_their_own_language_and_in_english() -> None:
    """Whatever language the machine speaks."""
    names = {
        day.date: (day.name, day.name_en, day.countries)
        for day in of_year(Calendar(countries=("SE", "NO")), 2026)
    }
    assert names["2026-06-19"] == ("Midsommarafton", "Midsummer Eve", ("SE",))
    assert names["2026-05-17"] == ("Grunnlovsdag", "Constitution Day", ("NO",))
    assert names["2026-12-24"] == ("Julafton / Julaften", "Christmas Eve", ("SE", "NO"))
    assert names["2026-04-04"] == ("Påskafton", "Holy Saturday", ("SE",))


def test_an_eve_is_closed_shortened_or_kept() -> None:
    """As the company chose, by each queue's own hours."""
    calendar = Calendar(
        countries=("SE",),
        eves=(
            EveChoice(eve="midsummer_eve"),
            EveChoice(eve="christmas_eve", kind="shorten", until_minute=720),
            EveChoice(eve="new_years_eve", kind="keep"),
        ),
    )
    days = {each.day: each.spans for each in special_days(calendar, OFFICE, day_number(date(2026, 1, 1)))}
    assert days[day_number(date(2026, 6, 19))] == ()
    assert days[day_number(date(2026, 12, 24))] == (DaySpan(480, 720),)
    assert day_number(date(2026, 12, 31)) not in days
    early = msgspec.structs.replace(OFFICE, opening_hours=(OpenSpan(3, 780, 1020),))
    shortened = special_days(calendar, early, day_number(date(2026, 12, 20)))
    assert shortened[0] == SpecialDay(day_number(date(2026, 12, 24)), ())


def test_a_queue_that_is_always_open_has_free_days_too() -> None:
    """It has no weekly hours, and closes when the calendar says so."""
    days = special_days(
        Calendar(countries=("NO",)), QueueSettings(name="Always"), day_number(date(2026, 5, 1))
    )
    assert days[0] == SpecialDay(day_number(date(2026, 5, 1)))


def test_days_that_change_nothing_are_left_out() -> None:
    """A free Sunday is no special day for an office, and what is already special does not count as usual."""
    whole = special_days(Calendar(countries=("SE",), eves=ALL_CLOSED), OFFICE, day_number(date(2026, 1, 1)))
    assert day_number(date(2026, 5, 24)) not in {each.day for each in whole}
    again = special_days(
        Calendar(countries=("SE",), eves=ALL_CLOSED),
        msgspec.structs.replace(OFFICE, special_days=whole),
        day_number(date(2026, 1, 1)),
    )
    assert again == whole


def test_own_days_count_before_holidays() -> None:
    """A company that works on Epiphany, and has its own day off."""
    own = (
        OwnDay(date="2026-01-06", name="Open after all", spans=(DaySpan(600, 720),)),
        OwnDay(date="2026-03-02", name="Stocktaking"),
    )
    calendar = Calendar(countries=("SE",), own_days=own)
    first, second = special_days(calendar, OFFICE, day_number(date(2026, 1, 2)))[:2]
    assert first == SpecialDay(day_number(date(2026, 1, 6)), (DaySpan(600, 720),))
    assert second == SpecialDay(day_number(date(2026, 3, 2)))


def test_four_hundred_days_ahead_and_none_behind() -> None:
    """Long enough for a year's plan; in order, each once, as the core wants it."""
    today = day_number(date(2026, 12, 25))
    days = [
        each.day for each in special_days(Calendar(countries=("SE", "NO"), eves=ALL_CLOSED), OFFICE, today)
    ]
    assert days == sorted(set(days))
    assert days[0] == today
    assert today + LOOK_AHEAD_DAYS - 35 < days[-1] < today + LOOK_AHEAD_DAYS


def test_the_core_reads_them() -> None:
    """Midsummer eve at noon in Sweden: closed; the Friday before: open."""
    today = day_number(date(2026, 6, 1))
    days = special_days(Calendar(countries=("SE",), eves=ALL_CLOSED), OFFICE, today)
    office = msgspec.structs.replace(OFFICE, special_days=days)
    noon = day_number(date(2026, 6, 19)) * DAY_MS + 600 * MINUTE_MS
    assert not is_open(office, noon, 120)
    assert is_open(office, noon - 7 * DAY_MS, 120)


def test_dates_are_the_cores_days() -> None:
    """Counted from 1970-01-01."""
    assert day_number(date(1970, 1, 1)) == 0
    assert date_of(day_number(date(2026, 11, 22))) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("calendar", "code"),
    [
        (Calendar(own_days=(OwnDay(date="2026-02-30", name="x"),)), "bad_date"),
        (Calendar(own_days=(OwnDay(date="2026-02-20", name=" "),)), "bad_calendar"),
        (Calendar(own_days=(OwnDay(date="2026-02-20", name="x", spans=(DaySpan(9, 9),)),)), "bad_calendar"),
        (Calendar(own_days=(OwnDay(date="2026-02-20", name="x"),) * 2), "bad_calendar"),
        (Calendar(countries=("SE", "SE")), "bad_calendar"),
        (Calendar(eves=(EveChoice(eve="christmas_eve"),) * 2), "bad_calendar"),
    ],
)
def test_calendars_that_make_no_sense_are_refused(calendar: Calendar, code: str) -> None:
    """Nothing twice, no day that is not there, no hours without a length."""
    with pytest.raises(Refused) as refused:
        check(calendar)
    assert refused.value.code == code
