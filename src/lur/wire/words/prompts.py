"""The closed set of things Lur can say, as values.

Everything spoken is one of these, so that a test can ask for every translation, a recorded voice can replace
any single sentence by its key, and nobody ever hands free text (or digits) to a speech synthesiser.
"""

from __future__ import annotations

from typing import Literal

from lur.wire.words.base import HIGHEST_NUMBER, LANGUAGES, Day, Language, Opening, Spoken, Weekday, within
from lur.wire.words.choices import SIMPLE_CHOICES, Choice, Choices, choice_key_parts

__all__ = ["HIGHEST_NUMBER", "LANGUAGES", "Day", "Language", "Opening", "Weekday"]

GrownReason = Literal["fewer_agents", "longer_calls", "earlier_place_returned", "unknown"]
SpokenPresence = Literal["ready", "paused", "signed_out"]

LONGEST_WAIT_MIN = 24 * 60


class Greeting(Spoken, frozen=True):
    """First words to a customer; with `recorded`, the notice that the call is recorded and how to decline.

    `brief` is for somebody whose agent's phone rings already: the notice and the key, not the reasons.
    """

    company: str
    recorded: bool
    brief: bool = False


class PlaceInQueue(Spoken, frozen=True):
    """The contact's place; 1 is next."""

    place: int

    def __post_init__(self) -> None:
        within("place", self.place, 1, HIGHEST_NUMBER)


class PlaceKept(Spoken, frozen=True):
    """After a disturbance of ours: sorry, and the place you still have."""

    place: int

    def __post_init__(self) -> None:
        within("place", self.place, 1, HIGHEST_NUMBER)


class WaitRange(Spoken, frozen=True):
    """Estimated wait between two whole minutes; 0 to 1 is told as "less than a minute"."""

    low_min: int
    high_min: int

    def __post_init__(self) -> None:
        within("low_min", self.low_min, 0, LONGEST_WAIT_MIN)
        within("high_min", self.high_min, self.low_min, LONGEST_WAIT_MIN)


class WaitRangeAgain(Spoken, frozen=True):
    """The same as `WaitRange` in few words, for a customer who has heard the long form."""

    low_min: int
    high_min: int

    def __post_init__(self) -> None:
        within("low_min", self.low_min, 0, LONGEST_WAIT_MIN)
        within("high_min", self.high_min, self.low_min, LONGEST_WAIT_MIN)


class WaitUnknown(Spoken, frozen=True):
    """There is no honest estimate right now."""


class WaitGrown(Spoken, frozen=True):
    """The estimate has risen, and why."""

    reason: GrownReason


class NobodySignedIn(Spoken, frozen=True):
    """Open, but no agent is signed in; waiting is allowed."""


class QueueClosed(Spoken, frozen=True):
    """Closed hours, with the next opening when it is known."""

    opens: Opening | None = None


class Apology(Spoken, frozen=True):
    """A technical fault of ours: sorry, please call again."""


class YourTurn(Spoken, frozen=True):
    """Said just before the customer is connected."""


class StillWaiting(Spoken, frozen=True):
    """Thanks for waiting; the place is still yours."""


class StillOnHold(Spoken, frozen=True):
    """To a customer whom an agent has put on hold, after a while: nobody has forgotten you."""


class RecordingDeclined(Spoken, frozen=True):
    """Answer to key nine."""


class KeepPlaceOffer(Spoken, frozen=True):
    """Press one to keep the place and be called back."""


class ResumeOffer(Spoken, frozen=True):
    """You called a while ago; press one to have your place back."""


class WelcomeBack(Spoken, frozen=True):
    """The place of the earlier call is the customer's again; the place itself follows."""


class PresenceConfirmed(Spoken, frozen=True):
    """Answer to an agent who dialled *1, *2 or *0."""

    presence: SpokenPresence


class NotAllowed(Spoken, frozen=True):
    """This phone may not do that (an unknown phone dialled *1)."""


class CallEnding(Spoken, frozen=True):
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
    | StillOnHold
    | RecordingDeclined
    | KeepPlaceOffer
    | ResumeOffer
    | WelcomeBack
    | PresenceConfirmed
    | NotAllowed
    | CallEnding
    | Choices
)

SIMPLE: tuple[Prompt, ...] = (
    WaitUnknown(),
    NobodySignedIn(),
    Apology(),
    YourTurn(),
    StillWaiting(),
    StillOnHold(),
    RecordingDeclined(),
    KeepPlaceOffer(),
    ResumeOffer(),
    WelcomeBack(),
    NotAllowed(),
    CallEnding(),
    *SIMPLE_CHOICES,
)
"""The prompts without parameters."""


def key(prompt: Prompt) -> str:
    """Stable name of a prompt, the file name of its recorded voice ("place_in_queue-3")."""
    return "-".join((str(prompt.__struct_config__.tag), *_key_parts(prompt)))


def _key_parts(prompt: Prompt) -> tuple[str, ...]:
    parts: tuple[str, ...]
    match prompt:
        case Choice():
            parts = choice_key_parts(prompt)
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
