"""What reports answer. The figures themselves are in ``features/reports/model.py``."""

from __future__ import annotations

from lur.core.ids import AgentId
from lur.features.contacts.model import ContactRow
from lur.features.reports.model import By, CheckedDay, Countable, FigureSpan
from lur.web.payloads.common import Answer


class FigureLabel(Answer, frozen=True, kw_only=True):
    """A row's key as people name it (queues, teams, results); keys that are not here name themselves."""

    key: str
    label: str


class FiguresReport(Answer, frozen=True, kw_only=True):
    """GET /api/reports/figures"""

    by: By
    labels: tuple[FigureLabel, ...]
    """Of the queues when ``by`` is queue. Teams, results and channels are named where they are set up."""
    silent: tuple[str, ...]
    """Figures that say nothing with these rows and filters, so a dash is shown: as occupancy by queue."""
    span: FigureSpan
    compared: FigureSpan | None
    """Rows with the same key belong together; by day, rows at the same place."""


class AgentFigures(Answer, frozen=True, kw_only=True):
    """GET /api/reports/agents/{agent_id}: the same for the agent and for who leads; never beside another."""

    agent_id: AgentId
    report: FiguresReport


class CountedContact(Answer, frozen=True, kw_only=True):
    """A contact that a figure counts. ``times`` is more than 1 where it counts what happened in contacts."""

    contact: ContactRow
    times: int


class CountedContacts(Answer, frozen=True, kw_only=True):
    """GET /api/reports/contacts: the contacts that a figure counts, the latest first."""

    figure: Countable
    value: int
    """The figure: the sum of ``times`` over all pages."""
    contacts: tuple[CountedContact, ...]
    after: str | None
    """Send it as ``after`` for the next page; None on the last."""


class ChecksAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/reports/checks: the days that were counted again from the journal, the latest first."""

    days: tuple[CheckedDay, ...]
