"""What must always be true, held by checkers that do not trust the rules they check.

``violations`` looks at a settled state (after a whole command) and finds what can never be. ``Fairness``
follows the events with a plain table of its own and finds every overtaking; it shares no code with the
ranking.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.core.state import Agent, Contact, IdleKey, Queue, State

TIMED = ("pause", "wrap_up", "breath", "unreachable")


def violations(state: State) -> list[str]:
    """Everything in a settled ``state`` that can never be true; empty when all is well."""
    found: list[str] = []
    queued = {queue.queue_id: set(queue.waiting) for queue in state.queues.values()}
    for contact in state.contacts.values():
        found += _contact_faults(state, contact, is_queued=contact.order_key in queued[contact.queue_id])
    for agent in state.agents.values():
        found += _agent_faults(state, agent)
    found += _queue_faults(state)
    found += _idle_beside_waiting(state)
    return found


def _contact_faults(state: State, contact: Contact, *, is_queued: bool) -> list[str]:
    phase = contact.phase
    rules = (
        (is_queued == (phase == "waiting"), f"in the queue: {is_queued}"),
        ((contact.offer_id in state.offers) == (phase == "offered"), f"with offer {contact.offer_id}"),
        (
            (contact.agent_id is not None) == (phase in ("talking", "held")),
            f"with agent {contact.agent_id}",
        ),
        (contact.contact_id not in state.ended, "live and ended"),
    )
    return [f"{contact.contact_id} is {phase}, {fault}" for holds, fault in rules if not holds]


def _agent_faults(state: State, agent: Agent) -> list[str]:
    channels = [state.contacts[c].channel for c in agent.contacts if c in state.contacts]
    voices = channels.count("voice")
    presence = agent.presence
    has_offer = agent.offer_id in state.offers
    rules = (
        (len(channels) == len(agent.contacts), "with contacts that are over"),
        (voices == 0 or len(channels) == 1, "with voice contacts among others"),
        (len(channels) - voices <= agent.written_capacity, "above capacity"),
        (bool(agent.contacts) == (presence == "on_contact"), "with too many or too few contacts"),
        (has_offer if presence == "offered" else _may_have(agent), "with the wrong offer"),
        ((agent.until is not None) == (presence in TIMED), "with or without an end, against its kind"),
        (
            presence not in ("ready", "unreachable") or agent.requested is None,
            "with a request that nobody carries out",
        ),
        (
            agent.hindrance is None or (presence != "ready" and agent.offer_id is None),
            f"or offered something, though {agent.hindrance}",
        ),
        (presence != "unreachable" or agent.hindrance is not None, "without a hindrance"),
        (
            (agent.agent_id in state.on_written) == (presence == "on_contact" and voices == 0),
            "wrongly among those who write, or not",
        ),
        ((agent.agent_id in state.ready) == (presence == "ready"), "wrongly among the ready, or not"),
    )
    return [f"{agent.agent_id} is {presence} {fault}" for holds, fault in rules if not holds]


def _may_have(agent: Agent) -> bool:
    """Only somebody on written contacts may have an offer beside them."""
    return agent.offer_id is None or agent.presence == "on_contact"


def _queue_faults(state: State) -> list[str]:
    found = [f"{q.queue_id} is out of order" for q in state.queues.values() if q.waiting != sorted(q.waiting)]
    waiting = sum(len(queue.waiting) for queue in state.queues.values())
    if waiting != sum(contact.phase == "waiting" for contact in state.contacts.values()):
        found.append("a queue holds somebody twice or somebody unknown")
    return found + [
        f"{queue.queue_id} is wrong about who is free"
        for queue in state.queues.values()
        if queue.free != _free(state, queue)
    ]


def _free(state: State, queue: Queue) -> list[IdleKey]:
    ready = (agent for agent in state.agents.values() if agent.presence == "ready")
    return sorted((agent.idle_since, agent.agent_id) for agent in ready if queue.queue_id in agent.serves)


def _idle_beside_waiting(state: State) -> list[str]:
    """A free agent beside somebody whom that agent can serve: the centre must never rest like that."""
    return [
        f"{agent_id} is ready while {queue_id} waits"
        for agent_id in state.ready
        for queue_id in state.agents[agent_id].serves
        if state.queues[queue_id].waiting
    ]


def overtaken(state: State, offer: e.OfferMade) -> ContactId | None:
    """Somebody who is due before the offered contact and whom the agent could serve; None when all is fair.

    Cheap enough to ask of every offer live: ``state`` is as it was right before ``offer`` is applied, and the
    first of each queue speaks for those behind it.
    """
    contact = state.contacts[offer.contact_id]
    firsts = (state.queues[q].waiting[:1] for q in state.agents[offer.agent_id].serves)
    earlier = [key for first in firsts for key in first if key[:2] < contact.order_key[:2]]
    return min(earlier)[2] if earlier else None


@dataclass(slots=True)
class Overtaking:
    """``earlier`` was due before ``contact_id``, could have been served by the agent, and was not chosen."""

    at: Instant
    agent_id: AgentId
    contact_id: ContactId
    earlier: ContactId


@dataclass(slots=True)
class Fairness:
    """Follows events and finds overtakings. Feed it every event from the first one on."""

    offers: int = 0
    overtakings: list[Overtaking] = field(default_factory=list)
    _needs: dict[QueueId, dict[str, int]] = field(default_factory=dict)
    _skills: dict[AgentId, dict[str, int]] = field(default_factory=dict)
    _where: dict[ContactId, tuple[Instant, Instant, QueueId]] = field(default_factory=dict)
    """Due, entered and queue of everybody who is not over."""
    _waiting: dict[QueueId, dict[ContactId, None]] = field(default_factory=dict)

    def observe(self, event: e.AnyEvent) -> None:
        """Take in one event; an ``OfferMade`` is judged against all who wait at that moment."""
        match event:
            case e.QueueAdded() | e.QueueChanged():
                self._needs[event.queue_id] = {s.name: s.level for s in event.settings.required_skills}
                self._waiting.setdefault(event.queue_id, {})
            case e.AgentAdded() | e.AgentSkillsChanged():
                self._skills[event.agent_id] = {s.name: s.level for s in event.skills}
            case e.ContactArrived():
                self._enter(event.contact_id, event.due, event.entered, event.queue_id)
            case e.ContactMoved():
                _, entered, queue_id = self._where[event.contact_id]
                self._waiting[queue_id].pop(event.contact_id, None)
                self._enter(event.contact_id, event.due, entered, event.queue_id)
            case e.PlaceResumed():
                self._enter(event.contact_id, event.due, event.entered, self._where[event.contact_id][2])
            case e.OfferMade():
                self._judge(event)
                self._waiting[self._where[event.contact_id][2]].pop(event.contact_id)
            case e.OfferDeclined() | e.OfferExpired() | e.OfferWithdrawn() | e.ContactReturned():
                self._enter(event.contact_id, *self._where[event.contact_id])
            case e.ContactEnded():
                _, _, queue_id = self._where.pop(event.contact_id)
                self._waiting[queue_id].pop(event.contact_id, None)
            case _:
                pass

    def _enter(self, contact_id: ContactId, due: Instant, entered: Instant, queue_id: QueueId) -> None:
        self._where[contact_id] = (due, entered, queue_id)
        self._waiting[queue_id][contact_id] = None

    def _judge(self, offer: e.OfferMade) -> None:
        self.offers += 1
        due, entered, _ = self._where[offer.contact_id]
        for queue_id, waiting in self._waiting.items():
            if not self._can(offer.agent_id, queue_id):
                continue
            for other in waiting:
                if self._where[other][:2] < (due, entered):
                    self.overtakings.append(Overtaking(offer.at, offer.agent_id, offer.contact_id, other))

    def _can(self, agent_id: AgentId, queue_id: QueueId) -> bool:
        skills = self._skills[agent_id]
        return all(skills.get(name, 0) >= level for name, level in self._needs[queue_id].items())
