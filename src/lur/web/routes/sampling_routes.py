"""How contacts are drawn, and the draws that were: anybody who reviews can check that nobody chose."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.features.quality import sampling as fair
from lur.features.quality.model import Draw, DrawShort, Sampling
from lur.web.asking import Asked, once
from lur.web.payloads.quality import (
    ChangeSamplingBody,
    DrawRow,
    DrawView,
    SamplingBody,
    SamplingsView,
    SeenBody,
)
from lur.web.reviewing import room_of


@get("/api/quality/samplings", permission="review_quality")
async def samplings(request: Asked) -> SamplingsView:
    """How contacts are drawn."""
    kept = room_of(request).quality.samplings
    return SamplingsView(live=kept.listed(), archived=kept.archived())


@post("/api/quality/samplings", permission="manage_forms")
async def add_sampling(request: Asked, data: JSONBody[SamplingBody]) -> Sampling:
    """One more; it begins with the period that is over."""
    new = _sampling(once(request, "sampling-"), 1, data)
    return await room_of(request).quality.samplings.add(new, request.user.display_name)


@post("/api/quality/samplings/{sampling_id:str}", permission="manage_forms", status_code=200)
async def change_sampling(
    request: Asked, sampling_id: FromPath[str], data: JSONBody[ChangeSamplingBody]
) -> Sampling:
    """Another number, form or period, from the next draw on."""
    new = _sampling(sampling_id, data.version, data)
    return await room_of(request).quality.samplings.change(new, request.user.display_name)


@post("/api/quality/samplings/{sampling_id:str}/archive", permission="manage_forms", status_code=200)
async def archive_sampling(request: Asked, sampling_id: FromPath[str], data: JSONBody[SeenBody]) -> Sampling:
    """Nothing more is drawn by it; it can be taken back."""
    kept = room_of(request).quality.samplings
    return await kept.archive(sampling_id, data.version, request.user.display_name)


@post("/api/quality/samplings/{sampling_id:str}/take-back", permission="manage_forms", status_code=200)
async def take_sampling_back(request: Asked, sampling_id: FromPath[str]) -> Sampling:
    """It draws again."""
    return await room_of(request).quality.samplings.take_back(sampling_id, request.user.display_name)


@post("/api/quality/samplings/{sampling_id:str}/draw", permission="review_quality", status_code=200)
async def draw_now(request: Asked, sampling_id: FromPath[str]) -> DrawRow:
    """Draw at once what this period still has to give. It gives nobody another try: what was drawn counts."""
    draw = await room_of(request).draw_now(sampling_id, request.user.display_name)
    return _draw_row(request, draw)


@get("/api/quality/draws", permission="review_quality")
async def draws(request: Asked) -> tuple[DrawRow, ...]:
    """The latest draws, newest first."""
    return tuple(_draw_row(request, each) for each in await room_of(request).quality.samplings.draws())


@get("/api/quality/draws/{draw_id:str}", permission="review_quality")
async def draw_view(request: Asked, draw_id: FromPath[str]) -> DrawView:
    """From how many, by which seed; drawn again just now, to see that nobody chose."""
    draw = await room_of(request).quality.samplings.find_draw(draw_id)
    return DrawView(draw=draw, shares=fair.shares(draw), agrees=fair.drawn_again(draw) == draw.drawn)


def _draw_row(request: Asked, draw: Draw | DrawShort) -> DrawRow:
    return DrawRow(
        id=draw.id,
        sampling_id=draw.sampling_id,
        name=room_of(request).quality.samplings.known(draw.sampling_id).name,
        at=draw.at,
        by=draw.by,
        since=draw.since,
        before=draw.before,
        drawn=len(draw.drawn),
        of=draw.of,
    )


def _sampling(sampling_id: str, version: int, data: SamplingBody) -> Sampling:
    return Sampling(
        id=sampling_id,
        version=version,
        name=data.name.strip(),
        form_id=data.form_id,
        each=data.each,
        period=data.period,
        queue_ids=data.queue_ids,
        least_ms=data.least_ms,
        archived=False,
        changed_at=0,
        changed_by="",
        demo=False,
    )


HANDLERS = (
    samplings,
    add_sampling,
    change_sampling,
    archive_sampling,
    take_sampling_back,
    draw_now,
    draws,
    draw_view,
)
