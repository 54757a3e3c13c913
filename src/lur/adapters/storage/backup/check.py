"""Is a backup whole, and could this Lur go on from it? Read alone, changed in nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import msgspec

from lur.adapters.storage.backup.files import described
from lur.adapters.storage.backup.keys import open_keys, origin_of
from lur.adapters.storage.backup.manifest import DATA, NAME, SEALED_KEYS, Manifest, read_manifest
from lur.adapters.storage.backup.refusal import BackupRefused
from lur.adapters.storage.backup.snapshot import JOURNAL
from lur.adapters.storage.backup.tables import known_migrations
from lur.adapters.storage.journal_file import JournalNewer, NotAJournal, read_journal
from lur.ports import JournalBroken


class BackupReport(msgspec.Struct, frozen=True):
    """What came of it. ``problems`` is empty when all holds; ``keys_tried``: a passphrase was given."""

    manifest: Manifest
    problems: tuple[str, ...]
    keys_tried: bool


def check_backup(backup: Path, passphrase: str | None = None) -> BackupReport:
    """Read every byte. Raises ``BackupRefused`` when there is no list to compare with, or it is newer."""
    manifest, digest = read_manifest(backup)
    problems = [
        *_newer(manifest),
        *_files(backup / DATA, manifest),
        *_databases(backup / DATA, manifest),
        *_keys(backup, manifest, passphrase, digest),
    ]
    return BackupReport(manifest, tuple(problems), passphrase is not None or manifest.keys == "plain")


def refuse_newer(manifest: Manifest) -> None:
    """Raises ``BackupRefused`` when this Lur is too old for the backup."""
    for problem in _newer(manifest):
        raise BackupRefused("backup_newer", problem, "Restore it with that version of Lur, or a later one.")


def _newer(manifest: Manifest) -> Iterator[str]:
    if manifest.tables and manifest.tables not in known_migrations():
        yield f"lur.db: tables of Lur {manifest.lur} ({manifest.tables}), which is newer than this one"


def _files(data: Path, manifest: Manifest) -> Iterator[str]:
    for file in manifest.files:
        try:
            found = described(data / file.path, file.path)
        except OSError:
            yield f"{file.path}: is not there"
            continue
        if found.size != file.size:
            yield f"{file.path}: has {found.size} bytes instead of {file.size}"
        elif found.sha256 != file.sha256:
            yield f"{file.path}: was changed"
    known = {file.path for file in manifest.files}
    there = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    yield from (f"{name}: does not belong to it" for name in sorted(there - known))


def _databases(data: Path, manifest: Manifest) -> Iterator[str]:
    for file in manifest.files:
        if file.path.endswith(".db") and "/" not in file.path and (data / file.path).is_file():
            yield from _integrity(data / file.path)
    if manifest.journal == "data" and (data / JOURNAL).is_file():
        yield from _chain(data / JOURNAL, manifest)


def _integrity(path: Path) -> Iterator[str]:
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        yield f"{path.name}: {said}"


def _chain(path: Path, manifest: Manifest) -> Iterator[str]:
    rows, head = 0, ""
    try:
        for recorded in read_journal(path):
            rows, head = recorded.seq, recorded.hash
    except JournalBroken as error:
        yield f"{path.name}: row {error.seq}: {error.detail}"
    except (NotAJournal, JournalNewer, sqlite3.Error) as error:
        yield f"{path.name}: {error}"
    else:
        if (rows, head) != (manifest.rows, manifest.head) and rows:
            yield f"{path.name}: ends at row {rows} instead of {manifest.rows}"


def _keys(backup: Path, manifest: Manifest, passphrase: str | None, digest: bytes) -> Iterator[str]:
    if manifest.keys == "plain":
        if passphrase is not None:
            yield f"{NAME}: the keys are not sealed, and a passphrase was given"
        return
    try:
        content = (backup / SEALED_KEYS).read_bytes()
    except OSError:
        yield f"{SEALED_KEYS}: is not there"
        return
    if passphrase is not None:
        try:
            keys = open_keys(content, passphrase, digest)
        except BackupRefused as refused:
            yield f"{SEALED_KEYS}: {refused.what}"
            return
        if origin_of(keys["master.key"]) != manifest.origin:
            yield f"{SEALED_KEYS}: holds the key of another Lur"
