"""What Lur says about choices: keys to press, being called back, numbers, statements, codes and incidents.

Two of them (`NumberReadBack`, `PlaceCode`) are composed of others, because what they hold is somebody's own:
each group of digits is a sound of its own, so that no file, and no name of one, ever holds a whole number.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Literal

from lur.wire.words.base import HIGHEST_NUMBER, Language, Opening, Spoken, within

KEYS = "0123456789*#"
LONGEST_OWN_WORDS = 600
MOST_DIGITS = 20
LONGEST_GROUP = 3
_KEY_NAMES = {"*": "star", "#": "hash"}

Shut = Literal["closed", "full"]


class Choice(Spoken, frozen=True):
    """Base of the prompts in this module."""


class CallbackPromised(Choice, frozen=True):
    """We keep your place and call you at your turn; you can hang up. `opens` while the queue is closed."""

    place: int | None = None
    opens: Opening | None = None

    def __post_init__(self) -> None:
        if self.place is not None:
            within("place", self.place, 1, HIGHEST_NUMBER)


class CallbackGreeting(Choice, frozen=True):
    """First words to a customer whom we call; with `recorded`, how to decline. An agent is on the line."""

    company: str
    recorded: bool


class OutgoingGreeting(Choice, frozen=True):
    """First words to somebody whom an agent calls: who we are, that it is recorded, and how to decline."""

    company: str


class CallbackOffer(Choice, frozen=True):
    """Press one and we call you: when we have opened (closed), or when it is your turn (full)."""

    why: Shut


class AlreadyWaiting(Choice, frozen=True):
    """You asked us earlier to call you; key one takes that place along to this line."""


class QueueFull(Choice, frozen=True):
    """The honest refusal: so many wait that we would not reach you in a reasonable time."""


class StatementOffer(Choice, frozen=True):
    """Press two to say now what it is about; the place stays."""


class StatementIntro(Choice, frozen=True):
    """Speak after the tone; two minutes; hash ends it."""


class RatingQuestion(Choice, frozen=True):
    """How did it go? One for badly, up to five for very well; or just hang up."""


class RatingThanks(Choice, frozen=True):
    """The answer was heard; goodbye."""


class StatementFull(Choice, frozen=True):
    """Two minutes are over; what was said is kept, and so is the place."""


class StatementKept(Choice, frozen=True):
    """What was said is kept, and so is the place."""


class TellAllOffer(Choice, frozen=True):
    """Press `key` to be let tell it all before anybody tries to solve it."""

    key: str

    def __post_init__(self) -> None:
        _key(self.key)


class TellAllNoted(Choice, frozen=True):
    """The agent will know that you want to tell it all first."""


class KeyInNumber(Choice, frozen=True):
    """Key in the number to call, and end with hash."""


class NumberReadBack(Choice, frozen=True):
    """The keyed number, digit by digit; press one if it is right, two to do it again."""

    digits: str

    def __post_init__(self) -> None:
        _digits(self.digits, MOST_DIGITS)


class NumberHeard(Choice, frozen=True):
    """Beginning of `NumberReadBack`."""


class NumberCheck(Choice, frozen=True):
    """End of `NumberReadBack`: press one if it is right, two to do it again."""


class CannotCallNumber(Choice, frozen=True):
    """That number cannot, or may not, be called."""


class NotAChoice(Choice, frozen=True):
    """The key means nothing here."""


class LanguageChoice(Choice, frozen=True):
    """Which key is for a language: always told in that language."""

    language: Language
    key: str

    def __post_init__(self) -> None:
        _key(self.key)


class PlaceCode(Choice, frozen=True):
    """You can follow your place on our site; the code, twice."""

    digits: str

    def __post_init__(self) -> None:
        _digits(self.digits, MOST_DIGITS)


class PlaceCodeIntro(Choice, frozen=True):
    """Beginning of `PlaceCode`."""


class OnceMore(Choice, frozen=True):
    """Between the two times that a code is told."""


class PlaceTexted(Choice, frozen=True):
    """We have texted a link to the place page."""


class Digits(Choice, frozen=True):
    """One group of a number or a code, digit by digit."""

    digits: str

    def __post_init__(self) -> None:
        _digits(self.digits, LONGEST_GROUP)


class IncidentOffer(Choice, frozen=True):
    """Press three to be told when it works again, without waiting."""


class WillBeTold(Choice, frozen=True):
    """Answer to key three."""


class OwnWords(Choice, frozen=True):
    """What the company has written itself (a menu, a notice), in `language` or else the call's."""

    text: str
    language: Language | None = None

    def __post_init__(self) -> None:
        within("length of text", len(self.text), 1, LONGEST_OWN_WORDS)
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in self.text):
            raise ValueError("text must not hold control characters")
        if not any(char.isalnum() for char in self.text):
            raise ValueError("text must hold something to say")


Choices = (
    CallbackPromised
    | CallbackGreeting
    | OutgoingGreeting
    | CallbackOffer
    | AlreadyWaiting
    | QueueFull
    | StatementOffer
    | StatementIntro
    | RatingQuestion
    | RatingThanks
    | StatementFull
    | StatementKept
    | TellAllOffer
    | TellAllNoted
    | KeyInNumber
    | NumberReadBack
    | NumberHeard
    | NumberCheck
    | CannotCallNumber
    | NotAChoice
    | LanguageChoice
    | PlaceCode
    | PlaceCodeIntro
    | OnceMore
    | PlaceTexted
    | Digits
    | IncidentOffer
    | WillBeTold
    | OwnWords
)

SIMPLE_CHOICES: tuple[Choices, ...] = (
    AlreadyWaiting(),
    QueueFull(),
    StatementOffer(),
    StatementIntro(),
    RatingQuestion(),
    RatingThanks(),
    StatementFull(),
    StatementKept(),
    TellAllNoted(),
    KeyInNumber(),
    NumberHeard(),
    NumberCheck(),
    CannotCallNumber(),
    NotAChoice(),
    PlaceCodeIntro(),
    OnceMore(),
    PlaceTexted(),
    IncidentOffer(),
    WillBeTold(),
)
"""The prompts of this module without parameters."""


def own_words(text: str, language: Language | None = None) -> OwnWords | None:
    """What a company has typed, over several lines perhaps, as a prompt; None when nothing in it can be said.

    What is too long is cut, for a notice that ends early is better than one that is not heard at all.
    """
    spaced = "".join(char if char.isprintable() else " " for char in text)
    try:
        return OwnWords(" ".join(spaced.split())[:LONGEST_OWN_WORDS], language)
    except ValueError:
        return None


def grouped(digits: str) -> tuple[Digits, ...]:
    """Digits as people say them: eight in pairs, otherwise threes with what remains in pairs."""
    pairs = {0: 0, 1: 2, 2: 1}[len(digits) % 3]
    threes = 0 if len(digits) == 8 else max(0, len(digits) - 2 * pairs)
    starts = [*range(0, threes, 3), *range(threes, len(digits), 2)]
    return tuple(Digits(digits[a:b]) for a, b in zip(starts, [*starts[1:], len(digits)], strict=True))


def choice_key_parts(prompt: Choices) -> tuple[str, ...]:
    """What tells two prompts of a kind apart in the names of recorded voices."""
    parts: tuple[str, ...] = ()
    match prompt:
        case CallbackPromised(place=place, opens=opens):
            at = () if opens is None else (opens.day, f"{opens.hour:02}{opens.minute:02}")
            parts = (*(() if place is None else (str(place),)), *at)
        case CallbackGreeting(recorded=True):
            parts = ("recorded",)
        case CallbackOffer(why=why):
            parts = (why,)
        case NumberReadBack(digits=digits) | PlaceCode(digits=digits) | Digits(digits=digits):
            parts = (digits,)
        case LanguageChoice(language=language, key=key):
            parts = (language, _KEY_NAMES.get(key, key))
        case TellAllOffer(key=key):
            parts = (_KEY_NAMES.get(key, key),)
        case OwnWords(text=text):
            parts = (hashlib.sha256(text.encode()).hexdigest()[:20],)
    return parts


def _digits(digits: str, longest: int) -> None:
    within("number of digits", len(digits), 1, longest)
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("digits must be 0 to 9 only")


def _key(key: str) -> None:
    if len(key) != 1 or key not in KEYS:
        raise ValueError("key must be one of 0-9, star and hash")
