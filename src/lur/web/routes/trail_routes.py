"""The history of what is set up: who changed what, before and after; and taking a change back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from lur.features.trail.model import Change, Filter, Origins
from lur.web.asking import Asked, services_of
from lur.web.office.around import ORIGIN
from lur.web.office_texts import fields_told
from lur.web.payloads.common import Done
from lur.web.payloads.office import ActorRow, ChangeAnswer, HistoryAnswer, UndoBody

PAGE_ROWS = 50

Number = Annotated[int | None, QueryParameter(ge=0, le=1 << 60)]


@get("/api/changes", permission="see_trail")
async def changes(
    request: Asked,
    section: FromQuery[str] = "",
    key: FromQuery[str | None] = None,
    by: FromQuery[str] = "",
    since: Number = None,
    before: Number = None,
    below: Number = None,
) -> HistoryAnswer:
    """The newest first, fifty at a time: of one section, one item, one person, or from a time to another."""
    services = services_of(request)
    wanted = Filter(section=section, key=key, actor=by, since=since, before=before)
    found = await services.office.trail.page(wanted, below, PAGE_ROWS)
    names = await services.office.names()
    exported = {each.name for each in services.office.exported}
    return HistoryAnswer(
        changes=tuple(_answer(each, names, exported) for each in found),
        next=found[-1].row.number if len(found) == PAGE_ROWS else None,
        sections=tuple(each.name for each in services.office.sections),
        actors=tuple(
            ActorRow(by=each, name=names.get(each, "")) for each in await services.office.trail.actors()
        ),
    )


@post("/api/changes/{change_id:str}/undo", permission="manage_settings", status_code=200)
async def undo(request: Asked, change_id: FromPath[str], data: JSONBody[UndoBody]) -> Done:
    """The item is again as it was before, if nobody has changed it since. It is a change itself."""
    services = services_of(request)
    origins = Origins(actor=request.user.actor, origin="undo", why=data.why.strip(), undoes=change_id)
    request.scope["state"][ORIGIN] = origins
    await services.office.undo(change_id, request.user, origins)
    await services.refresh_centre()
    return Done(seq=services.centre.seq)


def _answer(change: Change, names: Mapping[str, str], exported: set[str]) -> ChangeAnswer:
    row, content = change.row, change.content
    return ChangeAnswer(
        number=row.number,
        id=row.id,
        batch=row.batch,
        at=row.at,
        by=row.actor,
        by_name=names.get(row.actor, ""),
        origin=row.origin,
        section=row.section,
        key=row.key,
        kind=row.kind,
        why=row.why,
        fields=fields_told(content.before, content.after) if content else (),
        erased=content is None,
        is_whole=change.is_whole,
        can_undo=content is not None and change.is_whole and not row.undone_by and row.section in exported,
        undone_by=row.undone_by,
        undoes=row.undoes,
    )


HANDLERS = (changes, undo)
