"""Those who call and write: when they come, how long they wait, how long they talk, and lines that fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import MINUTE_MS, ContactId, Instant, QueueId
from lur.core.transitions import SERVED
from lur.core.values import EndCause
from lur.simulation.scenario import SimulatedQueue
from lur.simulation.stage import Stage

CALLS_AGAIN_MS = 4 * MINUTE_MS


@dataclass(slots=True)
class Customers:
    """Everybody who turns to the centre in one simulated day."""

    stage: Stage
    _queues: dict[QueueId, SimulatedQueue] = field(init=False)
    _closes_at: Instant = field(init=False)
    _came: int = 0

    def __post_init__(self) -> None:
        scenario = self.stage.scenario
        self._queues = {queue.queue_id: queue for queue in scenario.queues}
        self._closes_at = scenario.starts_at + scenario.length_ms

    def plan_day(self) -> None:
        """The first arrival in each queue; each plans the next."""
        for queue in self._queues.values():
            self._plan_arrival(queue, self.stage.scenario.starts_at)

    def _plan_arrival(self, queue: SimulatedQueue, after: Instant) -> None:
        """The next of a Poisson stream with the day's curve, by thinning (Lewis and Shedler 1979)."""
        scenario, random = self.stage.scenario, self.stage.random
        curve = scenario.curve
        highest = max(curve)
        arrivals_per_ms = queue.contacts / scenario.length_ms * highest
        at = float(after)
        while True:
            at += random.expovariate(arrivals_per_ms)
            if at >= self._closes_at:
                return
            part = int((at - scenario.starts_at) * len(curve) / scenario.length_ms)
            if len(curve) == 1 or random.random() * highest < curve[part]:
                break
        self.stage.plan(int(at), partial(self._arrive, queue))

    def _arrive(self, queue: SimulatedQueue, at: Instant) -> c.AnyCommand:
        self._plan_arrival(queue, at)
        return self._arrival(queue, at)

    def _arrival(self, queue: SimulatedQueue, at: Instant) -> c.ArriveContact:
        self._came += 1
        return c.ArriveContact(
            command_id=self.stage.command_id(),
            at=at,
            utc_offset_min=self.stage.scenario.utc_offset_min,
            actor="simulation",
            contact_id=ContactId(f"c{self._came}"),
            queue_id=queue.queue_id,
            channel=queue.settings.channel,
            entry=queue.queue_id,
            entering=queue.settings.channel == "voice"
            and self.stage.chance(self.stage.scenario.faults.entering),
        )

    def wait(self, event: e.ContactArrived) -> None:
        """Have patience for a while; the line may fail too."""
        stage = self.stage
        patience_ms = self._queues[event.queue_id].patience_ms
        if patience_ms is not None:
            leaves_at = event.at + stage.exponential(patience_ms)
            stage.plan(leaves_at, partial(self._give_up, event.contact_id))
        if stage.chance(stage.scenario.faults.waiting_line_lost):
            fails_at = event.at + stage.exponential(MINUTE_MS)
            stage.plan(fails_at, partial(self._lose_line, event.contact_id))

    def _give_up(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        contact = self.stage.state.contacts.get(contact_id)
        if contact is None or contact.callback is not None or contact.phase in SERVED:
            return None
        return self._end(contact_id, at, "hung_up")

    def _lose_line(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        contact = self.stage.state.contacts.get(contact_id)
        if contact is None or contact.callback is not None:
            return None
        return c.EndContact(
            command_id=self.stage.command_id(),
            at=at,
            actor="simulation",
            contact_id=contact_id,
            ended_by="system",
            cause="line_lost",
        )

    def leave(self, event: e.ContactEnded) -> None:
        """Call again soon, when it came to nothing."""
        stage = self.stage
        former = stage.state.left.get(event.contact_id)
        if former is None or not stage.chance(stage.scenario.faults.called_again):
            return
        at = event.at + stage.exponential(CALLS_AGAIN_MS)
        if at < self._closes_at:
            queue = next(q for q in self._queues.values() if q.settings.channel == former.channel)
            stage.plan(at, partial(self._call_again, queue, event.contact_id))

    def ask_to_be_called(self, event: e.CallbackAsked) -> None:
        """And perhaps call in before it is their turn."""
        stage = self.stage
        at = event.at + stage.exponential(CALLS_AGAIN_MS)
        if at < self._closes_at and stage.chance(stage.scenario.faults.called_meanwhile):
            queue = self._queues[stage.state.contacts[event.contact_id].queue_id]
            stage.plan(at, partial(self._call_again, queue, event.contact_id))

    def _call_again(self, queue: SimulatedQueue, former_id: ContactId, at: Instant) -> c.AnyCommand:
        arrival = self._arrival(queue, at)
        self.stage.plan(at, partial(self._resume_place, arrival.contact_id, former_id))
        return arrival

    def _resume_place(self, contact_id: ContactId, former_id: ContactId, at: Instant) -> c.AnyCommand:
        return c.ResumePlace(
            command_id=self.stage.command_id(),
            at=at,
            actor="simulation",
            contact_id=contact_id,
            former_id=former_id,
        )

    def talk(self, event: e.OfferAccepted | e.CallbackAnswered) -> None:
        """Say what it is about, and hang up or be moved on."""
        stage = self.stage
        faults = stage.scenario.faults
        queue = self._queues[stage.state.contacts[event.contact_id].queue_id]
        ends_at = event.at + stage.exponential(queue.handling_ms)
        if stage.chance(faults.held):
            self._plan_hold(event.contact_id, event.at, ends_at)
        if stage.chance(faults.agent_line_lost):
            stage.plan(ends_at, partial(self._come_back, event.contact_id))
            stage.plan(ends_at, partial(self._go, event.contact_id))
        elif stage.chance(faults.moved):
            stage.plan(ends_at, partial(self._move_on, event.contact_id))
            stage.plan(ends_at, partial(self._go, event.contact_id))
        else:
            cause: EndCause = "line_lost" if stage.chance(faults.customer_line_lost) else "hung_up"
            stage.plan(ends_at, partial(self._hang_up, event.contact_id, cause))

    def _plan_hold(self, contact_id: ContactId, from_at: Instant, to_at: Instant) -> None:
        """Parked in the middle third of the talk."""
        third_ms = (to_at - from_at) // 3
        self.stage.plan(from_at + third_ms, partial(self._park, c.HoldContact, contact_id))
        self.stage.plan(to_at - third_ms, partial(self._park, c.ResumeContact, contact_id))

    def _park(
        self, kind: type[c.HoldContact | c.ResumeContact], contact_id: ContactId, at: Instant
    ) -> c.AnyCommand:
        return kind(command_id=self.stage.command_id(), at=at, actor="simulation", contact_id=contact_id)

    def _hang_up(self, contact_id: ContactId, cause: EndCause, at: Instant) -> c.AnyCommand | None:
        return self._end(contact_id, at, cause) if contact_id in self.stage.state.contacts else None

    def _go(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        """Hang up after all, when it went neither back nor on."""
        contact = self.stage.state.contacts.get(contact_id)
        return self._end(contact_id, at, "hung_up") if contact and contact.phase in SERVED else None

    def _end(self, contact_id: ContactId, at: Instant, cause: EndCause) -> c.AnyCommand:
        return c.EndContact(
            command_id=self.stage.command_id(),
            at=at,
            actor="simulation",
            contact_id=contact_id,
            ended_by="customer",
            cause=cause,
        )

    def _come_back(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        if contact_id not in self.stage.state.contacts:
            return None
        return c.ReturnContact(
            command_id=self.stage.command_id(),
            at=at,
            actor="simulation",
            contact_id=contact_id,
            reason="agent_line_lost",
        )

    def _move_on(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        contact = self.stage.state.contacts.get(contact_id)
        if contact is None:
            return None
        same = [q.queue_id for q in self._queues.values() if q.settings.channel == contact.channel]
        return c.MoveContact(
            command_id=self.stage.command_id(),
            at=at,
            utc_offset_min=self.stage.scenario.utc_offset_min,
            actor="simulation",
            contact_id=contact_id,
            queue_id=self.stage.random.choice(same),
        )
