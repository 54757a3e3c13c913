"""The demo's customer: lets the agent begin, answers after a pause, stops when spoken to, and leaves."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest

from lur.adapters.speech import EspeakVoice, companded
from lur.adapters.speech.demo_matters import INTERJECTIONS, MATTERS, Matter, matter_for
from lur.adapters.voice.media.music import hold_music, to_g711
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.phone.ear import Ear, level_db
from lur.adapters.voice.phone.tone import tone
from lur.cli.demo_customer import TURN_MS, Customer, Deed, Hush, Leave, Phase, Say
from lur.cli.parsing import LANGUAGES
from lur.wire.rtp.g711 import ALAW_SILENCE, pcm_to_alaw

FRAME = 160
SPEECH_MS = 2_000
"""How long a line takes in these tests."""
WORDS = INTERJECTIONS["en"]
MATTER = Matter("x", ("opening", "more", "bye"))


class Talk:
    """A customer on a line whose other side is played by the test."""

    def __init__(self) -> None:
        self.customer = Customer(MATTER, WORDS)
        self.phase: Phase = "waiting"
        self.now = 0
        self.done: list[str] = []
        self.heard_ms: list[int] = []
        self._speaks_until = 0

    def goes_on(self, ms: int, *, agent_speaks: bool = False) -> list[str]:
        """So much time passes; what the customer did meanwhile."""
        before = len(self.done)
        for _ in range(ms // TURN_MS):
            self.now += TURN_MS
            speaking = self.now < self._speaks_until
            self._note(self.customer.turn(self.now, self.phase, hears=agent_speaks, speaking=speaking))
        return self.done[before:]

    def _note(self, deed: Deed | None) -> None:
        match deed:
            case Say(text=text, heard_ms=heard_ms):
                self.done.append(text)
                self.heard_ms.append(heard_ms)
                self._speaks_until = self.now + SPEECH_MS
            case Hush():
                self.done.append("(hush)")
                self._speaks_until = 0
            case Leave():
                self.done.append("(leave)")
                self.phase = ""


@pytest.fixture
def talk() -> Talk:
    """The agent has just answered."""
    talk = Talk()
    assert talk.goes_on(30_000) == []
    talk.phase = "talking"
    assert talk.goes_on(TURN_MS) == []
    return talk


def test_the_agent_begins_and_they_take_turns(talk: Talk) -> None:
    """Each line comes after the agent has spoken and paused; after the last one the customer leaves."""
    for line in MATTER.lines:
        assert talk.goes_on(1_500, agent_speaks=True) == []
        assert talk.goes_on(1_000) == [line]
        talk.goes_on(2_500)
    assert talk.heard_ms == [1_500] * 3
    talk.goes_on(1_000, agent_speaks=True)
    assert talk.goes_on(1_000) == ["(leave)"]


def test_a_pause_within_a_sentence_is_waited_out(talk: Talk) -> None:
    """Half a second of silence is no invitation to speak."""
    for _ in range(4):
        assert talk.goes_on(1_000, agent_speaks=True) + talk.goes_on(500) == []


def test_the_greeting_is_not_answered() -> None:
    """An agent answered at once: the pauses of Lur's own greeting and notice are not spoken into."""
    talk = Talk()
    talk.phase = "talking"
    for _ in range(3):
        assert talk.goes_on(2_500, agent_speaks=True) + talk.goes_on(1_500) == []
    assert talk.goes_on(1_000) == ["opening"]


def test_the_customer_stops_when_spoken_to_and_says_it_again(talk: Talk) -> None:
    """A click or a hum does not stop them; a voice does, and what was cut off is said after it."""
    talk.goes_on(1_000, agent_speaks=True)
    assert talk.goes_on(1_000) == ["opening"]
    assert talk.goes_on(300, agent_speaks=True) == []
    assert talk.goes_on(300) == []
    assert talk.goes_on(500, agent_speaks=True) == ["(hush)"]
    assert talk.goes_on(1_000) == ["opening"]


def test_silence_is_asked_about_and_then_left(talk: Talk) -> None:
    """Nobody greets: the customer asks, then tells the matter all the same; nobody answers: they leave."""
    done = talk.goes_on(120_000)
    asked = [WORDS.hello, "opening", WORDS.still_there, WORDS.give_up]
    assert done[: len(asked)] == asked
    assert done[len(asked)] == "(leave)"


def test_after_hold_they_say_that_they_are_there(talk: Talk) -> None:
    """Music is not spoken to; back again, the customer says something fitting and goes on."""
    talk.goes_on(1_000, agent_speaks=True)
    assert talk.goes_on(1_000) == ["opening"]
    talk.phase = "held"
    assert talk.goes_on(20_000, agent_speaks=True) == ["(hush)"]
    talk.phase = "talking"
    assert talk.goes_on(3_000) == [WORDS.after_hold]
    talk.goes_on(2_500)
    talk.goes_on(1_000, agent_speaks=True)
    assert talk.goes_on(1_000) == ["opening"]


def test_a_line_that_was_lost_is_mentioned(talk: Talk) -> None:
    """Back in the queue, the next agent hears that they were cut off, and the matter goes on."""
    talk.goes_on(1_000, agent_speaks=True)
    talk.goes_on(4_000)
    talk.phase = "waiting"
    assert talk.goes_on(10_000, agent_speaks=True) == []
    talk.phase = "talking"
    talk.goes_on(1_000, agent_speaks=True)
    assert talk.goes_on(1_000) == [WORDS.again]


def test_every_language_has_the_same_matters() -> None:
    """Six to eight lines each, no digits (they are read as words), the same matters everywhere."""
    for language in LANGUAGES:
        assert [matter.name for matter in MATTERS[language]] == [matter.name for matter in MATTERS["sv"]]
        for matter in MATTERS[language]:
            assert 6 <= len(matter.lines) <= 8
            assert not any(letter.isdigit() for line in matter.lines for letter in line)
    assert matter_for("nb", "teknik", 0).name == "teknik"
    assert matter_for("nb", "elsewhere", 4).name == MATTERS["nb"][1].name


def voiced(sound: bytes) -> list[bool]:
    """What an ear says of a sound, tenth by tenth of a second."""
    ear = Ear()
    told = []
    for tenth in _parts(sound, 5 * FRAME):
        for frame in _parts(tenth, FRAME):
            ear.hear(frame, alaw=True)
        told.append(ear.take())
    return told


def _parts(sound: bytes, length: int) -> Iterable[bytes]:
    return (sound[at : at + length] for at in range(0, len(sound) - length + 1, length))


def longest(told: list[bool], what: bool) -> int:
    """The longest run, in ms."""
    return max(
        (TURN_MS * len(list(run)) for value, run in itertools.groupby(told) if value is what), default=0
    )


def test_an_ear_knows_speech_from_silence() -> None:
    """A spoken sentence is a voice, with no gap in it that looks like its end; silence and hum are none."""
    line = companded(EspeakVoice().say(MATTERS["sv"][0].lines[1], "sv"), pcm_to_alaw())
    silence = bytes([ALAW_SILENCE]) * 8_000
    told = voiced(silence + line + silence)
    first, last = told.index(True), len(told) - told[::-1].index(True)
    assert longest(told[first:last], False) < 900
    assert sum(told[first:last]) * TURN_MS > 1_500
    assert not any(voiced(silence + tone(50, 5_000, level=60)))


def test_steady_sound_becomes_the_ground() -> None:
    """A tone or a noisy line is heard as a voice for some seconds only."""
    told = voiced(tone(400, 20_000))
    assert told[5]
    assert not any(told[150:])


def test_music_is_no_long_speech() -> None:
    """Hold music alone never looks like somebody who speaks and pauses in turn for long."""
    music = to_g711(hold_music())[Law.ALAW]
    assert -40 < level_db(music, alaw=True) < -10
    told = voiced(music + music)[100:]
    assert sum(told) / len(told) < 0.7


def test_nothing_at_all_is_silence() -> None:
    """No packets since the last look: nobody speaks."""
    assert not Ear().take()
