"""Open place pages: one pass over them after a change, at most ten a second; each gets only its own words,
and only when they differ.

A pass compares a handful of facts for each page; words are made and encoded for those that differ. Pages of
the same contact in the same language share them. What is told to one customer moves nobody else, so it goes
to that one's pages alone, and at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import msgspec
import structlog

from lur.core import events as e
from lur.core.ids import ContactId, Language
from lur.core.state import State
from lur.features import Refused
from lur.features.places.service import Places
from lur.ports import Clock, Recorded
from lur.web.public.face import Face, Facts, face_of, facts_of
from lur.web.public.phrases import Phrases
from lur.web.public.texts import TEXTS

log = structlog.get_logger("lur.public")

TOGETHER_S = 0.1
ALIVE_S = 20.0
"""How often a page hears that the line is good."""
MOST_PAGES = 2_500
MOST_OF_ONE = 8
ALIVE = b": alive\n\n"
RETRY = b"retry: 3000\n\n"
"""How soon a browser asks again when the line was lost, ms."""
OF_ONE = (e.WaitTold, e.StatementKept, e.RecordingKept, e.RecordingLost, e.WrapUpStarted, e.WrapUpFinished)
"""Events that change nobody's place."""
ENDED = Face(state="ended", heading="")

Key = tuple[ContactId, Language]


@dataclass(slots=True)
class _Shown:
    """What the pages of one contact in one language show."""

    words: Phrases
    facts: Facts | None = None
    message: bytes = b""
    number: int = 0
    pages: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)


class LivePlaces:
    """All open place pages. ``follow`` is a ``Subscriber``; ``keep_pushing`` runs for ever."""

    def __init__(self, state: State, places: Places, clock: Clock) -> None:
        self._state = state
        self._places = places
        self._clock = clock
        self._shown: dict[Key, _Shown] = {}
        self._pages = 0
        self._moved = False
        """Somebody's place may have changed, and everybody's behind it."""
        self._touched: dict[ContactId, None] = {}
        self._wake = asyncio.Event()
        self._closed = False

    @property
    def pages(self) -> int:
        """How many are open."""
        return self._pages

    def face(self, contact_id: ContactId, words: Phrases) -> Face:
        """What a page shows now."""
        contact = self._state.contacts.get(contact_id)
        if contact is None:
            return ENDED
        moves = self._places.moves
        facts = facts_of(self._state, contact, moves.latest(contact_id))
        return face_of(self._state, facts, moves.of(contact_id), words, self._clock)

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        if not self._shown:
            return
        for recorded in batch:
            contact_id = getattr(recorded.event, "contact_id", None)
            if contact_id is None:
                continue
            if isinstance(recorded.event, OF_ONE):
                self._touched[contact_id] = None
            else:
                self._moved = True
            self._wake.set()

    async def keep_pushing(self) -> None:
        """Tell the pages of what has changed, for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            everybody, self._moved = self._moved, False
            self.push(everybody)
            if everybody:
                await asyncio.sleep(TOGETHER_S)

    def push(self, everybody: bool = True) -> None:
        """One pass, over all pages or those that were touched."""
        touched, self._touched = self._touched, {}
        keys = self._shown if everybody else [(each, language) for each in touched for language in TEXTS]
        for key in tuple(keys):
            if (shown := self._shown.get(key)) is None:
                continue
            try:
                self._look(key[0], shown)
            except Exception:
                log.exception("place_not_shown", contact_id=key[0])

    def _look(self, contact_id: ContactId, shown: _Shown) -> None:
        contact = self._state.contacts.get(contact_id)
        moves = self._places.moves
        facts = facts_of(self._state, contact, moves.latest(contact_id)) if contact is not None else None
        if facts == shown.facts and shown.number:
            return
        shown.facts = facts
        face = ENDED
        if facts is not None:
            face = face_of(self._state, facts, moves.of(contact_id), shown.words, self._clock)
        shown.message = b"data: " + msgspec.json.encode(face) + b"\n\n"
        shown.number += 1
        shown.news.set()
        shown.news = asyncio.Event()

    def open(self, contact_id: ContactId, words: Phrases) -> AsyncIterator[bytes]:
        """What one page is sent, until the contact is over. Raises ``Refused``: too_many."""
        shown = self._shown.get((contact_id, words.language))
        if self._pages >= MOST_PAGES or (shown is not None and shown.pages >= MOST_OF_ONE):
            raise Refused("too_many", retry_after_s=30)
        return self._messages(contact_id, words)

    async def _messages(self, contact_id: ContactId, words: Phrases) -> AsyncIterator[bytes]:
        key = (contact_id, words.language)
        shown = self._shown.setdefault(key, _Shown(words))
        self._look(contact_id, shown)
        shown.pages += 1
        self._pages += 1
        try:
            yield RETRY
            sent = 0
            while True:
                news = shown.news
                if sent != shown.number:
                    sent = shown.number
                    yield shown.message
                elif not await _comes(news):
                    yield ALIVE
                if self._closed or (sent == shown.number and shown.facts is None):
                    return
        finally:
            shown.pages -= 1
            self._pages -= 1
            if shown.pages == 0:
                self._shown.pop(key, None)

    def close(self) -> None:
        """Let all pages go; they ask again when we are back."""
        self._closed = True
        for shown in self._shown.values():
            shown.news.set()


async def _comes(news: asyncio.Event) -> bool:
    """Wait for it; False when it did not come in time."""
    try:
        async with asyncio.timeout(ALIVE_S):
            await news.wait()
    except TimeoutError:
        return False
    return True
