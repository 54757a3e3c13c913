"""How fast the core is: simulated contacts a second, and the price of one decision.

    .venv/bin/python bench/core.py [--contacts N] [--rounds N]

Prints a table. CPU seconds of this process, best of the rounds; the plain loop in the same run tells how fast
the machine is just now, so the ratio is steadier than the absolutes.
"""

from __future__ import annotations

import argparse
import gc
import platform
import sys
import time
from collections.abc import Callable
from heapq import heappop, heappush
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from lur.core.apply import apply
from lur.core.commands import AnyCommand
from lur.core.decide import decide
from lur.core.rejections import Rejected
from lur.core.state import State
from lur.simulation.company import Day
from lur.simulation.scenario import HOUR_MS, Scenario
from lur.simulation.textbook import five_skills, one_skill
from lur.simulation.world import World

CALLS_AN_HOUR = 1_000
HANDLING_MS = 300_000
PATIENCE_MS = 180_000
AGENTS = 85


class Played(NamedTuple):
    """What one play of a scenario came to."""

    contacts: int
    commands: list[AnyCommand]


def play(scenario: Scenario) -> Played:
    """The whole simulator: people by chance, the real rules."""
    commands = []
    contacts = 0
    for command, events in World(scenario, 1).run():
        commands.append(command)
        contacts += sum(type(event).__name__ == "ContactArrived" for event in events)
    return Played(contacts, commands)


def decide_and_apply(commands: list[AnyCommand]) -> None:
    """The rules alone: the same commands once more."""
    state = State()
    for command in commands:
        decided = decide(state, command)
        if not isinstance(decided, Rejected):
            for event in decided:
                apply(state, event)


def plain_loop(calls: int) -> None:
    """One queue with impatient callers as a bare heap loop: no rules, no records, nothing to learn."""
    random = Random(1)
    free, waiting, heap = AGENTS, dict[int, None](), [(0.0, 0, -1)]
    came = 0
    while heap:
        at, kind, caller = heappop(heap)
        if kind == 0:
            came += 1
            if came < calls:
                heappush(heap, (at + random.expovariate(CALLS_AN_HOUR / HOUR_MS), 0, -1))
            waiting[came] = None
            heappush(heap, (at + random.expovariate(1 / PATIENCE_MS), 2, came))
        elif kind == 1:
            free += 1
        else:
            waiting.pop(caller, None)
        while free and waiting:
            waiting.pop(next(iter(waiting)))
            free -= 1
            heappush(heap, (at + random.expovariate(1 / HANDLING_MS), 1, -1))


def cpu_s(rounds: int, work: Callable[[], object]) -> float:
    """The least CPU time of several rounds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def scenarios(contacts: int) -> dict[str, Scenario]:
    """What is measured, by name."""
    hours = contacts / CALLS_AN_HOUR
    length_ms = int(hours * HOUR_MS)
    return {
        "one skill, impatient": one_skill(
            contacts=contacts,
            length_ms=length_ms,
            handling_ms=HANDLING_MS,
            patience_ms=PATIENCE_MS,
            agents=AGENTS,
            promise_ms=20_000,
        ),
        "five skills, impatient": five_skills(contacts=contacts, agents=62, length_ms=length_ms),
        "a working day": Day(seed=1, contacts=contacts, agents=contacts // 100).scenario(),
        "a rough day": Day(seed=1, contacts=contacts, agents=contacts // 100, rough=True).scenario(),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=10_000, help="contacts in each scenario (10000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the best counts (3)")
    options = parser.parse_args()
    plain = options.contacts / cpu_s(options.rounds, lambda: plain_loop(options.contacts))
    print(f"Python {platform.python_version()}, {platform.machine()}, CPU time, best of {options.rounds}\n")
    print(
        "| scenario | contacts | commands each | contacts/s | us/command | of it core | plain loop / this |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, scenario in scenarios(options.contacts).items():
        print(row(name, scenario, options.rounds, plain))
    print(f"| plain heap loop | {options.contacts} | - | {plain:,.0f} | - | - | 1.0 |")


def row(name: str, scenario: Scenario, rounds: int, plain: float) -> str:
    """One line of the table."""
    played = play(scenario)
    whole = cpu_s(rounds, lambda: play(scenario))
    rules = cpu_s(rounds, lambda: decide_and_apply(played.commands))
    commands = len(played.commands)
    figures = (
        f"{played.contacts}",
        f"{commands / played.contacts:.1f}",
        f"{played.contacts / whole:,.0f}",
        f"{whole / commands * 1e6:.1f}",
        f"{rules / commands * 1e6:.1f}",
        f"{plain / (played.contacts / whole):.1f}",
    )
    return f"| {name} | {' | '.join(figures)} |"


if __name__ == "__main__":
    main()
