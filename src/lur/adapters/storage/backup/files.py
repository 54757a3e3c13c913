"""Files of a data folder: which belong into a backup, how they are copied, and where a recording is cut."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from lur.adapters.storage.backup.manifest import BackedUpFile
from lur.core.ids import Instant
from lur.verify.sounds import CHANNELS, HEADER, LENGTH, SAMPLES_PER_MS, SUFFIX, TAG_BYTES

LEFT_OUT = ("run", "log", "cache", "keys")
"""Made again at each start, or of this machine alone; keys go their own way."""
UNFINISHED = (".new", ".part", "-wal", "-shm", "-journal", ".lock")
BLOCK = 1 << 20


def files_of(data: Path) -> Iterator[Path]:
    """All files but databases, relative to the data folder, in order; folders on other disks too."""
    for folder, names, files in os.walk(data, followlinks=True):
        here = Path(folder).relative_to(data)
        names[:] = sorted(name for name in names if here.parts or name not in LEFT_OUT)
        for name in sorted(files):
            is_database = not here.parts and name.endswith(".db")
            if not (is_database or name.endswith(UNFINISHED) or name.startswith(".making-")):
                yield here / name


def keys_of(data: Path) -> dict[str, bytes]:
    """The key files by name."""
    folder = data / "keys"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: path.read_bytes() for path in found if path.is_file() and path.suffix != ".new"}


def is_recording(path: Path) -> bool:
    """Sealed sound."""
    return path.suffix == SUFFIX


def copied(source: Path, target: Path, name: str, limit: int | None = None) -> BackedUpFile:
    """Copy a file, at most ``limit`` bytes of it, through to the disk; whole at ``target``, or not there."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, open(os.open(part, _FRESH, 0o600), "wb") as writing:
        mtime_ns = os.fstat(reading.fileno()).st_mtime_ns
        while block := reading.read(BLOCK if limit is None else min(BLOCK, limit - size)):
            writing.write(block)
            digest.update(block)
            size += len(block)
        writing.flush()
        os.fsync(writing.fileno())
    os.utime(part, ns=(mtime_ns, mtime_ns))
    part.replace(target)
    return BackedUpFile(name, size, digest.hexdigest(), mtime_ns)


def written(target: Path, name: str, content: bytes, mtime_ns: int) -> BackedUpFile:
    """The same for what is in memory."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(target, _FRESH, 0o600), "wb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())
    os.utime(target, ns=(mtime_ns, mtime_ns))
    return BackedUpFile(name, len(content), hashlib.sha256(content).hexdigest(), mtime_ns)


def described(path: Path, name: str) -> BackedUpFile:
    """A file that lies there already."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return BackedUpFile(name, status.st_size, digest, status.st_mtime_ns)


def bytes_until(path: Path, at: Instant) -> int:
    """How much of a recording that goes on had been said by ``at``: whole chunks."""
    with path.open("rb") as file:
        header = file.read(HEADER.size)
        if len(header) < HEADER.size:
            return 0
        now, end = HEADER.unpack(header)[5], HEADER.size
        size = os.fstat(file.fileno()).st_size
        while now < at and end + LENGTH.size <= size:
            (length,) = LENGTH.unpack(file.read(LENGTH.size))
            if end + LENGTH.size + length > size or length < TAG_BYTES:
                break
            end += LENGTH.size + length
            now += (length - TAG_BYTES) // (CHANNELS * SAMPLES_PER_MS)
            file.seek(end)
    return end


_FRESH = os.O_CREAT | os.O_WRONLY | os.O_TRUNC
