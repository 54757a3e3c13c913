"""Reports put together: the tables that follow the journal, the nightly count, the judging of what was solved
for good; and a report as the API answers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, QueueId
from lur.core.state import State
from lur.features import Refused
from lur.features.contacts.day import Day
from lur.features.contacts.service import Contacts
from lur.features.customers.service import Customers
from lur.features.reports.counting import Wanted, silent
from lur.features.reports.days import day_named
from lur.features.reports.floor import OF_NO_ONE
from lur.features.reports.model import By, Compare, Figures, FigureSpan
from lur.features.reports.nightly import Checks
from lur.features.reports.service import Reports, Span
from lur.features.wrap_up.service import Dispositions
from lur.ports import Clock, Journal, Recorded
from lur.web.judging import Judging
from lur.web.payloads.reports import FigureLabel, FiguresReport

DAYS_BEFORE: dict[Compare, int] = {"week": 7, "year": 52 * 7}
"""Whole weeks, so that the weekdays are the same."""


@dataclass(frozen=True, slots=True)
class FiguresRoom:
    """``follow`` is a ``Subscriber``."""

    reports: Reports
    checks: Checks
    judging: Judging
    dispositions: Dispositions
    state: State

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        self.reports.follow(batch)

    async def load(self) -> None:
        """After a start."""
        await self.checks.load()

    def differing(self) -> tuple[str, ...]:
        """Days whose figures were shown otherwise than the journal says."""
        return self.checks.differing

    def span(self, first: str, last: str) -> Span:
        """The days named, both included. Raises ``Refused``: bad_date, bad_span."""
        return self.reports.span(day_named(first), day_named(last))

    async def report(
        self, first: str, last: str, by: By, wanted: Wanted, compare: Compare | None
    ) -> FiguresReport:
        """The figures of a span, and of the one before if it is to be compared. Raises ``Refused``: bad_date,
        bad_span, unknown_queue, unknown_team, unknown_disposition."""
        span = self.span(first, last)
        self.check(wanted)
        found = await self.reports.figures(span, by, wanted)
        compared = None
        if compare is not None:
            compared = await self.reports.figures(span.shifted(DAYS_BEFORE[compare]), by, wanted)
        self._check_names(wanted, found, compared)
        return FiguresReport(
            by=by,
            labels=self._labels() if by == "queue" else (),
            silent=tuple(sorted(silent(by, wanted))),
            span=found,
            compared=compared,
        )

    async def is_of_too_few(self, first: str, last: str, wanted: Wanted, figure: str) -> bool:
        """Whether a team's figure would say something of one of its agents. Raises as ``span``."""
        if wanted.team is None or figure not in OF_NO_ONE:
            return False
        return bool((await self.reports.figures(self.span(first, last), "team", wanted)).too_few)

    def check(self, wanted: Wanted) -> None:
        """Raises ``Refused``: unknown_queue, unknown_agent."""
        if wanted.queue is not None and QueueId(wanted.queue) not in self.state.queues:
            raise Refused("unknown_queue", wanted.queue)
        if wanted.agent is not None and AgentId(wanted.agent) not in self.state.agents:
            raise Refused("unknown_agent", wanted.agent)

    def _check_names(self, wanted: Wanted, *found: FigureSpan | None) -> None:
        """A team or result that is no more may have figures all the same; one that never was has none."""
        if any(each is not None and each.total != NOTHING for each in found):
            return
        if wanted.team and wanted.team not in {each.team for each in self.state.agents.values()}:
            raise Refused("unknown_team", wanted.team)
        if wanted.result and wanted.result not in {each.id for each in self.dispositions.tree()}:
            raise Refused("unknown_disposition", wanted.result)

    def _labels(self) -> tuple[FigureLabel, ...]:
        queues = self.state.queues.values()
        return tuple(FigureLabel(key=each.queue_id, label=each.settings.name) for each in queues)


NOTHING = Figures()


def figures_room(
    database: ReadModel,
    journal: Journal,
    clock: Clock,
    state: State,
    day: Day,
    contacts: Contacts,
    customers: Customers,
    dispositions: Dispositions,
) -> FiguresRoom:
    """The parts, tied to each other."""
    reports = Reports(database, journal, clock)
    checks = Checks(database, journal, clock, reports)
    day.on_end = checks.ended
    judging = Judging(reports, contacts, customers, dispositions.root_of, clock)
    return FiguresRoom(reports, checks, judging, dispositions, state)
