"""What goes in and out of the API about entry flows and the company's calendar."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.flow import Flow, Node, NodeId, NodeKind
from lur.core.flow_check import FlowFaultCode
from lur.core.flow_walk import TryEnd, TryHappening
from lur.core.ids import Instant, Language, QueueId
from lur.core.values import DaySpan
from lur.features.flows.model import KeptVersion
from lur.features.hours.model import CalendarDay, Country, EveChoice, EveCode, EveKind
from lur.web.payloads.common import END, Answer, Body, Name, Problem

Minute = Annotated[int, msgspec.Meta(ge=0, le=1440)]
Day = Annotated[str, msgspec.Meta(pattern=rf"^\d{{4}}-\d\d-\d\d{END}")]
Moment = Annotated[Instant, msgspec.Meta(ge=0, le=4_102_444_800_000)]
"""Until the year 2100."""

# --- flows -------------------------------------------------------------------------------------------------


class FlowBody(Body, frozen=True, kw_only=True):
    """POST /api/flows/{id} and /api/flows/check: a whole flow. ``version`` is the one that it was made of, 0
    for a new flow; when another was saved meanwhile, nothing is changed."""

    name: Name
    first: NodeId
    nodes: Annotated[tuple[Node, ...], msgspec.Meta(max_length=200)]
    fallback: QueueId
    version: Annotated[int, msgspec.Meta(ge=0)] = 0


class FaultRow(Answer, frozen=True, kw_only=True):
    """Why a flow is not saved: where, what about it, and what to do, in the reader's language. ``node_id`` is
    empty when the whole flow is meant."""

    code: FlowFaultCode
    node_id: NodeId
    detail: str
    what_to_do: str


class FlowProblem(Problem, frozen=True, kw_only=True):
    """422 flow_has_faults: every fault there is."""

    faults: tuple[FaultRow, ...]


class FlowCheck(Answer, frozen=True, kw_only=True):
    """POST /api/flows/check: no faults means that it could be saved."""

    faults: tuple[FaultRow, ...]


class FlowRow(Answer, frozen=True, kw_only=True):
    """GET /api/flows: one flow. ``entries`` are the addresses whose callers hear it."""

    id: str
    name: str
    version: int
    changed_at: Instant
    changed_by: str
    node_count: int
    entries: tuple[str, ...]


class FlowAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/flows/{id}: a whole flow and its past, the newest first."""

    row: FlowRow
    flow: Flow
    versions: tuple[KeptVersion, ...]
    test_address: str
    """What an agent's own registered phone dials to hear it; nobody else may."""


class RestoreFlowBody(Body, frozen=True, kw_only=True):
    """POST /api/flows/{id}/restore: an earlier version becomes the newest."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1 << 60)]


class TryFlowBody(Body, frozen=True, kw_only=True):
    """POST /api/flows/{id}/try: walk it in thought. One key for each question in turn, ``-`` for none; when
    they are used up the caller is silent. With ``draft`` that flow is walked instead of the saved one."""

    keys: Annotated[str, msgspec.Meta(max_length=100, pattern=rf"^[0-9*#-]*{END}")] = ""
    language: Language = "sv"
    at: Moment | None = None
    """When the call is made; opening hours are those of then."""
    draft: FlowBody | None = None


class SaidText(Answer, frozen=True, kw_only=True):
    """A text and the language it is said in."""

    language: Language
    text: str


class TryStep(Answer, frozen=True, kw_only=True):
    """One step of a walk: what was said, and what came of it."""

    node_id: NodeId
    node: NodeKind
    said: tuple[SaidText, ...]
    happened: TryHappening
    key: str
    """What was pressed; empty for nothing."""


class TryAnswer(Answer, frozen=True, kw_only=True):
    """The whole walk and where it ends."""

    steps: tuple[TryStep, ...]
    end: TryEnd
    queue_id: QueueId | None
    language: Language
    choices: tuple[str, ...]
    """What agents see of what was chosen."""


# --- calendar ----------------------------------------------------------------------------------------------


class EveBody(Body, frozen=True, kw_only=True):
    """What is done on an eve; ``until_minute`` counts when it is shortened."""

    eve: EveCode
    kind: EveKind = "close"
    until_minute: Minute = 720


class OwnDayBody(Body, frozen=True, kw_only=True):
    """A date of the company's own, as 2026-11-27. No spans: closed all day."""

    date: Day
    name: Name
    spans: Annotated[tuple[DaySpan, ...], msgspec.Meta(max_length=20)] = ()


class CalendarBody(Body, frozen=True, kw_only=True):
    """POST /api/calendar and /api/calendar/preview. An eve that is not named is kept."""

    countries: Annotated[tuple[Country, ...], msgspec.Meta(max_length=2)] = ()
    eves: Annotated[tuple[EveBody, ...], msgspec.Meta(max_length=10)] = ()
    own_days: Annotated[tuple[OwnDayBody, ...], msgspec.Meta(max_length=400)] = ()


class OwnDayRow(Answer, frozen=True, kw_only=True):
    """A date of the company's own."""

    date: str
    name: str
    spans: tuple[DaySpan, ...]


class CalendarAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/calendar. ``days`` are the next twenty that are not like others; ``followers`` the queues that
    follow it."""

    countries: tuple[Country, ...]
    eves: tuple[EveChoice, ...]
    own_days: tuple[OwnDayRow, ...]
    days: tuple[CalendarDay, ...]
    followers: tuple[QueueId, ...]


class CalendarPreview(Answer, frozen=True, kw_only=True):
    """POST /api/calendar/preview: the next twenty days of a calendar that is not saved."""

    days: tuple[CalendarDay, ...]
