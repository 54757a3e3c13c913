"""The journal in one SQLite file: the default, no server needed, durable at each commit.

The table ``journal`` holds the rows of ``chain.py`` under the same names. ``head`` repeats the last row's
number and hash in the same transaction: it shows when rows were cut off the end, and that nobody else has
written.
"""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from lur.adapters.storage.chain import Head, Row, check_end, check_row, recorded_from, rows_for
from lur.adapters.storage.sqlite import open_durable, reason_of, transaction
from lur.core.events import AnyEvent
from lur.core.ids import CommandId
from lur.ports import JournalBroken, JournalUnavailable, Recorded, Snapshot

READ_ROWS = 256
"""Rows read at a time; the loop can do other things between two helpings."""

COLUMNS = "seq, at, kind, version, payload, command_id, actor, prev, hash"

SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    command_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS journal_command ON journal (command_id);
CREATE TABLE IF NOT EXISTS head (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER, hash TEXT) STRICT;
CREATE TABLE IF NOT EXISTS snapshot (seq INTEGER PRIMARY KEY, format INTEGER, state BLOB, sha256 TEXT) STRICT;
CREATE TABLE IF NOT EXISTS probe (only INTEGER PRIMARY KEY CHECK (only = 1), filling BLOB) STRICT;
"""

INSERT = f"INSERT INTO journal ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class SqliteJournal:
    """A ``Journal`` in the file at ``path``. Raises ``JournalBroken`` when it is no journal at all."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = open_durable(path, SCHEMA)
            self._head = self._stored_head()
        except sqlite3.OperationalError as error:
            raise JournalUnavailable(reason_of(error), str(error)) from error
        except sqlite3.DatabaseError as error:
            raise JournalBroken(1, f"the file is damaged: {error}") from error

    async def append(
        self, events: Sequence[AnyEvent], command_id: CommandId, actor: str
    ) -> Sequence[Recorded]:
        """See ``Journal.append``."""
        rows, recorded = rows_for(self._head, events, command_id, actor)
        if not rows:
            return recorded
        head = Head(rows[-1].seq, rows[-1].hash)
        try:
            with transaction(self._db):
                self._refuse_second_writer()
                self._db.executemany(INSERT, [_stored(row) for row in rows])
                self._db.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?)", (head.seq, head.hash))
        except sqlite3.Error as error:
            raise JournalUnavailable(reason_of(error), str(error)) from error
        self._head = head
        return recorded

    async def events_of(self, command_id: CommandId) -> Sequence[Recorded]:
        """See ``Journal.events_of``."""
        sql = f"SELECT {COLUMNS} FROM journal WHERE command_id = ? ORDER BY seq"
        try:
            rows = self._db.execute(sql, (command_id,)).fetchall()
        except sqlite3.Error as error:
            raise JournalUnavailable(reason_of(error), str(error)) from error
        return [recorded_from(Row(*row)) for row in rows]

    async def read(self, after: int = 0) -> AsyncIterator[Recorded]:
        """See ``Journal.read``."""
        last = self._head_at(after)
        while rows := self._rows_after(last):
            for row in rows:
                check_row(row, last)
                last = Head(row.seq, row.hash)
                yield recorded_from(row)
            await asyncio.sleep(0)
        check_end(last, self._stored_head())

    async def head_seq(self) -> int:
        """See ``Journal.head_seq``."""
        return self._head.seq

    async def probe(self) -> None:
        """See ``Journal.probe``."""
        try:
            with transaction(self._db):
                self._refuse_second_writer()
                self._db.execute("INSERT OR REPLACE INTO probe VALUES (1, randomblob(65536))")
            with transaction(self._db):
                self._db.execute("DELETE FROM probe")
        except sqlite3.Error as error:
            raise JournalUnavailable(reason_of(error), str(error)) from error

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """See ``Journal.save_snapshot``."""
        digest = hashlib.sha256(snapshot.state).hexdigest()
        try:
            with transaction(self._db):
                self._db.execute("DELETE FROM snapshot")
                sql = "INSERT INTO snapshot VALUES (?, ?, ?, ?)"
                self._db.execute(sql, (snapshot.seq, snapshot.format, snapshot.state, digest))
        except sqlite3.Error as error:
            raise JournalUnavailable(reason_of(error), str(error)) from error

    async def latest_snapshot(self) -> Snapshot | None:
        """See ``Journal.latest_snapshot``."""
        try:
            sql = "SELECT seq, format, state, sha256 FROM snapshot ORDER BY seq DESC LIMIT 1"
            row = self._db.execute(sql).fetchone()
        except sqlite3.DatabaseError:
            return None
        if row is None or hashlib.sha256(row[2]).hexdigest() != row[3]:
            return None
        return Snapshot(row[0], row[2], row[1])

    async def close(self) -> None:
        """See ``Journal.close``."""
        self._db.close()

    def _stored_head(self) -> Head:
        row = self._db.execute("SELECT seq, hash FROM head").fetchone()
        return Head(*row) if row else Head()

    def _refuse_second_writer(self) -> None:
        if (stored := self._stored_head()) != self._head:
            raise JournalUnavailable("fenced", f"somebody else wrote up to row {stored.seq}")

    def _head_at(self, seq: int) -> Head:
        row = self._db.execute("SELECT seq, hash FROM journal WHERE seq = ?", (seq,)).fetchone()
        if row is None and seq > 0:
            raise JournalBroken(seq, "missing")
        return Head(*row) if row else Head()

    def _rows_after(self, last: Head) -> list[Row]:
        sql = f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT {READ_ROWS}"
        try:
            return [Row(*row) for row in self._db.execute(sql, (last.seq,))]
        except sqlite3.DatabaseError as error:
            raise JournalBroken(last.seq + 1, f"the file is damaged: {error}") from error


def _stored(row: Row) -> tuple[object, ...]:
    return (
        row.seq,
        row.at,
        row.kind,
        row.version,
        row.payload,
        row.command_id,
        row.actor,
        row.prev,
        row.hash,
    )
