"""What all prompts are made of, apart from the prompts so that no list of them must import another."""

from __future__ import annotations

import re
from typing import Literal, get_args

import msgspec

Language = Literal["sv", "nb", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Day = Literal["today", "tomorrow", Weekday]

HIGHEST_NUMBER = 9_999


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Spoken(msgspec.Struct, frozen=True, tag=_snake):
    """Base of all prompts; the tag is the stable name used in keys of recorded voices."""


class Opening(msgspec.Struct, frozen=True):
    """When a queue opens next, on the company's own clock."""

    day: Day
    hour: int
    minute: int = 0

    def __post_init__(self) -> None:
        within("hour", self.hour, 0, 23)
        within("minute", self.minute, 0, 59)


def within(name: str, value: int, low: int, high: int) -> None:
    """Refuses, with ValueError, a number that cannot be said truly."""
    if not low <= value <= high:
        raise ValueError(f"{name} must be between {low} and {high}, not {value}")
