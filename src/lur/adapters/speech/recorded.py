"""Voices that a company has recorded, kept where the edge looks for them: DATA/prompts/LANGUAGE/KEY.wav.

What comes from a browser or a studio is made into telephone sound once, when it is put here: then what is
played back on the page is what callers hear, and nothing can be wrong with a file in the middle of a call.
The sound before the present one is kept beside it, so that one press takes a change back.
"""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path
from typing import Literal

import numpy as np

from lur.adapters.speech.pcm import RATE_HZ, Pcm, frame_levels, telephone
from lur.adapters.speech.wav import parse_wav
from lur.runtime.whole_file import write_whole
from lur.wire.words import Language

SHORTEST_MS = 300
LONGEST_MS = 60_000
_EDGES_MS = 160
"""Of silence, which ``telephone`` leaves around what is said."""
_SILENT_DBFS = -50.0

SoundFault = Literal["sound_format", "sound_damaged", "sound_silent", "sound_too_short", "sound_too_long"]

_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"ID3", "MP3"),
    (0, b"\xff\xfb", "MP3"),
    (0, b"\xff\xf3", "MP3"),
    (0, b"\xff\xf1", "AAC"),
    (0, b"OggS", "Ogg"),
    (0, b"\x1a\x45\xdf\xa3", "WebM"),
    (4, b"ftyp", "M4A"),
    (0, b"fLaC", "FLAC"),
    (0, b"FORM", "AIFF"),
)


class SoundRefused(Exception):
    """A sound that cannot be a prompt; ``detail`` says what it is instead, or how long it is."""

    def __init__(self, code: SoundFault, detail: str = "") -> None:
        super().__init__(code)
        self.code: SoundFault = code
        self.detail = detail


def prompt_sound(content: bytes) -> Pcm:
    """A WAV file as telephone sound: without the silence around it, at the common loudness. Raises
    ``SoundRefused``."""
    if content[:4] != b"RIFF":
        raise SoundRefused("sound_format", kind_of(content))
    try:
        sound, rate_hz = parse_wav(content)
    except (ValueError, struct.error) as problem:
        raise SoundRefused("sound_damaged", str(problem)) from problem
    if 1000 * len(sound) // rate_hz > 2 * LONGEST_MS:
        raise SoundRefused("sound_too_long", f"{len(sound) / rate_hz:.0f} s")
    if frame_levels(sound).max(initial=0.0) < 10 ** (_SILENT_DBFS / 20):
        raise SoundRefused("sound_silent")
    made = telephone(sound, rate_hz)
    said_ms = 1000 * len(made) // RATE_HZ - _EDGES_MS
    if said_ms < SHORTEST_MS:
        raise SoundRefused("sound_too_short", f"{said_ms / 1000:.1f} s")
    if said_ms > LONGEST_MS:
        raise SoundRefused("sound_too_long", f"{said_ms / 1000:.0f} s")
    return made


def kind_of(content: bytes) -> str:
    """What a file that is no WAV file is, as far as its first bytes tell."""
    found = (name for at, sign, name in _SIGNS if content[at : at + len(sign)] == sign)
    return next(found, "?" if content else "0 byte")


def wav_of(pcm: Pcm) -> bytes:
    """Telephone sound as a WAV file."""
    data = pcm.astype("<i2").tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1,
                       RATE_HZ, 2 * RATE_HZ, 2, 16, b"data", len(data))  # fmt: skip
    return head + data


class RecordedPrompts:
    """The folder. Blocking; keys are those of ``lur.wire.words.key`` and are the caller's to check."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "prompts"

    def get(self, language: Language, key: str) -> bytes | None:
        """The WAV file, None when the prompt is spoken."""
        return _read(self._now(language, key))

    def versions(self) -> dict[str, str]:
        """All recorded voices by LANGUAGE/KEY, each with what tells it from others."""
        found = sorted(self._folder.glob("*/*.wav"))
        return {f"{path.parent.name}/{path.stem}": version_of(_read(path)) for path in found}

    def has_earlier(self, language: Language, key: str) -> bool:
        """Whether a change can be taken back."""
        return self._before(language, key).is_file()

    def put(self, language: Language, key: str, content: bytes) -> Pcm:
        """Callers hear this from their next sentence on. Raises ``SoundRefused``, ``OSError``."""
        pcm = prompt_sound(content)
        self._change(language, key, wav_of(pcm))
        return pcm

    def speak(self, language: Language, key: str) -> None:
        """Callers hear Lur's own voice again. Raises ``OSError``."""
        self._change(language, key, b"")

    def take_back(self, language: Language, key: str) -> bool:
        """As it was before the last change; taken back again, as it is now. False when there is nothing to
        take back. Raises ``OSError``."""
        before = _read(self._before(language, key))
        if before is None:
            return False
        self._change(language, key, before)
        return True

    def _change(self, language: Language, key: str, content: bytes) -> None:
        """An empty file beside it says that it was spoken before."""
        now = self._now(language, key)
        write_whole(self._before(language, key), _read(now) or b"")
        if content:
            write_whole(now, content)
        else:
            now.unlink(missing_ok=True)

    def _now(self, language: Language, key: str) -> Path:
        return self._folder / language / f"{key}.wav"

    def _before(self, language: Language, key: str) -> Path:
        return self._folder / language / f"{key}.before"


def version_of(content: bytes | None) -> str:
    """What tells one sound from the next; empty: spoken."""
    return "" if content is None else hashlib.sha256(content).hexdigest()[:16]


def length_ms(wav: bytes) -> int:
    """Of a file of ours, or of somebody's who put one there by hand; 0 when it cannot be read."""
    try:
        sound, rate_hz = parse_wav(wav)
    except (ValueError, struct.error):
        return 0
    return int(1000 * np.size(sound) // rate_hz)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
