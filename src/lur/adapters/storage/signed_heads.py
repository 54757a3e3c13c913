"""Writes beside the journal, now and then, what its last row is, signed: so that a cut tail shows.

The form is told in ``lur/verify/heads.py``, which reads it and shares no code with this. The key is made at
the first start (``keys/heads.key``) and never leaves the machine; its public half stands in the file's first
line. Copy the file away as often as you like (mail it to the auditor, print it): what was signed cannot be
taken back.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lur.core.ids import Instant
from lur.runtime.whole_file import write_whole

TITLE = "lur-heads 1"


class SignedHeads:
    """The heads file at ``path``, signed with the key at ``key_path``. Raises ``OSError``, ``ValueError`` (no
    key in the key file).
    """

    def __init__(self, path: Path, key_path: Path) -> None:
        self._path = path
        self._key = _key(key_path)
        self._last_seq = 0
        public = self._key.public_key().public_bytes_raw().hex()
        _make_fit(path, f"{TITLE} {public}")

    def sign(self, seq: int, row_hash: str, at: Instant) -> bool:
        """Say that row ``seq`` is the last now. The same row again is not said twice."""
        if seq <= self._last_seq:
            return False
        said = f"{seq} {at} {row_hash}"
        _append(self._path, f"{said} {self._key.sign(said.encode()).hex()}")
        self._last_seq = seq
        return True


def _key(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        fresh = Ed25519PrivateKey.generate()
        body = fresh.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_whole(path, body)
        return fresh
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds another kind of key")
    return key


def _make_fit(path: Path, title: str) -> None:
    """A file that goes on where it ended: without the line that a power cut tore, and signed by one key only.
    What another key has signed is kept beside it.
    """
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    whole = [line for line in lines if line.endswith(b"\n")]
    if whole and whole[0] != f"{title}\n".encode():
        path.rename(path.with_name(f"{path.stem}-{whole[0].split()[-1].decode()[:8]}{path.suffix}"))
        whole = []
    if not whole:
        whole = [f"{title}\n".encode()]
    elif len(whole) == len(lines):
        return
    write_whole(path, b"".join(whole))


def _append(path: Path, line: str) -> None:
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "a", encoding="ascii") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
