"""A day's facts side by side in columns, so that a year is summed in a moment whatever is asked for.

A slab holds one line for each mark of a day: what counts, in which hour, queue, team, with which result, by
whom, in which contact; and one for each agent and hour. Texts are numbers into lists of the slab's own. It is
made of the stored facts and can be made again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

import msgspec
import numpy as np

from lur.core.facts import Fact, Mark, MarkKind, Spent
from lur.core.ids import ContactId, Instant
from lur.features.reports.days import Days
from lur.features.reports.words import Word

Column = np.ndarray[tuple[int], np.dtype[np.int64]]
Table = np.ndarray[tuple[int, int], np.dtype[np.int64]]
Texts = dict[str, dict[str, int]]

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
LINE = ("queue", "team", "agent", "contact", *NUMBERS)
"""What a mark says by itself; result and channel are its contact's, as they are known when it is counted."""
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

    @property
    def says_whose(self) -> bool:
        """Whether the contacts are there too."""
        return "contact" in self.columns

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
    """Takes in one day's facts in order, and makes the slab of them and of what is known of their contacts.
    It may take in more afterwards, and make the slab again."""

    day: int
    days: Days
    _begins: Instant = field(init=False)
    _texts: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in TEXTS})
    _done: Table = field(default_factory=lambda: _table((), len(LINE)))
    _lines: list[tuple[int, ...]] = field(default_factory=list)
    """Those that are not in ``_done`` yet."""
    _times: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._begins = self.days.begins(self.day)

    def take(self, fact: Fact) -> None:
        """A fact of this day; of a span, what falls on it."""
        if isinstance(fact, Mark):
            if self.days.day_of(fact.at) == self.day:
                self._lines.append(self._line(self._texts, fact, fact.kind, fact.at))
        elif isinstance(fact, Spent):
            self._spend(fact)

    def _line(self, texts: Texts, mark: Mark, kind: str, at: Instant) -> tuple[int, ...]:
        return (
            _number(texts["queue"], mark.queue_id),
            _number(texts["team"], mark.team),
            _number(texts["agent"], mark.agent_id or ""),
            _number(texts["contact"], mark.contact_id),
            KIND[kind],
            self.days.hour_of(at),
            mark.times,
            mark.ms,
            at - self._begins,
        )

    def _spend(self, span: Spent) -> None:
        team, agent = _number(self._texts["team"], span.team), _number(self._texts["agent"], span.agent_id)
        for day, hour, ms in self.days.pieces(span.since, span.until):
            if day == self.day:
                spent = self._times.setdefault((hour, team, agent), [0, 0])
                spent[0] += ms * span.is_work
                spent[1] += ms

    def slab(self, words: Mapping[ContactId, Word]) -> Slab:
        """All of it. ``words`` are those of all its contacts, and of those that came, or were asked, on this
        day."""
        self._done = np.concatenate([self._done, _table(self._lines, len(LINE))])
        self._lines = []
        texts = {name: dict(known) for name, known in self._texts.items()}
        later = [line for contact_id, word in words.items() for line in self._later(texts, contact_id, word)]
        lines = np.concatenate([self._done, _table(later, len(LINE))])
        columns = {name: lines[:, at] for at, name in enumerate(LINE)}
        said = [words[ContactId(each)] for each in texts["contact"]]
        for name, of_contact in (
            ("result", [_number(texts["result"], word.result or "") for word in said]),
            ("channel", [_number(texts["channel"], word.channel) for word in said]),
        ):
            columns[name] = np.array(of_contact, dtype=np.int64)[columns["contact"]]
        times = _table([(*where, *spent) for where, spent in self._times.items()], len(TIMES))
        columns |= {name: times[:, at] for at, name in enumerate(TIMES)}
        return Slab(self.day, {name: tuple(known) for name, known in texts.items()}, columns)

    def _later(self, texts: Texts, contact_id: ContactId, word: Word) -> Iterable[tuple[int, ...]]:
        """The lines of what is known of a contact that came, or was asked, on this day."""
        mark = Mark(contact_id, "arrived", word.entered, word.queue_id, None, word.team)
        if word.outcome == "served" and self.days.day_of(word.entered) == self.day:
            for kind in _judged(word):
                yield self._line(texts, mark, kind, word.entered)
        if word.asked_at is not None and self.days.day_of(word.asked_at) == self.day:
            rated = msgspec.structs.replace(mark, ms=word.rating or 0)
            for kind in _rated(word):
                yield self._line(texts, rated, kind, word.asked_at)


def _number(known: dict[str, int], text: str) -> int:
    return known.setdefault(text, len(known))


def _table(rows: Sequence[tuple[int, ...]], width: int) -> Table:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


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
