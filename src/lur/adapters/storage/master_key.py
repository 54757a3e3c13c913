"""The one key that opens the vault: a file apart from it, so that a copy of the database alone says nothing.

Back it up apart from the data. Without it nothing personal can be read again; the journal does not need it.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from lur.runtime.whole_file import write_whole

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
        write_whole(path, f"{secrets.token_hex(KEY_BYTES)}\n".encode())
        return _read(path)


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError as error:
        raise MasterKeyUnusable(f"{path} does not hold 64 hex digits") from error
    if len(key) != KEY_BYTES:
        raise MasterKeyUnusable(f"{path} does not hold 64 hex digits")
    return key
