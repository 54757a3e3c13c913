"""Bodies and answers about reports that come by mail; as in ``payloads``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.ids import Instant, Language
from lur.features.reports.model import By, Compare
from lur.features.schedules.model import Cadence, ReportMail, Schedule
from lur.features.schedules.service import MOST_RECIPIENTS
from lur.web.payloads.common import END, Answer, Body

ONE_LINE = rf"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*{END}"
"""Nothing that ends a line anywhere: the name is a mail's subject."""
ScheduleName = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=ONE_LINE)]
MailAddress = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Key = Annotated[str, msgspec.Meta(max_length=64)]


class TimetableBody(Body, frozen=True, kw_only=True):
    """When. ``minute`` is counted from the company's midnight; ``weekday`` (1 Monday to 7) is for weekly
    reports, ``month_day`` for monthly ones."""

    cadence: Cadence
    minute: Annotated[int, msgspec.Meta(ge=0, le=1439)]
    weekday: Annotated[int, msgspec.Meta(ge=1, le=7)] = 1
    month_day: Annotated[int, msgspec.Meta(ge=1, le=28)] = 1


class FiltersBody(Body, frozen=True, kw_only=True):
    """What the report is narrowed to; null is all."""

    queue: Key | None = None
    team: Key | None = None
    result: Key | None = None
    channel: Key | None = None


class ScheduleBody(Body, frozen=True, kw_only=True):
    """POST /api/schedules: a report that is to come by mail, in ``language``, to these addresses."""

    name: ScheduleName
    timetable: TimetableBody
    by: By
    filters: FiltersBody = FiltersBody()
    compare: Compare | None = None
    language: Language
    recipients: Annotated[tuple[MailAddress, ...], msgspec.Meta(min_length=1, max_length=MOST_RECIPIENTS)]
    paused: bool = False


class ChangeScheduleBody(ScheduleBody, frozen=True, kw_only=True):
    """POST /api/schedules/{id}: all of it anew. ``version`` is the one that was seen; when somebody else was
    quicker the answer is ``changed_meanwhile``."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1 << 50)]


class ScheduleRow(Answer, frozen=True, kw_only=True):
    """A schedule and when its next report falls due; null while it is paused."""

    schedule: Schedule
    next_at: Instant | None


class SchedulesAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/schedules"""

    can_send: bool
    """False: there is no mail server (``--smtp-host``)."""
    schedules: tuple[ScheduleRow, ...]
    removed: tuple[Schedule, ...]
    """What can be taken back, the latest removed first."""
    mails: tuple[ReportMail, ...]
    """The last hundred, the latest first."""
