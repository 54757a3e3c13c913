"""``lur export``: all that is set up as one readable file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lur.cli.client import Client, add_client_options
from lur.cli.failure import Failure
from lur.cli.parsing import Commands
from lur.runtime.whole_file import write_whole


def add_to(commands: Commands) -> None:
    """Add ``lur export``."""
    parser = commands.add_parser(
        "export",
        help="all that is set up, as one file",
        description=(
            "Writes all that is set up (people, queues, flows, hours, words, numbers, quality forms, reports "
            "by mail, webhooks, sign-on) as one TOML file that can be read, compared and imported. The same "
            "settings give the same bytes. Secrets, passwords and tokens are never in it; names of staff "
            "are, so the file is readable by its owner alone."
        ),
    )
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="where to (standard output)")
    add_client_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    text = Client(options).get_bytes("/api/settings/file")
    if options.file is None:
        sys.stdout.buffer.write(text)
        return 0
    try:
        write_whole(options.file, text)
    except OSError as error:
        raise Failure("file_unusable", f"{options.file} cannot be written ({error.strerror})") from error
    return 0
