"""``lur restore``: a backup into an empty folder, on which Lur can be started."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lur.adapters.storage.backup import BackupRefused, Manifest, read_manifest, restore_backup
from lur.cli.backup import refusal, when
from lur.cli.parsing import Commands
from lur.cli.passphrase import add_passphrase_option, ask_passphrase, given_passphrase


def add_to(commands: Commands) -> None:
    """Add ``lur restore``."""
    parser = commands.add_parser(
        "restore",
        help="put a backup into an empty folder",
        description=(
            "Puts a backup into a new or empty data folder, each file checked on the way. Nothing is ever "
            "written over. Stop the Lur that the backup is of before you start one on the new folder."
        ),
    )
    parser.add_argument("source", type=Path, metavar="SOURCE", help="a folder that `lur backup` has made")
    default = os.environ.get("LUR_DATA")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(default) if default else None,
        required=not default,
        metavar="DIR",
        help="the data folder to be made (LUR_DATA)",
    )
    add_passphrase_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        manifest = restore_backup(options.source, options.data, _passphrase(options))
    except BackupRefused as error:
        raise refusal(error) from error
    print("\n".join(_lines(manifest, options.data)))
    return 0


def _passphrase(options: argparse.Namespace) -> str | None:
    manifest, _ = read_manifest(options.source)
    if manifest.keys == "plain":
        return given_passphrase(options)
    return given_passphrase(options) or ask_passphrase(twice=False)


def _lines(manifest: Manifest, data: Path) -> list[str]:
    lines = [f"Restored into {data}: {len(manifest.files)} files, as it was at {when(manifest)}"]
    if manifest.journal == "postgresql":
        lines.append("The journal is in PostgreSQL: restore its dump into an empty database before the start")
    return [
        *lines,
        "What happened after that is not in it. Calls that went on then are over when Lur starts.",
        "Everybody signs in anew. Accounts, roles and tokens that were taken back after the backup are back:",
        "go through them under Set up.",
        f"Stop the old Lur if it still runs, then:  lur serve --data {data}",
    ]
