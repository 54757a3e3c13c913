"""What lies on disk: when a recording began, how long it is, and its digest. No key is needed for that.

The ``.lurrec`` format in short (adapters/voice/media/recording_format.py tells it whole): a header of 28
bytes with the start in it, then chunks, each with its length before it and a tag of 16 bytes at its end; two
channels of one byte a sample, 8000 samples a second. A torn last chunk does not count.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .spans import Span

SUFFIX = ".lurrec"
HEADER = struct.Struct("!6sBBBxHQQ")
LENGTH = struct.Struct("!I")
TAG_BYTES = 16
CHANNELS = 2
SAMPLES_PER_MS = 8


@dataclass(frozen=True)
class Sound:
    """A file of sound. ``span`` is None when it is no recording, or damaged."""

    path: Path
    span: Span | None
    sha256: str
    changed_at: int

    @property
    def recording_id(self) -> str:
        """Whose sound it is: the name of the file."""
        return self.path.stem


def sounds_under(folder: Path) -> Iterator[Sound]:
    """All recordings in the folder, by name. One that goes away meanwhile is left out."""
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        try:
            yield read_sound(path)
        except FileNotFoundError:
            continue


def read_sound(path: Path) -> Sound:
    """The facts of one file. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        header = file.read(HEADER.size)
        size = path.stat().st_size
        at, sealed_bytes = HEADER.size, 0
        while at + LENGTH.size <= size:
            file.seek(at)
            (length,) = LENGTH.unpack(file.read(LENGTH.size))
            at += LENGTH.size + length
            if at > size or length < TAG_BYTES:
                break
            sealed_bytes += length - TAG_BYTES
    span = _span(header, sealed_bytes)
    return Sound(path, span, digest, int(path.stat().st_mtime * 1000))


def _span(header: bytes, sealed_bytes: int) -> Span | None:
    if len(header) < HEADER.size:
        return None
    magic, version, _, channels, _, start_ms, _ = HEADER.unpack(header)
    if (magic, version, channels) != (b"LURREC", 1, CHANNELS):
        return None
    return Span(start_ms, start_ms + sealed_bytes // (CHANNELS * SAMPLES_PER_MS))
