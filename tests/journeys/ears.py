"""What a phone hears, compared with what it ought to hear: tones, prompts and music."""

from __future__ import annotations

import io
import wave
from array import array

import numpy as np

from fakes.tones import is_clean_tone, power_db, tone_db
from journeys.baresip import Baresip

PLAIN_DB = -25.0
SILENT_DB = -45.0
SECOND = 8000


def hears(phone: Baresip, hz: int, *, seconds: float = 20.0) -> bool:
    """Whether the phone comes to hear the tone: looked for in the latest second, again and again."""
    return phone.listen(lambda sound: tone_db(sound[-SECOND:], hz) > PLAIN_DB, seconds=seconds)


def hears_clean(phone: Baresip, hz: int, *, seconds: float = 20.0) -> bool:
    """Whether a second comes with the tone and nothing else, at its own level, as no wrong law gives it."""
    return phone.listen(
        lambda sound: len(sound) > SECOND and is_clean_tone(sound[-SECOND:], hz), seconds=seconds
    )


def hears_other_than(phone: Baresip, hz: int, *, seconds: float = 20.0) -> bool:
    """Whether a whole second comes in which there is sound and nothing of the tone (music, a prompt)."""
    return phone.listen(
        lambda sound: (
            len(sound) > SECOND
            and tone_db(sound[-SECOND:], hz) < SILENT_DB
            and power_db(sound[-SECOND:]) > SILENT_DB
        ),
        seconds=seconds,
    )


def hears_again(phone: Baresip, hz: int, *, seconds: float = 20.0) -> bool:
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
    """Whether the prompt's samples occur in the sound: normalised correlation by FFT above ``limit``."""
    heard, said = np.asarray(sound, dtype=float), np.asarray(prompt, dtype=float)
    if len(heard) < len(said):
        return False
    size = 1 << (len(heard) + len(said)).bit_length()
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)[
        : len(heard) - len(said) + 1
    ]
    energy = np.concatenate(([0.0], np.cumsum(heard**2)))
    power = np.sqrt((energy[len(said) :] - energy[: -len(said)]) * (said**2).sum()) + 1.0
    return bool((match / power).max() > limit)
