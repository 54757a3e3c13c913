"""Ten times the usual arrivals for five minutes: seen within a minute, nobody lost, nobody overtaken."""

from __future__ import annotations

from collections import Counter

import pytest

from core.centre import MONDAY_NOON, SECOND
from lur.core import events as e
from lur.core.fairness import Fairness
from lur.core.ids import ContactId, Instant, QueueId
from lur.core.invariants import violations
from lur.core.storm import HOUR_MS, SUSTAINED_MS, WEEK_HOURS, WINDOWS_MS, Chart, Surge, Usual
from lur.core.values import QueueSettings
from lur.simulation.scenario import Faults, Scenario, SimulatedQueue
from lur.simulation.world import World

MINUTE = 60 * SECOND
PARTS = 48
"""A day of four hours in parts of five minutes."""
STORM_PART = 30
STORM_AT = MONDAY_NOON + STORM_PART * 5 * MINUTE
AN_HOUR = 60.0


def stormy() -> Scenario:
    """One busy queue, and five minutes in which everybody calls."""
    settings = QueueSettings(name="support", promise_ms=60 * SECOND, wrap_up_ms=20 * SECOND, breath_ms=0)
    return Scenario(
        length_ms=PARTS * 5 * MINUTE,
        queues=(
            SimulatedQueue(
                queue_id=QueueId("support"),
                settings=settings,
                contacts=AN_HOUR * 4,
                handling_ms=180 * SECOND,
                patience_ms=600 * SECOND,
            ),
        ),
        agents=((),) * 5,
        answer_ms=3 * SECOND,
        curve=tuple(10.0 if part == STORM_PART else 1.0 for part in range(PARTS)),
        faults=Faults(entering=0.3, place_kept=0.3, not_reached=0.2, called_again=0.3),
        starts_at=MONDAY_NOON,
    )


def known() -> Chart:
    """What earlier weeks were like."""
    usual = Usual()
    for hour in list(range(WEEK_HOURS)) * 4:
        usual.count(hour, int(AN_HOUR))
    return Chart(usual)


@pytest.mark.parametrize("seed", range(4))
def test_a_storm_is_seen_and_weathered(seed: int) -> None:
    """No proposal before the storm; one within a minute of its becoming significant; each who came has
    exactly one end, none of them lost, in one order."""
    world, chart, fairness = World(stormy(), seed), known(), Fairness()
    came: set[ContactId] = set()
    ends: Counter[ContactId] = Counter()
    outcomes: Counter[str] = Counter()
    above_at: Instant | None = None
    surge: Surge | None = None
    in_storm = 0
    for _, events in world.run():
        for event in events:
            fairness.observe(event)
            if isinstance(event, e.ContactArrived):
                came.add(event.contact_id)
                in_storm += STORM_AT <= event.at < STORM_AT + 5 * MINUTE
                chart.arrived(event.at)
            elif isinstance(event, e.ContactEnded):
                ends[event.contact_id] += 1
                outcomes[event.outcome] += 1
            surge = surge or chart.look(event.at, 0)
            above_at = above_at or chart._above_since
    assert in_storm > 7 * AN_HOUR / 12
    assert surge is not None
    assert above_at is not None
    assert STORM_AT <= above_at <= STORM_AT + WINDOWS_MS[0]
    assert surge.since - above_at <= MINUTE
    assert surge.since >= above_at + SUSTAINED_MS
    assert came == set(ends)
    assert set(ends.values()) == {1}
    assert outcomes["lost"] == 0
    assert outcomes["served"] > 0.6 * len(came)
    assert fairness.overtakings == []
    assert violations(world.state) == []
    assert world.state.now < MONDAY_NOON + 4 * HOUR_MS + 3 * HOUR_MS, "the storm is over some time"
