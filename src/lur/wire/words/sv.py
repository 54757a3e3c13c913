"""Swedish: numbers, clock and sentences.

Choices. Before a noun compounds of one end in -en whatever the gender ("tjugoen minuter"), but alone and in
numbering as -ett ("plats tjugoett", "klockan tjugoett"): advice of Språkrådet. A hundred is said "hundra",
not "etthundra".
"""

from __future__ import annotations

from lur.wire.words import prompts as p
from lur.wire.words.names import spoken_name, word_list
from lur.wire.words.spans import Span, Unit, span

_ONES = word_list(
    "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton"
    " nitton"
)
_TENS = word_list("_ _ tjugo trettio fyrtio femtio sextio sjuttio åttio nittio")
_ORDINALS = word_list(
    "_ första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde "
    "fjortonde femtonde sextonde sjuttonde artonde nittonde"
)

_DAYS: dict[p.Day, str] = {
    "today": "i dag",
    "tomorrow": "i morgon",
    "monday": "på måndag",
    "tuesday": "på tisdag",
    "wednesday": "på onsdag",
    "thursday": "på torsdag",
    "friday": "på fredag",
    "saturday": "på lördag",
    "sunday": "på söndag",
}
_GROWN: dict[p.GrownReason, str] = {
    "fewer_agents": "Väntetiden har blivit längre eftersom färre medarbetare är inloggade.",
    "longer_calls": "Väntetiden har blivit längre eftersom samtalen tar mer tid än vanligt.",
    "earlier_place_returned": (
        "Väntetiden har blivit längre eftersom någon före dig har kommit tillbaka till sin plats."
    ),
    "unknown": "Väntetiden har tyvärr blivit längre.",
}
_PRESENCE: dict[p.SpokenPresence, str] = {
    "ready": "Du är redo.",
    "paused": "Du har paus.",
    "signed_out": "Du är utloggad.",
}
_SIMPLE: dict[p.Prompt, str] = {
    p.WaitUnknown(): "Just nu kan vi inte säga hur lång väntetiden blir. Du behåller din plats.",
    p.NobodySignedIn(): "Just nu är ingen medarbetare inloggad. Du kan vänta kvar och behåller din plats.",
    p.Apology(): "Förlåt, vi har ett tekniskt fel. Ring gärna igen om en liten stund.",
    p.YourTurn(): "Nu är det din tur.",
    p.StillWaiting(): "Tack för att du väntar. Du har kvar din plats i kön.",
    p.StillOnHold(): "Tack för att du väntar. Vi har inte glömt dig, vi arbetar med ditt ärende.",
    p.RecordingDeclined(): "Samtalet spelas inte in.",
    p.KeepPlaceOffer(): "Tryck ett om du vill behålla din plats och bli uppringd.",
    p.ResumeOffer(): "Du ringde för en stund sedan. Tryck ett om du vill ha tillbaka din plats.",
    p.WelcomeBack(): "Välkommen tillbaka. Du har kvar din plats.",
    p.NotAllowed(): "Det går inte från den här telefonen.",
    p.CallEnding(): "Tack för samtalet. Hej då.",
}
_BRIEF_NOTICE = " Samtalet spelas in. Tryck nio om du inte vill det."
_NOTICE = (
    " Samtalet spelas in för att vi ska kunna lära och för att skydda både dig och oss."
    " Tryck nio om du inte vill det."
)


def cardinal(number: int) -> str:
    """Counting word for 0 to 9 999: "tjugoett", "hundraett", "tvåtusentrehundra"."""
    if number >= 1000:
        return _joined(_multiple(number // 1000, "tusen"), number % 1000)
    if number >= 100:
        return _joined(_multiple(number // 100, "hundra"), number % 100)
    return _ONES[number] if number < 20 else _joined(_TENS[number // 10], number % 10)


def counting(number: int) -> str:
    """The number before a noun of common gender: "en", "tjugoen", "hundraen"."""
    word = cardinal(number)
    return word[:-3] + "en" if number % 10 == 1 and number % 100 != 11 else word


def ordinal(number: int) -> str:
    """Ordinal for 1 to 9 999: "tjugoförsta", "hundrade", "hundraförsta"."""
    last = number % 100
    if last == 0:
        return cardinal(number) + "de"
    head = cardinal(number - last) if number >= 100 else ""
    return head + (_ORDINALS[last] if last < 20 else _tens_ordinal(last))


def _tens_ordinal(number: int) -> str:
    tens = _TENS[number // 10]
    return tens + (_ORDINALS[number % 10] if number % 10 else "nde")


def _multiple(count: int, word: str) -> str:
    return word if count == 1 else _ONES[count] + word


def _joined(head: str, rest: int) -> str:
    return head + cardinal(rest) if rest else head


def minutes(number: int) -> str:
    """A number of minutes: "en minut", "tjugoen minuter"."""
    return f"{counting(number)} {_noun(number, 'minute')}"


def _noun(number: int, unit: Unit) -> str:
    if unit == "minute":
        return "minut" if number == 1 else "minuter"
    return "timme" if number == 1 else "timmar"


def clock(hour: int, minute: int) -> str:
    """Time of day: "klockan åtta", "klockan halv nio", from noon as "klockan tretton och trettio"."""
    if (hour, minute) == (0, 0):
        return "vid midnatt"
    if minute == 0:
        return f"klockan {cardinal(hour)}"
    nearest = {
        15: f"kvart över {cardinal(hour)}",
        30: f"halv {cardinal(hour + 1)}",
        45: f"kvart i {cardinal(hour + 1)}",
    }
    if 1 <= hour < 12 and minute in nearest:
        return f"klockan {nearest[minute]}"
    return f"klockan {cardinal(hour)} och {cardinal(minute)}"


def when(opens: p.Opening) -> str:
    """An opening: "i morgon klockan åtta"."""
    return f"{_DAYS[opens.day]} {clock(opens.hour, opens.minute)}"


def _wait(wait: Span) -> str:
    high = f"{counting(wait.high)} {_noun(wait.high, wait.unit)}"
    forms = {
        "less_than_one": "om mindre än en minut",
        "exactly_one": f"om {high}",
        "about": f"om ungefär {high}",
        "within": f"inom {high}",
        "between": f"om mellan {counting(wait.low)} och {high}",
    }
    return forms[wait.form]


def _notice(greeting: p.Greeting) -> str:
    if not greeting.recorded:
        return ""
    return _BRIEF_NOTICE if greeting.brief else _NOTICE


def sentence(prompt: p.Prompt) -> str:
    """The prompt as Swedish sentences."""
    match prompt:
        case p.Greeting(company=company):
            text = f"Välkommen till {spoken_name(company, cardinal)}." + _notice(prompt)
        case p.PlaceInQueue(place=place):
            text = f"Du är på plats {cardinal(place)} i kön."
        case p.PlaceKept(place=place):
            text = f"Förlåt avbrottet. Du har kvar din {ordinal(place)} plats i kön."
        case p.WaitRange(low_min=low, high_min=high):
            text = f"Vi räknar med att svara {_wait(span(low, high))}."
        case p.WaitRangeAgain(low_min=low, high_min=high):
            text = f"{_wait(span(low, high))}.".capitalize()
        case p.WaitGrown(reason=reason):
            text = _GROWN[reason]
        case p.QueueClosed(opens=None):
            text = "Vi har stängt nu. Välkommen att ringa en annan dag."
        case p.QueueClosed(opens=p.Opening() as opens):
            text = f"Vi har stängt nu. Vi öppnar igen {when(opens)}."
        case p.PresenceConfirmed(presence=presence):
            text = _PRESENCE[presence]
        case _:
            text = _SIMPLE[prompt]
    return text
