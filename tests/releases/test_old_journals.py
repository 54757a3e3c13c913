"""A journal written by every release is kept here, and today's Lur reads it and comes to the same figures.

``journal-VERSION.db`` was written by that release's ``lur simulate --seed 1 --contacts 60 --agents 5 --hours
1 --rough --journal FILE``, and ``journal-VERSION.txt`` is what its ``lur replay`` said of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lur.cli import main

HERE = Path(__file__).parent
JOURNALS = sorted(HERE.glob("journal-*.db"))


OTHER = slice(49, 55)
"""A column that the table has gained since 0.1.0: contacts that were informed, joined or not reached."""


def figures(text: str) -> list[str]:
    """All lines but the last: the digest is of today's shape of the events, which may have gained fields. A
    column that was not there then has nothing in it; what is told now of colleagues was not told then."""
    lines = [line for line in text.strip().splitlines()[:-1] if not line.startswith("colleagues: ")]
    if lines[0][OTHER].strip() != "other":
        return lines
    table = [line for line in lines if len(line) == len(lines[0])]
    assert {line[OTHER].strip() for line in table} == {"other", "0"}
    return [line[: OTHER.start] + line[OTHER.stop :] if line in table else line for line in lines]


def test_there_is_a_journal_to_read() -> None:
    """An empty list would make the next test say nothing."""
    assert JOURNALS


@pytest.mark.parametrize("journal", JOURNALS, ids=[path.stem for path in JOURNALS])
def test_old_journals_are_read(journal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Chain, rules and figures are what they were."""
    copy = tmp_path / journal.name
    shutil.copy(journal, copy)
    assert main(["replay", str(copy)]) == 0
    assert figures(capsys.readouterr().out) == figures(journal.with_suffix(".txt").read_text())
