"""A company's own voice: any common WAV becomes telephone sound, everything else is refused with its name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.adapters.speech.test_prompt_cache import CountingVoice
from tests.adapters.speech.test_wav_files import wav

from lur.adapters.speech import PromptCache
from lur.adapters.speech.pcm import RATE_HZ, SPEECH_LEVEL_DBFS
from lur.adapters.speech.recorded import RecordedPrompts, SoundRefused, length_ms, prompt_sound, wav_of
from lur.adapters.speech.wav import parse_wav
from lur.wire.rtp.g711 import ALAW_TO_PCM
from lur.wire.words import YourTurn, key

KEY = key(YourTurn())


def spoken(seconds: float = 1.0, rate_hz: int = 48_000, level: float = 0.05, hz: int = 700) -> bytes:
    """A WAV with half a second of silence around a tone."""
    quiet = np.zeros(rate_hz // 2)
    said = level * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate_hz)) / rate_hz)
    samples = np.concatenate((quiet, said, quiet))
    return wav(1, 16, (samples * 32767).astype("<i2").tobytes(), rate_hz=rate_hz)


def test_a_recording_becomes_telephone_sound() -> None:
    """8 kHz, the silence around it gone, at the common loudness, however quiet it was."""
    made = prompt_sound(spoken())
    assert 1_000 <= 1000 * len(made) // RATE_HZ <= 1_300
    middle = made[RATE_HZ // 4 : RATE_HZ // 2].astype(np.float64) / 32768
    assert 20 * np.log10(np.sqrt(np.mean(middle**2))) == pytest.approx(SPEECH_LEVEL_DBFS, abs=1.5)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"ID3\x04 and so on", "MP3"),
        (b"OggS....", "Ogg"),
        (b"\x1a\x45\xdf\xa3....", "WebM"),
        (b"\x00\x00\x00\x20ftypM4A ", "M4A"),
        (b"fLaC....", "FLAC"),
        (b"hello", "?"),
        (b"", "0 byte"),
    ],
)
def test_other_formats_are_named(content: bytes, name: str) -> None:
    """Whoever chose the file is told what it is."""
    with pytest.raises(SoundRefused) as refused:
        prompt_sound(content)
    assert (refused.value.code, refused.value.detail) == ("sound_format", name)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (spoken()[:30], "sound_damaged"),
        (spoken(level=0.0), "sound_silent"),
        (spoken(0.05), "sound_too_short"),
        (spoken(70, rate_hz=8_000), "sound_too_long"),
        (spoken(125, rate_hz=8_000), "sound_too_long"),
    ],
)
def test_what_cannot_be_a_prompt(content: bytes, code: str) -> None:
    """Cut files, silence, a click and a speech."""
    with pytest.raises(SoundRefused) as refused:
        prompt_sound(content)
    assert refused.value.code == code


def test_callers_hear_it_from_the_next_sentence(tmp_path: Path) -> None:
    """The edge's own cache plays the new voice at once, the spoken one after it was taken away, and each
    change can be taken back."""
    kept, cache = RecordedPrompts(tmp_path), PromptCache(tmp_path, CountingVoice())
    before = cache.path(YourTurn(), "sv", "alaw").read_bytes()
    kept.put("sv", KEY, spoken(hz=900))
    heard = cache.path(YourTurn(), "sv", "alaw").read_bytes()
    assert likeness(heard, spoken(hz=900)) > 0.9
    assert likeness(before, spoken(hz=900)) < 0.5
    kept.speak("sv", KEY)
    assert cache.path(YourTurn(), "sv", "alaw").read_bytes() == before
    assert kept.take_back("sv", KEY)
    assert cache.path(YourTurn(), "sv", "alaw").read_bytes() == heard
    assert cache.path(YourTurn(), "nb", "alaw").read_bytes() != heard
    cache.close()


def likeness(heard: bytes, recorded: bytes) -> float:
    """How much of what was recorded is in what is heard, 1.0 at most (normalised correlation)."""
    sound = np.array([ALAW_TO_PCM[byte] for byte in heard], dtype=np.float64)
    wanted, rate_hz = parse_wav(recorded)
    piece = wanted[rate_hz * 3 // 4 : rate_hz * 5 // 4 : rate_hz // RATE_HZ]
    found = np.correlate(sound, piece, "valid") if len(sound) >= len(piece) else np.zeros(1)
    power = np.sqrt(np.convolve(sound**2, np.ones(len(piece)), "valid")) if len(found) > 1 else np.ones(1)
    return float(np.max(np.abs(found) / np.maximum(power * np.linalg.norm(piece), 1e-9)))


def test_nothing_to_take_back(tmp_path: Path) -> None:
    """A sentence that was never changed stays as it is."""
    kept = RecordedPrompts(tmp_path)
    assert not kept.take_back("sv", KEY)
    assert kept.get("sv", KEY) is None


def test_our_own_files_can_be_read(tmp_path: Path) -> None:
    """What is kept is a WAV file that any player opens, with its length."""
    content = wav_of(prompt_sound(spoken()))
    assert 1_000 <= length_ms(content) <= 1_300
    assert length_ms(b"RIFF....WAVE") == 0
