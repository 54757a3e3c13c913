"""One seed, one day: to the byte, in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import lur
from lur.simulation.company import Day
from lur.simulation.report import DayReport
from lur.simulation.world import World

PROGRAM = """
from lur.simulation.company import Day
from lur.simulation.report import DayReport
from lur.simulation.world import World
report = DayReport()
for _, events in World(Day(seed=5, contacts=300, agents=6, hours=4, rough=True).scenario(), 5).run():
    report.observe_all(events)
print("\\n".join(report.lines()))
"""


def _elsewhere(hash_seed: str) -> str:
    """The report as another process makes it."""
    env = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(lur.__file__).parents[1])}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, check=True
    ).stdout


def _digest(seed: int) -> str:
    report = DayReport()
    for _, events in World(Day(seed=0, contacts=100, agents=4, hours=2).scenario(), seed).run():
        report.observe_all(events)
    return report.digest()


def test_the_same_seed_gives_the_same_bytes_in_any_process() -> None:
    """The order of hashes differs between processes; nothing may lean on it."""
    assert _elsewhere("1") == _elsewhere("2")


def test_another_seed_gives_another_day() -> None:
    """And the same seed the same, again and again."""
    assert _digest(1) == _digest(1)
    assert _digest(1) != _digest(2)
