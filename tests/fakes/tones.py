"""Tones in G.711, and finding them again (Goertzel), so that a test can say who is heard where."""

from __future__ import annotations

import array
import math
from collections.abc import Sequence

from lur.adapters.voice.media.protocol import Law
from lur.wire.rtp import g711

RATE_HZ = 8000
FULL_SCALE = 32768
NOTHING_DB = -120.0


def tone(hz: float, duration_ms: int, law: Law = Law.ALAW, level_db: float = -12.0) -> bytes:
    """A sine of this frequency; `level_db` is its peak below full scale."""
    peak = FULL_SCALE * 10 ** (level_db / 20)
    table = g711.pcm_to_alaw() if law is Law.ALAW else g711.pcm_to_ulaw()
    count = duration_ms * RATE_HZ // 1000
    return bytes(table[int(peak * math.sin(2 * math.pi * hz * at / RATE_HZ)) & 0xFFFF] for at in range(count))


def decoded(sound: bytes, law: Law = Law.ALAW) -> array.array[int]:
    """G.711 as 16-bit samples."""
    table = g711.ALAW_TO_PCM if law is Law.ALAW else g711.ULAW_TO_PCM
    return array.array("h", (table[code] for code in sound))


def power_db(samples: Sequence[int]) -> float:
    """Mean power relative to a full-scale sine."""
    if not samples:
        return NOTHING_DB
    mean = sum(sample * sample for sample in samples) / len(samples)
    return 10 * math.log10(2 * mean / FULL_SCALE**2) if mean else NOTHING_DB


def tone_db(samples: Sequence[int], hz: float) -> float:
    """How strong the frequency is, relative to a full-scale sine (Goertzel's algorithm)."""
    if not samples:
        return NOTHING_DB
    turn = 2 * math.cos(2 * math.pi * hz / RATE_HZ)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + turn * last - before
    power = last * last + before * before - turn * last * before
    amplitude = 2 * math.sqrt(max(power, 0.0)) / len(samples)
    return 20 * math.log10(amplitude / FULL_SCALE) if amplitude >= 1 / 32 else NOTHING_DB


def has_tone(samples: Sequence[int], hz: float, at_least_db: float = -18.0) -> bool:
    """The tone is plainly there."""
    return tone_db(samples, hz) >= at_least_db


def is_clean_tone(samples: Sequence[int], hz: float, level_db: float = -12.0) -> bool:
    """Nothing but this tone, at its level: what a wrong law or a wrong conversion would spoil."""
    strength = tone_db(samples, hz)
    return abs(strength - level_db) < 1.0 and power_db(samples) - strength < 0.5
