"""What somebody who has the journal's file could do to it, and the signed heads that would show it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from lur.adapters.storage.chain import Row, row_hash
from lur.adapters.storage.signed_heads import SignedHeads
from lur.verify.check import Verdict


def spoil(journal: Path, sql: str, *values: object) -> None:
    """Do what somebody with the file and a tool could do."""
    with closing(sqlite3.connect(journal)) as database, database:
        database.execute(sql, values)


def rechained(journal: Path, change: str, to: str) -> None:
    """Change words in payloads and hash every row anew, as somebody who knows the chain could."""
    with closing(sqlite3.connect(journal)) as database, database:
        rows = [Row(*fields) for fields in database.execute("SELECT * FROM journal ORDER BY seq")]
        before = rows[0].prev
        for row in rows:
            bare = Row(
                row.seq,
                row.at,
                row.kind,
                row.version,
                row.payload.replace(change, to),
                row.command_id,
                row.actor,
                before,
                "",
            )
            before = row_hash(bare)
            database.execute(
                "UPDATE journal SET payload = ?, prev = ?, hash = ? WHERE seq = ?",
                (bare.payload, bare.prev, before, row.seq),
            )


def rows_of(journal: Path, kind: str) -> list[tuple[int, dict[str, object]]]:
    """Numbers and events of a kind."""
    with closing(sqlite3.connect(journal)) as database:
        found = database.execute("SELECT seq, payload FROM journal WHERE kind = ? ORDER BY seq", (kind,))
        return [(seq, json.loads(payload)) for seq, payload in found]


def codes(verdict: Verdict) -> set[str]:
    """What kinds of faults were found."""
    return {finding.code for finding in verdict.findings}


def signed(journal: Path, every: int = 500) -> Path:
    """Signed heads of this journal, as Lur would have written them now and then."""
    path = journal.with_name("heads.txt")
    heads = SignedHeads(path, journal.with_name("heads.key"))
    with closing(sqlite3.connect(journal)) as database:
        rows = database.execute("SELECT seq, at, hash FROM journal ORDER BY seq").fetchall()
    for seq, at, row_hash_ in [*rows[every - 1 :: every], rows[-1]]:
        heads.sign(seq, row_hash_, at)
    return path
