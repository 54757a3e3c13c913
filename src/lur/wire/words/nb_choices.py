"""Norwegian (bokmål): sentences about keys, callbacks, numbers, statements, codes and incidents."""

from __future__ import annotations

from lur.wire.words import choices as c
from lur.wire.words import prompts as p
from lur.wire.words.names import spoken_name, spoken_text
from lur.wire.words.nb import cardinal, when

_SIMPLE: dict[c.Choices, str] = {
    c.AlreadyWaiting(): (
        "Du har allerede bedt oss ringe deg opp. Trykk én hvis du heller vil vente her, på samme plass."
    ),
    c.QueueFull(): ("Dessverre venter så mange akkurat nå at vi ikke rekker å svare deg innen rimelig tid."),
    c.StatementOffer(): ("Trykk to om du vil fortelle allerede nå hva det gjelder. Du beholder plassen din."),
    c.StatementIntro(): (
        "Fortell etter tonen hva det gjelder. Du har to minutter. Trykk firkant når du er ferdig."
    ),
    c.StatementFull(): (
        "Nå har det gått to minutter. Vi har tatt vare på det du har sagt, og du har fortsatt plassen din."
    ),
    c.StatementKept(): "Takk, vi har tatt vare på det du har sagt. Du har fortsatt plassen din.",
    c.TellAllNoted(): "Takk, da får du fortelle alt først.",
    c.KeyInNumber(): "Tast telefonnummeret vi skal ringe, og avslutt med firkant.",
    c.NumberHeard(): "Dette nummeret har du tastet.",
    c.NumberCheck(): "Trykk én om det stemmer, to om du vil gjøre det på nytt.",
    c.CannotCallNumber(): "Det nummeret kan vi dessverre ikke ringe.",
    c.NotAChoice(): "Det valget finnes ikke.",
    c.PlaceCodeIntro(): ("Du kan følge plassen din på nettstedet vårt, under plass. Her kommer koden din."),
    c.OnceMore(): "Én gang til.",
    c.PlaceTexted(): "Vi har sendt deg en sms med en lenke der du kan følge plassen din.",
    c.IncidentOffer(): "Trykk tre, så sier vi fra når det virker igjen. Da trenger du ikke å vente.",
    c.WillBeTold(): "Takk. Vi sier fra når det virker igjen. Du kan legge på nå.",
}
_OFFERS: dict[c.Shut, str] = {
    "closed": "Trykk én, så ringer vi deg opp når vi har åpnet.",
    "full": "Trykk én, så ringer vi deg opp når det er din tur.",
}
_KEYS = {"*": "stjerne", "#": "firkant"}
_NOTICE = " Samtalen tas opp. Trykk ni om du ikke ønsker det."


def _promised(place: int | None, opens: p.Opening | None) -> str:
    kept = "plassen din" if place is None else f"plassen din som nummer {cardinal(place)}"
    call = "Vi ringer" if opens is None else f"Vi åpner {when(opens)} og ringer"
    return f"Takk. Du beholder {kept} i køen. {call} deg opp når det er din tur. Du kan legge på nå."


def _pressed(key: str) -> str:
    return _KEYS.get(key) or cardinal(int(key))


def _greeting(company: str, recorded: bool) -> str:
    notice = _NOTICE if recorded else ""
    name = spoken_name(company, cardinal)
    return f"Hei, dette er {name}. Du ba oss ringe deg opp.{notice} Et øyeblikk, så får du snakke med oss."


def sentence(prompt: c.Choices) -> str:
    """The prompt as Norwegian sentences."""
    match prompt:
        case c.CallbackPromised(place=place, opens=opens):
            text = _promised(place, opens)
        case c.CallbackGreeting(company=company, recorded=recorded):
            text = _greeting(company, recorded)
        case c.CallbackOffer(why=why):
            text = _OFFERS[why]
        case c.TellAllOffer(key=key):
            text = f"Trykk {_pressed(key)} om du vil fortelle alt før vi prøver å løse det."
        case c.LanguageChoice(key=key):
            text = f"For norsk, trykk {_pressed(key)}."
        case c.Digits(digits=digits):
            text = " ".join(cardinal(int(digit)) for digit in digits).capitalize() + "."
        case c.OwnWords(text=own):
            text = spoken_text(own, cardinal)
        case _:
            text = _SIMPLE[prompt]
    return text
