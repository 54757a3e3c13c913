"""The passphrase of a backup: from a file, from the environment, or asked for; never on the command line."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from lur.cli.failure import Failure

VARIABLE = "LUR_BACKUP_PASSPHRASE"


def add_passphrase_option(parser: argparse.ArgumentParser) -> None:
    """``--passphrase-file``."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help=f"its first line is the passphrase of the keys ({VARIABLE}, else it is asked for)",
    )


def given_passphrase(options: argparse.Namespace) -> str | None:
    """The passphrase that was given, None when there was none. Raises ``Failure``."""
    if options.passphrase_file is None:
        return os.environ.get(VARIABLE) or None
    try:
        lines = options.passphrase_file.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = f"{options.passphrase_file} cannot be read ({error})"
        raise Failure("passphrase_missing", what, "Name a text file with the passphrase in it.") from error
    return lines[0].strip() if lines else ""


def ask_passphrase(*, twice: bool) -> str | None:
    """Ask on the terminal; None when there is nobody to ask. Raises ``Failure`` when the two differ."""
    if not sys.stdin.isatty():
        return None
    passphrase = getpass.getpass("Passphrase for the keys: ")
    if twice and getpass.getpass("Once more: ") != passphrase:
        raise Failure("passphrases_differ", "the two were not the same", "Try again.")
    return passphrase
