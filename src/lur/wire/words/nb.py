"""Norwegian (bokmål): numbers, clock and sentences.

Choices. The new way of counting ("tjueto", "sju"). One is "én" alone and in numbering ("nummer tjueén"; the
accent is allowed, and without it a synthesiser swallows the vowel), "ett" before a neuter noun ("ett minutt",
"tjueett minutter"). Above a hundred the words stand apart with "og" ("hundre og én", "hundre og første").
"""

from __future__ import annotations

from typing import Literal

from lur.wire.words import prompts as p
from lur.wire.words.names import spoken_name, word_list
from lur.wire.words.spans import Span, Unit, span

_ONES = word_list(
    "null én to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten"
    " nitten"
)
_TENS = word_list("_ _ tjue tretti førti femti seksti sytti åtti nitti")
_ORDINALS = word_list(
    "_ første andre tredje fjerde femte sjette sjuende åttende niende tiende ellevte tolvte trettende"
    " fjortende femtende sekstende syttende attende nittende"
)
_TENS_ORDINALS = word_list(
    "_ _ tjuende trettiende førtiende femtiende sekstiende syttiende åttiende nittiende"
)

_DAYS: dict[p.Day, str] = {
    "today": "i dag",
    "tomorrow": "i morgen",
    "monday": "på mandag",
    "tuesday": "på tirsdag",
    "wednesday": "på onsdag",
    "thursday": "på torsdag",
    "friday": "på fredag",
    "saturday": "på lørdag",
    "sunday": "på søndag",
}
_GROWN: dict[p.GrownReason, str] = {
    "fewer_agents": "Ventetiden har blitt lengre fordi færre medarbeidere er pålogget.",
    "longer_calls": "Ventetiden har blitt lengre fordi samtalene tar mer tid enn vanlig.",
    "earlier_place_returned": (
        "Ventetiden har blitt lengre fordi noen foran deg har kommet tilbake til plassen sin."
    ),
    "unknown": "Ventetiden har dessverre blitt lengre.",
}
_PRESENCE: dict[p.SpokenPresence, str] = {
    "ready": "Du er klar.",
    "paused": "Du har pause.",
    "signed_out": "Du er avlogget.",
}
_SIMPLE: dict[p.Prompt, str] = {
    p.WaitUnknown(): "Akkurat nå kan vi ikke si hvor lang ventetiden blir. Du beholder plassen din.",
    p.NobodySignedIn(): "Akkurat nå er ingen medarbeidere pålogget. Du kan vente og beholder plassen din.",
    p.Apology(): "Beklager, vi har en teknisk feil. Ring gjerne igjen om en liten stund.",
    p.YourTurn(): "Nå er det din tur.",
    p.StillWaiting(): "Takk for at du venter. Du har fortsatt plassen din i køen.",
    p.StillOnHold(): "Takk for at du venter. Vi har ikke glemt deg, vi jobber med saken din.",
    p.RecordingDeclined(): "Samtalen blir ikke tatt opp.",
    p.KeepPlaceOffer(): "Trykk én for å beholde plassen og bli ringt opp.",
    p.ResumeOffer(): "Du ringte for litt siden. Trykk én for å få plassen din tilbake.",
    p.WelcomeBack(): "Velkommen tilbake. Du har fortsatt plassen din.",
    p.NotAllowed(): "Det går ikke fra denne telefonen.",
    p.CallEnding(): "Takk for samtalen. Ha det bra.",
}
_BRIEF_NOTICE = " Samtalen tas opp. Trykk ni om du ikke ønsker det."
_NOTICE = " Samtalen tas opp for opplæring og for å beskytte både deg og oss. Trykk ni om du ikke ønsker det."


def cardinal(number: int) -> str:
    """Counting word for 0 to 9 999: "tjueén", "hundre og én", "to tusen tre hundre"."""
    if number >= 1000:
        return _joined(_multiple(number // 1000, "tusen"), number % 1000)
    if number >= 100:
        return _joined(_multiple(number // 100, "hundre"), number % 100)
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (_ONES[number % 10] if number % 10 else "")


def counting(number: int, gender: Literal["common", "neuter"]) -> str:
    """The number before a noun: "ett"/"tjueett" when it is neuter, otherwise as `cardinal`."""
    word = cardinal(number)
    return word[:-2] + "ett" if gender == "neuter" and word.endswith("én") else word


def ordinal(number: int) -> str:
    """Ordinal for 1 to 9 999: "tjueførste", "hundrede", "hundre og første"."""
    last = number % 100
    if last == 0:
        return cardinal(number) + "de"
    head = _head(cardinal(number - last)) if number >= 100 else ""
    return head + (_ORDINALS[last] if last < 20 else _tens_ordinal(last))


def _tens_ordinal(number: int) -> str:
    if number % 10 == 0:
        return _TENS_ORDINALS[number // 10]
    return _TENS[number // 10] + _ORDINALS[number % 10]


def _multiple(count: int, word: str) -> str:
    return word if count == 1 else f"{_ONES[count]} {word}"


def _head(word: str) -> str:
    return f"{word} og "


def _joined(head: str, rest: int) -> str:
    if rest == 0:
        return head
    return f"{head} {cardinal(rest)}" if rest >= 100 else _head(head) + cardinal(rest)


def minutes(number: int) -> str:
    """A number of minutes: "ett minutt", "tjueett minutter"."""
    return f"{counting(number, 'neuter')} {_noun(number, 'minute')}"


def _noun(number: int, unit: Unit) -> str:
    if unit == "minute":
        return "minutt" if number == 1 else "minutter"
    return "time" if number == 1 else "timer"


def clock(hour: int, minute: int) -> str:
    """Time of day: "klokka åtte", "klokka halv ni", from noon as "klokka tretten tretti"."""
    if (hour, minute) == (0, 0):
        return "ved midnatt"
    if minute == 0:
        return f"klokka {_hour(hour)}"
    nearest = {
        15: f"kvart over {_hour(hour)}",
        30: f"halv {_hour(hour + 1)}",
        45: f"kvart på {_hour(hour + 1)}",
    }
    if 1 <= hour < 12 and minute in nearest:
        return f"klokka {nearest[minute]}"
    return f"klokka {_hour(hour)} {'null ' if minute < 10 else ''}{cardinal(minute)}"


def when(opens: p.Opening) -> str:
    """An opening: "i morgen klokka åtte"."""
    return f"{_DAYS[opens.day]} {clock(opens.hour, opens.minute)}"


def _hour(hour: int) -> str:
    return "ett" if hour == 1 else cardinal(hour)


def _wait(wait: Span) -> str:
    gender: Literal["common", "neuter"] = "neuter" if wait.unit == "minute" else "common"
    high = f"{counting(wait.high, gender)} {_noun(wait.high, wait.unit)}"
    forms = {
        "less_than_one": "om mindre enn ett minutt",
        "exactly_one": f"om {high}",
        "about": f"om omtrent {high}",
        "within": f"innen {high}",
        "between": f"om mellom {counting(wait.low, gender)} og {high}",
    }
    return forms[wait.form]


def _notice(greeting: p.Greeting) -> str:
    if not greeting.recorded:
        return ""
    return _BRIEF_NOTICE if greeting.brief else _NOTICE


def sentence(prompt: p.Prompt) -> str:
    """The prompt as Norwegian sentences."""
    match prompt:
        case p.Greeting(company=company):
            text = f"Velkommen til {spoken_name(company, cardinal)}." + _notice(prompt)
        case p.PlaceInQueue(place=place):
            text = f"Du er nummer {cardinal(place)} i køen."
        case p.PlaceKept(place=place):
            text = f"Beklager avbruddet. Du har fortsatt {ordinal(place)} plass i køen."
        case p.WaitRange(low_min=low, high_min=high):
            text = f"Vi regner med å svare {_wait(span(low, high))}."
        case p.WaitRangeAgain(low_min=low, high_min=high):
            text = f"{_wait(span(low, high))}.".capitalize()
        case p.WaitGrown(reason=reason):
            text = _GROWN[reason]
        case p.QueueClosed(opens=None):
            text = "Vi har stengt nå. Velkommen til å ringe en annen dag."
        case p.QueueClosed(opens=p.Opening() as opens):
            text = f"Vi har stengt nå. Vi åpner igjen {when(opens)}."
        case p.PresenceConfirmed(presence=presence):
            text = _PRESENCE[presence]
        case _:
            text = _SIMPLE[prompt]
    return text
