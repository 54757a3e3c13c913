"""A day's facts side by side in columns, so that a year is summed in a moment whatever is asked for.

A slab holds one line for each mark of a day: what counts, in which hour, queue, team, with which result, by
whom, in which contact; and one for each agent and hour. Texts are numbers into lists of the slab's own. It is
made of the stored facts and can be made again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import get_args

import msgspec
import numpy as np

from lur.core.facts import Fact, Mark, MarkKind, Spent
from lur.core.ids import ContactId, Instant
from lur.features.reports.days import Days
from lur.features.reports.words import Word

Column = np.ndarray[tuple[int], np.dtype[np.int64]]

LATER = (
    "served",
    "judged",
    "came_back",
    "first_judged",
    "first_solved",
    "rating_asked",
    "rating_given",
    "rating_good",
)
"""What is known of a contact only later: it counts on the day that the contact came, or was asked."""
KINDS: tuple[str, ...] = (*get_args(MarkKind), *LATER)
KIND = {kind: number for number, kind in enumerate(KINDS)}
TEXTS = ("queue", "team", "result", "channel", "agent", "contact")
NUMBERS = ("kind", "hour", "times", "ms", "at")
WHOSE = frozenset({"contact", "at"})
TIMES = ("time_hour", "time_team", "time_agent", "working_ms", "available_ms")
GOOD_RATING = 4


class Head(msgspec.Struct, frozen=True):
    """What is needed to read a slab's columns back."""

    day: int
    texts: dict[str, tuple[str, ...]]
    columns: tuple[tuple[str, str, int], ...]
    """Name, type and length in bytes, in order."""


@dataclass(frozen=True, slots=True)
class Slab:
    """One day. ``texts`` are what the numbers in the columns of the same name stand for; a team in
    ``time_team`` and an agent in ``time_agent`` are in the lists of teams and agents."""

    day: int
    texts: dict[str, tuple[str, ...]]
    columns: dict[str, Column]

    def encode(self) -> tuple[bytes, bytes]:
        """As bytes: what is counted, and beside it whose it was, which is read only when somebody asks."""
        return self._part(False), self._part(True)

    def _part(self, whose: bool) -> bytes:
        """The head's length, the head, the columns."""
        parts = {name: _narrow(column) for name, column in self.columns.items() if (name in WHOSE) == whose}
        texts = {name: texts for name, texts in self.texts.items() if (name in WHOSE) == whose}
        columns = tuple((name, part.dtype.str, part.nbytes) for name, part in parts.items())
        head = msgspec.msgpack.encode(Head(self.day, texts, columns))
        body = b"".join(part.tobytes() for part in parts.values())
        return len(head).to_bytes(4, "big") + head + body


def decode(counted: bytes, whose: bytes | None = None) -> Slab:
    """What ``encode`` gave: all of it, or without whose it was."""
    found = _decode(counted)
    if whose is None:
        return found
    beside = _decode(whose)
    return Slab(found.day, found.texts | beside.texts, found.columns | beside.columns)


def _decode(body: bytes) -> Slab:
    begins = 4 + int.from_bytes(body[:4], "big")
    head = msgspec.msgpack.decode(body[4:begins], type=Head)
    columns: dict[str, Column] = {}
    for name, kind, length in head.columns:
        number = length // np.dtype(kind).itemsize
        columns[name] = np.frombuffer(body, dtype=kind, count=number, offset=begins)
        begins += length
    return Slab(head.day, head.texts, columns)


def _narrow(column: Column) -> Column:
    """The narrowest whole numbers that hold it."""
    low, high = (int(column.min()), int(column.max())) if column.size else (0, 0)
    kind = np.promote_types(np.min_scalar_type(low), np.min_scalar_type(high))
    return column.astype(kind)


@dataclass(slots=True)
class Sheet:
    """Takes in one day's facts in order and what is known of their contacts, then makes the slab."""

    day: int
    days: Days
    _begins: Instant = field(init=False)
    _texts: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in TEXTS})
    _lines: list[tuple[int, ...]] = field(default_factory=list)
    _times: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._begins = self.days.begins(self.day)

    def take(self, fact: Fact, words: dict[ContactId, Word]) -> None:
        """A fact of this day; of a span, what falls on it."""
        if isinstance(fact, Mark):
            if self.days.day_of(fact.at) == self.day:
                self._line(fact, fact.kind, words[fact.contact_id])
        elif isinstance(fact, Spent):
            self._spend(fact)

    def _line(self, mark: Mark, kind: str, word: Word, at: Instant | None = None) -> None:
        at = mark.at if at is None else at
        line = (
            self._number("queue", mark.queue_id),
            self._number("team", mark.team),
            self._number("result", word.result or ""),
            self._number("channel", word.channel),
            self._number("agent", mark.agent_id or ""),
            self._number("contact", mark.contact_id),
            KIND[kind],
            self.days.hour_of(at),
            mark.times,
            mark.ms,
            at - self._begins,
        )
        self._lines.append(line)

    def _number(self, name: str, text: str) -> int:
        texts = self._texts[name]
        return texts.setdefault(text, len(texts))

    def _spend(self, span: Spent) -> None:
        for day, hour, ms in self.days.pieces(span.since, span.until):
            if day == self.day:
                where = (hour, self._number("team", span.team), self._number("agent", span.agent_id))
                spent = self._times.setdefault(where, [0, 0])
                spent[0] += ms * span.is_work
                spent[1] += ms

    def word(self, contact_id: ContactId, word: Word) -> None:
        """What is known of a contact that came, or was asked, on this day."""
        mark = Mark(contact_id, "arrived", word.entered, word.queue_id, None, word.team)
        if word.outcome == "served" and self.days.day_of(word.entered) == self.day:
            for kind in _judged(word):
                self._line(mark, kind, word)
        if word.asked_at is not None and self.days.day_of(word.asked_at) == self.day:
            rated = msgspec.structs.replace(mark, ms=word.rating or 0)
            for kind in _rated(word):
                self._line(rated, kind, word, word.asked_at)

    def slab(self) -> Slab:
        """All of it."""
        lines = np.array(self._lines, dtype=np.int64).reshape(len(self._lines), len(TEXTS) + len(NUMBERS))
        columns = {name: lines[:, at] for at, name in enumerate((*TEXTS, *NUMBERS))}
        times = [(*where, *spent) for where, spent in self._times.items()]
        table = np.array(times, dtype=np.int64).reshape(len(times), len(TIMES))
        columns |= {name: table[:, at] for at, name in enumerate(TIMES)}
        return Slab(self.day, {name: tuple(texts) for name, texts in self._texts.items()}, columns)


def _judged(word: Word) -> Iterable[str]:
    """What a served contact counts in, see "Solved for good" in docs/measures.md."""
    yield "served"
    if word.verdict not in ("held", "came_back"):
        return
    yield "judged"
    if word.verdict == "came_back":
        yield "came_back"
    if not word.is_return:
        yield "first_judged"
        if word.verdict == "held" and word.solved is not False:
            yield "first_solved"


def _rated(word: Word) -> Iterable[str]:
    yield "rating_asked"
    if word.rating is not None:
        yield "rating_given"
        if word.rating >= GOOD_RATING:
            yield "rating_good"
