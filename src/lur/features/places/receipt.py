"""Whether anybody went before you: one contact's wait, judged from the journal by code that ranks nobody.

Like ``lur verify``, this follows the events and not the core: who stood in line in which queue, since when
their waits count, and who was offered to an agent. "Needed the same help" means the same queue, since
whoever can serve it could have served you.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from lur.core import events as e
from lur.core.ids import ContactId, Instant, QueueId
from lur.core.values import Outcome
from lur.features.places.model import Move, Receipt, Standing


@dataclass(slots=True)
class _Wait:
    """What is known of one contact's wait."""

    queue_id: QueueId
    due: Instant
    entered: Instant
    standing: Standing = "outside"


@dataclass(slots=True)
class _Reader:
    """Follows the events of all who waited while ``me`` did."""

    me: ContactId
    waits: dict[ContactId, _Wait] = field(default_factory=dict)
    place: int | None = None
    told: Move | None = None
    answered_at: Instant | None = None
    ended_at: Instant | None = None
    outcome: Outcome | None = None
    passed: dict[ContactId, None] = field(default_factory=dict)
    compared: int = 0

    def follow(self, event: e.AnyEvent) -> None:
        """The next event."""
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, event)

    def stand(self, contact_id: ContactId) -> None:
        """It takes its place in line."""
        if (wait := self.waits.get(contact_id)) is None:
            return
        wait.standing = "line"
        if contact_id == self.me and self.place is None:
            mine = _key(contact_id, wait)
            self.place = 1 + sum(
                other.standing == "line" and other.queue_id == wait.queue_id and _key(each, other) < mine
                for each, other in self.waits.items()
            )

    def rest(self, contact_id: ContactId) -> None:
        """It is out of the line for a while."""
        if (wait := self.waits.get(contact_id)) is not None:
            wait.standing = "resting"

    def answered(self, contact_id: ContactId, at: Instant) -> None:
        """An agent and the customer speak."""
        if contact_id == self.me and self.answered_at is None:
            self.answered_at = at


def _key(contact_id: ContactId, wait: _Wait) -> tuple[Instant, Instant, ContactId]:
    return wait.due, wait.entered, contact_id


def receipt(me: ContactId, events: Iterable[e.AnyEvent]) -> Receipt | None:
    """The receipt of a contact, from the events of all whose waits met its own, in the journal's order; None
    when it is not among them."""
    reader = _Reader(me)
    for event in events:
        reader.follow(event)
    mine = reader.waits.get(me)
    if mine is None:
        return None
    kept, was_longer = _kept(reader)
    end = reader.answered_at or reader.ended_at or mine.entered
    return Receipt(
        contact_id=me,
        place=reader.place,
        waited_ms=max(0, end - mine.entered),
        told=reader.told,
        kept=kept,
        was_longer=was_longer,
        outcome=reader.outcome,
        ended_at=reader.ended_at,
        overtaken_by=len(reader.passed),
        compared=reader.compared,
    )


def spans_in_line(me: ContactId, events: Iterable[e.AnyEvent]) -> list[tuple[Instant, Instant]]:
    """When the contact stood in line, from its own events: nobody who was not here then can have passed it.
    A rest until a chosen day may last for weeks, and is left out."""
    reader, spans = _Reader(me), list[tuple[Instant, Instant]]()
    since: Instant | None = None
    at: Instant = 0
    for event in events:
        reader.follow(event)
        at = event.at
        mine = reader.waits.get(me)
        stands = mine is not None and mine.standing == "line"
        if stands and since is None:
            since = at
        elif not stands and since is not None:
            spans.append((since, at))
            since = None
    return [*spans, (since, at)] if since is not None else spans


def _kept(reader: _Reader) -> tuple[bool | None, bool]:
    """Whether the wait ended inside the first range, and whether it ended after it."""
    told = reader.told
    if told is None or told.low_ms is None or told.high_ms is None or reader.answered_at is None:
        return None, False
    waited_ms = reader.answered_at - told.at
    return told.low_ms <= waited_ms <= told.high_ms, waited_ms > told.high_ms


def _arrived(reader: _Reader, event: e.ContactArrived) -> None:
    reader.waits[event.contact_id] = _Wait(event.queue_id, event.due, event.entered)
    if not event.entering:
        reader.stand(event.contact_id)


def _queued(reader: _Reader, event: e.ContactQueued) -> None:
    _is_due(reader, event)
    reader.stand(event.contact_id)


def _is_due(reader: _Reader, event: e.ContactQueued | e.ContactRefused | e.ContactMoved) -> None:
    if (wait := reader.waits.get(event.contact_id)) is not None:
        wait.queue_id, wait.due = event.queue_id, event.due


def _asked(reader: _Reader, event: e.CallbackAsked) -> None:
    wait = reader.waits.get(event.contact_id)
    if wait is not None and wait.standing == "outside":
        reader.stand(event.contact_id)


def _postponed(reader: _Reader, event: e.CallbackPostponed) -> None:
    if (wait := reader.waits.get(event.contact_id)) is not None:
        wait.entered, wait.due = event.entered, event.due
    reader.rest(event.contact_id)


def _resumed(reader: _Reader, event: e.PlaceResumed) -> None:
    if (wait := reader.waits.get(event.contact_id)) is not None:
        wait.entered, wait.due = event.entered, event.due


def _moved(reader: _Reader, event: e.ContactMoved) -> None:
    _is_due(reader, event)
    wait = reader.waits.get(event.contact_id)
    if wait is not None and wait.standing != "resting":
        reader.stand(event.contact_id)


def _stands(reader: _Reader, event: Any) -> None:
    reader.stand(event.contact_id)


def _offered(reader: _Reader, event: e.OfferMade) -> None:
    wait, mine = reader.waits.get(event.contact_id), reader.waits.get(reader.me)
    if wait is None:
        return
    is_other = mine is not None and event.contact_id != reader.me
    if is_other and mine is not None and mine.standing == "line" and mine.queue_id == wait.queue_id:
        reader.compared += 1
        if _key(reader.me, mine) < _key(event.contact_id, wait):
            reader.passed[event.contact_id] = None
    wait.standing = "served"


def _accepted(reader: _Reader, event: e.OfferAccepted) -> None:
    reader.answered(event.contact_id, event.at)


def _dialled(reader: _Reader, event: e.CallbackDialled) -> None:
    """The agent has seen it; nobody has spoken yet."""
    if event.contact_id == reader.me and reader.answered_at == event.at:
        reader.answered_at = None


def _answered(reader: _Reader, event: e.CallbackAnswered) -> None:
    reader.answered(event.contact_id, event.at)


def _missed(reader: _Reader, event: e.CallbackMissed) -> None:
    reader.rest(event.contact_id)


def _told(reader: _Reader, event: e.WaitTold) -> None:
    if event.contact_id == reader.me and reader.told is None and event.high_ms is not None:
        reader.told = Move(
            at=event.at, place=event.place, low_ms=event.low_ms, high_ms=event.high_ms, grown=event.grown
        )


def _ended(reader: _Reader, event: e.ContactEnded) -> None:
    if (wait := reader.waits.get(event.contact_id)) is not None:
        wait.standing = "over"
    if event.contact_id == reader.me:
        reader.ended_at, reader.outcome = event.at, event.outcome


_HANDLERS: dict[type, Callable[[_Reader, Any], None]] = {
    e.ContactArrived: _arrived,
    e.ContactQueued: _queued,
    e.ContactRefused: _is_due,
    e.CallbackAsked: _asked,
    e.CallbackPostponed: _postponed,
    e.CallbackDue: _stands,
    e.CallbackDialled: _dialled,
    e.CallbackAnswered: _answered,
    e.CallbackMissed: _missed,
    e.PlaceResumed: _resumed,
    e.ContactMoved: _moved,
    e.ContactReturned: _stands,
    e.OfferMade: _offered,
    e.OfferAccepted: _accepted,
    e.OfferDeclined: _stands,
    e.OfferExpired: _stands,
    e.OfferWithdrawn: _stands,
    e.WaitTold: _told,
    e.ContactEnded: _ended,
}
