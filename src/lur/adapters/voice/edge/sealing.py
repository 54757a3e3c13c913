"""Seals what lies in DATA/edge.db, with a key in a file apart from it.

The store holds operators' passwords, the digests of phones, callers' numbers and, until the vault has them,
the keys of recordings. A copy of the database alone must say nothing, as with the vault.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lur.runtime.whole_file import write_whole

KEY_BYTES = 32
NONCE_BYTES = 12


class Unreadable(Exception):
    """The body was sealed with another key, or changed."""


class Seal:
    """AES-256-GCM with the key in the file at ``path`` (made at the first start, for its owner alone).

    Raises OSError.
    """

    def __init__(self, path: Path) -> None:
        self._cipher = AESGCM(_key(path))

    def close(self, body: bytes, place: str) -> bytes:
        """The body sealed for its ``place``: elsewhere it cannot be opened."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, body, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The body. Raises ``Unreadable``."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise Unreadable(place) from error


def _key(path: Path) -> bytes:
    """A file that holds no key is replaced: what was sealed with the lost one were calls that are over."""
    key = path.read_bytes() if path.exists() else b""
    if len(key) == KEY_BYTES:
        return key
    key = AESGCM.generate_key(KEY_BYTES * 8)
    write_whole(path, key)
    return key
