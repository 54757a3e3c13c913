"""Makes a backup of a data folder, or brings one up to date, while Lur works on it.

What a finished backup has is replaced at the very end, by renames; until then it is whole as it was. What it
has not yet is put in place at once, so that one that was cut off goes on where it ended.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

import msgspec

from lur import __version__
from lur.adapters.storage.backup.files import (
    bytes_until,
    copied,
    described,
    files_of,
    is_recording,
    keys_of,
    written,
)
from lur.adapters.storage.backup.keys import origin_of, seal_keys
from lur.adapters.storage.backup.manifest import (
    DATA,
    NAME,
    SEALED_KEYS,
    BackedUpFile,
    Manifest,
    encoded,
    read_manifest,
)
from lur.adapters.storage.backup.refusal import BackupRefused, troubles_of_the_disk
from lur.adapters.storage.backup.snapshot import JOURNAL, Pinned

UNFINISHED = "unfinished"
LOCK = "backup.lock"
HEADS = "heads.txt"
SPARE_BYTES = 1_000_000
GO_ON = "Make room or take a larger disk, and run the same again: it goes on where it ended."


class BackedUp(msgspec.Struct, frozen=True):
    """What was done. ``missing``: recordings that the journal tells of and that are not in the data folder,
    or are others than it tells.
    """

    manifest: Manifest
    new_bytes: int
    missing: tuple[str, ...]


def make_backup(data: Path, target: Path, passphrase: str | None, *, in_postgres: bool = False) -> BackedUp:
    """Back up ``data`` into ``target``, new, empty, or an earlier backup of the same Lur. The keys are sealed
    with ``passphrase``; None: they lie open in it. Raises ``BackupRefused``; then run it again.
    """
    keys = _keys(data)
    if not in_postgres and not (data / JOURNAL).is_file():
        do = (
            "Name the folder of a Lur that has run: --data DIR. With a journal in PostgreSQL set LUR_JOURNAL."
        )
        raise BackupRefused("no_data", f"{data} has no journal in it", do)
    _refuse_inside(data, target)
    with troubles_of_the_disk(GO_ON):
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(target):
            before = _earlier(target, origin_of(keys["master.key"]))
            return _Making(data, target, keys, before).run(passphrase, in_postgres)


class _Making:
    def __init__(
        self, data: Path, target: Path, keys: dict[str, bytes], before: dict[str, BackedUpFile]
    ) -> None:
        self._data = data
        self._target = target
        self._keys = keys
        self._before = before
        self._files: list[BackedUpFile] = []
        self._staged: list[Path] = []
        self._new_bytes = 0
        self._missing: list[str] = []

    def run(self, passphrase: str | None, in_postgres: bool) -> BackedUp:
        heads = self._data / HEADS
        signed = heads.read_bytes() if heads.exists() else None
        with closing(Pinned(self._data)) as pinned:
            self._refuse_too_small(pinned)
            if signed is not None:
                self._stage(HEADS, signed, heads.stat().st_mtime_ns)
            for name in pinned.names:
                self._copy_database(pinned, name)
            at, head, tables = pinned.at, pinned.head(), pinned.tables()
            told, running = pinned.recordings(), pinned.running()
        self._copy_files(None if in_postgres else told, running, at)
        if passphrase is None:
            for name, content in self._keys.items():
                self._stage(f"keys/{name}", content, at * 1_000_000)
        kept: Literal["sealed", "plain"] = "plain" if passphrase is None else "sealed"
        manifest = Manifest(
            lur=__version__,
            at=at,
            origin=origin_of(self._keys["master.key"]),
            journal="postgresql" if in_postgres else "data",
            rows=head.seq,
            head=head.hash,
            tables=tables,
            keys=kept,
            files=tuple(sorted(self._files, key=lambda file: file.path)),
        )
        self._finish(manifest, passphrase)
        return BackedUp(manifest, self._new_bytes, tuple(self._missing))

    def _refuse_too_small(self, pinned: Pinned) -> None:
        needed = SPARE_BYTES + sum(pinned.size(name) for name in pinned.names)
        for path in files_of(self._data):
            with suppress(FileNotFoundError):
                if not self._is_there(path.as_posix()):
                    needed += (self._data / path).stat().st_size
        free = shutil.disk_usage(self._target).free
        if needed > free:
            what = f"{needed / 1e6:.0f} MB are needed in {self._target}, and {free / 1e6:.0f} MB are free"
            raise BackupRefused("disk_full", what, GO_ON)

    def _copy_database(self, pinned: Pinned, name: str) -> None:
        staged = self._place(name)
        pinned.copy(name, staged)
        self._add(described(staged, name))

    def _copy_files(self, told: dict[str, str] | None, running: frozenset[str], at: int) -> None:
        """All files; of recordings those that the journal knows, and what there was of those that went on."""
        wanted = {} if told is None else dict(told)
        for path in files_of(self._data):
            name, sound = path.as_posix(), path.stem if is_recording(path) else ""
            if name == HEADS or (sound and told is not None and sound not in told and sound not in running):
                continue
            is_cut = bool(sound) and told is not None and sound not in told
            with suppress(FileNotFoundError):
                file = self._copy_file(name, at if is_cut else None)
                if not sound or wanted.get(sound) in ("", file.sha256):
                    wanted.pop(sound, None)
        self._missing = [name for name, digest in wanted.items() if digest]

    def _copy_file(self, name: str, cut_at: int | None) -> BackedUpFile:
        source, place = self._data / name, self._target / DATA / name
        if cut_at is None and self._is_there(name):
            before, here = self._before.get(name), place.stat()
            is_same = before is not None and (before.size, before.mtime_ns) == (
                here.st_size,
                here.st_mtime_ns,
            )
            file = before if before is not None and is_same else described(place, name)
            self._files.append(file)
            return file
        limit = None if cut_at is None else bytes_until(source, cut_at)
        file = copied(source, self._place(name), name, limit)
        self._add(file)
        return file

    def _is_there(self, name: str) -> bool:
        """Copied before, and not changed since."""
        with suppress(OSError):
            there, here = (self._target / DATA / name).stat(), (self._data / name).stat()
            return (there.st_size, there.st_mtime_ns) == (here.st_size, here.st_mtime_ns)
        return False

    def _stage(self, name: str, content: bytes, mtime_ns: int) -> None:
        self._add(written(self._place(name), name, content, mtime_ns))

    def _add(self, file: BackedUpFile) -> None:
        self._files.append(file)
        self._new_bytes += file.size

    def _place(self, name: str) -> Path:
        """Where a file is written: beside the one that a whole backup has, else where it belongs."""
        place = self._target / DATA / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if name not in self._before:
            return place
        self._staged.append(place)
        return place.with_name(place.name + ".new")

    def _finish(self, manifest: Manifest, passphrase: str | None) -> None:
        content = encoded(manifest)
        fresh = self._target / f"{NAME}.new"
        sealed = self._target / SEALED_KEYS
        written(fresh, NAME, content, manifest.at * 1_000_000)
        if passphrase is not None:
            digest = content.rstrip().rpartition(b" ")[2]
            written(
                sealed.with_name(f"{SEALED_KEYS}.new"),
                SEALED_KEYS,
                seal_keys(self._keys, passphrase, digest),
                manifest.at * 1_000_000,
            )
        for place in self._staged:
            place.with_name(place.name + ".new").replace(place)
        if passphrase is not None:
            sealed.with_name(f"{SEALED_KEYS}.new").replace(sealed)
        else:
            sealed.unlink(missing_ok=True)
        fresh.replace(self._target / NAME)
        (self._target / UNFINISHED).unlink(missing_ok=True)
        _remove_others(self._target / DATA, {file.path for file in manifest.files})
        _sync(self._target)


def _keys(data: Path) -> dict[str, bytes]:
    with troubles_of_the_disk("Run it as the user that Lur runs as."):
        keys = keys_of(data)
    if "master.key" not in keys:
        do = "Name the data folder of a Lur that has run: --data DIR."
        raise BackupRefused("no_data", f"{data} has no key in it", do)
    return keys


def _refuse_inside(data: Path, target: Path) -> None:
    here, there = data.resolve(), target.resolve()
    if there.is_relative_to(here) or here.is_relative_to(there):
        what = f"{target} and the data folder lie in each other"
        raise BackupRefused("bad_target", what, "Name a folder of its own, best on another disk.")
    if there.exists() and not there.is_dir():
        raise BackupRefused("bad_target", f"{target} is no folder", "Name a folder, new or empty.")


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    lock = os.open(target / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        do = "Wait until it is done."
        raise BackupRefused("backup_running", f"another backup into {target} goes on", do) from error
    finally:
        os.close(lock)


def _earlier(target: Path, origin: str) -> dict[str, BackedUpFile]:
    """What a whole backup in this place has, by name; marks the place as ours."""
    mark = target / UNFINISHED
    if (target / NAME).exists():
        manifest, _ = read_manifest(target)
        _refuse_another(target, manifest.origin, origin)
        return {file.path: file for file in manifest.files}
    if mark.exists():
        _refuse_another(target, mark.read_text().strip(), origin)
    elif any(path.name != LOCK for path in target.iterdir()):
        do = "Name a new or empty folder, or one that `lur backup` has made."
        raise BackupRefused("target_not_empty", f"{target} has other things in it", do)
    mark.write_text(f"{origin}\n")
    return {}


def _refuse_another(target: Path, found: str, origin: str) -> None:
    if found != origin:
        what = f"{target} has a backup of another Lur in it"
        raise BackupRefused("another_backup", what, "Name a folder of its own for each Lur.")


def _remove_others(data: Path, kept: set[str]) -> None:
    """What is no more in the data folder goes here too: an erased recording is erased."""
    for folder, _, files in os.walk(data, topdown=False):
        for name in files:
            path = Path(folder) / name
            if path.relative_to(data).as_posix() not in kept:
                path.unlink(missing_ok=True)
        with suppress(OSError):
            Path(folder).rmdir()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
