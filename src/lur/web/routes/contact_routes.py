"""Contacts: their stories, their recordings, and the verbs for one that goes on."""

from __future__ import annotations

import re
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from lur.core import events as e
from lur.core.commands import EndContact, HoldContact, ResumeContact
from lur.core.ids import ContactId, RecordingId
from lur.features import Refused
from lur.features.contacts.model import ContactRow, Happened
from lur.features.recordings.model import Listening, Sound
from lur.features.recordings.service import wav_bytes
from lur.runtime.views import CallerView
from lur.web.asking import Asked, services_of, stamped, submit
from lur.web.ownership import check_has, is_named
from lur.web.payloads.common import ContactHistory, Done, RecordingRow
from lur.web.permissions import allows
from lur.web.proxies import address_of

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
FAR_MS = 1 << 60

Limit = Annotated[int, QueryParameter(ge=1, le=200)]
At = Annotated[int, QueryParameter(ge=0, le=FAR_MS)]


@get("/api/contacts", permission="see_contacts")
async def contacts(
    request: Asked, today: FromQuery[bool] = False, since: At = 0, before: At = FAR_MS, limit: Limit = 100
) -> tuple[ContactRow, ...]:
    """Contacts that entered in the span, newest first; page on with ``before``. An agent gets their own."""
    services = services_of(request)
    if today:
        since = max(since, services.day.midnight_before(services.clock.now()))
    own = None if allows(request.user, "see_all_contacts") else request.user.agent_id or ""
    return await services.contacts.latest(since, before, limit, own)  # type: ignore[arg-type]


@get("/api/contacts/{contact_id:str}", permission="see_contacts")
async def contact(request: Asked, contact_id: FromPath[str]) -> ContactHistory:
    """All that is known of one contact."""
    services = services_of(request)
    story = await services.contacts.story(ContactId(contact_id))
    if not allows(request.user, "see_all_contacts") and not is_named(request, story.events):
        raise Refused("not_your_contact", contact_id)
    keys = await services.recordings.keys(story.contact.id)
    return ContactHistory(
        contact=story.contact,
        caller=CallerView(number=story.caller_number, name=story.caller_name),
        keys=story.keys,
        events=_shown(request, story.events),
        recordings=recordings_of(request, story.events, set(keys)),
    )


def _shown(request: Asked, events: tuple[Happened, ...]) -> tuple[Happened, ...]:
    """What customers said of how it went is of no agent: it is for who leads, not for who served."""
    if allows(request.user, "see_all_contacts"):
        return events
    return tuple(each for each in events if not isinstance(each.event, e.RatingAsked | e.ContactRated))


def recordings_of(
    request: Asked, events: tuple[Happened, ...], readable: set[RecordingId]
) -> tuple[RecordingRow, ...]:
    """The recordings that these events tell of."""
    files = services_of(request).recordings
    rows: list[RecordingRow] = []
    for happened in events:
        match happened.event:
            case e.RecordingKept() as kept:
                playable = kept.recording_id in readable and files.has_file(kept)
                rows.append(_kept(kept, playable))
            case e.RecordingLost() as lost:
                rows.append(_lost(lost))
            case _:
                pass
    return tuple(rows)


def _kept(kept: e.RecordingKept, playable: bool) -> RecordingRow:
    return RecordingRow(
        id=kept.recording_id,
        contact_id=kept.contact_id,
        started_at=kept.started_at,
        duration_ms=kept.duration_ms,
        sha256=kept.sha256,
        playable=playable,
        lost_because=None,
    )


def _lost(lost: e.RecordingLost) -> RecordingRow:
    return RecordingRow(
        id=lost.recording_id,
        contact_id=lost.contact_id,
        started_at=lost.at,
        duration_ms=0,
        sha256="",
        playable=False,
        lost_because=lost.reason,
    )


@get("/api/contacts/{contact_id:str}/recordings", permission="play_recordings")
async def recordings(request: Asked, contact_id: FromPath[str]) -> tuple[RecordingRow, ...]:
    """A contact's recordings."""
    services = services_of(request)
    row = await services.contacts.find(ContactId(contact_id))
    keys = await services.recordings.keys(row.id)
    return recordings_of(request, await services.contacts.events_of(row.id), set(keys))


@get("/api/contacts/{contact_id:str}/recordings/{recording_id:str}", permission="play_recordings")
async def play(request: Asked, contact_id: FromPath[str], recording_id: FromPath[str]) -> Stream:
    """The sound as a WAV file, customer left, agent right. That it was asked for is written down first."""
    for kept in await kept_of(request, contact_id):
        if kept.recording_id == recording_id:
            return await stream_of(request, kept)
    raise Refused("unknown_recording", recording_id)


@get("/api/contacts/{contact_id:str}/recording", permission="play_recordings")
async def play_latest(request: Asked, contact_id: FromPath[str]) -> Stream:
    """The latest recording of a contact, as a WAV file."""
    kept = await kept_of(request, contact_id)
    if not kept:
        raise Refused("unknown_recording", contact_id)
    return await stream_of(request, kept[-1])


async def kept_of(request: Asked, contact_id: str) -> list[e.RecordingKept]:
    """The journal's word on which recordings there are; no path is ever made of what a request says."""
    events = await services_of(request).contacts.events_of(ContactId(contact_id))
    return [each.event for each in events if isinstance(each.event, e.RecordingKept)]


async def stream_of(request: Asked, kept: e.RecordingKept) -> Stream:
    """The sound, or the part of it that was asked for, after it is written down who listens."""
    files = services_of(request).recordings
    sound = await files.open(kept)
    first, last = _span(request.headers.get("range"), sound)
    await files.write_down(kept, request.user.actor, address_of(request))
    headers = {
        "accept-ranges": "bytes",
        "content-length": str(last + 1 - first),
        "content-range": f"bytes {first}-{last}/{sound.length}",
        "content-disposition": f'inline; filename="{kept.recording_id}.wav"',
    }
    partial = "range" in request.headers
    if not partial:
        del headers["content-range"]
    status = 206 if partial else 200
    return Stream(wav_bytes(sound, first, last), media_type="audio/wav", headers=headers, status_code=status)


def _span(header: str | None, sound: Sound) -> tuple[int, int]:
    """First and last byte of a ``Range`` header (RFC 9110 section 14.2; one range). Raises ``Refused``."""
    whole = (0, sound.length - 1)
    if header is None:
        return whole
    found = RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        raise Refused("bad_range", header)
    begin, end = found.groups()
    if begin == "":
        first, last = max(0, sound.length - int(end)), whole[1]
    else:
        first, last = int(begin), min(int(end), whole[1]) if end else whole[1]
    if first > last:
        raise Refused("bad_range", header)
    return first, last


@get("/api/contacts/{contact_id:str}/listened", permission="see_all_contacts")
async def listened(request: Asked, contact_id: FromPath[str]) -> tuple[Listening, ...]:
    """Who has listened to the contact's recordings."""
    return await services_of(request).recordings.listened(ContactId(contact_id))


@post("/api/contacts/{contact_id:str}/erase", permission="erase_contacts", status_code=200)
async def erase(request: Asked, contact_id: FromPath[str]) -> Done:
    """Destroy what is personal about a contact, its recordings' keys with it."""
    await services_of(request).contacts.erase(ContactId(contact_id))
    return Done(seq=0)


@post("/api/contacts/{contact_id:str}/hold", permission="act_as_agent", status_code=200)
async def hold(request: Asked, contact_id: FromPath[str]) -> Done:
    """Park the customer, who hears music."""
    check_has(request, contact_id)
    return await submit(request, stamped(request, HoldContact, contact_id=contact_id))


@post("/api/contacts/{contact_id:str}/resume", permission="act_as_agent", status_code=200)
async def resume(request: Asked, contact_id: FromPath[str]) -> Done:
    """Talk on."""
    check_has(request, contact_id)
    return await submit(request, stamped(request, ResumeContact, contact_id=contact_id))


@post("/api/contacts/{contact_id:str}/end", permission="act_as_agent", status_code=200)
async def end(request: Asked, contact_id: FromPath[str]) -> Done:
    """Hang up."""
    check_has(request, contact_id)
    return await submit(request, stamped(request, EndContact, contact_id=contact_id, ended_by="agent"))


HANDLERS = (
    contacts,
    contact,
    recordings,
    play,
    play_latest,
    listened,
    erase,
    hold,
    resume,
    end,
)
