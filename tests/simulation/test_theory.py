"""The whole centre, rules and all, against queueing theory: where theory has an answer it must come out."""

from __future__ import annotations

import math

import pytest

from lur.core.facts import SHORT_ABANDON_MS
from lur.simulation.erlang import ImpatientQueue, impatient_queue, patient_queue
from simulation.steady import Case, Interval, Run, interval, run

IMPATIENT = [
    (Case(100, 1800, 180, 120, 10, 20), 1_500),
    (Case(100, 1800, 180, 120, 12, 20), 1_500),
    (Case(200, 900, 300, 180, 70, 20), 2_500),
    (Case(1000, 3600, 240, 60, 66, 20), 2_500),
    (Case(10_000, 28_800, 280, 120, 100, 20), 3_000),
    (Case(5, 900, 300, 240, 2, 30), 800),
]
PATIENT = [
    (Case(100, 1800, 180, None, 14, 20), 3_500),
    (Case(60, 3600, 180, None, 5, 30), 1_500),
]


def _misses(found: dict[str, tuple[Interval, float]]) -> list[str]:
    """What does not agree, or is known too badly to agree or not."""
    return [
        f"{name}: theory {truth:.5f}, simulated {seen.mean:.5f} +- {seen.half:.5f}"
        for name, (seen, truth) in found.items()
        if not seen.holds(truth) or seen.half > max(0.3 * truth, 0.01)
    ]


@pytest.mark.parametrize(("case", "calls_a_batch"), IMPATIENT)
def test_impatient_callers_are_as_erlang_a_says(case: Case, calls_a_batch: int) -> None:
    """Waiting, abandonment, mean wait and service level are those of theory, within the batches' error."""
    seen = run(case, seed=1, calls_a_batch=calls_a_batch)
    truth = impatient_queue(case.work(), case.patience_s or math.inf, case.agents, case.target_s)
    found = {
        "waiting probability": (seen.share("waited"), truth.waiting_probability),
        "abandonment": (seen.share("abandoned"), truth.abandonment),
        "mean wait": (seen.share("wait_s"), truth.mean_wait_s),
        "service level": (seen.share("in_target"), truth.service_level_offered),
        "occupancy": (seen.figure("lur_occupancy"), truth.occupancy),
        **_own_figures(case, seen, truth),
    }
    assert _misses(found) == []


def _own_figures(case: Case, seen: Run, truth: ImpatientQueue) -> dict[str, tuple[Interval, float]]:
    """Lur's own service level and abandonment leave out those who left within five seconds.

    Somebody is still waiting after s seconds when both the wait and the patience are longer, which are
    independent; the others were answered by then or have left by then. That gives the share to leave out.
    """
    short_s = SHORT_ABANDON_MS / 1000
    patience_s = case.patience_s or math.inf
    by_then = impatient_queue(case.work(), patience_s, case.agents, short_s)
    still_waiting = (1 - by_then.service_level_virtual) * math.exp(-short_s / patience_s)
    left_at_once = 1 - still_waiting - by_then.service_level_offered
    kept = 1 - left_at_once
    return {
        "Lur's service level": (seen.figure("lur_service_level"), truth.service_level_offered / kept),
        "Lur's abandonment": (seen.figure("lur_abandonment"), (truth.abandonment - left_at_once) / kept),
    }


@pytest.mark.parametrize(("case", "calls_a_batch"), PATIENT)
def test_patient_callers_are_as_erlang_c_says(case: Case, calls_a_batch: int) -> None:
    """Waiting probability, ASA, service level and occupancy are those of theory."""
    seen = run(case, seed=3, calls_a_batch=calls_a_batch)
    truth = patient_queue(case.work(), case.agents, case.target_s)
    found = {
        "waiting probability": (seen.share("waited"), truth.waiting_probability),
        "mean wait": (seen.share("wait_s"), truth.mean_wait_s),
        "service level": (seen.share("in_target"), truth.service_level),
        "Lur's service level": (seen.figure("lur_service_level"), truth.service_level),
        "Lur's ASA": (seen.figure("lur_asa_s"), truth.mean_wait_s),
        "occupancy": (seen.figure("lur_occupancy"), truth.occupancy),
    }
    assert _misses(found) == []


def test_a_wrong_theory_is_noticed() -> None:
    """The comparison has teeth: one agent more or less is outside the interval."""
    case = Case(100, 1800, 180, 120, 12, 20)
    seen = run(case, seed=1, calls_a_batch=1_500).share("in_target")
    for agents in (11, 13):
        other = impatient_queue(case.work(), 120, agents, case.target_s)
        assert not seen.holds(other.service_level_offered)


def test_the_interval_is_students() -> None:
    """Thirty values with mean 1 and standard deviation 1: half the width is t / sqrt(30)."""
    values = [2.0, 0.0] * 15
    seen = interval(values)
    assert seen.mean == 1.0
    assert seen.half == pytest.approx(3.659 / math.sqrt(29))
