"""``apply`` is the only thing that changes ``State``. It cannot fail on an event that ``decide`` gave, and
asks no policy.

Live, replay, simulation and tests all go through here; so whatever a rule needs to know must be in the event.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, OfferId
from lur.core.state import (
    CYCLES_KEPT,
    ENDED_KEPT,
    HARD_WINDOW_MS,
    Agent,
    Contact,
    Deadline,
    Offer,
    Queue,
    Request,
    State,
    Told,
)
from lur.core.transitions import CONTACT, PRESENCE, STAFFED
from lur.core.values import QueueSettings, Skill

TELL_AGAIN_MS = 60_000
"""A minute without news is told too (ui and prompts count on it)."""
FIRST_TELL_MS = 8_000
"""About when the greeting and the recording notice are over."""
RECENT_LIMIT = 200


def apply(state: State, event: e.AnyEvent) -> None:
    """Change ``state`` as ``event`` says. Raises ``KeyError`` only for an event that ``decide`` can never
    give.
    """
    state.now = max(state.now, event.at)
    _HANDLERS[type(event)](state, event)
    _prune(state)


def is_current(state: State, deadline: Deadline) -> bool:
    """Whether a row of the deadline heap still stands; rows stay behind when what they meant has changed."""
    at, what, name = deadline
    if what == "offer":
        return OfferId(name) in state.offers
    if what == "agent":
        agent = state.agents.get(AgentId(name))
        return agent is not None and agent.until == at
    contact = state.contacts.get(ContactId(name))
    return contact is not None and contact.phase == "waiting" and contact.tell_at == at


def can_serve(settings: QueueSettings, skills: dict[str, int]) -> bool:
    """Whether an agent with these skills may be offered the queue's contacts."""
    return all(skills.get(need.name, 0) >= need.level for need in settings.required_skills)


def _prune(state: State) -> None:
    while state.deadlines and not is_current(state, state.deadlines[0]):
        heappop(state.deadlines)


# --- queues and agents as such -----------------------------------------------------------------------------


def _queue_added(state: State, event: e.QueueAdded) -> None:
    state.queues[event.queue_id] = Queue(event.queue_id, event.settings)
    _reckon_who_serves(state)


def _queue_changed(state: State, event: e.QueueChanged) -> None:
    state.queues[event.queue_id].settings = event.settings
    _reckon_who_serves(state)


def _reckon_who_serves(state: State) -> None:
    for agent in state.agents.values():
        _reckon_serves(state, agent)


def _reckon_serves(state: State, agent: Agent) -> None:
    _stand_aside(state, agent)
    for queue in state.queues.values():
        queue.staffed.pop(agent.agent_id, None)
    agent.serves = tuple(q.queue_id for q in state.queues.values() if can_serve(q.settings, agent.skills))
    _count_staff(state, agent)
    if agent.presence == "ready":
        _stand_free(state, agent)


def _stand_free(state: State, agent: Agent) -> None:
    for queue_id in agent.serves:
        insort(state.queues[queue_id].free, (agent.idle_since, agent.agent_id))


def _stand_aside(state: State, agent: Agent) -> None:
    key = (agent.idle_since, agent.agent_id)
    for queue_id in agent.serves:
        free = state.queues[queue_id].free
        index = bisect_left(free, key)
        if free[index : index + 1] == [key]:
            del free[index]


def _count_staff(state: State, agent: Agent) -> None:
    for queue_id in agent.serves:
        staffed = state.queues[queue_id].staffed
        if agent.is_staffed:
            staffed[agent.agent_id] = None
        else:
            staffed.pop(agent.agent_id, None)


def _skills(skills: tuple[Skill, ...]) -> dict[str, int]:
    return {skill.name: skill.level for skill in skills}


def _agent_added(state: State, event: e.AgentAdded) -> None:
    agent = Agent(
        event.agent_id, _skills(event.skills), event.written_capacity, demo=event.demo, since=event.at
    )
    state.agents[event.agent_id] = agent
    _reckon_serves(state, agent)


def _agent_skills_changed(state: State, event: e.AgentSkillsChanged) -> None:
    agent = state.agents[event.agent_id]
    agent.skills = _skills(event.skills)
    _reckon_serves(state, agent)


def _agent_removed(state: State, event: e.AgentRemoved) -> None:
    agent = state.agents.pop(event.agent_id)
    agent.serves = ()
    for queue in state.queues.values():
        queue.staffed.pop(agent.agent_id, None)


# --- presence ----------------------------------------------------------------------------------------------


def _move(state: State, agent: Agent, event: e.AnyEvent, until: Instant | None = None) -> None:
    """Take the presence that the table gives and keep beside it what depends on it."""
    before = agent.presence
    agent.presence = PRESENCE[before, type(event).__name__]
    agent.until = until
    if until is not None:
        heappush(state.deadlines, (until, "agent", agent.agent_id))
    if agent.presence == before:
        return
    agent.since = event.at
    if agent.presence == "ready":
        state.ready[agent.agent_id] = None
        _stand_free(state, agent)
    elif before == "ready":
        del state.ready[agent.agent_id]
        _stand_aside(state, agent)
    if before == "on_contact":
        state.on_written.pop(agent.agent_id, None)
    if (before in STAFFED) != agent.is_staffed:
        _count_staff(state, agent)


def _agent_became_ready(state: State, event: e.AgentBecameReady) -> None:
    agent = state.agents[event.agent_id]
    _end_cycle(state, agent, event.at)
    agent.idle_since = event.at
    _move(state, agent, event)
    agent.pause_reason = None


def _agent_paused(state: State, event: e.AgentPaused) -> None:
    agent = state.agents[event.agent_id]
    _end_cycle(state, agent, event.at)
    _move(state, agent, event, event.until)
    agent.since = event.at
    agent.pause_reason = event.reason
    agent.requested = None


def _agent_signed_out(state: State, event: e.AgentSignedOut) -> None:
    agent = state.agents[event.agent_id]
    _end_cycle(state, agent, event.at)
    _move(state, agent, event)
    agent.pause_reason = None
    agent.requested = None


def _agent_hindered(state: State, event: e.AgentHindered) -> None:
    state.agents[event.agent_id].hindrance = event.hindrance


def _agent_unhindered(state: State, event: e.AgentUnhindered) -> None:
    state.agents[event.agent_id].hindrance = None


def _agent_became_unreachable(state: State, event: e.AgentBecameUnreachable) -> None:
    agent = state.agents[event.agent_id]
    _end_cycle(state, agent, event.at)
    _move(state, agent, event, event.until)
    agent.pause_reason = None


def _pause_requested(state: State, event: e.PauseRequested) -> None:
    request = Request(sign_out=False, reason=event.reason, limit_ms=event.limit_ms)
    state.agents[event.agent_id].requested = request


def _sign_out_requested(state: State, event: e.SignOutRequested) -> None:
    state.agents[event.agent_id].requested = Request(sign_out=True)


def _request_withdrawn(state: State, event: e.RequestWithdrawn) -> None:
    state.agents[event.agent_id].requested = None


def _wrap_up_started(state: State, event: e.WrapUpStarted) -> None:
    agent = state.agents[event.agent_id]
    _move(state, agent, event, event.until)
    agent.wrap_up_contact = event.contact_id


def _wrap_up_finished(state: State, event: e.WrapUpFinished) -> None:
    agent = state.agents[event.agent_id]
    _move(state, agent, event)
    agent.wrap_up_contact = None
    if event.hard:
        _remember_hard(agent, event.at)


def _remember_hard(agent: Agent, at: Instant) -> None:
    agent.hard_at = [before for before in agent.hard_at if before > at - HARD_WINDOW_MS] + [at]


def _contact_described(state: State, event: e.ContactDescribed) -> None:
    agent = state.agents[event.agent_id]
    if event.hard:
        _remember_hard(agent, event.at)


def _breath_started(state: State, event: e.BreathStarted) -> None:
    _move(state, state.agents[event.agent_id], event, event.until)


def _more_time_taken(state: State, event: e.MoreTimeTaken) -> None:
    agent = state.agents[event.agent_id]
    agent.until = event.until
    heappush(state.deadlines, (event.until, "agent", agent.agent_id))


def _end_cycle(state: State, agent: Agent, at: Instant) -> None:
    """Learn how long one contact bound the agent; the estimate of the wait stands on it."""
    if agent.cycle_from is None or agent.cycle_queue is None:
        return
    cycles = state.queues[agent.cycle_queue].cycles_ms
    cycles.append(at - agent.cycle_from)
    if len(cycles) > CYCLES_KEPT:
        del cycles[0]
    agent.cycle_from = agent.cycle_queue = None


# --- contacts ----------------------------------------------------------------------------------------------


def _contact_arrived(state: State, event: e.ContactArrived) -> None:
    contact = Contact(
        contact_id=event.contact_id,
        queue_id=event.queue_id,
        channel=event.channel,
        language=event.language,
        entry=event.entry,
        entered=event.entered,
        due=event.due,
        phase_since=event.at,
    )
    state.contacts[event.contact_id] = contact
    _enter_queue(state, contact, event.at)
    contact.place_at_arrival = bisect_left(state.queues[contact.queue_id].waiting, contact.order_key) + 1


def _enter_queue(state: State, contact: Contact, at: Instant) -> None:
    queue = state.queues[contact.queue_id]
    index = bisect_left(queue.waiting, contact.order_key)
    insort(queue.waiting, contact.order_key)
    _hurry_tells(state, queue, index + 1, at)
    if contact.channel == "voice" and queue.settings.tell_every_ms > 0:
        last = contact.told.at if contact.told else None
        first = contact.entered + FIRST_TELL_MS
        _tell_at(state, contact, max(at, first if last is None else last + queue.settings.tell_every_ms))


def _leave_queue(state: State, contact: Contact, at: Instant) -> None:
    queue = state.queues[contact.queue_id]
    index = bisect_left(queue.waiting, contact.order_key)
    del queue.waiting[index]
    contact.tell_at = None
    _hurry_tells(state, queue, index, at)


def _hurry_tells(state: State, queue: Queue, from_index: int, at: Instant) -> None:
    """Those behind a change have a new place: tell them as soon as the time between two tells allows."""
    every = queue.settings.tell_every_ms
    if every <= 0:
        return
    for _, _, contact_id in queue.waiting[from_index:]:
        contact = state.contacts[contact_id]
        if contact.told is not None and contact.tell_at is not None:
            wanted = max(at, contact.told.at + every)
            if wanted < contact.tell_at:
                _tell_at(state, contact, wanted)


def _tell_at(state: State, contact: Contact, at: Instant) -> None:
    contact.tell_at = at
    heappush(state.deadlines, (at, "tell", contact.contact_id))


def _wait_told(state: State, event: e.WaitTold) -> None:
    contact = state.contacts[event.contact_id]
    contact.told = Told(event.at, event.place, event.low_ms, event.high_ms, event.staffed)
    every = state.queues[contact.queue_id].settings.tell_every_ms
    if every > 0:
        _tell_at(state, contact, event.at + max(TELL_AGAIN_MS, every))
    else:
        contact.tell_at = None


def _phase(contact: Contact, event: e.AnyEvent) -> None:
    contact.phase = CONTACT[contact.phase, type(event).__name__]
    contact.phase_since = event.at


def _contact_returned(state: State, event: e.ContactReturned) -> None:
    contact = state.contacts[event.contact_id]
    _leave_agent(state, contact, event)
    _phase(contact, event)
    _enter_queue(state, contact, event.at)


def _contact_moved(state: State, event: e.ContactMoved) -> None:
    contact = state.contacts[event.contact_id]
    if contact.phase == "waiting":
        _leave_queue(state, contact, event.at)
    _leave_agent(state, contact, event)
    _phase(contact, event)
    contact.queue_id = event.queue_id
    contact.due = event.due
    _enter_queue(state, contact, event.at)


def _leave_agent(state: State, contact: Contact, event: e.AnyEvent) -> None:
    if contact.agent_id is None:
        return
    agent = state.agents[contact.agent_id]
    agent.contacts.remove(contact.contact_id)
    contact.agent_id = None
    _move(state, agent, event)


def _contact_held(state: State, event: e.ContactHeld) -> None:
    _phase(state.contacts[event.contact_id], event)


def _contact_resumed(state: State, event: e.ContactResumed) -> None:
    _phase(state.contacts[event.contact_id], event)


def _contact_ended(state: State, event: e.ContactEnded) -> None:
    contact = state.contacts[event.contact_id]
    if contact.phase == "waiting":
        _leave_queue(state, contact, event.at)
    _leave_agent(state, contact, event)
    _phase(contact, event)
    _count_outcome(state.queues[contact.queue_id], event)
    del state.contacts[contact.contact_id]
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
    _leave_queue(state, contact, event.at)
    _phase(contact, event)
    contact.offer_id = agent.offer_id = event.offer_id
    _move(state, agent, event)
    state.offers[event.offer_id] = Offer(
        event.offer_id, event.contact_id, event.agent_id, event.at, event.expires
    )
    state.offers_made += 1
    heappush(state.deadlines, (event.expires, "offer", event.offer_id))


def _offer_accepted(state: State, event: e.OfferAccepted) -> None:
    made = state.offers[event.offer_id].made
    contact, agent = _close_offer(state, event)
    contact.agent_id = agent.agent_id
    if contact.answered_at is None:
        contact.answered_at = event.at
    agent.contacts.append(contact.contact_id)
    if contact.channel != "voice":
        state.on_written[agent.agent_id] = None
    if agent.cycle_from is None:
        agent.cycle_from = made
        agent.cycle_queue = contact.queue_id


def _offer_came_to_nothing(state: State, event: e.OfferDeclined | e.OfferExpired | e.OfferWithdrawn) -> None:
    contact, _ = _close_offer(state, event)
    _enter_queue(state, contact, event.at)


def _close_offer(
    state: State, event: e.OfferAccepted | e.OfferDeclined | e.OfferExpired | e.OfferWithdrawn
) -> tuple[Contact, Agent]:
    del state.offers[event.offer_id]
    contact = state.contacts[event.contact_id]
    agent = state.agents[event.agent_id]
    contact.offer_id = agent.offer_id = None
    _phase(contact, event)
    _move(state, agent, event)
    return contact, agent


_HANDLERS: dict[type, Callable[[State, Any], None]] = {
    e.QueueAdded: _queue_added,
    e.QueueChanged: _queue_changed,
    e.AgentAdded: _agent_added,
    e.AgentSkillsChanged: _agent_skills_changed,
    e.AgentRemoved: _agent_removed,
    e.AgentBecameReady: _agent_became_ready,
    e.AgentPaused: _agent_paused,
    e.AgentSignedOut: _agent_signed_out,
    e.PauseRequested: _pause_requested,
    e.SignOutRequested: _sign_out_requested,
    e.RequestWithdrawn: _request_withdrawn,
    e.WrapUpStarted: _wrap_up_started,
    e.WrapUpFinished: _wrap_up_finished,
    e.BreathStarted: _breath_started,
    e.MoreTimeTaken: _more_time_taken,
    e.AgentHindered: _agent_hindered,
    e.AgentUnhindered: _agent_unhindered,
    e.AgentBecameUnreachable: _agent_became_unreachable,
    e.ContactArrived: _contact_arrived,
    e.WaitTold: _wait_told,
    e.ContactReturned: _contact_returned,
    e.ContactMoved: _contact_moved,
    e.ContactHeld: _contact_held,
    e.ContactResumed: _contact_resumed,
    e.ContactEnded: _contact_ended,
    e.ContactDescribed: _contact_described,
    e.RecordingDeclined: _recording_declined,
    e.RecordingKept: _nothing,
    e.RecordingLost: _nothing,
    e.OfferMade: _offer_made,
    e.OfferAccepted: _offer_accepted,
    e.OfferDeclined: _offer_came_to_nothing,
    e.OfferExpired: _offer_came_to_nothing,
    e.OfferWithdrawn: _offer_came_to_nothing,
}
