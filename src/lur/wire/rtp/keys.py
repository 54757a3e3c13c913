"""Telephone keys in RTP (RFC 4733), both ways.

A press is sent as many packets with the same timestamp, the last three times over, so that it survives
loss; the reader's whole task is to say each press once.
"""

from __future__ import annotations

import struct

import msgspec

from lur.wire.rtp.packet import FRAME_SAMPLES, timestamp_step

KEYS = "0123456789*#ABCD"
DEFAULT_EVENT_PAYLOAD = 101
END_PACKETS = 3
VOLUME = 10
"""dBm0 below full scale, with the sign dropped (RFC 4733 section 2.3.4)."""
_EVENT = struct.Struct("!BBH")


class KeyEvent(msgspec.Struct, frozen=True):
    """The payload of one telephone-event packet; `duration` in samples of 8 kHz."""

    key: str
    ended: bool
    duration: int


def parse_event(payload: bytes | bytearray | memoryview) -> KeyEvent | None:
    """The event in a payload, or None when it is not one of the sixteen keys or not whole."""
    if len(payload) < _EVENT.size:
        return None
    event, flags, duration = _EVENT.unpack_from(payload)
    if event >= len(KEYS):
        return None
    return KeyEvent(KEYS[event], bool(flags & 0x80), duration)


def build_event(event: KeyEvent) -> bytes:
    """The four bytes of a telephone-event payload."""
    return _EVENT.pack(KEYS.index(event.key), (0x80 if event.ended else 0) | VOLUME, event.duration)


def press_payloads(key: str, duration_ms: int) -> list[bytes]:
    """The payloads of a whole press, one for each 20 ms, the ending one three times."""
    frames = max(2, duration_ms // 20)
    payloads = [build_event(KeyEvent(key, False, FRAME_SAMPLES * at)) for at in range(1, frames)]
    return payloads + [build_event(KeyEvent(key, True, FRAME_SAMPLES * frames))] * END_PACKETS


class KeyReader:
    """Says each press of one leg once, whichever of its packets come, in whatever order."""

    __slots__ = ("_ssrc", "_timestamp")

    def __init__(self) -> None:
        self._ssrc: int | None = None
        self._timestamp = 0

    def read(self, ssrc: int, timestamp: int, payload: bytes | bytearray | memoryview) -> str | None:
        """The key if this packet begins a press that was not yet said, else None."""
        event = parse_event(payload)
        if event is None:
            return None
        if ssrc == self._ssrc and timestamp_step(self._timestamp, timestamp) <= 0:
            return None
        self._ssrc, self._timestamp = ssrc, timestamp
        return event.key
