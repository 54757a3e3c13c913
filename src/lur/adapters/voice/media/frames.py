"""Cuts the byte stream between a controller and the media plane into frames.

Each frame is a 4-byte big-endian length and a body; what bodies mean is `protocol.py`'s.
"""

from __future__ import annotations

import struct

MAX_FRAME_BYTES = 4 * 1024 * 1024
LENGTH = struct.Struct("!I")


class MediaProtocolError(Exception):
    """The other side of the socket sent something that is not a frame of this protocol."""


class FrameReader:
    """Cuts a byte stream into frame bodies. Raises `MediaProtocolError` for a frame that is too long."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, received: bytes) -> list[bytes]:
        """Take what came in, give the bodies that are now whole."""
        pending = self._pending
        pending += received
        bodies: list[bytes] = []
        start = 0
        while len(pending) - start >= LENGTH.size:
            (length,) = LENGTH.unpack_from(pending, start)
            if length > MAX_FRAME_BYTES:
                raise MediaProtocolError(f"frame of {length} bytes")
            end = start + LENGTH.size + length
            if len(pending) < end:
                break
            bodies.append(bytes(pending[start + LENGTH.size : end]))
            start = end
        del pending[:start]
        return bodies
