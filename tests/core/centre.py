"""A centre in a test: gives commands with a clock of its own, applies what is decided, and checks it each
time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from lur.core import commands as c
from lur.core import events as e
from lur.core.apply import apply
from lur.core.decide import decide, next_deadline
from lur.core.fairness import Fairness
from lur.core.ids import QueueId
from lur.core.invariants import violations
from lur.core.rejections import Rejected
from lur.core.state import State
from lur.core.values import QueueSettings, Skill

E = TypeVar("E", bound=e.Event)
SECOND = 1_000
MONDAY_NOON = 1_764_590_400_000
"""2025-12-01 12:00 UTC, a Monday."""


@dataclass
class TestCentre:
    """``do`` returns the events of a command; ``refused`` the code of one that must be refused."""

    __test__ = False

    at: int = MONDAY_NOON
    state: State = field(default_factory=State)
    fairness: Fairness = field(default_factory=Fairness)
    events: list[e.AnyEvent] = field(default_factory=list)
    commands: int = 0

    def _command(self, kind: type[c.Command], fields: dict[str, Any]) -> Any:
        self.commands += 1
        return kind(command_id=f"k{self.commands}", at=self.at, **fields)  # type: ignore[arg-type]

    def do(self, kind: type[c.Command], **fields: Any) -> tuple[e.AnyEvent, ...]:
        """Give a command that must be accepted."""
        decided = decide(self.state, self._command(kind, fields))
        assert not isinstance(decided, Rejected), decided
        for event in decided:
            self.fairness.observe(event)
            apply(self.state, event)
        self.events += decided
        assert violations(self.state) == []
        assert self.fairness.overtakings == []
        return decided

    def refused(self, kind: type[c.Command], **fields: Any) -> Rejected:
        """Give a command that must be refused."""
        decided = decide(self.state, self._command(kind, fields))
        assert isinstance(decided, Rejected), decided
        return decided

    def wait(self, ms: int) -> tuple[e.AnyEvent, ...]:
        """Let time pass, with a tick at every deadline on the way."""
        end = self.at + ms
        first = len(self.events)
        while (deadline := next_deadline(self.state)) is not None and deadline <= end:
            self.at = max(deadline, self.at)
            self.do(c.Tick)
        self.at = end
        return tuple(self.events[first:])

    def queue(self, name: str = "support", *skills: str, **settings: Any) -> None:
        """Open a queue that needs ``skills`` (``name`` or ``name:level``)."""
        quick = {"wrap_up_ms": 30 * SECOND, "breath_ms": 10 * SECOND}
        self.do(
            c.AddQueue,
            queue_id=name,
            settings=QueueSettings(name=name, required_skills=parse(skills), **(quick | settings)),
        )

    def agent(self, name: str, *skills: str, ready: bool = True, **fields: Any) -> None:
        """Add an agent, ready unless told otherwise."""
        self.do(c.AddAgent, agent_id=name, skills=parse(skills), **fields)
        if ready:
            self.do(c.BecomeReady, agent_id=name)

    def call(self, name: str, queue: str = "support", **fields: Any) -> tuple[e.AnyEvent, ...]:
        """Somebody arrives in a queue."""
        channel = self.state.queues[QueueId(queue)].settings.channel
        return self.do(c.ArriveContact, contact_id=name, queue_id=queue, channel=channel, **fields)

    def offer_of(self, contact: str) -> str:
        """The open offer of a contact."""
        offer_id = self.state.contacts[contact].offer_id  # type: ignore[index]
        assert offer_id is not None, f"{contact} is not being offered"
        return offer_id

    def accept(self, contact: str) -> tuple[e.AnyEvent, ...]:
        """The agent who has the contact's offer answers."""
        return self.do(c.AcceptOffer, offer_id=self.offer_of(contact))

    def end(self, contact: str, by: str = "customer", **fields: Any) -> tuple[e.AnyEvent, ...]:
        """Somebody hangs up."""
        return self.do(c.EndContact, contact_id=contact, ended_by=by, **fields)

    def presence(self, agent: str) -> str:
        """An agent's presence now."""
        return self.state.agents[agent].presence  # type: ignore[index]

    def waiting(self, queue: str = "support") -> list[str]:
        """Who waits, in order."""
        return [key[2] for key in self.state.queues[QueueId(queue)].waiting]


def parse(skills: tuple[str, ...]) -> tuple[Skill, ...]:
    """``delivery`` or ``delivery:3`` as skills."""
    pairs = (skill.partition(":") for skill in skills)
    return tuple(Skill(name, int(level or 1)) for name, _, level in pairs)


def only(events: tuple[e.AnyEvent, ...], kind: type[E]) -> E:
    """The one event of a kind."""
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, events
    return found[0]


def kinds(events: tuple[e.AnyEvent, ...]) -> list[str]:
    """What happened, by name."""
    return [type(event).__name__ for event in events]
