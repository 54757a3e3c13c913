"""Decisions about whether an agent can be called at all: the desk in the browser, and what hinders it.

A hindered agent keeps the presence they have chosen until it would be ready; then they are unreachable, which
everybody can see, and are offered nothing. What was ringing goes back to its place without blame.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import events as e
from lur.core.decide_agents import became_unreachable, wants_contacts, withdraw_offer
from lur.core.ids import Instant
from lur.core.rejections import Rejected
from lur.core.state import Agent, State


def report_hindrance(state: State, command: c.ReportHindrance) -> list[e.AnyEvent] | Rejected:
    """What hinders the desk has changed; the same again changes nothing."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if command.hindrance == agent.hindrance:
        return []
    if command.hindrance is None:
        return _mended(agent, command.at)
    hindered = e.AgentHindered(at=command.at, agent_id=agent.agent_id, hindrance=command.hindrance)
    if agent.hindrance is not None:
        return [hindered]
    decided = [*withdraw_offer(state, agent, command.at, "agent_unreachable"), hindered]
    if agent.presence == "asked" and agent.stands_by:
        decided.append(wants_contacts(agent, command.at))
    elif agent.presence in ("ready", "offered", "asked"):
        decided.append(became_unreachable(agent, command.at))
    return decided


def _mended(agent: Agent, at: Instant) -> list[e.AnyEvent]:
    unhindered = e.AgentUnhindered(at=at, agent_id=agent.agent_id)
    if agent.presence != "unreachable":
        return [unhindered]
    return [unhindered, e.AgentBecameReady(at=at, agent_id=agent.agent_id)]
