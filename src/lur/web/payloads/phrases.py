"""Bodies about the team's phrases; as in ``payloads``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.features.phrases.model import TEXT_LENGTH, Moment
from lur.web.payloads.common import END, Body

PhraseText = Annotated[str, msgspec.Meta(max_length=TEXT_LENGTH, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]
"""One line. ``{agent}``, ``{company}`` and ``{minutes}`` are filled in at the desk."""
PhraseVersion = Annotated[int, msgspec.Meta(ge=1, le=1 << 50)]


class PhraseBody(Body, frozen=True, kw_only=True):
    """POST /api/phrases: something good to say at a moment, in one language at least."""

    moment: Moment
    sv: PhraseText = ""
    nb: PhraseText = ""
    en: PhraseText = ""


class ChangePhraseBody(PhraseBody, frozen=True, kw_only=True):
    """POST /api/phrases/{id}: all of it anew. ``version`` is the one that was seen; when somebody else was
    quicker the answer is ``changed_meanwhile``. To undo, send the words that were before."""

    version: PhraseVersion


class ArchivePhraseBody(Body, frozen=True, kw_only=True):
    """POST /api/phrases/{id}/archive: the version that was seen."""

    version: PhraseVersion


class OrderPhrasesBody(Body, frozen=True, kw_only=True):
    """POST /api/phrases/order: a moment's phrases, the first to be shown first. Those that are not named come
    after them, as they were."""

    moment: Moment
    ids: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=64)], ...], msgspec.Meta(max_length=400)]
