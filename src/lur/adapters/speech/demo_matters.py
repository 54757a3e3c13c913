"""What customers of the demo want: small matters, line by line, and what they say when something happens.

Each line must fit whatever the agent has said before it, since nobody listens to the words. Written as words
throughout, like the prompts.
"""

from __future__ import annotations

import msgspec

from lur.wire.words import Language


class Matter(msgspec.Struct, frozen=True):
    """One reason to call: the line that tells it, what follows, and thanks at the end."""

    name: str
    lines: tuple[str, ...]


class Interjections(msgspec.Struct, frozen=True, kw_only=True):
    """What every customer may say: when nobody greets, nobody answers, after hold, after a lost line, and
    when they give up."""

    hello: str
    still_there: str
    after_hold: str
    again: str
    give_up: str


INTERJECTIONS: dict[Language, Interjections] = {
    "sv": Interjections(
        hello="Hallå? Är det någon där?",
        still_there="Hallå, är du kvar?",
        after_hold="Ja, jag är kvar. Hur gick det?",
        again="Hej igen. Vi blev visst brutna.",
        give_up="Jag hör ingenting. Jag ringer igen senare. Hej då.",
    ),
    "nb": Interjections(
        hello="Hallo? Er det noen der?",
        still_there="Hallo, er du der ennå?",
        after_hold="Ja, jeg er her fortsatt. Hvordan gikk det?",
        again="Hei igjen. Vi ble visst brutt.",
        give_up="Jeg hører ingenting. Jeg ringer igjen senere. Ha det bra.",
    ),
    "en": Interjections(
        hello="Hello? Is anybody there?",
        still_there="Hello, are you still there?",
        after_hold="Yes, I am still here. How did it go?",
        again="Hello again. I think we were cut off.",
        give_up="I cannot hear anything. I will call again later. Goodbye.",
    ),
}

MATTERS: dict[Language, tuple[Matter, ...]] = {
    "sv": (
        Matter(
            "leverans",
            (
                "Hej! Jag väntar på ett paket som skulle ha kommit i går.",
                "Det står att det är levererat, men jag har inte fått något.",
                "Ja, det stämmer. Jag var hemma hela dagen.",
                "Nej, grannarna har inte heller sett till det.",
                "Jaha. När tror du att det kan komma?",
                "Det låter bra. Då vet jag.",
                "Tack så mycket för hjälpen. Hej då!",
            ),
        ),
        Matter(
            "retur",
            (
                "Hej! Jag vill skicka tillbaka ett par skor. De är för små.",
                "Jag köpte dem förra veckan och har bara provat dem inomhus.",
                "Ja, kartongen har jag kvar.",
                "Hellre en storlek större, om ni har dem hemma.",
                "Okej. Behöver jag skriva ut något själv?",
                "Perfekt, då lämnar jag in dem i morgon.",
                "Tack för hjälpen. Ha en fin dag!",
            ),
        ),
        Matter(
            "teknik",
            (
                "Hej! Mitt internet går ner flera gånger om dagen.",
                "Det började i måndags, efter åskan.",
                "Ja, jag har startat om routern. Då fungerar det en stund.",
                "Just nu lyser den röd.",
                "Vänta lite, jag tittar. Ja, kabeln sitter som den ska.",
                "Okej, då väntar jag på teknikern. Vad bra.",
                "Tack ska du ha. Hej då!",
            ),
        ),
    ),
    "nb": (
        Matter(
            "leverans",
            (
                "Hei! Jeg venter på en pakke som skulle ha kommet i går.",
                "Det står at den er levert, men jeg har ikke fått noe.",
                "Ja, det stemmer. Jeg var hjemme hele dagen.",
                "Nei, naboene har ikke sett den heller.",
                "Å ja. Når tror du den kan komme?",
                "Det høres bra ut. Da vet jeg det.",
                "Tusen takk for hjelpen. Ha det bra!",
            ),
        ),
        Matter(
            "retur",
            (
                "Hei! Jeg vil sende tilbake et par sko. De er for små.",
                "Jeg kjøpte dem forrige uke og har bare prøvd dem innendørs.",
                "Ja, esken har jeg fortsatt.",
                "Helst en størrelse større, hvis dere har dem på lager.",
                "Greit. Må jeg skrive ut noe selv?",
                "Perfekt, da leverer jeg dem inn i morgen.",
                "Takk for hjelpen. Ha en fin dag!",
            ),
        ),
        Matter(
            "teknik",
            (
                "Hei! Internettet mitt faller ut flere ganger om dagen.",
                "Det begynte på mandag, etter tordenværet.",
                "Ja, jeg har startet ruteren på nytt. Da virker det en stund.",
                "Akkurat nå lyser den rødt.",
                "Vent litt, jeg skal se. Ja, kabelen sitter som den skal.",
                "Greit, da venter jeg på teknikeren. Så bra.",
                "Takk skal du ha. Ha det!",
            ),
        ),
    ),
    "en": (
        Matter(
            "leverans",
            (
                "Hello! I am waiting for a parcel that should have come yesterday.",
                "It says it has been delivered, but I have not received anything.",
                "Yes, that is right. I was at home all day.",
                "No, the neighbours have not seen it either.",
                "I see. When do you think it might come?",
                "That sounds good. Now I know.",
                "Thank you very much for your help. Goodbye!",
            ),
        ),
        Matter(
            "retur",
            (
                "Hello! I would like to send back a pair of shoes. They are too small.",
                "I bought them last week and have only tried them on indoors.",
                "Yes, I still have the box.",
                "I would rather have one size larger, if you have them in stock.",
                "All right. Do I need to print anything myself?",
                "Perfect, I will hand them in tomorrow.",
                "Thank you for your help. Have a nice day!",
            ),
        ),
        Matter(
            "teknik",
            (
                "Hello! My internet goes down several times a day.",
                "It started on Monday, after the thunderstorm.",
                "Yes, I have restarted the router. Then it works for a while.",
                "Right now the light is red.",
                "One moment, let me look. Yes, the cable is in properly.",
                "All right, I will wait for the technician. Good.",
                "Thank you so much. Goodbye!",
            ),
        ),
    ),
}


def matter_for(language: Language, queue: str, number: int) -> Matter:
    """The matter that fits a queue of the demo company; elsewhere ``number`` chooses."""
    matters = MATTERS[language]
    fitting = [matter for matter in matters if matter.name == queue]
    return fitting[0] if fitting else matters[number % len(matters)]
