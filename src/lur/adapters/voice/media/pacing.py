"""Sending what Lur itself plays: one frame each 20 ms to every leg that no peer feeds.

The legs are dealt over four phases 5 ms apart, so that five hundred waiting callers are not one burst that
delays the talking ones. A late loop catches up with at most three frames at once; beyond that the time is
skipped in the timestamps.
"""

from __future__ import annotations

from collections.abc import Callable

from lur.adapters.voice.media.leg import PAYLOAD_OF, SILENCE_OF, Leg
from lur.adapters.voice.media.plane import Plane
from lur.adapters.voice.media.protocol import MUSIC, Law, PlayFinished
from lur.adapters.voice.media.sounds import Playlist, SoundStore
from lur.wire.rtp.packet import FRAME_SAMPLES, HEADER, HEADER_BYTES, MARKER_BIT, VERSION_BITS

PHASES = 4
PHASE_MS = 5
CATCH_UP_FRAMES = 3
SILENT_FRAME = {law: SILENCE_OF[law] * FRAME_SAMPLES for law in Law}


class Pacer:
    """The legs that tick, by phase, and the playlists they hear."""

    def __init__(self, plane: Plane, sounds: SoundStore) -> None:
        self._plane = plane
        self._sounds = sounds
        self._phases: list[dict[Leg, None]] = [{} for _ in range(PHASES)]
        self._populations = [0] * PHASES
        self._now = 0
        self._packet = bytearray(HEADER_BYTES + FRAME_SAMPLES)
        self.changed: Callable[[Leg], None] = lambda leg: None
        """Called when a leg has nothing more (or something again) to hear from the pacer's own list."""
        self.before_phase: Callable[[int], None] = lambda phase: None
        """Called before the legs of a phase are sent their frames: the mixes make theirs now."""

    def pick_phase(self) -> int:
        """The phase with the fewest legs; pair with `drop`."""
        phase = self._populations.index(min(self._populations))
        self._populations[phase] += 1
        return phase

    def move(self, leg: Leg, phase: int) -> None:
        """Tick in this phase from now on."""
        self._populations[leg.phase] -= 1
        self._populations[phase] += 1
        if leg.ticking:
            del self._phases[leg.phase][leg]
            self._phases[phase][leg] = None
        leg.phase = phase

    def start(self, leg: Leg) -> None:
        """Let the leg tick."""
        if not leg.ticking:
            leg.ticking = True
            self._phases[leg.phase][leg] = None

    def stop(self, leg: Leg) -> None:
        """Let the leg be: its peer feeds it."""
        if leg.ticking:
            leg.ticking = False
            del self._phases[leg.phase][leg]

    def drop(self, leg: Leg) -> None:
        """The leg goes away."""
        self.stop(leg)
        self._populations[leg.phase] -= 1
        self._finish_all(leg, "leg_gone")

    def play(self, leg: Leg, playlist: Playlist, after_current: bool) -> None:
        """Play a list instead of, or after, what plays."""
        if not after_current:
            self._finish_all(leg, "replaced")
        elif leg.playlists and self._is_looping(leg):
            self._finish_first(leg, "replaced")
            leg.frames = None
        leg.playlists.append(playlist)
        if leg.frames is None or len(leg.playlists) == 1:
            self._load(leg)
        self.changed(leg)

    def stop_playing(self, leg: Leg) -> None:
        """Forget all lists."""
        self._finish_all(leg, "stopped")
        self.choose_background(leg)
        self.changed(leg)

    def send_key(self, leg: Leg, payloads: list[bytes]) -> None:
        """Send a key's packets from the next tick on."""
        leg.key_payloads.append(payloads)
        self.changed(leg)

    def choose_background(self, leg: Leg) -> None:
        """Without a list: music for a leg that is on hold, else silence or the mix. Also renews the frames
        after a new law.
        """
        if leg.playlists:
            step = leg.playlists[0].steps[leg.playlists[0].at]
            leg.frames = step.sound.frames(leg.law)
        elif _is_parked(leg):
            leg.frames = self._sounds.buffer(MUSIC, leg.law).frames(leg.law)
        else:
            leg.frames = None
            leg.frame_at = 0

    def tick(self, expirations: int) -> None:
        """The timer fired this many times since the last call (each one phase)."""
        allowed = PHASES * CATCH_UP_FRAMES
        if expirations > allowed:
            self._skip((expirations - allowed) // PHASES)
        if expirations > PHASES:
            self._plane.late_ticks += 1
        for _ in range(min(expirations, allowed)):
            phase = self._now = (self._now + 1) % PHASES
            self.before_phase(phase)
            for leg in tuple(self._phases[phase]):
                try:
                    self._send_frame(leg)
                except OSError:
                    continue
                except Exception:
                    self._plane.fault("tick", leg)

    def _skip(self, rounds: int) -> None:
        for legs in self._phases:
            for leg in legs:
                leg.ts_out = (leg.ts_out + rounds * FRAME_SAMPLES) & 0xFFFFFFFF
                leg.marker = True

    def _send_frame(self, leg: Leg) -> None:
        if leg.key_payloads:
            self._send_key_packet(leg)
            return
        frames = leg.frames
        if frames is None:
            frame = leg.mixed or SILENT_FRAME[leg.law]
        else:
            frame = frames[leg.frame_at]
            leg.frame_at += 1
            if leg.frame_at >= len(frames):
                self._next_sound(leg)
        timestamp = leg.ts_out
        leg.ts_out = (timestamp + FRAME_SAMPLES) & 0xFFFFFFFF
        transmit = leg.transmit
        if transmit is None:
            return
        kind = PAYLOAD_OF[leg.law]
        if leg.marker:
            kind |= MARKER_BIT
            leg.marker = False
        sequence = leg.seq_out
        leg.seq_out = (sequence + 1) & 0xFFFF
        leg.packets_out += 1
        packet = self._packet
        HEADER.pack_into(packet, 0, VERSION_BITS, kind, sequence, timestamp, leg.ssrc_out)
        packet[HEADER_BYTES:] = frame
        transmit(packet)

    def _send_key_packet(self, leg: Leg) -> None:
        payloads = leg.key_payloads[0]
        first = leg.key_timestamp is None
        if leg.key_timestamp is None:
            leg.key_timestamp = leg.ts_out
        payload = payloads.pop(0)
        timestamp = leg.key_timestamp
        leg.ts_out = (leg.ts_out + FRAME_SAMPLES) & 0xFFFFFFFF
        if not payloads:
            leg.key_payloads.popleft()
            leg.key_timestamp = None
            leg.marker = True
            if not leg.key_payloads:
                self.changed(leg)
        if leg.transmit is None or leg.event_payload is None:
            return
        kind = leg.event_payload | (MARKER_BIT if first else 0)
        header = HEADER.pack(VERSION_BITS, kind, leg.seq_out, timestamp, leg.ssrc_out)
        leg.seq_out = (leg.seq_out + 1) & 0xFFFF
        leg.packets_out += 1
        leg.transmit(header + payload)

    def _next_sound(self, leg: Leg) -> None:
        leg.frame_at = 0
        if not leg.playlists:
            return
        playlist = leg.playlists[0]
        if playlist.steps[playlist.at].loop:
            return
        playlist.at += 1
        if playlist.at >= len(playlist.steps):
            self._finish_first(leg, "ended")
        if leg.playlists:
            self._load(leg)
        else:
            self.choose_background(leg)
            self.changed(leg)

    def _load(self, leg: Leg) -> None:
        playlist = leg.playlists[0]
        leg.frames = playlist.steps[playlist.at].sound.frames(leg.law)
        leg.frame_at = 0
        leg.marker = True

    def _is_looping(self, leg: Leg) -> bool:
        playlist = leg.playlists[0]
        return playlist.steps[playlist.at].loop

    def _finish_first(self, leg: Leg, reason: str) -> None:
        playlist = leg.playlists.popleft()
        self._plane.emit(PlayFinished(leg.leg_id, playlist.token, reason))

    def _finish_all(self, leg: Leg, reason: str) -> None:
        while leg.playlists:
            self._finish_first(leg, reason)
        leg.frames = None
        leg.frame_at = 0


def _is_parked(leg: Leg) -> bool:
    if leg.mix is not None:
        return leg.mix.parks(leg)
    return leg.peer is not None and leg.peer.held and not leg.held
