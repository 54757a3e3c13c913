"""The synthetic voice: real speech in each language, and its traps."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from tests.wire.words.choices_chart import CHOICES

from lur.adapters.speech import EspeakVoice, Pcm, SpeechError, Timbre, espeak
from lur.adapters.speech.demo_lines import AGENT_LINES, AGENT_TIMBRES, CUSTOMER_LINES, CUSTOMER_TIMBRES
from lur.adapters.speech.pcm import RATE_HZ, frame_levels
from lur.adapters.speech.pronunciation import pronounceable
from lur.wire.words import LANGUAGES, Greeting, Language, WaitRange, YourTurn, compose, parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_speech(language: Language) -> None:
    """A sentence takes a natural time, is loud enough, varies as speech does, and never clips."""
    text = compose(Greeting("Lur", recorded=True), language)
    pcm = EspeakVoice().say(text, language)
    letters_per_second = len(text) / (len(pcm) / RATE_HZ)
    assert 9 < letters_per_second < 22
    levels = frame_levels(pcm / 32768.0)
    assert levels.max() > 0.1
    assert np.median(levels) < levels.max() / 2
    assert np.abs(pcm.astype(np.int32)).max() < 32767


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_can_be_spoken(language: Language) -> None:
    """The voice takes each sentence about a choice, part by part, at a natural pace."""
    spoken = {compose(part, language) for prompt, *_ in CHOICES for part in parts(prompt)}
    for text in sorted(spoken):
        pcm = EspeakVoice().say(text, language)
        assert 6 < len(text) / (len(pcm) / RATE_HZ) < 24, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_energy_is_in_the_telephone_band(language: Language) -> None:
    """Speech has more than ninety-five parts of a hundred of its energy between 180 and 3600 Hz."""
    pcm = EspeakVoice().say(compose(WaitRange(4, 6), language), language).astype(np.float64)
    power = np.abs(np.fft.rfft(pcm)) ** 2
    hertz = np.fft.rfftfreq(len(pcm), 1 / RATE_HZ)
    assert power[(hertz > 180) & (hertz < 3600)].sum() > 0.95 * power.sum()


def test_languages_sound_different() -> None:
    """The same text is spoken differently in each language: no voice silently stands in for another."""
    spoken = {EspeakVoice().say("du er nummer tre", language).tobytes() for language in LANGUAGES}
    assert len(spoken) == len(LANGUAGES)


def _likeness(one: Pcm, other: Pcm) -> float:
    """1.0 for equal loudness contours; espeak-ng never repeats itself to the sample."""
    levels = [frame_levels(pcm / 32768.0) for pcm in (one, other)]
    shortest = min(len(level) for level in levels)
    return float(np.corrcoef(levels[0][:shortest], levels[1][:shortest])[0, 1])


def test_the_same_text_sounds_the_same_whatever_was_said_before() -> None:
    """The synthesiser's shared state does not leak from one sentence into the next."""
    voice, other = EspeakVoice(), EspeakVoice(Timbre("f2", pitch=70, words_per_minute=200))
    first = voice.say("Nu är det din tur.", "sv")
    other.say("Something else entirely.", "en")
    again = voice.say("Nu är det din tur.", "sv")
    assert len(again) == pytest.approx(len(first), rel=0.02)
    assert _likeness(first, again) > 0.95
    assert _likeness(first, other.say("Nu är det din tur.", "sv")) < 0.95


def test_threads_do_not_mix_their_sentences() -> None:
    """Many threads may speak at once; each gets its own sentence."""
    voice = EspeakVoice()
    texts = ["Ja. " * repeats for repeats in range(1, 9)]
    alone = [len(voice.say(text, "sv")) for text in texts]
    together: dict[int, int] = {}

    def speak(index: int) -> None:
        together[index] = len(voice.say(texts[index], "sv"))

    threads = [threading.Thread(target=speak, args=(index,)) for index in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[index] for index in range(len(texts))] == pytest.approx(alone, rel=0.03)


def test_a_missing_voice_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice that is not there (as `no` for Norwegian) is refused instead of spoken in the last language."""
    monkeypatch.setitem(espeak.VOICE_NAMES, "nb", "no")
    with pytest.raises(SpeechError) as caught:
        EspeakVoice().say("Hei.", "nb")
    assert caught.value.code == "voice_missing"


@pytest.fixture
def fresh_engine() -> Iterator[None]:
    """Forgets the loaded library before and after the test."""
    espeak._loaded_engine.cache_clear()
    yield
    espeak._loaded_engine.cache_clear()


@pytest.mark.usefixtures("fresh_engine")
def test_no_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any espeak-ng the error tells what to install."""
    monkeypatch.setattr(espeak, "_candidates", lambda: iter([("libno-such-voice.so.9", None)]))
    with pytest.raises(SpeechError) as caught:
        EspeakVoice().say("Hej.", "sv")
    assert caught.value.code == "speech_unavailable"
    assert "libno-such-voice" in caught.value.data["tried"]
    assert "apt install espeak-ng" in str(caught.value)


_WITHOUT_WHEEL = """
import json, sys
from lur.adapters.speech import EspeakVoice, Pcm, SpeechError, espeak
sys.modules["espeakng_loader"] = None
try:
    print(json.dumps(len(EspeakVoice().say("Nu är det din tur.", "sv"))))
except SpeechError as problem:
    print(json.dumps(problem.code))
"""


def test_the_systems_library_takes_over_from_the_wheel() -> None:
    """Without the Python wheel the system's espeak-ng speaks, or the error says that none is there."""
    answer = subprocess.run(
        [sys.executable, "-c", _WITHOUT_WHEEL],
        env={"PYTHONPATH": "src"},
        capture_output=True,
        check=True,
        timeout=60,
    )
    heard = json.loads(answer.stdout)
    if heard == "speech_unavailable":
        pytest.skip("no espeak-ng installed in the system")
    assert heard > RATE_HZ // 2


def test_demo_people_have_their_own_voices() -> None:
    """Each customer and agent of the demo sounds different, and none has digits to say."""
    timbres = (*CUSTOMER_TIMBRES, *AGENT_TIMBRES)
    voices = {EspeakVoice(timbre).say(compose(YourTurn(), "en"), "en").tobytes() for timbre in timbres}
    assert len(voices) == len(timbres)
    for language in LANGUAGES:
        lines = CUSTOMER_LINES[language] + AGENT_LINES[language]
        assert not any(char.isdigit() for line in lines for char in line)
        assert len(CUSTOMER_LINES[language]) == len(AGENT_LINES[language])


def test_phonemes_are_spoken_not_spelt() -> None:
    """A helped word takes as long as it does unhelped: its phonemes are not read as letters."""
    helped = EspeakVoice().say("Om en minut.", "sv")
    assert len(helped) == pytest.approx(len(EspeakVoice().say("Om en linut.", "sv")), rel=0.15)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("plats femtionionde", "sv", "plats femtio nionde"),
        ("hundratjugoett", "sv", "hundra tjugo ett"),
        ("tjugoen trettionde hundrade", "sv", "tjugoen trettionde hundrade"),
        ("Om en minut.", "sv", "Om en [[mIn'u-t]]."),
        ("Det fungerar igen", "sv", "Det [[f8Ng'e:RaR]] [[Ij'En]]"),
        ("to minutter", "nb", "to [[mIn'u-t:@R]]"),
        ("two minutes [[x]]", "en", "two minutes   x  "),
    ],
)
def test_the_synthesiser_is_helped(text: str, language: Language, expected: str) -> None:
    """Compounds are split and stresses set where espeak-ng is wrong; nobody else can give it phonemes."""
    assert pronounceable(text, language) == expected
