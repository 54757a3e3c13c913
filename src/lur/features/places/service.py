"""Keeps a place for every voice contact, opens links and codes, and remembers how each place moved.

What is asked of it between two awaits (codes, moves) is in memory for those who are here now; the tables are
written behind, so that the writer never waits for a disk. Links are kept before they are given away.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Iterable, Sequence

import msgspec
import structlog

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core import events as e
from lur.core.ids import ContactId, Instant, Language
from lur.core.state import State
from lur.features import Refused
from lur.features.places import store
from lur.features.places.model import TOKEN_LENGTHS, Link, Place
from lur.features.places.moves import Moves
from lur.ports import Clock, Entropy, Recorded

log = structlog.get_logger("lur.places")

CODE_DIGITS = 8
FORGET_EVERY_S = 3_600.0
AGAIN_S = 2.0
TOGETHER_S = 0.1
TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTHS.start},{TOKEN_LENGTHS.stop - 1}}}")


class Places:
    """All places. ``follow`` is a ``Subscriber``; ``keep_up`` and ``keep_forgetting`` run for ever."""

    def __init__(self, database: ReadModel, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._live: dict[ContactId, Place] = {}
        self._by_code: dict[str, ContactId] = {}
        self._links: dict[str, Link] = {}
        """By digest, of live contacts: looking at one's place asks no disk."""
        self.moves = Moves()
        self._texted: dict[ContactId, None] = {}
        self._pending: dict[ContactId, Place] = {}
        self._writing = asyncio.Lock()
        self._wake = asyncio.Event()

    # --- keeping up ----------------------------------------------------------------------------------------

    async def load(self, state: State, past: Iterable[e.AnyEvent]) -> None:
        """After a start: the places of all who are here, and how they moved (``past``: their events)."""
        now = self._clock.now()
        await self._database.run(lambda c: store.forget_old(c, now))
        for place in await self._database.run(store.live):
            if place.contact_id in state.contacts:
                self._keep(place)
            else:
                self._pending[place.contact_id] = msgspec.structs.replace(place, ended_at=now)
        for contact in state.contacts.values():
            has_place = contact.channel == "voice" and not contact.is_outgoing
            if has_place and contact.contact_id not in self._live:
                self._make(contact.contact_id, contact.language, contact.entered)
        for event in past:
            if isinstance(event, e.WaitTold) and event.contact_id in self._live:
                self.moves.observe(event)
        await self.now()

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        for recorded in batch:
            event = recorded.event
            match event:
                case e.ContactArrived(channel="voice") if event.contact_id not in self._live:
                    self._make(event.contact_id, event.language, event.at)
                case e.ContactQueued() | e.ContactRefused():
                    self._speaks(event.contact_id, event.language)
                case e.ContactEnded():
                    self._end(event)
                case e.WaitTold() if event.contact_id in self._live:
                    self.moves.observe(event)
                case _:
                    pass

    async def keep_up(self) -> None:
        """Write what comes, a tenth of a second's together; after a failure, again."""
        while True:
            await self._wake.wait()
            try:
                await self.now()
                await asyncio.sleep(TOGETHER_S)
            except ReadModelUnavailable as error:
                log.error("places_not_written", detail=str(error))
                await asyncio.sleep(AGAIN_S)

    async def keep_forgetting(self) -> None:
        """Drop what nobody may look at any more, once an hour."""
        while True:
            await asyncio.sleep(FORGET_EVERY_S)
            at = self._clock.now()
            try:
                await self._database.run(lambda c, at=at: store.forget_old(c, at))  # type: ignore[misc]
            except ReadModelUnavailable as error:
                log.error("places_not_forgotten", detail=str(error))

    async def now(self) -> None:
        """Write all that has come. Raises ``ReadModelUnavailable``; it is not lost then."""
        async with self._writing:
            self._wake.clear()
            pending, self._pending = self._pending, {}
            try:
                if pending:
                    await self._database.run(lambda c: store.put(c, tuple(pending.values())))
            except ReadModelUnavailable:
                self._pending = pending | self._pending
                self._wake.set()
                raise

    # --- questions -----------------------------------------------------------------------------------------

    def code_of(self, contact_id: ContactId) -> str:
        """The code that is said to the customer; empty when the contact has none, or is over."""
        place = self._live.get(contact_id)
        return place.code if place is not None else ""

    def was_texted(self, contact_id: ContactId) -> bool:
        """Whether the customer has been sent a link."""
        return contact_id in self._texted

    def with_code(self, code: str) -> ContactId | None:
        """Whose code it is; None for a wrong and for an old one."""
        return self._by_code.get(code)

    async def open(self, token: str) -> Link:
        """What a link opens. Raises ``Refused``: not_found, whatever is wrong with it."""
        if TOKEN.fullmatch(token) is None:
            raise Refused("not_found")
        link = self.open_live(token)
        if link is None:
            await self.now()
            at = self._clock.now()
            link = await self._database.run(lambda c: store.open_link(c, token, at))
        if link is None:
            raise Refused("not_found")
        return link

    async def find(self, contact_id: ContactId) -> Place:
        """A contact's place. Raises ``Refused``: not_found."""
        await self.now()
        known = await self._database.run(lambda c: store.find(c, contact_id))
        if known is None:
            raise Refused("not_found")
        return known

    def open_live(self, token: str) -> Link | None:
        """What a link of somebody who is here now opens; known without asking a disk."""
        return self._links.get(store.digest(token))

    # --- verbs ---------------------------------------------------------------------------------------------

    async def issue(self, contact_id: ContactId, *, may_change: bool = True) -> str:
        """A new link's secret. Raises ``Refused``: not_found, when the contact has no place."""
        await self.find(contact_id)
        token = self._entropy.token("")
        link = Link(contact_id=contact_id, may_change=may_change)
        at = self._clock.now()
        await self._database.run(lambda c: store.add_link(c, token, link, at))
        if contact_id in self._live:
            self._links[store.digest(token)] = link
        return token

    def mark_texted(self, contact_id: ContactId) -> None:
        """The customer has been sent a link."""
        if contact_id in self._live:
            self._texted[contact_id] = None

    # --- inside --------------------------------------------------------------------------------------------

    def _make(self, contact_id: ContactId, language: Language, at: Instant) -> None:
        code = _new_code()
        while code in self._by_code:
            code = _new_code()
        self._keep(Place(contact_id=contact_id, code=code, language=language, created=at))
        self._write(self._live[contact_id])

    def _keep(self, place: Place) -> None:
        self._live[place.contact_id] = place
        self._by_code[place.code] = place.contact_id

    def _speaks(self, contact_id: ContactId, language: Language) -> None:
        place = self._live.get(contact_id)
        if place is not None and place.language != language:
            self._live[contact_id] = msgspec.structs.replace(place, language=language)
            self._write(self._live[contact_id])

    def _end(self, event: e.ContactEnded) -> None:
        place = self._live.pop(event.contact_id, None)
        self.moves.forget(event.contact_id)
        self._texted.pop(event.contact_id, None)
        if place is None:
            return
        del self._by_code[place.code]
        self._links = {each: link for each, link in self._links.items() if link.contact_id in self._live}
        self._write(msgspec.structs.replace(place, ended_at=event.at))

    def _write(self, place: Place) -> None:
        self._pending[place.contact_id] = place
        self._wake.set()


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
