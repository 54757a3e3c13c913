"""WAV headers: what every browser and editor plays without being asked."""

from __future__ import annotations

import struct

WAV_HEADER_BYTES = 44


def pcm16_header(sample_count: int, channels: int, rate_hz: int = 8000) -> bytes:
    """The header before `sample_count` samples a channel of 16-bit little-endian PCM."""
    block_bytes = 2 * channels
    data_bytes = sample_count * block_bytes
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + data_bytes,
        b"WAVE",
        b"fmt ",
        16,
        1,
        channels,
        rate_hz,
        rate_hz * block_bytes,
        block_bytes,
        16,
        b"data",
        data_bytes,
    )
