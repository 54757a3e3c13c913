"""Entry flows: what callers hear and may press before they stand in a queue."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.core.flow import ChooseLanguage, Flow, Goodbye, Menu, NodeKind, Say, text_in
from lur.core.flow_check import flow_faults
from lur.core.flow_walk import Step, walk
from lur.core.hours import is_open
from lur.core.ids import Language, QueueId
from lur.features import Refused
from lur.features.directory.service import test_address
from lur.features.flows.model import FlowVersion
from lur.web.asking import Asked, services_of
from lur.web.flow_texts import told
from lur.web.payloads.common import Done, Id
from lur.web.payloads.flows import (
    FlowAnswer,
    FlowBody,
    FlowCheck,
    FlowRow,
    RestoreFlowBody,
    SaidText,
    TryAnswer,
    TryFlowBody,
    TryStep,
)
from lur.web.problems import language_of
from lur.web.services import Services
from lur.wire import words

DRAFT = "draft"


@get("/api/flows", permission="see_status")
async def flows(request: Asked) -> tuple[FlowRow, ...]:
    """All flows, without their nodes."""
    services = services_of(request)
    return tuple([await _row(services, each) for each in services.flows.newest()])


@get("/api/flows/{flow_id:str}", permission="see_status")
async def flow(request: Asked, flow_id: FromPath[str]) -> FlowAnswer:
    """A whole flow, and its earlier versions."""
    services = services_of(request)
    return await _answer(services, services.flows.find(flow_id))


@post("/api/flows/check", permission="manage_queues", trail=False, status_code=200)
async def check_flow(request: Asked, data: JSONBody[FlowBody]) -> FlowCheck:
    """Look for faults without saving."""
    faults = flow_faults(_flow(DRAFT, data), _queues(services_of(request)))
    return FlowCheck(faults=told(faults, language_of(request)))


@post("/api/flows/{flow_id:str}", permission="manage_queues", status_code=200)
async def save_flow(request: Asked, flow_id: FromPath[str], data: JSONBody[FlowBody]) -> FlowAnswer:
    """Save a flow, for the next callers; refused with every fault when it has any."""
    services = services_of(request)
    new = _flow(_new_id(flow_id), data)
    saved = await services.flows.save(new, data.version, _queues(services), request.user.actor)
    return await _answer(services, saved)


@post("/api/flows/{flow_id:str}/restore", permission="manage_queues", status_code=200)
async def restore_flow(request: Asked, flow_id: FromPath[str], data: JSONBody[RestoreFlowBody]) -> FlowAnswer:
    """Make an earlier version the newest, when it has no faults today."""
    services = services_of(request)
    saved = await services.flows.restore(flow_id, data.version, _queues(services), request.user.actor)
    return await _answer(services, saved)


@post("/api/flows/{flow_id:str}/remove", permission="manage_queues", status_code=200)
async def remove_flow(request: Asked, flow_id: FromPath[str]) -> Done:
    """Forget a flow that no address leads to."""
    services = services_of(request)
    services.flows.find(flow_id)
    if entries := await _heard_at(services, flow_id):
        raise Refused("flow_in_use", ", ".join(entries))
    await services.flows.remove(flow_id)
    return Done(seq=0)


@post("/api/flows/{flow_id:str}/try", permission="manage_queues", trail=False, status_code=200)
async def try_flow(request: Asked, flow_id: FromPath[str], data: JSONBody[TryFlowBody]) -> TryAnswer:
    """Walk a flow in thought: what a caller would hear, key by key."""
    services = services_of(request)
    tried = services.flows.find(flow_id).flow if data.draft is None else _flow(DRAFT, data.draft)
    at = services.clock.now() if data.at is None else data.at
    offset = services.clock.utc_offset_min(at)
    queues = services.centre.state.queues
    way = walk(
        tried,
        data.keys,
        data.language,
        lambda queue_id: queue_id in queues and is_open(queues[queue_id].settings, at, offset),
    )
    return TryAnswer(
        steps=tuple(_step(each, data.language) for each in way.steps),
        end=way.end,
        queue_id=way.queue_id,
        language=way.language,
        choices=way.choices,
    )


def _queues(services: Services) -> Collection[QueueId]:
    """Those that take calls."""
    queues = services.centre.state.queues.items()
    return {queue_id for queue_id, queue in queues if queue.settings.channel == "voice"}


def _flow(flow_id: str, data: FlowBody) -> Flow:
    return Flow(flow_id=flow_id, name=data.name, first=data.first, nodes=data.nodes, fallback=data.fallback)


def _new_id(flow_id: str) -> str:
    try:
        return msgspec.convert(flow_id, Id)
    except msgspec.ValidationError as error:
        raise Refused("bad_request", "id") from error


async def _heard_at(services: Services, flow_id: str) -> tuple[str, ...]:
    """The addresses whose callers hear a flow."""
    return tuple(each.address for each in await services.directory.entries() if each.flow_id == flow_id)


async def _row(services: Services, each: FlowVersion) -> FlowRow:
    return FlowRow(
        id=each.flow.flow_id,
        name=each.flow.name,
        version=each.version,
        changed_at=each.at,
        changed_by=each.by,
        node_count=len(each.flow.nodes),
        entries=await _heard_at(services, each.flow.flow_id),
    )


async def _answer(services: Services, each: FlowVersion) -> FlowAnswer:
    return FlowAnswer(
        row=await _row(services, each),
        flow=each.flow,
        versions=services.flows.past(each.flow.flow_id),
        test_address=f"sip:{test_address(each.flow.flow_id)}@{services.config.sip_address}",
    )


def _step(step: Step, home: Language) -> TryStep:
    return TryStep(
        node_id=step.node.id,
        node=msgspec.convert(type(step.node).__name__, NodeKind),
        said=_said(step, home),
        happened=step.happened,
        key=step.key,
    )


def _said(step: Step, home: Language) -> tuple[SaidText, ...]:
    match step.node:
        case Say() | Menu() | Goodbye():
            language, text = text_in(step.node.words, step.language, home)
            return (SaidText(language=language, text=text),)
        case ChooseLanguage():
            return tuple(_language_said(each.language, each.key) for each in step.node.options)
        case _:
            return ()


def _language_said(language: Language, key: str) -> SaidText:
    try:
        text = words.compose(words.LanguageChoice(language, key), language)
    except ValueError:
        text = key
    return SaidText(language=language, text=text)


HANDLERS = (
    flows,
    flow,
    check_flow,
    save_flow,
    restore_flow,
    remove_flow,
    try_flow,
)
