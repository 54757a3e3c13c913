"""English (British): sentences about keys, callbacks, numbers, statements, codes and incidents."""

from __future__ import annotations

from lur.wire.words import choices as c
from lur.wire.words import prompts as p
from lur.wire.words.en import cardinal, when
from lur.wire.words.names import spoken_name, spoken_text

_SIMPLE: dict[c.Choices, str] = {
    c.AlreadyWaiting(): (
        "You have already asked us to call you back. Press one if you would rather wait here, in your place."
    ),
    c.QueueFull(): (
        "We are sorry, so many people are waiting right now that we would not reach you in a reasonable time."
    ),
    c.StatementOffer(): "Press two to tell us now what it is about. You keep your place.",
    c.StatementIntro(): (
        "After the tone, tell us what it is about. You have two minutes. Press hash when you are done."
    ),
    c.StatementFull(): (
        "Two minutes have passed. What you have said is kept, and you still have your place."
    ),
    c.StatementKept(): "Thank you, what you have said is kept. You still have your place.",
    c.TellAllNoted(): "Thank you, you will be able to tell it all first.",
    c.KeyInNumber(): "Key in the telephone number we should call, and end with hash.",
    c.NumberHeard(): "This is the number you have keyed in.",
    c.NumberCheck(): "Press one if that is right, or two to do it again.",
    c.CannotCallNumber(): "We are sorry, we cannot call that number.",
    c.NotAChoice(): "That is not one of the choices.",
    c.PlaceCodeIntro(): "You can follow your place on our website, under place. Here is your code.",
    c.OnceMore(): "Once more.",
    c.PlaceTexted(): "We have texted you a link where you can follow your place.",
    c.IncidentOffer(): "Press three and we will tell you when it works again. You need not wait.",
    c.WillBeTold(): "Thank you. We will tell you when it works again. You can hang up now.",
}
_OFFERS: dict[c.Shut, str] = {
    "closed": "Press one and we will call you when we have opened.",
    "full": "Press one and we will call you when it is your turn.",
}
_KEYS = {"*": "star", "#": "hash"}
_NOTICE = " This call is recorded. Press nine if you would rather not."


def _promised(place: int | None, opens: p.Opening | None) -> str:
    kept = "your place" if place is None else f"your place as number {cardinal(place)}"
    call = "We will call" if opens is None else f"We open {when(opens)} and will call"
    return f"Thank you. You keep {kept} in the queue. {call} you when it is your turn. You can hang up now."


def _pressed(key: str) -> str:
    return _KEYS.get(key) or cardinal(int(key))


def _greeting(company: str, recorded: bool) -> str:
    notice = _NOTICE if recorded else ""
    name = spoken_name(company, cardinal)
    return (
        f"Hello, this is {name}. You asked us to call you back.{notice} One moment, and you can talk to us."
    )


def sentence(prompt: c.Choices) -> str:
    """The prompt as English sentences."""
    match prompt:
        case c.CallbackPromised(place=place, opens=opens):
            text = _promised(place, opens)
        case c.CallbackGreeting(company=company, recorded=recorded):
            text = _greeting(company, recorded)
        case c.CallbackOffer(why=why):
            text = _OFFERS[why]
        case c.TellAllOffer(key=key):
            text = f"Press {_pressed(key)} to tell it all before we try to solve it."
        case c.LanguageChoice(key=key):
            text = f"For English, press {_pressed(key)}."
        case c.Digits(digits=digits):
            text = " ".join(cardinal(int(digit)) for digit in digits).capitalize() + "."
        case c.OwnWords(text=own):
            text = spoken_text(own, cardinal)
        case _:
            text = _SIMPLE[prompt]
    return text
