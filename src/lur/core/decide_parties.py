"""What follows when somebody beside the agent leaves a talk, and to whom an agent who leaves can leave it.

A colleague who was asked or helped goes back to what they did before, without wrap-up: the contact was not
theirs. A customer is never left with nobody: there is a colleague in the talk, one who is asked to come, an
outside number, or the queue.
"""

from __future__ import annotations

from lur.core import decide_agents as agents
from lur.core import events as e
from lur.core.ids import Instant, PartyId
from lur.core.state import Agent, Contact, Party, State
from lur.core.values import WentReason

MISSED = ("no_answer", "unreachable")


def party_id_after(state: State, decided: list[e.AnyEvent]) -> PartyId:
    """The next party's id, when ``decided`` is applied."""
    made = sum(isinstance(event, e.PartyAsked | e.PartyCame) for event in decided)
    return PartyId(f"party-{state.parties_made + made + 1}")


def gone(state: State, contact: Contact, party: Party, reason: WentReason, at: Instant) -> list[e.AnyEvent]:
    """The party is in the talk, or asked, no longer; a colleague goes on with what they did before."""
    went = e.PartyWent(
        at=at,
        contact_id=contact.contact_id,
        party_id=party.party_id,
        agent_id=party.agent_id,
        reason=reason,
    )
    if party.agent_id is None:
        return [went]
    agent = state.agents[party.agent_id]
    if reason in MISSED and not agent.stands_by and not party.is_there:
        return [went, agents.paused(agent, "missed", agents.OWN_LIMITS_MS["missed"], at)]
    return [went, after(agent, at)]


def after(agent: Agent, at: Instant) -> e.AnyEvent:
    """What was asked for meanwhile, or back to what they did before."""
    request = agent.requested
    if request is None:
        return agents.wants_contacts(agent, at)
    if request.sign_out:
        return agents.signed_out(agent, "asked", at)
    return agents.paused(agent, request.reason, request.limit_ms, at)


def all_gone(state: State, contact: Contact, at: Instant, but: tuple[Party, ...] = ()) -> list[e.AnyEvent]:
    """The talk goes on without them, or is over."""
    decided: list[e.AnyEvent] = []
    for party in contact.parties:
        if party not in but:
            decided += gone(state, contact, party, "over" if party.is_there else "withdrawn", at)
    return decided


def left_to_others(state: State, contact: Contact, at: Instant, *, on_purpose: bool) -> list[e.AnyEvent]:
    """By which the agent parts from a customer who is left with somebody; empty when there is nobody. What
    the agent does next is not in it.

    ``on_purpose``: the agent hangs up. Then a colleague with whom they speak aside, while the customer is on
    hold, has the customer: so do phones everywhere. A line that fails says nothing of the kind.
    """
    agent_id = contact.agent_id
    assert agent_id is not None, "only an agent who has the contact leaves it"
    joined = [each for each in contact.parties if each.is_there and each.part == "joined"]
    aside = [each for each in contact.parties if each.is_there and each.part == "aside"]
    heirs = [*joined, *aside] if on_purpose and contact.phase == "held" else joined
    colleague = next((each for each in heirs if each.agent_id is not None), None)
    if colleague is not None:
        return [
            *handed_over(state, contact, colleague, at),
            *mentor_of_next(state, contact, colleague, [], at),
        ]
    asked = tuple(each for each in contact.parties if not each.is_there and each.purpose == "transfer")
    if asked:
        left = e.ContactLeftToColleague(at=at, contact_id=contact.contact_id, agent_id=agent_id)
        return [*all_gone(state, contact, at, asked), left]
    return left_outside(state, contact, joined[0], at) if joined else []


def left_outside(state: State, contact: Contact, party: Party, at: Instant) -> list[e.AnyEvent]:
    """The customer goes on with the outside number alone."""
    left = e.ContactLeftOutside(
        at=at, contact_id=contact.contact_id, party_id=party.party_id, agent_id=contact.agent_id
    )
    return [*all_gone(state, contact, at, (party,)), left]


def handed_over(state: State, contact: Contact, party: Party, at: Instant) -> list[e.AnyEvent]:
    """The colleague has the contact from now on. Whom the agent before had asked is asked no longer, or they
    would take the customer from somebody else; and who sits with that agent goes too."""
    assert party.agent_id is not None, "an outside number has no contacts"
    handed = e.ContactHandedOver(
        at=at,
        contact_id=contact.contact_id,
        party_id=party.party_id,
        agent_id=party.agent_id,
        from_agent_id=contact.agent_id,
    )
    stay = tuple(each for each in contact.parties if each.is_there and each.purpose != "mentor")
    return [handed, *all_gone(state, contact, at, (party, *stay))]


def mentor_of_next(
    state: State, contact: Contact, party: Party, decided: list[e.AnyEvent], at: Instant
) -> list[e.AnyEvent]:
    """As ``mentor_comes``, for the colleague who has the contact from now on."""
    assert party.agent_id is not None, "an outside number has no mentor"
    return mentor_comes(state, state.agents[party.agent_id], contact, decided, at)


def mentor_comes(
    state: State, learner: Agent, contact: Contact, decided: list[e.AnyEvent], at: Instant
) -> list[e.AnyEvent]:
    """The learner's mentor, if one sits there and is free, is in the talk from its first word."""
    mentor_id = state.mentors.get(learner.agent_id)
    if mentor_id is None or contact.channel != "voice":
        return []
    mentor = state.agents[mentor_id]
    if mentor.presence != "standby" or mentor.hindrance is not None:
        return []
    return [
        e.PartyCame(
            at=at,
            contact_id=contact.contact_id,
            party_id=party_id_after(state, decided),
            agent_id=mentor_id,
            purpose="mentor",
            part="listen",
        )
    ]
