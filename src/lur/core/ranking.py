"""Which contact goes to which agent. The whole of fairness is in this file, and it has no priorities.

The contact with the earliest due time among those that an agent can serve is offered first; due time is
entered plus the queue's promise, so inside a queue it is first come, first served, and no channel starves.
Among several free agents: the fewest recent hard contacts, then the longest idle, then the id. Load chooses
between people who are free, never between those who wait.

``offers_after`` looks at what a command has just decided and finds every pair that has become possible.
Before the command no such pair existed (the centre never leaves a free agent beside a contact that agent can
serve), so only agents who were freed and contacts that entered need a look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge, nsmallest
from itertools import islice

from lur.core import events as e
from lur.core.apply_agents import serves_among
from lur.core.ids import AgentId, Channel, ContactId, Instant, OfferId, QueueId
from lur.core.ranking_change import Candidate, Change, reach_of, read, take
from lur.core.state import Agent, OrderKey, State
from lur.core.values import QueueSettings

FREE_AGENTS_KEPT = 10

WAITED_KEPT = 10
PREVIEW_MS = 60_000
"""How long an agent may at least look at a contact before its customer is called."""

_Merit = tuple[int, Instant, AgentId]
"""Recent hard contacts, idle since, id: the least is offered the contact."""


def offers_after(state: State, decided: Sequence[e.AnyEvent], at: Instant) -> list[e.AnyEvent]:
    """The offers that ``decided`` makes possible, earliest due first; ``state`` is as it was before them."""
    change = read(state, decided)
    if change is None or not _makes_a_difference(state, change):
        return []
    offers: list[e.AnyEvent] = []
    while True:
        _free_those_held_back(state, change)
        made = _match(state, change, at, len(offers))
        offers += made
        if not made or not state.on_written:
            return offers


def _makes_a_difference(state: State, change: Change) -> bool:
    """Whether anybody was freed or came to wait; most commands end here."""
    return bool(change.freed or change.entered or (change.vacated and state.on_written))


def _free_those_held_back(state: State, change: Change) -> None:
    if change.vacated:
        for agent_id in state.on_written:
            if agent_id not in change.taken:
                change.freed[agent_id] = None
    change.vacated = False


def _match(state: State, change: Change, at: Instant, offered: int) -> list[e.AnyEvent]:
    """One walk through the candidates in order of due time; each takes the best of those who are free."""
    offers: list[e.AnyEvent] = []
    if not change.freed and not change.entered:
        return offers
    for candidate in _candidates(state, change):
        free = _free_agents(state, change, candidate, at)
        if free:
            offer_id = OfferId(f"o{state.offers_made + offered + len(offers) + 1}")
            offers.append(_offer(state, change, candidate, free, at=at, offer_id=offer_id))
            take(change, free[0])
            change.gone.add(candidate[0][2])
            change.vacated = True
        if not change.freed and all(contact in change.gone for contact in change.entered):
            break
    return offers


def _candidates(state: State, change: Change) -> Iterator[Candidate]:
    """Contacts that may now have an agent, earliest due first: all that entered, all that the freed can
    serve.
    """
    queues: dict[QueueId, None] = {}
    for agent_id in change.freed:
        for queue_id in _serves(state, change, agent_id):
            queue = state.queues[queue_id]
            worth = queue.waiting and queue_id not in queues
            if worth and _has_room(state, change, state.agents[agent_id], queue.settings.channel):
                queues[queue_id] = None
    waiting = [_waiting(state, queue_id) for queue_id in queues]
    last: Candidate | None = None
    for candidate in merge(sorted(change.entered.values()), *waiting):
        contact_id = candidate[0][2]
        stale = contact_id in change.gone or candidate != change.entered.get(contact_id, candidate)
        if candidate != last and not stale:
            yield candidate
        last = candidate


def _waiting(state: State, queue_id: QueueId) -> Iterator[Candidate]:
    channel = state.queues[queue_id].settings.channel
    own = (queue_id,)
    for key in state.queues[queue_id].waiting:
        queues = state.contacts[key[2]].queues if key[2] in state.overflowed else own
        yield key, queues, channel


def _serves(state: State, change: Change, agent_id: AgentId) -> Iterable[QueueId]:
    if agent_id not in change.reach and not change.settings:
        return state.agents[agent_id].serves
    return _serves_among(state, change, agent_id, state.queues)


def _serves_among(
    state: State, change: Change, agent_id: AgentId, queues: Iterable[QueueId]
) -> tuple[QueueId, ...]:
    """Those of ``queues`` that the agent may serve once the change is done."""
    skills, only = change.reach.get(agent_id) or reach_of(state.agents[agent_id])
    return serves_among(((each, _settings(state, change, each)) for each in queues), skills, only)


def _settings(state: State, change: Change, queue_id: QueueId) -> QueueSettings:
    return change.settings.get(queue_id) or state.queues[queue_id].settings


def _free_agents(state: State, change: Change, candidate: Candidate, at: Instant) -> list[AgentId]:
    """Those who could take this contact now, best first; no more than are kept in the offer."""
    key, queues, channel = candidate
    pool = list(change.freed)
    best: dict[AgentId, _Merit] = {}
    if key[2] in change.entered:
        if channel != "voice":
            pool += [agent_id for agent_id in state.on_written if agent_id not in change.freed]
        for queue_id in queues:
            if queue_id in change.settings:
                pool += [agent_id for agent_id in state.ready if agent_id not in change.freed]
            else:
                best |= {each[2]: each for each in _best_of_the_ready(state, change, queue_id, at)}
    for agent in map(state.agents.__getitem__, pool):
        if (
            _has_room(state, change, agent, channel)
            and _can_serve_any(state, change, agent, queues)
            and not _is_held_back(state, change, agent, key)
        ):
            merit = (agent.hard_load(at), _idle_since(change, agent, at), agent.agent_id)
            best[agent.agent_id] = merit
    return [agent_id for _, _, agent_id in sorted(best.values())[:FREE_AGENTS_KEPT]]


def _can_serve_any(state: State, change: Change, agent: Agent, queues: tuple[QueueId, ...]) -> bool:
    return bool(_serves_among(state, change, agent.agent_id, queues))


def _best_of_the_ready(state: State, change: Change, queue_id: QueueId, at: Instant) -> list[_Merit]:
    """Those who were ready before the change; nobody behind ten without a hard contact can be among the best
    ten.
    """
    best: list[_Merit] = []
    unloaded = 0
    for idle_since, agent_id in state.queues[queue_id].free:
        if agent_id in change.taken or agent_id in change.freed:
            continue
        load = state.agents[agent_id].hard_load(at)
        best.append((load, idle_since, agent_id))
        unloaded += load == 0
        if unloaded == FREE_AGENTS_KEPT:
            break
    return best


def _idle_since(change: Change, agent: Agent, at: Instant) -> Instant:
    return at if agent.agent_id in change.became_ready else agent.idle_since


def _has_room(state: State, change: Change, agent: Agent, channel: Channel) -> bool:
    """One voice contact alone, or written ones up to the agent's capacity; one open offer at a time."""
    if agent.agent_id in change.taken or not _is_taking(change, agent):
        return False
    contacts = len(agent.contacts) + change.gained.get(agent.agent_id, 0)
    if channel == "voice":
        return contacts == 0
    on_voice = any(state.contacts[c].channel == "voice" for c in agent.contacts)
    return contacts == 0 or (not on_voice and contacts < agent.written_capacity)


def _is_held_back(state: State, change: Change, agent: Agent, key: OrderKey) -> bool:
    """Somebody earlier waits whom this agent could serve with free hands: then no more written work
    meanwhile.

    Without this rule a caller could wait for ever for an agent whose chats never all end at once.
    """
    if len(agent.contacts) + change.gained.get(agent.agent_id, 0) == 0:
        return False
    earlier = (_first_waiting(state, change, queue_id) for queue_id in _serves(state, change, agent.agent_id))
    return any(first is not None and first < key for first in earlier)


def _first_waiting(state: State, change: Change, queue_id: QueueId) -> OrderKey | None:
    """The first of a queue once the change is done."""
    first = next((key for key in state.queues[queue_id].waiting if key[2] not in change.gone), None)
    for key, into, _ in change.entered.values():
        if queue_id in into and key[2] not in change.gone and (first is None or key < first):
            first = key
    return first


def _is_taking(change: Change, agent: Agent) -> bool:
    """Whether the agent's presence, once the change is done, lets a contact in."""
    if agent.agent_id in change.became_ready:
        return True
    if agent.offer_id is not None and agent.offer_id not in change.closed_offers:
        return False
    if agent.requested is not None and agent.agent_id not in change.stays:
        return False
    if agent.hindrance is not None and agent.agent_id not in change.unhindered:
        return False
    return agent.presence in ("ready", "offered", "on_contact")


def _offer(
    state: State,
    change: Change,
    candidate: Candidate,
    free: list[AgentId],
    *,
    at: Instant,
    offer_id: OfferId,
) -> e.OfferMade:
    key = candidate[0]
    return e.OfferMade(
        at=at,
        offer_id=offer_id,
        contact_id=key[2],
        agent_id=free[0],
        expires=at + _time_to_answer_ms(state, change, candidate),
        free_agents=tuple(free[:FREE_AGENTS_KEPT]),
        passed_over=_passed_over(state, change, key, free[0]),
        waited=_waited(state, change, key, free[0]),
    )


def _time_to_answer_ms(state: State, change: Change, candidate: Candidate) -> int:
    """How long an agent has to answer; longer when there is first something to read and nobody on a line."""
    key, queues, _ = candidate
    ring_ms = _settings(state, change, queues[0]).ring_timeout_ms
    contact = state.contacts.get(key[2])
    is_called = key[2] in change.called or (contact is not None and contact.callback is not None)
    return max(ring_ms, PREVIEW_MS) if is_called else ring_ms


def _waited(state: State, change: Change, key: OrderKey, agent_id: AgentId) -> tuple[ContactId, ...]:
    """The first of those who wait for this agent, the offered contact among them."""
    serves = set(_serves(state, change, agent_id))
    keys = {key}
    keys |= {k for k, into, _ in change.entered.values() if not serves.isdisjoint(into)}
    for queue_id in serves:
        keys |= set(islice(_standing(state, change, queue_id), WAITED_KEPT))
    return tuple(k[2] for k in nsmallest(WAITED_KEPT, (k for k in keys if k[2] not in change.gone)))


def _standing(state: State, change: Change, queue_id: QueueId) -> Iterator[OrderKey]:
    """Who waits in the queue and is not moved by this change."""
    return (
        key
        for key in state.queues[queue_id].waiting
        if key[2] not in change.gone and key[2] not in change.entered
    )


def _passed_over(state: State, change: Change, key: OrderKey, agent_id: AgentId) -> tuple[ContactId, ...]:
    """For each queue that this agent cannot serve, its first contact if that one is due before ``key``."""
    serves = _serves(state, change, agent_id)
    first = (_first_waiting(state, change, q) for q in state.queues if q not in serves)
    return tuple(dict.fromkeys(k[2] for k in sorted(k for k in first if k is not None and k < key)))
