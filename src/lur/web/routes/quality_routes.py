"""Quality: the team's forms, what is to be reviewed, reviews, the agent's answer, and the trend.

Chance (``sampling_routes``) and calibrations (``calibration_routes``) have routes of their own.
"""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from lur.core.ids import DAY_MS, AgentId, ContactId, Instant
from lur.features import Refused
from lur.features.contacts.model import ContactRow
from lur.features.quality.demo import STARTER
from lur.features.quality.model import Question, Sample, ScoringForm, Section, Written
from lur.features.quality.spans import span_of
from lur.features.quality.trend import FEWEST_AGENTS, trend_of
from lur.web.asking import Asked, once, services_of
from lur.web.ownership import is_named
from lur.web.payloads.common import Done
from lur.web.payloads.quality import (
    AddSampleBody,
    AsideBody,
    AskReviewBody,
    BeginBody,
    ChangeFormBody,
    DraftBody,
    FormBody,
    FormsView,
    OfContact,
    OwnQuality,
    OwnReview,
    QualityTrend,
    ReplyBody,
    ReviewView,
    SampleRow,
    SeenBody,
    Unseen,
)
from lur.web.reviewing import (
    check_leader_or_own,
    check_may_still,
    is_leader,
    reviewed,
    room_of,
    sample_rows,
    seen_as,
    view_of,
)
from lur.web.rooms.quality import is_reviewable, reviewer
from lur.web.routes.contact_routes import kept_of, stream_of

WEEKS = 12
MOST_WEEKS = 53
WEEK_MS = 7 * DAY_MS
NOTHING = Done(seq=0)
Weeks = Annotated[int, QueryParameter(ge=1, le=MOST_WEEKS)]
FormAsked = Annotated[str, QueryParameter(name="form", max_length=64)]
TeamAsked = Annotated[str, QueryParameter(name="team", max_length=120)]


# --- forms -------------------------------------------------------------------------------------------------


@get("/api/quality/forms", permission="see_contacts")
async def forms(request: Asked) -> FormsView:
    """The team's forms as they are now: everybody may know what is looked for."""
    kept = room_of(request).quality.forms
    return FormsView(live=kept.listed(), archived=kept.archived() if is_leader(request) else ())


@post("/api/quality/forms", permission="manage_forms")
async def add_form(request: Asked, data: JSONBody[FormBody]) -> ScoringForm:
    """One more."""
    new = _form(once(request, "form-"), 1, data)
    return await room_of(request).quality.forms.add(new, request.user.display_name)


@post("/api/quality/starter-form", permission="manage_forms", status_code=200)
async def add_starter(request: Asked) -> ScoringForm:
    """The form that Lur brings, for a team that has none; asked again, it stays as the team made it."""
    return await room_of(request).quality.forms.add(STARTER, request.user.display_name)


@post("/api/quality/forms/{form_id:str}", permission="manage_forms", status_code=200)
async def change_form(request: Asked, form_id: FromPath[str], data: JSONBody[ChangeFormBody]) -> ScoringForm:
    """Other questions. Reviews that are open go on with those that they began with. To undo, send what was
    before."""
    new = _form(form_id, data.version, data)
    return await room_of(request).quality.forms.change(new, request.user.display_name)


@post("/api/quality/forms/{form_id:str}/archive", permission="manage_forms", status_code=200)
async def archive_form(request: Asked, form_id: FromPath[str], data: JSONBody[SeenBody]) -> ScoringForm:
    """Nothing new is reviewed by it; it can be taken back."""
    return await room_of(request).quality.forms.archive(form_id, data.version, request.user.display_name)


@post("/api/quality/forms/{form_id:str}/take-back", permission="manage_forms", status_code=200)
async def take_form_back(request: Asked, form_id: FromPath[str]) -> ScoringForm:
    """It is in use again."""
    return await room_of(request).quality.forms.take_back(form_id, request.user.display_name)


def _form(form_id: str, version: int, data: FormBody) -> ScoringForm:
    sections = tuple(
        Section(
            id=section.id,
            words=section.words.words(),
            questions=tuple(
                Question(
                    id=each.id,
                    words=each.words.words(),
                    hint=each.hint.words(),
                    scale=each.scale,
                    counts=each.counts,
                    may_not_apply=each.may_not_apply,
                    critical=each.critical,
                )
                for each in section.questions
            ),
        )
        for section in data.sections
    )
    return ScoringForm(
        id=form_id,
        version=version,
        words=data.words.words(),
        sections=sections,
        passes_at=data.passes_at,
        archived=False,
        changed_at=0,
        changed_by="",
        demo=False,
    )


# --- samples -----------------------------------------------------------------------------------------------


@get("/api/quality/samples", permission="review_quality")
async def samples(request: Asked) -> tuple[SampleRow, ...]:
    """What is to be reviewed: first where an agent did not agree, then the oldest."""
    return await sample_rows(request, await room_of(request).quality.samples.to_do())


@post("/api/quality/samples", permission="review_quality")
async def add_sample(request: Asked, data: JSONBody[AddSampleBody]) -> Sample:
    """A contact by hand, with a reason. It is marked so, and is in no trend."""
    room = room_of(request)
    row = await room.reviewable(data.contact_id)
    form = room.quality.forms.in_use(data.form_id)
    return await room.quality.samples.add(
        row.id, AgentId(str(row.agent_id)), "added", form.id, data.reason, request.user.id
    )


@post("/api/quality/asked", permission="act_as_agent")
async def ask_review(request: Asked, data: JSONBody[AskReviewBody]) -> Sample:
    """An agent wants a contact that they had to be reviewed."""
    room, own = room_of(request), request.user.agent_id
    if own is None:
        raise Refused("no_agent_of_yours")
    row = await room.reviewable(data.contact_id)
    if own not in await room.had(row.id):
        raise Refused("not_your_contact", row.id)
    return await room.quality.samples.add(row.id, own, "asked", None, data.reason, request.user.id)


@post("/api/quality/samples/{sample_id:str}/take-out", permission="act_as_agent", status_code=200)
async def take_sample_out(request: Asked, sample_id: FromPath[str]) -> Done:
    """Undo an adding or an asking of one's own, before anybody has begun."""
    await room_of(request).quality.samples.take_out(sample_id, request.user.id)
    return NOTHING


@post("/api/quality/samples/{sample_id:str}/set-aside", permission="review_quality", status_code=200)
async def set_aside(request: Asked, sample_id: FromPath[str], data: JSONBody[AsideBody]) -> Sample:
    """It cannot be reviewed, and why. Chance is not asked for another in its place."""
    return await room_of(request).quality.samples.set_aside(sample_id, data.why)


@post("/api/quality/samples/{sample_id:str}/bring-back", permission="review_quality", status_code=200)
async def bring_back(request: Asked, sample_id: FromPath[str]) -> Sample:
    """It can be reviewed after all."""
    return await room_of(request).quality.samples.bring_back(sample_id)


@get("/api/quality/contacts/{contact_id:str}", permission="see_contacts")
async def of_contact(request: Asked, contact_id: FromPath[str]) -> OfContact:
    """What the asker may know of a contact's reviews: leaders all, an agent what is about themselves."""
    services, room = services_of(request), room_of(request)
    row: ContactRow = await services.contacts.find(ContactId(contact_id))
    leads, own = is_leader(request), request.user.agent_id
    if not leads and not is_named(request, await services.contacts.events_of(row.id)):
        raise Refused("not_your_contact", contact_id)
    found = await room.quality.samples.of_contact(row.id)
    mine = own is not None and own in await room.had(row.id)
    seen = [each for each in found if leads or each.agent_id == own]
    rows = await sample_rows(request, seen)
    return OfContact(samples=rows, reviewable=is_reviewable(row), own=mine)


# --- reviews -----------------------------------------------------------------------------------------------


@post("/api/quality/samples/{sample_id:str}/begin", permission="review_quality", status_code=200)
async def begin(request: Asked, sample_id: FromPath[str], data: JSONBody[BeginBody]) -> ReviewView:
    """Begin a review, or go on with one's own. Nobody reviews a contact that they had."""
    room = room_of(request)
    sample = await room.quality.samples.find(sample_id)
    had = await room.had(sample.contact_id)
    review = await room.quality.reviews.begin(sample_id, reviewer(request.user), had, data.form_id)
    return await view_of(request, review, "reviewer")


@get("/api/quality/reviews/{review_id:str}", permission="see_contacts")
async def review_view(request: Asked, review_id: FromPath[str]) -> ReviewView:
    """The review as reviewer, agent and leader all see it. When its agent opens it, it stands."""
    reviews = room_of(request).quality.reviews
    review = await reviews.find(review_id)
    sees_as = await seen_as(request, review)
    if sees_as == "agent":
        review = await reviews.see(review)
    return await view_of(request, review, sees_as)


@post("/api/quality/reviews/{review_id:str}/draft", permission="review_quality", status_code=200)
async def save_draft(request: Asked, review_id: FromPath[str], data: JSONBody[DraftBody]) -> Done:
    """The whole draft; the answer has its new version as ``seq``."""
    await check_may_still(request, review_id)
    written = Written(notes=data.notes, marks=data.marks, whole=data.whole)
    reviews = room_of(request).quality.reviews
    saved = await reviews.save(review_id, reviewer(request.user), data.version, data.given, written)
    return Done(seq=saved.version)


@post("/api/quality/reviews/{review_id:str}/finish", permission="review_quality", status_code=200)
async def finish(request: Asked, review_id: FromPath[str], data: JSONBody[SeenBody]) -> ReviewView:
    """Every question has its answer, and the agent may see it."""
    await check_may_still(request, review_id)
    reviews = room_of(request).quality.reviews
    done = await reviews.finish(review_id, reviewer(request.user), data.version)
    return await view_of(request, done, "reviewer")


@post("/api/quality/reviews/{review_id:str}/reopen", permission="review_quality", status_code=200)
async def reopen(request: Asked, review_id: FromPath[str]) -> ReviewView:
    """Undo finishing, until the agent has opened it."""
    await check_may_still(request, review_id)
    draft = await room_of(request).quality.reviews.reopen(review_id, reviewer(request.user))
    return await view_of(request, draft, "reviewer")


@post("/api/quality/reviews/{review_id:str}/take-over", permission="review_quality", status_code=200)
async def take_over(request: Asked, review_id: FromPath[str]) -> ReviewView:
    """Go on with somebody's draft as it stands; what they send later is refused, with who has it now."""
    room = room_of(request)
    had = await room.had((await room.quality.reviews.find(review_id)).contact_id)
    taken = await room.quality.reviews.take_over(review_id, reviewer(request.user), had)
    return await view_of(request, taken, "reviewer")


@get(
    "/api/quality/reviews/{review_id:str}/recordings/{recording_id:str}",
    permission="see_contacts",
)
async def play(request: Asked, review_id: FromPath[str], recording_id: FromPath[str]) -> Stream:
    """The sound beside a review, for whoever may see the review. That it was asked for is written down."""
    review = await room_of(request).quality.reviews.find(review_id)
    await seen_as(request, review)
    for kept in await kept_of(request, review.contact_id):
        if kept.recording_id == recording_id:
            return await stream_of(request, kept)
    raise Refused("unknown_recording", recording_id)


# --- the agent ---------------------------------------------------------------------------------------------


@get("/api/quality/mine", permission="act_as_agent")
async def mine(request: Asked) -> OwnQuality:
    """The finished reviews of one's own contacts, newest first, and what one has asked for."""
    own, room = request.user.agent_id, room_of(request)
    if own is None:
        raise Refused("no_agent_of_yours")
    reviews = await room.quality.reviews.of_agent(own)
    contacts = await services_of(request).contacts.rows([each.contact_id for each in reviews])
    forms_now = room.quality.forms
    asked = await room.quality.samples.of_agent(own)
    waiting = [each for each in asked if each.origin == "asked" and each.state in ("open", "begun")]
    return OwnQuality(
        reviews=tuple(
            OwnReview(
                review=each,
                words=forms_now.of_version(each.form_id, each.form_version).words,
                contact=reviewed(contacts[each.contact_id], own),
            )
            for each in reviews
            if each.contact_id in contacts
        ),
        asked=await sample_rows(request, waiting),
    )


@get("/api/quality/mine/unseen", permission="act_as_agent")
async def unseen(request: Asked) -> Unseen:
    """How many reviews of one's own contacts one has not opened yet, for a quiet line at the desk."""
    own = request.user.agent_id
    if own is None:
        return Unseen(count=0, latest_id=None)
    reviews = await room_of(request).quality.reviews.of_agent(own)
    new = [each for each in reviews if each.seen_at is None]
    return Unseen(count=len(new), latest_id=new[0].id if new else None)


@post("/api/quality/reviews/{review_id:str}/reply", permission="act_as_agent", status_code=200)
async def reply(request: Asked, review_id: FromPath[str], data: JSONBody[ReplyBody]) -> ReviewView:
    """Seen, or not agreed with and why: then another reviewer looks at it too."""
    reviews = room_of(request).quality.reviews
    answered = await reviews.reply(review_id, request.user.agent_id, data.reply, data.text)
    return await view_of(request, answered, "agent")


# --- trend -------------------------------------------------------------------------------------------------


@get("/api/quality/trend", permission="see_contacts")
async def trend(request: Asked, form: FormAsked, weeks: Weeks = WEEKS, team: TeamAsked = "") -> QualityTrend:
    """How each question moves, week by week, in a team or in all. Those who are not leaders see a figure only
    when at least three agents are behind it."""
    agents = services_of(request).centre.state.agents.values()
    chosen = frozenset(each.agent_id for each in agents if each.team == team) if team else None
    return await _trend(request, form, weeks, chosen, 1 if is_leader(request) else FEWEST_AGENTS, None)


@get("/api/quality/trend/agents/{agent_id:str}", permission="see_contacts")
async def trend_of_agent(
    request: Asked, agent_id: FromPath[str], form: FormAsked, weeks: Weeks = WEEKS
) -> QualityTrend:
    """The same of one agent, for that agent and for leaders."""
    asked = AgentId(agent_id)
    check_leader_or_own(request, asked)
    return await _trend(request, form, weeks, frozenset({asked}), 1, asked)


async def _trend(
    request: Asked,
    form_id: str,
    weeks: int,
    agents: frozenset[AgentId] | None,
    fewest: int,
    agent_id: AgentId | None,
) -> QualityTrend:
    services, quality = services_of(request), room_of(request).quality
    form = quality.forms.known(form_id)
    begins = _weeks(request, weeks)
    now = services.clock.now() + 1
    reviews = await quality.standing(form_id, begins[0], now, agents)
    behind = len({each.agent_id for each in reviews})
    return QualityTrend(
        form=form,
        weeks=begins,
        reviews=len(reviews),
        agents=behind if behind >= fewest else 0,
        agent_id=agent_id,
        questions=tuple(trend_of(each, reviews, begins, fewest) for each in form.questions),
    )


def _weeks(request: Asked, count: int) -> tuple[Instant, ...]:
    """When this week and those before it begin, oldest first."""
    clock = services_of(request).clock
    begins = [span_of(clock.now(), "week", clock.utc_offset_min)[0]]
    while len(begins) < count:
        begins.append(span_of(begins[-1] - 1, "week", clock.utc_offset_min)[0])
    return tuple(reversed(begins))


HANDLERS = (
    forms,
    add_form,
    add_starter,
    change_form,
    archive_form,
    take_form_back,
    samples,
    add_sample,
    ask_review,
    take_sample_out,
    set_aside,
    bring_back,
    of_contact,
    begin,
    review_view,
    save_draft,
    finish,
    reopen,
    take_over,
    play,
    mine,
    unseen,
    reply,
    trend,
    trend_of_agent,
)
