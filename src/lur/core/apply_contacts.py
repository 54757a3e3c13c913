"""How events change contacts, their places and their offers. See ``apply.py``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from heapq import heappush
from typing import Any

from lur.core import events as e
from lur.core.apply_agents import take_presence
from lur.core.apply_places import end_at, enter_queue, leave_queue, tell_at, tells_every_ms
from lur.core.ids import MINUTE_MS, Instant
from lur.core.state import ENDED_KEPT, LEFT_KEPT, Agent, Contact, Left, Offer, Queue, State, Told
from lur.core.transitions import CONTACT

TELL_AGAIN_MS = 60_000
"""A minute without news is told too (ui and prompts count on it)."""
ENTERING_LIMIT_MS = 5 * MINUTE_MS
"""How long an entry flow may have a customer."""
RECENT_LIMIT = 200


def _contact_arrived(state: State, event: e.ContactArrived) -> None:
    contact = Contact(
        contact_id=event.contact_id,
        queue_id=event.queue_id,
        channel=event.channel,
        language=event.language,
        entry=event.entry,
        entered=event.entered,
        due=event.due,
        phase="entering" if event.entering else "waiting",
        phase_since=event.at,
    )
    state.contacts[event.contact_id] = contact
    if event.entering:
        end_at(state, contact, event.at + ENTERING_LIMIT_MS)
    else:
        _take_first_place(state, contact, event.at)


def _take_first_place(state: State, contact: Contact, at: Instant) -> None:
    enter_queue(state, contact, at)
    contact.place_at_arrival = bisect_left(state.queues[contact.queue_id].waiting, contact.order_key) + 1


def _contact_queued(state: State, event: e.ContactQueued) -> None:
    contact = state.contacts[event.contact_id]
    phase(contact, event)
    end_at(state, contact, None)
    contact.queue_id, contact.due = event.queue_id, event.due
    contact.language, contact.choices = event.language, event.choices
    _take_first_place(state, contact, event.at)


def _wait_told(state: State, event: e.WaitTold) -> None:
    contact = state.contacts[event.contact_id]
    contact.told = Told(event.at, event.place, event.low_ms, event.high_ms, event.staffed)
    every = tells_every_ms(state, contact)
    if every > 0:
        tell_at(state, contact, event.at + max(TELL_AGAIN_MS, every))
    else:
        contact.tell_at = None


def phase(contact: Contact, event: e.AnyEvent) -> None:
    """The next phase by the table."""
    contact.phase = CONTACT[contact.phase, type(event).__name__]
    contact.phase_since = event.at
    if contact.hold_since is not None and contact.phase != "held":
        contact.hold_since = contact.hold_at = None
        contact.hold_reminded = contact.hold_over = False


def _contact_returned(state: State, event: e.ContactReturned) -> None:
    contact = state.contacts[event.contact_id]
    leave_agent(state, contact, event)
    phase(contact, event)
    contact.left_by = None
    enter_queue(state, contact, event.at)


def _contact_moved(state: State, event: e.ContactMoved) -> None:
    contact = state.contacts[event.contact_id]
    if contact.phase == "waiting":
        leave_queue(state, contact, event.at)
    if contact.agent_id is not None:
        contact.steps = (*contact.steps, (f"queue:{contact.queue_id}", f"queue:{event.queue_id}"))
    leave_agent(state, contact, event)
    phase(contact, event)
    contact.queue_id, contact.also = event.queue_id, ()
    contact.due = event.due
    if contact.phase == "waiting":
        enter_queue(state, contact, event.at)


def _place_resumed(state: State, event: e.PlaceResumed) -> None:
    contact = state.contacts[event.contact_id]
    if contact.phase == "waiting":
        leave_queue(state, contact, event.at)
    phase(contact, event)
    contact.entered, contact.due = event.entered, event.due
    if contact.phase == "waiting":
        enter_queue(state, contact, event.at)
    state.left.pop(event.former_id, None)
    contact.has_fallback = contact.callback is None and event.former_id in state.contacts


def leave_agent(state: State, contact: Contact, event: e.AnyEvent) -> None:
    """The agent has it no longer."""
    if contact.agent_id is None:
        return
    agent = state.agents[contact.agent_id]
    agent.contacts.remove(contact.contact_id)
    contact.agent_id = None
    take_presence(state, agent, event)


def _contact_held(state: State, event: e.ContactHeld) -> None:
    contact = state.contacts[event.contact_id]
    phase(contact, event)
    contact.hold_since = event.at
    _remind(state, contact, event.at)


def _hold_reminded(state: State, event: e.HoldReminded) -> None:
    contact = state.contacts[event.contact_id]
    since = contact.phase_since
    phase(contact, event)
    contact.phase_since = since
    contact.hold_reminded, contact.hold_over = True, event.over_limit
    _remind(state, contact, event.at)


def _remind(state: State, contact: Contact, at: Instant) -> None:
    """Set when the agent is next reminded of the customer on hold."""
    every_ms = state.queues[contact.queue_id].settings.hold_remind_ms
    contact.hold_at = at + every_ms if every_ms > 0 else None
    if contact.hold_at is not None:
        heappush(state.deadlines, (contact.hold_at, "hold", contact.contact_id))


def _contact_resumed(state: State, event: e.ContactResumed) -> None:
    phase(state.contacts[event.contact_id], event)


def _contact_ended(state: State, event: e.ContactEnded) -> None:
    contact = state.contacts[event.contact_id]
    if contact.phase == "waiting":
        leave_queue(state, contact, event.at)
    leave_agent(state, contact, event)
    phase(contact, event)
    _count_outcome(state.queues[contact.queue_id], event)
    del state.contacts[contact.contact_id]
    if contact.answered_at is None and event.outcome in ("abandoned", "lost"):
        state.left[contact.contact_id] = Left(
            contact.channel, contact.entered, event.at, event.ended_by == "customer"
        )
        if len(state.left) > LEFT_KEPT:
            del state.left[next(iter(state.left))]
    state.ended[contact.contact_id] = event.at
    if len(state.ended) > ENDED_KEPT:
        del state.ended[next(iter(state.ended))]


def _count_outcome(queue: Queue, event: e.ContactEnded) -> None:
    queue.served_recently += event.outcome == "served"
    queue.abandoned_recently += event.outcome == "abandoned"
    if queue.served_recently + queue.abandoned_recently > RECENT_LIMIT:
        queue.served_recently //= 2
        queue.abandoned_recently //= 2


def _recording_declined(state: State, event: e.RecordingDeclined) -> None:
    state.contacts[event.contact_id].recording_declined = True


def _nothing(state: State, event: e.RecordingKept | e.RecordingLost) -> None:
    """Recordings are a read model's business; the live centre does not need them."""


# --- offers ------------------------------------------------------------------------------------------------


def _offer_made(state: State, event: e.OfferMade) -> None:
    contact = state.contacts[event.contact_id]
    agent = state.agents[event.agent_id]
    leave_queue(state, contact, event.at)
    phase(contact, event)
    contact.offer_id = agent.offer_id = event.offer_id
    take_presence(state, agent, event)
    state.offers[event.offer_id] = Offer(
        event.offer_id, event.contact_id, event.agent_id, event.at, event.expires
    )
    state.offers_made += 1
    heappush(state.deadlines, (event.expires, "offer", event.offer_id))


def _offer_accepted(state: State, event: e.OfferAccepted) -> None:
    made = state.offers[event.offer_id].made
    contact, agent = _close_offer(state, event)
    contact.agent_id = agent.agent_id
    if contact.answered_at is None and contact.callback is None:
        contact.answered_at = event.at
    agent.contacts.append(contact.contact_id)
    if contact.channel != "voice":
        state.on_written[agent.agent_id] = None
    if agent.cycle_from is None:
        agent.cycle_from = made
        agent.cycle_queue = contact.queue_id


def _offer_came_to_nothing(state: State, event: e.OfferDeclined | e.OfferExpired | e.OfferWithdrawn) -> None:
    contact, _ = _close_offer(state, event)
    enter_queue(state, contact, event.at)


def _close_offer(
    state: State, event: e.OfferAccepted | e.OfferDeclined | e.OfferExpired | e.OfferWithdrawn
) -> tuple[Contact, Agent]:
    del state.offers[event.offer_id]
    contact = state.contacts[event.contact_id]
    agent = state.agents[event.agent_id]
    contact.offer_id = agent.offer_id = None
    phase(contact, event)
    take_presence(state, agent, event)
    return contact, agent


HANDLERS: dict[type, Callable[[State, Any], None]] = {
    e.ContactArrived: _contact_arrived,
    e.ContactQueued: _contact_queued,
    e.WaitTold: _wait_told,
    e.PlaceResumed: _place_resumed,
    e.ContactReturned: _contact_returned,
    e.ContactMoved: _contact_moved,
    e.ContactHeld: _contact_held,
    e.ContactResumed: _contact_resumed,
    e.HoldReminded: _hold_reminded,
    e.ContactEnded: _contact_ended,
    e.RecordingDeclined: _recording_declined,
    e.RecordingKept: _nothing,
    e.RecordingLost: _nothing,
    e.OfferMade: _offer_made,
    e.OfferAccepted: _offer_accepted,
    e.OfferDeclined: _offer_came_to_nothing,
    e.OfferExpired: _offer_came_to_nothing,
    e.OfferWithdrawn: _offer_came_to_nothing,
}
