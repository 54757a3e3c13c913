"""What a command's events mean for who is free and who waits, before they are applied.

``read`` gathers them; ``ranking.py`` then finds every pair that has become possible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lur.core import events as e
from lur.core.apply_agents import with_lent
from lur.core.ids import AgentId, Channel, ContactId, OfferId, QueueId
from lur.core.state import Agent, OrderKey, State
from lur.core.values import QueueSettings

Candidate = tuple[OrderKey, tuple[QueueId, ...], Channel]
"""Who, in which queues (its own first), by which channel."""

Reach = tuple[dict[str, int], tuple[QueueId, ...]]
"""An agent's skills, and the queues that they are assigned to (none: all)."""


def reach_of(agent: Agent) -> Reach:
    """As it is now."""
    return agent.skills, () if agent.assignment is None else agent.assignment.queue_ids


@dataclass(slots=True)
class Change:
    """What the events just decided mean for who is free and who waits."""

    freed: dict[AgentId, None] = field(default_factory=dict)
    became_ready: set[AgentId] = field(default_factory=set)
    stays: set[AgentId] = field(default_factory=set)
    """Agents who have taken back the pause or sign-out that they asked for."""
    taken: set[AgentId] = field(default_factory=set)
    closed_offers: set[OfferId] = field(default_factory=set)
    gained: dict[AgentId, int] = field(default_factory=dict)
    """Contacts won and lost by an agent in this change."""
    entered: dict[ContactId, Candidate] = field(default_factory=dict)
    arrived: dict[ContactId, e.ContactArrived] = field(default_factory=dict)
    """Those who came in this change and have no place yet."""
    called: set[ContactId] = field(default_factory=set)
    """Contacts that become such as are to be called."""
    parted: set[ContactId] = field(default_factory=set)
    """Contacts that have left their agent, and may end in the same change."""
    gone: set[ContactId] = field(default_factory=set)
    unhindered: set[AgentId] = field(default_factory=set)
    vacated: bool = False
    """A contact left its queue: those it held back from taking more written work may be free."""
    settings: dict[QueueId, QueueSettings] = field(default_factory=dict)
    reach: dict[AgentId, Reach] = field(default_factory=dict)
    """What agents may serve from now on."""


def read(state: State, decided: Sequence[e.AnyEvent]) -> Change | None:
    """The change that ``decided`` makes to ``state`` as it was before; None when it makes none."""
    change: Change | None = None
    for event in decided:
        reader = _READERS.get(type(event))
        if reader is not None:
            change = change or Change()
            reader(state, change, event)
    return change


def _agent_became_ready(state: State, change: Change, event: e.AgentBecameReady) -> None:
    change.became_ready.add(event.agent_id)
    _free(change, event.agent_id)


def _agent_is_busy(state: State, change: Change, event: _MakesBusy) -> None:
    take(change, event.agent_id)


def _request_withdrawn(state: State, change: Change, event: e.RequestWithdrawn) -> None:
    change.stays.add(event.agent_id)
    _free(change, event.agent_id)


def _agent_unhindered(state: State, change: Change, event: e.AgentUnhindered) -> None:
    change.unhindered.add(event.agent_id)
    _free(change, event.agent_id)


def _agent_skills_changed(state: State, change: Change, event: e.AgentSkillsChanged) -> None:
    assignment = state.agents[event.agent_id].assignment
    own = {skill.name: skill.level for skill in event.skills}
    if assignment is None:
        change.reach[event.agent_id] = (own, ())
    else:
        change.reach[event.agent_id] = (with_lent(own, assignment.skills), assignment.queue_ids)
    _free(change, event.agent_id)


def _agent_assigned(state: State, change: Change, event: e.AgentAssigned) -> None:
    own = state.agents[event.agent_id].own_skills
    change.reach[event.agent_id] = (with_lent(own, event.skills), event.queue_ids)
    _look_again(change, event.agent_id)


def _assignment_ended(state: State, change: Change, event: e.AssignmentEnded) -> None:
    change.reach[event.agent_id] = (state.agents[event.agent_id].own_skills, ())
    _look_again(change, event.agent_id)


def _offer_came_to_nothing(state: State, change: Change, event: _ClosesOffer) -> None:
    change.closed_offers.add(event.offer_id)
    _free(change, event.agent_id)
    _enter_again(state, change, event.contact_id)


def _offer_accepted(state: State, change: Change, event: e.OfferAccepted) -> None:
    change.closed_offers.add(event.offer_id)
    _gain(change, event.agent_id, 1)
    if state.contacts[event.contact_id].channel == "voice":
        take(change, event.agent_id)


def _enter_again(state: State, change: Change, contact_id: ContactId) -> None:
    contact = state.contacts[contact_id]
    change.entered[contact_id] = (contact.order_key, contact.queues, contact.channel)


def _contact_arrived(state: State, change: Change, event: e.ContactArrived) -> None:
    if event.entering:
        change.arrived[event.contact_id] = event
        return
    key = (event.due, event.entered, event.contact_id)
    change.entered[event.contact_id] = (key, (event.queue_id,), event.channel)


def _contact_queued(state: State, change: Change, event: e.ContactQueued) -> None:
    came = change.arrived.get(event.contact_id) or state.contacts[event.contact_id]
    key = (event.due, came.entered, event.contact_id)
    change.entered[event.contact_id] = (key, (event.queue_id,), came.channel)


def _contact_overflowed(state: State, change: Change, event: e.ContactOverflowed) -> None:
    contact = state.contacts[event.contact_id]
    queues = (*contact.queues, event.queue_id)
    change.entered[event.contact_id] = (contact.order_key, queues, contact.channel)


def _callback_due(state: State, change: Change, event: e.CallbackDue) -> None:
    _enter_again(state, change, event.contact_id)


def _callback_postponed(state: State, change: Change, event: e.CallbackPostponed) -> None:
    change.entered.pop(event.contact_id, None)
    change.gone.add(event.contact_id)
    change.vacated = True


def _callback_asked(state: State, change: Change, event: e.CallbackAsked) -> None:
    """A place at a shut door becomes one in the queue; who waits already waits on."""
    change.called.add(event.contact_id)
    contact = state.contacts.get(event.contact_id)
    if contact is not None and contact.phase == "refused":
        _enter_again(state, change, event.contact_id)


def _callback_missed(state: State, change: Change, event: e.CallbackMissed) -> None:
    change.parted.add(event.contact_id)
    _gain(change, event.agent_id, -1)


def _contact_returned(state: State, change: Change, event: e.ContactReturned) -> None:
    if state.contacts[event.contact_id].agent_id is not None:
        _gain(change, event.agent_id, -1)
    _enter_again(state, change, event.contact_id)


def _contact_moved(state: State, change: Change, event: e.ContactMoved) -> None:
    contact = state.contacts[event.contact_id]
    if contact.agent_id is not None:
        _gain(change, contact.agent_id, -1)
    change.vacated = True
    change.gone.discard(event.contact_id)
    if contact.phase == "resting":
        return
    key = (event.due, contact.entered, contact.contact_id)
    change.entered[event.contact_id] = (key, (event.queue_id,), contact.channel)


def _place_resumed(state: State, change: Change, event: e.PlaceResumed) -> None:
    contact = state.contacts[event.contact_id]
    if contact.phase == "waiting":
        key = (event.due, event.entered, contact.contact_id)
        change.entered[event.contact_id] = (key, contact.queues, contact.channel)


def _contact_ended(state: State, change: Change, event: e.ContactEnded) -> None:
    contact = state.contacts.get(event.contact_id)
    if contact is not None and contact.agent_id is not None and event.contact_id not in change.parted:
        _gain(change, contact.agent_id, -1)
    change.entered.pop(event.contact_id, None)
    change.gone.add(event.contact_id)
    change.vacated = True


def _queue_changed(state: State, change: Change, event: e.QueueChanged) -> None:
    change.vacated = True
    change.settings[event.queue_id] = event.settings
    for _, _, contact_id in state.queues[event.queue_id].waiting:
        _enter_again(state, change, contact_id)


def _party_is_busy(state: State, change: Change, event: e.PartyAsked | e.PartyCame) -> None:
    if event.agent_id is not None:
        take(change, event.agent_id)


def _contact_handed_over(state: State, change: Change, event: e.ContactHandedOver) -> None:
    if event.from_agent_id is not None:
        _gain(change, event.from_agent_id, -1)
    take(change, event.agent_id)


def _contact_left(
    state: State, change: Change, event: e.ContactLeftToColleague | e.ContactLeftOutside
) -> None:
    if event.agent_id is not None:
        _gain(change, event.agent_id, -1)


_MakesBusy = (
    e.AgentPaused
    | e.AgentSignedOut
    | e.WrapUpStarted
    | e.BreathStarted
    | e.PauseRequested
    | e.SignOutRequested
    | e.AgentHindered
    | e.AgentBecameUnreachable
    | e.AgentStoodBy
    | e.CalledOut
)
_ClosesOffer = e.OfferDeclined | e.OfferExpired | e.OfferWithdrawn

_READERS: dict[type, Callable[[State, Change, Any], None]] = {
    e.AgentBecameReady: _agent_became_ready,
    e.AgentPaused: _agent_is_busy,
    e.AgentSignedOut: _agent_is_busy,
    e.WrapUpStarted: _agent_is_busy,
    e.BreathStarted: _agent_is_busy,
    e.PauseRequested: _agent_is_busy,
    e.SignOutRequested: _agent_is_busy,
    e.AgentHindered: _agent_is_busy,
    e.AgentBecameUnreachable: _agent_is_busy,
    e.AgentStoodBy: _agent_is_busy,
    e.CalledOut: _agent_is_busy,
    e.PartyAsked: _party_is_busy,
    e.PartyCame: _party_is_busy,
    e.ContactHandedOver: _contact_handed_over,
    e.ContactLeftToColleague: _contact_left,
    e.ContactLeftOutside: _contact_left,
    e.AgentUnhindered: _agent_unhindered,
    e.RequestWithdrawn: _request_withdrawn,
    e.AgentSkillsChanged: _agent_skills_changed,
    e.AgentAssigned: _agent_assigned,
    e.AssignmentEnded: _assignment_ended,
    e.OfferDeclined: _offer_came_to_nothing,
    e.OfferExpired: _offer_came_to_nothing,
    e.OfferWithdrawn: _offer_came_to_nothing,
    e.OfferAccepted: _offer_accepted,
    e.ContactArrived: _contact_arrived,
    e.ContactQueued: _contact_queued,
    e.ContactOverflowed: _contact_overflowed,
    e.CallbackAsked: _callback_asked,
    e.CallbackPostponed: _callback_postponed,
    e.CallbackDue: _callback_due,
    e.CallbackMissed: _callback_missed,
    e.ContactReturned: _contact_returned,
    e.ContactMoved: _contact_moved,
    e.PlaceResumed: _place_resumed,
    e.ContactEnded: _contact_ended,
    e.QueueChanged: _queue_changed,
}


def _free(change: Change, agent_id: AgentId) -> None:
    change.freed[agent_id] = None
    change.taken.discard(agent_id)


def _look_again(change: Change, agent_id: AgentId) -> None:
    """The agent may serve others than before, and is as free or as busy as this change has made them."""
    if agent_id not in change.taken:
        change.freed[agent_id] = None


def take(change: Change, agent_id: AgentId) -> None:
    """The agent is free no longer."""
    change.freed.pop(agent_id, None)
    change.taken.add(agent_id)


def _gain(change: Change, agent_id: AgentId, contacts: int) -> None:
    change.gained[agent_id] = change.gained.get(agent_id, 0) + contacts
    _free(change, agent_id)
