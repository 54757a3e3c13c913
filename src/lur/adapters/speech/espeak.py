"""The default voice: espeak-ng through ctypes, from the Python wheel or from the system.

It keeps one state for the whole process and is not thread-safe, hence the one lock. Its traps: an unknown
voice keeps the last one (so its answer is checked), the voice for Norwegian is nb (not no) and for British
English en-gb-x-rp (not en-gb), and a bad data path ends the process unless told not to.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import importlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np

from lur.adapters.speech.errors import SpeechError
from lur.adapters.speech.pcm import Pcm, telephone
from lur.adapters.speech.pronunciation import pronounceable
from lur.wire.words import Language


class Voice(Protocol):
    """Something that speaks."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text would sound different; part of the names of cached sounds."""
        ...

    def say(self, text: str, language: Language) -> Pcm:
        """The text as 16-bit mono sound at 8 kHz. Blocks for some milliseconds; raises SpeechError."""
        ...


class Timbre(msgspec.Struct, frozen=True):
    """How an espeak-ng voice sounds: a variant of its own ("f2", "m3"), pace, pitch and its range (0-100)."""

    variant: str = ""
    words_per_minute: int = 150
    pitch: int = 45
    pitch_range: int = 55


VOICE_NAMES: dict[Language, str] = {"sv": "sv", "nb": "nb", "en": "en-gb-x-rp"}
_MADE_BY = "espeak-ng 2"
"""Counted up when pronunciation or filters change, so that caches renew themselves."""


class EspeakVoice:
    """A `Voice` by espeak-ng. The library is loaded at the first word, not before."""

    def __init__(self, timbre: Timbre = Timbre()) -> None:  # noqa: B008 - frozen
        self.timbre = timbre

    @property
    def fingerprint(self) -> str:
        """Maker, version and timbre."""
        return f"{_MADE_BY} {self.timbre}"

    def say(self, text: str, language: Language) -> Pcm:
        """The text as telephone sound."""
        samples, rate_hz = _engine().speak(pronounceable(text, language), VOICE_NAMES[language], self.timbre)
        return telephone(samples.astype(np.float64) / 32768.0, rate_hz)


_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8_WITH_PHONEMES = 0x1 | 0x100
_RATE, _PITCH, _RANGE = 1, 3, 4
_LONGEST_DATA_PATH = 150
"""espeak-ng copies the path into 160 bytes."""

_OnSound = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _Engine:
    def __init__(self, library: Any, rate_hz: int) -> None:
        self._library = library
        self._rate_hz = rate_hz
        self._lock = threading.Lock()
        self._heard: list[bytes] = []
        self._callback = _OnSound(self._on_sound)
        library.espeak_SetSynthCallback(self._callback)

    def _on_sound(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._heard.append(ctypes.string_at(samples, 2 * count))
        return 0

    def speak(self, text: str, voice: str, timbre: Timbre) -> tuple[Pcm, int]:
        """The synthesiser's own samples and their rate."""
        name = f"{voice}+{timbre.variant}" if timbre.variant else voice
        with self._lock:
            self._use(name, timbre)
            self._heard.clear()
            encoded = text.encode()
            size = ctypes.c_size_t(len(encoded) + 1)
            failed = self._library.espeak_Synth(encoded, size, 0, 1, 0, _UTF8_WITH_PHONEMES, None, None)
            sound = b"".join(self._heard)
        if failed or not sound:
            raise SpeechError("speech_failed", voice=name, reason=str(failed))
        return np.frombuffer(sound, np.int16), self._rate_hz

    def _use(self, name: str, timbre: Timbre) -> None:
        if self._library.espeak_SetVoiceByName(name.encode()) != 0:
            raise SpeechError("voice_missing", voice=name)
        self._library.espeak_SetParameter(_RATE, timbre.words_per_minute, 0)
        self._library.espeak_SetParameter(_PITCH, timbre.pitch, 0)
        self._library.espeak_SetParameter(_RANGE, timbre.pitch_range, 0)


_loading = threading.Lock()


def _engine() -> _Engine:
    with _loading:
        return _loaded_engine()


@functools.cache
def _loaded_engine() -> _Engine:
    reasons = []
    for library_path, data_path in _candidates():
        try:
            return _started(library_path, data_path)
        except (OSError, AttributeError) as problem:
            reasons.append(f"{library_path}: {problem}")
    raise SpeechError("speech_unavailable", tried="; ".join(reasons) or "nothing installed")


def _candidates() -> Iterator[tuple[str, str | None]]:
    """Library and data of the wheel, then the system's."""
    try:
        loader = importlib.import_module("espeakng_loader")
        yield str(loader.get_library_path()), str(loader.get_data_path())
    except ImportError:
        pass
    yield ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1", None


def _started(library_path: str, data_path: str | None) -> _Engine:
    if data_path is not None and not (Path(data_path) / "phontab").is_file():
        raise OSError(f"no voices in {data_path}")
    if data_path is not None and len(data_path.encode()) > _LONGEST_DATA_PATH:
        raise OSError(f"path of the voices is longer than {_LONGEST_DATA_PATH} bytes")
    library: Any = ctypes.CDLL(library_path)
    path = None if data_path is None else data_path.encode()
    rate_hz = int(library.espeak_Initialize(_SYNCHRONOUS, 0, path, _DONT_EXIT))
    if rate_hz <= 0:
        raise OSError(f"espeak_Initialize answered {rate_hz}")
    return _Engine(library, rate_hz)
