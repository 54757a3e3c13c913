"""Who may see which review, and a review with all that stands beside it on its page.

An agent sees the finished reviews of their own contacts and no others; a draft is seen by who writes it; what
somebody says in a calibration is theirs alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lur.core.ids import AgentId, ContactId
from lur.features import Refused
from lur.features.contacts.model import ContactRow
from lur.features.quality import scoring
from lur.features.quality.model import Review, Sample, Written
from lur.features.quality.reviews import check_not_own
from lur.web.asking import Asked, services_of
from lur.web.payloads.quality import ReviewedContact, ReviewView, SampleRow, SectionCame
from lur.web.permissions import allows
from lur.web.rooms.quality import QualityRoom, reviewer
from lur.web.routes.contact_routes import recordings_of

SeesAs = Literal["reviewer", "agent", "leader"]


def room_of(request: Asked) -> QualityRoom:
    """The room."""
    return services_of(request).quality


def is_leader(request: Asked) -> bool:
    """Whether the asker may review."""
    return allows(request.user, "review_quality")


def check_leader_or_own(request: Asked, agent_id: AgentId) -> None:
    """What is told of one agent is for that agent and for leaders. Raises ``Refused``: not_your_agent."""
    if not is_leader(request) and request.user.agent_id != agent_id:
        raise Refused("not_your_agent", agent_id)


async def seen_as(request: Asked, review: Review) -> SeesAs:
    """As whom the asker sees a review. Raises ``Refused``: not_your_review, own_contact, being_reviewed."""
    own_contact = request.user.agent_id is not None and request.user.agent_id == review.agent_id
    about_agent = review.done_at is not None and review.purpose != "calibration"
    if own_contact and about_agent:
        return "agent"
    if own_contact or not is_leader(request):
        raise Refused("not_your_review", review.id)
    if review.reviewer == request.user.id:
        return "reviewer"
    if review.purpose == "calibration":
        raise Refused("not_your_review", review.id)
    if review.done_at is None:
        check_not_own(reviewer(request.user), await room_of(request).had(review.contact_id))
        raise Refused("being_reviewed", review.reviewer_name)
    return "leader"


async def check_may_still(request: Asked, review_id: str) -> None:
    """In a calibration nobody changes theirs once all is shown. Raises ``Refused``: unknown_review,
    calibration_closed, not_invited."""
    quality = room_of(request).quality
    review = await quality.reviews.find(review_id)
    if review.calibration_id is not None:
        await quality.calibrations.check_open(review.calibration_id, reviewer(request.user))


async def view_of(request: Asked, review: Review, sees_as: SeesAs) -> ReviewView:
    """The whole page."""
    services, quality = services_of(request), room_of(request).quality
    form = quality.forms.of_version(review.form_id, review.form_version)
    row = await services.contacts.find(review.contact_id)
    keys = await services.recordings.keys(review.contact_id)
    events = await services.contacts.events_of(review.contact_id)
    written = await quality.words.written(review.contact_id, review.id)
    sample = None if review.sample_id is None else await quality.samples.find(review.sample_id)
    first, second_id = await _beside(request, review)
    return ReviewView(
        review=review,
        form=form,
        form_changed=quality.forms.changed_since(review.form_id, review.form_version),
        sections=tuple(
            SectionCame(id=each.id, hundredths=scoring.of_section(each, review.given))
            for each in form.sections
        ),
        sample=sample,
        contact=reviewed(row, review.agent_id),
        recordings=recordings_of(request, events, set(keys)),
        written=written or Written(),
        words_erased=review.has_words and written is None,
        reason="" if sample is None else await quality.words.reason(sample.contact_id, sample.id),
        reply=await quality.words.reply(review.contact_id, review.id),
        sees_as=sees_as,
        first=first if review.done_at is not None else None,
        first_reply="" if first is None else await quality.words.reply(first.contact_id, first.id),
        second_id=second_id,
    )


async def _beside(request: Asked, review: Review) -> tuple[Review | None, str | None]:
    """Of a second review the first; of a first the id of the second, when that is done."""
    if review.sample_id is None:
        return None, None
    both = await room_of(request).quality.reviews.of_sample(review.sample_id)
    if review.purpose == "second":
        return next((each for each in both if each.purpose == "review"), None), None
    done = [each for each in both if each.purpose == "second" and each.done_at is not None]
    return None, next((each.id for each in done), None)


def reviewed(row: ContactRow, agent_id: AgentId) -> ReviewedContact:
    """What stands beside a review of its contact."""
    answered_at = row.entered if row.answered_at is None else row.answered_at
    return ReviewedContact(
        contact_id=row.id,
        agent_id=agent_id,
        queue_id=row.queue_id,
        channel=row.channel,
        language=row.language,
        answered_at=answered_at,
        talk_ms=max(0, (row.ended_at or answered_at) - answered_at),
    )


async def sample_rows(request: Asked, samples: Sequence[Sample]) -> tuple[SampleRow, ...]:
    """Samples with what is told of them; in the order they come."""
    services, room = services_of(request), room_of(request)
    contacts = await services.contacts.rows([each.contact_id for each in samples])
    reviews = await room.quality.reviews.of_samples([each.id for each in samples])
    names = await room.names()
    rows = []
    for each in samples:
        if (contact := contacts.get(each.contact_id)) is not None:
            of_it = sorted((one for one in reviews if one.sample_id == each.id), key=lambda one: one.begun_at)
            rows.append(await _row(request, each, contact, of_it, names.get(each.added_by, "")))
    return tuple(rows)


async def _row(
    request: Asked, sample: Sample, contact: ContactRow, reviews: Sequence[Review], added_by: str
) -> SampleRow:
    latest, who = (reviews[-1] if reviews else None), request.user
    own = who.agent_id is not None and who.agent_id == sample.agent_id
    mine = latest is not None and latest.reviewer == who.id
    return SampleRow(
        sample=sample,
        contact=reviewed(contact, sample.agent_id),
        review_id=None if latest is None else latest.id,
        reviewer_name="" if latest is None else latest.reviewer_name,
        is_mine=mine and latest is not None and latest.done_at is None,
        for_others=own or (sample.second and sample.state == "open" and mine),
        added_by=added_by,
        reason=await room_of(request).quality.words.reason(sample.contact_id, sample.id),
    )


async def contact_of(request: Asked, contact_id: ContactId, agent_id: AgentId) -> ReviewedContact:
    """A contact beside its calibration. Raises ``Refused``: unknown_contact."""
    return reviewed(await services_of(request).contacts.find(contact_id), agent_id)
