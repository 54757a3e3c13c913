"""Talks of three and more: who hears whom is a matrix, and mixing is one multiplication with it.

Only here is sound decoded. Each leg's packets wait in its `Ear` (two frames, to take up their jitter); each
20 ms all ears give a frame, the matrix makes what each listener hears, and tables turn it into the
listener's law.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.pacing import Pacer
from lur.adapters.voice.media.plane import Plane, Refusal
from lur.adapters.voice.media.protocol import Hearing, Law
from lur.adapters.voice.media.routing import Router
from lur.wire.rtp import g711
from lur.wire.rtp.packet import FRAME_SAMPLES

START_SAMPLES = 2 * FRAME_SAMPLES
MOST_SAMPLES = 6 * FRAME_SAMPLES
_DECODE = {
    Law.ALAW: np.array(g711.ALAW_TO_PCM, dtype=np.float32),
    Law.ULAW: np.array(g711.ULAW_TO_PCM, dtype=np.float32),
}
_NOTHING = np.zeros(FRAME_SAMPLES, dtype=np.float32)


class Ear:
    """The sound that has come from one leg of a mix and was not yet mixed."""

    __slots__ = ("_flowing", "_law", "_waiting")

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._law = Law.ALAW
        self._flowing = False

    def hear(self, payload: memoryview, law: Law) -> None:
        """Take a packet in; of what has piled up, only the newest two frames are kept."""
        if law is not self._law:
            self._law = law
            self._waiting.clear()
        self._waiting += payload
        if len(self._waiting) > MOST_SAMPLES:
            del self._waiting[:-START_SAMPLES]

    def frame(self) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """The next 20 ms; silence while too little has come."""
        waiting = self._waiting
        if len(waiting) >= START_SAMPLES:
            self._flowing = True
        if not self._flowing or len(waiting) < FRAME_SAMPLES:
            self._flowing = False
            return _NOTHING
        codes = np.frombuffer(bytes(waiting[:FRAME_SAMPLES]), dtype=np.uint8)
        del waiting[:FRAME_SAMPLES]
        heard: np.ndarray[tuple[int], np.dtype[np.float32]] = _DECODE[self._law][codes]
        return heard


class Mix:
    """A group of legs, in the order of the matrix's rows (listeners) and columns (speakers)."""

    def __init__(self, mixer: Mixer, mix_id: str, phase: int) -> None:
        self._mixer = mixer
        self.mix_id = mix_id
        self.phase = phase
        self.legs: list[Leg] = []
        self._ears: dict[Leg, Ear] = {}
        self._heard: set[tuple[str, str]] | None = None
        self._matrix = np.zeros((0, 0), dtype=np.float32)

    def set(self, legs: list[Leg], hears: tuple[Hearing, ...] | None) -> None:
        """Who is in it now, and who hears whom (None: all hear all others)."""
        self.legs = legs
        self._ears = {leg: self._ears.get(leg) or Ear() for leg in legs}
        self._heard = None if hears is None else {(cell.listener, cell.speaker) for cell in hears}
        self._fill_matrix()

    def ear_of(self, leg: Leg) -> Ear:
        """Where the leg's packets go."""
        return self._ears[leg]

    def leave(self, leg: Leg) -> None:
        """Take the leg out; the mix ends with its last leg."""
        self._mixer.leave(self, leg)

    def without(self, leg: Leg) -> bool:
        """Forget the leg; False when nobody is left."""
        self.legs = [other for other in self.legs if other is not leg]
        self._ears.pop(leg, None)
        self._fill_matrix()
        return bool(self.legs)

    def tick(self) -> None:
        """Make the next frame of each listener."""
        spoken = np.stack([self._ears[leg].frame() for leg in self.legs])
        heard = np.clip(self._matrix @ spoken, -32768, 32767).astype(np.int16).view(np.uint16)
        for leg, samples in zip(self.legs, heard, strict=True):
            leg.mixed = None if leg.held else self._mixer.encode[leg.law][samples].tobytes()

    def _fill_matrix(self) -> None:
        self._matrix = np.array(
            [[self._hears(listener, speaker) for speaker in self.legs] for listener in self.legs],
            dtype=np.float32,
        )

    def _hears(self, listener: Leg, speaker: Leg) -> bool:
        if listener is speaker:
            return False
        return self._heard is None or (listener.leg_id, speaker.leg_id) in self._heard


class Mixer:
    """All mixes; told by the pacer when a phase is about to be sent."""

    def __init__(self, plane: Plane, pacer: Pacer, router: Router) -> None:
        self._plane = plane
        self._pacer = pacer
        self._router = router
        self._mixes: dict[str, Mix] = {}
        self.encode = {
            Law.ALAW: np.frombuffer(g711.pcm_to_alaw(), dtype=np.uint8),
            Law.ULAW: np.frombuffer(g711.pcm_to_ulaw(), dtype=np.uint8),
        }

    def set(self, mix_id: str, legs: list[Leg], hears: tuple[Hearing, ...] | None) -> None:
        """Make or change a mix; raises `Refusal` mix_too_small for fewer than two different legs."""
        if len(set(legs)) != len(legs) or len(legs) < 2:
            raise Refusal("mix_too_small", mix_id)
        mix = self._mixes.get(mix_id)
        if mix is None:
            mix = self._mixes[mix_id] = Mix(self, mix_id, legs[0].phase)
        self._release([leg for leg in mix.legs if leg not in legs])
        for leg in legs:
            self._router.unbridge(leg)
            if leg.mix is not None and leg.mix is not mix:
                leg.mix.leave(leg)
        mix.set(legs, hears)
        for leg in legs:
            if leg.mix is None:
                leg.mix = mix
                leg.expected_since_ms = self._plane.now_ms
                self._pacer.move(leg, mix.phase)
            self._router.refresh(leg)

    def end(self, mix_id: str) -> None:
        """Take the mix apart."""
        mix = self._mixes.pop(mix_id, None)
        if mix is not None:
            self._release(mix.legs)

    def leave(self, mix: Mix, leg: Leg) -> None:
        """The leg goes; the mix ends with its last leg."""
        if not mix.without(leg):
            self._mixes.pop(mix.mix_id, None)
        self._release([leg])

    def before_phase(self, phase: int) -> None:
        """Mix the frames that the pacer is about to send."""
        for mix in self._mixes.values():
            if mix.phase == phase:
                try:
                    mix.tick()
                except Exception:
                    self._plane.fault("mix")

    def _release(self, legs: Iterable[Leg]) -> None:
        for leg in legs:
            leg.mix = leg.ear = leg.mixed = None
            leg.expected_since_ms = self._plane.now_ms
            self._router.forget_one_way(leg)
            self._router.refresh(leg)
