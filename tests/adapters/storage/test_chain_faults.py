"""Damage to the journal's file is found, and a stranger who has only read the description finds it too."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import msgspec
import pytest

from lur.adapters.storage.chain import Row, row_hash
from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.core.events import ContactHeld
from lur.core.ids import CommandId, ContactId
from lur.ports import JournalBroken, Snapshot
from lur.runtime.replay import replay

ROWS = 8

pytestmark = pytest.mark.anyio


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A closed journal of eight rows."""
    journal = SqliteJournal(tmp_path / "journal.db")
    for number in range(1, ROWS + 1):
        event = ContactHeld(at=1_700_000_000_000 + number, contact_id=ContactId(f"c{number}"))
        await journal.append([event], CommandId(f"command-{number}"), "edge")
    await journal.close()
    return tmp_path / "journal.db"


def tamper(path: Path, *statements: str) -> None:
    """Change the file behind the journal's back."""
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


async def first_bad_row(path: Path) -> int:
    """The row that reading complains of."""
    journal = SqliteJournal(path)
    try:
        with pytest.raises(JournalBroken) as caught:
            async for _ in journal.read():
                pass
        return caught.value.seq
    finally:
        await journal.close()


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE journal SET payload = replace(payload, 'c5', 'c6') WHERE seq = 5", 5),
        ("UPDATE journal SET at = at + 1 WHERE seq = 3", 3),
        ("UPDATE journal SET actor = 'agent:x' WHERE seq = 1", 1),
        ("UPDATE journal SET command_id = 'other' WHERE seq = 8", 8),
        ("UPDATE journal SET hash = printf('%064d', 7) WHERE seq = 8", 8),
        ("DELETE FROM journal WHERE seq = 4", 4),
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("DELETE FROM journal WHERE seq > 6", 7),
        ("DELETE FROM journal", 1),
    ],
)
async def test_damage_is_found_and_named(path: Path, statement: str, row: int) -> None:
    """A changed, a removed and a cut-off row are each found, by number."""
    tamper(path, statement)
    assert await first_bad_row(path) == row


async def test_a_changed_row_with_its_hash_made_anew_is_found_by_the_next(path: Path) -> None:
    """Whoever changes a row and computes its hash again breaks the tie to the row after it."""
    columns = "seq, at, kind, version, payload, command_id, actor, prev, hash"
    with sqlite3.connect(path) as db:
        row = Row(*db.execute(f"SELECT {columns} FROM journal WHERE seq = 5").fetchone())
        forged = msgspec.structs.replace(row, actor="account:intruder")
        values = (forged.actor, row_hash(forged))
        db.execute("UPDATE journal SET actor = ?, hash = ? WHERE seq = 5", values)
    db.close()
    assert await first_bad_row(path) == 6


async def test_rows_with_forged_hashes_are_found_by_the_end(path: Path) -> None:
    """Whoever rewrites the rest of the chain as well is given away by the head that was kept."""
    tamper(path, "DELETE FROM journal WHERE seq = 8", "UPDATE head SET hash = printf('%064d', 7), seq = 7")
    assert await first_bad_row(path) == 7


async def test_a_cut_journal_is_given_away_by_its_snapshot(path: Path) -> None:
    """Even with its head rewritten, a journal shorter than its own snapshot does not start."""
    journal = SqliteJournal(path)
    await journal.save_snapshot(Snapshot(ROWS, b"", -1))
    await journal.close()
    tamper(
        path,
        "DELETE FROM journal WHERE seq > 6",
        "UPDATE head SET seq = 6, hash = (SELECT hash FROM journal WHERE seq = 6)",
    )
    journal = SqliteJournal(path)
    with pytest.raises(JournalBroken):
        await replay(journal, lambda row: None)
    await journal.close()


async def test_a_file_that_is_no_database_is_broken(tmp_path: Path) -> None:
    """A journal file overwritten with something else is refused, not replaced."""
    (tmp_path / "journal.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(JournalBroken):
        SqliteJournal(tmp_path / "journal.db")


async def test_a_damaged_snapshot_is_left_aside(path: Path) -> None:
    """A snapshot whose bytes have changed counts as none."""
    journal = SqliteJournal(path)
    await journal.save_snapshot(Snapshot(3, b"state", 1))
    tamper(path, "UPDATE snapshot SET state = x'00'")
    assert await journal.latest_snapshot() is None
    await journal.close()


async def test_a_stranger_can_verify_the_chain(path: Path) -> None:
    """The description in ``chain.py`` is enough to check every hash, without any code of Lur's."""
    with sqlite3.connect(path) as db:
        columns = "prev, seq, at, kind, version, command_id, actor, payload, hash"
        rows = db.execute(f"SELECT {columns} FROM journal ORDER BY seq").fetchall()
    before = "0" * 64
    for number, row in enumerate(rows, start=1):
        fields = [str(field).encode() for field in row[:8]]
        text = b"".join(str(len(field)).encode() + b":" + field + b"," for field in fields)
        assert (row[0], row[1]) == (before, number)
        assert row[8] == hashlib.sha256(text).hexdigest()
        before = row[8]
    assert len(rows) == ROWS
