"""Turns any sound into telephone sound: 8 kHz, 300-3400 Hz, one loudness.

Voices and recorded files come at all rates and levels. A prompt that jumps in loudness is what makes a
machine unpleasant, and a resampler without a filter is what makes it hiss, so both are settled here once.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]
Sound = NDArray[np.float64]

RATE_HZ = 8000
SPEECH_LEVEL_DBFS = -20.0

_CUTOFF_HZ = 3600.0
_TRANSITION_HZ = 800.0
_HIGH_PASS_HZ = 200.0
_HIGH_PASS_TAPS = 161
_KAISER_BETA = 7.0
_KAISER_WIDTH = 4.32
"""Taps of a 70 dB Kaiser filter = this times rate / transition."""
_FRAME = RATE_HZ // 50
_SILENCE_BELOW_LOUDEST_DB = 35.0
_EDGE_SILENCE_MS = 80
_CEILING = 0.9
_CHUNK = 4096


def telephone(sound: Sound, rate_hz: int) -> Pcm:
    """Mono sound (full scale is 1.0) of any rate, as 16-bit telephone sound at the common loudness."""
    narrow = high_pass(resample(sound, rate_hz))
    return to_pcm(_softly_limited(_levelled(_trimmed(narrow))))


def to_pcm(sound: Sound) -> Pcm:
    """Floats to 16-bit samples, clipped."""
    return np.clip(np.rint(sound * 32767.0), -32768, 32767).astype(np.int16)


def resample(sound: Sound, rate_hz: int) -> Sound:
    """To 8 kHz through a polyphase low-pass, so that nothing above 4 kHz folds back into speech."""
    if rate_hz == RATE_HZ:
        return sound
    kernel = _phases(rate_hz)
    up, taps = kernel.shape
    down = rate_hz * up // RATE_HZ
    half = taps // 2
    padded = np.concatenate((np.zeros(half), sound, np.zeros(half + 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, taps)
    count = len(sound) * RATE_HZ // rate_hz
    pieces = [_piece(windows, kernel, at, down) for at in _chunks(count)]
    return np.concatenate(pieces) if pieces else np.zeros(0)


def _chunks(count: int) -> Iterator[NDArray[np.int64]]:
    for start in range(0, count, _CHUNK):
        yield np.arange(start, min(start + _CHUNK, count), dtype=np.int64)


def _piece(windows: Sound, kernel: Sound, outputs: NDArray[np.int64], down: int) -> Sound:
    whole, phase = np.divmod(outputs * down, kernel.shape[0])
    piece: Sound = np.einsum("ij,ij->i", windows[whole], kernel[phase])
    return piece


@functools.lru_cache(maxsize=4)
def _phases(rate_hz: int) -> Sound:
    """One windowed-sinc low-pass for each fractional position an output sample can have between inputs."""
    up = RATE_HZ // math.gcd(rate_hz, RATE_HZ)
    narrowest = min(rate_hz, RATE_HZ) / RATE_HZ
    cutoff, transition = _CUTOFF_HZ * narrowest, _TRANSITION_HZ * narrowest
    half = math.ceil(_KAISER_WIDTH * rate_hz / transition / 2)
    offsets = np.arange(-half, half + 1)[None, :] - np.arange(up)[:, None] / up
    kernel = np.sinc(2 * cutoff / rate_hz * offsets) * _kaiser(offsets / (half + 1))
    scaled: Sound = kernel / kernel.sum(axis=1, keepdims=True)
    return scaled


def _kaiser(position: Sound) -> Sound:
    window: Sound = np.i0(_KAISER_BETA * np.sqrt(np.clip(1 - position**2, 0, 1))) / np.i0(_KAISER_BETA)
    return window


def high_pass(sound: Sound) -> Sound:
    """Takes away the rumble below the telephone band (8 kHz in and out)."""
    if not len(sound):
        return sound
    offsets = np.arange(_HIGH_PASS_TAPS) - _HIGH_PASS_TAPS // 2
    low = (
        2
        * _HIGH_PASS_HZ
        / RATE_HZ
        * np.sinc(2 * _HIGH_PASS_HZ / RATE_HZ * offsets)
        * np.hamming(_HIGH_PASS_TAPS)
    )
    rumble: Sound = np.convolve(sound, low / low.sum(), mode="full")[_HIGH_PASS_TAPS // 2 :][: len(sound)]
    return sound - rumble


def frame_levels(sound: Sound) -> Sound:
    """Root mean square of each whole 20 ms."""
    frames = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME)
    levels: Sound = np.sqrt(np.mean(frames**2, axis=1))
    return levels


def _spoken(sound: Sound) -> NDArray[np.bool_]:
    levels = frame_levels(sound)
    floor = levels.max(initial=0.0) * 10 ** (-_SILENCE_BELOW_LOUDEST_DB / 20)
    spoken: NDArray[np.bool_] = levels > max(floor, 1e-6)
    return spoken


def _trimmed(sound: Sound) -> Sound:
    spoken = np.flatnonzero(_spoken(sound))
    if not len(spoken):
        return sound
    edge = np.zeros(_EDGE_SILENCE_MS * RATE_HZ // 1000)
    first, last = int(spoken[0]) - 1, int(spoken[-1]) + 3
    return np.concatenate((edge, sound[max(first, 0) * _FRAME : last * _FRAME], edge))


def _levelled(sound: Sound) -> Sound:
    """The spoken part at the common level; silence stays silence."""
    spoken = _spoken(sound)
    if not spoken.any():
        return sound
    level = float(np.sqrt(np.mean(frame_levels(sound)[spoken] ** 2)))
    return sound * (10 ** (SPEECH_LEVEL_DBFS / 20) / level)


def _softly_limited(sound: Sound) -> Sound:
    """Rounds off what would pass the ceiling instead of cutting it."""
    limit = _CEILING / 2
    over = np.abs(sound) > limit
    rounded = np.sign(sound) * (limit + limit * np.tanh((np.abs(sound) - limit) / limit))
    return np.where(over, rounded, sound)
