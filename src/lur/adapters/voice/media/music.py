"""Lur's own hold music and tones, computed once: nobody's copyright, and made for the narrow ear of a
telephone.

Slow chords of few partials between 200 and 1500 Hz with soft beginnings and long ends survive G.711 and bad
speakers; bright or percussive music does not. Level about -20 dBFS, so that voices that come after it are
not a shock. The end of the loop rings over into its beginning.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import numpy as np

from lur.adapters.voice.media.protocol import BEEP, MUSIC, RINGBACK, SOFT_TONE, KeepBuffer, Law
from lur.wire.rtp import g711

Samples = np.ndarray[tuple[int], np.dtype[np.float64]]
RATE_HZ = 8000
LEVEL = 10 ** (-20 / 20)
VERSION = 1
"""Part of the cache's file names: raise it when the music changes."""
RINGBACK_HZ = 425
BEEP_HZ = 880
BAR_S = 4.0
A4 = 69
CHORDS = (
    (50, 57, 62, 66, 69),
    (47, 54, 62, 66, 71),
    (43, 55, 59, 62, 67),
    (45, 57, 61, 64, 71),
    (50, 57, 62, 66, 73),
    (42, 54, 61, 66, 69),
    (43, 55, 62, 66, 71),
    (45, 57, 62, 64, 69),
    (47, 54, 59, 66, 74),
    (43, 55, 59, 66, 71),
    (40, 55, 59, 64, 71),
    (45, 57, 61, 64, 67),
)
MELODY = (
    (78, 0.5, 1.5), (76, 2.0, 1.5), (74, 4.5, 3.0), (71, 8.5, 1.0), (74, 9.5, 1.0), (76, 10.5, 1.5),
    (73, 12.5, 3.0), (78, 16.5, 1.5), (81, 18.0, 1.5), (78, 20.5, 3.0), (79, 24.5, 1.0), (78, 25.5, 1.0),
    (74, 26.5, 1.5), (76, 28.5, 3.0), (74, 32.5, 1.5), (78, 34.0, 1.5), (76, 36.5, 1.0), (74, 37.5, 2.0),
    (71, 40.5, 1.5), (74, 42.0, 1.5), (73, 44.5, 3.0),
)  # fmt: skip
"""Note (MIDI number), when it begins and how long it is held, in seconds."""


def music_and_tone(cache: Path) -> list[KeepBuffer]:
    """The built-in buffers in both laws, from the cache directory or newly made (and cached, if that can
    be).
    """
    made: list[KeepBuffer] = []
    composers = ((MUSIC, hold_music), (SOFT_TONE, soft_tone), (RINGBACK, ringback), (BEEP, beep))
    for name, compose in composers:
        files = {Law.ALAW: cache / f"{name}-{VERSION}.al", Law.ULAW: cache / f"{name}-{VERSION}.ul"}
        try:
            sounds = {law: file.read_bytes() for law, file in files.items()}
        except OSError:
            sounds = to_g711(compose())
            _keep(cache, {files[law]: raw for law, raw in sounds.items()})
        made.extend(KeepBuffer(name, law, raw) for law, raw in sounds.items())
    return made


def hold_music() -> Samples:
    """Forty-eight seconds in D major that can be looped: pads, a slow broken chord, a sparse melody."""
    length = int(len(CHORDS) * BAR_S * RATE_HZ)
    music = np.zeros(length)
    for bar, chord in enumerate(CHORDS):
        for note in chord:
            _add(music, _note(note, BAR_S + 2.0, 1.2, 2.4), bar * BAR_S, 0.16)
        for step, note in enumerate((chord[1], chord[2], chord[3], chord[4], chord[3], chord[2])):
            _add(music, _note(note + 12, 1.6, 0.03, 1.4), bar * BAR_S + step * BAR_S / 6, 0.11)
    for note, begin_s, held_s in MELODY:
        _add(music, _note(note, held_s + 1.2, 0.08, 1.4), begin_s, 0.2)
    return _to_level(music)


def soft_tone() -> Samples:
    """Two seconds: a short soft tone and a pause, for who waits until the other is ready."""
    tone = np.zeros(2 * RATE_HZ)
    _add(tone, _note(69, 0.5, 0.06, 0.4), 0.0, 1.0)
    return np.asarray(tone * (LEVEL / np.abs(tone).max()))


def beep() -> Samples:
    """A third of a second, high enough to be told from music: speak now."""
    at = np.arange(RATE_HZ // 3) / RATE_HZ
    fades = np.clip(np.minimum(at, at[::-1]) / 0.01, 0, 1)
    return np.asarray(2 * LEVEL * np.sin(2 * np.pi * BEEP_HZ * at) * fades)


def ringback() -> Samples:
    """Five seconds: 425 Hz for one, then a pause, as a phone that rings sounds in the Nordic countries."""
    tone = np.zeros(5 * RATE_HZ)
    at = np.arange(RATE_HZ) / RATE_HZ
    tone[:RATE_HZ] = LEVEL * np.sin(2 * np.pi * RINGBACK_HZ * at)
    return tone


def to_g711(sound: Samples) -> dict[Law, bytes]:
    """Samples between -1 and 1 in both laws."""
    codes = np.clip(np.rint(sound * 32767), -32768, 32767).astype(np.int16).view(np.uint16)
    tables = {Law.ALAW: g711.pcm_to_alaw(), Law.ULAW: g711.pcm_to_ulaw()}
    return {law: np.frombuffer(table, dtype=np.uint8)[codes].tobytes() for law, table in tables.items()}


def _note(midi: int, length_s: float, rise_s: float, fall_s: float) -> Samples:
    """Three partials of a triangle-like tone, slightly beating, with a soft rise and a long fall."""
    at = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    pitch_hz = 440.0 * 2 ** ((midi - A4) / 12)
    tone = np.zeros_like(at)
    for partial, strength in ((1, 1.0), (2, 0.22), (3, 0.09)):
        if partial * pitch_hz < 2400:
            tone += strength * np.sin(2 * np.pi * partial * pitch_hz * at)
            tone += 0.4 * strength * np.sin(2 * np.pi * partial * (pitch_hz + 0.7) * at)
    rise = np.clip(at / rise_s, 0, 1)
    fall = np.clip((length_s - at) / fall_s, 0, 1)
    return np.asarray(tone * np.sin(rise * np.pi / 2) ** 2 * np.sin(fall * np.pi / 2) ** 2)


def _add(music: Samples, tone: Samples, begin_s: float, strength: float) -> None:
    """Add a tone; what rings beyond the end is heard at the beginning of the loop."""
    places = (int(begin_s * RATE_HZ) + np.arange(len(tone))) % len(music)
    np.add.at(music, places, strength * tone)


def _to_level(music: Samples) -> Samples:
    """Bring the mean power to the level, and round off what would be clipped."""
    music = music * (LEVEL / np.sqrt(np.mean(music**2)))
    return np.asarray(np.tanh(music * 1.2) / 1.2)


def _keep(cache: Path, files: dict[Path, bytes]) -> None:
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        for file, raw in files.items():
            unfinished = file.with_name(f"{file.name}.{os.getpid()}")
            unfinished.write_bytes(raw)
            unfinished.rename(file)
