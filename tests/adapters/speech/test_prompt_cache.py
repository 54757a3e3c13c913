"""Prompts as files: made once, replaceable one by one, never silenced by a broken file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs
from tests.adapters.speech.test_wav_files import wav

from lur.adapters.speech import EspeakVoice, Pcm, PromptCache, SpeechError, common_prompts
from lur.wire.rtp.g711 import ALAW_TO_PCM, ULAW_TO_PCM
from lur.wire.words import (
    Apology,
    Greeting,
    Language,
    LanguageChoice,
    NumberReadBack,
    OwnWords,
    PlaceInQueue,
    WaitRange,
    YourTurn,
    compose,
    parts,
)


class CountingVoice:
    """Speaks each text as its own tone, and counts."""

    fingerprint = "counting"

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, language: Language) -> Pcm:
        """A tone whose pitch and length depend on the text."""
        self.said.append(text)
        tone: Pcm = (8000 * np.sin(np.arange(800 + len(text)) * (300 + len(text)) / 1000)).astype(np.int16)
        return tone


@pytest.fixture
def voice() -> CountingVoice:
    """A voice that counts what it says."""
    return CountingVoice()


@pytest.fixture
def cache(tmp_path: Path, voice: CountingVoice) -> Iterator[PromptCache]:
    """An empty cache."""
    made = PromptCache(tmp_path, voice)
    yield made
    made.close()


def _replace(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / "prompts" / "sv" / f"{name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _recording(frequency_hz: int) -> bytes:
    tone = 9000 * np.sin(2 * np.pi * frequency_hz * np.arange(22050) / 22050)
    return wav(1, 16, tone.astype("<i2").tobytes(), rate_hz=22050)


def _loudest_hz(path: Path) -> float:
    pcm = np.array(ALAW_TO_PCM)[np.frombuffer(path.read_bytes(), np.uint8)].astype(np.float64)
    return float(np.fft.rfftfreq(len(pcm), 1 / 8000)[np.argmax(np.abs(np.fft.rfft(pcm)))])


def test_a_prompt_is_made_once(cache: PromptCache, voice: CountingVoice) -> None:
    """The second time, the same file with the same bytes is there and nothing is spoken again."""
    first = cache.path(YourTurn(), "sv", "alaw")
    content = first.read_bytes()
    assert cache.path(YourTurn(), "sv", "alaw") == first
    assert first.read_bytes() == content
    assert voice.said == ["Nu är det din tur."]


def test_a_cache_outlives_its_process(tmp_path: Path, cache: PromptCache, voice: CountingVoice) -> None:
    """A later cache over the same directory finds the files of the earlier one."""
    first = cache.path(YourTurn(), "sv", "alaw")
    assert PromptCache(tmp_path, voice).path(YourTurn(), "sv", "alaw") == first
    assert len(voice.said) == 1


def test_both_laws_hold_the_same_sound(cache: PromptCache) -> None:
    """A-law and u-law files decode to nearly the same samples, and their endings tell them apart."""
    alaw, ulaw = cache.path(YourTurn(), "nb", "alaw"), cache.path(YourTurn(), "nb", "ulaw")
    assert (alaw.suffix, ulaw.suffix) == (".al", ".ul")
    heard_a = np.array(ALAW_TO_PCM)[np.frombuffer(alaw.read_bytes(), np.uint8)].astype(np.int32)
    heard_u = np.array(ULAW_TO_PCM)[np.frombuffer(ulaw.read_bytes(), np.uint8)].astype(np.int32)
    assert len(heard_a) == len(heard_u)
    assert np.max(np.abs(heard_a - heard_u)) <= 512


def test_prompts_languages_and_companies_have_their_own_files(cache: PromptCache) -> None:
    """Nothing that sounds different shares a file."""
    paths = [
        cache.path(YourTurn(), "sv", "alaw"),
        cache.path(YourTurn(), "nb", "alaw"),
        cache.path(PlaceInQueue(1), "sv", "alaw"),
        cache.path(PlaceInQueue(2), "sv", "alaw"),
        cache.path(Greeting("A", recorded=True), "sv", "alaw"),
        cache.path(Greeting("B", recorded=True), "sv", "alaw"),
    ]
    assert len(set(paths)) == len(paths)


def test_a_recorded_voice_takes_precedence(tmp_path: Path, cache: PromptCache, voice: CountingVoice) -> None:
    """A file named after the prompt is played instead of the synthetic voice, only there."""
    _replace(tmp_path, "place_in_queue-3", _recording(440))
    assert _loudest_hz(cache.path(PlaceInQueue(3), "sv", "alaw")) == pytest.approx(440, abs=3)
    assert voice.said == []
    cache.path(PlaceInQueue(3), "nb", "alaw")
    cache.path(PlaceInQueue(4), "sv", "alaw")
    assert voice.said == [compose(PlaceInQueue(3), "nb"), compose(PlaceInQueue(4), "sv")]


def test_a_new_recording_is_heard_at_once(tmp_path: Path, cache: PromptCache, voice: CountingVoice) -> None:
    """Replacing or removing the file changes the next call, without a restart."""
    path = _replace(tmp_path, "your_turn", _recording(440))
    assert _loudest_hz(cache.path(YourTurn(), "sv", "alaw")) == pytest.approx(440, abs=3)
    path.write_bytes(_recording(880))
    os.utime(path, ns=(1, 1))
    assert _loudest_hz(cache.path(YourTurn(), "sv", "alaw")) == pytest.approx(880, abs=3)
    path.unlink()
    assert voice.said == []
    cache.path(YourTurn(), "sv", "alaw")
    assert voice.said == ["Nu är det din tur."]


def test_a_broken_recording_falls_back_and_is_logged_once(
    tmp_path: Path, cache: PromptCache, voice: CountingVoice
) -> None:
    """A file that is no sound is named in the log once, and the synthetic voice speaks instead."""
    path = _replace(tmp_path, "your_turn", b"this is not sound")
    with capture_logs() as logs:
        cache.path(YourTurn(), "sv", "alaw")
        cache.path(YourTurn(), "sv", "alaw")
    assert [entry["event"] for entry in logs] == ["prompt_file_unusable"]
    assert logs[0]["path"] == str(path)
    assert "WAV" in logs[0]["what_to_do"]
    assert voice.said == ["Nu är det din tur."]


def test_a_mended_recording_is_used(tmp_path: Path, cache: PromptCache) -> None:
    """A broken file that is replaced by a good one is tried again."""
    _replace(tmp_path, "your_turn", b"broken")
    cache.path(YourTurn(), "sv", "alaw")
    _replace(tmp_path, "your_turn", _recording(440))
    assert _loudest_hz(cache.path(YourTurn(), "sv", "alaw")) == pytest.approx(440, abs=3)


def test_an_empty_file_is_made_again(cache: PromptCache) -> None:
    """What a power cut leaves empty is not played as silence."""
    path = cache.path(YourTurn(), "sv", "alaw")
    path.write_bytes(b"")
    assert cache.path(YourTurn(), "sv", "alaw").stat().st_size > 0


def test_nothing_half_written_is_left(tmp_path: Path, cache: PromptCache) -> None:
    """Only whole prompts lie in the cache."""
    cache.path(YourTurn(), "sv", "alaw")
    assert sorted(path.suffix for path in (tmp_path / "cache" / "prompts").iterdir()) == [".al", ".ul"]


def test_a_full_disk_is_a_clear_error(tmp_path: Path, cache: PromptCache) -> None:
    """When a prompt cannot be stored, the error says so; prompts that stand already still play."""
    stands = cache.path(Apology(), "sv", "alaw")
    made = tmp_path / "cache" / "prompts"
    made.rename(tmp_path / "aside")
    made.write_bytes(b"a file where the directory should be")
    with pytest.raises(SpeechError) as caught:
        cache.path(YourTurn(), "sv", "alaw")
    assert caught.value.code == "prompt_not_stored"
    made.unlink()
    (tmp_path / "aside").rename(made)
    assert cache.path(Apology(), "sv", "alaw") == stands


def test_own_words_make_room_for_own_words(tmp_path: Path, voice: CountingVoice) -> None:
    """Texts that change for ever fill no disk: what was not asked for longest goes, what may play stays."""
    cache = PromptCache(tmp_path, voice, most_sounds=20)
    kept = cache.path(YourTurn(), "sv", "alaw")
    for number in range(60):
        made = cache.path(OwnWords(f"Meddelande {number}"), "sv", "alaw")
        for file in (made, made.with_suffix(".ul")):
            os.utime(file, (number, number))
    cache.path(YourTurn(), "sv", "alaw")
    cache.path(OwnWords("Det senaste"), "sv", "alaw")
    assert kept.is_file()
    assert len(list((tmp_path / "cache" / "prompts").iterdir())) <= 20
    cache.path(OwnWords("Meddelande 0"), "sv", "alaw")
    assert voice.said.count("Meddelande noll.") == 2
    cache.close()


def test_sounds_in_use_are_not_removed(tmp_path: Path, voice: CountingVoice) -> None:
    """However many sounds there are, none that was just asked for is taken from under the media plane."""
    cache = PromptCache(tmp_path, voice, most_sounds=4)
    made = [cache.path(OwnWords(f"Meddelande {number}"), "sv", "alaw") for number in range(10)]
    assert all(path.is_file() for path in made)
    cache.close()


def test_a_language_is_offered_in_itself(cache: PromptCache, voice: CountingVoice) -> None:
    """The choice of Norwegian is one Norwegian sound, whatever language the call began in."""
    assert cache.path(LanguageChoice("nb", "2"), "sv", "alaw") == cache.path(
        LanguageChoice("nb", "2"), "en", "alaw"
    )
    assert voice.said == ["For norsk, trykk to."]


def test_a_number_is_never_a_file(tmp_path: Path, cache: PromptCache) -> None:
    """Somebody's number is played in groups of digits; whole, it has no sound and no file."""
    with pytest.raises(ValueError, match="part by part"):
        cache.path(NumberReadBack("0701234567"), "sv", "alaw")
    for part in parts(NumberReadBack("0701234567")):
        cache.path(part, "sv", "alaw")
    assert not any("0701" in path.name for path in (tmp_path / "cache" / "prompts").iterdir())


@pytest.mark.anyio
async def test_ready_makes_the_prompt_beside_the_loop(cache: PromptCache) -> None:
    """The asynchronous way gives the same file as the blocking one."""
    path = await cache.ready(WaitRange(4, 6), "en", "ulaw")
    assert path == cache.path(WaitRange(4, 6), "en", "ulaw")


@pytest.mark.anyio
async def test_prefetch_makes_what_most_calls_need(cache: PromptCache, voice: CountingVoice) -> None:
    """After prefetching, greeting, first places, shorter waits and the apology are there without speaking."""
    count = await cache.prefetch("Exempelbolaget", ["sv"])
    assert count == len(list(common_prompts("Exempelbolaget"))) == len(voice.said)
    for prompt in (Greeting("Exempelbolaget", recorded=True), PlaceInQueue(30), WaitRange(4, 6), Apology()):
        await cache.ready(prompt, "sv", "ulaw")
    assert len(voice.said) == count


def test_the_real_voice_fills_the_cache(tmp_path: Path) -> None:
    """With espeak-ng behind it the file holds seconds of speech in G.711."""
    cache = PromptCache(tmp_path, EspeakVoice())
    path = cache.path(Greeting("Exempelbolaget", recorded=True), "sv", "alaw")
    assert 5 * 8000 < path.stat().st_size < 20 * 8000
    cache.close()
