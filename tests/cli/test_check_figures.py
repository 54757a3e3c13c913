"""``lur check figures`` on a journal and reports that a Lur left behind."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import msgspec
import pytest

from lur.adapters.storage.journal_file import new_journal, read_journal
from lur.adapters.storage.memory import MemoryJournal
from lur.adapters.storage.readmodel import ReadModel
from lur.cli import main
from lur.features.reports.days import Days, name_of
from lur.features.reports.service import Reports
from lur.runtime import SteadyClock
from lur.simulation.company import rough_day
from lur.simulation.world import World


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A rough day in a journal, and the reports that followed it."""
    with new_journal(tmp_path / "journal.db") as journal:
        for command, events in World(rough_day(contacts=60, agents=6), 3).run():
            journal.add(events, command.command_id, "system")
    asyncio.run(_followed(tmp_path))
    return tmp_path


async def _followed(data: Path) -> None:
    journal = MemoryJournal()
    for recorded in read_journal(data / "journal.db"):
        await journal.append([recorded.event], recorded.command_id, recorded.actor)
    database = await ReadModel.open(data / "lur.db")
    await Reports(database, journal, SteadyClock()).now()
    await database.close()


def first_day(data: Path) -> str:
    """The day of the journal's first row."""
    at = next(iter(read_journal(data / "journal.db"))).event.at
    return name_of(Days(SteadyClock()).day_of(at))


def test_figures_that_agree(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each figure of the day is the journal's."""
    code = main(["check", "figures", "--data", str(data), "--from", first_day(data)])
    told = capsys.readouterr().out
    assert (code, "all agree" in told) == (0, True), told


def test_a_figure_that_does_not(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row that is gone is found, with the queue, the figure, what is shown and what is right."""
    with sqlite3.connect(data / "lur.db") as database:
        database.execute(
            "DELETE FROM report_fact WHERE seq = (SELECT max(seq) FROM report_fact WHERE "
            "contact_id IS NOT NULL AND day = (SELECT min(day) FROM report_fact))"
        )
    code = main(["check", "figures", "--data", str(data), "--from", first_day(data), "--json"])
    [day] = msgspec.json.decode(capsys.readouterr().out)
    assert code == 1
    assert day["differences"][0]["shown"] != day["differences"][0]["counted"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--from", "2026-13-01"], "bad_date"),
        (["--from", "2026-11-02", "--to", "2026-11-01"], "bad_span"),
        (["--from", "2016-01-01", "--to", "2026-01-01"], "bad_span"),
        (["--data", "/nowhere/at/all"], "data_unusable"),
    ],
)
def test_what_cannot_be_checked(
    data: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: str
) -> None:
    """No such day, upside down, ten years, no such folder: said, with what to do."""
    assert main(["check", "figures", "--data", str(data), *words]) != 0
    assert code in capsys.readouterr().err
