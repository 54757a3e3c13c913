"""``lur heads``: the newest signed heads, printed to be mailed by whatever sends mail here.

Lur sends no mail of its own for this: whoever could reach the mail's settings could also stop it. A line in
the auditor's own crontab, or in this machine's, takes what this prints; it is a heads file in itself, which
``lur verify --heads`` reads.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lur.cli.failure import Failure
from lur.cli.parsing import Commands
from lur.cli.verify import BESIDE
from lur.core.ids import MINUTE_MS
from lur.verify.findings import Unusable
from lur.verify.heads import read_heads

HOUR_MS = 60 * MINUTE_MS
LONGEST_HOURS = 10_000


def add_to(commands: Commands) -> None:
    """Add ``lur heads``."""
    parser = commands.add_parser(
        "heads",
        help="print the newest signed heads of the journal, to be mailed to whoever is to keep them",
        description="Prints the public key and the last head of each hour; `lur verify --heads` reads it.",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("LUR_DATA", "data")),
        metavar="DIR",
        help="the data folder (LUR_DATA, else ./data)",
    )
    parser.add_argument(
        "--hours",
        type=_hours,
        default=24,
        metavar="N",
        help="how many hours back from the newest head (%(default)s)",
    )
    parser.set_defaults(run=_run)


def _hours(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST_HOURS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {LONGEST_HOURS}")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    path = options.data / BESIDE
    try:
        print("\n".join(recent(path, options.hours)))
    except Unusable as error:
        do = "Name the folder of a Lur that has run: --data DIR."
        raise Failure("no_heads", str(error), do) from error
    return 0


def recent(path: Path, hours: int) -> list[str]:
    """The title and the last line of each of the newest ``hours`` that have any. Raises ``Unusable`` when
    there is no such file or a line of it is not rightly signed.
    """
    heads = read_heads(path)
    title, *lines = path.read_text(encoding="ascii").splitlines()
    last_of = {head.at // HOUR_MS: line for head, line in zip(heads, lines, strict=False)}
    return [title, *(line for hour, line in last_of.items() if hour > max(last_of) - hours)]
