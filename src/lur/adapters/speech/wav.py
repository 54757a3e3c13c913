"""Reads the recorded voices that companies put in place of ours.

They come from studios, phones and browsers, so any common WAV is taken; Python's own reader refuses G.711 and
floats. Whatever is wrong with a file ends as one error code, never as a traceback in the middle of a call.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lur.adapters.speech.errors import SpeechError
from lur.adapters.speech.pcm import Sound
from lur.wire.rtp.g711 import ALAW_TO_PCM, ULAW_TO_PCM

LONGEST_S = 300
LARGEST_BYTES = 128 * 1024 * 1024
_SLOWEST_HZ, _FASTEST_HZ = 4000, 192_000
_EXTENSIBLE = 0xFFFE
_Decoder = Callable[[bytes], Sound]


def read_wav(path: Path) -> tuple[Sound, int]:
    """The file as mono sound (full scale 1.0) and its rate in Hz.

    Raises SpeechError `prompt_file_unusable` with the path and a reason.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ValueError("too large")
        return parse_wav(path.read_bytes())
    except (OSError, ValueError, struct.error) as problem:
        raise SpeechError("prompt_file_unusable", path=str(path), reason=str(problem)) from problem


def parse_wav(content: bytes) -> tuple[Sound, int]:
    """Mono sound and rate of a RIFF/WAVE file; ValueError or struct.error when it is not one we take."""
    chunks = _chunks(content)
    if b"fmt " not in chunks or b"data" not in chunks:
        raise ValueError("no fmt or no data chunk")
    kind, channels, rate_hz, _, block, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if kind == _EXTENSIBLE:
        (kind,) = struct.unpack_from("<H", chunks[b"fmt "], 24)
    decoder = _DECODERS.get((kind, bits))
    if decoder is None or channels < 1 or block != channels * bits // 8:
        raise ValueError(f"unknown format {kind} with {bits} bits and {channels} channels")
    data = chunks[b"data"]
    _check_length(len(data) // block, rate_hz)
    samples = decoder(data[: len(data) // block * block])
    mono: Sound = samples.reshape(-1, channels).mean(axis=1)
    if not np.isfinite(mono).all():
        raise ValueError("samples that are not numbers")
    return np.clip(mono, -1.0, 1.0), rate_hz


def _check_length(frames: int, rate_hz: int) -> None:
    if not _SLOWEST_HZ <= rate_hz <= _FASTEST_HZ:
        raise ValueError(f"rate of {rate_hz} Hz")
    if frames == 0 or frames > LONGEST_S * rate_hz:
        raise ValueError(f"length of {frames / rate_hz:.1f} s")


def _chunks(content: bytes) -> dict[bytes, bytes]:
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError("not a WAV file")
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        chunks.setdefault(name, content[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return chunks


def _integers(dtype: str, full_scale: float) -> _Decoder:
    return lambda data: np.frombuffer(data, dtype).astype(np.float64) / full_scale


def _unsigned_bytes(data: bytes) -> Sound:
    return (np.frombuffer(data, np.uint8).astype(np.float64) - 128.0) / 128.0


def _three_bytes(data: bytes) -> Sound:
    parts = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.int32)
    value = parts[:, 0] << 8 | parts[:, 1] << 16 | parts[:, 2] << 24
    return value.astype(np.float64) / 2.0**31


def _companded(table: object) -> _Decoder:
    pcm = np.array(table, dtype=np.float64) / 32768.0
    return lambda data: pcm[np.frombuffer(data, np.uint8)]


_DECODERS: dict[tuple[int, int], _Decoder] = {
    (1, 8): _unsigned_bytes,
    (1, 16): _integers("<i2", 2.0**15),
    (1, 24): _three_bytes,
    (1, 32): _integers("<i4", 2.0**31),
    (3, 32): _integers("<f4", 1.0),
    (3, 64): _integers("<f8", 1.0),
    (6, 8): _companded(ALAW_TO_PCM),
    (7, 8): _companded(ULAW_TO_PCM),
}
