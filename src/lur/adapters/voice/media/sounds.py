"""Sounds cut into 20 ms frames once and shared by all legs that hear them."""

from __future__ import annotations

import os
from collections import OrderedDict
from pathlib import Path

import msgspec

from lur.adapters.voice.media.leg import CONVERSION, SILENCE_OF
from lur.adapters.voice.media.plane import Refusal
from lur.adapters.voice.media.protocol import Law, PlayItem
from lur.wire.rtp.packet import FRAME_SAMPLES

MAX_SOUND_BYTES = 16 * 1024 * 1024
MAX_CACHED_BYTES = 128 * 1024 * 1024
SUFFIXES = {".al": Law.ALAW, ".ul": Law.ULAW}


class Sound:
    """One sound, in the law it came in and, once wanted, in the other."""

    def __init__(self, law: Law, raw: bytes) -> None:
        self.size = len(raw)
        self._raw = raw
        self._law = law
        self._frames: dict[Law, tuple[bytes, ...]] = {}

    def frames(self, law: Law) -> tuple[bytes, ...]:
        """The sound as frames of 160 bytes; the last is filled up with silence."""
        frames = self._frames.get(law)
        if frames is None:
            frames = self._frames[law] = self._cut(law)
        return frames

    def _cut(self, law: Law) -> tuple[bytes, ...]:
        table = CONVERSION.get((self._law, law))
        raw = self._raw if table is None else self._raw.translate(table)
        raw += SILENCE_OF[law] * (-len(raw) % FRAME_SAMPLES)
        return tuple(raw[at : at + FRAME_SAMPLES] for at in range(0, len(raw), FRAME_SAMPLES))


class Step(msgspec.Struct, frozen=True):
    """One item of a playlist, ready to play."""

    sound: Sound
    loop: bool


class Playlist:
    """A token and its sounds; `at` is the one that plays."""

    __slots__ = ("at", "steps", "token")

    def __init__(self, token: str, steps: tuple[Step, ...]) -> None:
        self.token = token
        self.steps = steps
        self.at = 0


class SoundStore:
    """Finds sounds by path or buffer id. A file that changed on disk is read anew."""

    def __init__(self) -> None:
        self._buffers: dict[str, dict[Law, Sound]] = {}
        self._files: OrderedDict[tuple[str, int, int, Law], Sound] = OrderedDict()
        self._cached_bytes = 0

    def keep(self, buffer: str, law: Law, raw: bytes) -> None:
        """Keep a sound under an id."""
        self._buffers.setdefault(buffer, {})[law] = Sound(law, raw)

    def buffer(self, buffer: str, law: Law) -> Sound:
        """The sound kept under the id, preferably the one that was given in this law; `Refusal`
        buffer_unknown.
        """
        variants = self._buffers.get(buffer)
        if variants is None:
            raise Refusal("buffer_unknown", buffer)
        return variants.get(law) or next(iter(variants.values()))

    def step(self, item: PlayItem, law: Law) -> Step:
        """Make an item ready; raises `Refusal` sound_not_found or buffer_unknown."""
        if item.buffer is not None:
            return Step(self.buffer(item.buffer, law), item.loop)
        if item.path is None:
            raise Refusal("sound_not_found", "neither path nor buffer")
        return Step(self._file(item.path, law), item.loop)

    def _file(self, path: str, law: Law) -> Sound:
        try:
            facts = os.stat(path)
            law = SUFFIXES.get(Path(path).suffix, law)
            known = (path, facts.st_mtime_ns, facts.st_size, law)
            sound = self._files.get(known)
            if sound is not None:
                self._files.move_to_end(known)
                return sound
            if not 0 < facts.st_size <= MAX_SOUND_BYTES:
                raise Refusal("sound_not_found", f"{path}: {facts.st_size} bytes")
            sound = Sound(law, Path(path).read_bytes())
        except (OSError, ValueError) as error:
            raise Refusal("sound_not_found", str(error)) from error
        self._remember(known, sound)
        return sound

    def _remember(self, known: tuple[str, int, int, Law], sound: Sound) -> None:
        self._files[known] = sound
        self._cached_bytes += sound.size
        while self._cached_bytes > MAX_CACHED_BYTES and len(self._files) > 1:
            _, oldest = self._files.popitem(last=False)
            self._cached_bytes -= oldest.size
