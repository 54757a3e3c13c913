"""What a person's record may hold, and how two become one and two again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from lur.features import Refused
from lur.features.customers.model import Person, Side
from lur.features.customers.numbers import normalised

NOTE_BYTES = 20_000
MOST_OF_EACH = 20
LISTS = ("names", "numbers", "mails", "addresses", "companies", "languages")
HIDDEN = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF))
"""Marks that turn the direction of what follows: a name must not rearrange the screen."""


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """Whose value comes first where there can be one first."""

    name: Side = "this"
    company: Side = "this"
    language: Side = "this"


def cleaned(person: Person, region: str) -> Person:
    """Blanks and repeats away, numbers as E.164. Raises ``Refused``: bad_number, note_too_long,
    empty_customer."""
    if len(person.note.encode()) > NOTE_BYTES:
        raise Refused("note_too_long", str(NOTE_BYTES))
    found = Person(
        names=_unique(map(_line, person.names), str.casefold),
        numbers=_unique(_numbers(person.numbers, region)),
        mails=_unique(map(_line, person.mails), str.casefold),
        addresses=_unique(map(_lines, person.addresses)),
        companies=_unique(map(_line, person.companies), str.casefold),
        languages=_unique(person.languages),
        note=person.note,
    )
    if not (found.names or found.numbers or found.mails or found.companies):
        raise Refused("empty_customer")
    return found


def _line(text: str) -> str:
    return " ".join(text.translate(HIDDEN).split())


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(_line, text.splitlines())))


def _numbers(texts: Iterable[str], region: str) -> Iterable[str]:
    for text in filter(str.strip, texts):
        number = normalised(text, region)
        if number is None:
            raise Refused("bad_number", text)
        yield number


Text = TypeVar("Text", bound=str)


def _unique(texts: Iterable[Text], key: Callable[[str], str] = str) -> tuple[Text, ...]:
    found: dict[str, Text] = {}
    for text in texts:
        if text:
            found.setdefault(key(text), text)
    return tuple(found.values())


def merged(this: Person, other: Person, sides: Sides) -> Person:
    """One of two: lists joined, notes one after the other; the sides say whose value leads. Raises
    ``Refused``: too_much_to_merge."""
    leads = {"names": sides.name, "companies": sides.company, "languages": sides.language}
    lists: dict[str, tuple[str, ...]] = {}
    for name in LISTS:
        pair = (getattr(this, name), getattr(other, name))
        first, second = pair if leads.get(name, "this") == "this" else pair[::-1]
        lists[name] = _unique(
            (*first, *second), str.casefold if name in ("names", "mails", "companies") else str
        )
        if len(lists[name]) > MOST_OF_EACH:
            raise Refused("too_much_to_merge", name)
    note = "\n\n".join(filter(None, dict.fromkeys((this.note, other.note))))
    if len(note.encode()) > NOTE_BYTES:
        raise Refused("too_much_to_merge", "note")
    return msgspec.convert({**lists, "note": note}, Person)


def parted(before: Person, made: Person, now: Person) -> Person:
    """The record before a merge, with what was changed after it: what was added since is there, what was
    taken away since is not."""
    fields: dict[str, object] = {}
    for name in LISTS:
        was, joined, has = (getattr(each, name) for each in (before, made, now))
        if joined == has:
            fields[name] = was
        else:
            kept = [each for each in has if each in was or each not in joined]
            fields[name] = tuple(kept)
    fields["note"] = before.note if now.note == made.note else now.note
    return msgspec.convert(fields, Person)
