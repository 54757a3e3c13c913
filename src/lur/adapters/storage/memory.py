"""Journal and vault without a disk, for tests and simulation; held to the same contracts as the real ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from lur.adapters.storage.chain import Head, Row, check_end, check_row, recorded_from, rows_for
from lur.core.events import AnyEvent
from lur.core.ids import CommandId, Instant
from lur.ports import JournalBroken, Recorded, Snapshot


class MemoryJournal:
    """A ``Journal`` that is gone with the process."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._head = Head()
        self._commands: dict[CommandId, list[Recorded]] = {}
        self._snapshot: Snapshot | None = None

    async def append(
        self, events: Sequence[AnyEvent], command_id: CommandId, actor: str
    ) -> Sequence[Recorded]:
        """See ``Journal.append``."""
        rows, recorded = rows_for(self._head, events, command_id, actor)
        if rows:
            self._rows += rows
            self._head = Head(rows[-1].seq, rows[-1].hash)
            self._commands.setdefault(command_id, []).extend(recorded)
        return recorded

    async def events_of(self, command_id: CommandId) -> Sequence[Recorded]:
        """See ``Journal.events_of``."""
        return list(self._commands.get(command_id, ()))

    async def read(self, after: int = 0) -> AsyncIterator[Recorded]:
        """See ``Journal.read``."""
        if after > len(self._rows):
            raise JournalBroken(after, "missing")
        last = Head(after, self._rows[after - 1].hash) if after else Head()
        while last.seq < len(self._rows):
            row = self._rows[last.seq]
            check_row(row, last)
            last = Head(row.seq, row.hash)
            yield recorded_from(row)
        check_end(last, self._head)

    async def head_seq(self) -> int:
        """See ``Journal.head_seq``."""
        return self._head.seq

    async def probe(self) -> None:
        """See ``Journal.probe``; memory can always be written."""

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """See ``Journal.save_snapshot``."""
        self._snapshot = snapshot

    async def latest_snapshot(self) -> Snapshot | None:
        """See ``Journal.latest_snapshot``."""
        return self._snapshot

    async def close(self) -> None:
        """See ``Journal.close``."""


class MemoryVault:
    """A ``Vault`` that is gone with the process."""

    def __init__(self) -> None:
        self._subjects: dict[str, dict[str, list[tuple[Instant, str]]]] = {}

    async def put(self, subject: str, field: str, value: str) -> None:
        """See ``Vault.put``."""
        self._subjects.setdefault(subject, {})[field] = [(0, value)]

    async def append(self, subject: str, field: str, value: str, at: Instant) -> None:
        """See ``Vault.append``."""
        entries = self._subjects.setdefault(subject, {}).setdefault(field, [])
        if (at, value) not in entries:
            entries.append((at, value))

    async def get(self, subject: str) -> dict[str, list[str]]:
        """See ``Vault.get``."""
        fields = self._subjects.get(subject, {})
        return {field: [value for _, value in entries] for field, entries in fields.items()}

    async def erase(self, subject: str) -> None:
        """See ``Vault.erase``."""
        self._subjects.pop(subject, None)

    async def close(self) -> None:
        """See ``Vault.close``."""
