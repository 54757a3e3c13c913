"""The sum of voices: numpy tables from G.711 to samples and back, for all mixes of one phase at once.

A call of numpy costs as much as it does to add up a hundred packets, so the mixes of a phase share one set
of them: every ear gives a frame, one look-up decodes them all, one sum makes what each listener hears, one
look-up encodes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.protocol import Law
from lur.wire.rtp import g711
from lur.wire.rtp.packet import FRAME_SAMPLES

SPARE_SAMPLES = 2 * FRAME_SAMPLES
MOST_SAMPLES = 6 * FRAME_SAMPLES
LOOK_FRAMES = 100
QUIET_PEAK = 256
_DECODE_FROM = {Law.ALAW: 0, Law.ULAW: 256}
_NOTHING_FROM = 512
_ENCODE_FROM = {Law.ALAW: 0, Law.ULAW: 0x10000}
_DECODE = np.array([*g711.ALAW_TO_PCM, *g711.ULAW_TO_PCM, *([0] * 256)], dtype=np.int32)
_ENCODE = np.frombuffer(g711.pcm_to_alaw() + g711.pcm_to_ulaw(), dtype=np.uint8)
_NOTHING = bytes(FRAME_SAMPLES)


class Ear:
    """The sound that has come from one leg of a mix and was not yet mixed.

    It gives what it has, and silence when a packet is lost or late: what comes late then waits, so that the
    delay grows to the line's jitter by itself. What nobody needed for two seconds is let go of again: the
    last spare frame only in a pause of the speaker, where no one hears it go.
    """

    __slots__ = ("_frames", "_law", "_least", "_waiting", "decode_from")

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._law = Law.ALAW
        self._frames = 0
        self._least = MOST_SAMPLES
        self.decode_from = _NOTHING_FROM

    def hear(self, payload: memoryview, law: Law) -> None:
        """Take a packet in; of what has piled up only the newest is kept."""
        if law is not self._law:
            self._law = law
            self._waiting.clear()
        waiting = self._waiting
        waiting += payload
        if len(waiting) > MOST_SAMPLES + len(payload):
            del waiting[: -max(SPARE_SAMPLES, len(payload))]

    def frame(self) -> bytes | bytearray:
        """The next 20 ms, to be decoded from `decode_from` on; silence while there is too little."""
        waiting = self._waiting
        if len(waiting) < FRAME_SAMPLES:
            self._least = 0
            self.decode_from = _NOTHING_FROM
            return _NOTHING
        self.decode_from = _DECODE_FROM[self._law]
        codes = waiting[:FRAME_SAMPLES]
        del waiting[:FRAME_SAMPLES]
        self._least = min(self._least, len(waiting))
        self._frames += 1
        if self._frames == LOOK_FRAMES:
            if self._least >= FRAME_SAMPLES:
                del waiting[: self._least if self._is_quiet() else self._least - FRAME_SAMPLES]
            self._frames, self._least = 0, MOST_SAMPLES
        return codes

    def _is_quiet(self) -> bool:
        samples = np.frombuffer(bytes(self._waiting[: self._least]), dtype=np.uint8)
        return bool(np.abs(_DECODE[samples + np.intp(self.decode_from)]).max() < QUIET_PEAK)


class Blend:
    """All mixed listeners of a phase, and whom each of them hears; made anew when any of that changes."""

    def __init__(self, rows: Mapping[Leg, Sequence[Ear]]) -> None:
        numbers: dict[Ear, int] = {}
        for ears in rows.values():
            for ear in ears:
                numbers.setdefault(ear, len(numbers))
        self.listeners = tuple(rows)
        self._ears = tuple(numbers)
        self._heard = np.array([numbers[ear] for ears in rows.values() for ear in ears], dtype=np.intp)
        counts = np.array([len(ears) for ears in rows.values()], dtype=np.intp)
        self._begins = np.cumsum(counts) - counts
        encode_from = [_ENCODE_FROM[leg.law] for leg in rows]
        self._encode_from = np.array(encode_from, dtype=np.int32)[:, np.newaxis]

    def tick(self) -> None:
        """Make the next frame of each listener."""
        frames = b"".join([ear.frame() for ear in self._ears])
        decode_from = np.array([ear.decode_from for ear in self._ears], dtype=np.intp)
        codes = np.frombuffer(frames, dtype=np.uint8).reshape(-1, FRAME_SAMPLES)
        spoken = _DECODE[codes + decode_from[:, np.newaxis]]
        sums = np.add.reduceat(spoken[self._heard], self._begins, axis=0)
        np.clip(sums, -0x8000, 0x7FFF, out=sums)
        sums &= 0xFFFF
        sums += self._encode_from
        heard = _ENCODE[sums].tobytes()
        at = 0
        for leg in self.listeners:
            leg.mixed = heard[at : at + FRAME_SAMPLES]
            at += FRAME_SAMPLES
