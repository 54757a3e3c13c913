"""Puts a place page together: one for a contact that is here, one with the receipt for one that is over."""

from __future__ import annotations

import contextlib

import msgspec
from litestar import Response

from lur.core.ids import ContactId
from lur.core.state import Contact
from lur.features.callbacks.numbers import masked
from lur.features.contacts.model import ContactRow
from lur.features.incidents.model import About
from lur.features.places.model import Link, Receipt
from lur.features.ratings.model import Given
from lur.ports import JournalUnavailable, VaultUnavailable
from lur.runtime import CommandRejected
from lur.web.asking import services_of
from lur.web.public.asked import NOTHING, AskedByCustomer, Typed, query_of, room_of, words_for
from lur.web.public.phrases import Phrases
from lur.web.public.rendering import html

MAY_BE_CALLED = ("waiting", "resting", "refused")
MAY_LEAVE = ("entering", "refused", "waiting", "resting")
"""Phases in which a customer waits, and may stop."""
MAY_BE_CALLED_ABOUT = ("on_page", "seen", "texted")
DONE = ("told", "asked", "asked_before", "rated")
"""What ``?done=`` may name: sentences of ``Texts``."""


async def show(
    request: AskedByCustomer,
    token: str,
    link: Link,
    *,
    status: int = 200,
    fault: str = "",
    typed: Typed = NOTHING,
) -> Response[str]:
    """The page of a link. Raises ``Refused``: unknown_contact."""
    contact = services_of(request).centre.state.contacts.get(link.contact_id)
    if contact is not None:
        return await _here(request, token, link, contact, status=status, fault=fault, typed=typed)
    return await _over(request, token, link, status=status, fault=fault, typed=typed)


async def _here(
    request: AskedByCustomer,
    token: str,
    link: Link,
    contact: Contact,
    *,
    status: int,
    fault: str,
    typed: Typed,
) -> Response[str]:
    services, room = services_of(request), room_of(request)
    words = words_for(request, contact.language)
    settings = services.centre.state.queues[contact.queue_id].settings
    done = request.query_params.get("done", "")
    suggested = await _suggested(request, contact, words) if link.may_change else ()
    listed = services.answers.listed(words.language, contact.queue_id)
    may_be_called = settings.callbacks and contact.phase in MAY_BE_CALLED
    return html(
        "place.html",
        words,
        status=status,
        fault=fault,
        typed=typed,
        done=getattr(words.t, done) if done in DONE else "",
        company=room.company(words.language),
        path=f"/p/{token}",
        query=query_of(request),
        face=msgspec.structs.asdict(room.live.face(contact.contact_id, words)),
        may_change=link.may_change,
        statements=contact.statements,
        answers=suggested or listed,
        fits=bool(suggested),
        incidents=room.published(words.language, contact.queue_id),
        about=await room.about(contact.contact_id) if contact.incident_id is not None else None,
        may_be_told=link.may_change and _may_be_told(request, contact),
        may_be_called=may_be_called,
        is_called=contact.callback is not None,
        known_number=masked(await _known_number(request, contact.contact_id)) if link.may_change else "",
        windows=room.callbacks.windows_of(contact.queue_id) if may_be_called else (),
        leave_note=_leave_note(words, settings.resume_ms, settings.callbacks),
    )


def _may_be_told(request: AskedByCustomer, contact: Contact) -> bool:
    """Whether the customer may leave, and be told when what is down is solved."""
    incident_id = contact.incident_id or room_of(request).incident_for(contact.queue_id)
    return incident_id is not None and contact.phase in MAY_LEAVE


def _leave_note(words: Phrases, resume_ms: int, callbacks: bool) -> str:
    if resume_ms <= 0 or not callbacks:
        return words.t.leave_lost
    return words.t.leave_kept.format(time=words.duration(resume_ms))


async def _suggested(request: AskedByCustomer, contact: Contact, words: Phrases) -> tuple[object, ...]:
    """Answers for what the customer has written, when there are any that fit."""
    if not contact.statements:
        return ()
    services = services_of(request)
    written = await services.public.statements.of(contact.contact_id)
    text = "\n".join(each.text for each in written if each.text)
    return services.answers.suggest(text, words.language, contact.queue_id) if text else ()


async def _known_number(request: AskedByCustomer, contact_id: ContactId) -> str:
    try:
        return await room_of(request).callbacks.number_of(contact_id)
    except VaultUnavailable:
        return ""


def _is_read(request: AskedByCustomer) -> bool:
    """Whether a browser shows the page; what makes previews of links in messages does not say so."""
    return request.headers.get("sec-fetch-dest") == "document"


async def _over(
    request: AskedByCustomer, token: str, link: Link, *, status: int, fault: str, typed: Typed
) -> Response[str]:
    services, room = services_of(request), room_of(request)
    row = await services.contacts.find(link.contact_id)
    words = words_for(request, row.language)
    about = await room.about(link.contact_id)
    if about is not None and about.solved and link.may_change and _is_read(request):
        await room.seen(link.contact_id)
    made = await room.receipts.of(link.contact_id)
    asks = link.may_change and _asks_rating(request, row)
    given = await _given(request, link) if asks else None
    done = request.query_params.get("done", "")
    heading, note = words.t.ends[row.outcome or "served"]
    may_take_back = link.may_change and may_be_taken_back(request, row)
    return html(
        "ended.html",
        words,
        status=status,
        fault=fault,
        typed=typed,
        done=words.t.rated if done == "rated" else "",
        may_rate=asks,
        given=given,
        company=room.company(words.language),
        path=f"/p/{token}",
        query=query_of(request),
        heading=heading,
        note=note,
        about=about,
        may_be_called=link.may_change and await _may_be_called_about(request, link, about),
        may_take_back=may_take_back,
        known_number=masked(await _known_number(request, link.contact_id)) if may_take_back else "",
        receipt=receipt_lines(made, words) if made is not None else (),
    )


def _asks_rating(request: AskedByCustomer, row: ContactRow) -> bool:
    queue = services_of(request).centre.state.queues.get(row.queue_id)
    return queue is not None and queue.settings.asks_rating and row.outcome == "served" and not row.outgoing


async def _given(request: AskedByCustomer, link: Link) -> Given | None:
    """What was answered. Who sees the question in a browser was asked; neither keeps the page from showing
    when the vault or the journal is away."""
    ratings = room_of(request).ratings
    if _is_read(request):
        with contextlib.suppress(JournalUnavailable, CommandRejected):
            await ratings.ask(link.contact_id)
    with contextlib.suppress(VaultUnavailable):
        return await ratings.given(link.contact_id)
    return None


async def may_rate(request: AskedByCustomer, link: Link) -> bool:
    """Whether the holder of a link may say how it went. Raises ``Refused``: unknown_contact."""
    if link.contact_id in services_of(request).centre.state.contacts:
        return False
    return _asks_rating(request, await services_of(request).contacts.find(link.contact_id))


async def _may_be_called_about(request: AskedByCustomer, link: Link, about: About | None) -> bool:
    """Whether the customer has got the answer by a text or here, and can be called about it."""
    if about is None or not about.solved or about.state not in MAY_BE_CALLED_ABOUT:
        return False
    return bool(await _known_number(request, link.contact_id))


def may_be_taken_back(request: AskedByCustomer, row: ContactRow) -> bool:
    """Whether the place of somebody who left is still kept, and they can be called."""
    services = services_of(request)
    left = services.centre.state.left.get(row.id)
    queue = services.centre.state.queues.get(row.queue_id)
    if left is None or queue is None or row.outcome != "abandoned" or not queue.settings.callbacks:
        return False
    return services.clock.now() - left.at <= queue.settings.resume_ms


def receipt_lines(made: Receipt, words: Phrases) -> tuple[str, ...]:
    """The receipt as sentences; nothing that is not known is said."""
    t = words.t
    if made.place is None:
        return ()
    lines = [t.you_were.format(place=made.place), _waited(made, words)]
    told = made.told
    if told is not None and told.low_ms is not None and told.high_ms is not None:
        had = t.had_told.format(range=words.range(told.low_ms, told.high_ms))
        lines.append(f"{had} {_held(made, words)}".strip())
    if made.overtaken_by == 0:
        lines.append(t.fair)
    else:
        lines.append(t.unfair_one if made.overtaken_by == 1 else t.unfair.format(n=made.overtaken_by))
    return tuple(lines)


def _waited(made: Receipt, words: Phrases) -> str:
    if made.waited_ms == 0:
        return words.t.answered_at_once
    return words.t.you_waited.format(time=words.duration(made.waited_ms))


def _held(made: Receipt, words: Phrases) -> str:
    if made.kept is None:
        return ""
    if made.kept:
        return words.t.it_held
    return words.t.it_was_longer if made.was_longer else words.t.it_was_shorter
