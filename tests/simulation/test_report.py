"""The report says what the events say, and nothing when there is nothing to say."""

from __future__ import annotations

from lur.simulation.company import Day
from lur.simulation.report import DayReport
from lur.simulation.world import World


def _report(day: Day) -> DayReport:
    report = DayReport()
    for _, events in World(day.scenario(), day.seed).run():
        report.observe_all(events)
    return report


def test_every_contact_is_in_one_column() -> None:
    """Arrived = answered + left + lost + turned away + informed, joined and not reached; nobody here was lost
    after an answer."""
    report = _report(Day(seed=4, contacts=300, agents=5, hours=4, rough=True))
    total = report.measures.total()
    other = total.informed + total.joined + total.not_reached
    assert total.arrived == total.answered + total.abandoned + total.lost + total.turned_away + other
    assert total.turned_away > 0
    assert len(report.waits_ms) == total.answered
    assert sum(report.waits_ms) == total.wait_ms


def test_the_lines_hold_the_figures() -> None:
    """A row a queue, one for all, then waits, occupancy, overtakings and the digest."""
    report = _report(Day(seed=4, contacts=100, agents=5, hours=2))
    lines = report.lines()
    total = report.measures.total()
    assert [line.split()[0] for line in lines[1:5]] == ["Leverans", "Retur", "Teknik", "all"]
    assert lines[4].split()[1:4] == [str(total.arrived), str(total.answered), str(total.abandoned)]
    assert lines[-2].endswith(" 0 overtakings")
    assert lines[-1].endswith(report.digest())


def test_an_empty_day_has_no_figures() -> None:
    """Dashes, and no division by nothing."""
    lines = DayReport().lines()
    assert lines[1].split() == ["all", "0", "0", "0", "0", "0", "0", "-", "-", "-", "-"]
    assert lines[2] == "waits: median - s, p90 - s, longest - s"


def test_what_colleagues_did_is_said_when_they_did() -> None:
    """A line of what agents did together, from the tallies; a plain day has none."""
    rough = _report(Day(seed=4, contacts=300, agents=5, hours=4, rough=True))
    total = rough.measures.total()
    [line] = [line for line in rough.lines() if line.startswith("colleagues: ")]
    assert total.handed_over > 0
    assert f"{total.handed_over} handed over" in line
    plain = _report(Day(seed=4, contacts=100, agents=5, hours=2)).lines()
    assert not any(line.startswith("colleagues") for line in plain)
