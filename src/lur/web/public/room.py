"""The parts of the public pages, put together: what the routes reach through ``Services.public``.

It also texts customers: the link to their place when they have waited a while or want to be called, and that
they were not reached.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from lur.adapters.storage.readmodel import ReadModel
from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Language, QueueId
from lur.core.state import State
from lur.features import Refused
from lur.features.callbacks.numbers import NumberRule
from lur.features.callbacks.service import Callbacks
from lur.features.contacts.service import Contacts
from lur.features.incidents.model import About, PublishedIncident
from lur.features.places.service import Places
from lur.features.ratings.service import Ratings
from lur.features.statements.service import Statements
from lur.features.texts.model import Due
from lur.features.texts.service import TextMessages
from lur.ports import Clock, Entropy, JournalUnavailable, Recorded, Texts, Vault, VaultUnavailable
from lur.runtime import Centre
from lur.runtime.projection import Surroundings
from lur.web.public.beside import BesideTheLine
from lur.web.public.limits import Limits
from lur.web.public.live import LivePlaces
from lur.web.public.phrases import Phrases
from lur.web.public.receipts import Receipts
from lur.web.rooms.incident import IncidentRoom

log = structlog.get_logger("lur.public")

TEXT_AFTER_S = 20.0
"""Who is answered sooner needs no link."""
PLACE, MISSED, SOLVED = "place", "missed", "solved"
"""What a contact is texted about, once each."""

Published = Callable[[Language, QueueId | None], tuple[PublishedIncident, ...]]
AboutContact = Callable[[ContactId], Awaitable[About | None]]
Seen = Callable[[ContactId], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicConfig:
    """``address`` is where customers reach the pages, as ``https://lur.example.net``; empty: no links are
    texted. ``texts`` is the gateway for text messages; None: there is none."""

    address: str = ""
    rule: NumberRule = field(default_factory=NumberRule)
    texts: Texts | None = None


@dataclass(slots=True, kw_only=True)
class PublicRoom(BesideTheLine):
    """All that is about the public pages. Implements ``lur.adapters.voice.beside.Beside``."""

    state: State
    clock: Clock
    around: Surroundings
    statements: Statements
    texts: TextMessages
    ratings: Ratings
    live: LivePlaces
    receipts: Receipts
    published: Published
    """Incidents that everybody may see."""
    about: AboutContact
    """What a tied contact's customer sees of its incident."""
    seen: Seen
    """The customer has looked at it."""
    limits: Limits = field(default_factory=Limits)
    timers: dict[ContactId, asyncio.TimerHandle] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    called_out: set[ContactId] = field(default_factory=set)
    """Whom an agent of ours has called: they have no place, and are not texted that nobody answered."""

    def agent_name(self, agent_id: AgentId) -> str:
        """What colleagues call the agent; empty when it is not known."""
        return self.around.names.get(agent_id, "")

    async def load(self, past: Sequence[e.AnyEvent]) -> None:
        """After a start; ``past`` has the stories of all who are here."""
        await self.places.load(self.state, past)
        await self.callbacks.load()
        self.texts.sent.subscribe(self._sent)
        for contact_id in await self.texts.load():
            self.places.mark_texted(contact_id)
        for contact_id, contact in self.state.contacts.items():
            if contact.is_outgoing:
                self.called_out.add(contact_id)
            else:
                self._expect_text(contact_id)

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        self.places.follow(batch)
        self.callbacks.follow(batch)
        self.live.follow(batch)
        for recorded in batch:
            match recorded.event:
                case e.ContactQueued() | e.ContactArrived(entering=False) as event:
                    self._expect_text(event.contact_id)
                case e.CallbackAsked() as event:
                    self._text_now(event.contact_id)
                case e.CalledOut() as event:
                    self.called_out.add(event.contact_id)
                case e.ContactEnded() as event:
                    self._ended(event)
                case _:
                    pass

    async def close(self) -> None:
        """Stop what waits."""
        self.live.close()
        for timer in self.timers.values():
            timer.cancel()
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.texts.close()
        await self.places.now()

    # --- for the pages -------------------------------------------------------------------------------------

    def words(self, language: Language) -> Phrases:
        """Sentences in a language."""
        return Phrases(language, self.clock)

    def company(self, language: Language) -> str:
        """The company's name as customers know it."""
        return self.around.centre.company.get(language, "")

    # --- texting -------------------------------------------------------------------------------------------

    async def send_text(self, contact_id: ContactId, language: Language, text: str) -> bool:
        """Text a customer about an incident that is solved; false when there is no way to reach them."""
        if not self.texts.can_send or not await self.mobile_of(contact_id):
            return False
        self.texts.send_later(contact_id, f"{self.company(language)}: {text}", SOLVED)
        return True

    async def mobile_of(self, contact_id: ContactId) -> str:
        """The number that a contact's customer can be texted at; empty when there is none."""
        number = await self.callbacks.number_of(contact_id)
        return number if number and self.callbacks.rule.may_be_texted(number) else ""

    @property
    def _texts_links(self) -> bool:
        return self.texts.can_send and bool(self.address)

    def _expect_text(self, contact_id: ContactId) -> None:
        """A link is texted when the contact has waited a while."""
        if not self._texts_links or contact_id in self.timers or self.places.was_texted(contact_id):
            return
        loop = asyncio.get_running_loop()
        self.timers[contact_id] = loop.call_later(TEXT_AFTER_S, self._text_now, contact_id)

    def _text_now(self, contact_id: ContactId) -> None:
        if (timer := self.timers.pop(contact_id, None)) is not None:
            timer.cancel()
        contact = self.state.contacts.get(contact_id)
        waits = contact is not None and contact.phase in ("waiting", "resting", "refused")
        if self._texts_links and waits and not self.places.was_texted(contact_id):
            self._start(self._text_link(contact_id))

    async def _text_link(self, contact_id: ContactId) -> None:
        contact = self.state.contacts.get(contact_id)
        if contact is None or not await self.mobile_of(contact_id):
            return
        token = await self.places.issue(contact_id)
        t = self.words(contact.language).t
        text = t.text_place if contact.callback is None else t.text_call
        url = f"{self.address}/p/{token}"
        said = text.format(company=self.company(contact.language), url=url)
        self.texts.send_later(contact_id, said, PLACE)

    def _ended(self, event: e.ContactEnded) -> None:
        if (timer := self.timers.pop(event.contact_id, None)) is not None:
            timer.cancel()
        is_ours = event.contact_id in self.called_out
        self.called_out.discard(event.contact_id)
        if event.outcome == "not_reached" and self._texts_links and not is_ours:
            self._start(self._text_missed(event.contact_id))

    async def _text_missed(self, contact_id: ContactId) -> None:
        place = await self.places.find(contact_id)
        t = self.words(place.language).t
        url = f"{self.address}/callback"
        said = t.text_missed.format(company=self.company(place.language), url=url)
        self.texts.send_later(contact_id, said, MISSED)

    def _sent(self, due: Due) -> None:
        if due.subject == PLACE:
            self.places.mark_texted(due.contact_id)

    def _start(self, work: Awaitable[None]) -> None:
        async def quietly() -> None:
            try:
                await work
            except (Refused, VaultUnavailable, JournalUnavailable) as error:
                log.warning("link_not_texted", reason=str(error))
            except Exception:
                log.exception("link_not_texted")

        task = asyncio.get_running_loop().create_task(quietly())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def public_room(
    *,
    config: PublicConfig,
    data: Path,
    database: ReadModel,
    centre: Centre,
    vault: Vault,
    clock: Clock,
    entropy: Entropy,
    around: Surroundings,
    contacts: Contacts,
    incidents: IncidentRoom,
) -> PublicRoom:
    """All of it, not loaded yet."""
    places = Places(database, clock, entropy)
    callbacks = Callbacks(centre, vault, clock, entropy, config.rule)

    async def mobile_of(contact_id: ContactId) -> str:
        return await room.mobile_of(contact_id)

    room = PublicRoom(
        state=centre.state,
        clock=clock,
        around=around,
        places=places,
        callbacks=callbacks,
        statements=Statements(centre, database, vault, clock, entropy, data),
        ratings=Ratings(centre, vault, clock, entropy),
        texts=TextMessages(database, vault, clock, config.texts, mobile_of),
        live=LivePlaces(centre.state, places, clock),
        receipts=Receipts(contacts),
        address=config.address.rstrip("/"),
        find_incident=incidents.board.incident_for,
        published=incidents.board.published,
        about=incidents.telling.about,
        seen=incidents.telling.seen,
    )
    incidents.telling.send = room.send_text
    room.texts.lost.subscribe(lambda due: _not_told(incidents, due))
    return room


def _not_told(incidents: IncidentRoom, due: Due) -> None:
    """An answer that could not be texted stands on the place page."""
    if due.subject == SOLVED:
        incidents.telling.not_sent(due.contact_id)
