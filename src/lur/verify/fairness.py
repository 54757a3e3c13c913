"""Who was overtaken: every offer is judged against all who waited at that moment, from the events alone.

The rule (docs/measures.md, "The order"): due = entered + the queue's promise, written down when the contact
came. Among those an agent can serve, the one who is due first is offered first; who is due at the same
instant as another may go before or after. A contact that comes back keeps the time it entered; credit.py
counts that a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import nsmallest
from typing import Any

from .credit import Credit
from .doors import Doors
from .findings import Finding

Event = dict[str, Any]
LISTED = 10
"""How many of those who waited an offer names at most (docs/reference.md, OfferMade)."""
AWAY = frozenset({"signed_out", "pause", "unreachable", "wrap_up", "breath", "standby", "with_colleague"})


class Fairness:
    """Follows events, each as its JSON says. Feed it every row from the first."""

    def __init__(self) -> None:
        self.offers = 0
        self.doors = Doors()
        self._credit = Credit()
        self._needs: dict[str, dict[str, int]] = {}
        self._skills: dict[str, dict[str, int]] = {}
        self._lent: dict[str, dict[str, int]] = {}
        self._only: dict[str, list[str]] = {}
        """Agents who are assigned to these queues for a while; empty: to all."""
        self._presence: dict[str, str] = {}
        self._queues: dict[str, list[str]] = {}
        """Whose agents may take each contact that is not over; its own queue first."""
        self._waiting: dict[str, None] = {}
        self._resting: dict[str, None] = {}
        self._over: set[str] = set()
        self._lists = False
        """Offers say who waited; those of older journals did not."""
        self._steps: dict[str, Callable[[int, Event], list[Finding]]] = {
            "QueueAdded": self._settings,
            "QueueChanged": self._settings,
            "AgentAdded": self._skills_are,
            "AgentSkillsChanged": self._skills_are,
            "AgentAssigned": self._assigned,
            "AssignmentEnded": self._as_usual,
            "AgentRemoved": self._removed,
            "ContactArrived": self._arrived,
            "CalledOut": self._called_out,
            "ContactQueued": self._placed,
            "ContactRefused": self._placed,
            "ContactMoved": self._placed,
            "ContactOverflowed": self._overflowed,
            "CallbackPostponed": self._postponed,
            "CallbackMissed": self._missed,
            "ContactEnded": self._ended,
            "OfferMade": self._offered,
        }

    def follow(self, row: int, event: Event) -> list[Finding]:
        """What is wrong with this event."""
        kind = str(event["kind"])
        self.doors.follow(row, event)
        found = [Finding("rule", row, fault) for fault in self._credit.follow(event)]
        if (presence := PRESENCES.get(kind)) is not None and event["agent_id"] is not None:
            self._presence[event["agent_id"]] = presence
        if kind in COMES_BACK:
            self._resting.pop(event["contact_id"], None)
            self._waiting[event["contact_id"]] = None
        step = self._steps.get(kind)
        return found if step is None else found + step(row, event)

    def _settings(self, row: int, event: Event) -> list[Finding]:
        self._needs[event["queue_id"]] = _levels(event["settings"].get("required_skills", ()))
        return []

    def _skills_are(self, row: int, event: Event) -> list[Finding]:
        self._skills[event["agent_id"]] = _levels(event["skills"])
        self._presence.setdefault(event["agent_id"], "signed_out")
        return []

    def _assigned(self, row: int, event: Event) -> list[Finding]:
        self._lent[event["agent_id"]] = _levels(event["skills"])
        self._only[event["agent_id"]] = event["queue_ids"]
        return []

    def _as_usual(self, row: int, event: Event) -> list[Finding]:
        agent = event["agent_id"]
        if self._lent.pop(agent, None) is None:
            return [Finding("rule", row, f"an assignment of {agent} ended that had not begun")]
        del self._only[agent]
        return []

    def _removed(self, row: int, event: Event) -> list[Finding]:
        self._lent.pop(event["agent_id"], None)
        self._only.pop(event["agent_id"], None)
        return []

    def _arrived(self, row: int, event: Event) -> list[Finding]:
        contact = event["contact_id"]
        if contact in self._queues or contact in self._over:
            return [Finding("rule", row, f"{contact} came twice")]
        self._queues[contact] = [event["queue_id"]]
        if not event.get("entering", False):
            self._waiting[contact] = None
        return []

    def _called_out(self, row: int, event: Event) -> list[Finding]:
        """An agent's own call waits for nobody."""
        return self._arrived(row, {**event, "entering": True})

    def _placed(self, row: int, event: Event) -> list[Finding]:
        """Who rests, or stands at a shut door, does not wait by it."""
        contact = event["contact_id"]
        self._queues[contact] = [event["queue_id"]]
        if event["kind"] != "ContactRefused" and contact not in self._resting:
            self._waiting[contact] = None
        return []

    def _overflowed(self, row: int, event: Event) -> list[Finding]:
        self._queues[event["contact_id"]].append(event["queue_id"])
        return []

    def _postponed(self, row: int, event: Event) -> list[Finding]:
        self._waiting.pop(event["contact_id"], None)
        self._resting[event["contact_id"]] = None
        return []

    def _missed(self, row: int, event: Event) -> list[Finding]:
        self._resting[event["contact_id"]] = None
        return []

    def _ended(self, row: int, event: Event) -> list[Finding]:
        contact = event["contact_id"]
        if contact not in self._queues:
            return [Finding("rule", row, f"{contact} ended without having come, or twice")]
        del self._queues[contact]
        self._waiting.pop(contact, None)
        self._resting.pop(contact, None)
        self._over.add(contact)
        return []

    def _offered(self, row: int, event: Event) -> list[Finding]:
        self.offers += 1
        agent, contact = event["agent_id"], event["contact_id"]
        found = self._may_take(row, agent, contact)
        key = self._credit.key(contact)
        found += [
            Finding("overtaking", row, self._overtaking(agent, contact, other))
            for other in self._waiting
            if self._credit.key(other) < key and self._can(agent, other)
        ]
        found += self._list_is_true(row, agent, contact, event.get("waited"))
        self._waiting.pop(contact, None)
        return found

    def _list_is_true(self, row: int, agent: str, contact: str, written: list[str] | None) -> list[Finding]:
        """The offer's own list of who waited against the count made here."""
        if not written:
            return [Finding("rule", row, "says nothing of who waited")] if self._lists else []
        self._lists = True
        found = []
        if written[0] != contact:
            found.append(Finding("rule", row, f"{contact} was offered and {written[0]} leads the list"))
        counted = nsmallest(
            LISTED, ((self._credit.key(each), each) for each in self._waiting if self._can(agent, each))
        )
        if written != [each for _, each in counted]:
            found.append(Finding("rule", row, f"the list of who waited for {agent} is not who waited"))
        return found

    def _may_take(self, row: int, agent: str, contact: str) -> list[Finding]:
        if contact not in self._waiting:
            return [Finding("rule", row, f"{contact} was offered and did not wait")]
        if not self._can(agent, contact):
            queue = self._queues[contact][0]
            return [Finding("rule", row, f"{contact} was offered to {agent}, who cannot serve {queue}")]
        if self._presence[agent] in AWAY:
            return [
                Finding("rule", row, f"{contact} was offered to {agent}, who was {self._presence[agent]}")
            ]
        return []

    def _overtaking(self, agent: str, contact: str, other: str) -> str:
        late_ms = self._credit.key(contact)[0] - self._credit.key(other)[0]
        return (
            f"{contact} ({self._queues[contact][0]}) was offered to {agent} "
            f"before {other} ({self._queues[other][0]}), "
            f"who was due {late_ms / 1000:.1f} s earlier and whom {agent} could serve"
        )

    def _can(self, agent: str, contact: str) -> bool:
        skills, lent = self._skills[agent], self._lent.get(agent, {})
        only = self._only.get(agent)
        return any(
            all(
                max(skills.get(name, 0), lent.get(name, 0)) >= level
                for name, level in self._needs[queue].items()
            )
            for queue in self._queues[contact]
            if not only or queue in only
        )


COMES_BACK = frozenset(
    {
        "OfferDeclined",
        "OfferExpired",
        "OfferWithdrawn",
        "ContactReturned",
        "CallbackAsked",
        "CallbackDue",
    }
)
"""Events after which a contact waits again, at the place it had."""

PRESENCES = {
    "AgentBecameReady": "ready",
    "AgentBecameUnreachable": "unreachable",
    "AgentPaused": "pause",
    "AgentSignedOut": "signed_out",
    "WrapUpStarted": "wrap_up",
    "BreathStarted": "breath",
    "AgentStoodBy": "standby",
    "PartyAsked": "with_colleague",
    "PartyCame": "with_colleague",
}
"""What an agent is after an event, as far as it says whether contacts may be offered."""


def _levels(skills: list[dict[str, Any]]) -> dict[str, int]:
    return {skill["name"]: skill["level"] for skill in skills}
