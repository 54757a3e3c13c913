"""``lur backup``: all that Lur keeps into one folder, while it works; and a look whether one is whole."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lur.adapters.storage.backup import (
    BackedUp,
    BackupRefused,
    Manifest,
    check_backup,
    make_backup,
)
from lur.cli.failure import Failure
from lur.cli.parsing import Commands
from lur.cli.passphrase import VARIABLE, add_passphrase_option, ask_passphrase, given_passphrase
from lur.runtime.whole_file import write_whole
from lur.web.machine import LAST_BACKUP, BackupMark

MB = 1_000_000
ELSEWHERE = 'journal in PostgreSQL: now run  pg_dump --format=custom --file FILE "$LUR_JOURNAL"'


def add_to(commands: Commands) -> None:
    """Add ``lur backup``."""
    parser = commands.add_parser(
        "backup",
        help="copy all that Lur keeps into a folder, while it works",
        description=(
            "Copies journal, vault, settings, recordings and keys as they are at one moment. Into the same "
            "folder again it copies what is new. With --check it reads a backup and says whether it is whole."
        ),
    )
    parser.add_argument(
        "target", type=Path, metavar="TARGET", help="a folder: new, empty, or an earlier backup of this Lur"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("LUR_DATA", "data")),
        metavar="DIR",
        help="the data folder (LUR_DATA, else ./data)",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="only read the backup in TARGET, every byte of it; exit code 0 when it is whole, 1 when not",
    )
    add_passphrase_option(parser)
    parser.add_argument(
        "--plain-keys",
        action="store_true",
        help="let the keys lie open in the backup: for a disk that is encrypted itself",
    )
    parser.set_defaults(run=_run)


def refusal(error: BackupRefused) -> Failure:
    """As a command fails."""
    return Failure(error.code, error.what, error.do)


def when(manifest: Manifest) -> str:
    """The moment that a backup shows."""
    return f"{datetime.fromtimestamp(manifest.at / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _run(options: argparse.Namespace) -> int:
    try:
        return _check(options) if options.check else _make(options)
    except BackupRefused as error:
        raise refusal(error) from error


def _make(options: argparse.Namespace) -> int:
    in_postgres = bool(os.environ.get("LUR_JOURNAL"))
    done = make_backup(options.data, options.target, _passphrase(options), in_postgres=in_postgres)
    _remember(options.data, done.manifest)
    print("\n".join(_lines(done, options.target)))
    return 0


def _remember(data: Path, manifest: Manifest) -> None:
    """Lur tells of its last backup, and complains when it is old."""
    mark = BackupMark(manifest.at, manifest.bytes, manifest.rows)
    with suppress(OSError):
        write_whole(data / LAST_BACKUP, msgspec.json.encode(mark))


def _passphrase(options: argparse.Namespace) -> str | None:
    if options.plain_keys:
        return None
    passphrase = given_passphrase(options) or ask_passphrase(twice=True)
    if passphrase is None:
        do = f"Name a file: --passphrase-file FILE, or set {VARIABLE}. --plain-keys leaves the keys open."
        raise Failure("passphrase_missing", "a backup holds the keys, sealed with a passphrase", do)
    return passphrase


def _lines(done: BackedUp, target: Path) -> list[str]:
    manifest = done.manifest
    lines = [
        f"Backed up into {target}, as it was at {when(manifest)}",
        f"{len(manifest.files)} files, {manifest.bytes / MB:.1f} MB, {done.new_bytes / MB:.1f} MB of it new",
        f"journal to row {manifest.rows}" if manifest.journal == "data" else ELSEWHERE,
        "keys sealed with the passphrase: keep it elsewhere"
        if manifest.keys == "sealed"
        else "keys OPEN: whoever has this folder can read everything",
    ]
    if done.missing:
        lines.append(f"{len(done.missing)} recordings are not as the journal tells: lur check recordings")
    return [*lines, f"See whether it is whole:  lur backup --check {target}"]


def _check(options: argparse.Namespace) -> int:
    report = check_backup(options.target, given_passphrase(options))
    manifest = report.manifest
    print("".join(f"{problem}\n" for problem in report.problems), end="")
    print(
        f"backup of {when(manifest)} by Lur {manifest.lur}: {len(manifest.files)} files, {manifest.rows} rows"
    )
    if not report.keys_tried:
        print("the keys were not tried: give the passphrase for that")
    print("whole" if not report.problems else f"NOT whole: {len(report.problems)} problems")
    return 1 if report.problems else 0
