"""Events of agents who work together. Part of ``events.py``, which names them all. See
``commands_colleagues.py`` for what a party is.
"""

from __future__ import annotations

from lur.core.event import Event
from lur.core.ids import AgentId, ContactId, Instant, Language, PartyId, QueueId
from lur.core.values import Part, Purpose, WentReason


class AgentStoodBy(Event, frozen=True, kw_only=True):
    """The agent is here for colleagues, and offered no contacts."""

    agent_id: AgentId
    helps: bool


class PartyAsked(Event, frozen=True, kw_only=True):
    """Somebody is asked into a talk until ``expires``; ``agent_id`` None: an outside number is called.

    ``passed`` are those who were asked for the same help before and did not come.
    """

    contact_id: ContactId
    party_id: PartyId
    agent_id: AgentId | None
    purpose: Purpose
    part: Part
    asked_by: AgentId
    expires: Instant
    passed: tuple[AgentId, ...] = ()


class PartyCame(Event, frozen=True, kw_only=True):
    """Somebody is in the talk: who was asked, or who came unasked (then it is the first word of them)."""

    contact_id: ContactId
    party_id: PartyId
    agent_id: AgentId | None
    purpose: Purpose
    part: Part


class PartyChanged(Event, frozen=True, kw_only=True):
    """Who hears whom is another for this party."""

    contact_id: ContactId
    party_id: PartyId
    part: Part


class PartyWent(Event, frozen=True, kw_only=True):
    """Somebody is in the talk, or asked into it, no longer."""

    contact_id: ContactId
    party_id: PartyId
    agent_id: AgentId | None
    reason: WentReason


class ContactHandedOver(Event, frozen=True, kw_only=True):
    """Another agent has the contact, who was a party of the talk; the customer is on hold no longer.

    ``from_agent_id`` None: the agent before had left already.
    """

    contact_id: ContactId
    party_id: PartyId
    agent_id: AgentId
    from_agent_id: AgentId | None


class ContactLeftToColleague(Event, frozen=True, kw_only=True):
    """The agent has gone; the customer hears music until the colleague who is asked answers."""

    contact_id: ContactId
    agent_id: AgentId


class ContactLeftOutside(Event, frozen=True, kw_only=True):
    """The customer talks with an outside number and nobody of ours; it ends when either hangs up."""

    contact_id: ContactId
    party_id: PartyId
    agent_id: AgentId | None


class HoldReminded(Event, frozen=True, kw_only=True):
    """The customer is on hold still, longer than may be (``over_limit``) or not yet."""

    contact_id: ContactId
    over_limit: bool


class MentorSatIn(Event, frozen=True, kw_only=True):
    """The mentor is in each talk of the learner from now on."""

    agent_id: AgentId
    learner_id: AgentId


class MentorGotUp(Event, frozen=True, kw_only=True):
    """The mentor sits with nobody."""

    agent_id: AgentId


class CalledOut(Event, frozen=True, kw_only=True):
    """A contact that an agent began: its customer is being called. It never stood in line."""

    contact_id: ContactId
    agent_id: AgentId
    queue_id: QueueId
    language: Language
    entry: str
    due: Instant
