"""The closed set of things Lur can say, as values.

Everything spoken is one of these, so that a test can ask for every translation, a recorded voice can replace
any single sentence by its key, and nobody ever hands free text (or digits) to a speech synthesiser.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

import msgspec

Language = Literal["sv", "nb", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Day = Literal["today", "tomorrow", Weekday]
GrownReason = Literal["fewer_agents", "longer_calls", "earlier_place_returned", "unknown"]
SpokenPresence = Literal["ready", "paused", "signed_out"]

HIGHEST_NUMBER = 9_999
LONGEST_WAIT_MIN = 24 * 60


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class _Prompt(msgspec.Struct, frozen=True, tag=_snake):
    """Base of all prompts; the tag is the stable name used in keys of recorded voices."""


class Greeting(_Prompt, frozen=True):
    """First words to a customer; with `recorded`, the notice that the call is recorded and how to decline.

    `brief` is for somebody whose agent's phone rings already: the notice and the key, not the reasons.
    """

    company: str
    recorded: bool
    brief: bool = False


class PlaceInQueue(_Prompt, frozen=True):
    """The contact's place; 1 is next."""

    place: int

    def __post_init__(self) -> None:
        _within("place", self.place, 1, HIGHEST_NUMBER)


class PlaceKept(_Prompt, frozen=True):
    """After a disturbance of ours: sorry, and the place you still have."""

    place: int

    def __post_init__(self) -> None:
        _within("place", self.place, 1, HIGHEST_NUMBER)


class WaitRange(_Prompt, frozen=True):
    """Estimated wait between two whole minutes; 0 to 1 is told as "less than a minute"."""

    low_min: int
    high_min: int

    def __post_init__(self) -> None:
        _within("low_min", self.low_min, 0, LONGEST_WAIT_MIN)
        _within("high_min", self.high_min, self.low_min, LONGEST_WAIT_MIN)


class WaitRangeAgain(_Prompt, frozen=True):
    """The same as `WaitRange` in few words, for a customer who has heard the long form."""

    low_min: int
    high_min: int

    def __post_init__(self) -> None:
        _within("low_min", self.low_min, 0, LONGEST_WAIT_MIN)
        _within("high_min", self.high_min, self.low_min, LONGEST_WAIT_MIN)


class WaitUnknown(_Prompt, frozen=True):
    """There is no honest estimate right now."""


class WaitGrown(_Prompt, frozen=True):
    """The estimate has risen, and why."""

    reason: GrownReason


class NobodySignedIn(_Prompt, frozen=True):
    """Open, but no agent is signed in; waiting is allowed."""


class Opening(msgspec.Struct, frozen=True):
    """When a queue opens next, on the company's own clock."""

    day: Day
    hour: int
    minute: int = 0

    def __post_init__(self) -> None:
        _within("hour", self.hour, 0, 23)
        _within("minute", self.minute, 0, 59)


class QueueClosed(_Prompt, frozen=True):
    """Closed hours, with the next opening when it is known."""

    opens: Opening | None = None


class Apology(_Prompt, frozen=True):
    """A technical fault of ours: sorry, please call again."""


class YourTurn(_Prompt, frozen=True):
    """Said just before the customer is connected."""


class StillWaiting(_Prompt, frozen=True):
    """Thanks for waiting; the place is still yours."""


class RecordingDeclined(_Prompt, frozen=True):
    """Answer to key nine."""


class KeepPlaceOffer(_Prompt, frozen=True):
    """Press one to keep the place and be called back."""


class ResumeOffer(_Prompt, frozen=True):
    """You called a while ago; press one to have your place back."""


class WelcomeBack(_Prompt, frozen=True):
    """The place of the earlier call is the customer's again; the place itself follows."""


class PresenceConfirmed(_Prompt, frozen=True):
    """Answer to an agent who dialled *1, *2 or *0."""

    presence: SpokenPresence


class NotAllowed(_Prompt, frozen=True):
    """This phone may not do that (an unknown phone dialled *1)."""


class CallEnding(_Prompt, frozen=True):
    """Thanks and goodbye, before Lur hangs up."""


Prompt = (
    Greeting
    | PlaceInQueue
    | PlaceKept
    | WaitRange
    | WaitRangeAgain
    | WaitUnknown
    | WaitGrown
    | NobodySignedIn
    | QueueClosed
    | Apology
    | YourTurn
    | StillWaiting
    | RecordingDeclined
    | KeepPlaceOffer
    | ResumeOffer
    | WelcomeBack
    | PresenceConfirmed
    | NotAllowed
    | CallEnding
)

SIMPLE: tuple[Prompt, ...] = (
    WaitUnknown(),
    NobodySignedIn(),
    Apology(),
    YourTurn(),
    StillWaiting(),
    RecordingDeclined(),
    KeepPlaceOffer(),
    ResumeOffer(),
    WelcomeBack(),
    NotAllowed(),
    CallEnding(),
)
"""The prompts without parameters."""


def key(prompt: Prompt) -> str:
    """Stable name of a prompt, the file name of its recorded voice ("place_in_queue-3")."""
    return "-".join((str(prompt.__struct_config__.tag), *_key_parts(prompt)))


def _key_parts(prompt: Prompt) -> tuple[str, ...]:
    parts: tuple[str, ...]
    match prompt:
        case Greeting(recorded=True, brief=brief):
            parts = ("recorded", "brief") if brief else ("recorded",)
        case PlaceInQueue(place=place) | PlaceKept(place=place):
            parts = (str(place),)
        case WaitRange(low_min=low, high_min=high) | WaitRangeAgain(low_min=low, high_min=high):
            parts = (str(low), str(high))
        case WaitGrown(reason=reason):
            parts = (reason,)
        case QueueClosed(opens=Opening(day=day, hour=hour, minute=minute)):
            parts = (day, f"{hour:02}{minute:02}")
        case PresenceConfirmed(presence=presence):
            parts = (presence,)
        case _:
            parts = ()
    return parts


def _within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} must be between {low} and {high}, not {value}")
