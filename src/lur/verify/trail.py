"""The audit trail by the journal: does each row say what was noted in the chain when it was written?

What is about a person lies sealed in the vault; of those rows only the digest is compared here, and the page
of changes compares the rest. Needs no key, changes nothing, and can be run while Lur works.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from .findings import Unusable
from .rows import RowElsewhere, read

OURS = "change-"
"""How the ids of the trail's rows begin; other rooms note changes of their own."""
COLUMNS = ("id", "section", "key", "why", "sha256", "content")

Code = Literal["changed", "missing", "unknown"]


@dataclass(frozen=True)
class TrailFinding:
    """changed: a row, or what it says, is not what was noted. missing: the journal knows a row that is not
    there. unknown: a row that the journal does not know."""

    code: Code
    change_id: str

    def line(self) -> str:
        """As it is printed."""
        return f"{self.code}: {self.change_id}"


@dataclass
class TrailReport:
    """What came of the comparison. ``sealed`` rows were compared by their digest alone."""

    rows: int = 0
    sealed: int = 0
    findings: list[TrailFinding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Nothing is wrong."""
        return not self.findings

    def lines(self) -> list[str]:
        """As text."""
        found = [each.line() for each in self.findings]
        end = (
            "the trail is as it was noted" if self.holds else f"{len(found)} rows are not as they were noted"
        )
        return [f"changes: {self.rows}, sealed: {self.sealed}", *found, end]


def check_trail(folder: Path, journal: Iterable[RowElsewhere] | None = None) -> TrailReport:
    """Compare the rows in ``folder`` with its journal, or one that lies elsewhere. Raises ``Unusable``."""
    rows = tuple(_rows(folder / "lur.db"))
    noted = dict(_noted(read(folder / "journal.db") if journal is None else journal))
    report = TrailReport()
    for each in rows:
        report.rows += 1
        report.sealed += each["content"] is None
        known = noted.pop(str(each["id"]), None)
        if known is None:
            report.findings.append(TrailFinding("unknown", str(each["id"])))
        elif known != each["sha256"] or not _is_whole(each):
            report.findings.append(TrailFinding("changed", str(each["id"])))
    late = {str(each["id"]) for each in _rows(folder / "lur.db")} if noted else set()
    report.findings.extend(TrailFinding("missing", each) for each in noted if each not in late)
    return report


def _rows(path: Path) -> Iterator[dict[str, object]]:
    if not path.is_file():
        raise Unusable(f"there is no file {path}")
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as database:
            query = f"SELECT {', '.join(COLUMNS)} FROM setting_change ORDER BY number"
            yield from (dict(zip(COLUMNS, row, strict=True)) for row in database.execute(query))
    except sqlite3.DatabaseError as error:
        raise Unusable(f"{path} cannot be read ({error})") from error


def _noted(journal: Iterable[RowElsewhere]) -> Iterator[tuple[str, str]]:
    for row in journal:
        if row.kind == "ChangeNoted":
            event = json.loads(row.payload)
            if str(event["change_id"]).startswith(OURS):
                yield event["change_id"], event["sha256"]


def _is_whole(row: dict[str, object]) -> bool:
    if row["content"] is None:
        return True
    text = str(row["content"])
    said = json.loads(text)
    same = all(said[name] == row[name] for name in ("section", "key", "why"))
    return same and hashlib.sha256(text.encode()).hexdigest() == row["sha256"]
