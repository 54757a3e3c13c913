"""Which sentences can have a recorded voice, and where in a call each is heard. Pure.

A sentence that is composed of words with numbers in it can be recorded only whole, once for each number: the
first places are offered one by one, because most callers hear one of them. Where there would be hundreds of
sentences, recording some of them would make a call jump between two voices, so none is offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from lur.features.prompts.model import PromptMoment, SpokenReason
from lur.wire import words
from lur.wire.words import prompts as p
from lur.wire.words.prompts import Language, Prompt

PLACES = 20
LANGUAGE_KEYS = "123"
TELL_ALL_KEY = "1"

_WAITING: tuple[Prompt, ...] = (
    words.WaitUnknown(),
    *(words.WaitGrown(reason) for reason in get_args(p.GrownReason)),
    words.NobodySignedIn(),
    words.StillWaiting(),
    words.StillOnHold(),
    words.YourTurn(),
    words.RecordingDeclined(),
    words.QueueFull(),
    words.QueueClosed(),
    words.Apology(),
    words.CallEnding(),
)
_CHOICES: tuple[Prompt, ...] = (
    words.KeepPlaceOffer(),
    words.ResumeOffer(),
    words.WelcomeBack(),
    words.AlreadyWaiting(),
    words.NotAChoice(),
    words.IncidentOffer(),
    words.WillBeTold(),
    words.RatingQuestion(),
    words.RatingThanks(),
)
_CALLBACK: tuple[Prompt, ...] = (
    words.CallbackOffer("closed"),
    words.CallbackOffer("full"),
    words.CallbackPromised(),
    words.KeyInNumber(),
    words.NumberHeard(),
    words.NumberCheck(),
    words.CannotCallNumber(),
)
_STATEMENT: tuple[Prompt, ...] = (
    words.StatementOffer(),
    words.StatementIntro(),
    words.StatementFull(),
    words.StatementKept(),
    words.TellAllOffer(TELL_ALL_KEY),
    words.TellAllNoted(),
)
_CODE: tuple[Prompt, ...] = (words.PlaceCodeIntro(), words.OnceMore(), words.PlaceTexted())
_AGENTS: tuple[Prompt, ...] = (
    *(words.PresenceConfirmed(presence) for presence in get_args(p.SpokenPresence)),
    words.NotAllowed(),
)


def replaceable(company: str, language: Language) -> Iterator[tuple[PromptMoment, Prompt]]:
    """All that can be recorded in a language, in the order of a call."""
    for greeting in _greetings(company):
        yield "greeting", greeting
    for key in LANGUAGE_KEYS:
        yield "greeting", words.LanguageChoice(language, key)
    for place in range(1, PLACES + 1):
        yield "places", words.PlaceInQueue(place)
    for place in range(1, PLACES + 1):
        yield "places", words.PlaceKept(place)
    rooms: tuple[tuple[PromptMoment, tuple[Prompt, ...]], ...] = (
        ("waiting", _WAITING),
        ("choices", _CHOICES),
        ("callback", _CALLBACK),
        ("statement", _STATEMENT),
        ("code", _CODE),
        ("agents", _AGENTS),
    )
    for moment, sentences in rooms:
        for each in sentences:
            yield moment, each


def _greetings(company: str) -> tuple[Prompt, ...]:
    return (
        words.Greeting(company, recorded=True),
        words.Greeting(company, recorded=True, brief=True),
        words.Greeting(company, recorded=False),
        words.CallbackGreeting(company, recorded=True),
        words.CallbackGreeting(company, recorded=False),
        words.OutgoingGreeting(company),
    )


SPOKEN_ONLY: tuple[tuple[SpokenReason, Prompt | None], ...] = (
    ("waits", words.WaitRange(4, 6)),
    ("waits", words.WaitRangeAgain(4, 6)),
    ("times", words.QueueClosed(words.Opening("tomorrow", 8, 0))),
    ("times", words.CallbackPromised(place=3, opens=words.Opening("tomorrow", 8, 0))),
    ("numbers", words.Digits("314")),
    ("own_words", None),
)
"""With an example of each kind; what is written in an entry has none but the company's own."""
