"""``/callback``: a place for somebody who is on no line; it needs no telephone operator. ``/help``: what is
down, answers to common questions, and the ways to us."""

from __future__ import annotations

from typing import NamedTuple

from litestar import Response
from litestar.response import Redirect

from lur.core.hours import is_open, next_opening
from lur.core.ids import QueueId
from lur.core.state import Queue
from lur.features import Refused
from lur.features.callbacks.model import Window
from lur.runtime import CommandRejected
from lur.web.asking import services_of
from lur.web.public.asked import (
    AskedByCustomer,
    Typed,
    check,
    check_and_take,
    line,
    query_of,
    room_of,
    typed_in,
    window_in,
    words_for,
)
from lur.web.public.faults import said_of
from lur.web.public.handling import form, page
from lur.web.public.limits import ALL
from lur.web.public.phrases import Phrases
from lur.web.public.rendering import go_to, html
from lur.web.public.room import PublicRoom


class _Choice(NamedTuple):
    """A queue that calls back."""

    id: QueueId
    label: str


@page("/callback")
async def callback_page(request: AskedByCustomer) -> Response[str]:
    """The form; ``?queue=`` chooses beforehand."""
    return _form(request, Typed(queue=request.query_params.get("queue", "")))


def _form(request: AskedByCustomer, typed: Typed, status: int = 200, fault: str = "") -> Response[str]:
    room, words = room_of(request), words_for(request)
    choices = _choices(request, words)
    chosen = next((each for each in choices if each.id == typed.queue), None)
    if chosen is None and len(choices) == 1:
        chosen = choices[0]
    return html(
        "callback.html",
        words,
        status=status,
        fault=fault,
        typed=typed,
        company=room.company(words.language),
        path="/callback",
        query=query_of(request),
        queues=choices,
        windows=_windows(room, [chosen] if chosen is not None else choices),
        known_number="",
        incidents=room.published(words.language, None),
    )


def _windows(room: PublicRoom, choices: list[_Choice]) -> tuple[Window, ...]:
    """Those that all of these queues have."""
    offered = [room.callbacks.windows_of(each.id) for each in choices]
    return tuple(each for each in offered[0] if all(each in other for other in offered)) if offered else ()


def _choices(request: AskedByCustomer, words: Phrases) -> list[_Choice]:
    queues = services_of(request).centre.state.queues.values()
    able = [each for each in queues if each.settings.channel == "voice" and each.settings.callbacks]
    named = sorted(able, key=lambda each: (each.settings.name.casefold(), each.queue_id))
    return [_Choice(each.queue_id, _label(request, each, words)) for each in named]


def _label(request: AskedByCustomer, queue: Queue, words: Phrases) -> str:
    clock = services_of(request).clock
    at = clock.now()
    offset = clock.utc_offset_min(at)
    opens = None if is_open(queue.settings, at, offset) else next_opening(queue.settings, at, offset)
    if opens is None:
        return queue.settings.name
    return words.t.closed_now.format(queue=queue.settings.name, when=words.moment(opens))


@form("/callback")
async def request_callback(request: AskedByCustomer) -> Response[str] | Redirect:
    """Asked for: on to the place. Who asks again for the same sees the place that there is."""
    typed = await typed_in(request)
    try:
        return go_to(await _requested(request, typed))
    except (Refused, CommandRejected) as error:
        words = words_for(request)
        if isinstance(error, Refused) and error.code == "too_many":
            raise
        status, sentence = said_of(error, words)
        return _form(request, typed, status, sentence)


async def _requested(request: AskedByCustomer, typed: Typed) -> str:
    room, words = room_of(request), words_for(request)
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise Refused("cross_site")
    window = window_in(typed.when, room.callbacks.windows_of(QueueId(typed.queue)))
    number = typed.number.strip()
    if (fault := room.callbacks.rule.fault_in(number)) is not None:
        raise Refused(fault)
    at, key = room.clock.now(), room.callbacks.rule.checked(number)
    check(room.limits.numbers, key, at)
    check(room.limits.all_requests, ALL, at)
    check_and_take(room.limits.requests, at, line(request))
    made = await room.callbacks.request(number, QueueId(typed.queue), words.language, window)
    if made.is_new:
        room.limits.numbers.take(key, at)
        room.limits.all_requests.take(ALL, at)
    token = await room.places.issue(made.contact_id, may_change=made.is_new)
    query = query_of(request)
    done = "asked" if made.is_new else "asked_before"
    return f"/p/{token}{query}{'&' if query else '?'}done={done}"


@page("/help")
async def help_page(request: AskedByCustomer) -> Response[str]:
    """What is down and what is often asked."""
    room, words = room_of(request), words_for(request)
    return html(
        "help.html",
        words,
        company=room.company(words.language),
        path="/help",
        query=query_of(request),
        incidents=room.published(words.language, None),
        answers=services_of(request).answers.listed(words.language),
    )


HANDLERS = (callback_page, request_callback, help_page)
