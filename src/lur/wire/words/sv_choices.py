"""Swedish: sentences about keys, callbacks, numbers, statements, codes and incidents."""

from __future__ import annotations

from lur.wire.words import choices as c
from lur.wire.words import prompts as p
from lur.wire.words.names import spoken_name, spoken_text
from lur.wire.words.sv import cardinal, when

_SIMPLE: dict[c.Choices, str] = {
    c.AlreadyWaiting(): (
        "Du har redan bett oss ringa upp dig. Tryck ett om du hellre väntar här, på samma plats."
    ),
    c.QueueFull(): "Tyvärr väntar så många just nu att vi inte hinner svara dig inom rimlig tid.",
    c.StatementOffer(): "Tryck två om du redan nu vill berätta vad det gäller. Du behåller din plats.",
    c.StatementIntro(): (
        "Berätta efter tonen vad det gäller. Du har två minuter. Tryck fyrkant när du är klar."
    ),
    c.StatementFull(): "Nu har två minuter gått. Det du har sagt är sparat, och du har kvar din plats.",
    c.StatementKept(): "Tack, det du har sagt är sparat. Du har kvar din plats.",
    c.TellAllNoted(): "Tack, då får du berätta allt först.",
    c.KeyInNumber(): "Slå telefonnumret som vi ska ringa och avsluta med fyrkant.",
    c.NumberHeard(): "Det här numret har du slagit.",
    c.NumberCheck(): "Tryck ett om det stämmer, två om du vill göra om.",
    c.CannotCallNumber(): "Det numret kan vi tyvärr inte ringa.",
    c.NotAChoice(): "Det valet finns inte.",
    c.PlaceCodeIntro(): "Du kan följa din plats på vår webbplats, under plats. Här kommer din kod.",
    c.OnceMore(): "En gång till.",
    c.PlaceTexted(): "Vi har skickat ett sms med en länk där du kan följa din plats.",
    c.IncidentOffer(): "Tryck tre, så säger vi till när det fungerar igen. Då behöver du inte vänta.",
    c.WillBeTold(): "Tack. Vi säger till när det fungerar igen. Du kan lägga på nu.",
}
_OFFERS: dict[c.Shut, str] = {
    "closed": "Tryck ett, så ringer vi upp dig när vi har öppnat.",
    "full": "Tryck ett, så ringer vi upp dig när det är din tur.",
}
_KEYS = {"*": "stjärna", "#": "fyrkant"}
_NOTICE = " Samtalet spelas in. Tryck nio om du inte vill det."


def _promised(place: int | None, opens: p.Opening | None) -> str:
    kept = "din plats" if place is None else f"plats {cardinal(place)}"
    call = "Vi ringer" if opens is None else f"Vi öppnar {when(opens)} och ringer"
    return f"Tack. Du behåller {kept} i kön. {call} upp dig när det är din tur. Du kan lägga på nu."


def _pressed(key: str) -> str:
    return _KEYS.get(key) or cardinal(int(key))


def _greeting(company: str, recorded: bool) -> str:
    notice = _NOTICE if recorded else ""
    name = spoken_name(company, cardinal)
    return f"Hej, det är {name}. Du bad oss ringa upp dig.{notice} Ett ögonblick, så får du prata med oss."


def sentence(prompt: c.Choices) -> str:
    """The prompt as Swedish sentences."""
    match prompt:
        case c.CallbackPromised(place=place, opens=opens):
            text = _promised(place, opens)
        case c.CallbackGreeting(company=company, recorded=recorded):
            text = _greeting(company, recorded)
        case c.CallbackOffer(why=why):
            text = _OFFERS[why]
        case c.TellAllOffer(key=key):
            text = f"Tryck {_pressed(key)} om du vill berätta allt innan vi försöker lösa det."
        case c.LanguageChoice(key=key):
            text = f"För svenska, tryck {_pressed(key)}."
        case c.Digits(digits=digits):
            text = " ".join(cardinal(int(digit)) for digit in digits).capitalize() + "."
        case c.OwnWords(text=own):
            text = spoken_text(own, cardinal)
        case _:
            text = _SIMPLE[prompt]
    return text
