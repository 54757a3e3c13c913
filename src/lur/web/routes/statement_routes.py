"""What customers said, wrote and sent before they were served, for whoever serves them. Each reading is
written down before anything is given."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from lur.core.ids import ContactId
from lur.features import Refused
from lur.features.statements.model import Reading, Statement
from lur.web.asking import Asked, services_of
from lur.web.ownership import may_see
from lur.web.payloads.statements import StatementRow
from lur.web.proxies import address_of

SHOWN_TYPES = ("image/jpeg", "image/png", "image/webp")


@get("/api/contacts/{contact_id:str}/statements", permission="see_contacts")
async def statements(request: Asked, contact_id: FromPath[str]) -> tuple[StatementRow, ...]:
    """All of a contact's, the earliest first; for agents of contacts that they were offered or served."""
    found = await _readable(request, contact_id)
    texts = tuple(each for each in found if each.text)
    await _write_down(request, contact_id, texts)
    return tuple(_row(each) for each in found)


@get("/api/contacts/{contact_id:str}/statements/{statement_id:str}/content", permission="see_contacts")
async def content(
    request: Asked, contact_id: FromPath[str], statement_id: FromPath[str]
) -> Response[bytes] | Stream:
    """A picture as it was sent, or a spoken statement as a WAV file."""
    await may_see(request, ContactId(contact_id))
    kept = services_of(request).public.statements
    found = await kept.find(ContactId(contact_id), statement_id)
    headers = {"content-disposition": "inline"}
    if found.form == "picture" and found.media_type in SHOWN_TYPES:
        picture = await kept.picture(ContactId(contact_id), found)
        await _write_down(request, contact_id, (found,))
        return Response(picture, media_type=found.media_type, headers=headers)
    if found.form == "voice":
        sound = await kept.sound(ContactId(contact_id), found)
        await _write_down(request, contact_id, (found,))
        return Stream(sound, media_type="audio/wav", headers=headers)
    raise Refused("unknown_statement", statement_id)


@get("/api/contacts/{contact_id:str}/statements/read-by", permission="see_all_contacts")
async def read_by(request: Asked, contact_id: FromPath[str]) -> tuple[Reading, ...]:
    """Who has read, heard or seen the contact's statements."""
    return await services_of(request).public.statements.read_by(ContactId(contact_id))


async def _readable(request: Asked, contact_id: str) -> tuple[Statement, ...]:
    await may_see(request, ContactId(contact_id))
    return await services_of(request).public.statements.of(ContactId(contact_id))


async def _write_down(request: Asked, contact_id: str, read: tuple[Statement, ...]) -> None:
    await services_of(request).public.statements.write_down(
        ContactId(contact_id), read, request.user.actor, address_of(request)
    )


def _row(statement: Statement) -> StatementRow:
    return StatementRow(
        id=statement.statement_id,
        form=statement.form,
        at=statement.started_at,
        duration_ms=statement.duration_ms,
        text=statement.text,
        upset=statement.upset,
        tell_all=statement.tell_all,
    )


HANDLERS = (statements, content, read_by)
