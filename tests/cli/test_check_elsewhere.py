"""``lur check`` with the journal in PostgreSQL says what it says with the same journal in the folder."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.test_check_figures import first_day
from tests.contracts.postgres import PostgresServer, binaries

from lur.adapters.storage.journal_file import new_journal, read_journal
from lur.adapters.storage.memory import MemoryJournal
from lur.adapters.storage.postgres_journal import PostgresJournal
from lur.adapters.storage.readmodel import ReadModel
from lur.cli import main
from lur.core.events import ChangeNoted
from lur.core.ids import CommandId
from lur.features.reports.service import Reports
from lur.runtime import SteadyClock
from lur.simulation.company import rough_day
from lur.simulation.world import World

CONTENT = json.dumps({"section": "phrases", "key": "hej", "why": "", "after": "Hej"})
DIGEST = hashlib.sha256(CONTENT.encode()).hexdigest()


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of one's own."""
    programs = binaries()
    assert programs is not None, "Debian's package postgresql is not installed"
    server = PostgresServer(programs)
    yield server
    server.remove()


@pytest.fixture
def data(tmp_path: Path, server: PostgresServer) -> Path:
    """A rough day and a change of what is set up, in a file and in the database; reports and trail."""
    with new_journal(tmp_path / "journal.db") as journal:
        for command, events in World(rough_day(contacts=30, agents=4), 3).run():
            journal.add(events, command.command_id, "system")
        at = command.at
        noted = ChangeNoted(at=at, change_id="change-1", section="phrases", sha256=DIGEST)
        journal.add([noted], CommandId("x"), "account:a")
    asyncio.run(_kept(tmp_path, server.address))
    with sqlite3.connect(tmp_path / "lur.db") as database:
        columns = "id, batch, at, actor, origin, section, key, kind, why, sha256, undoes, undone_by, content"
        row = ("change-1", "b", at, "a", "page", "phrases", "hej", "new", "", DIGEST, "", "", CONTENT)
        database.execute(f"INSERT INTO setting_change ({columns}) VALUES ({', '.join('?' * 13)})", row)
    database.close()
    return tmp_path


async def _kept(data: Path, address: str) -> None:
    memory, elsewhere = MemoryJournal(), await PostgresJournal.open(address)
    for recorded in read_journal(data / "journal.db"):
        for journal in (memory, elsewhere):
            await journal.append([recorded.event], recorded.command_id, recorded.actor)
    await elsewhere.close()
    database = await ReadModel.open(data / "lur.db")
    await Reports(database, memory, SteadyClock()).now()
    await database.close()


def test_each_check_reads_the_journal_that_is_named(
    data: Path, server: PostgresServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trail, figures and recordings: the same findings and exit codes; a row that was forged is found; a
    server that is away is said."""
    day = first_day(data)
    checks = [["trail"], ["figures", "--from", day], ["recordings"]]

    def said() -> list[tuple[int, str]]:
        return [(main(["check", *words, "--data", str(data)]), capsys.readouterr().out) for words in checks]

    in_folder = said()
    assert in_folder[0] == (0, "changes: 1, sealed: 0\nthe trail is as it was noted\n")
    (data / "journal.db").rename(data / "journal.away")
    assert {code for code, _ in said()} == {1}
    monkeypatch.setenv("LUR_JOURNAL", server.address)
    assert said() == in_folder
    with sqlite3.connect(data / "lur.db") as database:
        database.execute("UPDATE setting_change SET content = replace(content, 'Hej', 'Hopp')")
    database.close()
    assert said()[0][0] == 1
    monkeypatch.setenv("LUR_JOURNAL", "postgresql://nobody@127.0.0.1:1/nowhere")
    assert main(["check", "trail", "--data", str(data)]) == 1
    assert "journal_unavailable" in capsys.readouterr().err
