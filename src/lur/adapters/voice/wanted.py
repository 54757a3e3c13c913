"""What the runtime wants of each call, derived from the core's state: a level, so saying it again does no
harm.

An ended contact has left the state when its end is to be said; so the language of each live one is kept here,
and the caller's number, which the core never knew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from lur.adapters.voice.protocol import Tell, Wanted
from lur.core import events as e
from lur.core.ids import ContactId, Instant, Language
from lur.core.state import Contact, State
from lur.ports import Recorded

Changing = (
    e.ContactArrived
    | e.ContactReturned
    | e.ContactMoved
    | e.PlaceResumed
    | e.ContactHeld
    | e.ContactResumed
    | e.ContactEnded
    | e.RecordingDeclined
    | e.OfferMade
    | e.OfferAccepted
    | e.OfferDeclined
    | e.OfferExpired
    | e.OfferWithdrawn
)
"""Events after which a call may have to be something else."""

OUR_FAULT = ("line_lost", "media_lost", "repaired", "stopped")


class WantedCalls:
    """Follows the voice contacts of ``state`` and says what is wanted of each."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._callers: dict[ContactId, str] = {}
        self._formers: dict[ContactId, ContactId] = {}
        self._resumed: dict[ContactId, None] = {}
        """Who has an earlier place back and was not told yet."""
        self._languages: dict[ContactId, Language] = {
            contact.contact_id: contact.language
            for contact in state.contacts.values()
            if contact.channel == "voice"
        }

    @property
    def live(self) -> tuple[ContactId, ...]:
        """The voice contacts that are not over."""
        return tuple(self._languages)

    def caller_is(self, contact_id: ContactId, number: str) -> None:
        """The caller's number, which the agent's phone shall show."""
        self._callers[contact_id] = number

    def caller_of(self, contact_id: ContactId) -> str:
        """The caller's number, empty when hidden or not known."""
        return self._callers.get(contact_id, "")

    def may_resume(
        self, contact_id: ContactId, former_id: ContactId, seq: int, now: Instant
    ) -> Wanted | None:
        """The customer may have the place of ``former_id`` back by a key; what is wanted now."""
        contact = self._state.contacts.get(contact_id)
        if contact is None:
            return None
        self._formers[contact_id] = former_id
        return self._live(contact, seq, now)

    def forget_caller_of_none(self, contact_id: ContactId) -> None:
        """A fact was settled: if there is no such contact, or no more, forget who called."""
        if contact_id not in self._languages:
            self._callers.pop(contact_id, None)

    def all(self, seq: int, now: Instant) -> tuple[Wanted, ...]:
        """Every live voice contact as it should be after event ``seq``."""
        contacts = (self._state.contacts[contact_id] for contact_id in self._languages)
        return tuple(self._live(contact, seq, now) for contact in contacts)

    def after(self, recorded: Sequence[Recorded], now: Instant) -> list[Wanted | Tell]:
        """What has to be said after a batch: contacts that changed, as they are now, and waits to be told."""
        changed: dict[ContactId, Recorded] = {}
        tells: list[Tell] = []
        for row in recorded:
            self._begin(row.event)
            if isinstance(row.event, Changing):
                changed.pop(row.event.contact_id, None)
                changed[row.event.contact_id] = row
            elif isinstance(row.event, e.WaitTold) and row.event.contact_id in self._languages:
                resumed = row.event.contact_id in self._resumed
                self._resumed.pop(row.event.contact_id, None)
                tells.append(_tell(row.seq, row.event, resumed=resumed))
        said = [self._changed(contact_id, row, now) for contact_id, row in changed.items()]
        return [*(wanted for wanted in said if wanted is not None), *tells]

    def _begin(self, event: e.AnyEvent) -> None:
        if isinstance(event, e.ContactArrived) and event.channel == "voice":
            self._languages[event.contact_id] = event.language
        elif isinstance(event, e.PlaceResumed):
            self._formers.pop(event.contact_id, None)
            self._resumed[event.contact_id] = None

    def _changed(self, contact_id: ContactId, row: Recorded, now: Instant) -> Wanted | None:
        if contact_id not in self._languages:
            return None
        contact = self._state.contacts.get(contact_id)
        if contact is not None:
            return self._live(contact, row.seq, now)
        self._callers.pop(contact_id, None)
        self._formers.pop(contact_id, None)
        self._resumed.pop(contact_id, None)
        language = self._languages.pop(contact_id)
        return Wanted(
            contact_id=contact_id,
            seq=row.seq,
            phase="ended",
            language=language,
            last_words=_last_words(row.event),
        )

    def _live(self, contact: Contact, seq: int, now: Instant) -> Wanted:
        wanted = Wanted(
            contact_id=contact.contact_id,
            seq=seq,
            phase=contact.phase,
            language=contact.language,
            agent_id=contact.agent_id,
            record=not contact.recording_declined,
            former_id=self._formers.get(contact.contact_id),
            agent_hears=self._agent_hears(contact),
        )
        offer = self._state.offers.get(contact.offer_id) if contact.offer_id else None
        if offer is None:
            return wanted
        return msgspec.structs.replace(
            wanted,
            offer_id=offer.offer_id,
            agent_id=offer.agent_id,
            ring_ms=max(0, offer.expires - now),
        )

    def _agent_hears(self, contact: Contact) -> str:
        name = self._state.queues[contact.queue_id].settings.name
        return f"{name} {self._callers.get(contact.contact_id, '')}".strip()


def _last_words(event: e.AnyEvent) -> Literal["closed", "apology"] | None:
    if not isinstance(event, e.ContactEnded) or event.ended_by != "system":
        return None
    if event.cause == "closed":
        return "closed"
    return "apology" if event.cause in OUR_FAULT else None


def _tell(seq: int, event: e.WaitTold, *, resumed: bool) -> Tell:
    return Tell(
        contact_id=event.contact_id,
        seq=seq,
        place=event.place,
        low_ms=event.low_ms,
        high_ms=event.high_ms,
        grown=event.grown,
        resumed=resumed,
        nobody_signed_in=event.staffed == 0,
    )
