"""What happens when the disk is full or the process is killed: nothing acknowledged is lost, nothing
refused kept.
"""

from __future__ import annotations

import itertools
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.adapters.storage.sqlite_vault import SqliteVault
from lur.core.events import ContactHeld
from lur.core.ids import CommandId, ContactId
from lur.ports import JournalUnavailable, VaultUnavailable

pytestmark = pytest.mark.anyio

WRITER = """
import asyncio, sys
from pathlib import Path
from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.core.events import ContactHeld

async def main():
    journal = SqliteJournal(Path(sys.argv[1]))
    for number in range(1_000_000):
        events = [ContactHeld(at=number, contact_id=f"c{number}-{part}") for part in range(3)]
        recorded = await journal.append(events, f"command-{number}", "edge")
        print(recorded[-1].seq, flush=True)

asyncio.run(main())
"""


def write_until_killed(path: Path, acknowledged: int) -> int:
    """Let another process append, kill it after some acknowledgements; the last row it acknowledged."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(acknowledged)]
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    return int(lines[-1])


@pytest.mark.parametrize("acknowledged", [1, 50, 400])
async def test_a_kill_loses_nothing_acknowledged(tmp_path: Path, acknowledged: int) -> None:
    """SIGKILL in the middle of appends: every acknowledged row is there, whole commands only."""
    path = tmp_path / "journal.db"
    last = write_until_killed(path, acknowledged)
    journal = SqliteJournal(path)
    rows = [recorded async for recorded in journal.read()]
    await journal.close()
    assert len(rows) >= last
    assert len(rows) % 3 == 0


def held(number: int) -> ContactHeld:
    """A large event, to fill a disk with."""
    return ContactHeld(at=number, contact_id=ContactId("c" * 2000))


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of one megabyte, or, without the right to mount, a limit on file size."""
    mounted = folder / "small"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mounted)]
    if os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0:
        try:
            yield mounted
        finally:
            subprocess.run(["umount", "-l", str(mounted)], check=True)
    else:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
        try:
            yield mounted
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def fill(journal: SqliteJournal) -> int:
    """Append until the journal refuses because of the disk; the number of rows it took."""
    with pytest.raises(JournalUnavailable, match=r"disk_full|write_failed"):
        await append_for_ever(journal)
    return await journal.head_seq()


async def append_for_ever(journal: SqliteJournal) -> None:
    """One row a command, each with its own id."""
    for number in itertools.count():
        await journal.append([held(number)], CommandId(f"command-{number}"), "edge")


async def put_for_ever(vault: SqliteVault) -> None:
    """One value a field."""
    for number in itertools.count():
        await vault.put("c1", f"note-{number}", "x" * 5000)


async def test_a_full_disk_refuses_and_keeps_nothing(tmp_path: Path) -> None:
    """When the disk is full the append is refused, what was there still reads, and the refused command is
    unknown.
    """
    with small_disk(tmp_path) as folder:
        journal = SqliteJournal(folder / "journal.db")
        count = await fill(journal)
        assert await journal.head_seq() == count
        assert list(await journal.events_of(CommandId(f"command-{count}"))) == []
        assert len([recorded async for recorded in journal.read()]) == count
        with pytest.raises(JournalUnavailable):
            await journal.probe()
        await journal.close()


async def test_appends_go_on_when_there_is_room_again(tmp_path: Path) -> None:
    """The probe passes once there is room, and the chain goes on where it was."""
    with small_disk(tmp_path) as folder:
        ballast = folder / "ballast"
        ballast.write_bytes(bytes(400_000))
        journal = SqliteJournal(folder / "journal.db")
        count = await fill(journal)
        if not folder.is_mount():
            soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft * 2, hard))
        ballast.unlink()
        await journal.probe()
        await journal.append([held(count)], CommandId("late"), "edge")
        assert len([recorded async for recorded in journal.read()]) == count + 1
        await journal.close()


async def test_the_vault_says_that_the_disk_is_full(tmp_path: Path) -> None:
    """The vault refuses with a reason of its own."""
    with small_disk(tmp_path) as folder:
        vault = SqliteVault(folder / "vault.db", bytes(32))
        with pytest.raises(VaultUnavailable):
            await put_for_ever(vault)
        await vault.close()


async def test_a_second_writer_is_fenced(tmp_path: Path) -> None:
    """Whoever finds that somebody else has written to the same file may not go on."""
    first = SqliteJournal(tmp_path / "journal.db")
    second = SqliteJournal(tmp_path / "journal.db")
    await first.append([held(1)], CommandId("one"), "edge")
    with pytest.raises(JournalUnavailable) as caught:
        await second.append([held(2)], CommandId("two"), "edge")
    assert caught.value.reason == "fenced"
    await first.close()
    await second.close()


async def test_a_vault_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    """A damaged file is a fault around us with its reason, not a bug in whoever asked."""
    vault = SqliteVault(tmp_path / "vault.db", bytes(32))
    await vault.put("c1", "caller_number", "+46701234567")
    vault._db.execute("ALTER TABLE entry RENAME TO gone")
    with pytest.raises(VaultUnavailable):
        await vault.get("c1")
    await vault.close()
