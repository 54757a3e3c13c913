"""Agents: who they are, and the verbs of their day. ``me`` as the id means one's own."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.core.commands import (
    AddAgent,
    BecomeReady,
    ChangeAgentSkills,
    FinishWrapUp,
    RemoveAgent,
    SignOut,
    TakeMoreTime,
    TakePause,
)
from lur.core.events import AgentAdded
from lur.core.ids import AgentId
from lur.features import Refused
from lur.features.directory.model import REALM
from lur.features.directory.model import PhoneSecret as Secret
from lur.runtime.views import AgentView
from lur.web.asking import Asked, agent_meant, services_of, stamped, submit
from lur.web.payloads.common import (
    AddAgentBody,
    Done,
    FinishWrapUpBody,
    MoreTimeBody,
    NewAgent,
    PauseBody,
    PhoneSecret,
    SkillsBody,
)


@get("/api/agents", permission="see_status")
async def agents(request: Asked) -> tuple[AgentView, ...]:
    """All agents as they are now."""
    return services_of(request).push.status().agents


@post("/api/agents", permission="manage_agents")
async def add_agent(request: Asked, data: JSONBody[AddAgentBody]) -> NewAgent:
    """Make an agent known, with a phone."""
    services = services_of(request)
    agent_id = AgentId(data.id) if data.id else services.directory.next_number()
    recorded = await services.centre.submit(stamped(request, AddAgent, agent_id=agent_id, skills=data.skills))
    for each in recorded:
        if isinstance(each.event, AgentAdded):
            agent_id = each.event.agent_id
    secret = await services.directory.add_agent(agent_id, data.name, data.language)
    return NewAgent(agent_id=agent_id, phone=_shown(request, secret))


@post("/api/agents/{agent_id:str}/remove", permission="manage_agents", status_code=200)
async def remove_agent(request: Asked, agent_id: FromPath[str]) -> Done:
    """Forget an agent who is signed out: the phone stops working, the name is erased, and an account that was
    theirs is no agent's."""
    answer = await submit(request, stamped(request, RemoveAgent, agent_id=AgentId(agent_id)))
    await services_of(request).directory.remove_agent(AgentId(agent_id))
    await services_of(request).colleagues.forget(AgentId(agent_id))
    await services_of(request).helping.helpers.forget(AgentId(agent_id))
    await services_of(request).accounts.unlink(AgentId(agent_id))
    return answer


@post(
    "/api/agents/{agent_id:str}/skills",
    permission="manage_skills",
    edits=("agents", "agent_id"),
    status_code=200,
)
async def change_skills(request: Asked, agent_id: FromPath[str], data: JSONBody[SkillsBody]) -> Done:
    """Replace an agent's skills."""
    return await submit(request, stamped(request, ChangeAgentSkills, agent_id=agent_id, skills=data.skills))


@post("/api/agents/{agent_id:str}/phone", permission="manage_agents", status_code=200)
async def renew_phone(request: Asked, agent_id: FromPath[str]) -> PhoneSecret:
    """A new secret for the agent's phone, shown this once; the old one no longer works."""
    services = services_of(request)
    if agent_id not in services.centre.state.agents:
        raise Refused("unknown_agent", agent_id)
    return _shown(request, await services.directory.renew_phone_secret(AgentId(agent_id)))


@get("/api/agents/{agent_id:str}/phone", permission="manage_agents")
async def demo_phone(request: Asked, agent_id: FromPath[str]) -> PhoneSecret:
    """What is typed into the phone. The secret itself only for demo agents, so that Lur's own demo traffic
    can be them without taking the phone from a person who tries one."""
    services = services_of(request)
    secret = await services.directory.phone_secret(AgentId(agent_id))
    agent = services.centre.state.agents.get(AgentId(agent_id))
    if agent is None or not agent.demo:
        secret = Secret(agent_id=secret.agent_id, username=secret.username, secret="")
    return _shown(request, secret)


@post("/api/agents/{agent_id:str}/ready", permission="act_as_agent", status_code=200)
async def become_ready(request: Asked, agent_id: FromPath[str]) -> Done:
    """The agent wants contacts; with a browser phone that has no sound they are unreachable until it has."""
    who = agent_meant(request, agent_id)
    async with services_of(request).desks.desks.wanting(who):
        return await submit(request, stamped(request, BecomeReady, agent_id=who))


@post("/api/agents/{agent_id:str}/pause", permission="act_as_agent", status_code=200)
async def pause(request: Asked, agent_id: FromPath[str], data: JSONBody[PauseBody]) -> Done:
    """The agent pauses, at once or after the contact."""
    who = agent_meant(request, agent_id)
    command = stamped(request, TakePause, agent_id=who, reason=data.reason, limit_ms=data.limit_ms)
    return await submit(request, command)


@post("/api/agents/{agent_id:str}/sign-out", permission="act_as_agent", status_code=200)
async def leave(request: Asked, agent_id: FromPath[str]) -> Done:
    """The agent leaves, at once or after the contact."""
    return await submit(request, stamped(request, SignOut, agent_id=agent_meant(request, agent_id)))


@post("/api/agents/{agent_id:str}/more-time", permission="act_as_agent", status_code=200)
async def more_time(request: Asked, agent_id: FromPath[str], data: JSONBody[MoreTimeBody]) -> Done:
    """One more minute in wrap-up or breath."""
    who = agent_meant(request, agent_id)
    return await submit(request, stamped(request, TakeMoreTime, agent_id=who, by_ms=data.by_ms))


@post("/api/agents/{agent_id:str}/finish-wrap-up", permission="act_as_agent", status_code=200)
async def finish_wrap_up(request: Asked, agent_id: FromPath[str], data: JSONBody[FinishWrapUpBody]) -> Done:
    """The work after the contact is done."""
    services_of(request).dispositions.check_known(data.disposition)
    command = stamped(
        request,
        FinishWrapUp,
        agent_id=agent_meant(request, agent_id),
        disposition=data.disposition,
        solved=data.solved,
        unsure=data.unsure,
        hard=data.hard,
    )
    return await submit(request, command)


def _shown(request: Asked, secret: Secret) -> PhoneSecret:
    address = f"sip:{secret.username}@{services_of(request).config.sip_address}"
    return PhoneSecret(
        agent_id=secret.agent_id,
        username=secret.username,
        secret=secret.secret,
        realm=REALM,
        address=address,
    )


HANDLERS = (
    agents,
    add_agent,
    remove_agent,
    change_skills,
    renew_phone,
    demo_phone,
    become_ready,
    pause,
    leave,
    more_time,
    finish_wrap_up,
)
