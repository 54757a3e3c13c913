"""Events of the supervisor's chair and the office. Part of ``events.py``, kept apart so that each file stays
short.
"""

from __future__ import annotations

from lur.core.event import Event
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.core.values import PauseReason, RatingWay, Skill


class AgentTeamChanged(Event, frozen=True, kw_only=True):
    """The agent belongs to another team; empty: to none."""

    agent_id: AgentId
    team: str


class AgentAssigned(Event, frozen=True, kw_only=True):
    """Until ``until`` the agent has ``skills`` beside their own (the higher level counts), and serves only
    ``queue_ids``; none named: all that the skills allow."""

    agent_id: AgentId
    until: Instant
    skills: tuple[Skill, ...]
    queue_ids: tuple[QueueId, ...]


class AssignmentEnded(Event, frozen=True, kw_only=True):
    """The agent works as usual again: it was ended, or its time is over."""

    agent_id: AgentId


class PausesChanged(Event, frozen=True, kw_only=True):
    """Other reasons to pause for, or other limits; a pause that has begun keeps its own."""

    reasons: tuple[PauseReason, ...]


class ChangeNoted(Event, frozen=True, kw_only=True):
    """Something beside the journal was changed. What it was and what it became lies in the audit trail; this
    is the SHA-256, hex, of that entry."""

    change_id: str
    section: str
    sha256: str


class RatingAsked(Event, frozen=True, kw_only=True):
    """The customer was asked how it went."""

    contact_id: ContactId
    way: RatingWay


class ContactRated(Event, frozen=True, kw_only=True):
    """The customer said how it went, 1 (badly) to 5 (very well). What they wrote lies in the vault."""

    contact_id: ContactId
    way: RatingWay
    rating: int
