"""How events change who is in a talk beside its customer and agent, and who stands by. See ``apply.py``."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappush
from typing import Any

from lur.core import events as e
from lur.core.apply_agents import end_cycle, take_presence
from lur.core.apply_contacts import leave_agent, phase
from lur.core.ids import AgentId, ContactId, PartyId
from lur.core.state import Agent, Callback, Contact, Party, State, party_of


def _agent_stood_by(state: State, event: e.AgentStoodBy) -> None:
    agent = state.agents[event.agent_id]
    end_cycle(state, agent, event.at)
    take_presence(state, agent, event)
    agent.pause_reason = None
    agent.stands_by, agent.helps = True, event.helps


def _party_asked(state: State, event: e.PartyAsked) -> None:
    party = Party(
        event.party_id,
        event.agent_id,
        event.purpose,
        event.part,
        event.at,
        asked_by=event.asked_by,
        expires=event.expires,
        passed=event.passed,
    )
    _add(state, event.contact_id, party)
    heappush(state.deadlines, (event.expires, "party", event.party_id))
    _bind(state, event)


def _party_came(state: State, event: e.PartyCame) -> None:
    found = party_of(state, event.party_id)
    if found is None:
        party = Party(event.party_id, event.agent_id, event.purpose, event.part, event.at)
        _add(state, event.contact_id, party)
    else:
        party = found[1]
        party.since, party.expires, party.part = event.at, None, event.part
    _bind(state, event)


def _party_changed(state: State, event: e.PartyChanged) -> None:
    _party(state, event.contact_id, event.party_id).part = event.part


def _party_went(state: State, event: e.PartyWent) -> None:
    _remove(state, event.contact_id, event.party_id)
    if event.agent_id is not None:
        agent = state.agents[event.agent_id]
        agent.party_id = None
        take_presence(state, agent, event)


def _contact_handed_over(state: State, event: e.ContactHandedOver) -> None:
    contact = state.contacts[event.contact_id]
    _remove(state, event.contact_id, event.party_id)
    before = contact.agent_id or contact.left_by
    leave_agent(state, contact, event)
    phase(contact, event)
    contact.left_by = None
    contact.steps = (*contact.steps, (f"agent:{before}", f"agent:{event.agent_id}"))
    agent = state.agents[event.agent_id]
    agent.party_id = None
    _has(state, agent, contact, event)


def _contact_left_to_colleague(state: State, event: e.ContactLeftToColleague) -> None:
    contact = state.contacts[event.contact_id]
    leave_agent(state, contact, event)
    phase(contact, event)
    contact.left_by = event.agent_id


def _contact_left_outside(state: State, event: e.ContactLeftOutside) -> None:
    contact = state.contacts[event.contact_id]
    leave_agent(state, contact, event)
    phase(contact, event)
    contact.left_by = None


def _mentor_sat_in(state: State, event: e.MentorSatIn) -> None:
    state.mentors[event.learner_id] = event.agent_id
    state.agents[event.agent_id].learner_id = event.learner_id


def _mentor_got_up(state: State, event: e.MentorGotUp) -> None:
    mentor = state.agents[event.agent_id]
    learner_id, mentor.learner_id = mentor.learner_id, None
    assert learner_id is not None, "only a mentor gets up"
    del state.mentors[learner_id]


def _called_out(state: State, event: e.CalledOut) -> None:
    contact = Contact(
        contact_id=event.contact_id,
        queue_id=event.queue_id,
        channel="voice",
        language=event.language,
        entry=event.entry,
        entered=event.at,
        due=event.due,
        phase="dialling",
        phase_since=event.at,
        callback=Callback(event.at, attempts=1),
        is_outgoing=True,
    )
    state.contacts[contact.contact_id] = contact
    agent = state.agents[event.agent_id]
    end_cycle(state, agent, event.at)
    _has(state, agent, contact, event)


def _has(state: State, agent: Agent, contact: Contact, event: e.AnyEvent) -> None:
    """The agent has the contact from now on. It tells nothing of how long those in line will wait."""
    contact.agent_id = agent.agent_id
    agent.contacts.append(contact.contact_id)
    agent.cycle_queue = contact.queue_id
    take_presence(state, agent, event)


def _add(state: State, contact_id: ContactId, party: Party) -> None:
    state.contacts[contact_id].parties.append(party)
    state.parties[party.party_id] = contact_id
    state.parties_made += 1


def _remove(state: State, contact_id: ContactId, party_id: PartyId) -> None:
    contact = state.contacts[contact_id]
    contact.parties = [each for each in contact.parties if each.party_id != party_id]
    del state.parties[party_id]


def _bind(state: State, event: e.PartyAsked | e.PartyCame) -> None:
    agent_id: AgentId | None = event.agent_id
    if agent_id is not None:
        agent = state.agents[agent_id]
        agent.party_id = event.party_id
        take_presence(state, agent, event)


def _party(state: State, contact_id: ContactId, party_id: PartyId) -> Party:
    return next(each for each in state.contacts[contact_id].parties if each.party_id == party_id)


HANDLERS: dict[type, Callable[[State, Any], None]] = {
    e.AgentStoodBy: _agent_stood_by,
    e.PartyAsked: _party_asked,
    e.PartyCame: _party_came,
    e.PartyChanged: _party_changed,
    e.PartyWent: _party_went,
    e.ContactHandedOver: _contact_handed_over,
    e.ContactLeftToColleague: _contact_left_to_colleague,
    e.ContactLeftOutside: _contact_left_outside,
    e.MentorSatIn: _mentor_sat_in,
    e.MentorGotUp: _mentor_got_up,
    e.CalledOut: _called_out,
}
