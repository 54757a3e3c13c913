"""G.711 tables and WAV headers."""

from __future__ import annotations

import io
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.wire.rtp import g711
from lur.wire.rtp.wav import WAV_HEADER_BYTES, pcm16_header


@pytest.mark.parametrize(
    ("code", "sample"), [(0xD5, 8), (0x55, -8), (0xAA, 32256), (0x2A, -32256), (0x80, 5504), (0xC5, 264)]
)
def test_alaw_values_of_the_standard(code: int, sample: int) -> None:
    """Values from the tables of G.711."""
    assert g711.decode_alaw(code) == sample


@pytest.mark.parametrize(
    ("code", "sample"), [(0xFF, 0), (0x80, 32124), (0x00, -32124), (0xF0, 120), (0x7F, 0)]
)
def test_ulaw_values_of_the_standard(code: int, sample: int) -> None:
    """Values from the tables of G.711."""
    assert g711.decode_ulaw(code) == sample


def test_decoding_and_encoding_gives_the_same_byte() -> None:
    """Every A-law byte and every u-law byte but negative zero survives the way through PCM."""
    assert all(g711.encode_alaw(g711.decode_alaw(code)) == code for code in range(256))
    assert [code for code in range(256) if g711.encode_ulaw(g711.decode_ulaw(code)) != code] == [0x7F]


@given(st.integers(-32768, 32767))
def test_the_error_is_that_of_the_law(sample: int) -> None:
    """Companding costs at most a 16th of the level (and 16 steps near zero); the sign stays."""
    for decode, encode in ((g711.decode_alaw, g711.encode_alaw), (g711.decode_ulaw, g711.encode_ulaw)):
        back = decode(encode(sample))
        assert abs(back - sample) <= max(16, abs(sample) // 16, abs(sample) - 32124)
        assert back * sample >= 0 or abs(sample) <= 16


def test_tables_agree_with_the_functions() -> None:
    """The big tables are indexed by the sample as an unsigned number."""
    for sample in (-32768, -1000, -1, 0, 1, 1000, 32767):
        assert g711.pcm_to_alaw()[sample & 0xFFFF] == g711.encode_alaw(sample)
        assert g711.pcm_to_ulaw()[sample & 0xFFFF] == g711.encode_ulaw(sample)


def test_conversion_there_and_back_loses_nearly_nothing() -> None:
    """A-law to u-law and back changes no sample by more than one step of its level; silence stays silence."""
    for code in range(256):
        back = g711.ULAW_TO_ALAW[g711.ALAW_TO_ULAW[code]]
        before, after = g711.decode_alaw(code), g711.decode_alaw(back)
        assert abs(before - after) <= max(16, abs(before) // 16)
    assert abs(g711.decode_ulaw(g711.ALAW_TO_ULAW[g711.ALAW_SILENCE])) <= 8
    assert abs(g711.decode_alaw(g711.ULAW_TO_ALAW[g711.ULAW_SILENCE])) <= 8


@given(st.integers(0, 2000), st.integers(1, 2))
def test_wav_headers_are_understood(sample_count: int, channels: int) -> None:
    """Python's own reader finds the same format and length."""
    data = bytes(2 * channels * sample_count)
    header = pcm16_header(sample_count, channels)
    assert len(header) == WAV_HEADER_BYTES
    with wave.open(io.BytesIO(header + data)) as file:
        assert (file.getnframes(), file.getnchannels(), file.getframerate(), file.getsampwidth()) == (
            sample_count,
            channels,
            8000,
            2,
        )
