"""Finds every overtaking from the events alone, with plain tables of its own and no code of the ranking's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, QueueId

Key = tuple[Instant, Instant]
"""Due and entered: who is less goes first; who is equal may go before or after."""


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
    _lent: dict[AgentId, dict[str, int]] = field(default_factory=dict)
    _only: dict[AgentId, tuple[QueueId, ...]] = field(default_factory=dict)
    _keys: dict[ContactId, Key] = field(default_factory=dict)
    _queues: dict[ContactId, list[QueueId]] = field(default_factory=dict)
    """Whose agents may take the contact; its own queue first."""
    _waiting: dict[ContactId, None] = field(default_factory=dict)
    _resting: dict[ContactId, None] = field(default_factory=dict)

    def observe(self, event: e.AnyEvent) -> None:
        """Take in one event; an ``OfferMade`` is judged against all who wait at that moment."""
        read = _READERS.get(type(event))
        if read is not None:
            read(self, event)

    def _settings(self, event: e.QueueAdded | e.QueueChanged) -> None:
        self._needs[event.queue_id] = {s.name: s.level for s in event.settings.required_skills}

    def _agent(self, event: e.AgentAdded | e.AgentSkillsChanged) -> None:
        self._skills[event.agent_id] = {s.name: s.level for s in event.skills}

    def _assigned(self, event: e.AgentAssigned) -> None:
        self._lent[event.agent_id] = {s.name: s.level for s in event.skills}
        self._only[event.agent_id] = event.queue_ids

    def _as_usual(self, event: e.AssignmentEnded) -> None:
        del self._lent[event.agent_id], self._only[event.agent_id]

    def _removed(self, event: e.AgentRemoved) -> None:
        self._lent.pop(event.agent_id, None)
        self._only.pop(event.agent_id, None)

    def _arrived(self, event: e.ContactArrived) -> None:
        self._keys[event.contact_id] = (event.due, event.entered)
        self._queues[event.contact_id] = [event.queue_id]
        if not event.entering:
            self._waiting[event.contact_id] = None

    def _called_out(self, event: e.CalledOut) -> None:
        """It waits for nobody; its wait would count from now, were it ever given to a queue."""
        self._keys[event.contact_id] = (event.due, event.at)
        self._queues[event.contact_id] = [event.queue_id]

    def _placed(self, event: e.ContactQueued | e.ContactRefused | e.ContactMoved) -> None:
        """A queue and a due time; whoever rests, or stands at a shut door, does not wait by it."""
        self._keys[event.contact_id] = (event.due, self._keys[event.contact_id][1])
        self._queues[event.contact_id] = [event.queue_id]
        if not isinstance(event, e.ContactRefused) and event.contact_id not in self._resting:
            self._waiting[event.contact_id] = None

    def _credited(self, event: e.PlaceResumed | e.CallbackPostponed) -> None:
        self._keys[event.contact_id] = (event.due, event.entered)
        if isinstance(event, e.CallbackPostponed):
            self._waiting.pop(event.contact_id, None)
            self._resting[event.contact_id] = None

    def _waits(self, event: _Returns) -> None:
        self._resting.pop(event.contact_id, None)
        self._waiting[event.contact_id] = None

    def _missed(self, event: e.CallbackMissed) -> None:
        self._resting[event.contact_id] = None

    def _overflowed(self, event: e.ContactOverflowed) -> None:
        self._queues[event.contact_id].append(event.queue_id)

    def _ended(self, event: e.ContactEnded) -> None:
        del self._keys[event.contact_id], self._queues[event.contact_id]
        self._waiting.pop(event.contact_id, None)
        self._resting.pop(event.contact_id, None)

    def _offered(self, offer: e.OfferMade) -> None:
        self.offers += 1
        key = self._keys[offer.contact_id]
        for other in self._waiting:
            if self._keys[other] < key and self._can(offer.agent_id, other):
                self.overtakings.append(Overtaking(offer.at, offer.agent_id, offer.contact_id, other))
        del self._waiting[offer.contact_id]

    def _can(self, agent_id: AgentId, contact_id: ContactId) -> bool:
        own, lent = self._skills[agent_id], self._lent.get(agent_id, {})
        only = self._only.get(agent_id)
        return any(
            all(
                level <= own.get(name, 0) or level <= lent.get(name, 0)
                for name, level in self._needs[queue_id].items()
            )
            for queue_id in self._queues[contact_id]
            if not only or queue_id in only
        )


_Returns = (
    e.OfferDeclined | e.OfferExpired | e.OfferWithdrawn | e.ContactReturned | e.CallbackAsked | e.CallbackDue
)

_READERS: dict[type, Callable[[Fairness, Any], None]] = {
    e.QueueAdded: Fairness._settings,
    e.QueueChanged: Fairness._settings,
    e.AgentAdded: Fairness._agent,
    e.AgentSkillsChanged: Fairness._agent,
    e.AgentAssigned: Fairness._assigned,
    e.AssignmentEnded: Fairness._as_usual,
    e.AgentRemoved: Fairness._removed,
    e.ContactArrived: Fairness._arrived,
    e.CalledOut: Fairness._called_out,
    e.ContactQueued: Fairness._placed,
    e.ContactRefused: Fairness._placed,
    e.ContactMoved: Fairness._placed,
    e.PlaceResumed: Fairness._credited,
    e.CallbackPostponed: Fairness._credited,
    e.CallbackMissed: Fairness._missed,
    e.ContactOverflowed: Fairness._overflowed,
    e.ContactEnded: Fairness._ended,
    e.OfferMade: Fairness._offered,
    e.OfferDeclined: Fairness._waits,
    e.OfferExpired: Fairness._waits,
    e.OfferWithdrawn: Fairness._waits,
    e.ContactReturned: Fairness._waits,
    e.CallbackAsked: Fairness._waits,
    e.CallbackDue: Fairness._waits,
}
