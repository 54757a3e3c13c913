"""Decisions that time alone asks for: offers that expire, rests that end, and telling people how long they
wait.
"""

from __future__ import annotations

from collections.abc import Callable

from lur.core import commands as c
from lur.core import decide_callbacks as callbacks
from lur.core import decide_entry as entry
from lur.core import events as e
from lur.core.apply import is_current
from lur.core.apply_places import next_overflow
from lur.core.decide_agents import end_of_rest
from lur.core.decide_colleagues import not_coming
from lur.core.decide_contacts import expire_offer
from lur.core.estimate import estimate, why_grown
from lur.core.ids import AgentId, ContactId, Instant, OfferId, PartyId
from lur.core.state import Contact, Deadline, State, party_of, place_of


def tick(state: State, command: c.Tick) -> list[e.AnyEvent]:
    """All that is due at the command's time, earliest first, ties by kind and id."""
    decided: list[e.AnyEvent] = []
    moved: set[str] = set()
    """Contacts that are elsewhere by now; what else is due for them is looked at again at once."""
    for _, what, name in sorted(set(_due(state, command.at))):
        if what == "offer":
            decided += expire_offer(state, state.offers[OfferId(name)], command.at)
        elif what == "agent":
            decided += end_of_rest(state, state.agents[AgentId(name)], command.at)
        elif what == "assigned":
            decided.append(e.AssignmentEnded(at=command.at, agent_id=AgentId(name)))
        elif what == "party":
            decided += _unanswered(state, PartyId(name), command.at, decided)
        elif name not in moved:
            events = _CONTACT[what](state, state.contacts[ContactId(name)], command)
            decided += events
            moved |= {name for event in events if not isinstance(event, e.WaitTold | e.HoldReminded)}
    return decided


def _unanswered(state: State, party_id: PartyId, at: Instant, decided: list[e.AnyEvent]) -> list[e.AnyEvent]:
    """Who was asked into a talk has not answered in time."""
    found = party_of(state, party_id)
    assert found is not None, "there is a deadline only while somebody is asked"
    return not_coming(state, *found, "no_answer", at, decided)


def _remind(state: State, contact: Contact, command: c.Tick) -> list[e.AnyEvent]:
    """The customer is on hold still."""
    assert contact.hold_since is not None, "there is a deadline only while somebody is on hold"
    limit_ms = state.queues[contact.queue_id].settings.hold_limit_ms
    over = command.at - contact.hold_since >= limit_ms
    return [e.HoldReminded(at=command.at, contact_id=contact.contact_id, over_limit=over)]


def _tell(state: State, contact: Contact, command: c.Tick) -> list[e.AnyEvent]:
    """Tell the wait; a contact that is to be called rests when the queue has closed meanwhile."""
    if contact.callback is not None:
        later = callbacks.postponed_while_closed(state.queues[contact.queue_id], contact, command)
        if later:
            return later
    return [tell(state, contact, command.at)]


def _end_of_contact_deadline(state: State, contact: Contact, command: c.Tick) -> list[e.AnyEvent]:
    if contact.phase == "entering":
        return entry.end_of_entering(state, contact, command)
    if contact.phase == "refused":
        return entry.end_of_refusal(contact, command.at)
    return callbacks.end_of_rest(state, contact, command)


def _overflow(state: State, contact: Contact, command: c.Tick) -> list[e.AnyEvent]:
    """The next queue whose agents may take it too."""
    rule = next_overflow(state.queues[contact.queue_id].settings, contact)
    assert rule is not None, "there is a deadline only while there is a rule"
    return [e.ContactOverflowed(at=command.at, contact_id=contact.contact_id, queue_id=rule.queue_id)]


_CONTACT: dict[str, Callable[[State, Contact, c.Tick], list[e.AnyEvent]]] = {
    "tell": _tell,
    "contact": _end_of_contact_deadline,
    "overflow": _overflow,
    "hold": _remind,
}


def tell(state: State, contact: Contact, at: Instant) -> e.WaitTold:
    """The place and range that the customer is told now."""
    now = estimate(state, state.queues[contact.queue_id], contact.order_key)
    place = place_of(state, contact) or 1
    return e.WaitTold(
        at=at,
        contact_id=contact.contact_id,
        place=place,
        low_ms=now.low_ms,
        high_ms=now.high_ms,
        staffed=now.staffed,
        grown=why_grown(contact.told, place, now, at),
    )


def _due(state: State, at: Instant) -> list[Deadline]:
    """The rows of the deadline heap that have come and still stand, found without popping."""
    rows: list[Deadline] = []
    stack = [0]
    while stack:
        index = stack.pop()
        if index < len(state.deadlines) and state.deadlines[index][0] <= at:
            rows.append(state.deadlines[index])
            stack += (2 * index + 1, 2 * index + 2)
    return [row for row in rows if is_current(state, row)]
