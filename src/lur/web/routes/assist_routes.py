"""Agents who are there for colleagues, who may be a helper or a mentor, and calls that agents begin."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.core.commands import CallOut, GetUp, SitIn, StandBy
from lur.core.ids import AgentId, ContactId, Language
from lur.features import Refused
from lur.features.callbacks.model import NUMBER_FIELD
from lur.features.helping.model import Mentor
from lur.web.asking import ME, Asked, agent_meant, done, once, services_of, stamped, submit
from lur.web.calling import shown_number, whom
from lur.web.payloads.common import Done
from lur.web.payloads.talks import CallBody, HelpersRow, MentorBody, NewCall, SitInBody
from lur.web.permissions import allows
from lur.web.services import Services

NOTHING = Done(seq=0)


@post("/api/agents/{agent_id:str}/standby", permission="act_as_agent", status_code=200)
async def stand_by(request: Asked, agent_id: FromPath[str]) -> Done:
    """The agent is here for colleagues and is offered no contacts. Calls for help come to supervisors and to
    today's helpers."""
    who, services = agent_meant(request, agent_id), services_of(request)
    helps = await services.helping.helps(who)
    async with services.desks.desks.wanting(who):
        return await submit(request, stamped(request, StandBy, agent_id=who, helps=helps))


@post("/api/agents/{agent_id:str}/sit-in", permission="act_as_agent", status_code=200)
async def sit_in(request: Asked, agent_id: FromPath[str], data: JSONBody[SitInBody]) -> Done:
    """The agent sits in with a learner: in each of the learner's talks from its first word. Whom a supervisor
    has named a mentor of the learner, or a supervisor says so."""
    who, services = agent_meant(request, agent_id), services_of(request)
    is_mentor = services.helping.helpers.may_sit_in(who, data.learner_id)
    if not is_mentor and not allows(request.user, "act_for_agents"):
        raise Refused("may_not_sit_in", data.learner_id)
    async with services.desks.desks.wanting(who):
        return await submit(request, stamped(request, SitIn, agent_id=who, learner_id=data.learner_id))


@post("/api/agents/{agent_id:str}/get-up", permission="act_as_agent", status_code=200)
async def get_up(request: Asked, agent_id: FromPath[str]) -> Done:
    """The mentor leaves the learner, and stands by."""
    return await submit(request, stamped(request, GetUp, agent_id=agent_meant(request, agent_id)))


# --- helpers and mentors -----------------------------------------------------------------------------------


@get("/api/helpers", permission="see_status")
async def helpers(request: Asked) -> HelpersRow:
    """Who helps today, and who may sit in with whom."""
    return _row(services_of(request))


@post("/api/helpers/{agent_id:str}", permission="manage_colleagues", status_code=200)
async def name_helper(request: Asked, agent_id: FromPath[str]) -> HelpersRow:
    """Calls for help come to the agent too, until local midnight."""
    services, who = services_of(request), _there_is(request, agent_id)
    await services.helping.helpers.name_helper(who, services.helping.until())
    await services.helping.settle(who, request.user.actor)
    return _row(services)


@post("/api/helpers/{agent_id:str}/remove", permission="manage_colleagues", status_code=200)
async def end_helper(request: Asked, agent_id: FromPath[str]) -> HelpersRow:
    """They come to the agent no longer."""
    services, who = services_of(request), AgentId(agent_id)
    await services.helping.helpers.end_helper(who)
    await services.helping.settle(who, request.user.actor)
    return _row(services)


@post("/api/mentors", permission="manage_colleagues", status_code=200)
async def let_sit_in(request: Asked, data: JSONBody[MentorBody]) -> HelpersRow:
    """The agent may sit in with the learner, and come into the learner's talks."""
    pair = Mentor(agent_id=_there_is(request, data.agent_id), learner_id=_there_is(request, data.learner_id))
    await services_of(request).helping.helpers.let_sit_in(pair)
    return _row(services_of(request))


@post("/api/mentors/remove", permission="manage_colleagues", status_code=200)
async def let_not_sit_in(request: Asked, data: JSONBody[MentorBody]) -> HelpersRow:
    """The agent may not any longer; who sits there now stays until they get up."""
    pair = Mentor(agent_id=data.agent_id, learner_id=data.learner_id)
    await services_of(request).helping.helpers.let_not_sit_in(pair)
    return _row(services_of(request))


def _row(services: Services) -> HelpersRow:
    kept = services.helping
    return HelpersRow(helpers=kept.helpers.helpers(), until=kept.until(), mentors=kept.helpers.mentors())


def _there_is(request: Asked, agent_id: str) -> AgentId:
    if agent_id not in services_of(request).centre.state.agents:
        raise Refused("unknown_agent", agent_id)
    return AgentId(agent_id)


# --- calls that agents begin -------------------------------------------------------------------------------


@post("/api/calls", permission="act_as_agent", status_code=200)
async def call(request: Asked, data: JSONBody[CallBody]) -> NewCall:
    """Call a number or a customer, as a queue: its number is shown, and its opening hours hold. Numbers of
    those who have said no are not called."""
    services, own = services_of(request), agent_meant(request, ME)
    number, customer = await whom(request, data)
    spoken = customer.languages if customer is not None else ()
    language: Language = data.language or (spoken[0] if spoken else request.user.language)
    contact_id = ContactId(once(request, "c-"))
    command = stamped(
        request,
        CallOut,
        contact_id=contact_id,
        agent_id=own,
        queue_id=data.queue_id,
        language=language,
        entry=await shown_number(services, data.queue_id, language),
    )
    await services.vault.put(contact_id, NUMBER_FIELD, number)
    try:
        recorded = await services.centre.submit(command)
    except Exception:
        if contact_id not in services.centre.state.contacts:  # else it is asked again, and goes on
            await services.vault.erase(contact_id)
        raise
    if customer is not None:
        await services.customers.links.link(contact_id, command.at, customer.id, request.user.actor)
    return NewCall(contact_id=contact_id, seq=done(recorded).seq)


HANDLERS = (
    stand_by,
    sit_in,
    get_up,
    helpers,
    name_helper,
    end_helper,
    let_sit_in,
    let_not_sit_in,
    call,
)
