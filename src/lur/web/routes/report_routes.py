"""Reports over hours gone by, as JSON for pages and as CSV for whoever counts on."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from lur.core.ids import DAY_MS, Instant, QueueId
from lur.core.told_by_hour import ToldByHour
from lur.features import Refused
from lur.web.asking import Asked, services_of
from lur.web.payloads_incidents import PromiseHour
from lur.web.services import Services

FirstDay = Annotated[str, QueryParameter(name="from", max_length=10)]
LastDay = Annotated[str, QueryParameter(name="to", max_length=10)]
COLUMNS = ("hour", "queue", "told", "kept", "share", "median_error_s")


@get("/api/reports/promise", permission="act_for_agents")
async def promise(request: Asked, first: FirstDay, last: LastDay) -> tuple[PromiseHour, ...]:
    """How the waits that were told were kept, hour by hour from the first day to the last (as 2026-11-22, at
    most 31 days): all queues together first, then each queue's own. Hours in which no such wait ended are
    left out."""
    return await _rows(request, first, last)


@get("/api/reports/promise.csv", permission="act_for_agents")
async def promise_csv(request: Asked, first: FirstDay, last: LastDay) -> Response[str]:
    """The same as comma-separated values, with local times."""
    services = services_of(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in await _rows(request, first, last):
        writer.writerow(_cells(services, row))
    headers = {"content-disposition": f'attachment; filename="promise-{first}-{last}.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


async def _rows(request: Asked, first: str, last: str) -> tuple[PromiseHour, ...]:
    services = services_of(request)
    since = _midnight(services, _day(first))
    before = _midnight(services, _day(last) + timedelta(days=1))
    await services.contacts.now()
    told = await services.promises.kept(since, before)
    own = (each for queue_id in services.centre.state.queues for each in _hours(told, queue_id))
    return (*_hours(told, None), *own)


def _hours(told: ToldByHour, queue_id: QueueId | None) -> tuple[PromiseHour, ...]:
    return tuple(
        PromiseHour(
            since=each.since,
            queue_id=queue_id,
            told=each.told,
            kept=each.kept,
            share=each.kept / each.told,
            median_error_ms=each.median_error_ms,
        )
        for each in told.hours(queue_id)
    )


def _cells(services: Services, row: PromiseHour) -> tuple[object, ...]:
    local = datetime.fromtimestamp(row.since / 1000, UTC) + timedelta(
        minutes=services.clock.utc_offset_min(row.since)
    )
    return (
        local.strftime("%Y-%m-%d %H:%M"),
        row.queue_id or "",
        row.told,
        row.kept,
        round(row.share, 3),
        row.median_error_ms // 1000,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("bad_date", text) from error


def _midnight(services: Services, day: date) -> Instant:
    """When the company's day begins."""
    noon = (day - date(1970, 1, 1)).days * DAY_MS + DAY_MS // 2
    return services.day.midnight_before(noon)


HANDLERS = (promise, promise_csv)
