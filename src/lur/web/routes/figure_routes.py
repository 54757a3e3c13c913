"""Reports: figures of days gone by, as JSON for pages and as files, and the contacts behind each figure.

Figures on a single agent are for the talk between the agent and who leads: both see the same, one agent at a
time, and there is no list of agents with figures.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter

from lur.core.ids import AgentId, Channel
from lur.features import Refused
from lur.features.contacts.model import ContactRow
from lur.features.reports.counting import Wanted, silent
from lur.features.reports.days import day_named, name_of
from lur.features.reports.model import By, Compare, Countable
from lur.web.asking import ME, Asked, services_of
from lur.web.payloads.reports import (
    AgentFigures,
    ChecksAnswer,
    CountedContact,
    CountedContacts,
    FiguresReport,
)
from lur.web.permissions import allows
from lur.web.report_files.tables import as_csv, as_parquet, as_xlsx

FirstDay = Annotated[str, QueryParameter(name="from", max_length=10)]
LastDay = Annotated[str, QueryParameter(name="to", max_length=10)]
Named = Annotated[str | None, QueryParameter(max_length=120)]
Hour = Annotated[int | None, QueryParameter(ge=0, le=23)]
Weekday = Annotated[int | None, QueryParameter(ge=1, le=7)]
Rows = Annotated[By, QueryParameter()]
Compared = Annotated[Compare | None, QueryParameter()]
Counts = Annotated[Countable, QueryParameter()]
OfChannel = Annotated[Channel | None, QueryParameter()]
After = Annotated[str, QueryParameter(max_length=40)]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def narrowed(
    queue: Named = None,
    team: Named = None,
    result: Named = None,
    channel: OfChannel = None,
    hour: Hour = None,
    weekday: Weekday = None,
) -> Wanted:
    """What a query asks for: a queue, team, result, channel, hour of the clock or weekday (1 Monday). An
    empty team or result: those without one."""
    return Wanted(queue=queue, team=team, result=result, channel=channel, hour=hour, weekday=weekday)


NARROWED = {"wanted": Provide(narrowed, sync_to_thread=False)}


@get("/api/reports/figures", permission="see_reports", dependencies=NARROWED)
async def figures(
    request: Asked,
    first: FirstDay,
    last: LastDay,
    wanted: NamedDependency[Wanted],
    by: Rows = "day",
    compare: Compared = None,
) -> FiguresReport:
    """All figures of docs/measures.md from the first day to the last (as 2026-11-22, at most 400 days), in
    rows and together; beside those of the same weekdays a week or 52 weeks before."""
    return await services_of(request).figures.report(first, last, by, wanted, compare)


@get("/api/reports/figures.csv", permission="see_reports", dependencies=NARROWED)
async def figures_csv(
    request: Asked,
    first: FirstDay,
    last: LastDay,
    wanted: NamedDependency[Wanted],
    by: Rows = "day",
    compare: Compared = None,
) -> Response[bytes]:
    """The same as comma-separated values."""
    report = await services_of(request).figures.report(first, last, by, wanted, compare)
    return _file(as_csv(report), f"figures-{first}-{last}.csv", "text/csv; charset=utf-8")


@get("/api/reports/figures.xlsx", permission="see_reports", dependencies=NARROWED)
async def figures_xlsx(
    request: Asked,
    first: FirstDay,
    last: LastDay,
    wanted: NamedDependency[Wanted],
    by: Rows = "day",
    compare: Compared = None,
) -> Response[bytes]:
    """The same as a spreadsheet."""
    report = await services_of(request).figures.report(first, last, by, wanted, compare)
    return _file(as_xlsx(report), f"figures-{first}-{last}.xlsx", SPREADSHEET)


@get("/api/reports/figures.parquet", permission="see_reports", dependencies=NARROWED)
async def figures_parquet(
    request: Asked,
    first: FirstDay,
    last: LastDay,
    wanted: NamedDependency[Wanted],
    by: Rows = "day",
    compare: Compared = None,
) -> Response[bytes]:
    """The same as Parquet, for whoever counts on."""
    report = await services_of(request).figures.report(first, last, by, wanted, compare)
    return _file(as_parquet(report), f"figures-{first}-{last}.parquet", "application/vnd.apache.parquet")


def _file(body: bytes, name: str, media_type: str) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media_type, headers=headers)


@get("/api/reports/contacts", permission="see_reports", dependencies=NARROWED)
async def counted(
    request: Asked,
    first: FirstDay,
    last: LastDay,
    wanted: NamedDependency[Wanted],
    figure: Counts,
    after: After = "",
) -> CountedContacts:
    """The contacts that a figure counts, the latest first, 100 at a time: the figure is the sum of
    ``times``. One that counts on two days is there for each of them."""
    return await _counted(request, first, last, wanted, figure, after)


@get("/api/reports/agents/{agent_id:str}", permission="own_account", for_programs=True)
async def of_agent(
    request: Asked,
    agent_id: FromPath[str],
    first: FirstDay,
    last: LastDay,
    by: Rows = "day",
    compare: Compared = None,
) -> AgentFigures:
    """One agent's figures: the agent's own (``me``), and for who may see reports. Nothing of what customers
    said, and nothing that the queue decides."""
    agent = _agent_meant(request, agent_id)
    room = services_of(request).figures
    return AgentFigures(
        agent_id=agent, report=await room.report(first, last, by, Wanted(agent=agent), compare)
    )


@get("/api/reports/agents/{agent_id:str}/contacts", permission="own_account", for_programs=True)
async def of_agent_counted(
    request: Asked,
    agent_id: FromPath[str],
    first: FirstDay,
    last: LastDay,
    figure: Counts,
    after: After = "",
) -> CountedContacts:
    """The contacts behind one agent's figure, for the same two."""
    wanted = Wanted(agent=_agent_meant(request, agent_id))
    return await _counted(request, first, last, wanted, figure, after)


@get("/api/reports/checks", permission="see_reports")
async def checks(request: Asked) -> ChecksAnswer:
    """The latest days that were counted again from the journal, and what did not agree with what was
    shown."""
    return ChecksAnswer(days=await services_of(request).figures.checks.latest())


def _agent_meant(request: Asked, agent_id: str) -> AgentId:
    """Raises ``Refused``: no_agent_of_yours, not_your_agent."""
    own = request.user.agent_id
    if agent_id == ME:
        if own is None:
            raise Refused("no_agent_of_yours")
        return own
    if agent_id != own and not allows(request.user, "see_reports"):
        raise Refused("not_your_agent", agent_id)
    return AgentId(agent_id)


def _shown(row: ContactRow, figure: Countable) -> ContactRow:
    """What customers said is of no agent, so it is not said beside one."""
    return msgspec.structs.replace(row, agent_id=None) if figure.startswith("rating_") else row


async def _counted(
    request: Asked, first: str, last: str, wanted: Wanted, figure: Countable, after: str
) -> CountedContacts:
    services = services_of(request)
    room = services.figures
    room.check(wanted)
    if figure in silent("day", wanted):
        raise Refused("figure_says_nothing", figure)
    if await room.is_of_too_few(first, last, wanted, figure):
        raise Refused("too_few_agents", figure)
    page = await room.reports.counted(room.span(first, last), wanted, figure, _cursor(after))
    rows = await services.contacts.rows([line.contact_id for line in page.lines])
    contacts = tuple(
        CountedContact(contact=_shown(rows[line.contact_id], figure), times=line.times)
        for line in page.lines
        if line.contact_id in rows
    )
    following = None if page.after is None else f"{name_of(page.after[0])}.{page.after[1]}"
    return CountedContacts(figure=figure, value=page.value, contacts=contacts, after=following)


def _cursor(text: str) -> tuple[int, int] | None:
    """Raises ``Refused``: bad_date."""
    day, _, number = text.partition(".")
    if not text:
        return None
    if not number.isdecimal():
        raise Refused("bad_date", text)
    return day_named(day), int(number)


HANDLERS = (
    figures,
    figures_csv,
    figures_xlsx,
    figures_parquet,
    counted,
    of_agent,
    of_agent_counted,
    checks,
)
