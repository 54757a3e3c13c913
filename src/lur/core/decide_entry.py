"""Decisions at the door: who comes in, who waits in an entry flow first, who is told that it is shut.

The wait counts from the first instant, however long a menu is. Whoever cannot be let in is told why, and
asked whether to be called back where the queue does that.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import events as e
from lur.core.decide_callbacks import asked_at_the_door, is_window
from lur.core.hours import is_open, next_opening
from lur.core.ids import Instant, Language
from lur.core.rejections import Rejected
from lur.core.state import Contact, Queue, State
from lur.core.values import Door


def arrive(state: State, command: c.ArriveContact) -> list[e.AnyEvent] | Rejected:
    """A place in the queue from the first instant, or an entry flow first; at a shut door, kindly and on
    record, no place."""
    queue = _queue_for(state, command)
    if isinstance(queue, Rejected):
        return queue
    door = None if command.entering else shut(state, queue, command.at, command.utc_offset_min)
    may_be_called = door is not None and queue.settings.callbacks and command.channel == "voice"
    arrived = _arrived(queue, command, entering=command.entering or may_be_called, on_line=True)
    if door is None:
        return [arrived]
    if not may_be_called:
        return [arrived, _turned_away(command, door)]
    return [arrived, _refused(queue, command, door, arrived.due, command.language)]


def request_callback(state: State, command: c.RequestCallback) -> list[e.AnyEvent] | Rejected:
    """A customer who is on no line takes a place; when the queue is closed it is called when it opens."""
    queue = _queue_for(state, command)
    if isinstance(queue, Rejected):
        return queue
    if not queue.settings.callbacks or queue.settings.channel != "voice":
        return Rejected("not_to_be_called", command.queue_id)
    arrived = _arrived(queue, command, entering=True, on_line=False)
    if command.from_at is not None and not is_window(command.at, command.from_at, command.until_at):
        return Rejected("bad_settings", "from_at")
    return [arrived, *asked_at_the_door(queue, arrived, command)]


def queue_contact(state: State, command: c.QueueContact) -> list[e.AnyEvent] | Rejected:
    """The flow is done. A door may have shut meanwhile: then the customer is told."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return Rejected("unknown_contact", command.contact_id)
    queue = state.queues.get(command.queue_id)
    if queue is None:
        return Rejected("unknown_queue", command.queue_id)
    if contact.phase != "entering":
        return Rejected("contact_not_entering", contact.phase)
    if queue.settings.channel != contact.channel:
        return Rejected("wrong_channel", queue.settings.channel)
    if len(command.choices) > 20 or any(not 0 < len(choice) <= 40 for choice in command.choices):
        return Rejected("bad_settings", "choices")
    return _let_in(state, queue, contact, command)


def end_of_entering(state: State, contact: Contact, command: c.Tick) -> list[e.AnyEvent]:
    """The flow took too long, or the edge is gone: the contact waits where the flow would have led by
    itself."""
    queued = c.QueueContact(
        command_id=command.command_id,
        at=command.at,
        utc_offset_min=command.utc_offset_min,
        contact_id=contact.contact_id,
        queue_id=contact.queue_id,
        language=contact.language,
    )
    return _let_in(state, state.queues[contact.queue_id], contact, queued)


def end_of_refusal(contact: Contact, at: Instant) -> list[e.AnyEvent]:
    """Nothing was asked for at the shut door."""
    assert contact.refusal is not None, "a refused contact has its refusal, by the tables"
    ended = e.ContactEnded(
        at=at,
        contact_id=contact.contact_id,
        outcome="turned_away",
        ended_by="system",
        cause=contact.refusal.door,
    )
    return [ended]


def shut(state: State, queue: Queue, at: Instant, utc_offset_min: int) -> Door | None:
    """Why nobody is let in now; None when the door is open."""
    if not is_open(queue.settings, at, utc_offset_min):
        return "closed"
    most = queue.settings.most_waiting
    if queue.settings.channel != "voice" or most == 0 or len(queue.waiting) < most:
        return None
    contacts = (state.contacts[contact_id] for _, _, contact_id in queue.waiting)
    on_line = sum(each.callback is None and each.queue_id == queue.queue_id for each in contacts)
    return "full" if on_line >= most else None


def _queue_for(state: State, command: c.ArriveContact | c.RequestCallback) -> Queue | Rejected:
    queue = state.queues.get(command.queue_id)
    if queue is None:
        return Rejected("unknown_queue", command.queue_id)
    if command.contact_id in state.contacts or command.contact_id in state.ended:
        return Rejected("contact_exists", command.contact_id)
    if isinstance(command, c.ArriveContact) and command.channel != queue.settings.channel:
        return Rejected("wrong_channel", queue.settings.channel)
    return queue


def _arrived(
    queue: Queue, command: c.ArriveContact | c.RequestCallback, *, entering: bool, on_line: bool
) -> e.ContactArrived:
    return e.ContactArrived(
        at=command.at,
        contact_id=command.contact_id,
        queue_id=command.queue_id,
        channel=queue.settings.channel,
        language=command.language,
        entry=command.entry,
        entered=command.at,
        due=command.at + queue.settings.promise_ms,
        entering=entering,
        on_line=on_line,
    )


def _let_in(state: State, queue: Queue, contact: Contact, command: c.QueueContact) -> list[e.AnyEvent]:
    due = contact.entered + queue.settings.promise_ms
    door = shut(state, queue, command.at, command.utc_offset_min)
    if door is not None and queue.settings.callbacks:
        return [_refused(queue, command, door, due, command.language, command.choices)]
    if door is not None:
        return [_turned_away(command, door)]
    return [
        e.ContactQueued(
            at=command.at,
            contact_id=contact.contact_id,
            queue_id=queue.queue_id,
            language=command.language,
            due=due,
            choices=command.choices,
        )
    ]


def _refused(
    queue: Queue,
    command: c.ArriveContact | c.QueueContact,
    door: Door,
    due: Instant,
    language: Language,
    choices: tuple[str, ...] = (),
) -> e.ContactRefused:
    closed = door == "closed"
    return e.ContactRefused(
        at=command.at,
        contact_id=command.contact_id,
        queue_id=queue.queue_id,
        language=language,
        due=due,
        door=door,
        opens=next_opening(queue.settings, command.at, command.utc_offset_min) if closed else None,
        choices=choices,
    )


def _turned_away(command: c.ArriveContact | c.QueueContact, door: Door) -> e.ContactEnded:
    return e.ContactEnded(
        at=command.at,
        contact_id=command.contact_id,
        outcome="turned_away",
        ended_by="system",
        cause=door,
    )
