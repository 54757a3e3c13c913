"""English (British): sentences about keys, callbacks, numbers, statements, codes and incidents."""

from __future__ import annotations

from lur.wire.words import choices as c
from lur.wire.words.en import cardinal, when
from lur.wire.words.tongue import Tongue

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
    c.RatingQuestion(): (
        "How did it go? Press one if it went badly, up to five if it went very well."
        " You can also just hang up."
    ),
    c.RatingThanks(): "Thank you for your answer. Goodbye.",
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

TONGUE = Tongue(
    simple=_SIMPLE,
    offers={
        "closed": "Press one and we will call you when we have opened.",
        "full": "Press one and we will call you when it is your turn.",
    },
    keys={"*": "star", "#": "hash"},
    notice=" This call is recorded. Press nine if you would rather not.",
    greeting="Hello, this is {name}. You asked us to call you back.{notice} "
    "One moment, and you can talk to us.",
    outgoing="Hello, this is {name}.{notice}",
    place_kept=("your place", "your place as number {place}"),
    we_call=("We will call", "We open {opens} and will call"),
    promised="Thank you. You keep {kept} in the queue. {call} you when it is your turn. You can hang up now.",
    tell_all="Press {key} to tell it all before we try to solve it.",
    language="For English, press {key}.",
    cardinal=cardinal,
    when=when,
)
