"""``apply`` is the only thing that changes ``State``. It cannot fail on an event that ``decide`` gave, and
asks no policy.

Live, replay, simulation and tests all go through here; so whatever a rule needs to know must be in the event.
"""

from __future__ import annotations

from heapq import heappop

from lur.core import apply_agents, apply_colleagues, apply_contacts, apply_waits
from lur.core import events as e
from lur.core.ids import AgentId, ContactId, OfferId, PartyId
from lur.core.state import Deadline, State, party_of


def apply(state: State, event: e.AnyEvent) -> None:
    """Change ``state`` as ``event`` says. Raises ``KeyError`` only for an event that ``decide`` can never
    give.
    """
    state.now = max(state.now, event.at)
    HANDLERS[type(event)](state, event)
    _prune(state)


def is_current(state: State, deadline: Deadline) -> bool:
    """Whether a row of the deadline heap still stands; rows stay behind when what they meant has changed."""
    at, what, name = deadline
    if what == "offer":
        return OfferId(name) in state.offers
    if what == "agent":
        agent = state.agents.get(AgentId(name))
        return agent is not None and agent.until == at
    if what == "assigned":
        agent = state.agents.get(AgentId(name))
        return agent is not None and agent.assignment is not None and agent.assignment.until == at
    if what == "party":
        found = party_of(state, PartyId(name))
        return found is not None and found[1].expires == at
    contact = state.contacts.get(ContactId(name))
    if contact is None:
        return False
    if what == "tell":
        return contact.phase == "waiting" and contact.tell_at == at
    if what == "contact":
        return contact.until == at
    if what == "hold":
        return contact.hold_at == at
    return contact.phase == "waiting" and contact.overflow_at == at


def _prune(state: State) -> None:
    while state.deadlines and not is_current(state, state.deadlines[0]):
        heappop(state.deadlines)


HANDLERS = apply_agents.HANDLERS | apply_contacts.HANDLERS | apply_waits.HANDLERS | apply_colleagues.HANDLERS
