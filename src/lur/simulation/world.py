"""People and lines, played by chance from one seed: they give commands, the core decides.

Virtual time jumps from one thing that happens to the next. The same seed and scenario give the same events to
the byte, since chance is drawn in the order of events and every tie is broken by number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lur.core import commands as c
from lur.core import events as e
from lur.core.apply import apply
from lur.core.decide import decide, next_deadline
from lur.core.rejections import Rejected
from lur.core.state import State
from lur.simulation.called import Called
from lur.simulation.colleagues import Colleagues
from lur.simulation.customers import Customers
from lur.simulation.scenario import Scenario
from lur.simulation.staff import Staff
from lur.simulation.stage import Stage

Step = tuple[c.AnyCommand, tuple[e.AnyEvent, ...]]
"""A command and the events it gave, empty when it was refused or asked for nothing new."""


class World:
    """One simulated day. Iterate ``run()`` to its end; ``state`` is the core's own."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.state = State()
        self._stage = Stage(scenario, seed, self.state)
        self._staff = Staff(self._stage)
        self._customers = Customers(self._stage)
        self._called = Called(self._stage)
        self._colleagues = Colleagues(self._stage)
        self._reactions: dict[type, Callable[[Any], None]] = {
            e.ContactArrived: self._arrive,
            e.ContactRefused: self._called.stand_at_the_door,
            e.CallbackAsked: self._customers.ask_to_be_called,
            e.CallbackDialled: self._called.be_called,
            e.CalledOut: self._called.be_called,
            e.CallbackAnswered: self._talk,
            e.OfferAccepted: self._talk,
            e.ContactEnded: self._customers.leave,
            e.OfferMade: self._staff.hear_ring,
            e.AgentPaused: self._staff.recover,
            e.WrapUpStarted: self._staff.wrap_up,
            e.BreathStarted: self._colleagues.rest,
            e.AgentBecameReady: self._colleagues.stand_by_again,
            e.PartyAsked: self._colleagues.hear_ask,
            e.PartyCame: self._colleagues.be_there,
            e.ContactHandedOver: self._colleagues.talk,
            e.ContactLeftOutside: self._colleagues.be_left_outside,
        }

    def run(self) -> Iterator[Step]:
        """All that happens, in order, from the setting up to the last contact's end."""
        for command in self._set_up():
            yield self._do(command)
        self._customers.plan_day()
        self._staff.plan_day()
        self._called.plan_day()
        self._colleagues.plan_day()
        while (step := self._next()) is not None:
            yield step

    def _arrive(self, event: e.ContactArrived) -> None:
        self._customers.wait(event)
        self._called.come(event)

    def _talk(self, event: e.OfferAccepted | e.CallbackAnswered) -> None:
        if self.state.contacts[event.contact_id].callback is None:
            self._customers.talk(event)
            self._colleagues.talk(event)

    def _set_up(self) -> Iterator[c.AnyCommand]:
        scenario = self._stage.scenario
        for queue in scenario.queues:
            yield c.AddQueue(
                command_id=self._stage.command_id(),
                at=scenario.starts_at,
                queue_id=queue.queue_id,
                settings=queue.settings,
            )
        yield from self._staff.arrive()
        yield from self._colleagues.arrive()

    def _next(self) -> Step | None:
        """The next thing that happens: the core's own deadline or one of ours, whichever is first."""
        while True:
            deadline = next_deadline(self.state)
            planned = self._stage.next_at()
            if deadline is not None and (planned is None or deadline <= planned):
                return self._do(c.Tick(command_id=self._stage.command_id(), at=max(deadline, self.state.now)))
            if planned is None:
                return None
            command = self._stage.play_next()
            if command is not None:
                return self._do(command)

    def _do(self, command: c.AnyCommand) -> Step:
        decided = decide(self.state, command)
        if isinstance(decided, Rejected):
            return command, ()
        for event in decided:
            apply(self.state, event)
        for event in decided:
            react = self._reactions.get(type(event))
            if react is not None:
                react(event)
        return command, decided
