"""Bodies and answers about colleagues, decisions, outside numbers and refused numbers; as in ``payloads``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.ids import AgentId, Language
from lur.features.colleagues.model import (
    NAME_LENGTH,
    TEXT_LENGTH,
    TOPICS_LENGTH,
    Authority,
    Colleague,
    DecisionKind,
    HandoverRule,
    OutsideNumber,
    Understood,
    Unit,
)
from lur.features.refusals.model import NOTE_LENGTH, RefusalReason
from lur.runtime.views import PresenceName
from lur.web.payloads.common import END, Answer, Body, Id

ShortLine = Annotated[
    str, msgspec.Meta(min_length=1, max_length=NAME_LENGTH, pattern=rf"^[^\x00-\x1f\x7f]*{END}")
]
LongLine = Annotated[
    str, msgspec.Meta(min_length=1, max_length=TEXT_LENGTH, pattern=rf"^[^\x00-\x09\x0b-\x1f\x7f]*{END}")
]
MayBeEmpty = Annotated[str, msgspec.Meta(max_length=TEXT_LENGTH, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]
Topics = Annotated[str, msgspec.Meta(max_length=TOPICS_LENGTH, pattern=rf"^[^\x00-\x09\x0b-\x1f\x7f]*{END}")]
RefusalNote = Annotated[
    str, msgspec.Meta(max_length=NOTE_LENGTH, pattern=rf"^[^\x00-\x09\x0b-\x1f\x7f]*{END}")
]
TypedNumber = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]
"""As it was typed: ``070-123 45 67`` is kept as ``+46701234567``."""
Hundredths = Annotated[int, msgspec.Meta(ge=1, le=100_000_000_00)]
RecordVersion = Annotated[int, msgspec.Meta(ge=1, le=1 << 50)]


class NamesBody(Body, frozen=True, kw_only=True):
    """A short name in the three languages."""

    sv: ShortLine
    nb: ShortLine
    en: ShortLine


class SentencesBody(Body, frozen=True, kw_only=True):
    """A sentence or two in the three languages."""

    sv: LongLine
    nb: LongLine
    en: LongLine


# --- colleagues --------------------------------------------------------------------------------------------


class TopicsBody(Body, frozen=True, kw_only=True):
    """POST /api/colleagues/{agent_id}/topics: what somebody is good at, in their own words."""

    topics: Topics


class AuthorityBody(Body, frozen=True, kw_only=True):
    """POST /api/colleagues/{agent_id}/authority: whether somebody may decide something, and up to how much,
    in hundredths of a crown or of a percentage point. No limit is any amount."""

    kind_id: Id
    may: bool = True
    limit_hundredths: Hundredths | None = None


class ColleagueRow(Answer, frozen=True, kw_only=True):
    """A colleague in a search."""

    agent_id: AgentId
    name: str
    presence: PresenceName
    """At the time of asking; the live socket knows it from then on."""
    can_be_asked: bool
    skills: tuple[str, ...]
    topics: str
    authority: tuple[Authority, ...]
    kind_ids: tuple[str, ...]
    """The decisions that were asked for and that they may make; none when no decision was asked for."""


class ColleaguesFound(Answer, frozen=True, kw_only=True):
    """GET /api/colleagues/search: the best first. For a decision: who can be asked now, then whose limit is
    the closest above."""

    asked: Understood
    colleagues: tuple[ColleagueRow, ...]
    outside: tuple[OutsideNumber, ...]


class ColleagueBook(Answer, frozen=True, kw_only=True):
    """GET /api/colleagues: all that is kept, as it is edited and as a search shows it."""

    colleagues: tuple[Colleague, ...]
    kinds: tuple[DecisionKind, ...]
    rules: tuple[HandoverRule, ...]
    outside: tuple[OutsideNumber, ...]


# --- decisions ---------------------------------------------------------------------------------------------


class DecisionKindBody(Body, frozen=True, kw_only=True):
    """POST /api/decision-kinds: something that not everybody may decide. ``also`` are other words for it."""

    id: Id
    names: NamesBody
    unit: Unit
    also: MayBeEmpty = ""


class ChangeDecisionKindBody(Body, frozen=True, kw_only=True):
    """POST /api/decision-kinds/{id}: other words, archived or offered again. ``version`` is the one that was
    seen. The unit stays."""

    version: RecordVersion
    names: NamesBody
    also: MayBeEmpty = ""
    archived: bool = False


class HandoverRuleBody(Body, frozen=True, kw_only=True):
    """POST /api/handover-rules: when a customer may be handed to somebody who decides (for the agent), and
    what to say (to the customer). Without a kind it holds for all decisions."""

    kind_id: Id | None = None
    when: SentencesBody
    say: SentencesBody
    position: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0


class ChangeHandoverRuleBody(HandoverRuleBody, frozen=True, kw_only=True):
    """POST /api/handover-rules/{id}: all of it anew; ``version`` is the one that was seen."""

    version: RecordVersion


class SeenBody(Body, frozen=True, kw_only=True):
    """POST …/remove: the version that was seen."""

    version: RecordVersion


# --- outside and refused numbers ---------------------------------------------------------------------------


class OutsideNumberBody(Body, frozen=True, kw_only=True):
    """POST /api/outside-numbers: somebody outside the house who can be asked."""

    name: ShortLine
    number: TypedNumber
    languages: Annotated[tuple[Language, ...], msgspec.Meta(max_length=3)] = ()
    hours: MayBeEmpty = ""
    purpose: MayBeEmpty = ""


class ChangeOutsideNumberBody(OutsideNumberBody, frozen=True, kw_only=True):
    """POST /api/outside-numbers/{id}: all of it anew; ``version`` is the one that was seen."""

    version: RecordVersion


class RefusedNumberBody(Body, frozen=True, kw_only=True):
    """POST /api/refused-numbers: a number that is not called from now on."""

    number: TypedNumber
    reason: RefusalReason = "asked_not_to"
    note: RefusalNote = ""
