"""Records talks: the very bytes that were heard, each at the place that its RTP timestamp gives it.

Each recording keeps a window of 1.5 s a channel, filled with silence beforehand. Packets write themselves
into it (the packet path does so directly, see `Track`); what is older than the grace is sealed and handed
to the scribe. The moments of sealing are dealt over a wheel of 20 ms slots, so that five hundred recordings
are not one burst.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import NamedTuple

from lur.adapters.voice.media.leg import CONVERSION, SILENCE_OF, Leg
from lur.adapters.voice.media.plane import Plane, Refusal
from lur.adapters.voice.media.protocol import (
    Law,
    RecordingFailed,
    RecordingFinished,
    RecordingState,
    StartRecording,
)
from lur.adapters.voice.media.recording_format import KEY_BYTES, Sealer
from lur.adapters.voice.media.scribe import MAX_BACKLOG_BYTES, Scribe
from lur.wire.rtp.packet import MAX_AUDIO_BYTES, SAMPLES_PER_MS, timestamp_step

CHUNK_MS = 800
GRACE_MS = 150
SLOT_MS = 20
SLOTS = CHUNK_MS // SLOT_MS
WINDOW_SAMPLES = 1500 * SAMPLES_PER_MS
LATE_PACKETS_UNTIL_NEW_ANCHOR = 5
EARLIEST_SAMPLES = 200 * SAMPLES_PER_MS
LATEST_SAMPLES = -300 * SAMPLES_PER_MS
CLOCK_SLACK_SAMPLES = 60 * SAMPLES_PER_MS


class Track:
    """One channel of a recording, and the way its leg's timestamps fall into the window.

    A packet lies `(timestamp - base) mod 2**32` samples into the window. The packet path writes those with
    less than `limit` itself; the others (limit is 0 while there is no anchor, or another law) come to
    `place`. Of the two channels the left one (the customer's) knows the right one as `right`, and that the
    left one as `left`; `by_mix` tells that a mix writes what the customer hears, instead of the leg what it
    says.
    """

    __slots__ = (
        *("_anchored", "_clock", "_late", "_law", "base", "by_mix", "left", "leg", "limit", "position"),
        *("right", "window"),
    )

    def __init__(self, window: memoryview, law: Law, position: Callable[[], int]) -> None:
        self.window = window
        self.leg: Leg | None = None
        self.base = 0
        self.limit = 0
        self.position = position
        self.left: Track | None = None
        self.right: Track | None = None
        self.by_mix = False
        self._law = law
        self._clock = 0
        self._anchored = False
        self._late = 0

    def take(self, leg: Leg | None) -> None:
        """Come from this leg from now on; a leg is on one track at a time. The router then has to look
        whether it is heard.
        """
        if self.leg is leg:
            return
        if self.leg is not None:
            self.leg.own_track = self.leg.track = None
        if leg is not None:
            if leg.own_track is not None:
                leg.own_track.leg = None
            leg.own_track, leg.track = self, None
        self.leg = leg
        self.lose_anchor()

    def follow(self, speaker: Leg) -> None:
        """This is the right channel, and the customer hears this one alone: so it comes from there. Who has a
        recording of their own, or is already on that of another customer in the same group, stays on it.
        """
        other = speaker.own_track
        if other is None or (other.left is not None and not _in_one_group(self.left, other.left)):
            self.take(speaker)

    def lose_anchor(self) -> None:
        """The next packet is of another stream: it lies at now."""
        self._anchored = False
        self.limit = 0

    def hear_mix(self, now: int, frame: bytes, law: Law) -> None:
        """Write the frame that the customer hears of a mix, after the one before it; `now` is in samples."""
        if not -CLOCK_SLACK_SAMPLES <= self._clock - now <= CLOCK_SLACK_SAMPLES:
            self._clock = now
        self.place(self._clock & 0xFFFFFFFF, memoryview(frame), law)
        self._clock += len(frame)

    def place(self, timestamp: int, payload: memoryview, law: Law) -> None:
        """Write a packet that the packet path could not."""
        if not self._anchored:
            self._anchor(timestamp)
        table = CONVERSION.get((law, self._law))
        self.limit = 0 if table is not None else WINDOW_SAMPLES - MAX_AUDIO_BYTES
        at = timestamp_step(self.base, timestamp)
        if at < 0:
            self._late += 1
            if self._late < LATE_PACKETS_UNTIL_NEW_ANCHOR:
                return
        if at < 0 or at > self.position() + EARLIEST_SAMPLES:
            self._anchor(timestamp)
            at = timestamp_step(self.base, timestamp)
        end = min(at + len(payload), WINDOW_SAMPLES)
        sound = bytes(payload[: end - at])
        self.window[at:end] = sound if table is None else sound.translate(table)

    def _anchor(self, timestamp: int) -> None:
        self._anchored = True
        self._late = 0
        self.base = (timestamp - max(0, self.position())) & 0xFFFFFFFF

    def slide(self, samples: int, heard_at: int) -> None:
        """The window has moved on; a leg whose clock has run away from ours is put back to where it was
        heard.
        """
        self.base = (self.base + samples) & 0xFFFFFFFF
        if self.leg is None or self.by_mix or not self._anchored:
            return
        drift = timestamp_step(self.base, self.leg.ts_in) - heard_at
        if not LATEST_SAMPLES <= drift <= EARLIEST_SAMPLES:
            self.base = (self.base + drift) & 0xFFFFFFFF


def _in_one_group(one: Track | None, other: Track | None) -> bool:
    if one is None or other is None or one.leg is None or other.leg is None:
        return False
    return one.leg.mix is not None and one.leg.mix is other.leg.mix


class Output(NamedTuple):
    """Where a recording goes: its cipher, the scribe's job number, the open file."""

    sealer: Sealer
    job: int
    fd: int


class Recording:
    """One running recording: two windows, the time at which they begin, and where the sealed bytes go."""

    def __init__(self, plane: Plane, verb: StartRecording, law: Law, output: Output) -> None:
        self._plane = plane
        self.recording_id = verb.recording
        self.path = verb.path
        self.sealer = output.sealer
        self.job = output.job
        self.fd = output.fd
        self.slot = 0
        self.limit_ms = verb.limit_ms
        self.begins_ms = plane.now_ms
        self.sealed_samples = 0
        self._silence = SILENCE_OF[law]
        self._windows = [memoryview(bytearray(self._silence * WINDOW_SAMPLES)) for _ in range(2)]
        self.tracks = [Track(window, law, self.position) for window in self._windows]
        self.tracks[0].right, self.tracks[1].left = self.tracks[1], self.tracks[0]

    def position(self) -> int:
        """How many samples into the window now is."""
        return min((self._plane.now_ms - self.begins_ms) * SAMPLES_PER_MS, WINDOW_SAMPLES - MAX_AUDIO_BYTES)

    @property
    def duration_ms(self) -> int:
        """How much has been recorded until now."""
        return (self.sealed_samples + max(0, self.position())) // SAMPLES_PER_MS

    @property
    def sealed_ms(self) -> int:
        """How much of it has been sealed."""
        return self.sealed_samples // SAMPLES_PER_MS

    @property
    def is_full(self) -> bool:
        """It is as long as it may be."""
        return self.limit_ms is not None and self.duration_ms >= self.limit_ms

    def cut(self, samples: int) -> bytes:
        """Take the oldest samples of both channels, interleaved, and move the windows on."""
        stereo = bytearray(2 * samples)
        for channel, window in enumerate(self._windows):
            stereo[channel::2] = window[:samples]
            window[:-samples] = window[samples:]
            window[-samples:] = self._silence * samples
        self.begins_ms += samples // SAMPLES_PER_MS
        self.sealed_samples += samples
        for track in self.tracks:
            heard_ms = track.leg.heard_ms if track.leg is not None else None
            track.slide(samples, ((heard_ms or 0) - self.begins_ms) * SAMPLES_PER_MS)
        return bytes(stereo)

    def release(self) -> None:
        """Let go of the legs."""
        for track in self.tracks:
            track.take(None)


class Recorder:
    """All running recordings."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self.scribe = Scribe()
        self.running: dict[str, Recording] = {}
        self._by_job: dict[int, Recording] = {}
        self._jobs = 0
        self._wheel: list[dict[Recording, None]] = [{} for _ in range(SLOTS)]
        self._limited: dict[Recording, None] = {}
        self._turned_to = 0

    def start(self, verb: StartRecording, customer: Leg, agent: Leg | None) -> None:
        """Begin a recording; raises `Refusal` bad_recording_key, cannot_write."""
        if verb.recording in self.running:
            return
        if len(verb.key) != KEY_BYTES:
            raise Refusal("bad_recording_key")
        salt = int.from_bytes(os.urandom(8), "big")
        sealer = Sealer(customer.law, time.time_ns() // 1_000_000, verb.key, salt)
        try:
            os.makedirs(os.path.dirname(verb.path), mode=0o700, exist_ok=True)
            fd = os.open(verb.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except (OSError, ValueError) as error:
            raise Refusal("cannot_write", str(error)) from error
        self._jobs += 1
        recording = Recording(self._plane, verb, customer.law, Output(sealer, self._jobs, fd))
        self.running[verb.recording] = self._by_job[recording.job] = recording
        self._put_on_wheel(recording)
        if verb.limit_ms is not None:
            self._limited[recording] = None
        self.scribe.write(recording.job, fd, sealer.header)
        recording.tracks[0].take(customer)
        recording.tracks[1].take(agent)

    def attach_agent(self, recording_id: str, agent: Leg | None) -> Leg | None:
        """Change who is on the right channel; gives the customer. Raises `Refusal` recording_unknown."""
        recording = self._find(recording_id)
        recording.tracks[1].take(agent)
        return recording.tracks[0].leg

    def stop(self, recording_id: str) -> None:
        """Seal what is left; `RecordingFinished` follows. Raises `Refusal` recording_unknown."""
        recording = self._find(recording_id)
        samples = max(0, recording.position())
        recording.release()
        sealed = recording.sealer.seal(recording.cut(samples)) if samples else b""
        self.scribe.write(recording.job, recording.fd, sealed, last=True)
        self._take_off(recording)

    def stop_all(self) -> None:
        """The process ends: finish all files."""
        for recording_id in tuple(self.running):
            self.stop(recording_id)

    def turn(self) -> None:
        """Called often: seals what is due, hands it to the scribe."""
        now_slot = self._plane.now_ms // SLOT_MS
        if self._turned_to == 0:
            self._turned_to = now_slot - 1
        while self._turned_to < now_slot:
            self._turned_to += 1
            for recording in tuple(self._wheel[self._turned_to % SLOTS]):
                self._seal_due(recording, self._turned_to * SLOT_MS)
        self._stop_full()
        self.scribe.hand_over()

    def take_reports(self) -> None:
        """The scribe has finished files or given them up."""
        for report in self.scribe.reports():
            recording = self._by_job.get(report.job)
            if recording is None:
                continue
            if report.failure is None:
                del self._by_job[report.job]
                self._plane.emit(
                    RecordingFinished(
                        recording.recording_id, recording.path, report.sha256, recording.sealed_ms
                    )
                )
            else:
                self._fail(recording, report.failure)

    def states(self) -> tuple[RecordingState, ...]:
        """What runs now."""
        return tuple(_state(recording) for recording in self.running.values())

    def _stop_full(self) -> None:
        for recording in tuple(self._limited):
            if recording.is_full:
                self.stop(recording.recording_id)

    def _find(self, recording_id: str) -> Recording:
        recording = self.running.get(recording_id)
        if recording is None:
            raise Refusal("recording_unknown", recording_id)
        return recording

    def _put_on_wheel(self, recording: Recording) -> None:
        recording.slot = min(range(SLOTS), key=lambda slot: len(self._wheel[slot]))
        self._wheel[recording.slot][recording] = None

    def _seal_due(self, recording: Recording, slot_ms: int) -> None:
        samples = (slot_ms - GRACE_MS - recording.begins_ms) * SAMPLES_PER_MS
        if samples <= 0:
            return
        try:
            sealed = recording.sealer.seal(recording.cut(min(samples, WINDOW_SAMPLES)))
            self.scribe.write(recording.job, recording.fd, sealed)
        except Exception:
            self._plane.fault("recording")
            self._fail(recording, "write_error")
        if self.scribe.backlog_bytes > MAX_BACKLOG_BYTES:
            self._fail(recording, "disk_too_slow")

    def _fail(self, recording: Recording, reason: str) -> None:
        self._by_job.pop(recording.job, None)
        self._plane.log.error("recording_failed", recording=recording.recording_id, reason=reason)
        if recording.recording_id in self.running:
            recording.release()
            self.scribe.write(recording.job, recording.fd, b"", last=True)
            self._take_off(recording)
        self._plane.emit(RecordingFailed(recording.recording_id, recording.path, reason, recording.sealed_ms))

    def _take_off(self, recording: Recording) -> None:
        del self.running[recording.recording_id]
        self._limited.pop(recording, None)
        self._wheel[recording.slot].pop(recording, None)


def _state(recording: Recording) -> RecordingState:
    customer, agent = (track.leg for track in recording.tracks)
    return RecordingState(
        recording.recording_id,
        recording.path,
        customer.leg_id if customer is not None else None,
        agent.leg_id if agent is not None else None,
        recording.duration_ms,
    )
