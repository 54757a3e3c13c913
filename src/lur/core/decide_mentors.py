"""Decisions about a mentor who sits with a learner: in each of the learner's talks from its first word, hears
both, and is heard by the learner alone when they want to be.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import events as e
from lur.core.decide_colleagues import stand_by
from lur.core.decide_parties import gone, party_id_after
from lur.core.ids import ContactId, Instant
from lur.core.rejections import Rejected
from lur.core.state import Agent, Contact, State, party_of


def sit_in(state: State, command: c.SitIn) -> list[e.AnyEvent] | Rejected:
    """The mentor stands by beside the learner, and comes into the talk that the learner is in. A mentor sits
    with one learner, and a learner has one mentor: the latest word counts."""
    mentor, learner = state.agents.get(command.agent_id), state.agents.get(command.learner_id)
    if mentor is None or learner is None:
        return Rejected("unknown_agent", command.learner_id if mentor else command.agent_id)
    if mentor is learner:
        return Rejected("same_agent", mentor.agent_id)
    if mentor.learner_id == learner.agent_id:
        return []
    stood_by = stand_by(
        state,
        c.StandBy(command_id=command.command_id, at=command.at, agent_id=mentor.agent_id, helps=mentor.helps),
    )
    if isinstance(stood_by, Rejected):
        return stood_by
    decided = [*_others_get_up(state, mentor, learner, command.at), *stood_by]
    decided.append(e.MentorSatIn(at=command.at, agent_id=mentor.agent_id, learner_id=learner.agent_id))
    contact = _talk_of(state, learner)
    if contact is not None and mentor.hindrance is None:
        decided.append(_comes(state, mentor, contact, decided, command.at))
    return decided


def get_up(state: State, command: c.GetUp) -> list[e.AnyEvent] | Rejected:
    """The mentor leaves the learner, and the talk that they are in together."""
    mentor = state.agents.get(command.agent_id)
    if mentor is None:
        return Rejected("unknown_agent", command.agent_id)
    if mentor.learner_id is None:
        return Rejected("not_sitting_in", mentor.agent_id)
    return _gets_up(state, mentor, command.at)


def _gets_up(state: State, mentor: Agent, at: Instant) -> list[e.AnyEvent]:
    decided: list[e.AnyEvent] = [e.MentorGotUp(at=at, agent_id=mentor.agent_id)]
    found = None if mentor.party_id is None else party_of(state, mentor.party_id)
    if found is not None and found[1].purpose == "mentor":
        decided += gone(state, *found, "left", at)
    return decided


def _others_get_up(state: State, mentor: Agent, learner: Agent, at: Instant) -> list[e.AnyEvent]:
    """Of the learner's former mentor, and of this mentor from a former learner (who is in no talk: a mentor
    in one does not stand by)."""
    decided: list[e.AnyEvent] = []
    if mentor.learner_id is not None:
        decided.append(e.MentorGotUp(at=at, agent_id=mentor.agent_id))
    former = state.mentors.get(learner.agent_id)
    if former is not None:
        decided += _gets_up(state, state.agents[former], at)
    return decided


def _talk_of(state: State, learner: Agent) -> Contact | None:
    contacts = [state.contacts[ContactId(each)] for each in learner.contacts]
    return next(
        (each for each in contacts if each.phase in ("talking", "held") and each.channel == "voice"), None
    )


def _comes(
    state: State, mentor: Agent, contact: Contact, decided: list[e.AnyEvent], at: Instant
) -> e.PartyCame:
    return e.PartyCame(
        at=at,
        contact_id=contact.contact_id,
        party_id=party_id_after(state, decided),
        agent_id=mentor.agent_id,
        purpose="mentor",
        part="listen",
    )
