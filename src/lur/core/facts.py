"""From events to facts: what each event adds to the figures, said once for all who count.

The live figures (``measures.py``), the reports, the nightly recomputation and the simulation all sum what
comes out of here, so there is one answer to "does this count, when, and where". A ``Mark`` is one thing that
counts in one figure, in the queue where it happened and with the team that the agent was in then. What is
said of a contact later (its result, its rating) comes as a fact of its own. The formulas are in
docs/measures.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from lur.core import events as e
from lur.core.ids import AgentId, Channel, ContactId, Instant, QueueId
from lur.core.transitions import PRESENCE, Presence
from lur.core.values import Outcome

SHORT_ABANDON_MS = 5_000
WORKING: frozenset[Presence] = frozenset({"on_contact", "wrap_up", "assisting"})
AVAILABLE: frozenset[Presence] = WORKING | {"ready", "offered", "asked"}

MarkKind = Literal[
    "arrived",
    "turned_away",
    "answered",
    "answered_in_promise",
    "abandoned",
    "abandoned_short",
    "lost",
    "informed",
    "joined",
    "callbacks_asked",
    "callbacks_dialled",
    "not_reached",
    "handed_over",
    "given_to_queues",
    "consulted",
    "helped",
    "called_out",
    "handled",
    "talked",
    "wrapped_up",
    "told",
    "told_kept",
]
"""The counts of docs/measures.md. talked and wrapped_up carry times alone."""
ENDS: dict[Outcome, MarkKind] = {
    "turned_away": "turned_away",
    "lost": "lost",
    "informed": "informed",
    "joined": "joined",
    "not_reached": "not_reached",
}


class Mark(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """One thing that counts. ``ms`` is the wait (answered), the talk, the wrap-up, or how far outside the
    told range the wait ended (told)."""

    contact_id: ContactId
    kind: MarkKind
    at: Instant
    queue_id: QueueId
    agent_id: AgentId | None = None
    team: str = ""
    ms: int = 0
    times: int = 1
    """-1 takes back what counted at the same time elsewhere."""


class Came(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A contact's first word."""

    contact_id: ContactId
    channel: Channel
    entered: Instant
    outgoing: bool


class Went(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A contact is over. ``queue_id`` and ``team`` are where it was last, and who had it last."""

    contact_id: ContactId
    at: Instant
    queue_id: QueueId
    team: str
    outcome: Outcome


class Said(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """What an agent said came of a contact; None takes nothing back."""

    contact_id: ContactId
    result: str | None
    solved: bool | None
    unsure: bool


class Rated(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A customer was asked how it went (``rating`` None), or said it."""

    contact_id: ContactId
    at: Instant
    rating: int | None


class Spent(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """An agent's time in one presence that counts in occupancy."""

    agent_id: AgentId
    team: str
    since: Instant
    until: Instant
    is_work: bool


Fact = Mark | Came | Went | Said | Rated | Spent


class Told(msgspec.Struct, frozen=True):
    """The first range that a contact was told."""

    at: Instant
    low_ms: int | None
    high_ms: int | None


class Open(msgspec.Struct):
    """A contact whose story is not counted to its end yet."""

    queue_id: QueueId
    came_at: Instant
    entered: Instant
    due: Instant
    told: Told | None = None
    is_callback: bool = False
    is_outgoing: bool = False
    """An agent called: nobody waited for an answer of ours."""
    reached_at: Instant | None = None
    """When a customer who is to be called was called for the first time: their wait ends there."""
    open_from: Instant | None = None
    """Closed until then; the wait is counted from there."""
    answered: bool = False
    agent_id: AgentId | None = None
    team: str = ""
    """Of who had it last."""
    talking_since: Instant | None = None


class Shift(msgspec.Struct):
    """An agent's presence, and the latest contact, whose wrap-up it is."""

    presence: Presence = "signed_out"
    began: Instant = 0
    since: Instant = 0
    """From when its time is not counted yet: later than ``began`` when the team has changed."""
    queue_id: QueueId | None = None
    contact_id: ContactId | None = None


class Ledger(msgspec.Struct):
    """All that the fold remembers; a copy of it goes on where it was made."""

    contacts: dict[ContactId, Open] = {}
    shifts: dict[AgentId, Shift] = {}
    teams: dict[AgentId, str] = {}


class Shifts:
    """What agents' time adds."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def team(self, agent_id: AgentId | None) -> str:
        """The agent's team now; empty for none, and for nobody."""
        return "" if agent_id is None else self._ledger.teams.get(agent_id, "")

    def spans(self, at: Instant) -> list[Spent]:
        """What agents will have spent at ``at`` in the presence that they are in, where it counts."""
        shifts = self._ledger.shifts.items()
        return [span for agent_id, shift in shifts for span in self._spent(agent_id, shift, at)]

    def _spent(self, agent_id: AgentId, shift: Shift, at: Instant) -> list[Spent]:
        if shift.presence not in AVAILABLE or at <= shift.since:
            return []
        is_work = shift.presence in WORKING
        return [Spent(agent_id, self.team(agent_id), shift.since, at, is_work)]

    def follow(self, agent_id: AgentId, event: e.AnyEvent) -> list[Fact]:
        """The agent's presence after it; the time in the one before counts."""
        shift = self._ledger.shifts.setdefault(agent_id, Shift(began=event.at, since=event.at))
        after = PRESENCE.get((shift.presence, type(event).__name__), shift.presence)
        if after == shift.presence:
            return []
        found: list[Fact] = [*self._spent(agent_id, shift, event.at)]
        if shift.presence == "wrap_up":
            found += self._wrapped_up(agent_id, shift, event.at)
        shift.presence, shift.began, shift.since = after, event.at, event.at
        return found

    def _wrapped_up(self, agent_id: AgentId, shift: Shift, at: Instant) -> list[Mark]:
        if shift.contact_id is None or shift.queue_id is None:
            return []
        where = (at, shift.queue_id, agent_id, self.team(agent_id))
        return [Mark(shift.contact_id, "wrapped_up", *where, at - shift.began)]

    def join(self, event: e.AgentAdded | e.AgentTeamChanged) -> list[Spent]:
        """Time until now was the former team's."""
        shift = self._ledger.shifts.setdefault(event.agent_id, Shift(began=event.at, since=event.at))
        found = self._spent(event.agent_id, shift, event.at)
        if found:
            shift.since = event.at
        self._ledger.teams[event.agent_id] = event.team
        return found

    def take(self, agent_id: AgentId, contact_id: ContactId) -> None:
        """The agent has the contact from now on."""
        contact = self._ledger.contacts[contact_id]
        contact.agent_id, contact.team = agent_id, self.team(agent_id)
        shift = self._ledger.shifts.setdefault(agent_id, Shift())
        shift.queue_id, shift.contact_id = contact.queue_id, contact_id


class Facts:
    """Feed it every event in order; each gives what it adds. ``ledger`` is its whole memory."""

    def __init__(self, ledger: Ledger | None = None) -> None:
        self.ledger = ledger or Ledger()
        self.shifts = Shifts(self.ledger)
        self._out: list[Fact] = []

    def observe(self, event: e.AnyEvent) -> list[Fact]:
        """What the next event adds. Raises ``LookupError`` when a contact's beginning was not seen."""
        self._out = []
        handle = HANDLERS.get(type(event))
        if handle is not None:
            handle(self, event)
        agent_id: AgentId | None = getattr(event, "agent_id", None)
        if agent_id is not None:
            self._out += self.shifts.follow(agent_id, event)
        return self._out

    def _join(self, event: e.AgentAdded | e.AgentTeamChanged) -> None:
        self._out += self.shifts.join(event)

    def _mark(
        self,
        contact_id: ContactId,
        kind: MarkKind,
        at: Instant,
        queue_id: QueueId,
        agent_id: AgentId | None = None,
        *,
        ms: int = 0,
        times: int = 1,
    ) -> None:
        team = self.shifts.team(agent_id)
        self._out.append(Mark(contact_id, kind, at, queue_id, agent_id, team, ms, times))

    def _mark_here(self, event: Any, kind: MarkKind, agent_id: AgentId | None = None) -> None:
        """In the contact's queue, now."""
        queue_id = self.ledger.contacts[event.contact_id].queue_id
        self._mark(event.contact_id, kind, event.at, queue_id, agent_id)

    def _arrive(self, event: e.ContactArrived) -> None:
        opened = Open(event.queue_id, event.at, event.entered, event.due)
        self.ledger.contacts[event.contact_id] = opened
        self._out.append(Came(event.contact_id, event.channel, event.entered, False))
        self._mark_here(event, "arrived")

    def _call_out(self, event: e.CalledOut) -> None:
        opened = Open(event.queue_id, event.at, event.at, event.due, is_callback=True, is_outgoing=True)
        self.ledger.contacts[event.contact_id] = opened
        self.shifts.take(event.agent_id, event.contact_id)
        self._out.append(Came(event.contact_id, "voice", event.at, True))
        self._mark_here(event, "called_out", event.agent_id)

    def _queue(self, event: e.ContactQueued | e.ContactRefused) -> None:
        """The flow led elsewhere than to where the contact came in: it had arrived there."""
        contact = self.ledger.contacts[event.contact_id]
        if contact.queue_id != event.queue_id:
            self._mark(event.contact_id, "arrived", contact.came_at, contact.queue_id, times=-1)
            self._mark(event.contact_id, "arrived", contact.came_at, event.queue_id)
        contact.queue_id, contact.due = event.queue_id, event.due

    def _move(self, event: e.ContactMoved) -> None:
        contact = self.ledger.contacts[event.contact_id]
        if contact.talking_since is not None:
            self._mark_here(event, "given_to_queues", contact.agent_id)
        self._stop_talking(event)
        contact.queue_id, contact.due = event.queue_id, event.due

    def _resume(self, event: e.PlaceResumed) -> None:
        contact = self.ledger.contacts[event.contact_id]
        contact.entered, contact.due = event.entered, event.due

    def _tell(self, event: e.WaitTold) -> None:
        contact = self.ledger.contacts[event.contact_id]
        contact.told = contact.told or Told(event.at, event.low_ms, event.high_ms)

    def _accept(self, event: e.OfferAccepted) -> None:
        self.shifts.take(event.agent_id, event.contact_id)
        if not self.ledger.contacts[event.contact_id].is_callback:
            self._answer(event)

    def _answer(self, event: e.OfferAccepted | e.CallbackAnswered) -> None:
        contact = self.ledger.contacts[event.contact_id]
        contact.talking_since = event.at
        self._mark_here(event, "handled", event.agent_id)
        if contact.answered or contact.is_outgoing:
            return
        contact.answered = True
        reached_at = contact.reached_at or event.at
        waited_from = max(contact.entered, contact.open_from or 0)
        wait_ms = max(0, reached_at - waited_from)
        where = (event.at, contact.queue_id, event.agent_id)
        self._mark(event.contact_id, "answered", *where, ms=wait_ms)
        if reached_at <= waited_from + contact.due - contact.entered:
            self._mark(event.contact_id, "answered_in_promise", *where)
        if contact.told is not None:
            self._judge(event, contact, contact.told, reached_at)

    def _judge(
        self, event: e.OfferAccepted | e.CallbackAnswered, contact: Open, told: Told, at: Instant
    ) -> None:
        """How far outside the range that was told the wait ended; nothing when none was."""
        if told.low_ms is None or told.high_ms is None:
            return
        waited_ms = at - told.at
        error_ms = max(told.low_ms - waited_ms, waited_ms - told.high_ms, 0)
        where = (at, contact.queue_id, event.agent_id)
        self._mark(event.contact_id, "told", *where, ms=error_ms)
        if error_ms == 0:
            self._mark(event.contact_id, "told_kept", *where)

    def _stop_talking(self, event: Any) -> None:
        contact = self.ledger.contacts[event.contact_id]
        if contact.talking_since is not None:
            spent_ms = event.at - contact.talking_since
            queue_id, agent_id = contact.queue_id, contact.agent_id
            self._mark(event.contact_id, "talked", event.at, queue_id, agent_id, ms=spent_ms)
            contact.talking_since = None

    def _end(self, event: e.ContactEnded) -> None:
        self._stop_talking(event)
        contact = self.ledger.contacts.pop(event.contact_id)
        where = (event.contact_id, event.at, contact.queue_id)
        self._out.append(Went(*where, contact.team, event.outcome))
        if contact.is_outgoing:
            return
        if event.outcome in ENDS:
            self._mark(event.contact_id, ENDS[event.outcome], event.at, contact.queue_id)
        elif event.outcome == "abandoned" and not contact.answered:
            self._mark(event.contact_id, "abandoned", event.at, contact.queue_id)
            if event.at - contact.entered < SHORT_ABANDON_MS:
                self._mark(event.contact_id, "abandoned_short", event.at, contact.queue_id)

    def _callback(self, event: Any) -> None:
        contact = self.ledger.contacts[event.contact_id]
        match event:
            case e.CallbackAsked():
                contact.is_callback = True
                self._mark_here(event, "callbacks_asked")
            case e.CallbackPostponed():
                contact.entered, contact.due = event.entered, event.due
                contact.told = None
                contact.open_from = None if event.chosen else event.from_at
            case e.CallbackDialled():
                self._mark_here(event, "callbacks_dialled", event.agent_id)
                contact.reached_at = contact.reached_at or event.at
            case _:
                contact.is_callback = False
                self._answer(event)

    def _colleague(self, event: e.PartyCame | e.ContactHandedOver) -> None:
        contact = self.ledger.contacts[event.contact_id]
        if isinstance(event, e.ContactHandedOver):
            self._mark_here(event, "handed_over", event.from_agent_id)
            self.shifts.take(event.agent_id, event.contact_id)
        elif event.purpose == "consult":
            self._mark_here(event, "consulted", contact.agent_id)
        elif event.purpose == "help":
            self._mark_here(event, "helped", contact.agent_id)

    def _said(self, event: e.WrapUpFinished | e.ContactDescribed) -> None:
        if event.disposition is not None or event.solved is not None or event.unsure:
            self._out.append(Said(event.contact_id, event.disposition, event.solved, event.unsure))

    def _rate(self, event: e.RatingAsked | e.ContactRated) -> None:
        rating = event.rating if isinstance(event, e.ContactRated) else None
        self._out.append(Rated(event.contact_id, event.at, rating))


HANDLERS: dict[type, Callable[[Facts, Any], None]] = {
    e.AgentAdded: Facts._join,
    e.AgentTeamChanged: Facts._join,
    e.ContactArrived: Facts._arrive,
    e.CalledOut: Facts._call_out,
    e.ContactQueued: Facts._queue,
    e.ContactRefused: Facts._queue,
    e.ContactMoved: Facts._move,
    e.PlaceResumed: Facts._resume,
    e.WaitTold: Facts._tell,
    e.OfferAccepted: Facts._accept,
    e.ContactReturned: Facts._stop_talking,
    e.ContactLeftOutside: Facts._stop_talking,
    e.ContactEnded: Facts._end,
    e.CallbackAsked: Facts._callback,
    e.CallbackPostponed: Facts._callback,
    e.CallbackDialled: Facts._callback,
    e.CallbackAnswered: Facts._callback,
    e.PartyCame: Facts._colleague,
    e.ContactHandedOver: Facts._colleague,
    e.WrapUpFinished: Facts._said,
    e.ContactDescribed: Facts._said,
    e.RatingAsked: Facts._rate,
    e.ContactRated: Facts._rate,
}
