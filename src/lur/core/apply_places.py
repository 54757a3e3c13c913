"""A contact's place in the one order: standing in line, stepping out of it, and when it is told how long.

A contact that has waited long may stand in several queues at once, with the same key in each.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from heapq import heappush

from lur.core.ids import Instant
from lur.core.state import Contact, Queue, State
from lur.core.values import Overflow, QueueSettings

FIRST_TELL_MS = 8_000
"""About when the greeting and the recording notice are over."""
UNSPOKEN_TELL_MS = 60_000
"""How often the wait of somebody who is to be called is told, for the place page, where no voice tells it. It
is also when a queue that has closed meanwhile is noticed, so that nobody is called at night."""


def enter_queue(state: State, contact: Contact, at: Instant) -> None:
    """The contact waits, in its own queue and in those it has flowed over to."""
    queue = state.queues[contact.queue_id]
    index = bisect_left(queue.waiting, contact.order_key)
    insort(queue.waiting, contact.order_key)
    _hurry_tells(state, queue, index + 1, at)
    if contact.also:
        state.overflowed[contact.contact_id] = None
        for queue_id in contact.also:
            insort(state.queues[queue_id].waiting, contact.order_key)
    expect_tell(state, contact, at)
    expect_overflow(state, contact, at)


def leave_queue(state: State, contact: Contact, at: Instant) -> None:
    """The contact waits no longer."""
    queue = state.queues[contact.queue_id]
    index = bisect_left(queue.waiting, contact.order_key)
    del queue.waiting[index]
    contact.tell_at = None
    _hurry_tells(state, queue, index, at)
    if contact.also:
        state.overflowed.pop(contact.contact_id, None)
        for queue_id in contact.also:
            waiting = state.queues[queue_id].waiting
            del waiting[bisect_left(waiting, contact.order_key)]


def expect_tell(state: State, contact: Contact, at: Instant) -> None:
    """Set when a waiting contact is told its wait next."""
    every_ms = tells_every_ms(state, contact)
    if contact.channel == "voice" and every_ms > 0:
        last = contact.told.at if contact.told else None
        first = contact.entered + FIRST_TELL_MS
        tell_at(state, contact, max(at, first if last is None else last + every_ms))


def tells_every_ms(state: State, contact: Contact) -> int:
    """The least time between two tells; 0: it is told nothing."""
    every_ms = state.queues[contact.queue_id].settings.tell_every_ms
    return every_ms or (UNSPOKEN_TELL_MS if contact.callback is not None else 0)


def overflow(state: State, contact: Contact, queue: Queue, at: Instant) -> None:
    """The waiting contact stands in ``queue`` too."""
    contact.also = (*contact.also, queue.queue_id)
    state.overflowed[contact.contact_id] = None
    insort(queue.waiting, contact.order_key)
    expect_overflow(state, contact, at)


def next_overflow(settings: QueueSettings, contact: Contact) -> Overflow | None:
    """The first rule by which the contact has not flowed over yet."""
    return next((rule for rule in settings.overflow if rule.queue_id not in contact.queues), None)


def expect_overflow(state: State, contact: Contact, at: Instant) -> None:
    """Set the time of the next overflow by the queue's present rules."""
    rule = next_overflow(state.queues[contact.queue_id].settings, contact)
    contact.overflow_at = None if rule is None else max(at, contact.entered + rule.after_ms)
    if contact.overflow_at is not None:
        heappush(state.deadlines, (contact.overflow_at, "overflow", contact.contact_id))


def end_at(state: State, contact: Contact, until: Instant | None) -> None:
    """When the contact's present phase ends by itself."""
    contact.until = until
    if until is not None:
        heappush(state.deadlines, (until, "contact", contact.contact_id))


def _hurry_tells(state: State, queue: Queue, from_index: int, at: Instant) -> None:
    """Those behind a change have a new place: tell them as soon as the time between two tells allows."""
    every = queue.settings.tell_every_ms
    if every <= 0:
        return
    for _, _, contact_id in queue.waiting[from_index:]:
        contact = state.contacts[contact_id]
        if contact.queue_id == queue.queue_id and contact.told is not None and contact.tell_at is not None:
            wanted = max(at, contact.told.at + every)
            if wanted < contact.tell_at:
                tell_at(state, contact, wanted)


def tell_at(state: State, contact: Contact, at: Instant) -> None:
    """When the contact is told its place and wait next."""
    contact.tell_at = at
    heappush(state.deadlines, (at, "tell", contact.contact_id))
