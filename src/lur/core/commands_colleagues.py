"""Commands of agents who work together: ask somebody into a talk, hand it over, help, sit in, call out. Part
of ``commands.py``, which names them all.

Beside its customer and the agent who has it, a talk has *parties*: colleagues, or outside numbers, who are
asked or are there. Who an outside number is lies in the vault, under the party's id.
"""

from __future__ import annotations

from lur.core.command import Command
from lur.core.ids import AgentId, ContactId, Language, PartyId, QueueId
from lur.core.values import Part, Purpose, WentReason


class StandBy(Command, frozen=True, kw_only=True):
    """The agent is here for colleagues and is offered no contacts. ``helps``: calls for help come too."""

    agent_id: AgentId
    helps: bool = False


class AskParty(Command, frozen=True, kw_only=True):
    """The agent who has the contact asks somebody into its talk: ``agent_id``, or an outside number (None).

    ``consult`` and ``transfer`` put the customer on hold. ``help`` does not, and without ``agent_id`` goes
    to those who stand by to help, one after the other. ``transfer`` gives the customer to whoever answers.
    """

    contact_id: ContactId
    purpose: Purpose
    agent_id: AgentId | None = None
    party_id: PartyId | None = None
    """Of an outside number, chosen by the shell, since the number is in the vault before it is asked."""


class AnswerAsk(Command, frozen=True, kw_only=True):
    """Who was asked has answered."""

    party_id: PartyId


class DeclineAsk(Command, frozen=True, kw_only=True):
    """Who was asked does not come."""

    party_id: PartyId
    reason: WentReason


class EndParty(Command, frozen=True, kw_only=True):
    """Somebody beside the agent leaves the talk, is asked no longer, or lost the line."""

    party_id: PartyId
    reason: WentReason


class ChangePart(Command, frozen=True, kw_only=True):
    """Who hears whom is changed for one party. Whoever is joined to the talk takes the customer from hold."""

    party_id: PartyId
    part: Part


class HandOver(Command, frozen=True, kw_only=True):
    """The agent gives the customer to a party who is there and speaks, and leaves. Who listens came for
    something else: they take over, or nobody does."""

    contact_id: ContactId
    party_id: PartyId


class TakeOver(Command, frozen=True, kw_only=True):
    """A colleague who is in the talk takes the customer from ``from_agent_id``, who must still have it: of
    two who do so at once, one does. ``stays``: that agent listens on."""

    party_id: PartyId
    from_agent_id: AgentId
    stays: bool = False


class LeaveTalk(Command, frozen=True, kw_only=True):
    """The agent leaves the customer with who is joined to the talk, or is asked to take it."""

    contact_id: ContactId


class JoinTalk(Command, frozen=True, kw_only=True):
    """A colleague comes into a talk unasked; the agent sees it. Who may do so is the shell's business."""

    contact_id: ContactId
    agent_id: AgentId
    part: Part = "listen"


class SitIn(Command, frozen=True, kw_only=True):
    """A mentor stands by beside a learner: from now on, each talk of the learner has the mentor in it."""

    agent_id: AgentId
    learner_id: AgentId


class GetUp(Command, frozen=True, kw_only=True):
    """The mentor sits with the learner no longer."""

    agent_id: AgentId


class CallOut(Command, frozen=True, kw_only=True):
    """The agent calls somebody, as ``queue_id``, within its opening hours. The number is in the vault."""

    contact_id: ContactId
    agent_id: AgentId
    queue_id: QueueId
    language: Language = "sv"
    entry: str = ""
    """Our number that the customer sees."""
