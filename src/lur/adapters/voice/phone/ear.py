"""Whether somebody speaks into our ear, by loudness alone: words and moods are nobody's business here.

Speech stands out from what lies under it and has gaps; a steady noise, a tone or music without gaps becomes
the new ground and is no speech after a few seconds. Pure: time is counted in frames of 20 ms.
"""

from __future__ import annotations

import math

from lur.wire.rtp import g711

QUIETEST_DB = -46.0
"""Below full scale. What is softer is never speech."""
ABOVE_GROUND_DB = 9.0
GROUND_RISES_DB = 0.05
"""For each frame: 2.5 dB a second, so that the ground has risen to a steady sound after some seconds."""
FULL_SCALE = 32768.0

_ALAW_POWER = tuple(sample * sample for sample in g711.ALAW_TO_PCM)
_ULAW_POWER = tuple(sample * sample for sample in g711.ULAW_TO_PCM)


def level_db(frame: bytes, *, alaw: bool) -> float:
    """How loud a piece of sound is, in dB below full scale (a number below zero)."""
    power = _ALAW_POWER if alaw else _ULAW_POWER
    mean = sum(map(power.__getitem__, frame)) / max(1, len(frame))
    return 10 * math.log10(max(mean, 1.0) / FULL_SCALE**2)


class Ear:
    """Hears frame after frame; ``take`` tells what came since it was last asked."""

    def __init__(self) -> None:
        self._ground_db = QUIETEST_DB
        self._frames = 0
        self._voiced = 0

    def hear(self, frame: bytes, *, alaw: bool) -> None:
        """One frame of G.711."""
        level = level_db(frame, alaw=alaw)
        self._ground_db = max(QUIETEST_DB - ABOVE_GROUND_DB, min(level, self._ground_db + GROUND_RISES_DB))
        self._frames += 1
        self._voiced += level > max(QUIETEST_DB, self._ground_db + ABOVE_GROUND_DB)

    @property
    def frames(self) -> int:
        """How many frames came since it was last asked."""
        return self._frames

    def take(self) -> bool:
        """Whether somebody has spoken in a good part of what came since."""
        spoken = self._voiced > 0 and 3 * self._voiced >= self._frames
        self._frames = self._voiced = 0
        return spoken
