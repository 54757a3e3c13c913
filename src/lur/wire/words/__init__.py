"""What Lur says, composed as words before any voice speaks them.

Synthesisers read "1 minut", "kl." and dates wrongly, and nobody forgives a machine that cannot count in their
language. So numbers, plurals and gender are settled here, purely, and tested by table.
"""

from __future__ import annotations

from collections.abc import Callable

from lur.wire.words import en, en_choices, nb, nb_choices, prompts, sv, sv_choices
from lur.wire.words.choices import (
    AlreadyWaiting,
    CallbackGreeting,
    CallbackOffer,
    CallbackPromised,
    CannotCallNumber,
    Choice,
    Digits,
    IncidentOffer,
    KeyInNumber,
    LanguageChoice,
    NotAChoice,
    NumberCheck,
    NumberHeard,
    NumberReadBack,
    OnceMore,
    OutgoingGreeting,
    OwnWords,
    PlaceCode,
    PlaceCodeIntro,
    PlaceTexted,
    QueueFull,
    RatingQuestion,
    RatingThanks,
    StatementFull,
    StatementIntro,
    StatementKept,
    StatementOffer,
    TellAllNoted,
    TellAllOffer,
    WillBeTold,
    grouped,
    own_words,
)
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
    StillOnHold,
    StillWaiting,
    WaitGrown,
    WaitRange,
    WaitRangeAgain,
    WaitUnknown,
    WelcomeBack,
    YourTurn,
    key,
)
from lur.wire.words.tongue import Tongue, sentence

__all__ = [
    "LANGUAGES",
    "SIMPLE",
    "AlreadyWaiting",
    "Apology",
    "CallEnding",
    "CallbackGreeting",
    "CallbackOffer",
    "CallbackPromised",
    "CannotCallNumber",
    "Digits",
    "Greeting",
    "IncidentOffer",
    "KeepPlaceOffer",
    "KeyInNumber",
    "Language",
    "LanguageChoice",
    "NobodySignedIn",
    "NotAChoice",
    "NotAllowed",
    "NumberCheck",
    "NumberHeard",
    "NumberReadBack",
    "OnceMore",
    "Opening",
    "OutgoingGreeting",
    "OwnWords",
    "PlaceCode",
    "PlaceCodeIntro",
    "PlaceInQueue",
    "PlaceKept",
    "PlaceTexted",
    "PresenceConfirmed",
    "Prompt",
    "QueueClosed",
    "QueueFull",
    "RatingQuestion",
    "RatingThanks",
    "RecordingDeclined",
    "ResumeOffer",
    "StatementFull",
    "StatementIntro",
    "StatementKept",
    "StatementOffer",
    "StillOnHold",
    "StillWaiting",
    "TellAllNoted",
    "TellAllOffer",
    "WaitGrown",
    "WaitRange",
    "WaitRangeAgain",
    "WaitUnknown",
    "WelcomeBack",
    "WillBeTold",
    "YourTurn",
    "compose",
    "key",
    "own_words",
    "parts",
    "prompts",
    "spoken_in",
]

_SENTENCES: dict[Language, Callable[[Prompt], str]] = {
    "sv": sv.sentence,
    "nb": nb.sentence,
    "en": en.sentence,
}
_TONGUES: dict[Language, Tongue] = {
    "sv": sv_choices.TONGUE,
    "nb": nb_choices.TONGUE,
    "en": en_choices.TONGUE,
}


def compose(prompt: Prompt, language: Language) -> str:
    """The prompt as sentences in the language: words and punctuation only, never a digit."""
    whole = parts(prompt)
    if whole != (prompt,):
        return " ".join(compose(part, language) for part in whole)
    spoken = spoken_in(prompt, language)
    return sentence(_TONGUES[spoken], prompt) if isinstance(prompt, Choice) else _SENTENCES[spoken](prompt)


def parts(prompt: Prompt) -> tuple[Prompt, ...]:
    """The prompts that this one is made of, to be played one after the other; mostly itself alone."""
    match prompt:
        case NumberReadBack(digits=digits):
            return (NumberHeard(), *grouped(digits), NumberCheck())
        case PlaceCode(digits=digits):
            return (PlaceCodeIntro(), *grouped(digits), OnceMore(), *grouped(digits))
    return (prompt,)


def spoken_in(prompt: Prompt, language: Language) -> Language:
    """The language that the prompt is really spoken in when the call's is `language`."""
    match prompt:
        case LanguageChoice(language=own):
            return own
        case OwnWords(language=own) if own is not None:
            return own
    return language
