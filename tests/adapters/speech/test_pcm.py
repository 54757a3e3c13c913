"""Telephone sound: the right band, one loudness, nothing folded back."""

from __future__ import annotations

import numpy as np
import pytest

from lur.adapters.speech.pcm import RATE_HZ, SPEECH_LEVEL_DBFS, Sound, frame_levels, resample, telephone


def _tone(frequency_hz: float, rate_hz: int, seconds: float = 1.0, level: float = 0.5) -> Sound:
    tone: Sound = level * np.sin(2 * np.pi * frequency_hz * np.arange(int(rate_hz * seconds)) / rate_hz)
    return tone


def _level_db(sound: Sound) -> float:
    middle = sound[len(sound) // 4 : -len(sound) // 4]
    return float(20 * np.log10(np.sqrt(np.mean(middle**2)) + 1e-12))


RATES = [6000, 8000, 11025, 16000, 22050, 44100, 48000, 96000]


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_tone_in_the_band_keeps_its_pitch_and_level(rate_hz: int) -> None:
    """A 1 kHz tone of any rate is the same 1 kHz tone at 8 kHz, sample for sample."""
    heard = resample(_tone(1000, rate_hz), rate_hz)
    assert len(heard) == RATE_HZ
    expected = _tone(1000, RATE_HZ)
    assert np.max(np.abs(heard[500:-500] - expected[500:-500])) < 0.002


@pytest.mark.parametrize("frequency_hz", [4100.0, 5000.0, 7000.0, 10000.0])
@pytest.mark.parametrize("rate_hz", [22050, 48000])
def test_what_a_telephone_cannot_carry_does_not_fold_back(rate_hz: int, frequency_hz: float) -> None:
    """Tones above 4 kHz are taken away by at least 50 dB instead of turning into false low tones."""
    tone = _tone(frequency_hz, rate_hz)
    assert _level_db(resample(tone, rate_hz)) < _level_db(tone) - 50


def test_rumble_is_taken_away() -> None:
    """A 50 Hz hum loses at least 20 dB against speech frequencies."""
    mixed = _tone(50, RATE_HZ, 2.0) + _tone(1000, RATE_HZ, 2.0)
    spectrum = np.abs(np.fft.rfft(telephone(mixed, RATE_HZ)[2000:10000].astype(np.float64)))
    assert spectrum[1000] > 10 * spectrum[50]


@pytest.mark.parametrize("level", [0.001, 0.05, 0.9])
def test_all_prompts_have_the_same_loudness(level: float) -> None:
    """A whispered and a shouted recording come out equally loud."""
    heard = telephone(_tone(700, 16000, level=level), 16000) / 32768.0
    spoken = frame_levels(heard)
    spoken = spoken[spoken > spoken.max() / 10]
    assert 20 * np.log10(np.sqrt(np.mean(spoken**2))) == pytest.approx(SPEECH_LEVEL_DBFS, abs=0.7)


def test_silence_around_speech_is_trimmed() -> None:
    """Seconds of silence before and after a recording become less than a fifth of a second each."""
    silence = np.zeros(16000 * 3)
    heard = telephone(np.concatenate((silence, _tone(700, 16000), silence)), 16000)
    assert RATE_HZ < len(heard) < RATE_HZ * 1.4


def test_silence_stays_silence() -> None:
    """A recording of nothing is a prompt of nothing: no amplified noise, no division by zero."""
    assert not telephone(np.zeros(16000), 16000).any()
    assert len(telephone(np.zeros(0), 16000)) == 0
