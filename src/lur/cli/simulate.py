"""``lur simulate``: a day played by chance against the real rules, the same to the byte for the same seed."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from lur.adapters.storage.journal_file import JournalWriter, new_journal
from lur.cli.failure import Failure
from lur.cli.parsing import Commands
from lur.simulation.check import Check
from lur.simulation.company import Day
from lur.simulation.report import DayReport
from lur.simulation.world import World

LARGEST = {"contacts": 1_000_000, "agents": 2_000, "hours": 16}


def add_to(commands: Commands) -> None:
    """Add ``lur simulate``."""
    parser = commands.add_parser(
        "simulate", help="play a day by chance against the real rules and print what it came to"
    )
    parser.add_argument("--seed", type=int, required=True, metavar="N", help="the same seed, the same day")
    _add_size(parser, "contacts", Day(seed=0).contacts, "how many people call, in the mean")
    _add_size(parser, "agents", Day(seed=0).agents, "how many serve")
    _add_size(parser, "hours", Day(seed=0).hours, "how long the day is")
    parser.add_argument(
        "--rough", action="store_true", help="a day with chat and mail on which everything goes wrong"
    )
    parser.add_argument("--journal", type=Path, metavar="FILE", help="write the day's journal to a new file")
    parser.add_argument(
        "--check", action="store_true", help="check all that must hold after every command (slower)"
    )
    parser.set_defaults(run=_run)


def _add_size(parser: argparse.ArgumentParser, name: str, default: int, help_text: str) -> None:
    parser.add_argument(
        f"--{name}", type=_up_to(LARGEST[name]), default=default, metavar="N", help=f"{help_text} ({default})"
    )


def _up_to(largest: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= largest:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {largest}")
        return int(text)

    return number


def _run(options: argparse.Namespace) -> int:
    day = Day(
        seed=options.seed,
        contacts=options.contacts,
        agents=options.agents,
        hours=options.hours,
        rough=options.rough,
    )
    report = DayReport()
    with _writer(options.journal) as journal:
        _play(day, report, journal, Check() if options.check else None)
    print("\n".join(report.lines()))
    if report.fairness.overtakings:
        raise _wrong(day, ["somebody was overtaken"])
    return 0


@contextmanager
def _writer(path: Path | None) -> Iterator[JournalWriter | None]:
    """The day's journal, whole or not at all."""
    try:
        with nullcontext() if path is None else new_journal(path) as journal:
            yield journal
    except FileExistsError as error:
        raise Failure("file_exists", f"{path} is there already", "Name a new file.") from error
    except (OSError, sqlite3.Error) as error:
        do = "Choose a folder that you may write to and that has room."
        raise Failure("file_unusable", f"{path} cannot be written ({error})", do) from error


def _play(day: Day, report: DayReport, journal: JournalWriter | None, check: Check | None) -> None:
    world = World(day.scenario(), day.seed)
    for command, events in world.run():
        report.observe_all(events)
        if journal is not None:
            journal.add(events, command.command_id, command.actor)
        if check is not None and (faults := check.after(events)):
            raise _wrong(day, [f"after {command}:", *faults])
    if check is not None:
        if faults := check.at_end(world.state):
            raise _wrong(day, faults)
        print(f"checked after each of {check.commands} commands: all that must hold held", file=sys.stderr)


def _wrong(day: Day, faults: list[str]) -> Failure:
    lines = "\n     ".join(faults)
    return Failure("rule_broken", lines, f"This is a bug in Lur. To see it again: {day.command()}")
