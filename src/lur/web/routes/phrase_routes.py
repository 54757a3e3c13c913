"""The team's phrases: agents read them, supervisors keep them good."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.features.phrases.model import Phrase
from lur.web.asking import Asked, once, services_of
from lur.web.payloads.phrases import ArchivePhraseBody, ChangePhraseBody, OrderPhrasesBody, PhraseBody


@get("/api/phrases", permission="see_contacts")
async def phrases(request: Asked) -> tuple[Phrase, ...]:
    """What the desks show, moment after moment, each in its order."""
    return services_of(request).phrases.listed()


@get("/api/phrases/archived", permission="manage_phrases")
async def archived_phrases(request: Asked) -> tuple[Phrase, ...]:
    """What can be taken back, the latest archived first, at most a hundred."""
    return services_of(request).phrases.archived()


@post("/api/phrases", permission="manage_phrases")
async def add_phrase(request: Asked, data: JSONBody[PhraseBody]) -> Phrase:
    """One more, last of its moment."""
    new = _phrase(once(request, "phrase-"), 1, data)
    return await services_of(request).phrases.add(new, request.user.display_name)


@post("/api/phrases/starters", permission="manage_phrases", status_code=200)
async def add_starters(request: Asked) -> tuple[Phrase, ...]:
    """Those that Lur brings, beside what the team has; asked again, nothing is added twice."""
    return await services_of(request).phrases.add_starters()


@post("/api/phrases/order", permission="manage_phrases", status_code=200)
async def order_phrases(request: Asked, data: JSONBody[OrderPhrasesBody]) -> tuple[Phrase, ...]:
    """A moment's phrases in another order."""
    return await services_of(request).phrases.order(data.moment, data.ids)


@post("/api/phrases/{phrase_id:str}", permission="manage_phrases", status_code=200)
async def change_phrase(request: Asked, phrase_id: FromPath[str], data: JSONBody[ChangePhraseBody]) -> Phrase:
    """Other words, or another moment."""
    return await services_of(request).phrases.change(
        _phrase(phrase_id, data.version, data), request.user.display_name
    )


@post("/api/phrases/{phrase_id:str}/archive", permission="manage_phrases", status_code=200)
async def archive_phrase(
    request: Asked, phrase_id: FromPath[str], data: JSONBody[ArchivePhraseBody]
) -> Phrase:
    """The desks show it no more; it can be taken back."""
    return await services_of(request).phrases.archive(phrase_id, data.version, request.user.display_name)


@post("/api/phrases/{phrase_id:str}/take-back", permission="manage_phrases", status_code=200)
async def take_phrase_back(request: Asked, phrase_id: FromPath[str]) -> Phrase:
    """It is shown again, where it was."""
    return await services_of(request).phrases.take_back(phrase_id, request.user.display_name)


def _phrase(phrase_id: str, version: int, data: PhraseBody) -> Phrase:
    return Phrase(
        id=phrase_id,
        version=version,
        moment=data.moment,
        position=0,
        sv=data.sv.strip(),
        nb=data.nb.strip(),
        en=data.en.strip(),
        archived=False,
        changed_at=0,
        changed_by="",
        demo=False,
    )


HANDLERS = (
    phrases,
    archived_phrases,
    add_phrase,
    add_starters,
    order_phrases,
    change_phrase,
    archive_phrase,
    take_phrase_back,
)
