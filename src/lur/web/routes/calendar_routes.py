"""The company's calendar: holidays, eves, own days."""

from __future__ import annotations

import msgspec
from litestar import get, post
from litestar.params import JSONBody

from lur.features.hours.days import calendar_days, date_of
from lur.features.hours.model import Calendar, CalendarDay
from lur.features.hours.service import check
from lur.web.asking import Asked, services_of
from lur.web.payloads.flows import CalendarAnswer, CalendarBody, CalendarPreview, OwnDayRow
from lur.web.services import Services

SHOWN = 20
"""Days that are previewed."""
LOOK_AHEAD_DAYS = 800


@get("/api/calendar", permission="see_status")
async def calendar(request: Asked) -> CalendarAnswer:
    """The calendar, the next days that are not like others, and the queues that follow it."""
    return _answer(services_of(request))


@post("/api/calendar", permission="manage_queues", edits=("calendar", ""), status_code=200)
async def set_calendar(request: Asked, data: JSONBody[CalendarBody]) -> CalendarAnswer:
    """Another calendar, at once for the queues that follow it."""
    services = services_of(request)
    await services.hours.set_calendar(_calendar(data))
    await services.calendar.apply()
    return _answer(services)


@post("/api/calendar/preview", permission="manage_queues", trail=False, status_code=200)
async def preview_calendar(request: Asked, data: JSONBody[CalendarBody]) -> CalendarPreview:
    """The next days of a calendar that is not saved."""
    new = _calendar(data)
    check(new)
    return CalendarPreview(days=_next_days(services_of(request), new))


def _calendar(data: CalendarBody) -> Calendar:
    return msgspec.convert(msgspec.to_builtins(data), Calendar)


def _next_days(services: Services, shown: Calendar) -> tuple[CalendarDay, ...]:
    today = services.calendar.today()
    return calendar_days(shown, date_of(today), date_of(today + LOOK_AHEAD_DAYS))[:SHOWN]


def _answer(services: Services) -> CalendarAnswer:
    kept = services.hours.calendar
    return CalendarAnswer(
        countries=kept.countries,
        eves=kept.eves,
        own_days=tuple(OwnDayRow(date=each.date, name=each.name, spans=each.spans) for each in kept.own_days),
        days=_next_days(services, kept),
        followers=tuple(sorted(services.hours.followers)),
    )


HANDLERS = (
    calendar,
    set_calendar,
    preview_calendar,
)
