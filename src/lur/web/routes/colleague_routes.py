"""Colleagues: who is good at what, who may decide what, and numbers outside. Agents read and search;
supervisors edit, and everybody their own topics."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from lur.core.flow import Words
from lur.core.ids import AgentId
from lur.features import Refused
from lur.features.colleagues.model import (
    Authority,
    Colleague,
    DecisionKind,
    HandoverRule,
    Known,
    OutsideNumber,
)
from lur.runtime.views import AgentView
from lur.web.asking import Asked, agent_meant, once, services_of
from lur.web.payloads.colleagues import (
    AuthorityBody,
    ChangeDecisionKindBody,
    ChangeHandoverRuleBody,
    ChangeOutsideNumberBody,
    ColleagueBook,
    ColleagueRow,
    ColleaguesFound,
    DecisionKindBody,
    HandoverRuleBody,
    NamesBody,
    OutsideNumberBody,
    SeenBody,
    SentencesBody,
    TopicsBody,
)

CAN_BE_ASKED: frozenset[str] = frozenset(("ready", "standby"))
"""Presences in which a colleague may be rung."""

Line = Annotated[str, QueryParameter(max_length=200)]


@get("/api/colleagues", permission="see_colleagues")
async def colleague_book(request: Asked) -> ColleagueBook:
    """All that is kept of colleagues and decisions, and the numbers outside."""
    services = services_of(request)
    kept = services.colleagues
    agents = sorted(services.centre.state.agents)
    return ColleagueBook(
        colleagues=tuple(kept.of(agent_id) for agent_id in agents),
        kinds=kept.kinds.listed(),
        rules=kept.rules.listed(),
        outside=kept.outside.listed(),
    )


@get("/api/colleagues/search", permission="see_colleagues")
async def search_colleagues(request: Asked, q: Line = "") -> ColleaguesFound:
    """Whom to turn to: "someone who can approve 800 kr", "rabatt 15 %", a name, a skill, a topic, a number
    outside. Oneself is never among them; nothing typed finds everybody."""
    kept = services_of(request).colleagues
    views = {each.id: each for each in _others(request)}
    found = kept.search(q, [_known(each) for each in views.values()])
    rows = tuple(
        _row(views[each.agent_id], kept.of(each.agent_id), each.kind_ids) for each in found.colleagues
    )
    return ColleaguesFound(asked=found.asked, colleagues=rows, outside=found.outside)


def _others(request: Asked) -> tuple[AgentView, ...]:
    agents = services_of(request).push.status().agents
    return tuple(each for each in agents if each.id != request.user.agent_id)


def _known(view: AgentView) -> Known:
    return Known(
        agent_id=view.id,
        name=view.name,
        skills=tuple(each.name for each in view.skills),
        can_be_asked=view.presence in CAN_BE_ASKED and view.hindrance is None,
    )


def _row(view: AgentView, kept: Colleague, kind_ids: tuple[str, ...]) -> ColleagueRow:
    known = _known(view)
    return ColleagueRow(
        agent_id=view.id,
        name=view.name,
        presence=view.presence,
        can_be_asked=known.can_be_asked,
        skills=known.skills,
        topics=kept.topics,
        authority=kept.authority,
        kind_ids=kind_ids,
    )


@post(
    "/api/colleagues/{agent_id:str}/topics",
    permission="act_as_agent",
    edits=("agents", "agent_id"),
    status_code=200,
)
async def set_topics(request: Asked, agent_id: FromPath[str], data: JSONBody[TopicsBody]) -> Colleague:
    """What somebody is good at: one's own (``me``), or anybody's for a supervisor."""
    meant = _there_is(request, agent_meant(request, agent_id))
    return await services_of(request).colleagues.set_topics(meant, data.topics)


@post("/api/colleagues/{agent_id:str}/authority", permission="manage_colleagues", status_code=200)
async def set_authority(request: Asked, agent_id: FromPath[str], data: JSONBody[AuthorityBody]) -> Colleague:
    """Whether somebody may decide something, and up to how much."""
    meant, kept = _there_is(request, AgentId(agent_id)), services_of(request).colleagues
    if not data.may:
        return await kept.let_not_decide(meant, data.kind_id)
    new = Authority(kind_id=data.kind_id, limit_hundredths=data.limit_hundredths)
    return await kept.let_decide(meant, new)


def _there_is(request: Asked, agent_id: AgentId) -> AgentId:
    if agent_id not in services_of(request).centre.state.agents:
        raise Refused("unknown_agent", agent_id)
    return agent_id


# --- kinds of decisions ------------------------------------------------------------------------------------


@post("/api/decision-kinds", permission="manage_colleagues")
async def add_decision_kind(request: Asked, data: JSONBody[DecisionKindBody]) -> DecisionKind:
    """One more."""
    new = DecisionKind(
        id=data.id,
        version=1,
        names=_words(data.names),
        unit=data.unit,
        also=data.also.strip(),
        archived=False,
        demo=False,
    )
    return await services_of(request).colleagues.kinds.add(new)


@post("/api/decision-kinds/{kind_id:str}", permission="manage_colleagues", status_code=200)
async def change_decision_kind(
    request: Asked, kind_id: FromPath[str], data: JSONBody[ChangeDecisionKindBody]
) -> DecisionKind:
    """Other words, archived or offered again; limits are kept."""
    kinds = services_of(request).colleagues.kinds
    new = DecisionKind(
        id=kind_id,
        version=data.version,
        names=_words(data.names),
        unit=kinds.known(kind_id).unit,
        also=data.also.strip(),
        archived=data.archived,
        demo=False,
    )
    return await kinds.change(new)


# --- rules for handing over --------------------------------------------------------------------------------


@post("/api/handover-rules", permission="manage_colleagues")
async def add_handover_rule(request: Asked, data: JSONBody[HandoverRuleBody]) -> HandoverRule:
    """One more."""
    rules = services_of(request).colleagues.rules
    return await rules.add(_rule(once(request, "rule-"), 1, data))


@post("/api/handover-rules/{rule_id:str}", permission="manage_colleagues", status_code=200)
async def change_handover_rule(
    request: Asked, rule_id: FromPath[str], data: JSONBody[ChangeHandoverRuleBody]
) -> HandoverRule:
    """Other words, another kind, another place."""
    return await services_of(request).colleagues.rules.change(_rule(rule_id, data.version, data))


@post("/api/handover-rules/{rule_id:str}/remove", permission="manage_colleagues", status_code=200)
async def remove_handover_rule(
    request: Asked, rule_id: FromPath[str], data: JSONBody[SeenBody]
) -> HandoverRule:
    """Nobody sees it any more. To undo, add what is answered."""
    return await services_of(request).colleagues.rules.remove(rule_id, data.version)


def _rule(rule_id: str, version: int, data: HandoverRuleBody) -> HandoverRule:
    return HandoverRule(
        id=rule_id,
        version=version,
        kind_id=data.kind_id,
        when=_words(data.when),
        say=_words(data.say),
        position=data.position,
        demo=False,
    )


def _words(data: NamesBody | SentencesBody) -> Words:
    return Words(sv=data.sv.strip(), nb=data.nb.strip(), en=data.en.strip())


# --- numbers outside ---------------------------------------------------------------------------------------


@post("/api/outside-numbers", permission="manage_colleagues")
async def add_outside_number(request: Asked, data: JSONBody[OutsideNumberBody]) -> OutsideNumber:
    """One more."""
    outside = services_of(request).colleagues.outside
    return await outside.add(_outside(once(request, "outside-"), 1, data))


@post("/api/outside-numbers/{outside_id:str}", permission="manage_colleagues", status_code=200)
async def change_outside_number(
    request: Asked, outside_id: FromPath[str], data: JSONBody[ChangeOutsideNumberBody]
) -> OutsideNumber:
    """All of it anew."""
    outside = services_of(request).colleagues.outside
    return await outside.change(_outside(outside_id, data.version, data))


@post("/api/outside-numbers/{outside_id:str}/remove", permission="manage_colleagues", status_code=200)
async def remove_outside_number(
    request: Asked, outside_id: FromPath[str], data: JSONBody[SeenBody]
) -> OutsideNumber:
    """It is forgotten. To undo, add what is answered."""
    return await services_of(request).colleagues.outside.remove(outside_id, data.version)


def _outside(outside_id: str, version: int, data: OutsideNumberBody) -> OutsideNumber:
    return OutsideNumber(
        id=outside_id,
        version=version,
        name=data.name.strip(),
        number=data.number.strip(),
        languages=tuple(dict.fromkeys(data.languages)),
        hours=data.hours.strip(),
        purpose=data.purpose.strip(),
        demo=False,
    )


HANDLERS = (
    colleague_book,
    search_colleagues,
    set_topics,
    set_authority,
    add_decision_kind,
    change_decision_kind,
    add_handover_rule,
    change_handover_rule,
    remove_handover_rule,
    add_outside_number,
    change_outside_number,
    remove_outside_number,
)
