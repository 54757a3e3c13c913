"""``lur simulate`` and ``lur replay`` as people and programs use them: same figures, exit codes, errors."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.cli import main
from lur.core.snapshot import dump
from lur.runtime.replay import replay
from lur.simulation.company import Day
from lur.simulation.world import World

DAY = ["simulate", "--seed", "3", "--contacts", "120", "--agents", "4", "--hours", "2"]


@pytest.fixture
def journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A day's journal as the command writes it."""
    path = tmp_path / "day.db"
    assert main([*DAY, "--journal", str(path)]) == 0
    capsys.readouterr()
    return path


def test_a_day_replayed_prints_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Simulated, simulated again with a journal, and replayed from it: the same bytes on standard output."""
    path = tmp_path / "day.db"
    assert main(DAY) == 0
    first = capsys.readouterr().out
    assert main([*DAY, "--journal", str(path)]) == 0
    assert capsys.readouterr().out == first
    before = path.read_bytes()
    assert main(["replay", str(path)]) == 0
    assert capsys.readouterr().out == first
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_checked_day_prints_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Checking looks and changes nothing; that it was done is said on standard error."""
    assert main(DAY) == 0
    first = capsys.readouterr().out
    assert main([*DAY, "--check"]) == 0
    told = capsys.readouterr()
    assert told.out == first
    assert "all that must hold held" in told.err


def test_a_simulated_journal_is_a_journal(journal: Path) -> None:
    """Lur itself starts from it, and stands where the simulated day ended."""

    async def state() -> bytes:
        opened = SqliteJournal(journal)
        found, _ = await replay(opened, lambda _: None)
        await opened.close()
        return dump(found)

    world = World(Day(seed=3, contacts=120, agents=4, hours=2).scenario(), 3)
    for _ in world.run():
        pass
    assert asyncio.run(state()) == dump(world.state)


def test_a_live_journal_can_be_read(journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While Lur has it open and after more rows came, the rows are there and the writer is not disturbed."""

    async def use() -> int:
        opened = SqliteJournal(journal)
        seq = await opened.head_seq()
        event = next(events for _, events in World(Day(seed=8).scenario(), 8).run())[0]
        moved = type(event)(at=2_000_000_000_000, queue_id="new", settings=event.settings)  # type: ignore[call-arg, union-attr]
        await opened.append([moved], "later", "system")  # type: ignore[arg-type, list-item]
        code = main(["replay", str(journal)])
        assert await opened.head_seq() == seq + 1
        await opened.append([moved], "more", "system")  # type: ignore[arg-type, list-item]
        await opened.close()
        return code

    assert asyncio.run(use()) == 0
    assert "0 overtakings" in capsys.readouterr().out


def _sql(*statements: str) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    return harm


def _rechained(path: Path) -> None:
    """A row as a newer Lur would write it: whole and well chained, of a kind that is not known here."""
    from lur.adapters.storage.chain import Row, row_hash

    with sqlite3.connect(path) as connection:
        seq, prev = connection.execute("SELECT seq, hash FROM head").fetchone()
        row = Row(seq + 1, 2_000_000_000_000, "AgentCloned", 1, "{}", "c", "system", prev, "")
        fields = (row.seq, row.at, row.kind, row.version, row.payload, row.command_id, row.actor, row.prev)
        connection.execute("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?)", (*fields, row_hash(row)))
        connection.execute("UPDATE head SET seq = ?, hash = ?", (row.seq, row_hash(row)))
    connection.close()


HARMS: list[tuple[str, Callable[[Path], object]]] = [
    ("no_such_file: there is no file", lambda path: path.unlink()),
    ("not_a_journal", lambda path: path.write_text("hello, this is not a database at all" * 100)),
    ("not_a_journal", lambda path: (path.unlink(), _sql("CREATE TABLE other (x)")(path))),
    (
        "journal_broken: row 20: was changed",
        _sql("UPDATE journal SET payload = replace(payload, '1', '2') WHERE seq = 20"),
    ),
    ("journal_broken: row 20: missing", _sql("DELETE FROM journal WHERE seq = 20")),
    ("journal_broken: row 41: missing; the journal was cut", _sql("DELETE FROM journal WHERE seq > 40")),
    ("journal_newer: row ", _rechained),
]


@pytest.mark.parametrize(("words", "harm"), HARMS, ids=[words for words, _ in HARMS])
def test_a_bad_journal_says_what_is_wrong(
    journal: Path, capsys: pytest.CaptureFixture[str], words: str, harm: Callable[[Path], object]
) -> None:
    """One line with a code and the row, one with what to do, no figures, exit code 1."""
    harm(journal)
    assert main(["replay", str(journal)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert len(told.err.splitlines()) == 2


def test_a_folder_is_no_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The data folder is an easy mistake; the answer names the file in it."""
    assert main(["replay", str(tmp_path)]) == 1
    assert "DATA/journal.db" in capsys.readouterr().err


def test_no_file_is_overwritten(journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A journal may be somebody's only one."""
    before = journal.read_bytes()
    assert main([*DAY, "--journal", str(journal)]) == 1
    assert "file_exists" in capsys.readouterr().err
    assert journal.read_bytes() == before


def test_a_file_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there."""
    assert main([*DAY, "--journal", str(tmp_path / "no" / "day.db")]) == 1
    assert "file_unusable" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["simulate"], ["simulate", "--seed", "1", "--contacts", "0"], ["simulate", "--seed", "x"], ["replay"]],
)
def test_wrong_usage(words: list[str]) -> None:
    """Exit code 2, as for every command."""
    with pytest.raises(SystemExit) as leaving:
        main(words)
    assert leaving.value.code == 2


def test_a_broken_rule_names_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault ends with code 1, tells how to see it again, and leaves no half journal behind."""
    monkeypatch.setattr("lur.simulation.check.violations", lambda state: ["the moon is blue"])
    assert main([*DAY, "--check", "--journal", str(tmp_path / "day.db")]) == 1
    told = capsys.readouterr().err
    assert "the moon is blue" in told
    assert "lur simulate --seed 3 --contacts 120 --agents 4 --hours 2 --check" in told
    assert list(tmp_path.iterdir()) == []


def test_a_journal_of_a_broken_rule_is_shown_and_refused(
    monkeypatch: pytest.MonkeyPatch, journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures are printed, the faults are named by row and command, the exit code is 1."""
    monkeypatch.setattr("lur.simulation.check.violations", lambda state: ["the moon is blue"])
    assert main(["replay", str(journal)]) == 1
    told = capsys.readouterr()
    assert "overtakings" in told.out
    assert "row 1, command s3.1: the moon is blue" in told.err
