"""What must always be true, held by checkers that do not trust the rules they check.

``violations`` looks at a settled state (after a whole command) and finds what can never be. ``Fairness``
follows the events with a plain table of its own and finds every overtaking; it shares no code with the
ranking.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.core.state import Agent, Contact, State

TIMED = ("pause", "wrap_up", "breath")


def violations(state: State) -> list[str]:
    """Everything in a settled ``state`` that can never be true; empty when all is well."""
    found: list[str] = []
    for contact in state.contacts.values():
        found += _contact_faults(state, contact)
    for agent in state.agents.values():
        found += _agent_faults(state, agent)
    found += _queue_faults(state)
    found += _idle_beside_waiting(state)
    return found


def _contact_faults(state: State, contact: Contact) -> list[str]:
    name = contact.contact_id
    queued = contact.order_key in state.queues[contact.queue_id].waiting
    rules = {
        f"{name} is {contact.phase} and in the queue: {queued}": queued == (contact.phase == "waiting"),
        f"{name} is {contact.phase} with offer {contact.offer_id}": (contact.offer_id in state.offers)
        == (contact.phase == "offered"),
        f"{name} is {contact.phase} with agent {contact.agent_id}": (contact.agent_id is not None)
        == (contact.phase in ("talking", "held")),
        f"{name} is live and ended": name not in state.ended,
    }
    return [fault for fault, holds in rules.items() if not holds]


def _agent_faults(state: State, agent: Agent) -> list[str]:
    name = agent.agent_id
    channels = [state.contacts[c].channel for c in agent.contacts if c in state.contacts]
    voices = channels.count("voice")
    rules = {
        f"{name} has contacts that are over": len(channels) == len(agent.contacts),
        f"{name} has {voices} voice contacts among {len(channels)}": voices == 0 or len(channels) == 1,
        f"{name} is above capacity": len(channels) - voices <= agent.written_capacity,
        f"{name} is {agent.presence} with contacts {agent.contacts}": bool(agent.contacts)
        == (agent.presence == "on_contact"),
        f"{name} is {agent.presence} with offer {agent.offer_id}": agent.offer_id in state.offers
        if agent.presence == "offered"
        else agent.offer_id is None or agent.presence == "on_contact",
        f"{name} is {agent.presence} without an end": (agent.until is not None) == (agent.presence in TIMED),
        f"{name} is wrongly among those who write": (name in state.on_written)
        == (agent.presence == "on_contact" and voices == 0),
        f"{name} is ready and not among the ready": (name in state.ready) == (agent.presence == "ready"),
    }
    return [fault for fault, holds in rules.items() if not holds]


def _queue_faults(state: State) -> list[str]:
    found = [f"{q.queue_id} is out of order" for q in state.queues.values() if q.waiting != sorted(q.waiting)]
    waiting = sum(len(queue.waiting) for queue in state.queues.values())
    if waiting != sum(contact.phase == "waiting" for contact in state.contacts.values()):
        found.append("a queue holds somebody twice or somebody unknown")
    return found


def _idle_beside_waiting(state: State) -> list[str]:
    """A free agent beside somebody whom that agent can serve: the centre must never rest like that."""
    return [
        f"{agent_id} is ready while {queue_id} waits"
        for agent_id in state.ready
        for queue_id in state.agents[agent_id].serves
        if state.queues[queue_id].waiting
    ]


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
