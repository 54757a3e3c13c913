"""HTML from the templates beside this file. What anybody has typed is escaped by default; a name that is
missing is an error, not an empty space.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response
from litestar.response import Redirect

from lur.core.ids import Language
from lur.web.public.phrases import Phrases
from lur.web.public.shapes import Texts
from lur.web.public.texts import TEXTS

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
HEADERS = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}
ASSET_TYPES = {"place.css": "text/css", "place.js": "text/javascript"}

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(template: str, words: Phrases, *, status: int = 200, **named: object) -> Response[str]:
    """A page in a language. ``company``, ``path`` and ``query`` are always named."""
    text = _templates.get_template(template).render(
        words=words, t=words.t, languages=_LANGUAGES, asset=asset, **({"done": "", "fault": ""} | named)
    )
    return Response(text, media_type=MediaType.HTML, status_code=status, headers=HEADERS)


def go_to(path: str) -> Redirect:
    """See other: a form was sent, and reloading the next page sends nothing."""
    return Redirect(path, status_code=303, headers=HEADERS)


def asset(name: str) -> str:
    """The address of a file that may be kept for ever: it changes with what is in it."""
    return f"/place/{name}?{_mark(name)}"


@cache
def asset_bytes(name: str) -> bytes:
    """What is in it."""
    return (ASSETS / name).read_bytes()


@cache
def _mark(name: str) -> str:
    return hashlib.sha256(asset_bytes(name)).hexdigest()[:12]


class _Choice(NamedTuple):
    """A language that a page can be read in."""

    language: Language
    t: Texts


_LANGUAGES = tuple(_Choice(language, t) for language, t in TEXTS.items())
