"""Who was overtaken: every offer is judged against all who waited at that moment, from the events alone.

The rule (docs/measures.md, "The order"): due = entered + the queue's promise, written down when the contact
came. Among those an agent can serve, the one who is due first is offered first; who is due at the same
instant as another may go before or after. A contact that comes back keeps the time it entered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .findings import Finding

Event = dict[str, Any]
AWAY = frozenset({"signed_out", "pause", "unreachable", "wrap_up", "breath"})


class Fairness:
    """Follows events, each as its JSON says. Feed it every row from the first."""

    def __init__(self) -> None:
        self.offers = 0
        self._needs: dict[str, dict[str, int]] = {}
        self._skills: dict[str, dict[str, int]] = {}
        self._presence: dict[str, str] = {}
        self._key: dict[str, tuple[int, int]] = {}
        self._queue: dict[str, str] = {}
        self._waiting: dict[str, dict[str, None]] = {}
        self._over: set[str] = set()
        self._left: dict[str, int] = {}
        """When those who left unserved had entered: a place can be given back once."""
        self._steps: dict[str, Callable[[int, Event], list[Finding]]] = {
            "QueueAdded": self._settings,
            "QueueChanged": self._settings,
            "AgentAdded": self._skills_are,
            "AgentSkillsChanged": self._skills_are,
            "ContactArrived": self._arrived,
            "ContactMoved": self._moved,
            "ContactEnded": self._ended,
            "PlaceResumed": self._resumed,
            "OfferMade": self._offered,
        }

    def follow(self, row: int, event: Event) -> list[Finding]:
        """What is wrong with this event."""
        kind = str(event["kind"])
        if (presence := PRESENCES.get(kind)) is not None:
            self._presence[event["agent_id"]] = presence
        if kind in COMES_BACK:
            self._wait(event["contact_id"])
        step = self._steps.get(kind)
        return [] if step is None else step(row, event)

    def _settings(self, row: int, event: Event) -> list[Finding]:
        settings = event["settings"]
        self._needs[event["queue_id"]] = _levels(settings.get("required_skills", ()))
        self._waiting.setdefault(event["queue_id"], {})
        return []

    def _skills_are(self, row: int, event: Event) -> list[Finding]:
        self._skills[event["agent_id"]] = _levels(event["skills"])
        self._presence.setdefault(event["agent_id"], "signed_out")
        return []

    def _arrived(self, row: int, event: Event) -> list[Finding]:
        contact = event["contact_id"]
        if contact in self._key or contact in self._over:
            return [Finding("rule", row, f"{contact} came twice")]
        self._key[contact] = (event["due"], event["entered"])
        self._queue[contact] = event["queue_id"]
        self._wait(contact)
        return []

    def _moved(self, row: int, event: Event) -> list[Finding]:
        contact = event["contact_id"]
        self._leave(contact)
        self._queue[contact] = event["queue_id"]
        self._key[contact] = (event["due"], self._key[contact][1])
        self._wait(contact)
        return []

    def _resumed(self, row: int, event: Event) -> list[Finding]:
        former, contact = event["former_id"], event["contact_id"]
        if self._left.pop(former, None) != event["entered"]:
            return [Finding("rule", row, f"{contact} was given a place that {former} did not leave")]
        self._key[contact] = (event["due"], event["entered"])
        return []

    def _ended(self, row: int, event: Event) -> list[Finding]:
        contact = event["contact_id"]
        if contact not in self._key:
            return [Finding("rule", row, f"{contact} ended without having come, or twice")]
        self._leave(contact)
        if event["outcome"] in ("abandoned", "lost"):
            self._left[contact] = self._key[contact][1]
        del self._key[contact], self._queue[contact]
        self._over.add(contact)
        return []

    def _offered(self, row: int, event: Event) -> list[Finding]:
        self.offers += 1
        agent, contact = event["agent_id"], event["contact_id"]
        found = self._may_take(row, agent, contact)
        found += [
            Finding("overtaking", row, self._overtaking(agent, contact, other))
            for queue, waiting in self._waiting.items()
            if self._can(agent, queue)
            for other in waiting
            if self._key[other] < self._key[contact]
        ]
        self._leave(contact)
        return found

    def _may_take(self, row: int, agent: str, contact: str) -> list[Finding]:
        queue = self._queue[contact]
        if contact not in self._waiting[queue]:
            return [Finding("rule", row, f"{contact} was offered and did not wait")]
        if not self._can(agent, queue):
            return [Finding("rule", row, f"{contact} was offered to {agent}, who cannot serve {queue}")]
        if self._presence[agent] in AWAY:
            return [
                Finding("rule", row, f"{contact} was offered to {agent}, who was {self._presence[agent]}")
            ]
        return []

    def _overtaking(self, agent: str, contact: str, other: str) -> str:
        late_ms = self._key[contact][0] - self._key[other][0]
        return (
            f"{contact} ({self._queue[contact]}) was offered to {agent} "
            f"before {other} ({self._queue[other]}), "
            f"who was due {late_ms / 1000:.1f} s earlier and whom {agent} could serve"
        )

    def _can(self, agent: str, queue: str) -> bool:
        skills = self._skills[agent]
        return all(skills.get(name, 0) >= level for name, level in self._needs[queue].items())

    def _wait(self, contact: str) -> None:
        self._waiting[self._queue[contact]][contact] = None

    def _leave(self, contact: str) -> None:
        self._waiting[self._queue[contact]].pop(contact, None)


COMES_BACK = frozenset({"OfferDeclined", "OfferExpired", "OfferWithdrawn", "ContactReturned"})
"""Events after which a contact waits again, at the place it had."""

PRESENCES = {
    "AgentBecameReady": "ready",
    "AgentBecameUnreachable": "unreachable",
    "AgentPaused": "pause",
    "AgentSignedOut": "signed_out",
    "WrapUpStarted": "wrap_up",
    "BreathStarted": "breath",
}
"""What an agent is after an event, as far as it says whether contacts may be offered."""


def _levels(skills: list[dict[str, Any]]) -> dict[str, int]:
    return {skill["name"]: skill["level"] for skill in skills}
