"""A backup is of one moment, goes on where it was cut off, and says what is wrong with it."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lur.adapters.storage.backup import (
    RESTORED,
    RESTORING,
    BackupRefused,
    check_backup,
    make,
    make_backup,
    restore,
    restore_backup,
)
from lur.adapters.storage.backup import manifest as manifests
from lur.adapters.storage.backup.keys import seal_keys
from lur.adapters.storage.master_key import master_key
from lur.adapters.storage.readmodel import ReadModel
from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.adapters.storage.sqlite_vault import SqliteVault
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recording_format import Sealer
from lur.core.events import AnyEvent, ContactHeld, RecordingKept
from lur.core.ids import CommandId, ContactId, RecordingId
from lur.verify.sounds import read_sound

PASSPHRASE = "fyra gröna hästar"
AT = 1_700_000_000_000
CHUNK = bytes(2 * 8_000)
"""A second of both sides."""


def recording(data: Path, name: str, seconds: int, start_ms: int = AT) -> str:
    """A sealed recording of so many chunks; its digest."""
    path = data / "recordings" / "2026" / "11" / "22" / f"{name}.lurrec"
    path.parent.mkdir(parents=True, exist_ok=True)
    sealer = Sealer(Law.ALAW, start_ms, bytes(32), 7)
    path.write_bytes(sealer.header + b"".join(sealer.seal(CHUNK) for _ in range(seconds)))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kept(name: str, sha256: str) -> RecordingKept:
    """The journal's word on it."""
    return RecordingKept(
        at=AT,
        contact_id=ContactId("c1"),
        recording_id=RecordingId(name),
        sha256=sha256,
        started_at=AT,
        duration_ms=3_000,
    )


def appended(data: Path, *events: AnyEvent) -> None:
    """More rows in the journal of a Lur that does not run."""

    async def append() -> None:
        journal = SqliteJournal(data / "journal.db")
        head = await journal.head_seq()
        await journal.append(events, CommandId(f"command-{head}"), "edge")
        await journal.close()

    asyncio.run(append())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """What a Lur keeps, small: all databases, a kept recording, a picture, a prompt, keys."""
    data = tmp_path / "data"
    (data / "keys").mkdir(parents=True)

    async def found() -> None:
        vault = SqliteVault(data / "vault.db", master_key(data / "keys" / "master.key"))
        await vault.put("contact:c1", "caller_number", "+46701740601")
        await vault.close()
        await (await ReadModel.open(data / "lur.db")).close()

    asyncio.run(found())
    appended(data, kept("rec-1", recording(data, "rec-1", 3)))
    edge = Store(data / "edge.db")
    edge.put("leg", "leg-1", b"a dialog")
    edge.append_fact("fact-1", b"a fact")
    edge.close()
    for name in ("attachments/picture", "prompts/sv/Greeting.wav", "run/token", "log/edge.log", "cache/x.al"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(name)
    (data / "heads.txt").write_text("lur-heads 1 aa\n")
    return data


def contents(folder: Path) -> dict[str, bytes]:
    """All files, by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def vault_of(data: Path) -> dict[str, list[str]]:
    """What the vault knows of the contact."""

    async def get() -> dict[str, list[str]]:
        vault = SqliteVault(data / "vault.db", master_key(data / "keys" / "master.key"))
        found = await vault.get("contact:c1")
        await vault.close()
        return found

    return asyncio.run(get())


def refused(code: str, do: Callable[..., Any], *words: Any, **more: Any) -> BackupRefused:
    """It is refused with this code, and says what to do."""
    with pytest.raises(BackupRefused) as told:
        do(*words, **more)
    assert told.value.code == code
    assert len(told.value.do) > 10
    return told.value


def test_all_comes_back(data: Path, tmp_path: Path) -> None:
    """Journal, vault, settings, recordings, pictures, voices and keys; not what is of this machine alone."""
    done = make_backup(data, tmp_path / "backup", PASSPHRASE)
    assert not done.missing
    assert check_backup(tmp_path / "backup", PASSPHRASE).problems == ()
    restore_backup(tmp_path / "backup", tmp_path / "again", PASSPHRASE)
    there, back = contents(data), contents(tmp_path / "again")
    same = [name for name in there if not name.startswith(("run/", "log/", "cache/")) and ".db" not in name]
    assert {name: back[name] for name in same} == {name: there[name] for name in same}
    assert not [name for name in back if name.startswith(("run/", "log/", "cache/"))]
    assert vault_of(tmp_path / "again") == {"caller_number": ["+46701740601"]}
    assert RESTORED in back
    assert RESTORING not in back
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "again").rglob("*") if path.is_file()}
    assert modes == {0}


def test_recordings_on_a_disk_of_their_own_are_in_it(data: Path, tmp_path: Path) -> None:
    """A folder that is a link is a folder."""
    shutil.move(data / "recordings", tmp_path / "other-disk")
    (data / "recordings").symlink_to(tmp_path / "other-disk")
    done = make_backup(data, tmp_path / "backup", None)
    assert "recordings/2026/11/22/rec-1.lurrec" in {file.path for file in done.manifest.files}
    assert not done.missing


def test_nobody_is_signed_in_after_a_restore(data: Path, tmp_path: Path) -> None:
    """A session that was ended after the backup does not come back; in the backup nothing is changed."""
    with closing(sqlite3.connect(data / "lur.db")) as db, db:
        columns = [row[1:4] for row in db.execute("PRAGMA table_info(session)") if row[3] or row[1] == "id"]
        names, marks = ", ".join(each[0] for each in columns), ", ".join("?" for _ in columns)
        values = [1 if each[1] in ("BIGINT", "INTEGER") else "x" for each in columns]
        db.execute(f"INSERT INTO session ({names}) VALUES ({marks})", values)
    make_backup(data, tmp_path / "backup", PASSPHRASE)
    restore_backup(tmp_path / "backup", tmp_path / "again", PASSPHRASE)
    for folder, many in ((tmp_path / "backup" / "data", 1), (tmp_path / "again", 0)):
        with closing(sqlite3.connect(folder / "lur.db")) as db:
            assert db.execute("SELECT count(*) FROM session").fetchone() == (many,)
    assert check_backup(tmp_path / "backup", PASSPHRASE).problems == ()


def test_the_edge_keeps_its_facts_and_forgets_its_phones(data: Path, tmp_path: Path) -> None:
    """Facts on their way are done by the restored Lur; dialogs of phones that talked with the old are not."""
    make_backup(data, tmp_path / "backup", PASSPHRASE)
    restore_backup(tmp_path / "backup", tmp_path / "again", PASSPHRASE)
    edge = Store(tmp_path / "again" / "edge.db")
    assert [name for name, _ in edge.facts()] == ["fact-1"]
    assert edge.all("leg") == ()
    edge.close()


def test_keys_are_for_who_knows_the_passphrase(data: Path, tmp_path: Path) -> None:
    """Nothing of them lies open in a sealed backup, a wrong passphrase opens nothing and a short one is
    refused; without one they are marked as open."""
    backup = tmp_path / "backup"
    refused("passphrase_short", make_backup, data, backup, "kort")
    make_backup(data, backup, PASSPHRASE)
    key = (data / "keys" / "master.key").read_bytes().strip()
    assert not any(key in content for content in contents(backup).values())
    refused("wrong_passphrase", restore_backup, backup, tmp_path / "again", "not the passphrase")
    refused("passphrase_missing", restore_backup, backup, tmp_path / "again", None)
    assert not (tmp_path / "again").exists()
    assert "keys.sealed: the keys do not open with it" in check_backup(backup, "not that").problems
    done = make_backup(data, backup, None)
    assert done.manifest.keys == "plain"
    assert not (backup / "keys.sealed").exists()
    restore_backup(backup, tmp_path / "again", None)
    assert (tmp_path / "again" / "keys" / "master.key").read_bytes().strip() == key


def test_the_next_backup_copies_what_is_new(data: Path, tmp_path: Path) -> None:
    """Recordings that are there already are not copied again; what was erased goes from the backup too."""
    first = make_backup(data, tmp_path / "backup", PASSPHRASE)
    appended(data, kept("rec-2", recording(data, "rec-2", 5)))
    (data / "attachments" / "picture").unlink()
    second = make_backup(data, tmp_path / "backup", PASSPHRASE)
    databases = sum(file.size for file in second.manifest.files if file.path.endswith(".db"))
    assert second.new_bytes < databases + 6 * len(CHUNK)
    assert second.manifest.rows == first.manifest.rows + 1
    names = {file.path for file in second.manifest.files}
    assert "recordings/2026/11/22/rec-2.lurrec" in names
    assert "attachments/picture" not in contents(tmp_path / "backup" / "data")
    assert check_backup(tmp_path / "backup", PASSPHRASE).problems == ()


def test_a_recording_that_goes_on_is_cut_at_the_moment(data: Path, tmp_path: Path) -> None:
    """Of a talk in progress there is what had been said; a file that nobody knows of is left out, and one
    that the journal tells of and is not there is named."""
    recording(data, "rec-stray", 2)
    appended(data, kept("rec-gone", "ab" * 32))
    recording(data, "rec-runs", 3, start_ms=AT)
    path = data / "recordings/2026/11/22/rec-later.lurrec"
    recording(data, "rec-later", 3, start_ms=4_000_000_000_000)
    edge = Store(data / "edge.db")
    for name in ("rec-runs", "rec-later"):
        edge.put("recording", name, b"-")
    edge.close()
    done = make_backup(data, tmp_path / "backup", PASSPHRASE)
    sizes = {Path(file.path).stem: file.size for file in done.manifest.files if file.path.endswith(".lurrec")}
    assert set(sizes) == {"rec-1", "rec-runs", "rec-later"}
    assert sizes["rec-runs"] == (path.parent / "rec-runs.lurrec").stat().st_size
    cut = read_sound(tmp_path / "backup" / "data" / path.relative_to(data))
    assert cut.span is not None
    assert cut.span.ms == 0
    assert done.missing == ("rec-gone",)


def test_it_is_of_one_moment_however_much_is_written(data: Path, tmp_path: Path) -> None:
    """While all is written to, the projections never claim a row that the journal of the backup has not, and
    whoever is in its journal is in its vault."""
    with closing(sqlite3.connect(data / "lur.db")) as db:
        db.execute("CREATE TABLE followed (seq INTEGER)")
        db.execute("INSERT INTO followed VALUES (1)")
        db.commit()
    over, begun = threading.Event(), threading.Event()
    writing = threading.Thread(target=asyncio.run, args=(writes(data, over, begun),))
    writing.start()
    try:
        assert begun.wait(60)
        for _ in range(5):
            make_backup(data, tmp_path / "backup", None)
            copy = tmp_path / "backup" / "data"
            journal = count(copy, "journal.db", "SELECT max(seq) FROM journal")
            assert journal >= count(copy, "lur.db", "SELECT seq FROM followed")
            assert count(copy, "vault.db", "SELECT count(*) FROM subject") >= journal
            assert check_backup(tmp_path / "backup").problems == ()
    finally:
        over.set()
        writing.join()
    assert journal > 1


async def writes(data: Path, over: threading.Event, begun: threading.Event) -> None:
    """As Lur does: the vault, then the journal, then what follows from it."""
    vault = SqliteVault(data / "vault.db", master_key(data / "keys" / "master.key"))
    journal = SqliteJournal(data / "journal.db")
    with closing(sqlite3.connect(data / "lur.db", timeout=30)) as db:
        number = 1
        while not over.is_set():
            number += 1
            await vault.put(f"contact:{number}", "caller_number", "+4670")
            held = ContactHeld(at=AT, contact_id=ContactId(f"c{number}"))
            row = (await journal.append([held], CommandId(f"more-{number}"), "edge"))[-1]
            db.execute("UPDATE followed SET seq = ?", (row.seq,))
            db.commit()
            begun.set()
    await journal.close()
    await vault.close()


def count(folder: Path, name: str, sql: str) -> int:
    """One number from a database."""
    with closing(sqlite3.connect(f"file:{folder / name}?immutable=1", uri=True)) as db:
        return int(db.execute(sql).fetchone()[0])


def test_targets_that_are_refused(data: Path, tmp_path: Path) -> None:
    """A file, a folder with other things, the data folder itself or within it, another Lur's backup, no data
    folder: each by its code, and nothing is touched."""
    (tmp_path / "file").write_text("mine")
    refused("bad_target", make_backup, data, tmp_path / "file", PASSPHRASE)
    (tmp_path / "things").mkdir()
    (tmp_path / "things" / "letter").write_text("mine")
    refused("target_not_empty", make_backup, data, tmp_path / "things", PASSPHRASE)
    assert (tmp_path / "things" / "letter").read_text() == "mine"
    refused("bad_target", make_backup, data, data / "backup", PASSPHRASE)
    refused("bad_target", make_backup, data, data, PASSPHRASE)
    refused("no_data", make_backup, tmp_path / "things", tmp_path / "backup", PASSPHRASE)
    refused("no_data", make_backup, tmp_path / "nowhere", tmp_path / "backup", PASSPHRASE)
    make_backup(data, tmp_path / "backup", PASSPHRASE)
    (data / "keys" / "master.key").write_text("cd" * 32)
    refused("another_backup", make_backup, data, tmp_path / "backup", PASSPHRASE)


def test_a_full_disk_keeps_the_last_backup_and_goes_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too little room is seen before anything is written. A disk that fills meanwhile leaves the last backup
    whole; the next run goes on with what is there."""
    backup = tmp_path / "backup"
    usage = shutil.disk_usage(tmp_path)
    with monkeypatch.context() as small:
        small.setattr(make.shutil, "disk_usage", lambda _: usage._replace(free=1000))
        told = refused("disk_full", make_backup, data, backup, PASSPHRASE)
        assert "MB are needed" in told.what
    make_backup(data, backup, PASSPHRASE)
    for number in range(2, 6):
        appended(data, kept(f"rec-{number}", recording(data, f"rec-{number}", 1)))
    copies: list[str] = []

    def filling(source: Path, target: Path, name: str, limit: int | None = None) -> object:
        if len(copies) == 2:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        copies.append(name)
        return real(source, target, name, limit)

    real = make.copied
    with monkeypatch.context() as full:
        full.setattr(make, "copied", filling)
        refused("disk_full", make_backup, data, backup, PASSPHRASE)
    report = check_backup(backup, PASSPHRASE)
    assert report.manifest.rows == 1
    assert not [each for each in report.problems if "does not belong" not in each]
    copies.clear()
    with monkeypatch.context() as counted:
        counted.setattr(make, "copied", lambda *words: copies.append(words[2]) or real(*words))
        make_backup(data, backup, PASSPHRASE)
    assert len([name for name in copies if name.endswith(".lurrec")]) == 2
    assert check_backup(backup, PASSPHRASE).problems == ()


def test_what_is_wrong_with_a_backup_is_named(data: Path, tmp_path: Path) -> None:
    """A changed byte, a cut file, one that is gone, one that does not belong; and none of it is restored."""
    backup = tmp_path / "backup"
    make_backup(data, backup, PASSPHRASE)
    sound = backup / "data" / "recordings/2026/11/22/rec-1.lurrec"
    good = sound.read_bytes()
    for what, content in (
        ("was changed", good[:100] + bytes([good[100] ^ 1]) + good[101:]),
        ("instead of", good[:-10]),
    ):
        sound.write_bytes(content)
        assert [what in each for each in check_backup(backup).problems] == [True]
        refused("backup_damaged", restore_backup, backup, tmp_path / what.replace(" ", "-"), PASSPHRASE)
    sound.unlink()
    assert ["is not there" in each for each in check_backup(backup).problems] == [True]
    refused("backup_damaged", restore_backup, backup, tmp_path / "gone", PASSPHRASE)
    sound.write_bytes(good)
    (backup / "data" / "stray").write_text("x")
    assert check_backup(backup).problems == ("stray: does not belong to it",)


def test_a_journal_that_was_changed_before_the_backup_is_named(data: Path, tmp_path: Path) -> None:
    """The digests agree, the chain does not: the check reads that too."""
    with closing(sqlite3.connect(data / "journal.db")) as db:
        db.execute("UPDATE journal SET payload = replace(payload, '3000', '4000')")
        db.commit()
    make_backup(data, tmp_path / "backup", PASSPHRASE)
    assert any("journal.db: row 1" in each for each in check_backup(tmp_path / "backup").problems)


@pytest.mark.parametrize("spoil", ["cut", "changed", "none"])
def test_a_list_that_is_not_whole_is_refused(data: Path, tmp_path: Path, spoil: str) -> None:
    """A backup without its list, or with another one, is none."""
    backup = tmp_path / "backup"
    make_backup(data, backup, PASSPHRASE)
    listed = backup / "backup.json"
    content = listed.read_bytes()
    if spoil == "none":
        listed.unlink()
    else:
        listed.write_bytes(content[:-200] if spoil == "cut" else content.replace(b"rec-1", b"rec-2"))
    code = "no_backup" if spoil == "none" else "backup_damaged"
    refused(code, check_backup, backup)
    refused(code, restore_backup, backup, tmp_path / "again", PASSPHRASE)
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("change", [{"format": 2}, {"tables": "9999"}])
def test_a_newer_backup_is_refused(data: Path, tmp_path: Path, change: dict[str, Any]) -> None:
    """Of a later form, or with tables that this Lur does not know: said before anything is put anywhere."""
    backup = tmp_path / "backup"
    done = make_backup(data, backup, None)
    newer = msgspec.structs.replace(done.manifest, **change)
    (backup / "backup.json").write_bytes(manifests.encoded(newer))
    refused("backup_newer", restore_backup, backup, tmp_path / "again", None)
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("name", ["/tmp/owned", "../owned", "prompts/../../owned", "", "a\0b"])
def test_a_list_that_leads_out_of_the_folder_is_refused(data: Path, tmp_path: Path, name: str) -> None:
    """However whole it is: nothing is read or written outside, of files and of keys."""
    backup = tmp_path / "backup"
    done = make_backup(data, backup, PASSPHRASE)
    stray = msgspec.structs.replace(done.manifest.files[0], path=name)
    listed = msgspec.structs.replace(done.manifest, files=(stray,))
    content = manifests.encoded(listed)
    (backup / "backup.json").write_bytes(content)
    refused("backup_damaged", check_backup, backup)
    refused("backup_damaged", restore_backup, backup, tmp_path / "again", PASSPHRASE)
    content = manifests.encoded(done.manifest)
    (backup / "backup.json").write_bytes(content)
    digest = content.rstrip().rpartition(b" ")[2]
    (backup / "keys.sealed").write_bytes(seal_keys({name: b"x"}, PASSPHRASE, digest))
    refused("backup_damaged", restore_backup, backup, tmp_path / "again", PASSPHRASE)
    assert not (tmp_path / "again").exists()


def test_who_has_a_passphrase_is_not_given_open_keys(data: Path, tmp_path: Path) -> None:
    """Somebody put a backup with keys of theirs in the place of a sealed one."""
    make_backup(data, tmp_path / "backup", None)
    refused("backup_not_sealed", restore_backup, tmp_path / "backup", tmp_path / "again", PASSPHRASE)
    assert not (tmp_path / "again").exists()
    [problem] = check_backup(tmp_path / "backup", PASSPHRASE).problems
    assert "not sealed" in problem


def test_a_file_that_came_without_its_list_is_described_anew(data: Path, tmp_path: Path) -> None:
    """The backup before was killed when its files were in their places and its list was not."""
    make_backup(data, tmp_path / "backup", PASSPHRASE)
    (data / "attachments" / "picture").write_text("another and longer")
    shutil.copy2(data / "attachments" / "picture", tmp_path / "backup" / "data" / "attachments" / "picture")
    make_backup(data, tmp_path / "backup", PASSPHRASE)
    assert check_backup(tmp_path / "backup", PASSPHRASE).problems == ()


def test_folders_that_are_not_restored_into(data: Path, tmp_path: Path) -> None:
    """One with anything in it; what is there stays."""
    make_backup(data, tmp_path / "backup", None)
    before = contents(data)
    refused("data_not_empty", restore_backup, tmp_path / "backup", data, None)
    assert contents(data) == before


def test_a_restore_that_was_cut_off_goes_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mark lies in the folder until all is there, and another backup is not put on top."""
    backup, again = tmp_path / "backup", tmp_path / "again"
    make_backup(data, backup, None)

    def filling(source: Path, target: Path, name: str) -> object:
        if name.startswith("recordings"):
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return real(source, target, name)

    real = restore.copied
    with monkeypatch.context() as full:
        full.setattr(restore, "copied", filling)
        refused("disk_full", restore_backup, backup, again, None)
    assert (again / RESTORING).exists()
    appended(data, kept("rec-1", "00" * 32))
    make_backup(data, backup, None)
    refused("data_not_empty", restore_backup, backup, again, None)
    shutil.rmtree(again)
    restore_backup(backup, again, None)
    assert not (again / RESTORING).exists()


def test_two_at_once_do_not_mix(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second backup into the same place is refused while the first goes on."""
    codes: list[str] = []
    real = make.copied

    def meanwhile(*words: Any) -> object:
        codes.append(refused("backup_running", make_backup, data, tmp_path / "backup", None).code)
        return real(*words)

    monkeypatch.setattr(make, "copied", meanwhile)
    make_backup(data, tmp_path / "backup", None)
    assert codes
