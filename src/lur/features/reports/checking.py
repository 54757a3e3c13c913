"""Counts days again from the journal's own rows, and compares with what was shown.

It shares the fold of ``core/facts.py`` with the rest, and nothing else: no table and no column of the
reports. So it finds what was lost, doubled or changed on the way from the journal to a page. Each night it
goes on from the memory that it kept itself the night before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from lur.core.facts import Facts, Mark, MarkKind, Spent
from lur.core.ids import QueueId
from lur.core.measures import SUMS, Tally
from lur.features.reports.days import Days
from lur.features.reports.model import CheckedWhat, Difference, Figures
from lur.ports import Recorded

Totals = dict[str, dict[str, int]]
"""By queue (empty: of no queue) and the name that a figure has in ``Tally``."""

OF_AGENTS = ("working_ms", "available_ms")
COMPARED = (*Tally.__struct_fields__, *OF_AGENTS)
IN_REPORTS = {"answered_in_promise": "answered_in_time"}
"""Figures that are called otherwise in reports."""


class ShownDay(msgspec.Struct, frozen=True):
    """The live figures as they stood when a day ended."""

    totals: Totals


def shown_by(tallies: Mapping[QueueId, Tally], spent_ms: tuple[int, int]) -> ShownDay:
    """What the live page has."""
    totals: Totals = {queue_id: msgspec.structs.asdict(tally) for queue_id, tally in tallies.items()}
    totals[""] = dict(zip(OF_AGENTS, spent_ms, strict=True))
    return ShownDay(totals)


def in_reports(by_queue: Iterable[tuple[str, Figures]], agents: Figures) -> Totals:
    """What reports have of a day: each queue's row, and the total for agents' time."""
    totals: Totals = {
        queue_id: {name: getattr(row, _named(name)) for name in Tally.__struct_fields__}
        for queue_id, row in by_queue
    }
    totals[""] = {name: getattr(agents, name) for name in OF_AGENTS}
    return totals


@dataclass(slots=True)
class Recount:
    """Feed it the journal in order from where ``facts`` has come; it counts the days from ``first`` to
    ``last``."""

    days: Days
    facts: Facts
    first: int
    last: int
    totals: dict[int, Totals] = field(default_factory=dict)
    """By day, with all that has been seen."""
    at_end: dict[int, Totals] = field(default_factory=dict)
    """By day, as it stood when the day ended."""
    _today: int | None = None

    def observe(self, recorded: Recorded) -> None:
        """Take in the next row."""
        day = self.days.day_of(recorded.event.at)
        if self._today is None or day > self._today:
            self._close(day)
        self._today = day
        for fact in self.facts.observe(recorded.event):
            self._count(fact)

    def is_done_before(self, recorded: Recorded) -> bool:
        """Whether with this row all the days are over: the fold's memory now is where the next count can
        begin."""
        before = self._today is None or self._today <= self.last
        return before and self.days.day_of(recorded.event.at) > self.last

    def close(self) -> None:
        """The journal ends here."""
        self._close(self.last + 1)

    def _close(self, until: int) -> None:
        """The days before ``until`` are over: keep them as they are."""
        for day in range(self.first, min(until, self.last + 1)):
            if day not in self.at_end:
                ended = {queue_id: dict(of) for queue_id, of in self.totals.get(day, {}).items()}
                for span in self.facts.shifts.spans(self.days.begins(day + 1)):
                    self._spend(span, day, ended)
                self.at_end[day] = ended

    def _count(self, fact: object) -> None:
        if isinstance(fact, Mark):
            day = self.days.day_of(fact.at)
            if self.first <= day <= self.last:
                _add(self.totals.setdefault(day, {}), fact)
        elif isinstance(fact, Spent):
            for day in range(self.days.day_of(fact.since), self.days.day_of(fact.until) + 1):
                if self.first <= day <= self.last:
                    self._spend(fact, day, self.totals.setdefault(day, {}))

    def _spend(self, span: Spent, day: int, totals: Totals) -> None:
        since, until = self.days.begins(day), self.days.begins(day + 1)
        ms = max(0, min(span.until, until) - max(span.since, since))
        of = totals.setdefault("", {})
        of["working_ms"] = of.get("working_ms", 0) + ms * span.is_work
        of["available_ms"] = of.get("available_ms", 0) + ms


ONLY_TIMES: tuple[MarkKind, ...] = ("talked", "wrapped_up")


def _add(totals: Totals, mark: Mark) -> None:
    of = totals.setdefault(mark.queue_id, {})
    if mark.kind in SUMS:
        of[SUMS[mark.kind]] = of.get(SUMS[mark.kind], 0) + mark.ms
    if mark.kind not in ONLY_TIMES:
        of[mark.kind] = of.get(mark.kind, 0) + mark.times


def differences(what: CheckedWhat, shown: Totals, counted: Totals) -> list[Difference]:
    """Each figure that is not the same, queue by queue."""
    found = []
    for queue_id in sorted({*shown, *counted}):
        for name in COMPARED:
            was, is_now = shown.get(queue_id, {}).get(name, 0), counted.get(queue_id, {}).get(name, 0)
            if was != is_now:
                found.append(
                    Difference(what=what, queue_id=queue_id, figure=_named(name), shown=was, counted=is_now)
                )
    return found


def _named(name: str) -> str:
    return IN_REPORTS.get(name, name)


def compared(totals: Iterable[Totals]) -> int:
    """How many figures there were to compare."""
    return sum(len(of) for each in totals for of in each.values())
