"""The calendar as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.values import DaySpan

Country = Literal["SE", "NO"]
EveCode = Literal["easter_eve", "midsummer_eve", "christmas_eve", "new_years_eve"]
"""Days that no law makes free and on which most people are: a company chooses. In Sweden påskafton,
midsommarafton, julafton and nyårsafton; in Norway 24 and 31 December."""
EveKind = Literal["keep", "close", "shorten"]
DayKind = Literal["holiday", "eve", "own"]
DayMeaning = Literal["closed", "shortened", "other_hours", "as_usual"]
NOON = 720


class EveChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What the company does on an eve. keep: as on any such weekday. close: closed all day. shorten: each
    queue's usual hours, but not after ``until_minute`` (minutes since local midnight)."""

    eve: EveCode
    kind: EveKind = "close"
    until_minute: int = NOON


class OwnDay(msgspec.Struct, frozen=True, kw_only=True):
    """A date of the company's own, as 2026-11-27; it counts before holidays and eves. No spans: closed all
    day."""

    date: str
    name: str
    spans: tuple[DaySpan, ...] = ()


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Which countries' holidays are free, what is done on eves, and own days. An eve that is not named is
    kept."""

    countries: tuple[Country, ...] = ()
    eves: tuple[EveChoice, ...] = ()
    own_days: tuple[OwnDay, ...] = ()


class CalendarDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day that is not like others, with its name in its own country's language and in English."""

    date: str
    kind: DayKind
    name: str
    name_en: str
    countries: tuple[Country, ...]
    eve: EveCode | None
    meaning: DayMeaning
    until_minute: int | None
    """When ``meaning`` is shortened."""
    spans: tuple[DaySpan, ...]
    """When ``meaning`` is other_hours."""
