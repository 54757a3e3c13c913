"""Talks of three and more: who hears whom is a matrix that the controller says whole, and may say again.

Only who hears two or more is mixed (blending.py). Who hears one other is fed by that one's packets, as in a
bridge: no decoding, no delay, and a talk of two goes on undisturbed while somebody begins to listen in. A
speaker feeds one listener so; more who hear only this speaker are served by the mix.
"""

from __future__ import annotations

from collections.abc import Iterable

from lur.adapters.voice.media.blending import Blend, Ear
from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.pacing import PHASES, Pacer
from lur.adapters.voice.media.plane import Plane, Refusal
from lur.adapters.voice.media.protocol import Hearing
from lur.adapters.voice.media.routing import Router
from lur.wire.rtp.packet import SAMPLES_PER_MS


class Mix:
    """A group of legs and what follows from who hears whom; `phase` is the pacer's."""

    def __init__(self, mixer: Mixer, mix_id: str, phase: int) -> None:
        self._mixer = mixer
        self.mix_id = mix_id
        self.phase = phase
        self.legs: list[Leg] = []
        self._heard: set[tuple[str, str]] | None = None
        self._ears: dict[Leg, Ear] = {}
        self._feeds: dict[Leg, Leg] = {}
        self._fed_by: dict[Leg, Leg] = {}
        self._parked: dict[Leg, None] = {}
        self.rows: dict[Leg, list[Ear]] = {}

    def set(self, legs: list[Leg], hears: tuple[Hearing, ...] | None) -> None:
        """Who is in it now, and who hears whom (None: all hear all others)."""
        self.legs = legs
        self._heard = None if hears is None else {(cell.listener, cell.speaker) for cell in hears}

    def leave(self, leg: Leg) -> None:
        """Take the leg out; the mix ends with its last leg."""
        self._mixer.leave(self, leg)

    def ear_of(self, leg: Leg) -> Ear | None:
        """Where the leg's packets go to be mixed; None when no mixed listener hears it."""
        return self._ears.get(leg)

    def fed_from(self, leg: Leg) -> Leg | None:
        """To whom the leg's packets are passed on as they are."""
        return self._feeds.get(leg)

    def feeder_of(self, leg: Leg) -> Leg | None:
        """Whose packets the leg is to be passed on as they are."""
        return self._fed_by.get(leg)

    def mixed_listeners_of(self, leg: Leg) -> list[Leg]:
        """Who hears the leg in a sum, and so has not its packets."""
        ear = leg.ear
        return [] if ear is None else [listener for listener, row in self.rows.items() if ear in row]

    def parks(self, leg: Leg) -> bool:
        """All whom the leg would hear have put it on hold."""
        return leg in self._parked

    def is_heard(self, leg: Leg) -> bool:
        """Somebody should hear the leg."""
        return any(self._hears(listener, leg) for listener in self.legs)

    def plan(self) -> None:
        """Work out again who is fed, who is mixed and who waits; the legs are then to be refreshed."""
        speakers = self._speakers()
        alone = self._heard_alone(speakers)
        self._feeds = {speaker: self._chosen(speaker, to) for speaker, to in alone.items() if to}
        self._fed_by = {listener: speaker for speaker, listener in self._feeds.items()}
        mixed = {leg: row for leg, row in speakers.items() if leg not in self._fed_by}
        needed = dict.fromkeys(speaker for row in mixed.values() for speaker in row)
        self._ears = {speaker: self._ears.get(speaker) or Ear() for speaker in needed}
        self.rows = {leg: [self._ears[speaker] for speaker in row] for leg, row in mixed.items()}
        for leg in self.legs:
            if leg not in mixed:
                leg.mixed = None
        self._mixer.rows_changed(self)

    def _speakers(self) -> dict[Leg, list[Leg]]:
        """Whom each hears now, without those on hold; notes who is left with nobody but holders."""
        self._parked = {}
        speakers = {}
        for listener in self.legs:
            row = [speaker for speaker in self.legs if self._hears(listener, speaker)]
            present = [speaker for speaker in row if not speaker.held]
            if listener.held or not row:
                continue
            if present:
                speakers[listener] = present
            else:
                self._parked[listener] = None
        return speakers

    @staticmethod
    def _heard_alone(speakers: dict[Leg, list[Leg]]) -> dict[Leg, list[Leg]]:
        """Each speaker's listeners who hear nobody else. A recorded listener's right channel comes from the
        speaker then; where it cannot, it is mixed.
        """
        alone: dict[Leg, list[Leg]] = {}
        for listener, row in speakers.items():
            if len(row) > 1:
                continue
            right = listener.right_track
            if right is not None:
                right.follow(row[0])
            if right is None or right.leg is row[0]:
                alone.setdefault(row[0], []).append(listener)
        return alone

    @staticmethod
    def _chosen(speaker: Leg, listeners: list[Leg]) -> Leg:
        """The one who is fed: whoever is already, so that nothing changes for them."""
        for listener in listeners:
            if speaker.relay_to is listener:
                return listener
        return listeners[0]

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
        self._blends: list[Blend | None] = [None] * PHASES
        self._stale = [False] * PHASES

    @property
    def is_used(self) -> bool:
        """Somebody is mixed."""
        return any(self._blends)

    def set(self, mix_id: str, legs: list[Leg], hears: tuple[Hearing, ...] | None) -> None:
        """Make or change a mix. Raises `Refusal` mix_too_small for fewer than two different legs, and
        leg_unknown for a cell of somebody who is not in it.
        """
        if len(set(legs)) != len(legs) or len(legs) < 2:
            raise Refusal("mix_too_small", mix_id)
        _check(hears, {leg.leg_id for leg in legs})
        mix = self._mixes.get(mix_id)
        if mix is None:
            mix = self._mixes[mix_id] = Mix(self, mix_id, legs[0].phase)
        gone = [leg for leg in mix.legs if leg not in legs]
        others = self._take_from_elsewhere(mix, legs)
        unheard = [leg for leg in legs if not mix.is_heard(leg)]
        mix.set(legs, hears)
        self._release(gone)
        for leg in legs:
            if leg.mix is None:
                leg.mix = mix
                self._pacer.move(leg, mix.phase)
                leg.expected_since_ms = self._plane.now_ms
            elif leg in unheard and mix.is_heard(leg):
                leg.expected_since_ms = self._plane.now_ms
        self._refresh_all(mix)
        for leg in others:
            self._router.refresh(leg)

    def end(self, mix_id: str) -> None:
        """Take the mix apart."""
        mix = self._mixes.pop(mix_id, None)
        if mix is None:
            return
        legs, mix.legs = mix.legs, []
        mix.plan()
        self._release(legs)

    def leave(self, mix: Mix, leg: Leg) -> None:
        """The leg goes; the mix ends with its last leg."""
        mix.legs = [other for other in mix.legs if other is not leg]
        if not mix.legs:
            self._mixes.pop(mix.mix_id, None)
        self._refresh_all(mix)
        self._release([leg])

    def rows_changed(self, mix: Mix) -> None:
        """Others are to be mixed, or for others, from the mix's next phase on."""
        self._stale[mix.phase] = True

    def before_phase(self, phase: int) -> None:
        """Mix the frames that the pacer is about to send."""
        if self._stale[phase]:
            self._blends[phase] = self._blend(phase)
            self._stale[phase] = False
        blend = self._blends[phase]
        if blend is None:
            return
        try:
            blend.tick()
            self._record(blend)
        except Exception:
            self._plane.fault("mix")

    def _blend(self, phase: int) -> Blend | None:
        rows: dict[Leg, list[Ear]] = {}
        for mix in self._mixes.values():
            if mix.phase == phase:
                rows.update(mix.rows)
        return Blend(rows) if rows else None

    def _record(self, blend: Blend) -> None:
        """What a recorded listener hears is the right channel; the mix's clock is ours."""
        now = self._plane.now_ms * SAMPLES_PER_MS
        for leg in blend.listeners:
            right = leg.right_track
            if right is not None and leg.mixed is not None:
                right.hear_mix(now, leg.mixed, leg.law)

    def _take_from_elsewhere(self, mix: Mix, legs: list[Leg]) -> list[Leg]:
        """Take the legs out of their bridges and other mixes without ending what goes on in the new one;
        gives those left behind.
        """
        left = []
        for leg in legs:
            if leg.mix is not None and leg.mix is not mix:
                leg.mix.leave(leg)
            peer = leg.peer
            if peer is None:
                continue
            leg.peer = peer.peer = None
            if peer not in legs:
                peer.held = False
                peer.expected_since_ms = self._plane.now_ms
                self._router.forget_one_way(peer)
                left.append(peer)
        return left

    def _refresh_all(self, mix: Mix) -> None:
        mix.plan()
        for leg in mix.legs:
            self._router.refresh(leg)

    def _release(self, legs: Iterable[Leg]) -> None:
        for leg in legs:
            leg.mix = leg.ear = leg.mixed = None
            leg.held = False
            leg.expected_since_ms = self._plane.now_ms
            self._router.forget_one_way(leg)
            self._router.refresh(leg)


def _check(hears: tuple[Hearing, ...] | None, known: set[str]) -> None:
    for cell in hears or ():
        for leg_id in (cell.listener, cell.speaker):
            if leg_id not in known:
                raise Refusal("leg_unknown", leg_id)
