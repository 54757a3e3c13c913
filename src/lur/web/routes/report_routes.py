"""Reports over hours gone by, as JSON for pages and as CSV for whoever counts on."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from lur.core.ids import DAY_MS, Instant, QueueId
from lur.core.told_by_hour import ToldByHour
from lur.features import Refused
from lur.web.asking import ME, Asked, agent_meant, services_of
from lur.web.payloads.incidents import PromiseHour
from lur.web.payloads.work import CameBackRow, SolvedRow
from lur.web.services import Services
from lur.web.solving import came_back_to, solved_between

FirstDay = Annotated[str, QueryParameter(name="from", max_length=10)]
LastDay = Annotated[str, QueryParameter(name="to", max_length=10)]
SOLVED_COLUMNS = ("queue", "said", "contacts", "stranger", "pending", "judged", "came_back", "held")
COLUMNS = ("hour", "queue", "told", "kept", "share", "median_error_s")


@get("/api/reports/promise", permission="see_reports")
async def promise(request: Asked, first: FirstDay, last: LastDay) -> tuple[PromiseHour, ...]:
    """How the waits that were told were kept, hour by hour from the first day to the last (as 2026-11-22, at
    most 31 days): all queues together first, then each queue's own. Hours in which no such wait ended are
    left out."""
    return await _rows(request, first, last)


@get("/api/reports/promise.csv", permission="see_reports")
async def promise_csv(request: Asked, first: FirstDay, last: LastDay) -> Response[str]:
    """The same as comma-separated values, with local times."""
    services = services_of(request)
    cells = [_cells(services, row) for row in await _rows(request, first, last)]
    return _csv(f"promise-{first}-{last}", COLUMNS, cells)


@get("/api/reports/solved", permission="see_reports")
async def solved(request: Asked, first: FirstDay, last: LastDay) -> tuple[SolvedRow, ...]:
    """What agents said to "solved for good?" about contacts that came from the first day to the last (at most
    31 days), and whether it held for seven days: all queues together first, then each queue's own. Never by
    agent."""
    return await solved_between(services_of(request), *_span(services_of(request), first, last))


@get("/api/reports/solved.csv", permission="see_reports")
async def solved_csv(request: Asked, first: FirstDay, last: LastDay) -> Response[str]:
    """The same as comma-separated values."""
    services = services_of(request)
    rows = await solved_between(services, *_span(services, first, last))
    return _csv(f"solved-{first}-{last}", SOLVED_COLUMNS, [_solved_cells(row) for row in rows])


@get("/api/came-back", permission="act_as_agent")
async def came_back(request: Asked) -> tuple[CameBackRow, ...]:
    """Of one's own contacts of the last two weeks that one said were solved for good, those whose customer
    came back about the same matter. Nobody can ask for another's."""
    return await came_back_to(services_of(request), agent_meant(request, ME))


def _solved_cells(row: SolvedRow) -> tuple[object, ...]:
    held = "" if row.held is None else round(row.held, 3)
    counts = (row.contacts, row.stranger, row.pending, row.judged, row.came_back)
    return (row.queue_id or "", row.said, *counts, held)


def _csv(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Response[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


async def _rows(request: Asked, first: str, last: str) -> tuple[PromiseHour, ...]:
    services = services_of(request)
    since, before = _span(services, first, last)
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


def _span(services: Services, first: str, last: str) -> tuple[Instant, Instant]:
    """From the company's midnight before the first day to that after the last."""
    return _midnight(services, _day(first)), _midnight(services, _day(last) + timedelta(days=1))


def _midnight(services: Services, day: date) -> Instant:
    """When the company's day begins."""
    noon = (day - date(1970, 1, 1)).days * DAY_MS + DAY_MS // 2
    return services.day.midnight_before(noon)


HANDLERS = (promise, promise_csv, solved, solved_csv, came_back)
