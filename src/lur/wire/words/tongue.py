"""One way of making the sentences of ``choices.py``; each language brings its words as a ``Tongue``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lur.wire.words import choices as c
from lur.wire.words import prompts as p
from lur.wire.words.names import spoken_name, spoken_text


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language's words. What stands in braces is filled in as words of that language."""

    simple: Mapping[c.Choices, str]
    """The prompts without parameters."""
    offers: Mapping[c.Shut, str]
    keys: Mapping[str, str]
    """The keys that are no digits."""
    notice: str
    """That the call is recorded, with the space before it."""
    greeting: str
    """{name}, {notice}"""
    outgoing: str
    """{name}, {notice}"""
    place_kept: tuple[str, str]
    """Without a number, and with {place}."""
    we_call: tuple[str, str]
    """When it is their turn; after it {opens}."""
    promised: str
    """{kept}, {call}"""
    tell_all: str
    """{key}"""
    language: str
    """{key}"""
    cardinal: Callable[[int], str]
    when: Callable[[p.Opening], str]


def sentence(tongue: Tongue, prompt: c.Choices) -> str:
    """The prompt as sentences of this language."""
    match prompt:
        case c.CallbackPromised(place=place, opens=opens):
            text = _promised(tongue, place, opens)
        case c.CallbackGreeting(company=company, recorded=recorded):
            name = spoken_name(company, tongue.cardinal)
            text = tongue.greeting.format(name=name, notice=tongue.notice if recorded else "")
        case c.OutgoingGreeting(company=company):
            name = spoken_name(company, tongue.cardinal)
            text = tongue.outgoing.format(name=name, notice=tongue.notice)
        case c.CallbackOffer(why=why):
            text = tongue.offers[why]
        case c.TellAllOffer(key=key):
            text = tongue.tell_all.format(key=_pressed(tongue, key))
        case c.LanguageChoice(key=key):
            text = tongue.language.format(key=_pressed(tongue, key))
        case c.Digits(digits=digits):
            text = " ".join(tongue.cardinal(int(digit)) for digit in digits).capitalize() + "."
        case c.OwnWords(text=own):
            text = spoken_text(own, tongue.cardinal)
        case _:
            text = tongue.simple[prompt]
    return text


def _promised(tongue: Tongue, place: int | None, opens: p.Opening | None) -> str:
    alone, numbered = tongue.place_kept
    at_turn, after_opening = tongue.we_call
    kept = alone if place is None else numbered.format(place=tongue.cardinal(place))
    call = at_turn if opens is None else after_opening.format(opens=tongue.when(opens))
    return tongue.promised.format(kept=kept, call=call)


def _pressed(tongue: Tongue, key: str) -> str:
    return tongue.keys.get(key) or tongue.cardinal(int(key))
