"""What the SQLite stores share: how a file is opened so that a commit is on disk, and what its errors mean.

Commits are made straight from the event loop: with WAL they take well under a millisecond, less than
handing them to a thread and back.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FULL = "disk_full"
FAILED = "write_failed"


def open_durable(path: Path, schema: str) -> sqlite3.Connection:
    """Open (or make, readable by its owner alone) a database whose commits survive a power cut."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1.0)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.executescript(schema)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing. Raises what SQLite raised, with nothing kept."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def reason_of(error: sqlite3.Error) -> str:
    """``disk_full`` or ``write_failed``."""
    return FULL if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL else FAILED
