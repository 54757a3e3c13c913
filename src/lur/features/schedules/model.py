"""Schedules and their mails as values.

A mail is one row: it exists before it is tried, so that a restart goes on with it, and its id follows from
schedule, span and recipient, so that nobody gets the same report twice.
"""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from lur.core.ids import Instant, Language

Cadence = Literal["daily", "weekly", "monthly"]
"""daily: the day before. weekly: the last whole week, Monday to Sunday. monthly: the last whole month."""


class Span(msgspec.Struct, frozen=True, order=True):
    """The days that a report is about, both included, as 2026-11-22."""

    first: str
    last: str


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is narrowed to; None is all."""

    queue: str | None = None
    team: str | None = None
    result: str | None = None
    channel: str | None = None


class Timetable(msgspec.Struct, frozen=True, kw_only=True):
    """When. ``minute`` is counted from the company's midnight; ``weekday`` (1 Monday to 7) is for weekly
    ones, ``month_day`` (1 to 28) for monthly ones."""

    cadence: Cadence
    minute: int
    weekday: int = 1
    month_day: int = 1


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """A report that comes by mail."""

    id: str
    version: int
    """Grows with each change, from 1."""
    name: str
    timetable: Timetable
    by: str
    """What makes a row, as in ``GET /api/reports/figures``."""
    filters: Filters
    compare: str | None
    language: Language
    recipients: tuple[str, ...]
    paused: bool
    archived: bool
    """It was removed, and can be taken back."""
    changed_at: Instant
    changed_by: str


MailState = Literal["waiting", "sent", "given_up"]


class ReportMail(msgspec.Struct, frozen=True, kw_only=True):
    """One mail to one recipient. ``reason`` and ``detail`` tell of the latest try that failed; ``next_at`` is
    the next try while it is waiting."""

    id: str
    schedule_id: str
    first: str
    last: str
    recipient: str
    trial: bool
    """Asked for by hand, to try it."""
    due_at: Instant
    state: MailState
    tries: int
    next_at: Instant
    sent_at: Instant | None
    reason: str
    detail: str

    @property
    def span(self) -> Span:
        """The days it is about."""
        return Span(self.first, self.last)


def new_mail(schedule: Schedule, span: Span, recipient: str, due_at: Instant, trial: str = "") -> ReportMail:
    """A mail that is to be tried from ``due_at`` on. The same arguments give the same id."""
    words = (schedule.id, span.first, span.last, recipient, trial)
    digest = hashlib.sha256("\0".join(words).encode()).hexdigest()
    return ReportMail(
        id=f"report-{digest[:32]}",
        schedule_id=schedule.id,
        first=span.first,
        last=span.last,
        recipient=recipient,
        trial=bool(trial),
        due_at=due_at,
        state="waiting",
        tries=0,
        next_at=due_at,
        sent_at=None,
        reason="",
        detail="",
    )
