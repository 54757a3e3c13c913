"""Days at a company like our customers': telephone queues, written ones, lunch, and all that goes wrong.

``Day`` is what ``lur simulate`` is asked for; it knows the command line that plays it again.
"""

from __future__ import annotations

import msgspec

from lur.core.ids import Channel, QueueId
from lur.core.values import OpenSpan, Overflow, QueueSettings, Skill
from lur.simulation.scenario import HOUR_MS, Faults, Scenario, SimulatedQueue

DAY_CURVE = (0.5, 0.9, 1.3, 1.4, 1.2, 0.9, 1.0, 1.2, 1.0, 0.6)
"""How arrivals spread over a working day, as shares of the mean, in ten equal parts: two humps around lunch.
"""
MONDAY = 1_767_596_400_000
"""Monday 5 January 2026, 08:00 in Stockholm and Oslo."""
WINTER_OFFSET_MIN = 60
OPENS_MIN = 8 * 60

VOICE = (("leverans", 0.5, 200_000), ("retur", 0.3, 160_000), ("teknik", 0.2, 330_000))
"""Telephone queues of the simulated company: name, share of the calls, mean handling time."""
MIXES = (("leverans", "retur"), ("leverans", "retur", "teknik"), ("leverans",), ("retur", "teknik"))


def working_day(*, contacts: int, agents: int, hours: int = 10) -> Scenario:
    """A day at a company with three telephone queues and impatient callers; agents have one, two or three
    skills.
    """
    return Scenario(
        length_ms=hours * HOUR_MS,
        queues=_telephone(contacts),
        agents=tuple(tuple(Skill(name, 2) for name in MIXES[n % len(MIXES)]) for n in range(agents)),
        answer_ms=4_000,
        breaks=True,
        curve=DAY_CURVE,
        faults=Faults(
            missed_rings=0.02, declined=0.01, agent_line_lost=0.003, customer_line_lost=0.005, hard=0.04
        ),
        starts_at=MONDAY,
        utc_offset_min=WINTER_OFFSET_MIN,
    )


def _telephone(contacts: float) -> tuple[SimulatedQueue, ...]:
    return tuple(
        SimulatedQueue(
            queue_id=QueueId(name),
            settings=QueueSettings(
                name=name.capitalize(), required_skills=(Skill(name),), wrap_up_ms=25_000, breath_ms=10_000
            ),
            contacts=contacts * share,
            handling_ms=handling_ms,
            patience_ms=240_000,
        )
        for name, share, handling_ms in VOICE
    )


def rough_day(*, contacts: int, agents: int, hours: int = 10) -> Scenario:
    """The same company with chat and mail, where everything goes wrong far too often and the doors close
    early.
    """
    written: tuple[tuple[str, Channel, float, int, int], ...] = (
        ("chatt", "chat", 0.2, 90_000, 300_000),
        ("mejl", "mail", 0.1, 4 * HOUR_MS, 200_000),
    )
    spoken = contacts * (1 - sum(share for _, _, share, _, _ in written))
    opening_hours = (OpenSpan(0, OPENS_MIN, OPENS_MIN + hours * 54),)
    queues = tuple(
        _flowing_over(_without_rest(_closing(queue, opening_hours))) for queue in _telephone(spoken)
    )
    queues += tuple(
        SimulatedQueue(
            queue_id=QueueId(name),
            settings=QueueSettings(
                name=name.capitalize(),
                channel=channel,
                promise_ms=promise_ms,
                required_skills=(Skill(name),),
                wrap_up_ms=15_000,
            ),
            contacts=contacts * share,
            handling_ms=handling_ms,
            patience_ms=600_000 if channel == "chat" else None,
        )
        for name, channel, share, promise_ms, handling_ms in written
    )
    mixes = (*((*mix, "chatt") for mix in MIXES), ("chatt", "mejl"), ("leverans", "mejl"))
    return Scenario(
        length_ms=hours * HOUR_MS,
        queues=queues,
        agents=tuple(tuple(Skill(name, 2) for name in mixes[n % len(mixes)]) for n in range(agents)),
        helpers=2 + agents // 8,
        written_capacity=3,
        answer_ms=6_000,
        breaks=True,
        curve=DAY_CURVE,
        faults=ROUGH,
        starts_at=MONDAY,
        utc_offset_min=WINTER_OFFSET_MIN,
    )


def _closing(queue: SimulatedQueue, opening_hours: tuple[OpenSpan, ...]) -> SimulatedQueue:
    settings = msgspec.structs.replace(queue.settings, opening_hours=opening_hours)
    return msgspec.structs.replace(queue, settings=settings)


def _flowing_over(queue: SimulatedQueue) -> SimulatedQueue:
    """Technical questions go to everybody after a while, and not many may wait with them."""
    if queue.queue_id != "teknik":
        return queue
    rules = tuple(Overflow(after_ms, QueueId(name)) for after_ms, name in OVERFLOW)
    settings = msgspec.structs.replace(queue.settings, overflow=rules, most_waiting=6)
    return msgspec.structs.replace(queue, settings=settings)


OVERFLOW = ((60_000, "leverans"), (120_000, "retur"))


def _without_rest(queue: SimulatedQueue) -> SimulatedQueue:
    """Returns have no wrap-up and no breath there: one command ends a contact and offers the next."""
    if queue.queue_id != "retur":
        return queue
    settings = msgspec.structs.replace(queue.settings, wrap_up_ms=0, breath_ms=0)
    return msgspec.structs.replace(queue, settings=settings)


ROUGH = Faults(
    missed_rings=0.08,
    declined=0.05,
    agent_line_lost=0.04,
    customer_line_lost=0.04,
    waiting_line_lost=0.05,
    called_again=0.4,
    moved=0.06,
    held=0.15,
    hard=0.1,
    more_time=0.1,
    went_home=0.3,
    desk_lost=0.3,
    described_late=0.05,
    entering=0.3,
    place_kept=0.2,
    time_chosen=0.3,
    called_meanwhile=0.2,
    not_reached=0.4,
    stated=0.1,
    informed=0.2,
    consulted=0.08,
    handed_over=0.4,
    conference=0.4,
    transferred=0.05,
    left=0.5,
    outside=0.15,
    helped=0.05,
    joined=0.03,
    taken_over=0.3,
    learning=0.3,
    called_out=0.05,
)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day that ``lur simulate`` can play."""

    seed: int
    contacts: int = 4_000
    agents: int = 40
    hours: int = 10
    rough: bool = False

    def scenario(self) -> Scenario:
        """What the day consists of."""
        kind = rough_day if self.rough else working_day
        return kind(contacts=self.contacts, agents=self.agents, hours=self.hours)

    def command(self) -> str:
        """The command line that plays and checks this day."""
        sizes = f"--contacts {self.contacts} --agents {self.agents} --hours {self.hours}"
        return f"lur simulate --seed {self.seed} {sizes}{' --rough' if self.rough else ''} --check"
