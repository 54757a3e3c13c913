"""Everybody who left to be told, and whether they were: nobody is forgotten, also when we are stopped midway.

The journal says who is tied and how they ended; this list follows it. When the incident is solved each gets
the answer as a text message where one can be sent, and else on their place page, where they can ask to be
called. A message that was sent but not noted, since we were killed in between, is sent once more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog

from lur.adapters.storage.readmodel import ReadModel
from lur.core import events as e
from lur.core.ids import ContactId, IncidentId, Language, QueueId
from lur.features import Refused
from lur.features.incidents import store
from lur.features.incidents.board import Board
from lur.features.incidents.model import NOBODY_IS_OWED, OWED, About, Tied, TiedState
from lur.ports import Clock, Recorded

log = structlog.get_logger("lur.incidents")

LOOK_EVERY_S = 5.0
"""How soon what could not be written or sent is tried again, and the list is looked through."""

Send = Callable[[ContactId, Language, str], Awaitable[bool]]
"""Sends a text to the contact's customer. False: there is no way to reach them."""
Whose = Callable[[ContactId], Awaitable[tuple[QueueId, Language]]]
"""The queue and the language of a contact, live or ended."""
Told = e.ContactTied | e.ContactEnded


async def cannot_send(contact_id: ContactId, language: Language, text: str) -> bool:
    """No gateway for text messages."""
    return False


class Telling:
    """The list. ``follow`` is a ``Subscriber``; ``wake`` is set when there may be work for ``look``."""

    def __init__(self, database: ReadModel, board: Board, clock: Clock, whose: Whose) -> None:
        self.send: Send = cannot_send
        self._database = database
        self._board = board
        self._clock = clock
        self._whose = whose
        self._pending: list[Told] = []
        self._unsent: list[ContactId] = []
        """Whose text was given up on."""
        self._here: set[ContactId] = set()
        """Tied contacts that are not over; the end of any other is nothing to us."""
        self.wake = asyncio.Event()
        self._working = asyncio.Lock()
        board.on_change(lambda _: self.wake.set())

    # --- following the journal -----------------------------------------------------------------------------

    async def load(self, happened: Iterable[e.AnyEvent]) -> None:
        """Begin with what was kept, and with what happened since: no harm when some of it is known."""
        self._here.update(
            each.contact_id for each in await self._database.run(lambda c: store.in_state(c, "here"))
        )
        self._note(happened)
        await self.now()

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        self._note(recorded.event for recorded in batch)

    def _note(self, events: Iterable[e.AnyEvent]) -> None:
        for event in events:
            if isinstance(event, e.ContactTied):
                self._here.add(event.contact_id)
                self._pending.append(event)
                self.wake.set()
            elif isinstance(event, e.ContactEnded) and event.contact_id in self._here:
                self._here.discard(event.contact_id)
                self._pending.append(event)
                self.wake.set()

    async def look(self) -> None:
        """Write what has come and tell whoever is owed an answer. Raises ``ReadModelUnavailable``."""
        await self.now()
        await self.tell_all()

    async def now(self) -> None:
        """Write all that has come. Raises ``ReadModelUnavailable``; it is not lost then."""
        async with self._working:
            while self._pending:
                try:
                    await self._take_in(self._pending[0])
                except Refused as error:
                    log.error("tied_contact_unknown", detail=error.detail)
                del self._pending[0]
            while self._unsent:
                await self._set(self._unsent[0], ("to_tell", "texted"), "on_page")
                del self._unsent[0]

    async def _take_in(self, event: Told) -> None:
        if isinstance(event, e.ContactTied):
            await self._tie(event)
            return
        after: TiedState = "gone" if event.outcome in NOBODY_IS_OWED else "to_tell"
        await self._set(event.contact_id, ("here",), after)

    async def _tie(self, event: e.ContactTied) -> None:
        known = await self._database.run(lambda c: store.find_tied(c, event.contact_id))
        if known is not None and known.incident_id == event.incident_id:
            return
        queue_id, language = await self._whose(event.contact_id)
        tied = Tied(
            contact_id=event.contact_id,
            incident_id=event.incident_id,
            queue_id=queue_id,
            language=language,
            tied_at=event.at,
            state="here",
            since=event.at,
        )
        await self._database.run(lambda c: store.tie(c, tied))

    # --- telling -------------------------------------------------------------------------------------------

    async def tell_all(self) -> None:
        """Give the answer to all whose incident is solved and who wait for it."""
        for tied in await self._database.run(lambda c: store.in_state(c, "to_tell")):
            incident = self._board.get(tied.incident_id)
            if incident is not None and incident.state == "solved":
                await self._tell(tied, getattr(incident.answer, tied.language))

    async def _tell(self, tied: Tied, text: str) -> None:
        try:
            sent = await self.send(tied.contact_id, tied.language, text)
        except Exception:
            log.exception("answer_not_sent", contact_id=tied.contact_id)
            return
        await self._set(tied.contact_id, ("to_tell",), "texted" if sent else "on_page")

    def not_sent(self, contact_id: ContactId) -> None:
        """The text will not reach them after all: the answer stands on the place page."""
        self._unsent.append(contact_id)
        self.wake.set()

    async def seen(self, contact_id: ContactId) -> None:
        """The customer has looked at the answer on their place page."""
        await self._set(contact_id, ("on_page",), "seen")

    async def wants_call(self, contact_id: ContactId) -> None:
        """The customer wants to be called about it. Raises ``Refused``: nothing_to_tell."""
        if not await self._set(contact_id, ("on_page", "seen", "texted"), "wants_call"):
            raise Refused("nothing_to_tell", contact_id)

    async def told(self, contact_id: ContactId) -> None:
        """Somebody of the staff has told them. Raises ``Refused``: nothing_to_tell."""
        if not await self._set(contact_id, OWED, "told"):
            raise Refused("nothing_to_tell", contact_id)

    async def _set(self, contact_id: ContactId, before: Sequence[TiedState], after: TiedState) -> bool:
        at = self._clock.now()
        return await self._database.run(lambda c: store.set_state(c, contact_id, before, after, at))

    # --- questions -----------------------------------------------------------------------------------------

    async def about(self, contact_id: ContactId) -> About | None:
        """What the customer of a contact sees; None when it is tied to nothing."""
        await self.now()
        tied = await self._database.run(lambda c: store.find_tied(c, contact_id))
        if tied is None:
            return None
        incident = self._board.find(tied.incident_id)
        solved = incident.state == "solved"
        words = incident.answer if solved else incident.words
        return About(
            incident_id=incident.id, solved=solved, text=getattr(words, tied.language), state=tied.state
        )

    async def tied_to(self, incident_id: IncidentId) -> tuple[Tied, ...]:
        """All contacts of an incident, those who still wait for the answer first."""
        await self.now()
        found = await self._database.run(lambda c: store.tied_to(c, incident_id))
        return tuple(sorted(found, key=lambda each: each.state not in OWED))

    async def counts(self) -> dict[IncidentId, tuple[int, int]]:
        """How many are tied to each incident, and how many of them still wait for the answer."""
        await self.now()
        return await self._database.run(store.counts)
