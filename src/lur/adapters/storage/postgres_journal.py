"""The journal in PostgreSQL, for those who replicate it: same rows, same chain, and a fence against a
second writer.

Whoever opens the journal raises the writer's epoch; from then on appends of an earlier writer are refused,
even if it only slept. An append whose answer was lost with the connection was never acknowledged; so it is
taken back when the connection is there again, and the command can be tried anew.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any, TypeAlias, TypeVar

import asyncpg

from lur.adapters.storage.chain import Head, Row, check_end, check_row, recorded_from, rows_for
from lur.core.events import AnyEvent
from lur.core.ids import CommandId
from lur.ports import JournalBroken, JournalUnavailable, Recorded, Snapshot

READ_ROWS = 1_000
ANSWER_TIMEOUT_S = 5.0

COLUMNS = "seq, at, kind, version, payload, command_id, actor, prev, hash"

SCHEMA = """
CREATE TABLE IF NOT EXISTS lur_journal (
    seq bigint PRIMARY KEY,
    at bigint NOT NULL,
    kind text NOT NULL,
    version integer NOT NULL,
    payload text NOT NULL,
    command_id text NOT NULL,
    actor text NOT NULL,
    prev text NOT NULL,
    hash text NOT NULL
);
CREATE INDEX IF NOT EXISTS lur_journal_command ON lur_journal (command_id);
CREATE TABLE IF NOT EXISTS lur_writer (
    one integer PRIMARY KEY CHECK (one = 1),
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    hash text NOT NULL
);
INSERT INTO lur_writer VALUES (1, 0, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS lur_snapshot (
    one integer PRIMARY KEY CHECK (one = 1),
    seq bigint NOT NULL,
    format integer NOT NULL,
    state bytea NOT NULL,
    sha256 text NOT NULL
);
CREATE TABLE IF NOT EXISTS lur_probe (one integer PRIMARY KEY CHECK (one = 1), tried bigint NOT NULL);
"""

INSERT = f"INSERT INTO lur_journal ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"

SAVE = """
INSERT INTO lur_snapshot VALUES (1, $1, $2, $3, $4)
ON CONFLICT (one) DO UPDATE
SET seq = excluded.seq, format = excluded.format, state = excluded.state, sha256 = excluded.sha256
"""

PROBE = "INSERT INTO lur_probe VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET tried = lur_probe.tried + 1"

Result = TypeVar("Result")
Connection: TypeAlias = Any
"""asyncpg has no types."""


class PostgresJournal:
    """A ``Journal`` in the database at an address like ``postgresql://user@host/name``. Make it with
    ``open``.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: Connection | None = None
        self._epoch = 0
        self._head = Head()
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    async def open(cls, address: str) -> PostgresJournal:
        """Connect, make the tables, and become the one writer. Raises ``JournalUnavailable``."""
        journal = cls(address)
        try:
            journal._connection = await journal._connect()
            await journal._connection.execute(SCHEMA)
            sql = "UPDATE lur_writer SET epoch = epoch + 1 RETURNING epoch, seq, hash"
            row = await journal._connection.fetchrow(sql)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise JournalUnavailable(_reason(error), str(error)) from error
        journal._epoch, journal._head = row["epoch"], Head(row["seq"], row["hash"])
        return journal

    async def append(
        self, events: Sequence[AnyEvent], command_id: CommandId, actor: str
    ) -> Sequence[Recorded]:
        """See ``Journal.append``."""
        rows, recorded = rows_for(self._head, events, command_id, actor)
        if not rows:
            return recorded
        head = Head(rows[-1].seq, rows[-1].hash)

        async def write(connection: Connection) -> None:
            async with connection.transaction():
                await self._take_turn(connection)
                await connection.executemany(INSERT, [_stored(row) for row in rows])
                await connection.execute("UPDATE lur_writer SET seq = $1, hash = $2", head.seq, head.hash)

        await self._do(write)
        self._head = head
        return recorded

    async def events_of(self, command_id: CommandId) -> Sequence[Recorded]:
        """See ``Journal.events_of``."""
        sql = f"SELECT {COLUMNS} FROM lur_journal WHERE command_id = $1 AND seq <= $2 ORDER BY seq"
        found = await self._do(lambda connection: connection.fetch(sql, command_id, self._head.seq))
        return [recorded_from(Row(*row)) for row in found]

    async def read(self, after: int = 0) -> AsyncIterator[Recorded]:
        """See ``Journal.read``."""
        async with aclosing(self.rows(after)) as rows:
            async for row in rows:
                yield recorded_from(row)

    async def rows(self, after: int = 0) -> AsyncGenerator[Row, None]:
        """The same as they lie there. Needs no ``open``: who only reads is no writer."""
        connection = await self._connect()
        try:
            last = await _head_at(connection, after)
            while True:
                head = await _head(connection)
                rows = await _rows_after(connection, last)
                if not rows:
                    check_end(last, head)
                    return
                for row in rows:
                    check_row(row, last)
                    last = Head(row.seq, row.hash)
                    yield row
        finally:
            await connection.close()

    async def head_seq(self) -> int:
        """See ``Journal.head_seq``."""
        return self._head.seq

    async def probe(self) -> None:
        """See ``Journal.probe``."""

        async def write(connection: Connection) -> None:
            async with connection.transaction():
                await self._take_turn(connection)
                await connection.execute(PROBE)

        await self._do(write)

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """See ``Journal.save_snapshot``."""
        digest = hashlib.sha256(snapshot.state).hexdigest()
        await self._do(
            lambda connection: connection.execute(SAVE, snapshot.seq, snapshot.format, snapshot.state, digest)
        )

    async def latest_snapshot(self) -> Snapshot | None:
        """See ``Journal.latest_snapshot``."""
        sql = "SELECT seq, format, state, sha256 FROM lur_snapshot"
        row = await self._do(lambda connection: connection.fetchrow(sql))
        if row is None or hashlib.sha256(row["state"]).hexdigest() != row["sha256"]:
            return None
        return Snapshot(row["seq"], row["state"], row["format"])

    async def close(self) -> None:
        """See ``Journal.close``."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _do(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """One piece of work on the writer's connection, made anew when it was lost."""
        async with self._one_at_a_time:
            try:
                return await work(await self._settled())
            except JournalUnavailable:
                raise
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
                self._drop_unless_usable(error)
                raise JournalUnavailable(_reason(error), str(error)) from error

    async def _settled(self) -> Connection:
        if self._connection is not None and not self._connection.is_closed():
            return self._connection
        connection = await self._connect()
        try:
            async with connection.transaction():
                await self._take_back_unacknowledged(connection)
        except BaseException:
            connection.terminate()
            raise
        self._connection = connection
        return connection

    async def _take_back_unacknowledged(self, connection: Connection) -> None:
        head = await self._stored_head(connection)
        if head.seq < self._head.seq:
            raise JournalUnavailable("write_failed", f"the server has lost rows after {head.seq}")
        if head.seq > self._head.seq:
            await connection.execute("DELETE FROM lur_journal WHERE seq > $1", self._head.seq)
            sql = "UPDATE lur_writer SET seq = $1, hash = $2"
            await connection.execute(sql, self._head.seq, self._head.hash)

    async def _take_turn(self, connection: Connection) -> None:
        if await self._stored_head(connection) != self._head:
            raise JournalUnavailable("fenced", "somebody else wrote rows")

    async def _stored_head(self, connection: Connection) -> Head:
        row = await connection.fetchrow("SELECT epoch, seq, hash FROM lur_writer FOR UPDATE")
        if row is None or row["epoch"] != self._epoch:
            raise JournalUnavailable("fenced", "another Lur has become the writer")
        return Head(row["seq"], row["hash"])

    async def _connect(self) -> Connection:
        return await asyncpg.connect(
            self._address,
            timeout=ANSWER_TIMEOUT_S,
            command_timeout=ANSWER_TIMEOUT_S,
            server_settings={"synchronous_commit": "on", "application_name": "lur"},
        )

    def _drop_unless_usable(self, error: Exception) -> None:
        """After a lost connection or an answer that did not come, nobody knows what the server did."""
        unsure = not isinstance(error, asyncpg.PostgresError) or _reason(error) == "server_gone"
        if unsure and self._connection is not None:
            self._connection.terminate()
            self._connection = None


def _reason(error: Exception) -> str:
    if isinstance(error, asyncpg.DiskFullError):
        return "disk_full"
    gone = (
        asyncpg.PostgresConnectionError,
        asyncpg.OperatorInterventionError,
        asyncpg.InterfaceError,
        OSError,
        TimeoutError,
    )
    return "server_gone" if isinstance(error, gone) else "write_failed"


async def _head(connection: Connection) -> Head:
    row = await connection.fetchrow("SELECT seq, hash FROM lur_writer")
    return Head(row["seq"], row["hash"])


async def _head_at(connection: Connection, seq: int) -> Head:
    row = await connection.fetchrow("SELECT seq, hash FROM lur_journal WHERE seq = $1", seq)
    if row is None and seq > 0:
        raise JournalBroken(seq, "missing")
    return Head(row["seq"], row["hash"]) if row else Head()


async def _rows_after(connection: Connection, last: Head) -> list[Row]:
    sql = f"SELECT {COLUMNS} FROM lur_journal WHERE seq > $1 ORDER BY seq LIMIT {READ_ROWS}"
    return [Row(*row) for row in await connection.fetch(sql, last.seq)]


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
