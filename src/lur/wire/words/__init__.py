"""What Lur says, composed as words before any voice speaks them.

Synthesisers read "1 minut", "kl." and dates wrongly, and nobody forgives a machine that cannot count in their
language. So numbers, plurals and gender are settled here, purely, and tested by table.
"""

from __future__ import annotations

from collections.abc import Callable

from lur.wire.words import en, nb, prompts, sv
from lur.wire.words.prompts import (
    LANGUAGES,
    SIMPLE,
    Apology,
    CallEnding,
    Greeting,
    KeepPlaceOffer,
    Language,
    NobodySignedIn,
    NotAllowed,
    Opening,
    PlaceInQueue,
    PlaceKept,
    PresenceConfirmed,
    Prompt,
    QueueClosed,
    RecordingDeclined,
    ResumeOffer,
    StillWaiting,
    WaitGrown,
    WaitRange,
    WaitRangeAgain,
    WaitUnknown,
    WelcomeBack,
    YourTurn,
    key,
)

__all__ = [
    "LANGUAGES",
    "SIMPLE",
    "Apology",
    "CallEnding",
    "Greeting",
    "KeepPlaceOffer",
    "Language",
    "NobodySignedIn",
    "NotAllowed",
    "Opening",
    "PlaceInQueue",
    "PlaceKept",
    "PresenceConfirmed",
    "Prompt",
    "QueueClosed",
    "RecordingDeclined",
    "ResumeOffer",
    "StillWaiting",
    "WaitGrown",
    "WaitRange",
    "WaitRangeAgain",
    "WaitUnknown",
    "WelcomeBack",
    "YourTurn",
    "compose",
    "key",
    "prompts",
]

_SENTENCES: dict[Language, Callable[[Prompt], str]] = {
    "sv": sv.sentence,
    "nb": nb.sentence,
    "en": en.sentence,
}


def compose(prompt: Prompt, language: Language) -> str:
    """The prompt as sentences in the language: words and punctuation only, never a digit."""
    return _SENTENCES[language](prompt)
