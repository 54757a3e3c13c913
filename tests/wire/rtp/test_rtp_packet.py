"""RTP headers and the arithmetic of their counters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lur.wire.rtp.packet import Jitter, RtpPacket, build, parse, sequence_step, timestamp_step

packets = st.builds(
    RtpPacket,
    payload_type=st.integers(0, 127),
    marker=st.booleans(),
    sequence=st.integers(0, 0xFFFF),
    timestamp=st.integers(0, 0xFFFFFFFF),
    ssrc=st.integers(0, 0xFFFFFFFF),
    payload=st.binary(max_size=400),
)


@given(packets)
def test_what_is_built_is_read_back(packet: RtpPacket) -> None:
    """Building and parsing are each other's inverse."""
    assert parse(build(packet)) == packet


@given(st.binary(max_size=300))
def test_no_datagram_makes_the_parser_fail(datagram: bytes) -> None:
    """Whatever a stranger sends is a packet or None, and a packet's payload is a part of the datagram."""
    packet = parse(datagram)
    assert packet is None or packet.payload in datagram


@given(st.binary(min_size=11, max_size=200).map(lambda rest: bytes([0xBF]) + rest))
def test_extension_padding_and_sources_never_reach_outside(datagram: bytes) -> None:
    """The longest header there can be (15 sources, extension, padding) is cut within the datagram or
    refused.
    """
    packet = parse(memoryview(datagram))
    assert packet is None or len(packet.payload) <= len(datagram) - 72 - 4


def test_extension_sources_and_padding_are_left_out() -> None:
    """The payload is what lies between header extension and padding (RFC 3550 section 5.1)."""
    header = bytes([0x80 | 0x20 | 0x10 | 1, 8]) + bytes(10)
    datagram = header + b"srcX" + b"\xbe\xde\x00\x01" + b"exts" + b"sound" + b"\x00\x00\x03"
    packet = parse(datagram)
    assert packet is not None
    assert packet.payload == b"sound"


def test_other_versions_and_empty_padding_are_refused() -> None:
    """Version 1, and padding of no bytes, are not RTP."""
    assert parse(bytes([0x40]) + bytes(20)) is None
    assert parse(bytes([0xA0]) + bytes(20)) is None


@given(st.integers(0, 0xFFFF), st.integers(-0x7FFF, 0x7FFF))
def test_sequence_steps_go_the_shorter_way_round(start: int, step: int) -> None:
    """A step of less than half the circle is found again, over the wrap too."""
    assert sequence_step(start, (start + step) & 0xFFFF) == step


@given(st.integers(0, 0xFFFFFFFF), st.integers(-0x7FFFFFFF, 0x7FFFFFFF))
def test_timestamp_steps_go_the_shorter_way_round(start: int, step: int) -> None:
    """The same for timestamps."""
    assert timestamp_step(start, (start + step) & 0xFFFFFFFF) == step


@given(st.integers(0, 10**12), st.lists(st.integers(0, 5000), min_size=1, max_size=200))
def test_jitter_is_never_more_than_the_widest_delay(begin_us: int, delays_us: list[int]) -> None:
    """The estimate stays between nothing and the largest difference of delays."""
    jitter = Jitter()
    for at, delay_us in enumerate(delays_us):
        jitter.saw(at * 160, begin_us + at * 20_000 + delay_us)
    assert 0 <= jitter.jitter_us <= max(delays_us) - min(delays_us)


def test_steady_packets_have_no_jitter() -> None:
    """Packets that all took the same time have none; a restarted stream is not compared with the one
    before.
    """
    jitter = Jitter()
    for at in range(100):
        jitter.saw(at * 160, at * 20_000)
    jitter.restart()
    jitter.saw(5, 10**9)
    assert jitter.jitter_us == 0
