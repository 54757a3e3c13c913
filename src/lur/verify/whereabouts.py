"""Where each agent is, by the journal alone: free, away, or in the talk of one customer and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Event = dict[str, Any]
Faults = Iterator[str]

FREE = ("ready", "standby")
"""Who may be called by a colleague."""


class Whereabouts:
    """Follows events about agents and their own contacts; ``colleagues.py`` says who else is in a talk."""

    def __init__(self) -> None:
        self.has: dict[str, str] = {}
        """Contact to the agent who has it; voice only."""
        self._voice: set[str] = set()
        self._talk: dict[str, str] = {}
        """Agent to contact: their own, or a colleague's that they are in, or called into."""
        self._presence: dict[str, str] = {}
        self._steps: dict[str, Callable[[Event], Faults]] = {
            "ContactArrived": self._came,
            "CalledOut": self._called_out,
            "OfferMade": self._offered,
            "OfferWithdrawn": self._offer_withdrawn,
            "OfferAccepted": self._accepted,
        }

    def follow(self, event: Event) -> Faults:
        """What is wrong with this event, as far as it is about an agent and contacts of their own."""
        kind = str(event["kind"])
        step = self._steps.get(kind)
        if step is not None:
            yield from step(event)
        presence = PRESENCES.get(kind)
        if presence is not None:
            self._presence[event["agent_id"]] = presence

    def enters(self, agent: str, contact: str) -> Faults:
        """The agent is in the talk, or called into it, and so in no other."""
        other = self._talk.get(agent)
        if other is not None:
            yield f"{agent} came into the talk of {contact} and was in that of {other}"
        self._talk[agent] = contact

    def leaves(self, agent: str, contact: str) -> None:
        """The agent is in the talk no longer."""
        if self._talk.get(agent) == contact:
            del self._talk[agent]

    def lets_go(self, contact: str) -> None:
        """Whoever has it has it no longer."""
        agent = self.has.pop(contact, None)
        if agent is not None:
            self.leaves(agent, contact)

    def is_free(self, agent: str) -> Faults:
        """Only who is ready, or stands by, may be called by a colleague."""
        presence = self._presence.get(agent, "signed_out")
        if presence not in FREE:
            yield f"{agent} was called by a colleague, and was {presence}"
        self._presence[agent] = "with_colleague"

    def takes(self, agent: str, contact: str) -> Faults:
        """The agent has the contact from now on."""
        self._presence[agent] = "on_contact"
        yield from self.enters(agent, contact)
        if contact in self._voice:
            self.has[contact] = agent

    def _came(self, event: Event) -> Faults:
        if event["channel"] == "voice":
            self._voice.add(event["contact_id"])
        yield from ()

    def _called_out(self, event: Event) -> Faults:
        self._voice.add(event["contact_id"])
        yield from self.takes(event["agent_id"], event["contact_id"])

    def _offered(self, event: Event) -> Faults:
        agent = event["agent_id"]
        if agent in self._talk:
            yield f"{event['contact_id']} was offered to {agent}, who was in the talk of {self._talk[agent]}"
        if self._presence.get(agent) == "ready":
            self._presence[agent] = "offered"

    def _offer_withdrawn(self, event: Event) -> Faults:
        """Free again, unless there are written contacts."""
        if self._presence.get(event["agent_id"]) == "offered":
            self._presence[event["agent_id"]] = "ready"
        yield from ()

    def _accepted(self, event: Event) -> Faults:
        if event["contact_id"] in self._voice:
            yield from self.takes(event["agent_id"], event["contact_id"])
        self._presence[event["agent_id"]] = "on_contact"


PRESENCES = {
    "AgentBecameReady": "ready",
    "AgentBecameUnreachable": "unreachable",
    "AgentPaused": "pause",
    "AgentSignedOut": "signed_out",
    "WrapUpStarted": "wrap_up",
    "BreathStarted": "breath",
    "AgentStoodBy": "standby",
}
"""What an agent is after an event, as far as it says whether colleagues may call."""
