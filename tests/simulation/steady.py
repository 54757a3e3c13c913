"""Long runs cut in batches: means, and how far from them the truth may lie, from the batches themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from lur.core import events as e
from lur.core.ids import ContactId, Instant
from lur.core.measures import Measures
from lur.simulation.erlang import Work
from lur.simulation.scenario import Scenario
from lur.simulation.textbook import one_skill
from lur.simulation.world import World

BATCHES = 30
T_999 = 3.659
"""Student's t for 29 degrees of freedom: 99.9 of 100 intervals hold the truth."""


@dataclass(frozen=True)
class Case:
    """One row of the table of check values; ``patience_s`` None for people who wait for ever."""

    calls: float
    period_s: float
    handling_s: float
    patience_s: float | None
    agents: int
    target_s: float

    def work(self) -> Work:
        """What comes in."""
        return Work(self.calls, self.period_s, self.handling_s)


@dataclass
class Batch:
    """Those who arrived in one stretch of time, and the centre's own figures of it."""

    arrived: int = 0
    waited: int = 0
    abandoned: int = 0
    in_target: int = 0
    wait_s: float = 0.0
    lur_service_level: float = 0.0
    lur_abandonment: float = 0.0
    lur_asa_s: float = 0.0
    lur_occupancy: float = 0.0


@dataclass
class Interval:
    """A mean and half the width of its interval."""

    mean: float
    half: float

    def holds(self, truth: float) -> bool:
        """Whether ``truth`` lies inside."""
        return abs(self.mean - truth) <= self.half


@dataclass
class Run:
    """Follows one long run; what happens before ``begins_at`` only warms the centre up."""

    begins_at: Instant
    batch_ms: int
    target_ms: int
    batches: list[Batch] = field(default_factory=lambda: [Batch() for _ in range(BATCHES)])
    _measures: Measures = field(default_factory=Measures)
    _entered: dict[ContactId, Instant] = field(default_factory=dict)
    _rolled: int = -1

    def observe(self, event: e.AnyEvent) -> None:
        """Take in the next event."""
        while self._rolled < BATCHES and event.at >= self.begins_at + (self._rolled + 1) * self.batch_ms:
            self._roll()
        self._measures.observe(event)
        if isinstance(event, e.ContactArrived):
            self._entered[event.contact_id] = event.at
        elif isinstance(event, e.OfferAccepted | e.ContactEnded) and event.contact_id in self._entered:
            self._count(self._entered.pop(event.contact_id), event)

    def _count(self, entered: Instant, event: e.OfferAccepted | e.ContactEnded) -> None:
        number = (entered - self.begins_at) // self.batch_ms
        if not 0 <= number < BATCHES:
            return
        batch = self.batches[number]
        wait_ms = event.at - entered
        answered = isinstance(event, e.OfferAccepted)
        batch.arrived += 1
        batch.waited += wait_ms > 0
        batch.abandoned += not answered
        batch.in_target += answered and wait_ms <= self.target_ms
        batch.wait_s += wait_ms / 1000

    def _roll(self) -> None:
        border = self.begins_at + (self._rolled + 1) * self.batch_ms
        if 0 <= self._rolled < BATCHES:
            batch, total = self.batches[self._rolled], self._measures.total()
            batch.lur_service_level = total.service_level() or 0.0
            batch.lur_abandonment = total.abandonment() or 0.0
            batch.lur_asa_s = (total.asa_ms() or 0) / 1000
            batch.lur_occupancy = self._measures.occupancy(border) or 0.0
        self._measures.roll(border)
        self._rolled += 1

    def share(self, name: str) -> Interval:
        """A count or sum per arrival: the ratio of means, its error from the batches' residuals."""
        arrived = [batch.arrived for batch in self.batches]
        values = [float(getattr(batch, name)) for batch in self.batches]
        ratio = sum(values) / sum(arrived)
        residuals = [value - ratio * count for value, count in zip(values, arrived, strict=True)]
        error = math.sqrt(sum(x * x for x in residuals) / (BATCHES - 1) / BATCHES)
        return Interval(ratio, T_999 * error / (sum(arrived) / BATCHES))

    def figure(self, name: str) -> Interval:
        """One of the centre's own figures, as the mean of the batches."""
        return interval([getattr(batch, name) for batch in self.batches])


def interval(values: Sequence[float]) -> Interval:
    """The mean of ``BATCHES`` independent values and half its interval."""
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return Interval(mean, T_999 * math.sqrt(variance / len(values)))


def scenario_of(case: Case, calls_a_batch: int, warm_up_s: float) -> Scenario:
    """The case, long enough to warm up and for all batches."""
    length_s = warm_up_s + BATCHES * calls_a_batch * case.period_s / case.calls
    return one_skill(
        contacts=length_s * case.calls / case.period_s,
        length_ms=int(length_s * 1000),
        handling_ms=int(case.handling_s * 1000),
        patience_ms=None if case.patience_s is None else int(case.patience_s * 1000),
        agents=case.agents,
        promise_ms=int(case.target_s * 1000),
    )


@cache
def run(case: Case, *, seed: int, calls_a_batch: int) -> Run:
    """Play the case, once; the first fifteen handling times warm up."""
    warm_up_s = 15 * case.handling_s
    watched = Run(
        begins_at=int(warm_up_s * 1000),
        batch_ms=int(calls_a_batch * case.period_s / case.calls * 1000),
        target_ms=int(case.target_s * 1000),
    )
    for _, events in World(scenario_of(case, calls_a_batch, warm_up_s), seed).run():
        for event in events:
            watched.observe(event)
    return watched
