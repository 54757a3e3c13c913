"""Calibrations: several judge one contact unseen by each other, and then see how far apart they were."""

from __future__ import annotations

from typing import Literal

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.core.ids import AgentId
from lur.features import Refused
from lur.features.quality.agreement import alpha_of, spread
from lur.features.quality.calibrations import is_shown
from lur.features.quality.model import Calibration, QuestionNote, Review
from lur.web.asking import Asked
from lur.web.payloads.quality import (
    CalibrationBody,
    CalibrationRow,
    CalibrationView,
    ReviewerRow,
    ReviewView,
)
from lur.web.reviewing import contact_of, room_of, view_of
from lur.web.rooms.quality import reviewer

Mine = Literal["none", "open", "begun", "done"]


@get("/api/quality/reviewers", permission="review_quality")
async def reviewers(request: Asked) -> tuple[ReviewerRow, ...]:
    """Who may review, by name."""
    return tuple(ReviewerRow(id=each.id, name=each.name) for each in await room_of(request).reviewers())


@get("/api/quality/calibrations", permission="review_quality")
async def calibrations(request: Asked) -> tuple[CalibrationRow, ...]:
    """The latest, newest first. Nobody sees those of a contact that they had."""
    rows = []
    for each in await room_of(request).quality.calibrations.latest():
        if request.user.agent_id is None or request.user.agent_id != each.agent_id:
            rows.append(await _row(request, each))
    return tuple(rows)


@post("/api/quality/calibrations", permission="review_quality")
async def open_calibration(request: Asked, data: JSONBody[CalibrationBody]) -> CalibrationRow:
    """Several shall judge a contact by a form as it is now."""
    room = room_of(request)
    contact = await room.reviewable(data.contact_id)
    may = {each.id: each for each in await room.reviewers()}
    if strange := next((each for each in data.reviewers if each not in may), None):
        raise Refused("bad_reviewers", strange)
    opened = await room.quality.calibrations.open(
        contact.id,
        AgentId(str(contact.agent_id)),
        data.form_id,
        [may[each] for each in data.reviewers],
        await room.had(contact.id),
        request.user.id,
    )
    return await _row(request, opened)


@get("/api/quality/calibrations/{calibration_id:str}", permission="review_quality")
async def calibration(request: Asked, calibration_id: FromPath[str]) -> CalibrationView:
    """One's own answers; what all said, once all are done or it is closed, and without names."""
    return await _view(request, await _seen(request, calibration_id))


@post("/api/quality/calibrations/{calibration_id:str}/begin", permission="review_quality", status_code=200)
async def begin_calibrating(request: Asked, calibration_id: FromPath[str]) -> ReviewView:
    """Begin one's own part, or go on with it."""
    room, who = room_of(request), reviewer(request.user)
    known = await room.quality.calibrations.check_open(calibration_id, who)
    draft = await room.quality.reviews.begin_calibrating(known, who, await room.had(known.contact_id))
    return await view_of(request, draft, "reviewer")


@post("/api/quality/calibrations/{calibration_id:str}/close", permission="manage_forms", status_code=200)
async def close_calibration(request: Asked, calibration_id: FromPath[str]) -> CalibrationView:
    """Show what there is; who is not done takes no more part."""
    await _seen(request, calibration_id)
    return await _view(request, await room_of(request).quality.calibrations.close(calibration_id))


async def _seen(request: Asked, calibration_id: str) -> Calibration:
    """Raises ``Refused``: unknown_calibration, own_contact."""
    known = await room_of(request).quality.calibrations.find(calibration_id)
    if request.user.agent_id is not None and request.user.agent_id == known.agent_id:
        raise Refused("own_contact")
    return known


async def _row(request: Asked, each: Calibration) -> CalibrationRow:
    room = room_of(request)
    names = await room.names()
    reviews = await room.quality.calibrations.reviews(each.id)
    own = next((one for one in reviews if one.reviewer == request.user.id), None)
    return CalibrationRow(
        calibration=each,
        words=room.quality.forms.of_version(each.form_id, each.form_version).words,
        contact=await contact_of(request, each.contact_id, each.agent_id),
        opened_by=names.get(each.opened_by, ""),
        reviewers=tuple(
            sorted(
                (ReviewerRow(id=one, name=names.get(one, "")) for one in each.reviewers),
                key=lambda row: (row.name.casefold(), row.id),
            )
        ),
        done=sum(one.done_at is not None for one in reviews),
        shown=is_shown(each, reviews),
        mine=_mine(request, each, own),
        review_id=None if own is None else own.id,
    )


def _mine(request: Asked, each: Calibration, own: Review | None) -> Mine:
    if request.user.id not in each.reviewers:
        return "none"
    if own is None:
        return "open"
    return "begun" if own.done_at is None else "done"


async def _view(request: Asked, each: Calibration) -> CalibrationView:
    room, row = room_of(request), await _row(request, each)
    form = room.quality.forms.of_version(each.form_id, each.form_version)
    reviews = await room.quality.calibrations.reviews(each.id)
    done = [one for one in reviews if one.done_at is not None] if row.shown else []
    own = next((one.given for one in reviews if one.reviewer == request.user.id), ())
    answers = [one.given for one in done]
    return CalibrationView(
        row=row,
        form=form,
        spreads=tuple(spread(question, answers) for question in form.questions) if done else (),
        mine=own,
        alpha=alpha_of(form.questions, answers),
        wholes=tuple(sorted(one.hundredths for one in done if one.hundredths is not None)),
        notes=await _notes(request, done),
    )


async def _notes(request: Asked, done: list[Review]) -> tuple[QuestionNote, ...]:
    """What was written, without who wrote it: by question, then by its words."""
    notes: list[QuestionNote] = []
    for each in done:
        written = await room_of(request).quality.words.written(each.contact_id, each.id)
        notes += [] if written is None else written.notes
    said = [each for each in notes if each.text.strip()]
    return tuple(sorted(said, key=lambda each: (each.question_id, each.text)))


HANDLERS = (
    reviewers,
    calibrations,
    open_calibration,
    calibration,
    begin_calibrating,
    close_calibration,
)
