"""All databases of a data folder as they were at one moment, while they are written.

Each is pinned by a read transaction, milliseconds apart and in an order: first what follows from the journal
(projections, the edge's facts on their way), then the journal, then the vault. So no projection claims a row
that the journal has not, no fact is lost between the edge and the journal, and everybody whom the journal
tells of is in the vault.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from lur.adapters.storage.chain import Head

EDGE, JOURNAL, VAULT = "edge.db", "journal.db", "vault.db"
_LAST = (EDGE, JOURNAL, VAULT)
PAGES_AT_A_TIME = 2_000
KEPT_OF_EDGE = "recording"
"""The edge's dialogs were those of phones that talked with it then; facts and recordings are the centre's."""


class Pinned:
    """Databases held at one moment. ``at`` is that of the journal, in ms UTC. Close it soon: what is written
    meanwhile waits in the write-ahead logs.
    """

    def __init__(self, data: Path) -> None:
        self._open: dict[str, sqlite3.Connection] = {}
        self.at = 0
        try:
            for name in _in_order(data):
                self._open[name] = _pinned(data / name)
                if name == JOURNAL:
                    self.at = time.time_ns() // 1_000_000
        except BaseException:
            self.close()
            raise
        self.at = self.at or time.time_ns() // 1_000_000

    @property
    def names(self) -> tuple[str, ...]:
        """The databases that are there."""
        return tuple(self._open)

    def size(self, name: str) -> int:
        """Bytes of one of them."""
        (size,) = (
            self._open[name]
            .execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            .fetchone()
        )
        return int(size)

    def copy(self, name: str, target: Path) -> None:
        """A plain file at ``target``, on disk when this returns. Raises ``sqlite3.Error``, ``OSError``."""
        target.unlink(missing_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous=OFF")
            self._open[name].backup(copy, pages=PAGES_AT_A_TIME)
            copy.execute("PRAGMA journal_mode=DELETE")
            if name == EDGE:
                copy.execute("DELETE FROM things WHERE shelf <> ?", (KEPT_OF_EDGE,))
                copy.execute("VACUUM")
        with target.open("rb") as file:
            os.fsync(file.fileno())

    def head(self) -> Head:
        """The journal's last row."""
        row = self._journal("SELECT seq, hash FROM head")
        return Head(*row[0]) if row else Head()

    def recordings(self) -> dict[str, str]:
        """Recordings and spoken statements that the journal tells of, with the digest where it says one."""
        kinds = "('RecordingKept', 'RecordingLost', 'StatementKept')"
        rows = self._journal(f"SELECT payload FROM journal WHERE kind IN {kinds}")
        told = (msgspec.json.decode(payload, type=_Told) for (payload,) in rows)
        return {each.recording_id or each.statement_id: each.sha256 for each in told}

    def running(self) -> frozenset[str]:
        """Recordings that went on at that moment."""
        if EDGE not in self._open:
            return frozenset()
        sql = "SELECT name FROM things WHERE shelf = ?"
        return frozenset(name for (name,) in self._open[EDGE].execute(sql, (KEPT_OF_EDGE,)))

    def tables(self) -> str:
        """The newest migration of the read models."""
        try:
            row = self._open["lur.db"].execute("SELECT version_num FROM alembic_version").fetchone()
        except (KeyError, sqlite3.Error):
            return ""
        return str(row[0]) if row else ""

    def close(self) -> None:
        """Let go of the databases."""
        for connection in self._open.values():
            connection.close()

    def _journal(self, sql: str) -> list[tuple[Any, ...]]:
        return self._open[JOURNAL].execute(sql).fetchall() if JOURNAL in self._open else []


class _Told(msgspec.Struct):
    recording_id: str = ""
    statement_id: str = ""
    sha256: str = ""


def _in_order(data: Path) -> Iterator[str]:
    there = sorted(path.name for path in data.glob("*.db"))
    yield from (name for name in there if name not in _LAST)
    yield from (name for name in _LAST if name in there)


def _pinned(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=30.0)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection
