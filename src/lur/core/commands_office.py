"""Commands of the supervisor's chair and the office: who works where today, what is noted beside the journal.

Part of ``commands.py``, kept apart so that each file stays short.
"""

from __future__ import annotations

from lur.core.command import Command
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.core.values import PauseReason, RatingWay, Skill


class ChangeAgentTeam(Command, frozen=True, kw_only=True):
    """The agent belongs to another team; empty: to none. Teams are for reports and for finding people, and
    decide nothing about contacts."""

    agent_id: AgentId
    team: str


class AssignAgent(Command, frozen=True, kw_only=True):
    """For a while the agent has ``skills`` beside their own, and serves only ``queue_ids`` (empty: all that
    the skills allow). It takes the place of an earlier assignment."""

    agent_id: AgentId
    until: Instant
    skills: tuple[Skill, ...] = ()
    queue_ids: tuple[QueueId, ...] = ()


class EndAssignment(Command, frozen=True, kw_only=True):
    """The agent works as usual again."""

    agent_id: AgentId


class ChangePauses(Command, frozen=True, kw_only=True):
    """The reasons that agents may pause for, each with its limit, in the order in which they are shown."""

    reasons: tuple[PauseReason, ...]


class NoteChange(Command, frozen=True, kw_only=True):
    """Something that is kept beside the journal was changed; the digest ties what was written down of it to
    the chain."""

    change_id: str
    section: str
    sha256: str


class AskRating(Command, frozen=True, kw_only=True):
    """The customer of a contact that is over is asked how it went."""

    contact_id: ContactId
    way: RatingWay


class RateContact(Command, frozen=True, kw_only=True):
    """The customer's answer, 1 (badly) to 5 (very well); given again, the latest counts."""

    contact_id: ContactId
    way: RatingWay
    rating: int
