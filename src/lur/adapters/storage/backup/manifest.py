"""``backup.json``: what is in a backup, and the digest of each file, so that a cut or changed one is found.

The last line is the digest of all before it. It is written last, so a backup without one is not whole.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from lur.adapters.storage.backup.refusal import BackupRefused
from lur.core.ids import Instant

FORMAT = 1
NAME = "backup.json"
DATA = "data"
SEALED_KEYS = "keys.sealed"
_DIGEST = b"sha256 "


class BackedUpFile(msgspec.Struct, frozen=True):
    """One file: where it lies in the data folder, and what is in it."""

    path: str
    size: int
    sha256: str
    mtime_ns: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All of a backup. ``at``: the instant that it shows. ``origin`` is the same for all backups of one Lur.
    ``rows`` and ``head`` are the journal's last row; ``tables`` the newest migration of ``lur.db``.
    """

    format: int = FORMAT
    lur: str
    at: Instant
    origin: str
    journal: Literal["data", "postgresql"]
    rows: int
    head: str
    tables: str
    keys: Literal["sealed", "plain"]
    files: tuple[BackedUpFile, ...]

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(file.size for file in self.files)


class _Format(msgspec.Struct):
    format: int
    lur: str = "?"


def encoded(manifest: Manifest) -> bytes:
    """As it lies on disk."""
    body = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    return body + _DIGEST + _digest(body) + b"\n"


def read_manifest(backup: Path) -> tuple[Manifest, bytes]:
    """What the backup says is in it, and the digest that its sealed keys are bound to. Raises
    ``BackupRefused``: no_backup, backup_newer, backup_damaged.
    """
    try:
        content = (backup / NAME).read_bytes()
    except OSError as error:
        do = "Name a folder that `lur backup` has made. One that was cut off is finished by running it again."
        raise BackupRefused("no_backup", f"{backup} has no whole backup in it", do) from error
    body, _, last = content.rpartition(_DIGEST)
    if last.strip() != _digest(body):
        raise damaged(f"{backup / NAME} was changed or cut")
    made = msgspec.json.decode(body, type=_Format)
    if made.format > FORMAT:
        do = "Install that version of Lur, or a later one, and restore with it."
        raise BackupRefused("backup_newer", f"the backup was made by Lur {made.lur}, which is newer", do)
    try:
        manifest = msgspec.json.decode(body, type=Manifest)
    except msgspec.DecodeError as error:
        raise damaged(f"{backup / NAME}: {error}") from error
    for file in manifest.files:
        refuse_outside(file.path)
    return manifest, last.strip()


def refuse_outside(name: str) -> None:
    """A name that does not stay in its folder is nobody's honest one. Raises ``BackupRefused``."""
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\0" in name:
        raise damaged(f"{name!r} does not lie in the data folder")


def damaged(what: str) -> BackupRefused:
    """The backup is not what it was when it was made."""
    do = "Use another backup. `lur backup --check` names all that is wrong with this one."
    return BackupRefused("backup_damaged", what, do)


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()
