"""``/place``: the code that is heard leads to the page. ``/p/SECRET``: the page itself, and what it is told
while it is open."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from lur.features import Refused
from lur.features.places.model import Link
from lur.web.public.asked import (
    AskedByCustomer,
    Typed,
    check,
    check_and_take,
    line,
    query_of,
    room_of,
    typed_in,
    words_for,
)
from lur.web.public.handling import form, page
from lur.web.public.limits import ALL
from lur.web.public.phrases import Phrases
from lur.web.public.rendering import ASSET_TYPES, HEADERS, asset_bytes, go_to, html
from lur.web.public.showing import show

FOR_EVER = "public, max-age=31536000, immutable"
STREAM = {**HEADERS, "x-accel-buffering": "no"}
"""A proxy that keeps answers back until they are whole would keep these for ever."""


@page("/place")
async def code_page(request: AskedByCustomer) -> Response[str]:
    """Where the code is typed."""
    return _code_page(request, words_for(request))


def _code_page(request: AskedByCustomer, words: Phrases, status: int = 200, fault: str = "") -> Response[str]:
    return html(
        "code.html",
        words,
        status=status,
        fault=fault,
        company=room_of(request).company(words.language),
        path="/place",
        query=query_of(request),
    )


@form("/place")
async def enter_code(request: AskedByCustomer) -> Response[str] | Redirect:
    """A code was typed: on to the page, by a link of its own. Wrong and old codes look the same."""
    room, at = room_of(request), room_of(request).clock.now()
    mine = line(request)
    check(room.limits.all_codes, ALL, at)
    check_and_take(room.limits.codes, at, mine)
    room.limits.all_codes.take(ALL, at)
    typed = await typed_in(request)
    contact_id = room.places.with_code(_digits(typed))
    if contact_id is None:
        words = words_for(request)
        return _code_page(request, words, 404, words.t.faults["wrong_code"])
    room.limits.codes.give_back(mine)
    room.limits.all_codes.give_back(ALL)
    check_and_take(room.limits.issued, at, contact_id)
    return go_to(f"/p/{await room.places.issue(contact_id)}{query_of(request)}")


def _digits(typed: Typed) -> str:
    """People type codes in groups."""
    return "".join(each for each in typed.code if each not in " -.")


async def opened(request: AskedByCustomer, token: str) -> Link:
    """What a link opens. Raises ``Refused``: not_found, too_many (wrong ones alone are counted)."""
    room = room_of(request)
    if (link := room.places.open_live(token)) is not None:
        return link
    at, mine = room.clock.now(), line(request)
    check_and_take(room.limits.links, at, mine)
    link = await room.places.open(token)
    room.limits.links.give_back(mine)
    return link


async def changeable(request: AskedByCustomer, token: str) -> Link:
    """As ``opened``, for a link whose holder may change something."""
    link = await opened(request, token)
    if not link.may_change:
        raise Refused("not_found")
    return link


@page("/p/{token:str}")
async def place_page(request: AskedByCustomer, token: FromPath[str]) -> Response[str]:
    """My place, or what became of it."""
    return await show(request, token, await opened(request, token))


@page("/p/{token:str}/live")
async def live(request: AskedByCustomer, token: FromPath[str]) -> Stream:
    """What changes, as server-sent events, each a ``Face`` as JSON."""
    link = await opened(request, token)
    room = room_of(request)
    place = await room.places.find(link.contact_id)
    messages = room.live.open(link.contact_id, words_for(request, place.language))
    return Stream(messages, media_type="text/event-stream", headers=STREAM)


@page("/place/{name:str}")
async def asset_file(name: FromPath[str]) -> Response[bytes]:
    """The pages' style and script."""
    if name not in ASSET_TYPES:
        raise Refused("not_found")
    return Response(asset_bytes(name), media_type=ASSET_TYPES[name], headers={"cache-control": FOR_EVER})


HANDLERS = (code_page, enter_code, place_page, live, asset_file)
