"""Reports that come by mail: who gets which, when, and what became of each."""

from __future__ import annotations

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.features.schedules.model import Filters, ReportMail, Schedule, Timetable
from lur.web.asking import Asked, once, services_of
from lur.web.payloads.schedules import ChangeScheduleBody, ScheduleBody, ScheduleRow, SchedulesAnswer


@get("/api/schedules", permission="manage_schedules")
async def schedules(request: Asked) -> SchedulesAnswer:
    """All schedules, those that can be taken back, and the latest mails with what became of them."""
    room = services_of(request).mailing
    return SchedulesAnswer(
        can_send=room.sending.can_send,
        schedules=tuple(_row(request, each) for each in room.schedules.listed()),
        removed=room.schedules.removed(),
        mails=await room.schedules.latest(),
    )


@post("/api/schedules", permission="manage_schedules")
async def add_schedule(request: Asked, data: JSONBody[ScheduleBody]) -> ScheduleRow:
    """One more; its first report is the next that falls due."""
    new = _schedule(once(request, "schedule-"), 1, data)
    kept = await services_of(request).mailing.schedules.add(new, request.user.display_name)
    return _row(request, kept)


@post("/api/schedules/{schedule_id:str}", permission="manage_schedules", status_code=200)
async def change_schedule(
    request: Asked, schedule_id: FromPath[str], data: JSONBody[ChangeScheduleBody]
) -> ScheduleRow:
    """All of it anew. What was sent of a span is not sent again at another time."""
    new = _schedule(schedule_id, data.version, data)
    kept = await services_of(request).mailing.schedules.change(new, request.user.display_name)
    return _row(request, kept)


@post("/api/schedules/{schedule_id:str}/remove", permission="manage_schedules", status_code=200)
async def remove_schedule(request: Asked, schedule_id: FromPath[str]) -> Schedule:
    """No more mails; it can be taken back."""
    return await services_of(request).mailing.schedules.remove(schedule_id, request.user.display_name)


@post("/api/schedules/{schedule_id:str}/take-back", permission="manage_schedules", status_code=200)
async def take_schedule_back(request: Asked, schedule_id: FromPath[str]) -> Schedule:
    """It goes on from now; what fell due meanwhile is not sent."""
    return await services_of(request).mailing.schedules.take_back(schedule_id, request.user.display_name)


@post("/api/schedules/{schedule_id:str}/try", permission="manage_schedules", trail=False, status_code=202)
async def try_schedule(request: Asked, schedule_id: FromPath[str]) -> tuple[ReportMail, ...]:
    """The report that would have come last, to all its recipients, now. At most once a minute."""
    return await services_of(request).mailing.sending.try_now(schedule_id)


def _row(request: Asked, schedule: Schedule) -> ScheduleRow:
    return ScheduleRow(schedule=schedule, next_at=services_of(request).mailing.schedules.next_at(schedule))


def _schedule(schedule_id: str, version: int, data: ScheduleBody) -> Schedule:
    return Schedule(
        id=schedule_id,
        version=version,
        name=data.name.strip(),
        timetable=msgspec.convert(data.timetable, Timetable, from_attributes=True),
        by=data.by,
        filters=msgspec.convert(data.filters, Filters, from_attributes=True),
        compare=data.compare,
        language=data.language,
        recipients=tuple(each.strip() for each in data.recipients),
        paused=data.paused,
        archived=False,
        changed_at=0,
        changed_by="",
    )


HANDLERS = (
    schedules,
    add_schedule,
    change_schedule,
    remove_schedule,
    take_schedule_back,
    try_schedule,
)
