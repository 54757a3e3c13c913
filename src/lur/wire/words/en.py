"""English (British): numbers, clock and sentences."""

from __future__ import annotations

from lur.wire.words import prompts as p
from lur.wire.words.names import spoken_name, word_list
from lur.wire.words.spans import Span, Unit, span

_ONES = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = word_list("_ _ twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = word_list(
    "_ first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)

_DAYS: dict[p.Day, str] = {
    "today": "today",
    "tomorrow": "tomorrow",
    "monday": "on Monday",
    "tuesday": "on Tuesday",
    "wednesday": "on Wednesday",
    "thursday": "on Thursday",
    "friday": "on Friday",
    "saturday": "on Saturday",
    "sunday": "on Sunday",
}
_GROWN: dict[p.GrownReason, str] = {
    "fewer_agents": "The wait has become longer because fewer agents are signed in.",
    "longer_calls": "The wait has become longer because calls are taking more time than usual.",
    "earlier_place_returned": (
        "The wait has become longer because someone ahead of you has come back to their place."
    ),
    "unknown": "We are sorry, the wait has become longer.",
}
_PRESENCE: dict[p.SpokenPresence, str] = {
    "ready": "You are ready.",
    "paused": "You are on pause.",
    "signed_out": "You are signed out.",
}
_SIMPLE: dict[p.Prompt, str] = {
    p.WaitUnknown(): "Right now we cannot say how long the wait will be. You keep your place.",
    p.NobodySignedIn(): "Right now no agent is signed in. You can wait, and you keep your place.",
    p.Apology(): "We are sorry, we have a technical fault. Please call again in a little while.",
    p.YourTurn(): "It is your turn now.",
    p.StillWaiting(): "Thank you for waiting. You still have your place in the queue.",
    p.StillOnHold(): "Thank you for holding. We have not forgotten you. We are working on your matter.",
    p.RecordingDeclined(): "This call is not being recorded.",
    p.KeepPlaceOffer(): "Press one to keep your place and be called back.",
    p.ResumeOffer(): "You called a little while ago. Press one to have your place back.",
    p.WelcomeBack(): "Welcome back. You still have your place.",
    p.NotAllowed(): "That is not possible from this phone.",
    p.CallEnding(): "Thank you for calling. Goodbye.",
}
_BRIEF_NOTICE = " This call is recorded. Press nine if you would rather not."
_NOTICE = (
    " This call is recorded, to learn and to protect both you and us. Press nine if you would rather not."
)


def cardinal(number: int) -> str:
    """Counting word for 0 to 9 999: "twenty-one", "one hundred and one"."""
    if number >= 1000:
        return _joined(f"{_ONES[number // 1000]} thousand", number % 1000)
    if number >= 100:
        return _joined(f"{_ONES[number // 100]} hundred", number % 100)
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def ordinal(number: int) -> str:
    """Ordinal for 1 to 9 999: "twenty-first", "one hundredth", "one hundred and first"."""
    last = number % 100
    if last == 0:
        return cardinal(number) + "th"
    head = f"{cardinal(number - last)} and " if number >= 100 else ""
    return head + (_ORDINALS[last] if last < 20 else _tens_ordinal(last))


def _tens_ordinal(number: int) -> str:
    tens = _TENS[number // 10]
    return f"{tens}-{_ORDINALS[number % 10]}" if number % 10 else f"{tens[:-1]}ieth"


def _joined(head: str, rest: int) -> str:
    if rest == 0:
        return head
    return f"{head} {'and ' if rest < 100 else ''}{cardinal(rest)}"


def minutes(number: int) -> str:
    """A number of minutes: "one minute", "twenty-one minutes"."""
    return f"{cardinal(number)} {_noun(number, 'minute')}"


def _noun(number: int, unit: Unit) -> str:
    return unit if number == 1 else f"{unit}s"


def clock(hour: int, minute: int) -> str:
    """Time of day on the 12-hour clock: "at eight in the morning", "at half past one in the afternoon"."""
    if minute == 0 and hour % 12 == 0:
        return "at noon" if hour else "at midnight"
    this, following = cardinal(hour % 12 or 12), cardinal((hour + 1) % 12 or 12)
    nearest = {
        0: this,
        15: f"a quarter past {this}",
        30: f"half past {this}",
        45: f"a quarter to {following}",
    }
    exact = f"{this} {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    return f"at {nearest.get(minute, exact)} {_day_part(hour)}"


def when(opens: p.Opening) -> str:
    """An opening: "tomorrow at eight in the morning"."""
    return f"{_DAYS[opens.day]} {clock(opens.hour, opens.minute)}"


def _day_part(hour: int) -> str:
    if hour < 5:
        return "at night"
    if hour < 12:
        return "in the morning"
    return "in the afternoon" if hour < 18 else "in the evening"


def _wait(wait: Span) -> str:
    high = f"{cardinal(wait.high)} {_noun(wait.high, wait.unit)}"
    forms = {
        "less_than_one": "in less than one minute",
        "exactly_one": f"in {high}",
        "about": f"in about {high}",
        "within": f"within {high}",
        "between": f"in between {cardinal(wait.low)} and {high}",
    }
    return forms[wait.form]


def _notice(greeting: p.Greeting) -> str:
    if not greeting.recorded:
        return ""
    return _BRIEF_NOTICE if greeting.brief else _NOTICE


def sentence(prompt: p.Prompt) -> str:
    """The prompt as English sentences."""
    match prompt:
        case p.Greeting(company=company):
            text = f"Welcome to {spoken_name(company, cardinal)}." + _notice(prompt)
        case p.PlaceInQueue(place=place):
            text = f"You are number {cardinal(place)} in the queue."
        case p.PlaceKept(place=place):
            text = f"Sorry for the interruption. You are still {ordinal(place)} in the queue."
        case p.WaitRange(low_min=low, high_min=high):
            text = f"We expect to answer {_wait(span(low, high))}."
        case p.WaitRangeAgain(low_min=low, high_min=high):
            text = f"{_wait(span(low, high))}.".capitalize()
        case p.WaitGrown(reason=reason):
            text = _GROWN[reason]
        case p.QueueClosed(opens=None):
            text = "We are closed now. You are welcome to call another day."
        case p.QueueClosed(opens=p.Opening() as opens):
            text = f"We are closed now. We open again {when(opens)}."
        case p.PresenceConfirmed(presence=presence):
            text = _PRESENCE[presence]
        case _:
            text = _SIMPLE[prompt]
    return text
