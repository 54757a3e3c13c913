"""A surge is far more arrivals than usual: ordinary days have none, ten times the usual has one at once."""

from __future__ import annotations

import math
import random

import pytest

from lur.core.ids import DAY_MS, MINUTE_MS
from lur.core.storm import (
    CALM_MS,
    CHANCE,
    HOUR_MS,
    LEAST,
    PRIOR_PER_HOUR,
    SUSTAINED_MS,
    WEEK_HOURS,
    Chart,
    Usual,
    hour_of_week,
    limit_of,
)

MONDAY = 4 * DAY_MS
"""1970-01-05."""


def per_hour(hour: int, mean: float) -> float:
    """A day with a quiet night and a peak after noon."""
    return mean * (0.2 + 1.6 * math.exp(-(((hour % 24 - 13) / 4) ** 2)))


def usual(chance: random.Random, mean: float, weeks: int) -> Usual:
    """Earlier weeks of Poisson arrivals."""
    known = Usual()
    for hour in list(range(WEEK_HOURS)) * weeks:
        count, t = 0, chance.expovariate(1)
        while t < per_hour(hour, mean):
            count, t = count + 1, t + chance.expovariate(1)
        known.count(hour, count)
    return known


def arrivals(chance: random.Random, mean: float, start: int, ms: int, times: float = 1.0) -> list[int]:
    """Poisson arrivals from ``start``, ``times`` as many as usual."""
    found: list[int] = []
    t = float(start)
    while t < start + ms:
        t += chance.expovariate(times * per_hour(hour_of_week(int(t), 0), mean) / HOUR_MS)
        found.append(int(t))
    return found[:-1]


def flat(each_hour: int, weeks: int = 4) -> Usual:
    """Earlier weeks with the same number in every hour."""
    known = Usual()
    for hour in list(range(WEEK_HOURS)) * weeks:
        known.count(hour, each_hour)
    return known


@pytest.mark.parametrize("mean", [6, 40, 120])
def test_an_ordinary_month_has_no_surge(mean: int) -> None:
    """Thirty days of Poisson arrivals at each queue size: fewer than one false alarm."""
    chance = random.Random(mean)
    chart = Chart(usual(chance, mean, weeks=4))
    for at in arrivals(chance, mean, MONDAY, 30 * DAY_MS):
        chart.arrived(at)
        assert chart.look(at, 0) is None, at


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("mean", [40, 120, 400])
def test_ten_times_the_usual_is_a_surge_within_minutes(mean: int, seed: int) -> None:
    """Ten times the usual for five minutes: a surge, at most a minute after the limit was first reached."""
    chance = random.Random(seed)
    chart = Chart(usual(chance, mean, weeks=4))
    noon = MONDAY + 12 * HOUR_MS
    for at in arrivals(chance, mean, noon - 2 * HOUR_MS, 2 * HOUR_MS):
        chart.arrived(at)
        assert chart.look(at, 0) is None
    first_above = None
    for at in arrivals(chance, mean, noon, 5 * MINUTE_MS, times=10):
        chart.arrived(at)
        surge = chart.look(at, 0)
        first_above = first_above or chart._above_since
        if surge is not None:
            break
    assert surge is not None
    assert first_above is not None
    assert surge.since - first_above <= MINUTE_MS
    assert surge.arrived >= surge.limit > surge.usual


def test_a_small_queue_needs_the_least_number() -> None:
    """Seven callers at once are no surge however quiet the queue is; one more is."""
    chart = Chart(flat(0, weeks=50))
    noon = MONDAY + 12 * HOUR_MS
    for _ in range(LEAST - 1):
        chart.arrived(noon)
    assert chart.look(noon + SUSTAINED_MS, 0) is None
    chart.arrived(noon + SUSTAINED_MS)
    assert chart.look(noon + SUSTAINED_MS, 0) is None
    surge = chart.look(noon + 2 * SUSTAINED_MS, 0)
    assert surge is not None
    assert (surge.arrived, surge.limit, surge.window_ms) == (LEAST, LEAST, 5 * MINUTE_MS)


def risen(each_hour: int = 12, burst: int = 60) -> tuple[Chart, int]:
    """A chart with a surge, and when it rose."""
    chart, noon = Chart(flat(each_hour)), MONDAY + 12 * HOUR_MS
    for number in range(burst):
        chart.arrived(noon + number * 1_000)
        chart.look(noon + number * 1_000, 0)
    assert chart.surge is not None
    return chart, chart.surge.since


def test_a_surge_must_last() -> None:
    """A burst that is over within the time is none, and the time begins anew."""
    chart, noon = Chart(flat(12)), MONDAY + 12 * HOUR_MS
    for _ in range(20):
        chart.arrived(noon)
    assert chart.look(noon, 0) is None
    assert chart.look(noon + SUSTAINED_MS - 1, 0) is None
    assert chart.look(noon + 11 * MINUTE_MS, 0) is None
    for _ in range(20):
        chart.arrived(noon + 12 * MINUTE_MS)
    assert chart.look(noon + 12 * MINUTE_MS, 0) is None
    assert chart.look(noon + 12 * MINUTE_MS + SUSTAINED_MS, 0) is not None


def test_a_surge_shows_the_latest_figures() -> None:
    """While it lasts the numbers follow the arrivals and the time of its beginning stays."""
    chart, since = risen()
    before = chart.surge
    chart.arrived(since + MINUTE_MS)
    surge = chart.look(since + MINUTE_MS, 0)
    assert surge is not None
    assert before is not None
    assert surge.since == since
    assert surge.arrived == before.arrived + 1


def test_a_surge_does_not_flap() -> None:
    """Between the limit and half way down it stays; it ends when it has been calm for a while."""
    chart, since = risen()
    end = since + 15 * MINUTE_MS
    assert chart.look(end, 0) is not None, "calm begins"
    assert chart.look(end + CALM_MS - 1, 0) is not None
    for _ in range(7):
        chart.arrived(end + CALM_MS - 1)
    assert chart.look(end + CALM_MS, 0) is not None, "seven at once is not calm: the time begins anew"
    calm = end + CALM_MS + 10 * MINUTE_MS
    assert chart.look(calm, 0) is not None
    assert chart.look(calm + CALM_MS - 1, 0) is not None
    assert chart.look(calm + CALM_MS, 0) is None


def test_a_busy_day_is_no_surge() -> None:
    """What came in the last hour counts beside the earlier weeks: the same arrivals are a surge after a quiet
    hour, and none after one that was busy already."""
    noon = MONDAY + 12 * HOUR_MS
    found = []
    for per_hour_before in (100, 200):
        chart = Chart(flat(100, weeks=1))
        for at in range(noon - 2 * HOUR_MS, noon, HOUR_MS // per_hour_before):
            chart.arrived(at)
            assert chart.look(at, 0) is None
        for at in range(noon, noon + 15 * MINUTE_MS, HOUR_MS // 330):
            chart.arrived(at)
            chart.look(at, 0)
        found.append(chart.surge is not None)
    assert found == [True, False]


def test_an_unknown_queue_has_a_wide_limit() -> None:
    """Of a queue that nobody knows little is a surprise; of one with other hours, their mean is expected."""
    assert Usual().prior() == PRIOR_PER_HOUR
    assert flat(30, weeks=1).prior() == 30
    known, unknown = Chart(flat(12)), Chart()
    noon = MONDAY + 12 * HOUR_MS
    for chart in (known, unknown):
        for number in range(12):
            chart.arrived(noon + number * 1_000)
        chart.look(noon + 12_000, 0)
        chart.look(noon + MINUTE_MS, 0)
    assert known.surge is not None
    assert unknown.surge is None


def test_the_limit_is_a_tail_of_the_distribution() -> None:
    """Without unevenness it is Poisson's; with it, it is higher; and it never sinks below the least."""
    mean = 20.0
    limit = limit_of(mean, 1e-9)
    tail = 1 - sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(limit))
    above = 1 - sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(limit - 1))
    assert tail < CHANCE <= above
    assert limit_of(mean, 0.0625) > limit
    assert limit_of(0.01, 0.0625) == LEAST


def test_hours_of_the_week_are_local() -> None:
    """Sunday 23:30 UTC is Monday's first hour where it is an hour later."""
    sunday_late = MONDAY - HOUR_MS // 2
    assert hour_of_week(sunday_late, 0) == 167
    assert hour_of_week(sunday_late, 60) == 0
