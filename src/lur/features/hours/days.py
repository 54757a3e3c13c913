"""Which dates are not like their weekday, and what that means for a queue. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import holidays
import msgspec

from lur.core.hours import spans_on
from lur.core.values import DaySpan, QueueSettings, SpecialDay
from lur.features.hours.model import Calendar, CalendarDay, Country, EveCode

LOOK_AHEAD_DAYS = 400
EPOCH = date(1970, 1, 1).toordinal()
_OWN_LANGUAGE: dict[Country, str] = {"SE": "sv", "NO": "no"}
_SWEDISH_EVES: dict[str, EveCode] = {
    "Påskafton": "easter_eve",
    "Midsommarafton": "midsummer_eve",
    "Julafton": "christmas_eve",
    "Nyårsafton": "new_years_eve",
}
_NORWEGIAN_EVES: dict[tuple[int, int], tuple[EveCode, str]] = {
    (12, 24): ("christmas_eve", "Julaften"),
    (12, 31): ("new_years_eve", "Nyttårsaften"),
}
_EVES_IN_ENGLISH: dict[EveCode, str] = {
    "easter_eve": "Holy Saturday",
    "midsummer_eve": "Midsummer Eve",
    "christmas_eve": "Christmas Eve",
    "new_years_eve": "New Year's Eve",
}


class Holiday(msgspec.Struct, frozen=True):
    """A free day or an eve of one country."""

    day: date
    country: Country
    name: str
    name_en: str
    eve: EveCode | None = None


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the core counts."""
    return day.toordinal() - EPOCH


def date_of(number: int) -> date:
    """The date of a day since 1970-01-01."""
    return date.fromordinal(EPOCH + number)


@lru_cache(maxsize=32)
def holidays_in(country: Country, year: int) -> tuple[Holiday, ...]:
    """A country's free days and eves of a year, in order."""
    free = _named(country, year, _OWN_LANGUAGE[country], ("public",))
    english = _named(country, year, "en_US", ("public",))
    found = [Holiday(day, country, name, english[day]) for day, name in free.items()]
    eves = _swedish_eves(year) if country == "SE" else _norwegian_eves(year)
    return tuple(sorted([*found, *eves], key=lambda each: each.day))


def _named(country: Country, year: int, language: str, categories: tuple[str, ...]) -> dict[date, str]:
    return dict(holidays.country_holidays(country, years=year, language=language, categories=categories))


def _swedish_eves(year: int) -> Iterator[Holiday]:
    for day, name in _named("SE", year, "sv", ("de_facto", "optional")).items():
        if name in _SWEDISH_EVES:
            eve = _SWEDISH_EVES[name]
            yield Holiday(day, "SE", name, _EVES_IN_ENGLISH[eve], eve)


def _norwegian_eves(year: int) -> Iterator[Holiday]:
    for (month, day), (eve, name) in _NORWEGIAN_EVES.items():
        yield Holiday(date(year, month, day), "NO", name, _EVES_IN_ENGLISH[eve], eve)


def calendar_days(calendar: Calendar, first: date, last: date) -> tuple[CalendarDay, ...]:
    """Every day from ``first`` to ``last`` that is not like others, in order. An own day counts before a
    holiday, a holiday before an eve."""
    years = range(first.year, last.year + 1)
    known = [each for country in calendar.countries for year in years for each in holidays_in(country, year)]
    days = {day: _eve(calendar, day, same) for day, same in _by_day(known, are_eves=True).items()}
    days |= {day: _holiday(day, same) for day, same in _by_day(known, are_eves=False).items()}
    days |= {date.fromisoformat(own.date): _own(own.date, own.name, own.spans) for own in calendar.own_days}
    return tuple(days[day] for day in sorted(days) if first <= day <= last)


def _by_day(known: list[Holiday], *, are_eves: bool) -> dict[date, list[Holiday]]:
    found: dict[date, list[Holiday]] = {}
    for each in known:
        if (each.eve is not None) == are_eves:
            found.setdefault(each.day, []).append(each)
    return found


def _holiday(day: date, same: list[Holiday]) -> CalendarDay:
    return CalendarDay(
        date=day.isoformat(),
        kind="holiday",
        name=" / ".join(dict.fromkeys(each.name for each in same)),
        name_en=" / ".join(dict.fromkeys(each.name_en for each in same)),
        countries=tuple(each.country for each in same),
        eve=None,
        meaning="closed",
        until_minute=None,
        spans=(),
    )


def _eve(calendar: Calendar, day: date, same: list[Holiday]) -> CalendarDay:
    plain = msgspec.structs.replace(_holiday(day, same), kind="eve", eve=same[0].eve)
    choice = next((each for each in calendar.eves if each.eve == plain.eve), None)
    if choice is None or choice.kind == "keep":
        return msgspec.structs.replace(plain, meaning="as_usual")
    if choice.kind == "shorten":
        return msgspec.structs.replace(plain, meaning="shortened", until_minute=choice.until_minute)
    return plain


def _own(day: str, name: str, spans: tuple[DaySpan, ...]) -> CalendarDay:
    return CalendarDay(
        date=day,
        kind="own",
        name=name,
        name_en=name,
        countries=(),
        eve=None,
        meaning="other_hours" if spans else "closed",
        until_minute=None,
        spans=tuple(sorted(spans)),
    )


def special_days(calendar: Calendar, settings: QueueSettings, today: int) -> tuple[SpecialDay, ...]:
    """What the calendar means for a queue from ``today`` (days since 1970-01-01) on for 400 days. A day on
    which its hours are the usual ones is left out."""
    usual = msgspec.structs.replace(settings, special_days=())
    found = []
    for each in calendar_days(calendar, date_of(today), date_of(today + LOOK_AHEAD_DAYS - 1)):
        number = day_number(date.fromisoformat(each.date))
        before = spans_on(usual, number)
        spans = _spans(each, before)
        if spans != before:
            found.append(SpecialDay(number, spans))
    return tuple(found)


def _spans(day: CalendarDay, usual: tuple[DaySpan, ...]) -> tuple[DaySpan, ...]:
    if day.meaning == "as_usual":
        return usual
    if day.meaning != "shortened" or day.until_minute is None:
        return day.spans
    return tuple(
        DaySpan(span.from_minute, min(span.to_minute, day.until_minute))
        for span in usual
        if span.from_minute < day.until_minute
    )
