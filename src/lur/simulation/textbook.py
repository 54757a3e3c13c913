"""Scenarios with an answer in theory, or made for measuring: no faults, the same from hour to hour."""

from __future__ import annotations

from lur.core.ids import QueueId
from lur.core.values import QueueSettings, Skill
from lur.simulation.scenario import HOUR_MS, Scenario, SimulatedQueue


def one_skill(
    *,
    contacts: float,
    length_ms: int,
    handling_ms: float,
    patience_ms: float | None,
    agents: int,
    promise_ms: int,
) -> Scenario:
    """The textbook case, M/M/n+M: one queue, no wrap-up, no faults. Compared with Erlang C and A."""
    settings = QueueSettings(
        name="one", promise_ms=promise_ms, wrap_up_ms=0, breath_ms=0, tell_every_ms=0, ring_timeout_ms=300_000
    )
    queue = SimulatedQueue(
        queue_id=QueueId("one"),
        settings=settings,
        contacts=contacts,
        handling_ms=handling_ms,
        patience_ms=patience_ms,
    )
    return Scenario(length_ms=length_ms, queues=(queue,), agents=((),) * agents)


def five_skills(*, contacts: float, agents: int, length_ms: int) -> Scenario:
    """Five telephone queues with impatient callers and each agent on two of them, in a chain; the measure of
    speed. Wrap-up, breath and the telling of waits are as they come.
    """
    names = ("ett", "tva", "tre", "fyra", "fem")
    queues = tuple(
        SimulatedQueue(
            queue_id=QueueId(name),
            settings=QueueSettings(name=name.capitalize(), required_skills=(Skill(name),)),
            contacts=contacts / len(names),
            handling_ms=200_000,
            patience_ms=120_000,
        )
        for name in names
    )
    pairs = ((Skill(names[n % 5], 2), Skill(names[(n + 1) % 5])) for n in range(agents))
    return Scenario(length_ms=length_ms, queues=queues, agents=tuple(pairs), answer_ms=3_000)


def steady(*, contacts: float, agents: int, hours: int) -> Scenario:
    """One queue of callers who wait for ever, with ring, wrap-up and breath, the same from hour to hour: what
    the estimate of the wait is judged on.
    """
    queue = SimulatedQueue(
        queue_id=QueueId("one"), settings=QueueSettings(name="One"), contacts=contacts, handling_ms=200_000
    )
    return Scenario(length_ms=hours * HOUR_MS, queues=(queue,), agents=((),) * agents, answer_ms=3_000)
