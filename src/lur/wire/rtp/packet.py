"""RTP packets (RFC 3550 section 5.1) and the arithmetic of their counters.

The packet path of the media plane unpacks the first twelve bytes itself, for speed; whatever looks unusual
there comes here, where nothing that a stranger sends can raise.
"""

from __future__ import annotations

import struct

import msgspec

HEADER = struct.Struct("!BBHII")
HEADER_BYTES = HEADER.size
VERSION_BITS = 0x80
MARKER_BIT = 0x80
SAMPLES_PER_MS = 8
FRAME_SAMPLES = 160
"""One 20 ms packet of G.711."""
MAX_AUDIO_BYTES = 1600
"""200 ms, the longest packet a receiver must take (RFC 3551 section 4.2)."""


class RtpPacket(msgspec.Struct, frozen=True):
    """One parsed packet; `payload` is without padding, contributing sources and header extension."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


def parse(datagram: bytes | bytearray | memoryview) -> RtpPacket | None:
    """The packet in a datagram, or None when it is not RTP (or not whole)."""
    length = len(datagram)
    if length < HEADER_BYTES:
        return None
    flags, kind, sequence, timestamp, ssrc = HEADER.unpack_from(datagram)
    if flags >> 6 != 2:
        return None
    start = HEADER_BYTES + 4 * (flags & 0x0F)
    if flags & 0x10:
        if start + 4 > length:
            return None
        start += 4 + 4 * int.from_bytes(datagram[start + 2 : start + 4], "big")
    end = length
    if flags & 0x20:
        end -= datagram[length - 1]
        if datagram[length - 1] == 0:
            return None
    if start > end:
        return None
    payload = bytes(datagram[start:end])
    return RtpPacket(kind & 0x7F, bool(kind & MARKER_BIT), sequence, timestamp, ssrc, payload)


def build(packet: RtpPacket) -> bytes:
    """The bytes of a packet with a plain twelve-byte header."""
    kind = packet.payload_type | (MARKER_BIT if packet.marker else 0)
    header = HEADER.pack(VERSION_BITS, kind, packet.sequence, packet.timestamp, packet.ssrc)
    return header + packet.payload


def sequence_step(older: int, newer: int) -> int:
    """How many packets `newer` is after `older` (negative: before), the shorter way round the 16-bit
    circle.
    """
    step = (newer - older) & 0xFFFF
    return step - 0x10000 if step & 0x8000 else step


def timestamp_step(older: int, newer: int) -> int:
    """How many samples `newer` is after `older` (negative: before), the shorter way round the 32-bit
    circle.
    """
    step = (newer - older) & 0xFFFFFFFF
    return step - 0x100000000 if step & 0x80000000 else step


class Jitter:
    """Interarrival jitter (RFC 3550 section 6.4.1) over whatever packets of one stream it is shown."""

    __slots__ = ("jitter_us", "transit_us")

    def __init__(self) -> None:
        self.jitter_us = 0
        self.transit_us: int | None = None

    def saw(self, timestamp: int, arrived_us: int) -> None:
        """A packet with this timestamp (8 kHz) arrived at this time (µs on any steady clock)."""
        transit_us = arrived_us - timestamp * 125
        if self.transit_us is not None:
            difference = abs(transit_us - self.transit_us)
            if difference < 10_000_000:
                self.jitter_us += (difference - self.jitter_us) // 16
        self.transit_us = transit_us

    def restart(self) -> None:
        """The stream is another from now on: the next packet is not compared with the last."""
        self.transit_us = None
