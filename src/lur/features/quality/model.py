"""Forms, samples, reviews and calibrations as values."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lur.core.flow import Words
from lur.core.ids import AgentId, ContactId, Instant, QueueId

Scale = Literal["yes_no", "to_three", "to_five"]
"""No or yes (0, 1), 0 to 3, 0 to 5."""
TOP: dict[Scale, int] = {"yes_no": 1, "to_three": 3, "to_five": 5}
Period = Literal["day", "week", "month"]
Origin = Literal["drawn", "added", "asked"]
"""By chance; by hand, by a leader; by the agent whose contact it is. Only what chance drew is in trends."""
SampleState = Literal["open", "begun", "done", "aside"]
AsideReason = Literal["erased", "no_sound", "nobody_there", "wrong_language", "other"]
ReviewPurpose = Literal["review", "second", "calibration"]
Reply = Literal["seen", "disagree"]
"""What the agent says to a review: seen, or not agreed with, and then somebody else looks too."""

TEXT_LENGTH = 300
WORDS_LENGTH = 4_000
MOST_QUESTIONS = 60
MOST_MARKS = 200
DAY_LONG_MS = 86_400_000


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look for in a contact. Its id stays when its words change, so that its trend goes on."""

    id: str
    words: Words
    hint: Words = Words()
    """What good is, in a line."""
    scale: Scale = "yes_no"
    counts: int = 1
    """How many times it counts in the whole, 1 to 10."""
    may_not_apply: bool = False
    critical: bool = False
    """When it fails (gets 0), the whole is 0."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Questions that belong together."""

    id: str
    words: Words
    questions: tuple[Question, ...]


class ScoringForm(msgspec.Struct, frozen=True, kw_only=True):
    """A team's questions. It is never removed, and each version is kept: reviews were made by it."""

    id: str
    version: int
    """Grows with each change, from 1."""
    words: Words
    sections: tuple[Section, ...]
    passes_at: int
    """Per cent of the whole from which it is passed."""
    archived: bool
    changed_at: Instant
    changed_by: str
    demo: bool

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, as they stand."""
        return tuple(each for section in self.sections for each in section.questions)


class Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer to a question: 0 to the top of its scale, or None when it does not apply."""

    question_id: str
    value: int | None


class Mark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place in the sound that somebody wants to come back to. Personal."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    at_ms: Annotated[int, msgspec.Meta(ge=0, le=DAY_LONG_MS)]
    """From the beginning of the recording."""
    text: Annotated[str, msgspec.Meta(max_length=WORDS_LENGTH)]
    question_id: str | None = None
    recording_id: str = ""


class QuestionNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was written about one question. Personal."""

    question_id: str
    text: Annotated[str, msgspec.Meta(max_length=WORDS_LENGTH)]


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """All words of a review. They lie in the vault with the contact."""

    notes: tuple[QuestionNote, ...] = ()
    marks: tuple[Mark, ...] = ()
    whole: str = ""
    """About the contact as a whole."""


class Sampling(msgspec.Struct, frozen=True, kw_only=True):
    """How contacts are drawn: so many for each agent in each period."""

    id: str
    version: int
    name: str
    form_id: str
    each: int
    """For each agent, 1 to 20."""
    period: Period
    queue_ids: tuple[QueueId, ...]
    """Empty: all queues."""
    least_ms: int
    """Shorter talks are not drawn."""
    archived: bool
    changed_at: Instant
    changed_by: str
    demo: bool


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that may be drawn."""

    contact_id: ContactId
    agent_id: AgentId
    hour: int
    """Of the company's day in which it was answered, 0 to 23."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """Of an agent: how many could be drawn, and how many were."""

    agent_id: AgentId
    of: int
    drawn: int


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """One drawing of samples, as it was: from the seed and the pool anybody can draw it again."""

    id: str
    sampling_id: str
    form_id: str
    each: int
    since: Instant
    before: Instant
    """Contacts that ended from ``since`` until then."""
    at: Instant
    by: str
    """A name, or empty when it was time."""
    seed: str
    taken: dict[AgentId, int]
    """How many each agent had already from the same period."""
    pool: tuple[Candidate, ...]
    of: int
    """How many the pool has."""
    drawn: tuple[ContactId, ...]


class DrawShort(msgspec.Struct, frozen=True, kw_only=True):
    """A draw without its pool, which may be long."""

    id: str
    sampling_id: str
    since: Instant
    before: Instant
    at: Instant
    by: str
    of: int
    drawn: tuple[ContactId, ...]


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A contact to be reviewed, or that was."""

    id: str
    contact_id: ContactId
    agent_id: AgentId
    form_id: str | None
    """None until somebody begins, when the agent asked for it."""
    origin: Origin
    draw_id: str | None
    added_at: Instant
    added_by: str
    """An account's id; empty when it was drawn."""
    state: SampleState
    second: bool
    """The agent did not agree: somebody else looks at it too."""
    aside: AsideReason | None


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One person's judgement of a contact by one version of a form; a draft until ``done_at``."""

    id: str
    version: int
    """Grows with each change, from 1."""
    sample_id: str | None
    calibration_id: str | None
    contact_id: ContactId
    agent_id: AgentId
    """Whose contact it is."""
    form_id: str
    form_version: int
    """The one it was begun with."""
    purpose: ReviewPurpose
    reviewer: str
    """An account's id."""
    reviewer_name: str
    begun_at: Instant
    changed_at: Instant
    done_at: Instant | None
    given: tuple[Given, ...]
    hundredths: int | None
    """Of a per cent of the whole; None in a draft, and when nothing applied."""
    failed: tuple[str, ...]
    """Criticals that failed."""
    passed: bool | None
    has_words: bool
    seen_at: Instant | None
    reply: Reply | None
    replied_at: Instant | None


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """Several judge the same contact without seeing each other, to learn to judge alike."""

    id: str
    contact_id: ContactId
    agent_id: AgentId
    form_id: str
    form_version: int
    reviewers: tuple[str, ...]
    """Accounts' ids."""
    opened_at: Instant
    opened_by: str
    closed_at: Instant | None


class Reviewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who judges: an account, and the agent that it is, when it is one."""

    id: str
    name: str
    agent_id: AgentId | None
