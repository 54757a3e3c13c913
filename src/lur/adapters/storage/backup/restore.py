"""Puts a backup into an empty folder, on which a Lur can then be started.

While that goes on a mark lies in the folder, and no Lur starts on half of it; run again, it goes on. When it
is done another mark tells the next start until when there is a journal, so that calls which went on then
are over then, and not at the time of the restore.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from lur.adapters.storage.backup.check import refuse_newer
from lur.adapters.storage.backup.files import copied, described, written
from lur.adapters.storage.backup.keys import open_keys, refuse_downgrade
from lur.adapters.storage.backup.manifest import (
    DATA,
    SEALED_KEYS,
    BackedUpFile,
    Manifest,
    damaged,
    read_manifest,
)
from lur.adapters.storage.backup.refusal import BackupRefused, troubles_of_the_disk
from lur.core.ids import Instant
from lur.runtime.whole_file import write_whole

RESTORING = "restoring.json"
RESTORED = "restored.json"
GO_ON = "Make room, and run the same again: it goes on where it ended."


class Restored(msgspec.Struct, frozen=True):
    """The mark for the next start: the instant that the data show."""

    at: Instant


class _Restoring(msgspec.Struct, frozen=True):
    backup: str


def restore_backup(backup: Path, data: Path, passphrase: str | None) -> Manifest:
    """Put all of ``backup`` into ``data``. Raises ``BackupRefused``: no_backup, backup_newer, backup_damaged,
    data_not_empty, wrong_passphrase, passphrase_missing, backup_not_sealed, disk_full.
    """
    manifest, digest = read_manifest(backup)
    refuse_newer(manifest)
    keys = _keys(backup, manifest, passphrase, digest)
    with troubles_of_the_disk(GO_ON):
        _begin(data, digest.decode())
        for file in manifest.files:
            _put(backup / DATA / file.path, data / file.path, file)
        for name, content in keys.items():
            written(data / "keys" / name, name, content, manifest.at * 1_000_000)
        _sign_out(data / "lur.db")
        write_whole(data / RESTORED, msgspec.json.encode(Restored(manifest.at)))
        for folder in (data, data / "keys"):
            folder.chmod(0o700)
        (data / RESTORING).unlink()
    return manifest


def _keys(backup: Path, manifest: Manifest, passphrase: str | None, digest: bytes) -> dict[str, bytes]:
    refuse_downgrade(manifest.keys, passphrase)
    if manifest.keys == "plain":
        return {}
    if passphrase is None:
        what = "the keys of this backup are sealed with a passphrase"
        raise BackupRefused("passphrase_missing", what, "Give it: --passphrase-file FILE")
    try:
        content = (backup / SEALED_KEYS).read_bytes()
    except OSError as error:
        raise damaged(f"{backup / SEALED_KEYS} is not there") from error
    return open_keys(content, passphrase, digest)


def _sign_out(path: Path) -> None:
    """Sessions that were ended after the backup would be back: everybody signs in anew."""
    if not path.is_file():
        return
    with closing(sqlite3.connect(path)) as tables, tables:
        if tables.execute("SELECT 1 FROM sqlite_master WHERE name = 'session'").fetchone():
            tables.execute("DELETE FROM session")


def _begin(data: Path, digest: str) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = data / RESTORING
    if mark.exists():
        with suppress(msgspec.DecodeError):
            if msgspec.json.decode(mark.read_bytes(), type=_Restoring).backup == digest:
                return
        what = f"{data} has the beginning of another restore in it"
        raise BackupRefused("data_not_empty", what, "Empty it, or name another folder: --data DIR")
    if any(data.iterdir()):
        do = "Name a new or empty folder: --data DIR. What is there is never written over."
        raise BackupRefused("data_not_empty", f"{data} is not empty", do)
    write_whole(mark, msgspec.json.encode(_Restoring(digest)))


def _put(source: Path, target: Path, file: BackedUpFile) -> None:
    with suppress(OSError):
        if target.stat().st_size == file.size and described(target, file.path).sha256 == file.sha256:
            return
    try:
        put = copied(source, target, file.path)
    except FileNotFoundError as error:
        raise damaged(f"{file.path} is not in the backup") from error
    if (put.size, put.sha256) != (file.size, file.sha256):
        target.unlink()
        raise damaged(f"{file.path} is not what it was: it was cut or changed")
    os.utime(target, ns=(file.mtime_ns, file.mtime_ns))
