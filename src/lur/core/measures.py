"""The centre's figures as folds over events, so that every number on a page can be recomputed from the
journal.

Each formula (numerator, denominator, exclusions) is written in docs/measures.md; names follow it. Counting is
in integers; shares are computed only when asked for. Service level is counted over contacts offered: those
who left sooner than ``SHORT_ABANDON_MS`` are left out, since nobody could have answered them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.core.transitions import PRESENCE, Presence

SHORT_ABANDON_MS = 5_000
_ABOUT_AN_AGENT = (
    e.AgentBecameReady,
    e.AgentBecameUnreachable,
    e.AgentPaused,
    e.AgentSignedOut,
    e.WrapUpStarted,
    e.BreathStarted,
    e.OfferMade,
    e.OfferAccepted,
    e.OfferDeclined,
    e.OfferExpired,
    e.OfferWithdrawn,
    e.AgentStoodBy,
    e.PartyAsked,
    e.PartyCame,
    e.PartyWent,
    e.ContactHandedOver,
    e.CalledOut,
)
WORKING: frozenset[Presence] = frozenset({"on_contact", "wrap_up", "assisting"})
AVAILABLE: frozenset[Presence] = WORKING | {"ready", "offered", "asked"}


class Tally(msgspec.Struct):
    """What has been counted for a queue since the last ``roll``. Times are sums in milliseconds."""

    arrived: int = 0
    turned_away: int = 0
    answered: int = 0
    answered_in_promise: int = 0
    abandoned: int = 0
    abandoned_short: int = 0
    lost: int = 0
    informed: int = 0
    """Left, to be told when an incident is solved."""
    joined: int = 0
    """Whose place went on in another contact of the same customer."""
    callbacks_asked: int = 0
    callbacks_dialled: int = 0
    """Attempts to call a customer."""
    not_reached: int = 0
    """Customers whom every attempt has missed."""
    handed_over: int = 0
    """Contacts that went from one agent to another in the middle of a talk, each time counted."""
    given_to_queues: int = 0
    """Contacts that an agent gave to a queue, counted where they were."""
    consulted: int = 0
    """Colleagues and outside numbers who came to be asked something."""
    helped: int = 0
    """Colleagues who came to help."""
    called_out: int = 0
    """Calls that agents began."""
    handled: int = 0
    wait_ms: int = 0
    talk_ms: int = 0
    wrap_up_ms: int = 0
    told: int = 0
    """Answered contacts that had been told a range."""
    told_kept: int = 0
    """Those of them whose wait ended inside the first range they were told."""
    told_error_ms: int = 0
    """How far outside it the others ended, summed."""

    def service_level(self) -> float | None:
        """Answered within the promise / (answered + abandoned - short abandons); None before the first."""
        base = self.answered + self.abandoned - self.abandoned_short
        return self.answered_in_promise / base if base else None

    def abandonment(self) -> float | None:
        """(Abandoned - short abandons) / (answered + abandoned - short abandons)."""
        base = self.answered + self.abandoned - self.abandoned_short
        return (self.abandoned - self.abandoned_short) / base if base else None

    def asa_ms(self) -> int | None:
        """Average speed of answer: the answered contacts' waits / answered."""
        return self.wait_ms // self.answered if self.answered else None

    def aht_ms(self) -> int | None:
        """Average handling time: (talk with hold + wrap-up) / handled."""
        return (self.talk_ms + self.wrap_up_ms) // self.handled if self.handled else None

    def estimate_kept(self) -> float | None:
        """The share of answered contacts that were answered inside the first range they were told."""
        return self.told_kept / self.told if self.told else None


@dataclass(slots=True)
class _Open:
    """A contact whose story is not counted to its end yet."""

    queue_id: QueueId
    entered: Instant
    due: Instant
    first_told: e.WaitTold | None = None
    is_callback: bool = False
    is_outgoing: bool = False
    """An agent called: nobody waited for an answer of ours."""
    reached_at: Instant | None = None
    """When a customer who is to be called was called for the first time: their wait ends there."""
    open_from: Instant | None = None
    """Closed until then; the wait is counted from there."""
    answered: bool = False
    talking_since: Instant | None = None


@dataclass(slots=True)
class _Shift:
    """An agent's time by presence since the last ``roll``."""

    presence: Presence = "signed_out"
    since: Instant = 0
    spent_ms: dict[Presence, int] = field(default_factory=dict)
    queue_id: QueueId | None = None
    """The queue of the latest contact; its wrap-up is counted there."""


@dataclass(slots=True)
class Measures:
    """Feed it every event in order; ask for figures at any time; ``roll`` at midnight starts the counts
    again.

    Contacts and presences that are open at the roll go on: what ends after midnight counts in the new day.
    """

    tallies: dict[QueueId, Tally] = field(default_factory=dict)
    on_wait: Callable[[int], None] = lambda _: None
    """Hears each wait that is counted, ms."""
    on_judged: Callable[[QueueId, Instant, int], None] = lambda queue_id, at, error_ms: None
    """Hears each wait that had been told: where and when it ended, how far outside the first range, ms."""
    _open: dict[ContactId, _Open] = field(default_factory=dict)
    _shifts: dict[AgentId, _Shift] = field(default_factory=dict)

    def roll(self, at: Instant) -> None:
        """Start all counts anew."""
        for queue_id in self.tallies:
            self.tallies[queue_id] = Tally()
        for shift in self._shifts.values():
            shift.spent_ms = {}
            shift.since = at

    def occupancy(self, at: Instant) -> float | None:
        """(On contact + wrap-up) / (ready + offered + on contact + wrap-up), all agents together."""
        working = available = 0
        for shift in self._shifts.values():
            spent = shift.spent_ms | {
                shift.presence: shift.spent_ms.get(shift.presence, 0) + at - shift.since
            }
            working += sum(ms for presence, ms in spent.items() if presence in WORKING)
            available += sum(ms for presence, ms in spent.items() if presence in AVAILABLE)
        return working / available if available else None

    def total(self) -> Tally:
        """All queues together."""
        names = Tally.__struct_fields__
        sums = {name: sum(getattr(t, name) for t in self.tallies.values()) for name in names}
        return Tally(**sums)

    def observe(self, event: e.AnyEvent) -> None:
        """Take in the next event."""
        self._observe_contact(event)
        if isinstance(event, _ABOUT_AN_AGENT) and event.agent_id is not None:
            self._follow(self._shifts.setdefault(event.agent_id, _Shift(since=event.at)), event)

    def _follow(self, shift: _Shift, event: e.AnyEvent) -> None:
        if isinstance(event, e.OfferAccepted | e.ContactHandedOver | e.CalledOut):
            shift.queue_id = self._open[event.contact_id].queue_id
        after = PRESENCE.get((shift.presence, type(event).__name__), shift.presence)
        if after == shift.presence:
            return
        spent_ms = event.at - shift.since
        shift.spent_ms[shift.presence] = shift.spent_ms.get(shift.presence, 0) + spent_ms
        if shift.presence == "wrap_up" and shift.queue_id is not None:
            self.tallies[shift.queue_id].wrap_up_ms += spent_ms
        shift.presence, shift.since = after, event.at

    def _observe_contact(self, event: e.AnyEvent) -> None:
        match event:
            case e.QueueAdded():
                self.tallies.setdefault(event.queue_id, Tally())
            case e.ContactArrived():
                self._open[event.contact_id] = _Open(event.queue_id, event.entered, event.due)
                self.tallies[event.queue_id].arrived += 1
            case e.ContactMoved():
                contact = self._open[event.contact_id]
                self.tallies[contact.queue_id].given_to_queues += contact.talking_since is not None
                self._stop_talking(event.contact_id, event.at)
                contact.queue_id, contact.due = event.queue_id, event.due
            case e.ContactQueued() | e.ContactRefused():
                self._queue(self._open[event.contact_id], event)
            case e.PlaceResumed():
                contact = self._open[event.contact_id]
                contact.entered, contact.due = event.entered, event.due
            case e.WaitTold():
                contact = self._open[event.contact_id]
                contact.first_told = contact.first_told or event
            case e.OfferAccepted():
                if not self._open[event.contact_id].is_callback:
                    self._answer(self._open[event.contact_id], event.at)
            case e.ContactReturned():
                self._stop_talking(event.contact_id, event.at)
            case e.ContactEnded():
                self._stop_talking(event.contact_id, event.at)
                self._end(self._open.pop(event.contact_id), event)
            case _:
                self._observe_callback(event)
                self._observe_colleagues(event)

    def _observe_colleagues(self, event: e.AnyEvent) -> None:
        match event:
            case e.PartyCame(purpose="consult"):
                self._tally_of(event.contact_id).consulted += 1
            case e.PartyCame(purpose="help"):
                self._tally_of(event.contact_id).helped += 1
            case e.ContactHandedOver():
                self._tally_of(event.contact_id).handed_over += 1
            case e.ContactLeftOutside():
                self._stop_talking(event.contact_id, event.at)
            case e.CalledOut():
                opened = _Open(event.queue_id, event.at, event.due, is_callback=True, is_outgoing=True)
                self._open[event.contact_id] = opened
                self.tallies[event.queue_id].called_out += 1
            case _:
                pass

    def _tally_of(self, contact_id: ContactId) -> Tally:
        return self.tallies[self._open[contact_id].queue_id]

    def _observe_callback(self, event: e.AnyEvent) -> None:
        match event:
            case e.CallbackAsked():
                contact = self._open[event.contact_id]
                contact.is_callback = True
                self.tallies[contact.queue_id].callbacks_asked += 1
            case e.CallbackPostponed():
                contact = self._open[event.contact_id]
                contact.entered, contact.due = event.entered, event.due
                contact.first_told = None
                contact.open_from = None if event.chosen else event.from_at
            case e.CallbackDialled():
                contact = self._open[event.contact_id]
                self.tallies[contact.queue_id].callbacks_dialled += 1
                contact.reached_at = contact.reached_at or event.at
            case e.CallbackAnswered():
                contact = self._open[event.contact_id]
                contact.is_callback = False
                self._answer(contact, event.at)
            case _:
                pass

    def _queue(self, contact: _Open, event: e.ContactQueued | e.ContactRefused) -> None:
        """The flow led elsewhere than to where the contact came in."""
        if contact.queue_id != event.queue_id:
            self.tallies[contact.queue_id].arrived -= 1
            self.tallies[event.queue_id].arrived += 1
        contact.queue_id, contact.due = event.queue_id, event.due

    def _answer(self, contact: _Open, at: Instant) -> None:
        tally = self.tallies[contact.queue_id]
        contact.talking_since = at
        tally.handled += 1
        if contact.answered or contact.is_outgoing:
            return
        contact.answered = True
        reached_at = contact.reached_at or at
        waited_from = max(contact.entered, contact.open_from or 0)
        promise_ms = contact.due - contact.entered
        tally.answered += 1
        tally.answered_in_promise += reached_at <= waited_from + promise_ms
        wait_ms = max(0, reached_at - waited_from)
        tally.wait_ms += wait_ms
        self.on_wait(wait_ms)
        if contact.first_told is not None:
            error_ms = _count_told(tally, contact.first_told, reached_at)
            if error_ms is not None:
                self.on_judged(contact.queue_id, reached_at, error_ms)

    def _stop_talking(self, contact_id: ContactId, at: Instant) -> None:
        contact = self._open[contact_id]
        if contact.talking_since is not None:
            self.tallies[contact.queue_id].talk_ms += at - contact.talking_since
            contact.talking_since = None

    def _end(self, contact: _Open, event: e.ContactEnded) -> None:
        if contact.is_outgoing:
            return
        tally = self.tallies[contact.queue_id]
        tally.turned_away += event.outcome == "turned_away"
        tally.lost += event.outcome == "lost"
        tally.informed += event.outcome == "informed"
        tally.joined += event.outcome == "joined"
        tally.not_reached += event.outcome == "not_reached"
        if event.outcome == "abandoned" and not contact.answered:
            tally.abandoned += 1
            tally.abandoned_short += event.at - contact.entered < SHORT_ABANDON_MS


def _count_told(tally: Tally, told: e.WaitTold, at: Instant) -> int | None:
    """How far outside the range that was told the wait ended; None when none was."""
    if told.low_ms is None or told.high_ms is None:
        return None
    waited_ms = at - told.at
    error_ms = max(told.low_ms - waited_ms, waited_ms - told.high_ms, 0)
    tally.told += 1
    tally.told_kept += error_ms == 0
    tally.told_error_ms += error_ms
    return error_ms
