"""What the runtime wants of each call, derived from the core's state: a level, so saying it again does no
harm.

An ended contact has left the state when its end is to be said; so the language of each live one is kept here,
and the numbers, which the core never knew.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from lur.adapters.voice.beside import Beside
from lur.adapters.voice.numbers import Numbers, is_number
from lur.adapters.voice.opening_words import opening_words
from lur.adapters.voice.protocol import LastWords, Outward, Refused, Remind, Tell, Wanted, WantedParty
from lur.core import events as e
from lur.core.hours import next_opening
from lur.core.ids import ContactId, Instant, Language, PartyId, QueueId
from lur.core.state import Contact, Party, State
from lur.core.transitions import TALKING
from lur.core.values import EndCause
from lur.ports import Clock, Recorded
from lur.wire.words import Opening

Changing = (
    e.ContactArrived
    | e.ContactQueued
    | e.ContactRefused
    | e.CallbackAsked
    | e.CallbackPostponed
    | e.CallbackDue
    | e.CallbackDialled
    | e.CallbackAnswered
    | e.CallbackMissed
    | e.ContactReturned
    | e.ContactMoved
    | e.PlaceResumed
    | e.ContactHeld
    | e.ContactResumed
    | e.ContactEnded
    | e.RecordingDeclined
    | e.CalledOut
    | e.PartyAsked
    | e.PartyCame
    | e.PartyChanged
    | e.PartyWent
    | e.ContactHandedOver
    | e.ContactLeftToColleague
    | e.ContactLeftOutside
    | e.OfferMade
    | e.OfferAccepted
    | e.OfferDeclined
    | e.OfferExpired
    | e.OfferWithdrawn
)
"""Events after which a call may have to be something else."""

_LAST_WORDS: dict[EndCause, LastWords] = {
    "closed": "closed",
    "full": "full",
    "line_lost": "apology",
    "media_lost": "apology",
    "repaired": "apology",
    "stopped": "apology",
}


class WantedCalls:
    """Follows the voice contacts of ``state`` and says what is wanted of each."""

    def __init__(self, state: State, beside: Beside, clock: Clock) -> None:
        self._state = state
        self._beside = beside
        self._clock = clock
        self.numbers = Numbers(beside.dialled)
        self._queues: dict[ContactId, QueueId] = {}
        """Where each came to; it is asked for when the contact itself has left the state."""
        self._rating: dict[ContactId, None] = {}
        """Who is asked how it went when the agent hangs up, as was said of them last."""
        self._formers: dict[ContactId, ContactId] = {}
        self._resumed: dict[ContactId, None] = {}
        """Who has an earlier place back and was not told yet."""
        self._languages: dict[ContactId, Language] = {
            contact.contact_id: contact.language
            for contact in state.contacts.values()
            if contact.channel == "voice"
        }
        self._queues.update({each: state.contacts[each].queue_id for each in self._languages})

    @property
    def live(self) -> tuple[ContactId, ...]:
        """The voice contacts that are not over."""
        return tuple(self._languages)

    @property
    def on_line(self) -> tuple[ContactId, ...]:
        """Those of them who are on a line."""
        return tuple(each for each in self._languages if self._state.contacts[each].callback is None)

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
            self.numbers.forget(contact_id)

    def one(self, contact_id: ContactId, seq: int, now: Instant) -> Wanted | None:
        """How a contact should be, said again because something beside the state has changed."""
        contact = self._state.contacts.get(contact_id) if contact_id in self._languages else None
        return None if contact is None else self._live(contact, seq, now)

    def waiting_in(self, queue_ids: Sequence[QueueId]) -> tuple[ContactId, ...]:
        """The voice contacts that wait in these queues."""
        contacts = self._state.contacts
        return tuple(
            each
            for each in self._languages
            if contacts[each].phase == "waiting" and contacts[each].queue_id in queue_ids
        )

    def all(self, seq: int, now: Instant) -> tuple[Wanted, ...]:
        """Every live voice contact as it should be after event ``seq``."""
        contacts = (self._state.contacts[contact_id] for contact_id in self._languages)
        return tuple(self._live(contact, seq, now) for contact in contacts)

    def after(self, recorded: Sequence[Recorded], now: Instant) -> list[Wanted | Tell | Remind]:
        """What has to be said after a batch: contacts that changed, as they are now, waits to be told, and
        who is on hold still."""
        changed: dict[ContactId, Recorded] = {}
        tells: list[Tell | Remind] = []
        for row in recorded:
            self._begin(row.event)
            if isinstance(row.event, Changing):
                changed.pop(row.event.contact_id, None)
                changed[row.event.contact_id] = row
            elif isinstance(row.event, e.WaitTold) and row.event.contact_id in self._languages:
                resumed = row.event.contact_id in self._resumed
                self._resumed.pop(row.event.contact_id, None)
                tells.append(_tell(row.seq, row.event, resumed=resumed))
            elif isinstance(row.event, e.HoldReminded) and row.event.contact_id in self._languages:
                tells.append(_remind(row.seq, row.event))
        said = [self._changed(contact_id, row, now) for contact_id, row in changed.items()]
        return [*(wanted for wanted in said if wanted is not None), *tells]

    def _begin(self, event: e.AnyEvent) -> None:
        channel = event.channel if isinstance(event, e.ContactArrived) else "voice"
        if isinstance(event, e.ContactArrived | e.CalledOut) and channel == "voice":
            self._languages[event.contact_id] = event.language
            self._queues[event.contact_id] = event.queue_id
        elif isinstance(event, e.ContactMoved) and event.contact_id in self._languages:
            self._queues[event.contact_id] = event.queue_id
        elif isinstance(event, e.PartyWent):
            self.numbers.forget_party(event.party_id)
        elif isinstance(event, e.PlaceResumed):
            self._formers.pop(event.contact_id, None)
            self._resumed[event.contact_id] = None
        elif isinstance(event, e.ContactQueued | e.ContactRefused) and event.contact_id in self._languages:
            self._languages[event.contact_id] = event.language
            self._queues[event.contact_id] = event.queue_id

    def _changed(self, contact_id: ContactId, row: Recorded, now: Instant) -> Wanted | None:
        if contact_id not in self._languages:
            return None
        contact = self._state.contacts.get(contact_id)
        if contact is not None:
            return self._live(contact, row.seq, now)
        self.numbers.forget(contact_id)
        self._formers.pop(contact_id, None)
        self._resumed.pop(contact_id, None)
        language = self._languages.pop(contact_id)
        queue_id = self._queues.pop(contact_id, None)
        words = _last_words(row.event)
        if words is None and contact_id in self._rating and _served_by_us(row.event):
            words = "rating"
        self._rating.pop(contact_id, None)
        return Wanted(
            contact_id=contact_id,
            seq=row.seq,
            phase="ended",
            language=language,
            last_words=words,
            opens=self._opening(queue_id, now) if words == "closed" else None,
        )

    def _opening(self, queue_id: QueueId | None, now: Instant) -> Opening | None:
        queue = self._state.queues.get(queue_id) if queue_id is not None else None
        if queue is None:
            return None
        offset_min = self._clock.utc_offset_min(now)
        return opening_words(next_opening(queue.settings, now, offset_min), now, offset_min)

    def _live(self, contact: Contact, seq: int, now: Instant) -> Wanted:
        former_id = self._formers.get(contact.contact_id)
        wanted = Wanted(
            contact_id=contact.contact_id,
            seq=seq,
            phase=contact.phase,
            language=contact.language,
            agent_id=contact.agent_id,
            record=not contact.recording_declined and contact.phase != "outside",
            former_id=former_id,
            former_waits=former_id in self._state.contacts,
            agent_hears=self._agent_hears(contact),
            on_line=contact.callback is None,
            refused=self._refused(contact, now),
            outward=self._outward(contact),
            parties=tuple(self._party(contact, party, now) for party in contact.parties),
            is_outgoing=contact.is_outgoing,
        )
        if (
            contact.phase in TALKING
            and not contact.is_outgoing
            and self._state.queues[contact.queue_id].settings.asks_rating
        ):
            self._rating[contact.contact_id] = None
            wanted = msgspec.structs.replace(wanted, asks_rating=True)
        else:
            self._rating.pop(contact.contact_id, None)
        if contact.phase == "waiting" and contact.callback is None:
            wanted = self._while_waiting(contact, wanted)
        offer = self._state.offers.get(contact.offer_id) if contact.offer_id else None
        if offer is None:
            return wanted
        return msgspec.structs.replace(
            wanted,
            offer_id=offer.offer_id,
            agent_id=offer.agent_id,
            ring_ms=max(0, offer.expires - now),
        )

    def _while_waiting(self, contact: Contact, wanted: Wanted) -> Wanted:
        """What the customer may be told and offered meanwhile."""
        return msgspec.structs.replace(
            wanted,
            may_keep_place=self._state.queues[contact.queue_id].settings.callbacks,
            place_code=self._beside.code_of(contact.contact_id),
            texted=self._beside.was_texted(contact.contact_id),
            incident_id=self._beside.incident_for(contact.queue_id),
        )

    def _refused(self, contact: Contact, now: Instant) -> Refused | None:
        refusal = contact.refusal
        if refusal is None:
            return None
        opens = opening_words(refusal.opens, now, self._clock.utc_offset_min(now))
        return Refused(door=refusal.door, opens=opens)

    def _outward(self, contact: Contact) -> Outward | None:
        number = self.numbers.to_call(contact.contact_id)
        if contact.phase != "dialling" or contact.callback is None:
            return None
        callback = contact.callback
        if not number or self.fault(contact.contact_id, callback.asked):
            return None
        return Outward(
            number=number,
            attempt=callback.attempts,
            asked=callback.asked,
            shown=contact.entry if is_number(contact.entry) else "",
        )

    def fault(self, contact_id: ContactId, wished_at: Instant) -> str:
        """Why the customer cannot be called, as they wished at a time; empty when they can. A wish that came
        by a call from the very number is stronger than the refusal list; a number that was keyed or is only
        claimed may be somebody else's."""
        number = self.numbers.to_call(contact_id)
        if number and number == self.numbers.of_caller(contact_id):
            return self._beside.fault_in_wish(number, wished_at)
        return self._beside.fault_in_number(number)

    def fault_in_outside(self, party_id: PartyId) -> bool:
        """Whether the outside number may not be called, or is not known."""
        number = self.numbers.of_party(party_id)
        return not number or bool(self._beside.fault_in_number(number))

    def _party(self, contact: Contact, party: Party, now: Instant) -> WantedParty:
        asker = party.asked_by or contact.agent_id
        name = self._beside.agent_name(asker) if asker is not None else ""
        queue = self._state.queues[contact.queue_id].settings.name
        # Judged each time: the list may have changed since the agent asked.
        may_be_called = party.agent_id is None and not self.fault_in_outside(party.party_id)
        return WantedParty(
            party_id=party.party_id,
            agent_id=party.agent_id,
            part=party.part,
            is_there=party.is_there,
            ring_ms=max(0, party.expires - now) if party.expires is not None else 0,
            number=self.numbers.of_party(party.party_id) if may_be_called else "",
            shown=contact.entry if is_number(contact.entry) else "",
            hears=f"{name}, {queue}" if name else self._agent_hears(contact),
        )

    def _agent_hears(self, contact: Contact) -> str:
        name = self._state.queues[contact.queue_id].settings.name
        return f"{name} {self.numbers.to_call(contact.contact_id)}".strip()


def _last_words(event: e.AnyEvent) -> LastWords | None:
    if not isinstance(event, e.ContactEnded):
        return None
    if event.cause == "told_when_solved":
        return "told"
    return _LAST_WORDS.get(event.cause) if event.ended_by == "system" else None


def _served_by_us(event: e.AnyEvent) -> bool:
    """Whether the contact ended because the agent had done with it, while the customer is on the line."""
    return isinstance(event, e.ContactEnded) and event.outcome == "served" and event.ended_by == "agent"


def _remind(seq: int, event: e.HoldReminded) -> Remind:
    return Remind(contact_id=event.contact_id, seq=seq, over_limit=event.over_limit)


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
