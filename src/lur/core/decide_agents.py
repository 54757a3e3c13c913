"""Decisions about an agent's presence: ready, pause, wrap-up, breath, signed out.

Recovery is a right: wrap-up is never cut short by anybody but the agent, and a pause or sign-out that is
asked for during a contact is kept and done when the contact and its wrap-up are over.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import MINUTE_MS, ContactId, Instant
from lur.core.rejections import Rejected
from lur.core.state import Agent, State
from lur.core.values import SignOutReason, WithdrawReason

OWN_LIMITS_MS = {
    "missed": 15 * MINUTE_MS,
    "line_lost": 15 * MINUTE_MS,
    "stopped_calling": 15 * MINUTE_MS,
    "unreachable": 15 * MINUTE_MS,
}
"""How long the pauses that the centre itself begins last at most; then the agent is signed out."""
OTHER_PAUSE_LIMIT_MS = 60 * MINUTE_MS
DISPOSITION_LENGTH = 80
LONGEST_PAUSE_MS = 12 * 60 * MINUTE_MS
LONGEST_EXTENSION_MS = 30 * MINUTE_MS
UNREACHABLE_LIMIT_MS = 5 * MINUTE_MS
"""How long somebody may be unreachable before it counts as a pause."""
HARD_BREATH_MS = MINUTE_MS
"""The least breath after a contact that the agent marked as hard."""


def become_ready(state: State, command: c.BecomeReady) -> list[e.AnyEvent] | Rejected:
    """Ready at once; on a contact, or with one offered, it only takes back what was asked for."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if agent.presence in ("ready", "unreachable", "offered", "on_contact", "asked", "assisting"):
        withdrawn = e.RequestWithdrawn(at=command.at, agent_id=agent.agent_id)
        return [withdrawn] if agent.requested is not None else []
    decided = end_wrap_up(agent, command.at)
    if agent.requested is not None:
        decided.append(e.RequestWithdrawn(at=command.at, agent_id=agent.agent_id))
    decided.append(wants_contacts(agent, command.at, stands_by=False))
    return decided


def take_pause(state: State, command: c.TakePause) -> list[e.AnyEvent] | Rejected:
    """Pause at once, or after the contact and its wrap-up."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    limit_ms = command.limit_ms or pause_limit_ms(state, command.reason)
    if not 0 < len(command.reason) <= 40 or not 0 < limit_ms <= LONGEST_PAUSE_MS:
        return Rejected("bad_settings", "pause")
    if agent.presence in ("on_contact", "wrap_up", "assisting"):
        return [
            *withdraw_offer(state, agent, command.at, "agent_left"),
            e.PauseRequested(
                at=command.at, agent_id=agent.agent_id, reason=command.reason, limit_ms=limit_ms
            ),
        ]
    return [
        *withdraw_offer(state, agent, command.at, "agent_left"),
        paused(agent, command.reason, limit_ms, command.at),
    ]


def sign_out(state: State, command: c.SignOut) -> list[e.AnyEvent] | Rejected:
    """Leave at once, or after the contact."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if agent.presence == "signed_out":
        return []
    if agent.presence in ("on_contact", "assisting"):
        withdrawn = withdraw_offer(state, agent, command.at, "agent_left")
        return [*withdrawn, e.SignOutRequested(at=command.at, agent_id=agent.agent_id)]
    return [
        *withdraw_offer(state, agent, command.at, "agent_left"),
        *end_wrap_up(agent, command.at),
        signed_out(agent, "asked", command.at),
    ]


def take_more_time(state: State, command: c.TakeMoreTime) -> list[e.AnyEvent] | Rejected:
    """One more minute of wrap-up or breath."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if agent.presence not in ("wrap_up", "breath") or agent.until is None:
        return Rejected("presence_forbids", agent.presence)
    if not 0 < command.by_ms <= LONGEST_EXTENSION_MS:
        return Rejected("bad_settings", "by_ms")
    until = max(agent.until, command.at) + command.by_ms
    return [e.MoreTimeTaken(at=command.at, agent_id=agent.agent_id, until=until)]


def finish_wrap_up(state: State, command: c.FinishWrapUp) -> list[e.AnyEvent] | Rejected:
    """The agent is done with the contact; then what was asked for, or a breath, or ready."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if agent.presence != "wrap_up" or agent.wrap_up_contact is None:
        return Rejected("presence_forbids", agent.presence)
    if command.disposition is not None and not 0 < len(command.disposition) <= DISPOSITION_LENGTH:
        return Rejected("bad_settings", "disposition")
    finished = e.WrapUpFinished(
        at=command.at,
        agent_id=agent.agent_id,
        contact_id=agent.wrap_up_contact,
        disposition=command.disposition,
        solved=command.solved,
        hard=command.hard,
        unsure=command.unsure and command.solved is None,
    )
    return [finished, after_work(state, agent, command.at, hard=command.hard)]


def pause_limit_ms(state: State, reason: str) -> int:
    """How long a pause for this reason lasts at most, ms."""
    return OWN_LIMITS_MS.get(reason) or state.pauses.get(reason, OTHER_PAUSE_LIMIT_MS)


def paused(agent: Agent, reason: str, limit_ms: int, at: Instant) -> e.AgentPaused:
    """A pause that begins now."""
    return e.AgentPaused(at=at, agent_id=agent.agent_id, reason=reason, until=at + limit_ms)


def signed_out(agent: Agent, reason: SignOutReason, at: Instant) -> e.AgentSignedOut:
    """A sign-out now."""
    return e.AgentSignedOut(at=at, agent_id=agent.agent_id, reason=reason)


def after_contact(state: State, agent: Agent, contact_id: ContactId, at: Instant) -> list[e.AnyEvent]:
    """What an agent does when a contact has left the desk: wrap-up, or on with the others that are there."""
    if any(other != contact_id for other in agent.contacts):
        return []
    withdrawn = withdraw_offer(state, agent, at, "agent_left")
    queue = state.queues[state.contacts[contact_id].queue_id]
    if queue.settings.wrap_up_ms > 0:
        until = at + queue.settings.wrap_up_ms
        started = e.WrapUpStarted(at=at, agent_id=agent.agent_id, contact_id=contact_id, until=until)
        return [*withdrawn, started]
    return [*withdrawn, after_work(state, agent, at, hard=False)]


def after_work(state: State, agent: Agent, at: Instant, *, hard: bool) -> e.AnyEvent:
    """What follows the work: the pause or sign-out that was asked for, else a breath, else ready."""
    request = agent.requested
    if request is not None and request.sign_out:
        return signed_out(agent, "asked", at)
    if request is not None:
        return paused(agent, request.reason, request.limit_ms, at)
    breath_ms = _breath_ms(state, agent)
    if hard:
        breath_ms = max(HARD_BREATH_MS, 3 * breath_ms)
    if breath_ms > 0:
        return e.BreathStarted(at=at, agent_id=agent.agent_id, until=at + breath_ms)
    return wants_contacts(agent, at)


def end_of_rest(state: State, agent: Agent, at: Instant) -> list[e.AnyEvent]:
    """What happens when the agent's own deadline has come."""
    if agent.presence == "pause":
        return [signed_out(agent, "pause_expired", at)]
    if agent.presence == "unreachable":
        return [paused(agent, "unreachable", OWN_LIMITS_MS["unreachable"], at)]
    if agent.presence == "breath":
        return [wants_contacts(agent, at)]
    return [*end_wrap_up(agent, at), after_work(state, agent, at, hard=False)]


def wants_contacts(agent: Agent, at: Instant, *, stands_by: bool | None = None) -> e.AnyEvent:
    """What an agent does who is free again: stands by for colleagues, if that is what they did before; else
    ready, or unreachable while the desk is hindered."""
    if agent.stands_by if stands_by is None else stands_by:
        return e.AgentStoodBy(at=at, agent_id=agent.agent_id, helps=agent.helps)
    if agent.hindrance is not None:
        return became_unreachable(agent, at)
    return e.AgentBecameReady(at=at, agent_id=agent.agent_id)


def became_unreachable(agent: Agent, at: Instant) -> e.AgentBecameUnreachable:
    """The agent would be ready, but nobody can call them now."""
    return e.AgentBecameUnreachable(at=at, agent_id=agent.agent_id, until=at + UNREACHABLE_LIMIT_MS)


def _breath_ms(state: State, agent: Agent) -> int:
    """The breath of the queue that the agent has just worked for."""
    assert agent.cycle_queue is not None, "work that ends had begun with an accepted offer"
    return state.queues[agent.cycle_queue].settings.breath_ms


def end_wrap_up(agent: Agent, at: Instant) -> list[e.AnyEvent]:
    """The wrap-up that the agent is in ends without a word."""
    if agent.presence != "wrap_up" or agent.wrap_up_contact is None:
        return []
    return [e.WrapUpFinished(at=at, agent_id=agent.agent_id, contact_id=agent.wrap_up_contact)]


def withdraw_offer(state: State, agent: Agent, at: Instant, reason: WithdrawReason) -> list[e.AnyEvent]:
    """Take back the agent's open offer, if there is one; or a colleague's wish that rings (what
    follows from that is decided by ``decide_colleagues.passing_on``)."""
    if agent.presence == "asked" and agent.party_id is not None:
        went = e.PartyWent(
            at=at,
            contact_id=state.parties[agent.party_id],
            party_id=agent.party_id,
            agent_id=agent.agent_id,
            reason="unreachable" if reason == "agent_unreachable" else "declined",
        )
        return [went]
    if agent.offer_id is None:
        return []
    offer = state.offers[agent.offer_id]
    return [
        e.OfferWithdrawn(
            at=at,
            offer_id=offer.offer_id,
            contact_id=offer.contact_id,
            agent_id=agent.agent_id,
            reason=reason,
        )
    ]
