"""What a customer can do on the place page: forms that are sent, and a page that says what came of it.

When something is refused the page is shown again with what was typed and why; nothing has to be typed twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from lur.core.commands import EndContact, ResumePlace
from lur.core.ids import CommandId, ContactId
from lur.core.transitions import SERVED
from lur.features import Refused
from lur.features.places.model import Link
from lur.features.statements.model import BIGGEST_PICTURE_BYTES
from lur.runtime import CommandRejected
from lur.web.asking import services_of
from lur.web.public.asked import (
    NOTHING,
    AskedByCustomer,
    Typed,
    check_and_take,
    line,
    picture_in,
    query_of,
    room_of,
    typed_in,
    window_in,
    words_for,
)
from lur.web.public.faults import said_of
from lur.web.public.handling import FORM_BYTES, form
from lur.web.public.place_pages import changeable
from lur.web.public.rendering import go_to
from lur.web.public.room import PublicRoom
from lur.web.public.showing import may_be_taken_back, may_rate, show
from lur.web.services import Services

RATINGS = ("1", "2", "3", "4", "5")
PICTURE_FORM_BYTES = BIGGEST_PICTURE_BYTES + FORM_BYTES
Answer = Response[str] | Redirect


async def carried_out(
    request: AskedByCustomer, token: str, link: Link, typed: Typed, work: Callable[[], Awaitable[str]]
) -> Answer:
    """Do ``work``, which says where to go on; when it is refused, the page again and why."""
    try:
        return go_to(await work())
    except (Refused, CommandRejected) as error:
        place = await room_of(request).places.find(link.contact_id)
        words = words_for(request, place.language)
        if isinstance(error, Refused) and error.code in ("not_found", "too_many"):
            raise
        status, sentence = said_of(error, words)
        return await show(request, token, link, status=status, fault=sentence, typed=typed)


def _page(request: AskedByCustomer, token: str, done: str, part: str) -> str:
    """Back to the page, which says what was done."""
    query = query_of(request)
    return f"/p/{token}{query}{'&' if query else '?'}done={done}{part}"


@form("/p/{token:str}/tell")
async def tell(request: AskedByCustomer, token: FromPath[str]) -> Answer:
    """Words for whoever will help."""
    link, typed = await changeable(request, token), await typed_in(request)
    room = room_of(request)

    async def work() -> str:
        check_and_take(room.limits.statements, room.clock.now(), link.contact_id)
        upset = int(typed.upset) if typed.upset in map(str, range(11)) else None
        await room.statements.keep_text(link.contact_id, typed.text, upset, typed.tell_all == "1")
        return _page(request, token, "told", "")

    return await carried_out(request, token, link, typed, work)


@form("/p/{token:str}/picture", PICTURE_FORM_BYTES)
async def picture(request: AskedByCustomer, token: FromPath[str]) -> Answer:
    """A picture for whoever will help."""
    link = await changeable(request, token)
    room = room_of(request)

    async def work() -> str:
        check_and_take(room.limits.statements, room.clock.now(), link.contact_id)
        await room.statements.keep_picture(link.contact_id, await picture_in(request))
        return _page(request, token, "told", "")

    return await carried_out(request, token, link, NOTHING, work)


@form("/p/{token:str}/call")
async def call(request: AskedByCustomer, token: FromPath[str]) -> Answer:
    """Be called instead, or at another time or number."""
    link, typed = await changeable(request, token), await typed_in(request)
    room = room_of(request)

    async def work() -> str:
        contact = room.state.contacts.get(link.contact_id)
        if contact is None:
            raise Refused("contact_already_ended")
        window = window_in(typed.when, room.callbacks.windows_of(contact.queue_id))
        check_and_take(room.limits.statements, room.clock.now(), link.contact_id)
        _count_typed(room, typed.number.strip())
        await room.callbacks.ask(link.contact_id, typed.number.strip(), window)
        return _page(request, token, "asked", "")

    return await carried_out(request, token, link, typed, work)


@form("/p/{token:str}/rate")
async def rate(request: AskedByCustomer, token: FromPath[str]) -> Answer:
    """How it went, and what they want to say to it; sent again the latest counts."""
    link, typed = await changeable(request, token), await typed_in(request)
    room = room_of(request)

    async def work() -> str:
        if not await may_rate(request, link):
            raise Refused("not_found")
        check_and_take(room.limits.statements, room.clock.now(), link.contact_id)
        await room.ratings.give(
            link.contact_id, int(typed.rating) if typed.rating in RATINGS else 0, typed.text
        )
        return _page(request, token, "rated", "#rate")

    return await carried_out(request, token, link, typed, work)


@form("/p/{token:str}/leave")
async def leave(request: AskedByCustomer, token: FromPath[str]) -> Answer:
    """Wait no longer. The page then offers the place back while it is kept."""
    link = await changeable(request, token)
    services = services_of(request)

    async def work() -> str:
        contact = services.centre.state.contacts.get(link.contact_id)
        if contact is not None and contact.phase in (*SERVED, "dialling"):
            raise Refused("contact_not_waiting")
        await _end(services, link.contact_id)
        if contact is not None and link.contact_id in services.centre.state.contacts:
            await _end(services, link.contact_id)  # the call has ended; the callback of before it does now
        return f"/p/{token}{query_of(request)}"

    return await carried_out(request, token, link, NOTHING, work)


async def _end(services: Services, contact_id: ContactId) -> None:
    at = services.clock.now()
    await services.centre.submit(
        EndContact(
            command_id=CommandId(services.entropy.token("web-")),
            at=at,
            utc_offset_min=services.clock.utc_offset_min(at),
            actor="customer",
            contact_id=contact_id,
            ended_by="customer",
        )
    )


@form("/p/{token:str}/take-back")
async def take_back(request: AskedByCustomer, token: FromPath[str]) -> Answer:
    """Undo leaving: the place is somebody's again who waits to be called."""
    link, typed = await changeable(request, token), await typed_in(request)
    room, services = room_of(request), services_of(request)

    async def work() -> str:
        row = await services.contacts.find(link.contact_id)
        if not may_be_taken_back(request, row):
            raise Refused("place_not_kept")
        number = typed.number.strip() or await room.callbacks.number_of(link.contact_id)
        if not number:
            raise Refused("number_unknown")
        check_and_take(room.limits.requests, room.clock.now(), line(request))
        _count_typed(room, typed.number.strip())
        made = await room.callbacks.request(number, row.queue_id, row.language, None)
        if made.is_new:
            await _resume(request, made.contact_id, link.contact_id)
        new = await room.places.issue(made.contact_id, may_change=made.is_new)
        return _page(request, new, "asked" if made.is_new else "asked_before", "")

    return await carried_out(request, token, link, typed, work)


def _count_typed(room: PublicRoom, number: str) -> None:
    """A number that is typed may be anybody's: it counts as at ``/callback``, whoever has been ringing it.
    Raises ``Refused``: too_many."""
    if number and room.callbacks.rule.fault_in(number) is None:
        check_and_take(room.limits.numbers, room.clock.now(), room.callbacks.dialled(number))


async def _resume(request: AskedByCustomer, contact_id: ContactId, former_id: ContactId) -> None:
    services = services_of(request)
    at = services.clock.now()
    await services.centre.submit(
        ResumePlace(
            command_id=CommandId(f"resume-{contact_id}"),
            at=at,
            utc_offset_min=services.clock.utc_offset_min(at),
            actor="customer",
            contact_id=contact_id,
            former_id=former_id,
        )
    )


HANDLERS = (tell, picture, call, rate, leave, take_back)
