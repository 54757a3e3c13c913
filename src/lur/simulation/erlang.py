"""What queueing theory says a queue must do: the check values of the simulation and the base of staffing.

Erlang B and C: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
automatic telephone exchanges", 1917. Impatient customers (Erlang A): C. Palm, "Research on telephone traffic
carried by full availability groups", 1946; the measures as in O. Garnett, A. Mandelbaum and M. Reiman,
"Designing a call center with impatient customers", 2002.

All assume Poisson arrivals, exponential handling times and, where customers give up, exponential patience.
Sums run over the birth-death chain in logarithms, so a thousand agents are no trouble. For a customer who
finds all n agents busy and j waiting, exp(-wait/patience) has a Beta(c, j+1) distribution with c = n *
patience / handling, whose distribution function is a finite sum of positive terms: no integrals are needed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

_NEGLIGIBLE = 1e-18


class Work(msgspec.Struct, frozen=True):
    """What comes in: calls in a period, and the mean time each takes an agent."""

    calls: float
    period_s: float
    handling_s: float

    def __post_init__(self) -> None:
        _positive(calls=self.calls, period_s=self.period_s, handling_s=self.handling_s)

    @property
    def arrivals_per_s(self) -> float:
        """Calls a second."""
        return self.calls / self.period_s

    @property
    def load_erlang(self) -> float:
        """Work in erlang: the mean number of agents that would be busy if nobody waited or gave up."""
        return self.arrivals_per_s * self.handling_s


class PatientQueue(msgspec.Struct, frozen=True):
    """Steady state when everybody waits (Erlang C). Probabilities and shares are 0 to 1, times in seconds."""

    waiting_probability: float
    mean_wait_s: float
    """Over all calls (ASA); infinite when the agents cannot keep up."""
    service_level: float
    """Share of calls answered within the target."""
    occupancy: float


class ImpatientQueue(msgspec.Struct, frozen=True):
    """Steady state when customers give up (Erlang A). Shares are 0 to 1, times in seconds."""

    waiting_probability: float
    abandonment: float
    """Share of all calls whose customer gives up."""
    mean_wait_s: float
    """Over all calls, those given up included."""
    service_level_offered: float
    """Answered within the target / all calls."""
    service_level_answered: float
    """Answered within the target / answered calls."""
    service_level_virtual: float
    """Share of calls that would be answered within the target if their customer never gave up."""
    occupancy: float


def erlang_b(agents: int, load_erlang: float) -> float:
    """Probability that a call finds all agents busy when nobody may wait (Erlang 1917)."""
    blocking = 1.0
    for number in range(1, agents + 1):
        blocking = load_erlang * blocking / (number + load_erlang * blocking)
    return blocking


def erlang_c(agents: int, load_erlang: float) -> float:
    """Probability that a call must wait when all wait as long as it takes (Erlang 1917); 1 under overload."""
    if load_erlang >= agents:
        return 1.0
    blocking = erlang_b(agents, load_erlang)
    return agents * blocking / (agents - load_erlang * (1.0 - blocking))


def patient_queue(work: Work, agents: int, target_s: float) -> PatientQueue:
    """The measures of Erlang C."""
    _positive(agents=agents)
    spare_per_s = agents / work.handling_s - work.arrivals_per_s
    if spare_per_s <= 0:
        return PatientQueue(1.0, math.inf, 0.0, 1.0)
    waiting = erlang_c(agents, work.load_erlang)
    return PatientQueue(
        waiting_probability=waiting,
        mean_wait_s=waiting / spare_per_s,
        service_level=1.0 - waiting * math.exp(-spare_per_s * target_s),
        occupancy=work.load_erlang / agents,
    )


def impatient_queue(work: Work, patience_s: float, agents: int, target_s: float) -> ImpatientQueue:
    """The measures of Erlang A; `patience_s` is the mean time after which a waiting customer gives up."""
    _positive(agents=agents, patience_s=patience_s)
    waiting = _waiting_states(work, patience_s, agents)
    rank = agents * patience_s / work.handling_s
    late, late_tilted = _lateness(rank, target_s / patience_s), _lateness(rank + 1, target_s / patience_s)
    busy = math.fsum(waiting)
    mean_waiting = math.fsum(count * probability for count, probability in enumerate(waiting))
    abandonment = mean_waiting / patience_s / work.arrivals_per_s
    too_late = math.fsum(probability * next(late) for probability in waiting)
    in_time = math.fsum(
        probability * rank / (rank + ahead + 1) * (1.0 - next(late_tilted))
        for ahead, probability in enumerate(waiting)
    )
    offered = 1.0 - busy + in_time
    return ImpatientQueue(
        waiting_probability=busy,
        abandonment=abandonment,
        mean_wait_s=mean_waiting / work.arrivals_per_s,
        service_level_offered=offered,
        service_level_answered=offered / (1.0 - abandonment),
        service_level_virtual=1.0 - too_late,
        occupancy=work.load_erlang * (1.0 - abandonment) / agents,
    )


def _waiting_states(work: Work, patience_s: float, agents: int) -> list[float]:
    """Probabilities that all agents are busy and 0, 1, 2 ... customers wait."""
    blocking = erlang_b(agents, work.load_erlang)
    if blocking == 0.0:
        return [0.0]
    logs = list(_log_weights(work, patience_s, agents))
    highest = max(logs)
    weights = [math.exp(log - highest) for log in logs]
    not_all_busy = math.exp(-highest) * (1.0 - blocking) / blocking
    total = math.fsum((not_all_busy, *weights))
    return [weight / total for weight in weights]


def _log_weights(work: Work, patience_s: float, agents: int) -> Iterator[float]:
    """Logarithms of the waiting states' weights, the first (nobody waits, all busy) being 1."""
    log = highest = 0.0
    waiting = 0
    yield log
    while log > highest + math.log(_NEGLIGIBLE):
        waiting += 1
        leaving_per_s = agents / work.handling_s + waiting / patience_s
        log += math.log(work.arrivals_per_s / leaving_per_s)
        highest = max(highest, log)
        yield log


def _lateness(rank: float, target: float) -> Iterator[float]:
    """For j = 0, 1, 2 ...: the distribution function of Beta(rank, j+1) at exp(-target).

    As a negative binomial sum of positive terms: x^c * sum of (c)_i / i! * (1-x)^i for i = 0 to j.
    """
    if target <= 0:
        while True:
            yield 1.0
    log_share = math.log(-math.expm1(-target))
    log_term = -rank * target
    total, count = 0.0, 0
    while True:
        total += math.exp(log_term)
        yield min(total, 1.0)
        log_term += math.log((rank + count) / (count + 1)) + log_share
        count += 1


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not value > 0:
            raise ValueError(f"{name} must be above zero, not {value}")
