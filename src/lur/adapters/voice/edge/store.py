"""DATA/edge.db: what a restarted edge must know to go on owning its calls.

SQLite in WAL mode without fsync a commit: it has to survive a SIGKILL of this process, not a power cut (no
call does). Writes gather in one transaction and are committed once a turn, before any byte of that turn
leaves for the network. Bodies are sealed with DATA/keys/edge.key, and what is dropped is overwritten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import structlog

from lur.adapters.voice.edge.sealing import Seal, Unreadable

log = structlog.get_logger("edge.store")

Shelf = Literal["leg", "binding", "browser", "conversation", "recording", "kept"]

PROBE_BYTES = 65_536
"""What must fit before a store that was full is trusted again."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS things (shelf TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL,
                                   PRIMARY KEY (shelf, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
                                  body BLOB NOT NULL);
"""


class Store:
    """Named bodies on shelves, and the ordered outbox of facts."""

    def __init__(self, path: Path) -> None:
        self._seal = Seal(path.parent / "keys" / "edge.key")
        self._db = sqlite3.connect(path, isolation_level=None)
        path.chmod(0o600)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.executescript(_SCHEMA)
        self._open = False
        self._closed = False
        self.failing = False

    def put(self, shelf: Shelf, name: str, body: bytes) -> None:
        """Keep a body under its name; replaces an earlier one."""
        sealed = self._seal.close(body, f"{shelf}|{name}")
        self._write("INSERT OR REPLACE INTO things VALUES (?, ?, ?)", (shelf, name, sealed))

    def drop(self, shelf: Shelf, name: str) -> None:
        """Forget a body; an unknown name is fine."""
        self._write("DELETE FROM things WHERE shelf = ? AND name = ?", (shelf, name))

    def all(self, shelf: Shelf) -> tuple[tuple[str, bytes], ...]:
        """Everything on a shelf, by name."""
        rows = self._db.execute("SELECT name, body FROM things WHERE shelf = ? ORDER BY name", (shelf,))
        return self._opened(shelf, rows.fetchall())

    def get(self, shelf: Shelf, name: str) -> bytes | None:
        """One body, or None."""
        sql = "SELECT name, body FROM things WHERE shelf = ? AND name = ?"
        opened = self._opened(shelf, self._db.execute(sql, (shelf, name)).fetchall())
        return opened[0][1] if opened else None

    def append_fact(self, name: str, body: bytes) -> None:
        """Add a fact at the end of the outbox; the same name twice is kept once."""
        sealed = self._seal.close(body, f"fact|{name}")
        self._write("INSERT OR IGNORE INTO facts (name, body) VALUES (?, ?)", (name, sealed))

    def drop_fact(self, name: str) -> None:
        """The fact has been acknowledged."""
        self._write("DELETE FROM facts WHERE name = ?", (name,))

    def facts(self) -> tuple[tuple[str, bytes], ...]:
        """Facts that wait for an acknowledgement, oldest first."""
        return self._opened(
            "fact", self._db.execute("SELECT name, body FROM facts ORDER BY number").fetchall()
        )

    def _opened(self, place: str, rows: Iterable[tuple[str, bytes]]) -> tuple[tuple[str, bytes], ...]:
        """What can be opened; the rest was sealed with a key that is lost, and is left aside."""
        opened: list[tuple[str, bytes]] = []
        for name, sealed in rows:
            try:
                opened.append((name, self._seal.open(sealed, f"{place}|{name}")))
            except Unreadable:
                log.error("edge_store_unreadable", place=place, name=name)
        return tuple(opened)

    def commit(self) -> None:
        """Make this turn's writes survive."""
        if self._open:
            self._open = False
            self._try("COMMIT", ())

    def close(self) -> None:
        """Commit and let go of the file; again is fine."""
        if not self._closed:
            self.commit()
            self._db.close()
            self._closed = True

    def mended(self) -> bool:
        """Whether writes failed since the last time and work again: then all that lives is to be put anew."""
        if not self.failing:
            return False
        self.failing = False
        self.put("kept", "probe", bytes(PROBE_BYTES))
        self.drop("kept", "probe")
        self.commit()
        return not self.failing

    def _write(self, sql: str, values: tuple[object, ...]) -> None:
        if not self._open:
            self._open = self._try("BEGIN", ())
        self._try(sql, values)

    def _try(self, sql: str, values: tuple[object, ...]) -> bool:
        """A disk that is full must not silence those who talk: say it once, and go on without a memory."""
        try:
            self._db.execute(sql, values)
        except sqlite3.Error as error:
            if not self.failing:
                log.error("edge_store_failed", problem=str(error))
            self.failing = True
            if self._db.in_transaction:
                self._db.rollback()
            self._open = False
            return False
        return True
