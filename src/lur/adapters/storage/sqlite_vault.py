"""What is personal, beside the journal: AES-256-GCM with a random key for each subject, in one SQLite file.

A subject's key lies in ``subject`` wrapped by the master key; erasing deletes it and its rows, overwrites
them in the file (``secure_delete``) and empties the write-ahead log, so that nothing readable is left
behind. Nonces are 96 random bits before each ciphertext; the subject and the field are authenticated with
it, so that a value cannot be moved to somebody else.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lur.adapters.storage.sqlite import FAILED, open_durable, reason_of, transaction
from lur.core.ids import Instant
from lur.ports import VaultUnavailable

NONCE_BYTES = 12

SCHEMA = """
CREATE TABLE IF NOT EXISTS subject (id TEXT PRIMARY KEY, wrapped_key BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    field TEXT NOT NULL,
    at INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS entry_subject ON entry (subject, field, at);
"""


class SqliteVault:
    """A ``Vault`` in the file at ``path``, opened with ``master`` (32 bytes)."""

    def __init__(self, path: Path, master: bytes) -> None:
        self._master = AESGCM(master)
        try:
            self._db = open_durable(path, SCHEMA)
        except sqlite3.Error as error:
            raise VaultUnavailable(reason_of(error), str(error)) from error

    async def put(self, subject: str, field: str, value: str) -> None:
        """See ``Vault.put``."""
        try:
            with transaction(self._db):
                sealed = _seal(self._key_for_writing(subject), value, f"{subject}|{field}")
                self._db.execute("DELETE FROM entry WHERE subject = ? AND field = ?", (subject, field))
                self._insert(subject, field, 0, sealed)
        except sqlite3.Error as error:
            raise VaultUnavailable(reason_of(error), str(error)) from error

    async def append(self, subject: str, field: str, value: str, at: Instant) -> None:
        """See ``Vault.append``."""
        try:
            with transaction(self._db):
                key = self._key_for_writing(subject)
                if value not in self._values_at(key, subject, field, at):
                    self._insert(subject, field, at, _seal(key, value, f"{subject}|{field}"))
        except sqlite3.Error as error:
            raise VaultUnavailable(reason_of(error), str(error)) from error

    async def get(self, subject: str) -> dict[str, list[str]]:
        """See ``Vault.get``."""
        try:
            key, rows = self._key(subject), self._rows(subject)
        except sqlite3.Error as error:
            raise VaultUnavailable(reason_of(error), str(error)) from error
        found: dict[str, list[str]] = {}
        if key is None:
            return found
        for field, sealed in rows:
            found.setdefault(field, []).append(_unseal(key, sealed, f"{subject}|{field}"))
        return found

    def _rows(self, subject: str) -> list[tuple[str, bytes]]:
        sql = "SELECT field, sealed FROM entry WHERE subject = ? ORDER BY number"
        return self._db.execute(sql, (subject,)).fetchall()

    async def erase(self, subject: str) -> None:
        """See ``Vault.erase``."""
        try:
            with transaction(self._db):
                self._db.execute("DELETE FROM subject WHERE id = ?", (subject,))
                self._db.execute("DELETE FROM entry WHERE subject = ?", (subject,))
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise VaultUnavailable(reason_of(error), str(error)) from error

    async def close(self) -> None:
        """See ``Vault.close``."""
        with suppress(sqlite3.Error):
            self._db.close()

    def _insert(self, subject: str, field: str, at: Instant, sealed: bytes) -> None:
        sql = "INSERT INTO entry (subject, field, at, sealed) VALUES (?, ?, ?, ?)"
        self._db.execute(sql, (subject, field, at, sealed))

    def _values_at(self, key: AESGCM, subject: str, field: str, at: Instant) -> list[str]:
        sql = "SELECT sealed FROM entry WHERE subject = ? AND field = ? AND at = ?"
        rows = self._db.execute(sql, (subject, field, at)).fetchall()
        return [_unseal(key, sealed, f"{subject}|{field}") for (sealed,) in rows]

    def _key(self, subject: str) -> AESGCM | None:
        row = self._db.execute("SELECT wrapped_key FROM subject WHERE id = ?", (subject,)).fetchone()
        return AESGCM(_open(self._master, row[0], subject)) if row else None

    def _key_for_writing(self, subject: str) -> AESGCM:
        if (known := self._key(subject)) is not None:
            return known
        key = AESGCM.generate_key(bit_length=256)
        nonce = os.urandom(NONCE_BYTES)
        wrapped = nonce + self._master.encrypt(nonce, key, subject.encode())
        self._db.execute("INSERT INTO subject VALUES (?, ?)", (subject, wrapped))
        return AESGCM(key)


def _seal(key: AESGCM, value: str, context: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + key.encrypt(nonce, value.encode(), context.encode())


def _unseal(key: AESGCM, sealed: bytes, context: str) -> str:
    return _open(key, sealed, context).decode()


def _open(key: AESGCM, sealed: bytes, context: str) -> bytes:
    try:
        return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except InvalidTag as error:
        raise VaultUnavailable(FAILED, "does not open with this master key, or was changed") from error
