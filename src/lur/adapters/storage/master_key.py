"""The one key that opens the vault: a file apart from it, so that a copy of the database alone says nothing.

Back it up apart from the data. Without it nothing personal can be read again; the journal does not need it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


class MasterKeyUnusable(Exception):
    """The key file is there but holds no key. Restore it from the backup; a new one cannot open the vault."""


def master_key(path: Path) -> bytes:
    """The key in the file at ``path`` (64 hex digits), made at the first start, readable by its owner
    alone.
    """
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
        return _read(path)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError as error:
        raise MasterKeyUnusable(f"{path} does not hold 64 hex digits") from error
    if len(key) != KEY_BYTES:
        raise MasterKeyUnusable(f"{path} does not hold 64 hex digits")
    return key
