"""Bodies and answers about talks with colleagues and calls that agents begin; declared as in ``payloads``."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lur.core.ids import AgentId, ContactId, Instant, Language, PartyId, QueueId
from lur.core.values import Part
from lur.features.helping.model import HINT_LENGTH, Mentor
from lur.web.payloads.colleagues import ShortLine, TypedNumber
from lur.web.payloads.common import END, Answer, Body

HintText = Annotated[
    str, msgspec.Meta(min_length=1, max_length=HINT_LENGTH, pattern=rf"^[^\x00-\x09\x0b-\x1f\x7f]*{END}")
]
AskPurpose = Literal["consult", "transfer", "help"]
HeardPart = Literal["listen", "whisper", "joined"]


class AskBody(Body, frozen=True, kw_only=True):
    """POST /api/contacts/{id}/ask: a colleague, or an outside number with the name to show for it. For help
    neither is needed: those who stand by to help are rung, one after the other."""

    purpose: AskPurpose
    agent_id: AgentId | None = None
    number: TypedNumber | None = None
    name: Annotated[str, msgspec.Meta(max_length=120, pattern=rf"^[^\x00-\x1f\x7f]*{END}")] = ""


class ToQueueBody(Body, frozen=True, kw_only=True):
    """POST /api/contacts/{id}/queue: the customer waits there with the wait they have had."""

    queue_id: QueueId


class HandOverBody(Body, frozen=True, kw_only=True):
    """POST /api/contacts/{id}/hand-over: to somebody who is in the talk."""

    party_id: PartyId


class JoinBody(Body, frozen=True, kw_only=True):
    """POST /api/contacts/{id}/join"""

    part: HeardPart = "listen"


class PartBody(Body, frozen=True, kw_only=True):
    """POST /api/parties/{id}/part: who hears whom."""

    part: Part


class TakeOverBody(Body, frozen=True, kw_only=True):
    """POST /api/parties/{id}/take-over: from the agent who was seen to have the customer; of two who do so
    at once, one does. ``stays``: that agent listens on."""

    from_agent_id: AgentId
    stays: bool = False


class SitInBody(Body, frozen=True, kw_only=True):
    """POST /api/agents/{id}/sit-in: beside whom."""

    learner_id: AgentId


class MentorBody(Body, frozen=True, kw_only=True):
    """POST /api/mentors and /api/mentors/remove: who may sit in with whom."""

    agent_id: AgentId
    learner_id: AgentId


class CallBody(Body, frozen=True, kw_only=True):
    """POST /api/calls: a number, a customer (then the first of their numbers), or both. ``queue_id`` is whose
    number is shown and whose opening hours hold. Without a language it is the customer's, else one's own."""

    queue_id: QueueId
    number: TypedNumber | None = None
    customer_id: ShortLine | None = None
    language: Language | None = None


class HintBody(Body, frozen=True, kw_only=True):
    """POST /api/contacts/{id}/hints: a line for the agent who talks, which the customer never sees."""

    text: HintText


class NewParty(Answer, frozen=True, kw_only=True):
    """Who was just asked."""

    party_id: PartyId
    seq: int


class NewCall(Answer, frozen=True, kw_only=True):
    """The call that was just begun."""

    contact_id: ContactId
    seq: int


class HelpersRow(Answer, frozen=True, kw_only=True):
    """GET /api/helpers: who helps today, until local midnight, and who may sit in with whom."""

    helpers: tuple[AgentId, ...]
    until: Instant
    mentors: tuple[Mentor, ...]
