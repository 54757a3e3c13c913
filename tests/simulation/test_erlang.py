"""The formulas against published values, against each other and against plain counting."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.simulation.erlang import Work, erlang_b, erlang_c, impatient_queue, patient_queue

WAITING = [
    (5, 3, 0.236151603499),
    (10, 8, 0.409180150796),
    (14, 10, 0.174131933595),
    (50, 48, 0.694455611197),
    (100, 95, 0.506456853913),
    (500, 480, 0.266512519962),
    (1000, 980, 0.412200292365),
    (132, 123, 0.321116179262),
]


@pytest.mark.parametrize(("agents", "load", "expected"), WAITING)
def test_erlang_c_has_the_published_values(agents: int, load: float, expected: float) -> None:
    """The waiting probability is right from 5 to 1000 agents."""
    assert erlang_c(agents, load) == pytest.approx(expected, rel=3e-12)


def test_the_classic_half_hour() -> None:
    """100 calls in 30 minutes, 180 s each, 14 agents, target 20 s: the example of every textbook."""
    queue = patient_queue(Work(100, 1800, 180), 14, 20)
    assert queue.waiting_probability == pytest.approx(0.1741319336, rel=1e-9)
    assert queue.service_level == pytest.approx(0.8883500192, rel=1e-9)
    assert queue.mean_wait_s == pytest.approx(7.83593701, rel=1e-9)
    assert queue.occupancy == pytest.approx(0.7142857, rel=1e-7)


IMPATIENT = [
    (
        (100, 1800, 180, 120, 10, 20),
        (0.49685274763, 0.137463826276, 16.4956591532),
        (0.639941307036, 0.74192981875, 0.651477820613),
    ),
    (
        (100, 1800, 180, 120, 12, 20),
        (0.279807018645, 0.0615973770037, 7.39168524044),
        (0.825582644362, 0.879774442366, 0.834121988254),
    ),
    (
        (200, 900, 300, 180, 60, 20),
        (0.727932152727, 0.119431959412, 21.4977526941),
        (0.498218617823, 0.565792300945, 0.511465085157),
    ),
    (
        (200, 900, 300, 180, 70, 20),
        (0.316581258753, 0.0331834766115, 5.97302579007),
        (0.855944028773, 0.885322093765, 0.86494675734),
    ),
    (
        (1000, 3600, 240, 60, 66, 20),
        (0.378568202341, 0.0704449506373, 4.22669703824),
        (0.876512874166, 0.942938102231, 0.9154178479),
    ),
    (
        (10000, 28800, 280, 120, 100, 20),
        (0.324187552156, 0.0353208780093, 4.23850536112),
        (0.897647368106, 0.930513937374, 0.914278863039),
    ),
    (
        (5, 900, 300, 240, 2, 30),
        (0.480253872623, 0.228790555086, 54.9097332207),
        (0.569656294951, 0.738653161872, 0.572816717962),
    ),
    (
        (2000, 900, 240, 150, 520, 20),
        (0.647495281549, 0.0345907414519, 5.18861121779),
        (0.941802418786, 0.975547324046, 0.972422912551),
    ),
]


@pytest.mark.parametrize(("case", "queue", "levels"), IMPATIENT)
def test_erlang_a_has_the_published_values(
    case: tuple[int, int, int, int, int, int], queue: tuple[float, ...], levels: tuple[float, ...]
) -> None:
    """Waiting, abandonment, mean wait and all three service levels, from 2 to 520 agents."""
    calls, period_s, handling_s, patience_s, agents, target_s = case
    found = impatient_queue(Work(calls, period_s, handling_s), patience_s, agents, target_s)
    assert (found.waiting_probability, found.abandonment, found.mean_wait_s) == pytest.approx(
        queue, rel=5e-12
    )
    assert (
        found.service_level_offered,
        found.service_level_answered,
        found.service_level_virtual,
    ) == pytest.approx(levels, rel=5e-12)


def test_erlang_b_by_plain_counting() -> None:
    """Blocking of a few agents equals the definition with factorials."""
    for agents in range(1, 12):
        weights = [7.5**number / math.factorial(number) for number in range(agents + 1)]
        assert erlang_b(agents, 7.5) == pytest.approx(weights[-1] / sum(weights), rel=1e-12)


def _still_waiting(ahead: int, target_s: float, steps: int = 400) -> float:
    """Chance that three busy agents and `ahead` impatient people are too slow, by small steps."""
    rates = [3 / 150.0 + place / 90.0 for place in range(ahead + 1)]
    chances = [0.0] * ahead + [1.0]

    def slope(at: list[float]) -> list[float]:
        entering = [rate * chance for rate, chance in zip(rates, at, strict=True)]
        return [came - left for came, left in zip([*entering[1:], 0.0], entering, strict=True)]

    def moved(by: float, slopes: list[float]) -> list[float]:
        return [chance + by * change for chance, change in zip(chances, slopes, strict=True)]

    step = target_s / steps
    for _ in range(steps):
        one = slope(chances)
        two = slope(moved(step / 2, one))
        three = slope(moved(step / 2, two))
        four = slope(moved(step, three))
        means = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(one, two, three, four, strict=True)]
        chances = moved(step, means)
    return sum(chances)


def test_erlang_a_by_plain_counting() -> None:
    """Three agents: the chain written out with its balance equations, the wait integrated step by step."""
    arrivals, handling_s, patience_s, target_s = 1 / 40, 150.0, 90.0, 30.0
    weights = [1.0]
    for number in range(1, 400):
        leaving = min(number, 3) / handling_s + max(number - 3, 0) / patience_s
        weights.append(weights[-1] * arrivals / leaving)
    total = sum(weights)
    found = impatient_queue(Work(90, 3600, handling_s), patience_s, 3, target_s)
    assert found.waiting_probability == pytest.approx(sum(weights[3:]) / total, rel=1e-12)
    late = sum(weights[3 + ahead] / total * _still_waiting(ahead, target_s) for ahead in range(40))
    assert found.service_level_virtual == pytest.approx(1 - late, rel=1e-9)
    busy = sum(min(number, 3) * weight for number, weight in enumerate(weights)) / total
    assert found.occupancy == pytest.approx(busy / 3, rel=1e-12)


@given(
    st.integers(1, 60),
    st.floats(0.05, 2.5),
    st.floats(10, 900),
    st.floats(1, 5000),
    st.floats(0, 300),
)
def test_measures_hang_together(
    agents: int, share: float, handling_s: float, patience_s: float, target_s: float
) -> None:
    """Shares are shares, flows balance, and the three service levels stand in their order."""
    work = Work(agents * share, handling_s, handling_s)
    found = impatient_queue(work, patience_s, agents, target_s)
    tiny = 1e-9
    assert -tiny <= found.abandonment <= found.waiting_probability + tiny
    assert found.waiting_probability <= 1 + tiny
    assert found.occupancy <= 1 + tiny
    assert found.mean_wait_s == pytest.approx(found.abandonment * patience_s, rel=1e-9, abs=tiny)
    assert found.service_level_offered <= found.service_level_answered + tiny
    assert found.service_level_offered <= found.service_level_virtual + tiny
    assert found.service_level_answered <= 1 + tiny
    assert found.service_level_virtual <= 1 + tiny


def test_endless_patience_is_erlang_c() -> None:
    """With patience of years, Erlang A becomes Erlang C."""
    work = Work(100, 1800, 180)
    patient, impatient = patient_queue(work, 14, 20), impatient_queue(work, 1e11, 14, 20)
    assert impatient.waiting_probability == pytest.approx(patient.waiting_probability, rel=1e-6)
    assert impatient.mean_wait_s == pytest.approx(patient.mean_wait_s, rel=1e-6)
    assert impatient.service_level_virtual == pytest.approx(patient.service_level, rel=1e-6)


def test_no_waiting_allowed_is_erlang_b() -> None:
    """With next to no patience, those who would wait leave: Erlang B."""
    found = impatient_queue(Work(100, 1800, 180), 1e-7, 10, 20)
    assert found.abandonment == pytest.approx(erlang_b(10, 10), rel=1e-6)


def test_a_thousand_agents_and_heavy_overload() -> None:
    """Large and hopeless queues give numbers, not overflow: whoever cannot be served gives up."""
    calm = impatient_queue(Work(1000, 900, 1), 120, 1000, 20)
    assert (calm.waiting_probability, calm.service_level_offered) == (0.0, 1.0)
    flooded = impatient_queue(Work(100_000, 900, 180), 300, 1000, 20)
    assert flooded.occupancy == pytest.approx(1, abs=1e-9)
    assert flooded.abandonment == pytest.approx(1 - 1000 / 20_000, rel=1e-9)
    full = impatient_queue(Work(5000, 900, 180), 120, 1000, 20)
    assert full.waiting_probability == pytest.approx(0.5, abs=0.1)


def test_too_few_agents_for_patient_customers() -> None:
    """Without abandonment an overload never settles: everyone waits for ever."""
    queue = patient_queue(Work(100, 1800, 180), 10, 20)
    assert (queue.waiting_probability, queue.service_level) == (1.0, 0.0)
    assert queue.mean_wait_s == math.inf
    assert erlang_c(10, 11) == 1.0


def test_a_target_of_nothing() -> None:
    """Within zero seconds only those are answered who need not wait."""
    found = impatient_queue(Work(100, 1800, 180), 120, 10, 0)
    assert found.service_level_offered == pytest.approx(1 - found.waiting_probability, rel=1e-12)
    assert found.service_level_virtual == pytest.approx(1 - found.waiting_probability, rel=1e-12)


def test_impossible_input_is_refused() -> None:
    """Nothing to divide by is an error with the name of the value."""
    with pytest.raises(ValueError, match="handling_s"):
        Work(1, 1, 0)
    with pytest.raises(ValueError, match="agents"):
        patient_queue(Work(1, 1, 1), 0, 20)
    with pytest.raises(ValueError, match="patience_s"):
        impatient_queue(Work(1, 1, 1), -1, 3, 20)
