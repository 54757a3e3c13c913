"""What a simulated day consists of: queues, agents, and how people behave. Frozen, so that a seed is the
whole story.
"""

from __future__ import annotations

import msgspec

from lur.core.ids import QueueId
from lur.core.values import QueueSettings, Skill

HOUR_MS = 3_600_000
DAY_CURVE = (0.5, 0.9, 1.3, 1.4, 1.2, 0.9, 1.0, 1.2, 1.0, 0.6)
"""How arrivals spread over a working day, as shares of the mean, in ten equal parts: two humps around lunch.
"""


class SimulatedQueue(msgspec.Struct, frozen=True, kw_only=True):
    """A queue and those who turn to it. Means in milliseconds; arrivals are Poisson, the rest exponential."""

    queue_id: QueueId
    settings: QueueSettings
    contacts: float
    """Mean number of arrivals over the scenario."""
    handling_ms: float
    patience_ms: float | None = None
    """How long people wait before they give up, in the mean; None for ever."""


class Faults(msgspec.Struct, frozen=True, kw_only=True):
    """How often something goes wrong: shares of offers and of talks."""

    missed_rings: float = 0.0
    declined: float = 0.0
    agent_line_lost: float = 0.0
    customer_line_lost: float = 0.0
    hard: float = 0.0


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A whole day. ``curve`` shapes the arrivals in equal parts of the day, mean 1."""

    length_ms: int
    queues: tuple[SimulatedQueue, ...]
    agents: tuple[tuple[Skill, ...], ...]
    """The skills of each agent; all are ready from the first instant."""
    answer_ms: float = 0.0
    """Mean time from ring to answer."""
    breaks: bool = False
    """Whether agents take a lunch and two short pauses, spread over the day."""
    curve: tuple[float, ...] = (1.0,)
    faults: Faults = Faults()
    starts_at: int = 0
    until_empty: bool = True
    """Whether those who wait at closing time are still served."""


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


def working_day(*, contacts: int, agents: int, hours: int = 10) -> Scenario:
    """A day at a company with three telephone queues and impatient callers; agents have one, two or three
    skills.
    """
    names = (("leverans", 0.5, 200_000), ("retur", 0.3, 160_000), ("teknik", 0.2, 330_000))
    queues = tuple(
        SimulatedQueue(
            queue_id=QueueId(name),
            settings=QueueSettings(
                name=name.capitalize(), required_skills=(Skill(name),), wrap_up_ms=25_000, breath_ms=10_000
            ),
            contacts=contacts * share,
            handling_ms=handling_ms,
            patience_ms=240_000,
        )
        for name, share, handling_ms in names
    )
    mixes = (("leverans", "retur"), ("leverans", "retur", "teknik"), ("leverans",), ("retur", "teknik"))
    return Scenario(
        length_ms=hours * HOUR_MS,
        queues=queues,
        agents=tuple(tuple(Skill(name, 2) for name in mixes[n % len(mixes)]) for n in range(agents)),
        answer_ms=4_000,
        breaks=True,
        curve=DAY_CURVE,
        faults=Faults(
            missed_rings=0.02, declined=0.01, agent_line_lost=0.003, customer_line_lost=0.005, hard=0.04
        ),
    )
