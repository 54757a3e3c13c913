"""What a phone hears, compared with what it ought to hear: tones, prompts and music."""

from __future__ import annotations

import io
import wave
from array import array
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from fakes.tones import is_clean_tone, power_db, tone_db
from journeys.baresip import Baresip

PLAIN_DB = -25.0
SILENT_DB = -45.0
SECOND = 8000
PIECE = SECOND // 2
CLIPPED = 800
"""What a phone may miss of the first words, in samples."""
SLIP = SECOND // 5
QUIET = 100.0
"""A piece with no more than this has nothing to be known by."""

Samples = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def hears(phone: Baresip, hz: int, *, seconds: float = 40.0) -> bool:
    """Whether the phone comes to hear the tone: looked for in the latest second, again and again."""
    return phone.listen(lambda sound: tone_db(sound[-SECOND:], hz) > PLAIN_DB, seconds=seconds)


def hears_clean(phone: Baresip, hz: int, *, seconds: float = 40.0) -> bool:
    """Whether a second comes with the tone and nothing else, at its own level, as no wrong law gives it."""
    return phone.listen(
        lambda sound: len(sound) > SECOND and is_clean_tone(sound[-SECOND:], hz), seconds=seconds
    )


def hears_other_than(phone: Baresip, hz: int, *, seconds: float = 40.0) -> bool:
    """Whether a whole second comes in which there is sound and nothing of the tone (music, a prompt)."""
    return phone.listen(
        lambda sound: (
            len(sound) > SECOND
            and tone_db(sound[-SECOND:], hz) < SILENT_DB
            and power_db(sound[-SECOND:]) > SILENT_DB
        ),
        seconds=seconds,
    )


def hears_again(phone: Baresip, hz: int, *, seconds: float = 40.0) -> bool:
    """Whether a second of the tone comes in from now on; baresip may begin a new file for it."""
    before = bytes_heard(phone)
    return phone.listen(
        lambda sound: bytes_heard(phone) > before + 4 * SECOND and tone_db(sound[-SECOND:], hz) > PLAIN_DB,
        seconds=seconds,
    )


def bytes_heard(phone: Baresip) -> int:
    """How much has come in, over all files: two bytes a sample."""
    return sum(path.stat().st_size for path in phone.heard())


def channels(recording: bytes) -> tuple[list[int], list[int]]:
    """Left (customer) and right (agent) of a recording as the API gives it."""
    with wave.open(io.BytesIO(recording)) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (2, SECOND, 2)
        both = array("h", sound.readframes(sound.getnframes()))
    return list(both[0::2]), list(both[1::2])


def each_on_their_own_side(recording: bytes, *, customer_hz: int, agent_hz: int) -> bool:
    """Whether the last two seconds have the customer's tone left, the agent's right, and neither on both."""
    left, right = (side[-2 * SECOND :] for side in channels(recording))
    return (
        tone_db(left, customer_hz) > PLAIN_DB
        and tone_db(left, agent_hz) < SILENT_DB
        and tone_db(right, agent_hz) > PLAIN_DB
        and tone_db(right, customer_hz) < SILENT_DB
    )


def is_clean_on_each_side(recording: bytes, *, customer_hz: int, agent_hz: int) -> bool:
    """Whether half a second near the end has nothing but the customer's tone left and the agent's right."""
    left, right = (side[-4800:-800] for side in channels(recording))
    return is_clean_tone(left, customer_hz) and is_clean_tone(right, agent_hz)


def contains(sound: list[int], prompt: list[int], *, limit: float = 0.9) -> bool:
    """Whether the prompt is heard: its pieces, each where it ought to be to a fifth of a second, by a
    normalised correlation above ``limit``.

    A phone on a busy machine misses its first packet and slips by one now and then, so the very beginning is
    not looked for, and one piece in five may be damaged.
    """
    heard, said = np.asarray(sound, dtype=float), np.asarray(prompt, dtype=float)
    said = said[CLIPPED:] if len(said) > SECOND else said
    pieces = [(at, said[at : at + PIECE]) for at in range(0, max(1, len(said) - PIECE // 2), PIECE)]
    loud = [(at, piece) for at, piece in pieces if np.sqrt((piece**2).mean()) > QUIET]
    if not loud or len(heard) < len(said) - PIECE:
        return False
    found = np.zeros(len(heard) + len(said) + 2 * SLIP, dtype=int)
    damaged = 0
    for (at, _), places in zip(loud, _places(heard, [piece for _, piece in loud], limit), strict=True):
        found[_spread(places) + len(said) + SLIP - at] += 1
        damaged += len(places) == 0
        if damaged > len(loud) // 5:
            return False
    return bool(found.max() >= len(loud) - len(loud) // 5)


def _places(heard: Samples, pieces: list[Samples], limit: float) -> Iterator[Places]:
    """Where in the sound each piece is heard, by FFT."""
    size = 1 << (len(heard) + PIECE).bit_length()
    spectrum = np.fft.rfft(heard, size)
    energy = np.concatenate(([0.0], np.cumsum(heard**2)))
    for piece in pieces:
        if len(heard) < len(piece):
            yield np.zeros(0, dtype=int)
            continue
        match = np.fft.irfft(spectrum * np.conj(np.fft.rfft(piece, size)), size)
        power = np.sqrt((energy[len(piece) :] - energy[: -len(piece)]) * (piece**2).sum()) + 1.0
        yield np.flatnonzero(match[: len(power)] / power > limit)


def _spread(places: Places) -> Places:
    """Each place, and those near it."""
    return np.unique((places[:, None] + np.arange(-SLIP, SLIP + 1)[None, :]).ravel())
