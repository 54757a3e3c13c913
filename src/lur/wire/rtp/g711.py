"""G.711 A-law and u-law by table: each byte one 8 kHz sample.

Sound is converted only where it must be (two phones with different laws, three people in one talk, playback
in a browser), and then with `bytes.translate` or a table look-up, never by calculating samples one by one.
"""

from __future__ import annotations

import array
import functools

ALAW_PAYLOAD = 8
ULAW_PAYLOAD = 0
ALAW_SILENCE = 0xD5
ULAW_SILENCE = 0xFF
_ULAW_BIAS = 0x84
_ULAW_CLIP = 32635


def decode_alaw(code: int) -> int:
    """The 16-bit sample of one A-law byte."""
    code ^= 0x55
    exponent = (code >> 4) & 0x07
    mantissa = (code & 0x0F) << 4
    value = mantissa + 8 if exponent == 0 else (mantissa + 0x108) << (exponent - 1)
    return value if code & 0x80 else -value


def decode_ulaw(code: int) -> int:
    """The 16-bit sample of one u-law byte."""
    code = ~code & 0xFF
    value = ((((code & 0x0F) << 3) + _ULAW_BIAS) << ((code >> 4) & 0x07)) - _ULAW_BIAS
    return -value if code & 0x80 else value


def encode_alaw(sample: int) -> int:
    """The A-law byte of a 16-bit sample."""
    sign = 0xD5 if sample >= 0 else 0x55
    level = (sample if sample >= 0 else -sample - 1) >> 3
    level = min(level, 0xFFF)
    exponent = max(0, level.bit_length() - 5)
    mantissa = (level >> 1) & 0x0F if exponent < 2 else (level >> exponent) & 0x0F
    return int((exponent << 4 | mantissa) ^ sign)


def encode_ulaw(sample: int) -> int:
    """The u-law byte of a 16-bit sample."""
    level = min(abs(sample), _ULAW_CLIP) + _ULAW_BIAS
    exponent = level.bit_length() - 8
    mantissa = (level >> (exponent + 3)) & 0x0F
    return ~((0x80 if sample < 0 else 0) | exponent << 4 | mantissa) & 0xFF


ALAW_TO_PCM = array.array("h", (decode_alaw(code) for code in range(256)))
ULAW_TO_PCM = array.array("h", (decode_ulaw(code) for code in range(256)))
ALAW_TO_ULAW = bytes(encode_ulaw(sample) for sample in ALAW_TO_PCM)
ULAW_TO_ALAW = bytes(encode_alaw(sample) for sample in ULAW_TO_PCM)


@functools.cache
def pcm_to_alaw() -> bytes:
    """A-law for every 16-bit sample, indexed by the sample as an unsigned number (-1 is 65535)."""
    return bytes(encode_alaw(value - 0x10000 if value & 0x8000 else value) for value in range(0x10000))


@functools.cache
def pcm_to_ulaw() -> bytes:
    """u-law for every 16-bit sample, indexed by the sample as an unsigned number (-1 is 65535)."""
    return bytes(encode_ulaw(value - 0x10000 if value & 0x8000 else value) for value in range(0x10000))
