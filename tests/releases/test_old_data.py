"""The tables of the first release are brought up to today by the migrations, and nothing in them is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from lur.adapters.storage.readmodel import MIGRATIONS, ReadModel
from releases.old_data import unpacked

MADE_AGAIN = ("contact", "happened", "progress")
"""Lists that are folds of the journal: emptied, and filled again from its first row at the next start."""

Rows = dict[str, list[dict[str, object]]]


def rows(path: Path) -> Rows:
    """All rows of all tables, by column."""
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in db.execute(f"SELECT * FROM {name}")] for name in names}


def test_each_row_of_the_first_release_is_kept(tmp_path: Path) -> None:
    """Every table, row and value that cannot be made again is there after all migrations; they run once."""
    data = unpacked(tmp_path / "data")
    before = rows(data / "lur.db")
    assert before.pop("alembic_version") == [{"version_num": "0001"}]
    assert all(before[name] for name in ("account", "contact", "entry", "phone", "trunk", "happened"))

    async def open_twice() -> None:
        for _ in range(2):
            await (await ReadModel.open(data / "lur.db")).close()

    asyncio.run(open_twice())
    after = rows(data / "lur.db")
    for name in MADE_AGAIN:
        assert before.pop(name)
    [newest] = [row["version_num"] for row in after.pop("alembic_version")]
    assert newest == max(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))
    lost = {name: missing for name in before if (missing := missing_rows(before[name], after.get(name, [])))}
    assert lost == {}


def missing_rows(before: list[dict[str, object]], after: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows of which no row of today has all values."""
    return [old for old in before if not any(all(new.get(k) == v for k, v in old.items()) for new in after)]
