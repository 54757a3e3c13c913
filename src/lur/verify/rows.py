"""Rows of a journal file, as they lie there. The file is opened for reading only."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from .findings import Finding, Unusable

GENESIS = "0" * 64
COLUMNS = "seq, at, kind, version, payload, command_id, actor, prev, hash"


@dataclass(frozen=True)
class Row:
    """One journal row. ``payload`` is the event as JSON text, byte for byte."""

    seq: int
    at: int
    kind: str
    version: int
    payload: str
    command_id: str
    actor: str
    prev: str
    hash: str

    def digest(self) -> str:
        """The hash it should have: SHA-256 of eight netstrings (adapters/storage/chain.py tells them)."""
        fields = (
            self.prev,
            self.seq,
            self.at,
            self.kind,
            self.version,
            self.command_id,
            self.actor,
            self.payload,
        )
        digest = hashlib.sha256()
        for field in fields:
            text = str(field).encode()
            digest.update(b"%d:%b," % (len(text), text))
        return digest.hexdigest()


class RowElsewhere(Protocol):
    """A row of a journal that lies elsewhere, as far as the checks look at it."""

    @property
    def seq(self) -> int:
        """Its number."""
        ...

    @property
    def kind(self) -> str:
        """Which event."""
        ...

    @property
    def payload(self) -> str:
        """The event as JSON text."""
        ...


def read(path: Path) -> Iterator[Row]:
    """All rows in order. Raises ``Unusable``."""
    if not path.is_file():
        raise Unusable(f"there is no file {path}")
    try:
        with closing(_open(path)) as database:
            for fields in database.execute(f"SELECT {COLUMNS} FROM journal ORDER BY seq"):
                yield Row(*fields)
    except sqlite3.DatabaseError as error:
        raise Unusable(f"{path} is no journal, or damaged: {error}") from error


def _open(path: Path) -> sqlite3.Connection:
    """Where nobody may write beside the file, it is read as it lies there."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(address, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        return sqlite3.connect(f"{address}&immutable=1", uri=True)
    return connection


class Chain:
    """Follows the rows. ``hashes`` is asked for by the signed heads."""

    def __init__(self) -> None:
        self.rows = 0
        self.hash = GENESIS
        self.seq = 0
        self._at = 0

    def follow(self, row: Row) -> list[Finding]:
        """What is wrong with this row and its place in the chain."""
        found: list[Finding] = []
        if row.seq != self.seq + 1:
            found.append(
                Finding("removed", self.seq + 1, f"missing; the next row there is has number {row.seq}")
            )
        elif row.prev != self.hash:
            found.append(Finding("changed", row.seq, "does not follow the row before it"))
        if row.hash != row.digest():
            found.append(Finding("changed", row.seq, "was changed after it was written"))
        if row.at < self._at:
            found.append(Finding("back_in_time", row.seq, "is earlier than the row before it"))
        self.rows += 1
        self.seq, self.hash, self._at = row.seq, row.hash, row.at
        return found
