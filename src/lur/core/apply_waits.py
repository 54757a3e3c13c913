"""How events change contacts that are to be called back, stand at a shut door, flow over to other queues, or
have something to say while they wait. See ``apply.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lur.core import events as e
from lur.core.apply_contacts import leave_agent, phase
from lur.core.apply_places import end_at, enter_queue, expect_tell, leave_queue, overflow
from lur.core.ids import MINUTE_MS
from lur.core.state import Callback, Contact, Incident, Refusal, State

REFUSED_LIMIT_MS = 2 * MINUTE_MS
"""How long a customer may think about being called back: the message twice, and a moment."""


def _contact_refused(state: State, event: e.ContactRefused) -> None:
    contact = state.contacts[event.contact_id]
    phase(contact, event)
    contact.queue_id, contact.due = event.queue_id, event.due
    contact.language, contact.choices = event.language, event.choices
    contact.refusal = Refusal(event.door, event.opens)
    end_at(state, contact, event.at + REFUSED_LIMIT_MS)


def _contact_overflowed(state: State, event: e.ContactOverflowed) -> None:
    contact = state.contacts[event.contact_id]
    phase(contact, event)
    overflow(state, contact, state.queues[event.queue_id], event.at)


def _callback_asked(state: State, event: e.CallbackAsked) -> None:
    contact = state.contacts[event.contact_id]
    was_refused = contact.phase == "refused"
    phase(contact, event)
    contact.callback = Callback(event.at)
    contact.has_fallback = contact.is_outgoing = False
    contact.refusal = None
    if was_refused:
        end_at(state, contact, None)
        enter_queue(state, contact, event.at)
    elif contact.tell_at is None:
        expect_tell(state, contact, event.at)


def _callback_postponed(state: State, event: e.CallbackPostponed) -> None:
    contact = state.contacts[event.contact_id]
    if contact.phase == "waiting":
        leave_queue(state, contact, event.at)
    phase(contact, event)
    contact.entered, contact.due = event.entered, event.due
    callback = callback_of(contact)
    callback.from_at, callback.until_at, callback.chosen = event.from_at, event.until_at, event.chosen
    contact.told = None
    end_at(state, contact, event.from_at)


def _callback_due(state: State, event: e.CallbackDue) -> None:
    contact = state.contacts[event.contact_id]
    phase(contact, event)
    callback = callback_of(contact)
    callback.from_at, callback.chosen = None, False
    end_at(state, contact, None)
    enter_queue(state, contact, event.at)


def _callback_dialled(state: State, event: e.CallbackDialled) -> None:
    contact = state.contacts[event.contact_id]
    phase(contact, event)
    callback_of(contact).attempts = event.attempt


def _callback_answered(state: State, event: e.CallbackAnswered) -> None:
    contact = state.contacts[event.contact_id]
    phase(contact, event)
    contact.callback = None
    contact.answered_at = event.at


def _callback_missed(state: State, event: e.CallbackMissed) -> None:
    contact = state.contacts[event.contact_id]
    leave_agent(state, contact, event)
    phase(contact, event)
    callback_of(contact).from_at = event.again_at
    end_at(state, contact, event.again_at)


def callback_of(contact: Contact) -> Callback:
    """What a contact that is to be called has beside its place."""
    assert contact.callback is not None, "only contacts that are to be called have these events"
    return contact.callback


def _statement_kept(state: State, event: e.StatementKept) -> None:
    contact = state.contacts.get(event.contact_id)
    if contact is None:
        return
    contact.statements += 1
    contact.tell_all = contact.tell_all or event.tell_all
    if event.upset is not None:
        contact.upset = event.upset


def _incident_opened(state: State, event: e.IncidentOpened) -> None:
    state.incidents[event.incident_id] = Incident(event.queue_ids, event.at)


def _incident_solved(state: State, event: e.IncidentSolved) -> None:
    del state.incidents[event.incident_id]


def _contact_tied(state: State, event: e.ContactTied) -> None:
    state.contacts[event.contact_id].incident_id = event.incident_id
    state.incidents[event.incident_id].tied += 1


HANDLERS: dict[type, Callable[[State, Any], None]] = {
    e.ContactRefused: _contact_refused,
    e.ContactOverflowed: _contact_overflowed,
    e.CallbackAsked: _callback_asked,
    e.CallbackPostponed: _callback_postponed,
    e.CallbackDue: _callback_due,
    e.CallbackDialled: _callback_dialled,
    e.CallbackAnswered: _callback_answered,
    e.CallbackMissed: _callback_missed,
    e.StatementKept: _statement_kept,
    e.IncidentOpened: _incident_opened,
    e.IncidentSolved: _incident_solved,
    e.ContactTied: _contact_tied,
}
