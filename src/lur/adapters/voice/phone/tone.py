"""Test tones as G.711, and how much of one is in a piece of sound."""

from __future__ import annotations

import math

from lur.wire.rtp import g711

RATE_HZ = 8000


def tone(frequency_hz: int, duration_ms: int = 1000, *, alaw: bool = True, level: int = 8000) -> bytes:
    """A sine, in A-law or u-law; loops without a click when the frequency is a multiple of 50 Hz a 20 ms
    frame.
    """
    table = g711.pcm_to_alaw() if alaw else g711.pcm_to_ulaw()
    step = 2 * math.pi * frequency_hz / RATE_HZ
    samples = (round(level * math.sin(step * at)) for at in range(RATE_HZ * duration_ms // 1000))
    return bytes(table[sample & 0xFFFF] for sample in samples)


def share_of_tone(sound: bytes, frequency_hz: int, *, alaw: bool = True) -> float:
    """How much of the sound's power is at the frequency (Goertzel): 1.0 a pure tone, 0 none of it."""
    table = g711.ALAW_TO_PCM if alaw else g711.ULAW_TO_PCM
    samples = [table[byte] for byte in sound]
    power = sum(sample * sample for sample in samples)
    if power == 0:
        return 0.0
    factor = 2 * math.cos(2 * math.pi * frequency_hz / RATE_HZ)
    before, last = 0.0, 0.0
    for sample in samples:
        before, last = last, sample + factor * last - before
    at_frequency = before * before + last * last - factor * before * last
    return 2 * at_frequency / (power * len(samples))
