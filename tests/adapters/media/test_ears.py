"""What an ear gives of what it was told: nothing lost that came, and no delay that nobody needs."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.adapters.voice.media.blending import LOOK_FRAMES, MOST_SAMPLES, Blend, Ear
from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.protocol import Law
from lur.wire.rtp.packet import FRAME_SAMPLES

FRAME_MS = 20


def frames(ear: Ear, count: int) -> list[int]:
    """The first code of each of the next frames; 0 is silence."""
    return [ear.frame()[0] for _ in range(count)]


def packet(number: int, length: int = FRAME_SAMPLES) -> memoryview:
    """Sound that can be told from others."""
    return memoryview(bytes([number]) * length)


@given(st.integers(0, 19), st.lists(st.integers(0, 59), min_size=60, max_size=150))
def test_jitter_costs_silence_only_until_the_delay_has_grown(phase: int, delays_ms: list[int]) -> None:
    """Packets up to 59 ms late, in order: nothing of them is lost, and at most three frames are silent."""
    ear = Ear()
    arrivals: list[int] = []
    for number, late in enumerate(delays_ms):
        arrivals.append(max(FRAME_MS * number + late, arrivals[-1] if arrivals else 0))
    given_codes: list[int] = []
    coming = [(at, number + 1) for number, at in enumerate(arrivals)]
    for tick in range(len(delays_ms)):
        while coming and coming[0][0] <= FRAME_MS * tick + phase:
            ear.hear(packet(coming.pop(0)[1]), Law.ALAW)
        given_codes += frames(ear, 1)
    first = next((at for at, code in enumerate(given_codes) if code), len(given_codes))
    spoken = [code for code in given_codes if code]
    assert spoken == list(range(1, len(spoken) + 1))
    assert given_codes[first:].count(0) <= 3


@pytest.mark.parametrize("law", list(Law))
def test_a_delay_that_nobody_needs_shrinks(law: Law) -> None:
    """After a stall four frames wait; after two seconds all but one are let go of, in a pause that one
    too.
    """
    ear = Ear()
    loud, quiet = (0x2A, 0xD4) if law is Law.ALAW else (0x80, 0xFE)
    for _ in range(5):
        ear.hear(packet(loud), law)
    waiting = []
    for code in [loud] * 5 * LOOK_FRAMES + [quiet] * 2 * LOOK_FRAMES:
        frames(ear, 1)
        waiting.append(len(ear._waiting) // FRAME_SAMPLES)
        ear.hear(packet(code), law)
    assert waiting[0] == 4
    assert waiting[2 * LOOK_FRAMES] == waiting[5 * LOOK_FRAMES - 1] == 1
    assert waiting[-1] == 0


def test_a_burst_is_cut_to_the_newest() -> None:
    """What has piled up beyond the most is not heard a second late."""
    ear = Ear()
    for number in range(1, 51):
        ear.hear(packet(number), Law.ALAW)
    heard = [code for code in frames(ear, 20) if code]
    assert len(heard) <= MOST_SAMPLES // FRAME_SAMPLES + 1
    assert heard[-1] == 50


@pytest.mark.parametrize("ptime_ms", [10, 20, 30, 60, 120, 200])
def test_packets_of_any_length_are_heard_whole(ptime_ms: int) -> None:
    """From 10 to 200 ms a packet."""
    ear = Ear()
    heard = 0
    for now_ms in range(0, 6000, 10):
        if now_ms % ptime_ms == 0:
            ear.hear(packet(1, ptime_ms * 8), Law.ALAW)
        if now_ms % FRAME_MS == 0:
            heard += frames(ear, 1)[0]
    assert heard >= 6000 // FRAME_MS - 1


def test_another_law_begins_anew() -> None:
    """What waits of the other law is not decoded with the wrong table."""
    ear = Ear()
    ear.hear(packet(1), Law.ALAW)
    ear.hear(packet(2), Law.ULAW)
    assert frames(ear, 2) == [2, 0]


@pytest.mark.parametrize("law", list(Law))
@pytest.mark.parametrize("code", [0x80, 0x00])
def test_voices_that_are_too_loud_together_are_clipped(law: Law, code: int) -> None:
    """Two at the top (or bottom) of u-law give the top (or bottom) of the listener's law; nothing wraps."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        listener = Leg("listener", law, door, 0, (1, 1, 1))
    ears = [Ear(), Ear()]
    for ear in ears:
        ear.hear(packet(code), Law.ULAW)
    Blend({listener: ears}).tick()
    top = {Law.ULAW: {0x80: 0x80, 0x00: 0x00}, Law.ALAW: {0x80: 0xAA, 0x00: 0x2A}}
    assert listener.mixed == bytes([top[law][code]]) * FRAME_SAMPLES
