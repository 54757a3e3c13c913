"""Recorded voices in all common WAV formats, and files that are none."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.adapters.speech import SpeechError
from lur.adapters.speech.pcm import Sound
from lur.adapters.speech.wav import parse_wav, read_wav
from lur.wire.rtp.g711 import encode_alaw, encode_ulaw

RAMP: Sound = np.linspace(-0.9, 0.9, 2000)


def wav(kind: int, bits: int, data: bytes, *, channels: int = 1, rate_hz: int = 16000) -> bytes:
    """A WAV file by hand, with a chunk before the data that readers must skip."""
    block = channels * bits // 8
    fmt = struct.pack("<HHIIHH", kind, channels, rate_hz, rate_hz * block, block, bits)
    if kind == 0xFFFE:
        fmt += struct.pack("<HHIH14s", 22, bits, 0, 1, bytes(14))
    body = b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in ((b"fmt ", fmt), (b"LIST", b"odd"), (b"data", data))
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def _pcm16() -> bytes:
    return (RAMP * 32767).astype("<i2").tobytes()


def _pcm24() -> bytes:
    return b"".join(struct.pack("<i", int(value * 2**31))[1:] for value in RAMP)


FORMATS: list[tuple[int, int, bytes, float]] = [
    (1, 8, (RAMP * 127 + 128).astype(np.uint8).tobytes(), 0.02),
    (1, 16, _pcm16(), 0.0001),
    (1, 24, _pcm24(), 0.0001),
    (1, 32, (RAMP * (2**31 - 1)).astype("<i4").tobytes(), 0.0001),
    (3, 32, RAMP.astype("<f4").tobytes(), 0.0001),
    (3, 64, RAMP.astype("<f8").tobytes(), 0.0001),
    (6, 8, bytes(encode_alaw(int(value * 32767)) for value in RAMP), 0.03),
    (7, 8, bytes(encode_ulaw(int(value * 32767)) for value in RAMP), 0.03),
    (0xFFFE, 16, _pcm16(), 0.0001),
]


@pytest.mark.parametrize(("kind", "bits", "data", "error"), FORMATS)
def test_common_formats_are_read(kind: int, bits: int, data: bytes, error: float) -> None:
    """PCM of 8 to 32 bits, floats and both G.711 laws give the same sound."""
    sound, rate_hz = parse_wav(wav(kind, bits, data))
    assert rate_hz == 16000
    assert np.max(np.abs(sound - RAMP)) < error


def test_stereo_becomes_mono() -> None:
    """Two channels are mixed to one."""
    left_right = np.stack((RAMP, np.zeros(len(RAMP))), axis=1)
    sound, _ = parse_wav(wav(1, 16, (left_right * 32767).astype("<i2").tobytes(), channels=2))
    assert np.max(np.abs(sound - RAMP / 2)) < 0.0001


BROKEN: list[bytes] = [
    b"",
    b"RIFF",
    b"not sound at all, but long enough to be looked at twice",
    wav(1, 16, b""),
    wav(2, 4, b"\x00" * 100),
    wav(1, 16, _pcm16(), rate_hz=1),
    wav(1, 16, _pcm16(), rate_hz=4_000_000),
    wav(1, 16, _pcm16(), channels=0),
    wav(3, 32, np.full(100, np.nan, "<f4").tobytes()),
    wav(1, 8, b"\x80" * (301 * 4000), rate_hz=4000),
]


@pytest.mark.parametrize("content", BROKEN)
def test_other_files_are_one_error(content: bytes, tmp_path: Path) -> None:
    """Whatever is wrong with a file, the answer is the same code with its path and a reason."""
    path = tmp_path / "your_turn.wav"
    path.write_bytes(content)
    with pytest.raises(SpeechError) as caught:
        read_wav(path)
    assert caught.value.code == "prompt_file_unusable"
    assert caught.value.data["path"] == str(path)
    assert caught.value.data["reason"]


@given(
    st.binary(max_size=200),
    st.sampled_from([wav(1, 16, b"\x01\x02" * 50), wav(7, 8, b"\x7f" * 60)]),
    st.data(),
)
def test_no_bytes_make_the_reader_stumble(noise: bytes, good: bytes, data: st.DataObject) -> None:
    """A file damaged anywhere is read or refused, never anything else."""
    at = data.draw(st.integers(0, len(good)))
    for content in (good[:at], good[:at] + noise + good[at + len(noise) :]):
        try:
            parse_wav(content)
        except (ValueError, struct.error):
            continue
