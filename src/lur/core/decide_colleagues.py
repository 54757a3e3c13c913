"""Decisions about asking somebody into a talk: who can be asked, what comes of it, who hears whom.

Only who is ready, or stands by for colleagues, is asked: nobody is torn out of a talk, a wrap-up or a pause.
A customer is given to nobody before the colleague has answered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lur.core import commands as c
from lur.core import events as e
from lur.core.decide_agents import after_contact, end_wrap_up
from lur.core.decide_contacts import talking
from lur.core.decide_parties import (
    gone,
    handed_over,
    left_outside,
    mentor_of_next,
    party_id_after,
)
from lur.core.ids import AgentId, Instant, PartyId
from lur.core.rejections import Rejected
from lur.core.state import Contact, Party, State, party_of
from lur.core.values import Part, Purpose, WentReason

_AboutAgent = Any
"""A command with an ``agent_id``."""

MOST_PARTIES = 4
OUTSIDE_RING_MS = 45_000
"""How long an outside number may ring; a mobile's voicemail answers after 25 to 30 s."""
_MAY_STAND_BY = ("signed_out", "ready", "unreachable", "pause", "breath", "wrap_up")
_ASKING: tuple[Purpose, ...] = ("consult", "transfer")
_PARTS: dict[Purpose, tuple[Part, ...]] = {
    "consult": ("aside", "joined"),
    "transfer": ("aside", "joined"),
    "help": ("listen", "whisper", "joined"),
    "join": ("listen", "whisper", "joined"),
    "mentor": ("listen", "whisper"),
    "learner": ("listen", "whisper"),
}


def stand_by(state: State, command: c.StandBy) -> list[e.AnyEvent] | Rejected:
    """Here for colleagues from now on; again, only what comes to them is changed."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if agent.presence == "standby" and agent.helps == command.helps:
        return []
    if agent.presence not in (*_MAY_STAND_BY, "standby"):
        return Rejected("presence_forbids", agent.presence)
    decided = end_wrap_up(agent, command.at)
    if agent.requested is not None:
        decided.append(e.RequestWithdrawn(at=command.at, agent_id=agent.agent_id))
    return [*decided, e.AgentStoodBy(at=command.at, agent_id=agent.agent_id, helps=command.helps)]


def ask(state: State, command: c.AskParty) -> list[e.AnyEvent] | Rejected:
    """A colleague's phone rings, or an outside number is called; the customer is held unless it is for
    help."""
    contact = talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    refused = _may_not_ask(state, contact, command)
    if refused is not None:
        return refused
    agent_id = command.agent_id
    if command.purpose == "help" and agent_id is None:
        agent_id = next_helper(state, contact, (), [])
        if agent_id is None:
            return Rejected("nobody_to_help", contact.contact_id)
    held: list[e.AnyEvent] = []
    if command.purpose in _ASKING and contact.phase == "talking":
        held.append(e.ContactHeld(at=command.at, contact_id=contact.contact_id))
    party_id = command.party_id if agent_id is None else None
    return [*held, _asked(state, contact, command.purpose, agent_id, command.at, party_id=party_id)]


def _may_not_ask(state: State, contact: Contact, command: c.AskParty) -> Rejected | None:
    if contact.channel != "voice":
        return Rejected("wrong_channel", contact.channel)
    if command.purpose not in ("consult", "transfer", "help"):
        return Rejected("part_forbidden", command.purpose)
    if len(contact.parties) >= MOST_PARTIES:
        return Rejected("too_many_in_talk", contact.contact_id)
    if any(not each.is_there and _same_wish(each.purpose, command.purpose) for each in contact.parties):
        return Rejected("already_asking", contact.contact_id)
    if command.agent_id is not None:
        return _not_available(state, contact, command.agent_id, command.purpose)
    if command.purpose != "help" and (command.party_id is None or command.party_id in state.parties):
        return Rejected("bad_settings", "party_id")
    return None


def _same_wish(one: Purpose, other: Purpose) -> bool:
    return (one in _ASKING) == (other in _ASKING)


def _not_available(state: State, contact: Contact, agent_id: AgentId, purpose: Purpose) -> Rejected | None:
    """Why this colleague cannot come into this talk now."""
    agent = state.agents.get(agent_id)
    if agent is None:
        return Rejected("unknown_agent", agent_id)
    if agent_id == contact.agent_id:
        return Rejected("same_agent", agent_id)
    if any(each.agent_id == agent_id for each in contact.parties):
        return Rejected("already_in_talk", agent_id)
    if agent.presence not in ("ready", "standby") or agent.hindrance is not None:
        return Rejected("agent_not_available", agent.hindrance or agent.presence)
    if purpose == "transfer" and _is_loop(contact, agent_id):
        return Rejected("moves_in_a_loop", agent_id)
    return None


def _is_loop(contact: Contact, agent_id: AgentId) -> bool:
    """Whether the contact has gone this very step before."""
    return (f"agent:{contact.agent_id}", f"agent:{agent_id}") in contact.steps


def _asked(
    state: State,
    contact: Contact,
    purpose: Purpose,
    agent_id: AgentId | None,
    at: Instant,
    *,
    party_id: PartyId | None = None,
    passed: tuple[AgentId, ...] = (),
    decided: list[e.AnyEvent] | None = None,
) -> e.PartyAsked:
    ring_ms = state.queues[contact.queue_id].settings.ring_timeout_ms
    assert contact.agent_id is not None, "an agent asks"
    return e.PartyAsked(
        at=at,
        contact_id=contact.contact_id,
        party_id=party_id or party_id_after(state, decided or []),
        agent_id=agent_id,
        purpose=purpose,
        part="listen" if purpose == "help" else "aside",
        asked_by=contact.agent_id,
        expires=at + (OUTSIDE_RING_MS if agent_id is None else ring_ms),
        passed=passed,
    )


def next_helper(
    state: State, contact: Contact, passed: tuple[AgentId, ...], decided: list[e.AnyEvent]
) -> AgentId | None:
    """Who has stood by to help for longest, and has not been asked for this or by ``decided``."""
    taken = {event.agent_id for event in decided if isinstance(event, e.PartyAsked)}
    helpers = [
        (agent.since, agent.agent_id)
        for agent in state.agents.values()
        if agent.presence == "standby"
        and agent.helps
        and agent.hindrance is None
        and agent.agent_id not in passed
        and agent.agent_id not in taken
        and agent.agent_id != contact.agent_id
    ]
    return min(helpers)[1] if helpers else None


def answer(state: State, command: c.AnswerAsk) -> list[e.AnyEvent] | Rejected:
    """There; and, when it was a transfer, the customer is theirs."""
    found = party_of(state, command.party_id)
    if found is None:
        return Rejected("ask_is_over", command.party_id)
    contact, party = found
    if party.is_there:
        return []
    gives = party.purpose == "transfer"
    came = e.PartyCame(
        at=command.at,
        contact_id=contact.contact_id,
        party_id=party.party_id,
        agent_id=party.agent_id,
        purpose=party.purpose,
        part="joined" if gives else party.part,
    )
    if not gives:
        return [came]
    return [came, *given(state, contact, party, command.at)]


def given(state: State, contact: Contact, party: Party, at: Instant) -> list[e.AnyEvent]:
    """The customer goes to the party; the agent, if one is still there, to wrap-up."""
    before = None if contact.agent_id is None else state.agents[contact.agent_id]
    parted = [] if before is None else after_contact(state, before, contact.contact_id, at)
    if party.agent_id is None:
        return [*left_outside(state, contact, party, at), *parted]
    decided = [*handed_over(state, contact, party, at), *parted]
    return decided + mentor_of_next(state, contact, party, decided, at)


def decline(state: State, command: c.DeclineAsk) -> list[e.AnyEvent] | Rejected:
    """They do not come."""
    found = party_of(state, command.party_id)
    if found is None or found[1].is_there:
        return Rejected("ask_is_over", command.party_id)
    return not_coming(state, *found, command.reason, command.at, [])


def not_coming(
    state: State,
    contact: Contact,
    party: Party,
    reason: WentReason,
    at: Instant,
    decided: list[e.AnyEvent],
) -> list[e.AnyEvent]:
    """They do not come, or are asked no longer."""
    went = gone(state, contact, party, reason, at)
    dropped = reason == "dropped" and contact.phase != "transferring"
    return went if dropped else [*went, *_instead(state, contact, party, at, decided)]


def _instead(
    state: State, contact: Contact, party: Party, at: Instant, decided: list[e.AnyEvent]
) -> list[e.AnyEvent]:
    """What follows when who was asked does not come: help is asked of the next; a customer whose agent has
    left goes back to their place; else the agent still has them, and nothing follows."""
    if contact.left_by is not None:
        returned = e.ContactReturned(
            at=at, contact_id=contact.contact_id, agent_id=contact.left_by, reason="nobody_came"
        )
        return [returned]
    if party.purpose != "help" or party.agent_id is None:
        return []
    passed = (*party.passed, party.agent_id)
    helper = next_helper(state, contact, passed, decided)
    if helper is None:
        return []
    return [_asked(state, contact, "help", helper, at, passed=passed, decided=decided)]


def passing_on(
    decision: Callable[[State, _AboutAgent], list[e.AnyEvent] | Rejected],
) -> Callable[[State, _AboutAgent], list[e.AnyEvent] | Rejected]:
    """A decision about an agent who may be asked into a talk just then, with what follows for that talk."""

    def decide(state: State, command: _AboutAgent) -> list[e.AnyEvent] | Rejected:
        agent = state.agents.get(command.agent_id)
        asked = agent.party_id if agent is not None and agent.presence == "asked" else None
        decided = decision(state, command)
        if asked is None or isinstance(decided, Rejected):
            return decided
        if not any(isinstance(event, e.PartyWent) for event in decided):
            return decided
        found = party_of(state, asked)
        assert found is not None, "who is asked is asked by somebody"
        return [*decided, *_instead(state, *found, command.at, decided)]

    return decide


def end_party(state: State, command: c.EndParty) -> list[e.AnyEvent] | Rejected:
    """Out of the talk. The contact is over when it was the outside number whom the customer was left with and
    who hung up; when their line failed, the customer is back in the queue with the wait that was."""
    found = party_of(state, command.party_id)
    if found is None:
        return Rejected("ask_is_over", command.party_id)
    contact, party = found
    if not party.is_there:
        return not_coming(state, contact, party, command.reason, command.at, [])
    went = gone(state, contact, party, command.reason, command.at)
    if contact.phase != "outside":
        return went
    if command.reason == "lost":
        back = e.ContactMoved(
            at=command.at, contact_id=contact.contact_id, queue_id=contact.queue_id, due=contact.due
        )
        return [*went, back]
    ended = e.ContactEnded(
        at=command.at,
        contact_id=contact.contact_id,
        outcome="served",
        ended_by="system",
        cause="outside_hung_up",
    )
    return [*went, ended]


def change_part(state: State, command: c.ChangePart) -> list[e.AnyEvent] | Rejected:
    """Who hears whom. Who is joined from aside brings the customer back from hold: now all speak."""
    found = party_of(state, command.party_id)
    if found is None:
        return Rejected("ask_is_over", command.party_id)
    contact, party = found
    if not party.is_there:
        return Rejected("ask_not_answered", command.party_id)
    if command.part not in _PARTS[party.purpose] or contact.agent_id is None:
        return Rejected("part_forbidden", command.part)
    if command.part == party.part:
        return []
    changed = e.PartyChanged(
        at=command.at, contact_id=contact.contact_id, party_id=party.party_id, part=command.part
    )
    if party.part != "aside" or contact.phase != "held":
        return [changed]
    return [changed, e.ContactResumed(at=command.at, contact_id=contact.contact_id)]


def hand_over(state: State, command: c.HandOver) -> list[e.AnyEvent] | Rejected:
    """The agent has told what it is about, and gives the customer to who is there."""
    contact = talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    party = next((each for each in contact.parties if each.party_id == command.party_id), None)
    if party is None:
        return Rejected("ask_is_over", command.party_id)
    if not party.is_there:
        return Rejected("ask_not_answered", command.party_id)
    if party.part in ("listen", "whisper"):
        return Rejected("only_listens", party.part)
    if party.agent_id is not None and _is_loop(contact, party.agent_id):
        return Rejected("moves_in_a_loop", party.agent_id)
    joined = _joined(contact, party, command.at)
    return [*joined, *given(state, contact, party, command.at)]


def _joined(contact: Contact, party: Party, at: Instant) -> list[e.AnyEvent]:
    """An outside number with whom a customer is left is no longer aside."""
    if party.agent_id is not None or party.part == "joined":
        return []
    return [e.PartyChanged(at=at, contact_id=contact.contact_id, party_id=party.party_id, part="joined")]


def take_over(state: State, command: c.TakeOver) -> list[e.AnyEvent] | Rejected:
    """A colleague in the talk has the customer from now on; who had them listens on, or wraps up."""
    found = party_of(state, command.party_id)
    if found is None:
        return Rejected("ask_is_over", command.party_id)
    contact, party = found
    if not party.is_there or party.agent_id is None:
        return Rejected("ask_not_answered", command.party_id)
    if contact.agent_id is None or contact.agent_id != command.from_agent_id:
        return Rejected("already_taken_over", contact.agent_id or "")
    if not command.stays:
        return given(state, contact, party, command.at)
    listens = e.PartyCame(
        at=command.at,
        contact_id=contact.contact_id,
        party_id=party_id_after(state, []),
        agent_id=contact.agent_id,
        purpose="learner",
        part="listen",
    )
    decided = [*handed_over(state, contact, party, command.at), listens]
    return decided + mentor_of_next(state, contact, party, decided, command.at)


def join(state: State, command: c.JoinTalk) -> list[e.AnyEvent] | Rejected:
    """In the talk at once, heard or not; the agent sees it."""
    contact = talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    if contact.channel != "voice":
        return Rejected("wrong_channel", contact.channel)
    refused = _not_available(state, contact, command.agent_id, "join")
    if refused is not None:
        return refused
    if len(contact.parties) >= MOST_PARTIES:
        return Rejected("too_many_in_talk", contact.contact_id)
    if command.part not in _PARTS["join"]:
        return Rejected("part_forbidden", command.part)
    return [
        e.PartyCame(
            at=command.at,
            contact_id=contact.contact_id,
            party_id=party_id_after(state, []),
            agent_id=command.agent_id,
            purpose="join",
            part=command.part,
        )
    ]
