"""``lur check``: whether what Lur keeps is whole: recordings, the audit trail and the figures of reports,
each against the journal.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from lur.adapters.storage.chain import Row
from lur.cli.failure import Failure
from lur.cli.journal_elsewhere import rows_at
from lur.cli.parsing import Commands
from lur.verify.findings import Unusable
from lur.verify.recordings import check_folder
from lur.verify.trail import check_trail

Report = TypeVar("Report")
WHICH_JOURNAL = "Reads the journal in the data folder, or the one that LUR_JOURNAL names."
FIRST_DAY = "the first day, as 2026-11-22 (yesterday)"


def add_to(commands: Commands) -> None:
    """Add ``lur check``."""
    parser = commands.add_parser("check", help="check that recordings, the audit trail and figures are whole")
    checks = parser.add_subparsers(title="checks", metavar="WHAT", required=True)
    recordings = checks.add_parser(
        "recordings",
        help="compare talking time by the journal with sound on disk, and name each gap",
        description=(
            "Compares, for each call, when customer and agent talked by the journal with the sound on disk. "
            "Exit code 0 when nothing is missing, changed or too much, 1 when something is. Needs no key, "
            f"changes nothing, and may be run while Lur works. {WHICH_JOURNAL}"
        ),
    )
    recordings.set_defaults(run=_recordings)
    trail = checks.add_parser(
        "trail",
        help="compare the history of what is set up with what the journal noted of it",
        description=(
            "Each change of what is set up has its digest in the journal. Exit code 0 when all rows are as "
            "they were noted, 1 when one was changed, is missing or was never noted. Needs no key, changes "
            f"nothing, and may be run while Lur works. {WHICH_JOURNAL}"
        ),
    )
    trail.set_defaults(run=_trail)
    figures = checks.add_parser(
        "figures",
        help="count days again from the journal and compare with the reports",
        description=(
            "Counts the days from the journal's first row, and compares each figure of each queue with what "
            "the reports say. Exit code 0 when all agree, 1 when one does not. Changes nothing, and may be "
            f"run while Lur works. {WHICH_JOURNAL}"
        ),
    )
    figures.add_argument("--from", dest="first", default="", metavar="DAY", help=FIRST_DAY)
    figures.add_argument("--to", dest="last", default="", metavar="DAY", help="the last day (the first)")
    figures.add_argument("--json", action="store_true", help="as JSON, with all differences")
    figures.set_defaults(run=_figures)
    for each in (recordings, trail, figures):
        each.add_argument(
            "--data",
            type=Path,
            default=Path(os.environ.get("LUR_DATA", "data")),
            metavar="DIR",
            help="the data folder (LUR_DATA, else ./data)",
        )
    recordings.add_argument("--json", action="store_true", help="as JSON, with each finding's times")


def _figures(options: argparse.Namespace) -> int:
    from lur.cli.check_figures import as_json, check_figures, lines

    found = check_figures(options.data, options.first, options.last, _elsewhere(options.data))
    print(as_json(found) if options.json else "\n".join(lines(found)))
    return 1 if any(each.differences for each in found) else 0


def _recordings(options: argparse.Namespace) -> int:
    report = _checked(options.data, lambda data, rows: check_folder(data, journal=rows))
    print(report.as_json() if options.json else "\n".join(report.lines()))
    return 0 if report.holds else 1


def _trail(options: argparse.Namespace) -> int:
    report = _checked(options.data, check_trail)
    print("\n".join(report.lines()))
    return 0 if report.holds else 1


def _elsewhere(data: Path) -> str:
    """Where the journal is, empty when it is in the folder: it is never in both."""
    return "" if (data / "journal.db").is_file() else os.environ.get("LUR_JOURNAL", "")


def _checked(data: Path, check: Callable[[Path, Iterator[Row] | None], Report]) -> Report:
    address = _elsewhere(data)
    try:
        return check(data, rows_at(address) if address else None)
    except Unusable as error:
        do = "Name the folder of a Lur that has run: --data DIR. A journal elsewhere is named by LUR_JOURNAL."
        raise Failure("not_verifiable", str(error), do) from error
    except OSError as error:
        what = f"{error.filename} cannot be read ({error.strerror})"
        raise Failure("data_unusable", what, "Run it as the user that Lur runs as.") from error
