"""What the public pages' handlers share: which language, what was typed, who may try again when."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile

from lur.core.ids import Instant, Language
from lur.features import Refused
from lur.features.callbacks.model import Window
from lur.web.asking import services_of
from lur.web.problems import language_of
from lur.web.proxies import address_of
from lur.web.public.limits import ALL, Limit, line_of
from lur.web.public.phrases import Phrases
from lur.web.public.room import PublicRoom
from lur.web.public.texts import TEXTS

AskedByCustomer = Request[Any, Any, Any]
"""A request of somebody whom nobody knows."""


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed into a form, to be shown again when something was wrong with it. All of it may be
    anything."""

    code: str = ""
    number: str = ""
    queue: str = ""
    when: str = ""
    text: str = ""
    upset: str = ""
    tell_all: str = ""
    rating: str = ""


NOTHING = Typed()


def room_of(request: AskedByCustomer) -> PublicRoom:
    """All that is about the public pages."""
    return services_of(request).public


def chosen_language(request: AskedByCustomer) -> Language | None:
    """What ``?lang=`` says."""
    asked = request.query_params.get("lang", "")
    return asked if asked in TEXTS else None


def words_for(request: AskedByCustomer, known: Language | None = None) -> Phrases:
    """Sentences in the chosen language, else the contact's, else the browser's."""
    return room_of(request).words(chosen_language(request) or known or language_of(request))


def query_of(request: AskedByCustomer) -> str:
    """Keeps a chosen language on the way."""
    asked = chosen_language(request)
    return f"?lang={asked}" if asked else ""


async def typed_in(request: AskedByCustomer) -> Typed:
    """The form's words; files and what we did not ask for are left out."""
    form = await request.form()
    asked = {name: form.get(name, "") for name in Typed.__struct_fields__}
    return Typed(**{name: value for name, value in asked.items() if isinstance(value, str)})


async def picture_in(request: AskedByCustomer) -> bytes:
    """The form's file. Raises ``Refused``: not_a_picture, when there is none."""
    picture = (await request.form()).get("picture")
    if not isinstance(picture, UploadFile):
        raise Refused("not_a_picture")
    return await picture.read()


def window_in(when: str, offered: tuple[Window, ...]) -> Window | None:
    """The chosen window; None: when it is the customer's turn. Raises ``Refused``: window_gone."""
    if not when:
        return None
    first, _, last = when.partition("-")
    for window in offered:
        if (first, last) == (str(window.from_at), str(window.until_at)):
            return window
    raise Refused("window_gone")


def line(request: AskedByCustomer) -> str:
    """Who is counted together when too much is tried."""
    return line_of(address_of(request))


def check(limit: Limit, key: str, at: Instant) -> None:
    """Raises ``Refused``: too_many, with when to try again."""
    if (wait_ms := limit.wait_ms(key, at)) > 0:
        raise Refused("too_many", retry_after_s=-(-wait_ms // 1000))


def check_and_take(limit: Limit, at: Instant, key: str = ALL) -> None:
    """As ``check``; it counts as a try."""
    check(limit, key, at)
    limit.take(key, at)
