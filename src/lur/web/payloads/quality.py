"""Bodies and answers about quality: forms, samples, reviews, calibrations, trend; as in ``payloads``."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lur.core.flow import Words
from lur.core.ids import AgentId, Channel, ContactId, Instant, Language, QueueId
from lur.features.quality.agreement import Spread
from lur.features.quality.model import (
    MOST_MARKS,
    MOST_QUESTIONS,
    TEXT_LENGTH,
    WORDS_LENGTH,
    AsideReason,
    Calibration,
    Draw,
    Given,
    Mark,
    Period,
    QuestionNote,
    Reply,
    Review,
    Sample,
    Sampling,
    Scale,
    ScoringForm,
    Share,
    Written,
)
from lur.features.quality.trend import QuestionTrend
from lur.web.payloads.common import END, Answer, Body, RecordingRow

Line = Annotated[str, msgspec.Meta(max_length=TEXT_LENGTH, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]
LongText = Annotated[str, msgspec.Meta(max_length=WORDS_LENGTH, pattern=rf"^[^\x00-\x08\x0b-\x1f\x7f]*{END}")]
ShortId = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=rf"^[A-Za-z0-9_-]+{END}")]
Seen = Annotated[int, msgspec.Meta(ge=1, le=1 << 50)]
"""The version that was seen."""


class LinesBody(Body, frozen=True, kw_only=True):
    """One text in the languages that the team writes in, one at least."""

    sv: Line = ""
    nb: Line = ""
    en: Line = ""

    def words(self) -> Words:
        """Without blanks around."""
        return Words(self.sv.strip(), self.nb.strip(), self.en.strip())


class QuestionBody(Body, frozen=True, kw_only=True):
    """A question of a form; keep its ``id`` when only its words change."""

    id: ShortId
    words: LinesBody
    hint: LinesBody = LinesBody()
    scale: Scale = "yes_no"
    counts: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1
    may_not_apply: bool = False
    critical: bool = False


class SectionBody(Body, frozen=True, kw_only=True):
    """Questions under one heading."""

    id: ShortId
    words: LinesBody
    questions: Annotated[tuple[QuestionBody, ...], msgspec.Meta(min_length=1, max_length=MOST_QUESTIONS)]


class FormBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/forms"""

    words: LinesBody
    sections: Annotated[tuple[SectionBody, ...], msgspec.Meta(min_length=1, max_length=MOST_QUESTIONS)]
    passes_at: Annotated[int, msgspec.Meta(ge=0, le=100)] = 70
    """Per cent."""


class ChangeFormBody(FormBody, frozen=True, kw_only=True):
    """POST /api/quality/forms/{id}: all of it anew. Open reviews go on with the version they began with."""

    version: Seen


class SeenBody(Body, frozen=True, kw_only=True):
    """The version that was seen; when somebody else was quicker the answer is ``changed_meanwhile``."""

    version: Seen


class SamplingBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/samplings: so many contacts for each agent in each period."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]
    form_id: ShortId
    each: Annotated[int, msgspec.Meta(ge=1, le=20)] = 2
    period: Period = "week"
    queue_ids: Annotated[tuple[QueueId, ...], msgspec.Meta(max_length=100)] = ()
    """Empty: all queues."""
    least_ms: Annotated[int, msgspec.Meta(ge=0, le=3_600_000)] = 30_000
    """Shorter talks are not drawn."""


class ChangeSamplingBody(SamplingBody, frozen=True, kw_only=True):
    """POST /api/quality/samplings/{id}: all of it anew."""

    version: Seen


class AddSampleBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/samples: a contact by hand, with a reason; never part of a trend."""

    contact_id: ContactId
    form_id: ShortId
    reason: LongText


class AskReviewBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/asked: an agent wants a contact of their own to be reviewed."""

    contact_id: ContactId
    reason: LongText


class AsideBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/samples/{id}/set-aside"""

    why: AsideReason


class BeginBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/samples/{id}/begin: the form, when the agent asked and nobody chose one yet."""

    form_id: ShortId | None = None


class DraftBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/reviews/{id}/draft: the whole of it, made of ``version``."""

    version: Seen
    given: Annotated[tuple[Given, ...], msgspec.Meta(max_length=MOST_QUESTIONS)]
    notes: Annotated[tuple[QuestionNote, ...], msgspec.Meta(max_length=MOST_QUESTIONS)] = ()
    marks: Annotated[tuple[Mark, ...], msgspec.Meta(max_length=MOST_MARKS)] = ()
    whole: LongText = ""


class ReplyBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/reviews/{id}/reply: to disagree takes a reason, and somebody else looks at it too."""

    reply: Reply
    text: LongText = ""


class CalibrationBody(Body, frozen=True, kw_only=True):
    """POST /api/quality/calibrations: who shall judge a contact, unseen by each other."""

    contact_id: ContactId
    form_id: ShortId
    reviewers: Annotated[tuple[ShortId, ...], msgspec.Meta(min_length=2, max_length=20)]


class ReviewedContact(Answer, frozen=True, kw_only=True):
    """What is told of a contact beside its review: nothing about its customer."""

    contact_id: ContactId
    agent_id: AgentId
    queue_id: QueueId
    channel: Channel
    language: Language
    answered_at: Instant
    talk_ms: int


class ReviewerRow(Answer, frozen=True, kw_only=True):
    """Somebody who may review."""

    id: str
    name: str


class SampleRow(Answer, frozen=True, kw_only=True):
    """A contact that is to be reviewed, or was."""

    sample: Sample
    contact: ReviewedContact
    review_id: str | None
    """The draft, or the one that stands."""
    reviewer_name: str
    is_mine: bool
    """The draft is the asker's own."""
    for_others: bool
    """The asker had the contact, or reviewed it first, and leaves it to others."""
    added_by: str
    """A name; empty when it was drawn."""
    reason: str


class SectionCame(Answer, frozen=True, kw_only=True):
    """What a section came to by itself, in hundredths of a per cent."""

    id: str
    hundredths: int | None


class ReviewView(Answer, frozen=True, kw_only=True):
    """GET /api/quality/reviews/{id}: the same page for reviewer, agent and leader."""

    review: Review
    form: ScoringForm
    form_changed: bool
    """The form has other questions now; this review goes on with those it began with."""
    sections: tuple[SectionCame, ...]
    sample: Sample | None
    contact: ReviewedContact
    recordings: tuple[RecordingRow, ...]
    written: Written
    words_erased: bool
    reason: str
    reply: str
    sees_as: Literal["reviewer", "agent", "leader"]
    first: Review | None
    """Of a second review that is done: the one before it."""
    first_reply: str
    """Why the agent did not agree with it."""
    second_id: str | None
    """Of a first review: the second, when it is done."""


class OwnReview(Answer, frozen=True, kw_only=True):
    """A review of one's own contact, in short."""

    review: Review
    words: Words
    """The form's name."""
    contact: ReviewedContact


class OwnQuality(Answer, frozen=True, kw_only=True):
    """GET /api/quality/mine"""

    reviews: tuple[OwnReview, ...]
    asked: tuple[SampleRow, ...]
    """What the agent asked for and nobody has finished yet."""


class Unseen(Answer, frozen=True, kw_only=True):
    """GET /api/quality/mine/unseen: reviews that the agent has not opened."""

    count: int
    latest_id: str | None


class OfContact(Answer, frozen=True, kw_only=True):
    """GET /api/quality/contacts/{id}: what the asker may know of its reviews."""

    samples: tuple[SampleRow, ...]
    reviewable: bool
    """It has ended and has a recording."""
    own: bool


class DrawRow(Answer, frozen=True, kw_only=True):
    """A draw in short."""

    id: str
    sampling_id: str
    name: str
    at: Instant
    by: str
    since: Instant
    before: Instant
    drawn: int
    of: int


class DrawView(Answer, frozen=True, kw_only=True):
    """GET /api/quality/draws/{id}: from how many, by which seed, and drawn again just now."""

    draw: Draw
    shares: tuple[Share, ...]
    agrees: bool
    """Drawing again from seed and pool gave the same contacts."""


class SamplingsView(Answer, frozen=True, kw_only=True):
    """GET /api/quality/samplings"""

    live: tuple[Sampling, ...]
    archived: tuple[Sampling, ...]


class FormsView(Answer, frozen=True, kw_only=True):
    """GET /api/quality/forms"""

    live: tuple[ScoringForm, ...]
    archived: tuple[ScoringForm, ...]


class CalibrationRow(Answer, frozen=True, kw_only=True):
    """A calibration in short."""

    calibration: Calibration
    words: Words
    """The form's name."""
    contact: ReviewedContact
    opened_by: str
    reviewers: tuple[ReviewerRow, ...]
    done: int
    """So many are done; who, is told to nobody."""
    shown: bool
    mine: Literal["none", "open", "begun", "done"]
    review_id: str | None
    """The asker's own."""


class CalibrationView(Answer, frozen=True, kw_only=True):
    """GET /api/quality/calibrations/{id}: what all said, once it is shown. Whose is whose is not told."""

    row: CalibrationRow
    form: ScoringForm
    spreads: tuple[Spread, ...]
    mine: tuple[Given, ...]
    alpha: float | None
    wholes: tuple[int, ...]
    """What each came to, in hundredths of a per cent, the lowest first."""
    notes: tuple[QuestionNote, ...]


class QualityTrend(Answer, frozen=True, kw_only=True):
    """GET /api/quality/trend, and of one agent."""

    form: ScoringForm
    weeks: tuple[Instant, ...]
    reviews: int
    agents: int
    agent_id: AgentId | None
    questions: tuple[QuestionTrend, ...]
