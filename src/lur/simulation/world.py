"""People and lines, played by chance from one seed: they give commands, the core decides.

Virtual time jumps from one thing that happens to the next. The same seed and scenario give the same events to
the byte, since chance is drawn in the order of events and every tie is broken by number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from random import Random

from lur.core import commands as c
from lur.core import events as e
from lur.core.apply import apply
from lur.core.decide import decide, next_deadline
from lur.core.ids import MINUTE_MS, AgentId, CommandId, ContactId, Instant, OfferId
from lur.core.rejections import Rejected
from lur.core.state import State
from lur.core.values import EndCause
from lur.simulation.scenario import HOUR_MS, Scenario, SimulatedQueue

Step = tuple[c.AnyCommand, tuple[e.AnyEvent, ...]]
"""A command and the events it gave, empty when it was refused or asked for nothing new."""

RECOVERS_AFTER_MS = 60_000
"""When an agent who missed a ring, or lost the line, is back."""


@dataclass(slots=True)
class World:
    """One simulated day. Iterate ``run()`` to its end; ``state`` is the core's own."""

    scenario: Scenario
    seed: int
    state: State = field(default_factory=State)
    _random: Random = field(init=False)
    _happenings: list[tuple[Instant, int, Callable[[Instant], c.AnyCommand | None]]] = field(
        default_factory=list
    )
    _number: int = 0
    _commands: int = 0
    _queues: dict[str, SimulatedQueue] = field(init=False)
    _closes_at: Instant = field(init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._queues = {queue.queue_id: queue for queue in self.scenario.queues}
        self._closes_at = self.scenario.starts_at + self.scenario.length_ms

    def run(self) -> Iterator[Step]:
        """All that happens, in order, from the setting up to the last contact's end."""
        start = self.scenario.starts_at
        for command in self._setting_up(start):
            yield self._do(command)
        self._plan_arrivals(start)
        if self.scenario.breaks:
            self._plan_breaks(start)
        while (step := self._next()) is not None:
            yield step

    # --- the loop ------------------------------------------------------------------------------------------

    def _next(self) -> Step | None:
        """The next thing that happens: the core's own deadline or one of ours, whichever is first."""
        while True:
            deadline = next_deadline(self.state)
            planned = self._happenings[0][0] if self._happenings else None
            if planned is None and not self.state.contacts:
                return None
            if planned is None and deadline is None:
                return None
            if deadline is not None and (planned is None or deadline <= planned):
                return self._do(c.Tick(command_id=self._id(), at=max(deadline, self.state.now)))
            at, _, happening = heappop(self._happenings)
            if at > self._closes_at and not self.scenario.until_empty:
                return None
            command = happening(at)
            if command is not None:
                return self._do(command)

    def _do(self, command: c.AnyCommand) -> Step:
        decided = decide(self.state, command)
        if isinstance(decided, Rejected):
            return command, ()
        for event in decided:
            apply(self.state, event)
        for event in decided:
            self._react(event)
        return command, decided

    def _at(self, at: Instant, happening: Callable[[Instant], c.AnyCommand | None]) -> None:
        self._number += 1
        heappush(self._happenings, (at, self._number, happening))

    def _id(self) -> CommandId:
        self._commands += 1
        return CommandId(f"s{self.seed}.{self._commands}")

    def _exponential(self, mean_ms: float) -> int:
        return int(self._random.expovariate(1.0 / mean_ms)) if mean_ms > 0 else 0

    # --- plans ---------------------------------------------------------------------------------------------

    def _setting_up(self, at: Instant) -> Iterator[c.AnyCommand]:
        for queue in self.scenario.queues:
            yield c.AddQueue(command_id=self._id(), at=at, queue_id=queue.queue_id, settings=queue.settings)
        names = [AgentId(f"a{n + 1:03}") for n in range(len(self.scenario.agents))]
        for name, skills in zip(names, self.scenario.agents, strict=True):
            yield c.AddAgent(command_id=self._id(), at=at, agent_id=name, skills=skills)
            yield c.BecomeReady(command_id=self._id(), at=at, agent_id=name, actor=f"agent:{name}")

    def _plan_arrivals(self, start: Instant) -> None:
        for queue in self.scenario.queues:
            self._plan_next_arrival(queue, start)

    def _plan_next_arrival(self, queue: SimulatedQueue, after: Instant) -> None:
        """The next of a Poisson stream with the day's curve, by thinning (Lewis and Shedler 1979)."""
        curve = self.scenario.curve
        highest = max(curve)
        mean_gap_ms = self.scenario.length_ms / queue.contacts / highest
        at = float(after)
        while True:
            at += self._random.expovariate(1.0 / mean_gap_ms)
            if at >= self._closes_at:
                return
            part = int((at - self.scenario.starts_at) * len(curve) / self.scenario.length_ms)
            if len(curve) == 1 or self._random.random() * highest < curve[part]:
                break
        self._at(int(at), partial(self._arrive, queue))

    def _arrive(self, queue: SimulatedQueue, at: Instant) -> c.AnyCommand:
        self._plan_next_arrival(queue, at)
        return c.ArriveContact(
            command_id=self._id(),
            at=at,
            contact_id=ContactId(f"c{self._number}"),
            queue_id=queue.queue_id,
            channel=queue.settings.channel,
            entry=queue.queue_id,
        )

    def _plan_breaks(self, start: Instant) -> None:
        """Each agent a short pause, lunch and another short pause, staggered over the middle of each part."""
        count = len(self.scenario.agents)
        for n in range(count):
            agent_id = AgentId(f"a{n + 1:03}")
            spread = int(HOUR_MS * 1.5 * n / count)
            for share, reason, minutes in ((0.15, "break", 15), (0.38, "lunch", 45), (0.7, "break", 15)):
                at = start + int(self.scenario.length_ms * share) + spread
                self._at(at, partial(self._pause, agent_id, reason))
                self._at(at + minutes * MINUTE_MS, partial(self._ready, agent_id))

    def _pause(self, agent_id: AgentId, reason: str, at: Instant) -> c.AnyCommand:
        return c.TakePause(command_id=self._id(), at=at, agent_id=agent_id, reason=reason)

    def _ready(self, agent_id: AgentId, at: Instant) -> c.AnyCommand | None:
        if self.state.agents[agent_id].presence not in ("pause", "signed_out", "on_contact"):
            return None
        return c.BecomeReady(command_id=self._id(), at=at, agent_id=agent_id)

    # --- how people react ----------------------------------------------------------------------------------

    def _react(self, event: e.AnyEvent) -> None:
        match event:
            case e.ContactArrived():
                self._wait_patiently(event)
            case e.OfferMade():
                self._hear_the_ring(event)
            case e.OfferAccepted():
                self._talk(event)
            case e.AgentPaused(reason="missed" | "line_lost"):
                agent_id = event.agent_id
                self._at(event.at + RECOVERS_AFTER_MS, partial(self._ready, agent_id))
            case e.WrapUpStarted():
                if self._random.random() < self.scenario.faults.hard:
                    agent_id = event.agent_id
                    self._at(event.at, partial(self._mark_hard, agent_id))
            case _:
                pass

    def _wait_patiently(self, event: e.ContactArrived) -> None:
        patience_ms = self._queues[event.queue_id].patience_ms
        if patience_ms is not None:
            contact_id = event.contact_id
            leaves_at = event.at + self._exponential(patience_ms)
            self._at(leaves_at, partial(self._give_up, contact_id))

    def _give_up(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        contact = self.state.contacts.get(contact_id)
        if contact is None or contact.phase in ("talking", "held"):
            return None
        return c.EndContact(command_id=self._id(), at=at, contact_id=contact_id, ended_by="customer")

    def _hear_the_ring(self, event: e.OfferMade) -> None:
        faults = self.scenario.faults
        chance = self._random.random()
        if chance < faults.missed_rings:
            return
        offer_id = event.offer_id
        at = event.at + self._exponential(self.scenario.answer_ms)
        declines = chance < faults.missed_rings + faults.declined
        self._at(at, partial(self._answer, offer_id, declines=declines))

    def _answer(self, offer_id: OfferId, at: Instant, *, declines: bool) -> c.AnyCommand | None:
        if offer_id not in self.state.offers:
            return None
        if declines:
            return c.DeclineOffer(command_id=self._id(), at=at, offer_id=offer_id, reason="declined")
        return c.AcceptOffer(command_id=self._id(), at=at, offer_id=offer_id)

    def _talk(self, event: e.OfferAccepted) -> None:
        contact_id, faults = event.contact_id, self.scenario.faults
        queue = self._queues[self.state.contacts[contact_id].queue_id]
        ends_at = event.at + self._exponential(queue.handling_ms)
        chance = self._random.random()
        agent_lost = chance < faults.agent_line_lost
        cause: EndCause = "hung_up"
        if not agent_lost and chance < faults.agent_line_lost + faults.customer_line_lost:
            cause = "line_lost"
        self._at(ends_at, partial(self._end_talk, contact_id, agent_lost=agent_lost, cause=cause))

    def _end_talk(
        self, contact_id: ContactId, at: Instant, *, agent_lost: bool, cause: EndCause
    ) -> c.AnyCommand:
        if agent_lost:
            return c.ReturnContact(
                command_id=self._id(), at=at, contact_id=contact_id, reason="agent_line_lost"
            )
        return c.EndContact(
            command_id=self._id(), at=at, contact_id=contact_id, ended_by="customer", cause=cause
        )

    def _mark_hard(self, agent_id: AgentId, at: Instant) -> c.AnyCommand | None:
        if self.state.agents[agent_id].presence != "wrap_up":
            return None
        return c.FinishWrapUp(command_id=self._id(), at=at, agent_id=agent_id, hard=True)
