"""A journal as a file on its own: a simulated day is written in one go, and any journal is read without
being touched.

The rows are those of ``chain.py`` in the tables of ``sqlite_journal.py``, so a file written here can be
served, verified and replayed like any other. Only the live journal has to survive a power cut at each commit;
here a file is either whole or not there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import msgspec

from lur.adapters.storage.chain import Head, Row, check_end, check_row, recorded_from, rows_for
from lur.adapters.storage.sqlite_journal import COLUMNS, INSERT, SCHEMA
from lur.core.events import AnyEvent
from lur.core.ids import CommandId
from lur.core.upcasters import UnreadableEvent
from lur.ports import JournalBroken, Recorded

ROWS_AT_A_TIME = 5_000


class NotAJournal(Exception):
    """The file is something else."""


class JournalNewer(Exception):
    """A row that was not changed and yet cannot be read: a newer Lur wrote it."""

    def __init__(self, seq: int, detail: str) -> None:
        super().__init__(f"row {seq}: {detail}")
        self.seq = seq
        self.detail = detail


class JournalWriter:
    """Adds rows to a new file. Made by ``new_journal``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._head = Head()
        self._rows: list[Row] = []

    def add(self, events: Sequence[AnyEvent], command_id: CommandId, actor: str) -> None:
        """One command's events."""
        rows, _ = rows_for(self._head, events, command_id, actor)
        if rows:
            self._head = Head(rows[-1].seq, rows[-1].hash)
            self._rows += rows
        if len(self._rows) >= ROWS_AT_A_TIME:
            self.flush()

    def flush(self) -> None:
        """Hand all rows to SQLite."""
        self._db.executemany(INSERT, [msgspec.structs.astuple(row) for row in self._rows])
        self._db.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?)", (self._head.seq, self._head.hash))
        self._rows.clear()


@contextmanager
def new_journal(path: Path) -> Iterator[JournalWriter]:
    """A writer for a journal at ``path``, which appears when all is written and not at all when something
    fails.

    Raises ``FileExistsError``, ``OSError`` or ``sqlite3.Error``.
    """
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {SCHEMA} BEGIN;")
            writer = JournalWriter(connection)
            yield writer
            writer.flush()
            connection.execute("COMMIT")
        part.rename(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def read_journal(path: Path) -> Iterator[Recorded]:
    """All rows as they are now, each checked against the chain; a Lur that writes meanwhile is not disturbed.

    Raises ``FileNotFoundError``, ``NotAJournal``, ``JournalBroken`` (the first bad row) or ``JournalNewer``.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    with closing(_open(path)) as connection:
        connection.execute("BEGIN")
        head = _head(connection)
        last = Head()
        for row in _rows(connection):
            check_row(row, last)
            last = Head(row.seq, row.hash)
            yield _recorded(row)
        check_end(last, head)


def _open(path: Path) -> sqlite3.Connection:
    """Read-only. A file that nobody has open, where we may not write beside it, is read as it lies there."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=5.0)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        return sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise NotAJournal(str(error)) from error
    return connection


def _head(connection: sqlite3.Connection) -> Head:
    try:
        row = connection.execute("SELECT seq, hash FROM head").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotAJournal(str(error)) from error
    return Head(*row) if row else Head()


def _rows(connection: sqlite3.Connection) -> Iterator[Row]:
    seq = 0
    try:
        for fields in connection.execute(f"SELECT {COLUMNS} FROM journal ORDER BY seq"):
            row = Row(*fields)
            yield row
            seq = row.seq
    except sqlite3.DatabaseError as error:
        raise JournalBroken(seq + 1, f"the file is damaged: {error}") from error


def _recorded(row: Row) -> Recorded:
    try:
        return recorded_from(row)
    except JournalBroken as error:
        if isinstance(error.__cause__, UnreadableEvent):
            raise JournalNewer(row.seq, str(error.__cause__)) from error
        raise
