"""``lur verify``: the stranger's check of a journal, with what to do about what it finds."""

from __future__ import annotations

import argparse
from pathlib import Path

from lur.cli.failure import Failure
from lur.cli.parsing import Commands
from lur.verify.check import verify
from lur.verify.findings import Unusable

BESIDE = "heads.txt"
"""The signed heads that Lur keeps beside its journal."""


def add_to(commands: Commands) -> None:
    """Add ``lur verify``."""
    parser = commands.add_parser(
        "verify",
        help="check that a journal is whole and that nobody was overtaken",
        description="Exit code 0 when all holds, 1 when not. Shares no code with what decides.",
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar="JOURNAL",
        help="a journal, live or not (DATA/journal.db); it is not changed",
    )
    parser.add_argument(
        "--heads",
        type=Path,
        metavar="FILE",
        help=f"signed heads ({BESIDE} beside the journal when it is there); best a copy kept elsewhere",
    )
    parser.add_argument(
        "--key",
        default="",
        metavar="HEX",
        help="the public key that must have signed, from the copy's first line",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    beside = options.file.with_name(BESIDE)
    heads: Path | None = options.heads or (beside if beside.is_file() else None)
    try:
        verdict = verify(options.file, heads, options.key)
    except Unusable as error:
        do = "Name a journal that Lur has written, and a heads file of the same Lur."
        raise Failure("not_verifiable", str(error), do) from error
    print("\n".join(verdict.lines()))
    return 0 if verdict.holds else 1
