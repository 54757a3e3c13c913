"""``lur replay``: reads a journal from its first row, proves it, and prints what its days came to."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from lur.adapters.storage.journal_file import JournalNewer, NotAJournal, read_journal
from lur.cli.failure import Failure
from lur.cli.parsing import Commands
from lur.core.ids import CommandId
from lur.ports import JournalBroken, Recorded
from lur.simulation.check import Check
from lur.simulation.report import DayReport

FAULTS_SHOWN = 20


def add_to(commands: Commands) -> None:
    """Add ``lur replay``."""
    parser = commands.add_parser(
        "replay", help="read a journal from its first row, check chain and rules, and print the figures"
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a journal, live or not (DATA/journal.db); it is not changed"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    report, check, faults = DayReport(), Check(), list[str]()
    for command_id, rows in groupby(_rows(options.file), key=_command):
        faults += _take_in(report, check, command_id, list(rows))
    print("\n".join(report.lines()))
    print(f"{check.commands} commands, chain unbroken", file=sys.stderr)
    if faults:
        shown = "\n     ".join(faults[:FAULTS_SHOWN])
        raise Failure(
            "rule_broken", f"{len(faults)} faults\n     {shown}", "This is a bug in the Lur that wrote it."
        )
    return 0


def _command(recorded: Recorded) -> CommandId:
    return recorded.command_id


def _take_in(report: DayReport, check: Check, command_id: CommandId, rows: Iterable[Recorded]) -> list[str]:
    """One command's rows; what is wrong, with the command that did it."""
    rows = list(rows)
    try:
        faults = check.after([row.event for row in rows])
        report.observe_all(row.event for row in rows)
    except LookupError as error:
        raise _broken(rows[0].seq, f"cannot follow the rows before it: {error!r}") from error
    return [f"row {rows[-1].seq}, command {command_id}: {fault}" for fault in faults]


def _rows(path: Path) -> Iterator[Recorded]:
    try:
        yield from read_journal(path)
    except FileNotFoundError as error:
        what = f"{path} is a folder" if path.is_dir() else f"there is no file {path}"
        raise Failure("no_such_file", what, "A running Lur keeps its journal in DATA/journal.db.") from error
    except NotAJournal as error:
        do = "Name a file that `lur serve` or `lur simulate --journal` has written."
        raise Failure("not_a_journal", f"{path} is no journal ({error})", do) from error
    except JournalNewer as error:
        do = "Read it with the Lur that wrote it, or a newer one."
        raise Failure("journal_newer", f"row {error.seq}: {error.detail}", do) from error
    except JournalBroken as error:
        raise _broken(error.seq, error.detail) from error
    except OSError as error:
        raise Failure(
            "file_unusable", f"{path} cannot be read ({error})", "Check who may read it."
        ) from error


def _broken(seq: int, detail: str) -> Failure:
    do = "Nothing after it can be trusted. Compare with a backup, and keep this file as evidence."
    return Failure("journal_broken", f"row {seq}: {detail}", do)
