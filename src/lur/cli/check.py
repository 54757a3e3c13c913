"""``lur check``: whether what Lur keeps is whole; so far the recordings, against the journal."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lur.cli.failure import Failure
from lur.cli.parsing import Commands
from lur.verify.findings import Unusable
from lur.verify.recordings import check_folder


def add_to(commands: Commands) -> None:
    """Add ``lur check``."""
    parser = commands.add_parser("check", help="check that recordings are whole")
    checks = parser.add_subparsers(title="checks", metavar="WHAT", required=True)
    recordings = checks.add_parser(
        "recordings",
        help="compare talking time by the journal with sound on disk, and name each gap",
        description=(
            "Compares, for each call, when customer and agent talked by the journal with the sound on disk. "
            "Exit code 0 when nothing is missing, changed or too much, 1 when something is. Needs no key, "
            "changes nothing, and may be run while Lur works. Reads a journal in the data folder."
        ),
    )
    recordings.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("LUR_DATA", "data")),
        metavar="DIR",
        help="the data folder (LUR_DATA, else ./data)",
    )
    recordings.add_argument("--json", action="store_true", help="as JSON, with each finding's times")
    recordings.set_defaults(run=_recordings)


def _recordings(options: argparse.Namespace) -> int:
    try:
        report = check_folder(options.data)
    except Unusable as error:
        do = (
            "Name the folder of a Lur that has run: --data DIR. A journal in PostgreSQL cannot be checked so."
        )
        raise Failure("not_verifiable", str(error), do) from error
    except OSError as error:
        what = f"{error.filename} cannot be read ({error.strerror})"
        raise Failure("data_unusable", what, "Run it as the user that Lur runs as.") from error
    print(report.as_json() if options.json else "\n".join(report.lines()))
    return 0 if report.holds else 1
