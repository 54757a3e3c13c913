"""Where packets land in a recording: by their timestamps, whatever their order and delay."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recorder import (
    GRACE_MS,
    LATE_PACKETS_UNTIL_NEW_ANCHOR,
    WINDOW_SAMPLES,
    Track,
)
from lur.wire.rtp.packet import SAMPLES_PER_MS, timestamp_step

SILENCE = b"\xd5"
PACKET = 160


class Timeline:
    """A track with a clock in the test's hands."""

    def __init__(self) -> None:
        self.raw = bytearray(SILENCE * WINDOW_SAMPLES)
        self.now_ms = 0
        self.cut_samples = 0
        self.sealed = bytearray()
        self.track = Track(memoryview(self.raw), Law.ALAW, self.position)
        self.leg = SimpleNamespace(ts_in=0, heard_ms=0)
        self.track.leg = cast(Leg, self.leg)

    def position(self) -> int:
        """As a recording has it."""
        return self.now_ms * SAMPLES_PER_MS - self.cut_samples

    def arrive(self, now_ms: int, timestamp: int, payload: bytes) -> None:
        """A packet comes at this time, and is written as the packet path does it."""
        self.slide_to(now_ms)
        self.leg.ts_in, self.leg.heard_ms = timestamp, now_ms
        at = (timestamp - self.track.base) & 0xFFFFFFFF
        if at < self.track.limit:
            self.track.window[at : at + len(payload)] = payload
        else:
            self.track.place(timestamp & 0xFFFFFFFF, memoryview(payload), Law.ALAW)

    def slide_to(self, now_ms: int) -> None:
        """Seal each 20 ms what is older than the grace."""
        while self.now_ms < now_ms:
            self.now_ms += 1
            samples = (self.now_ms - GRACE_MS) * SAMPLES_PER_MS - self.cut_samples
            if samples >= PACKET:
                self.sealed += self.raw[:samples]
                self.raw[:-samples] = self.raw[samples:]
                self.raw[-samples:] = SILENCE * samples
                self.cut_samples += samples
                self.track.slide(samples, self.leg.heard_ms * SAMPLES_PER_MS - self.cut_samples)

    def sound(self) -> bytes:
        """All that was recorded."""
        return bytes(self.sealed + self.raw)


delays = st.lists(st.integers(0, GRACE_MS - 30), min_size=1, max_size=120)


@given(st.integers(0, 0xFFFFFFFF), delays, st.sets(st.integers(1, 119)))
def test_what_comes_in_time_lands_where_it_belongs(begin: int, delays_ms: list[int], lost: set[int]) -> None:
    """Delayed and mixed up by less than the grace, each packet is at its place; the lost ones are silence."""
    timeline = Timeline()
    timeline.arrive(200, begin, bytes([0]) * PACKET)
    packets = [(200 + 20 * (n + 1) + late, n + 1) for n, late in enumerate(delays_ms) if n + 1 not in lost]
    for now_ms, number in sorted(packets):
        timeline.arrive(now_ms, begin + number * PACKET, bytes([number]) * PACKET)
    sound = timeline.sound()
    start = 200 * SAMPLES_PER_MS
    kept = {number for _, number in packets}
    for number in range(1, len(delays_ms) + 1):
        at = start + number * PACKET
        wanted = bytes([number]) if number in kept else SILENCE
        assert sound[at : at + PACKET] == wanted * PACKET


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 0xFFFFFFFF), st.integers(1, 1600)), max_size=80)
)
def test_no_packet_leaves_the_window(packets: list[tuple[int, int, int]]) -> None:
    """Whatever timestamps a phone invents, nothing is written outside the window, and nothing raises."""
    timeline = Timeline()
    now_ms = 0
    for wait_ms, timestamp, length in packets:
        now_ms += wait_ms
        timeline.arrive(now_ms, timestamp, b"\x01" * length)
    assert len(timeline.raw) == WINDOW_SAMPLES


@given(st.sampled_from([-1000, -300, 300, 1000]))
def test_a_clock_that_runs_away_is_followed(drift_ppm: int) -> None:
    """A phone whose clock is wrong by up to 0.1 % is recorded for ten minutes with nearly nothing missing,
    and never far off.
    """
    timeline = Timeline()
    count = 30_000
    missing = 0
    for number in range(count):
        now_ms = 100 + 20 * number * (1_000_000 + drift_ppm) // 1_000_000
        timeline.slide_to(now_ms)
        before = timeline.raw.count(1)
        timeline.arrive(now_ms, number * PACKET, b"\x01" * PACKET)
        missing += timeline.raw.count(1) <= before
        strayed = abs(timestamp_step(timeline.track.base, number * PACKET) - timeline.position())
        assert strayed <= 310 * SAMPLES_PER_MS
    assert missing <= 4 * LATE_PACKETS_UNTIL_NEW_ANCHOR


def test_a_new_stream_begins_at_now() -> None:
    """After another SSRC the timestamps mean nothing: the sound lies where it was heard."""
    timeline = Timeline()
    timeline.arrive(100, 5000, b"\x01" * PACKET)
    timeline.track.lose_anchor()
    timeline.arrive(400, 0xFFFFFF00, b"\x02" * PACKET)
    sound = timeline.sound()
    assert sound.index(b"\x02") == 400 * SAMPLES_PER_MS


def test_frames_of_a_mix_lie_one_after_the_other() -> None:
    """Whenever within 20 ms they are made, and whatever the attached leg's timestamps are."""
    timeline = Timeline()
    timeline.track.by_mix = True
    timeline.leg.ts_in = 123_456_789
    frames = [bytes([1 + number % 100]) * PACKET for number in range(300)]
    for number, frame in enumerate(frames):
        now_ms = 200 + 20 * number + (0, 9, 4)[number % 3]
        timeline.slide_to(now_ms)
        timeline.leg.heard_ms = now_ms
        timeline.track.hear_mix(now_ms * SAMPLES_PER_MS, frame, Law.ALAW)
    assert timeline.sound().strip(SILENCE) == b"".join(frames)
