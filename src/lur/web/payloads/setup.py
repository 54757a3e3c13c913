"""Bodies and answers of setting up: prompts, looks, pauses, people, the guide, test calls; declared as in
``payloads``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.ids import AgentId, Language
from lur.features.first_run.model import GuideState
from lur.features.prompts.model import Sentence, SpokenOnly
from lur.web.payloads.colleagues import TypedNumber
from lur.web.payloads.common import END, Address, Answer, Body, Code, DurationMs, PhoneSecret
from lur.web.people import MOST_ROWS, FaultyRow, PersonRow

PauseWord = Annotated[
    str, msgspec.Meta(min_length=1, max_length=40, pattern=rf"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*{END}")
]
Colour = Annotated[str, msgspec.Meta(max_length=7)]


class PromptsAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/prompts/{language}"""

    sentences: tuple[Sentence, ...]
    spoken_only: tuple[SpokenOnly, ...]


class BrandAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/brand: what everybody may see, at the door and on customers' pages."""

    company: dict[Language, str]
    accent: str
    """#rrggbb; empty: Lur's own."""
    on_accent: str
    logo: str
    """The picture's address; empty: there is none."""


class AccentBody(Body, frozen=True, kw_only=True):
    """POST /api/brand/accent; empty: Lur's own."""

    accent: Colour


class PauseBodyRow(Body, frozen=True, kw_only=True):
    """A reason, its limit and its words."""

    reason: Code
    limit_ms: DurationMs
    sv: PauseWord
    nb: PauseWord
    en: PauseWord


class PausesBody(Body, frozen=True, kw_only=True):
    """POST /api/pauses: all of them, in the order in which they are shown."""

    reasons: Annotated[tuple[PauseBodyRow, ...], msgspec.Meta(min_length=1, max_length=20)]


class TeamBody(Body, frozen=True, kw_only=True):
    """POST /api/agents/{id}/team; empty: none."""

    team: Annotated[str, msgspec.Meta(max_length=40, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]


class PeopleBody(Body, frozen=True, kw_only=True):
    """POST /api/people and /api/people/check"""

    people: Annotated[tuple[PersonRow, ...], msgspec.Meta(min_length=1, max_length=MOST_ROWS)]


class PeopleFaults(Answer, frozen=True, kw_only=True):
    """POST /api/people/check: what is wrong, row by row; nothing: they can be added."""

    faults: tuple[FaultyRow, ...]


class NewPerson(Answer, frozen=True, kw_only=True):
    """Somebody who was added; the password and the phone's secret are shown this once."""

    name: str
    login: str
    password: str
    agent_id: AgentId | None
    phone: PhoneSecret | None


class StepBody(Body, frozen=True, kw_only=True):
    """POST /api/guide/{step}"""

    state: GuideState


class LanguagesBody(Body, frozen=True, kw_only=True):
    """POST /api/guide/languages: what the company speaks, the first one first."""

    languages: Annotated[tuple[Language, ...], msgspec.Meta(min_length=1, max_length=3)]


class HiddenBody(Body, frozen=True, kw_only=True):
    """POST /api/guide/hidden: whether administrators are no longer led to the guide."""

    hidden: bool


class FirstCallBody(Body, frozen=True, kw_only=True):
    """POST /api/guide/call: the address to call."""

    address: Address


class TrialBody(Body, frozen=True, kw_only=True):
    """POST /api/trunks/{id}/try: the telephone to call."""

    number: TypedNumber
