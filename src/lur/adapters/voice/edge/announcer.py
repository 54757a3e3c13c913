"""What the customer hears: one speech at a time, others wait for its end, music below.

The greeting with the recording notice comes first and is the only speech that a connection waits for.
Places are levels: a newer one replaces an older that was not yet said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import structlog

from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation, Hearing, Speech, SpeechKind
from lur.adapters.voice.edge.dialogue import Beep
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.sounds import NoSound, Sounds
from lur.adapters.voice.media.protocol import BEEP, MUSIC, Play, PlayItem, StopPlaying
from lur.adapters.voice.protocol import Tell
from lur.core.ids import MINUTE_MS
from lur.wire import words
from lur.wire.words.prompts import HIGHEST_NUMBER, LONGEST_WAIT_MIN, GrownReason

log = structlog.get_logger("edge.announcer")

MUSIC_TOKEN = "music"
_MUSIC = (PlayItem(buffer=MUSIC, loop=True),)
_BEEP = (PlayItem(buffer=BEEP),)


class Announcer:
    """Speaks to customers. ``on_said`` hears which speech of a conversation has come to its end."""

    def __init__(self, house: House, on_said: Callable[[Conversation, Speech], None]) -> None:
        self._house = house
        self._on_said = on_said

    def greet(self, talk: Conversation, *, brief: bool) -> None:
        """First words, once, then music, unless a dialogue follows; brief when an agent's phone rings
        already. At a shut door nothing will be recorded.
        """
        if talk.hearing.begun:
            return
        is_refused = talk.wanted is not None and talk.wanted.phase == "refused"
        talk.hearing.begun = True
        talk.hearing.music = not talk.aside.flow_id and not is_refused
        recorded = self._house.book.directory.recording and not is_refused
        self._say(talk, "greeting", (words.Greeting(talk.company, recorded=recorded, brief=brief),))

    def greet_called(self, talk: Conversation) -> None:
        """First words to somebody whom we have called; the agent is on the line, so no music follows. Who did
        not ask for the call hears who we are and the notice; without a recording, the agent says it all.
        """
        talk.hearing = Hearing(begun=True)
        declined = talk.recording_declined or (talk.wanted is not None and not talk.wanted.record)
        recorded = self._house.book.directory.recording and not declined
        if talk.wanted is None or not talk.wanted.is_outgoing:
            self._say(talk, "greeting", (words.CallbackGreeting(talk.company, recorded),))
        elif recorded:
            self._say(talk, "greeting", (words.OutgoingGreeting(talk.company),))
        else:
            talk.hearing.greeted = True
            self._house.talks.changed(talk)

    def promise(self, talk: Conversation) -> None:
        """Say that the place is kept and that we shall call; nothing follows."""
        talk.hearing.queued.clear()
        talk.hearing.music = False
        self._say(talk, "promise", (words.CallbackPromised(),))

    def tell(self, talk: Conversation, tell: Tell) -> bool:
        """Say place and wait when nothing else is being said; unsaid older ones are forgotten. False when it
        is old, or must not disturb.
        """
        hearing = talk.hearing
        if tell.seq <= hearing.told_seq or not hearing.music:
            return False
        prompts = place_prompts(tell, first=hearing.told_seq == 0)
        hearing.told_seq = tell.seq
        hearing.queued = [speech for speech in hearing.queued if speech.kind != "place"]
        self._say_or_queue(talk, Speech(new_id("say-"), "place", prompts, tell.seq))
        return True

    def add(self, talk: Conversation, kind: SpeechKind, prompts: tuple[words.Prompt, ...]) -> None:
        """Say this as soon as nothing else is being said."""
        self._say_or_queue(talk, Speech(new_id("say-"), kind, prompts))

    def offer_place_back(self, talk: Conversation, *, waits: bool) -> None:
        """Say once that key one gives an earlier place back, or takes along one that waits to be called."""
        if not talk.hearing.offered_back and talk.hearing.music:
            talk.hearing.offered_back = True
            offer = words.AlreadyWaiting() if waits else words.ResumeOffer()
            self._say_or_queue(talk, Speech(new_id("say-"), "offer", (offer,)))

    def confirm_no_recording(self, talk: Conversation) -> None:
        """Answer key nine at once; it may cut the notice short, which has then done its work."""
        talk.hearing.greeted = True
        self._say(talk, "confirmation", (words.RecordingDeclined(),))

    def converse(
        self,
        talk: Conversation,
        prompts: tuple[words.Prompt, ...],
        beep: Beep = "",
        kind: SpeechKind = "dialogue",
    ) -> None:
        """Say this now, and then listen: no music."""
        talk.hearing.queued.clear()
        talk.hearing.music = False
        self._say(talk, kind, prompts, beep)

    def answer(self, talk: Conversation, prompt: words.Prompt, beep: Beep = "") -> None:
        """Say this now, with music after it."""
        talk.hearing.music = True
        self._say(talk, "confirmation", (prompt,), beep)

    def last_words(self, talk: Conversation, *prompts: words.Prompt) -> None:
        """Say this now, and nothing after it."""
        talk.hearing.queued.clear()
        talk.hearing.music = False
        self._say(talk, "last_words", prompts)

    def wait(self, talk: Conversation) -> None:
        """The customer waits: whatever is being said goes on, with music after it. A dialogue has none."""
        if not talk.hearing.music and not talk.aside.is_busy:
            talk.hearing.music = True
            self._house.media.order(_music(talk))
            self._house.talks.changed(talk)

    def hush(self, talk: Conversation) -> None:
        """Make room for a voice: no music, no speech."""
        hearing = talk.hearing
        if hearing.music or hearing.saying is not None:
            hearing.music, hearing.saying = False, None
            hearing.queued.clear()
            self._house.media.order(StopPlaying(talk.caller.sound.leg))
            self._house.talks.changed(talk)

    def finished(self, talk: Conversation, token: str) -> None:
        """A playlist was heard to its end (or could not be played, which must stop nobody)."""
        hearing = talk.hearing
        speech = hearing.saying
        if speech is None or speech.token != token:
            return
        hearing.saying = None
        if speech.kind == "greeting":
            hearing.greeted = True
        if hearing.queued:
            self._speak(talk, hearing.queued.pop(0))
        self._house.talks.changed(talk)
        self._on_said(talk, speech)

    def resume(self, talk: Conversation) -> None:
        """The media plane has forgotten what was playing: say it again from its beginning."""
        if talk.hearing.saying is not None:
            self._speak(talk, talk.hearing.saying)
        elif talk.hearing.music:
            self._house.media.order(_music(talk))

    def check(self, talk: Conversation, playing: tuple[str, ...]) -> None:
        """After a restart of the edge: make what the plane plays and what we know agree.

        The plane keeps the news of a speech that ended while we were away, so one that neither plays nor
        ended was never begun: the greeting, which holds the notice, is said then, and what is part of a
        dialogue; other speeches are too old.
        """
        speech = talk.hearing.saying
        if speech is not None and speech.token not in playing:
            if speech.kind in ("greeting", "dialogue"):
                self._speak(talk, speech)
            else:
                self.finished(talk, speech.token)
        if talk.hearing.music and talk.hearing.saying is None and MUSIC_TOKEN not in playing:
            self._house.media.order(_music(talk))

    def _say_or_queue(self, talk: Conversation, speech: Speech) -> None:
        if talk.hearing.saying is None:
            self._speak(talk, speech)
        else:
            talk.hearing.queued.append(speech)
        self._house.talks.changed(talk)

    def _say(
        self, talk: Conversation, kind: SpeechKind, prompts: tuple[words.Prompt, ...], beep: Beep = ""
    ) -> None:
        self._speak(talk, Speech(new_id("say-"), kind, prompts, beep=beep))
        self._house.talks.changed(talk)

    def _speak(self, talk: Conversation, speech: Speech) -> None:
        talk.hearing.saying = speech
        self._house.tasks.start(self._play(talk, speech))

    async def _play(self, talk: Conversation, speech: Speech) -> None:
        try:
            items = await _items(talk, speech, self._house.sounds)
        except NoSound:
            log.exception("prompt_missing", kind=speech.kind)
            self.finished(talk, speech.token)
            if talk.hearing.music:
                self._house.media.order(_music(talk))
            return
        if talk.hearing.saying is not speech or not talk.caller.is_there:
            return
        sound = talk.caller.sound
        self._house.media.order(
            Play(sound.leg, speech.token, items), lambda _: self.finished(talk, speech.token)
        )
        if talk.hearing.music:
            self._house.media.order(_music(talk))


async def _items(talk: Conversation, speech: Speech, sounds: Sounds) -> tuple[PlayItem, ...]:
    said = [part for prompt in speech.prompts for part in words.parts(prompt)]
    paths = [await sounds.ready(prompt, talk.language, talk.caller.sound.law) for prompt in said]
    items = tuple(PlayItem(path=str(path)) for path in paths)
    before, after = speech.beep == "before", speech.beep == "after"
    return (*_BEEP[: int(before)], *items, *_BEEP[: int(after)])


def _music(talk: Conversation) -> Play:
    """Music, at once or when what is being said is over."""
    is_saying = talk.hearing.saying is not None
    return Play(talk.caller.sound.leg, MUSIC_TOKEN, _MUSIC, after_current=is_saying)


def place_prompts(tell: Tell, first: bool) -> tuple[words.Prompt, ...]:
    """The sentences of one announcement: place, why the wait has grown, how long it will be."""
    prompts: list[words.Prompt] = [words.WelcomeBack()] if tell.resumed else []
    prompts += [words.PlaceInQueue(max(1, min(tell.place, HIGHEST_NUMBER)))]
    if tell.nobody_signed_in:
        return (*prompts, words.NobodySignedIn())
    if tell.grown is not None:
        prompts.append(words.WaitGrown(_grown(tell.grown)))
    if tell.low_ms is not None and tell.high_ms is not None:
        low = min(max(0, tell.low_ms) // MINUTE_MS, LONGEST_WAIT_MIN)
        high = min(max(low, -(-tell.high_ms // MINUTE_MS)), LONGEST_WAIT_MIN)
        prompts.append(words.WaitRange(low, high) if first else words.WaitRangeAgain(low, high))
    elif first:
        prompts.append(words.WaitUnknown())
    return tuple(prompts)


def _grown(reason: str) -> GrownReason:
    known: tuple[GrownReason, ...] = get_args(GrownReason)
    return next((name for name in known if name == reason), "unknown")
