"""All that is set up as one file: read it, see what an import would do, carry it out whole or not at all.

A file may be large: it is read on a thread of its own, so that calls and pages go on meanwhile.
"""

from __future__ import annotations

import asyncio

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from lur.features import Refused
from lur.features.trail.model import Origins
from lur.web.asking import Asked, services_of
from lur.web.office.around import ORIGIN
from lur.web.office.document import ONLY, revision
from lur.web.office.plan import Plan
from lur.web.office.reading import wanted_in, with_lines
from lur.web.office.service import SettingsRefused
from lur.web.office.toml_text import to_text
from lur.web.office_texts import changes_told, faults_told, left_told
from lur.web.payloads.office import ImportBody, ImportDone, ImportPreview, ItemAnswer, NewPasswordRow
from lur.web.problems import language_of

LARGEST_FILE_BYTES = 6 * 1024 * 1024


@get("/api/settings/file", permission="manage_settings")
async def settings_file(request: Asked) -> Response[str]:
    """All of it as TOML. The same settings give the same bytes. Secrets and passwords are not in it."""
    office = services_of(request).office
    text = to_text(await office.document(), {each.name: each.note for each in office.exported})
    headers = {"content-disposition": 'attachment; filename="lur-settings.toml"'}
    return Response(text, media_type="application/toml; charset=utf-8", headers=headers)


@post(
    "/api/settings/preview",
    permission="manage_settings",
    trail=False,
    status_code=200,
    request_max_body_size=LARGEST_FILE_BYTES,
)
async def preview(request: Asked, data: JSONBody[ImportBody]) -> ImportPreview:
    """What an import of this file would do, and what stands in its way. Nothing is changed."""
    office, language = services_of(request).office, language_of(request)
    wanted, unreadable = await asyncio.to_thread(wanted_in, data.text)
    if unreadable:
        return ImportPreview(base="", changes=(), faults=faults_told(unreadable, language), needs_secret=())
    plan = await office.preview(wanted, request.user, data.secrets)
    faults = await asyncio.to_thread(with_lines, plan.faults, data.text)
    return ImportPreview(
        base=plan.base,
        changes=changes_told(plan.changes),
        faults=faults_told(faults, language),
        needs_secret=tuple(each.key for each in plan.faults if each.code == "settings_needs_secret"),
    )


@post(
    "/api/settings/import",
    permission="manage_settings",
    status_code=200,
    request_max_body_size=LARGEST_FILE_BYTES,
)
async def import_settings(request: Asked, data: JSONBody[ImportBody]) -> ImportDone:
    """Carry out a file, whole or not at all. Refuses: not_for_programs (a token
    that would change accounts, or how one signs on)."""
    office = services_of(request).office
    origins = Origins(actor=request.user.actor, origin="import", why=data.why.strip())
    request.scope["state"][ORIGIN] = origins
    wanted, unreadable = await asyncio.to_thread(wanted_in, data.text)
    if unreadable:
        raise SettingsRefused(unreadable)
    plan = await office.plan(wanted, request.user, data.secrets)
    if data.base and data.base != plan.base:
        raise Refused("settings_changed")
    if plan.faults:
        raise SettingsRefused(await asyncio.to_thread(with_lines, plan.faults, data.text))
    return await _carried_out(request, plan, origins, data.secrets)


async def _carried_out(request: Asked, plan: Plan, origins: Origins, secrets: dict[str, str]) -> ImportDone:
    services = services_of(request)
    shown = await services.office.carry_out(plan, request.user, origins, secrets) if plan.changes else None
    await services.refresh_centre()
    passwords, secrets_made = (shown.passwords, shown.secrets) if shown else ({}, [])
    return ImportDone(
        changes=changes_told(plan.changes),
        passwords=tuple(NewPasswordRow(account=each, password=passwords[each]) for each in sorted(passwords)),
        left=left_told(secrets_made, language_of(request)),
    )


@get("/api/settings/items/{section:str}", permission="see_trail")
async def item(request: Asked, section: FromPath[str], key: FromQuery[str] = ONLY) -> ItemAnswer:
    """An item's revision, and who changed it last."""
    services = services_of(request)
    found = await services.office.item(section, key)
    row = await services.office.trail.latest(section, key)
    return ItemAnswer(
        section=section,
        key=key,
        revision=revision(found),
        changed_at=row.at if row else None,
        changed_by=(await services.office.names()).get(row.actor, "") if row else "",
    )


HANDLERS = (settings_file, preview, import_settings, item)
