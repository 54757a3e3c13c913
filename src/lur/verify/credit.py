"""What wait each contact is credited with, counted from what happened and compared with what was written.

The rule (docs/measures.md, "The order"): the wait counts from when the contact came, on whatever path it
goes. Only a later time that the customer chose is the customer's own: what they had waited then counts, what
they chose to wait does not. Who comes back, or calls while waiting to be called, has the earlier wait.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Event = dict[str, Any]
Key = tuple[int, int]
"""Due and entered, ms."""

DEFAULT_PROMISE_MS = 60_000


class Credit:
    """Follows events and says which of them give somebody a wait that was not waited, or take one away."""

    def __init__(self) -> None:
        self._promises: dict[str, int] = {}
        self._keys: dict[str, Key] = {}
        self._chosen: dict[str, int] = {}
        """Who rests by choice, and how long they had waited when they chose."""
        self._left: dict[str, int] = {}
        """When those who left unserved had entered: a place can be given back once."""
        self._steps: dict[str, Callable[[Event], list[str]]] = {
            "QueueAdded": self._settings,
            "QueueChanged": self._settings,
            "ContactArrived": self._arrived,
            "CalledOut": self._called_out,
            "ContactQueued": self._placed,
            "ContactRefused": self._placed,
            "ContactMoved": self._placed,
            "CallbackPostponed": self._postponed,
            "CallbackDue": self._rested,
            "PlaceResumed": self._resumed,
            "ContactEnded": self._ended,
        }

    def key(self, contact: str) -> Key:
        """Its place in the one order."""
        return self._keys[contact]

    def follow(self, event: Event) -> list[str]:
        """What is wrong with the times of this event."""
        step = self._steps.get(str(event["kind"]))
        return [] if step is None else step(event)

    def _settings(self, event: Event) -> list[str]:
        self._promises[event["queue_id"]] = event["settings"].get("promise_ms", DEFAULT_PROMISE_MS)
        return []

    def _arrived(self, event: Event) -> list[str]:
        contact = event["contact_id"]
        self._keys[contact] = (event["due"], event["entered"])
        if event["entered"] != event["at"]:
            return [f"{contact} was credited with another wait than its own"]
        return self._due_by(event, contact, event["entered"])

    def _called_out(self, event: Event) -> list[str]:
        """Whoever an agent calls has waited since then, if they are given to a queue."""
        self._keys[event["contact_id"]] = (event["due"], event["at"])
        return self._due_by(event, event["contact_id"], event["at"])

    def _placed(self, event: Event) -> list[str]:
        contact = event["contact_id"]
        entered = self._keys[contact][1]
        self._keys[contact] = (event["due"], entered)
        return self._due_by(event, contact, entered)

    def _due_by(self, event: Event, contact: str, entered: int) -> list[str]:
        promise_ms = self._promises.get(event["queue_id"])
        if promise_ms is None or event["due"] == entered + promise_ms:
            return []
        return [f"{contact} is due at another time than the promise of {event['queue_id']} says"]

    def _postponed(self, event: Event) -> list[str]:
        contact, entered = event["contact_id"], event["entered"]
        wanted = self._keys[contact][1]
        if event["chosen"]:
            waited_ms = self._chosen.setdefault(contact, event["at"] - wanted)
            wanted = event["from_at"] - waited_ms
        else:
            self._chosen.pop(contact, None)
        self._keys[contact] = (event["due"], entered)
        return [] if entered == wanted else [f"the rest of {contact} gave it another wait than its own"]

    def _rested(self, event: Event) -> list[str]:
        self._chosen.pop(event["contact_id"], None)
        return []

    def _resumed(self, event: Event) -> list[str]:
        former, contact = event["former_id"], event["contact_id"]
        wanted = self._credited(former, event["at"])
        fault = wanted is None or event["entered"] != min(wanted, self._keys[contact][1])
        self._keys[contact] = (event["due"], event["entered"])
        return [f"{contact} was given a place that {former} did not leave"] if fault else []

    def _credited(self, former: str, at: int) -> int | None:
        """When the wait of an earlier contact counts from, None when it has none to give."""
        if former in self._chosen:
            return at - self._chosen[former]
        if former in self._keys:
            return self._keys[former][1]
        return self._left.pop(former, None)

    def _ended(self, event: Event) -> list[str]:
        contact = event["contact_id"]
        key = self._keys.pop(contact, None)
        self._chosen.pop(contact, None)
        if key is not None and event["outcome"] in ("abandoned", "lost"):
            self._left[contact] = key[1]
        return []
