"""What to do about each fault of a flow, in three languages. What it is about stands beside it."""

from __future__ import annotations

from typing import NamedTuple

from lur.core.flow_check import FlowFault, FlowFaultCode
from lur.core.ids import Language
from lur.web.payloads.flows import FaultRow


class Advice(NamedTuple):
    """The sentences of one code."""

    sv: str
    nb: str
    en: str


ADVICE: dict[FlowFaultCode, Advice] = {
    "flow_no_way_in": Advice(
        "Flödet börjar ingenstans. Välj vilken ruta som är den första.",
        "Flyten begynner ingen steder. Velg hvilken boks som er den første.",
        "The flow begins nowhere. Choose which box comes first.",
    ),
    "flow_dead_end": Advice(
        "Den leder till en ruta som inte finns. Välj vart den ska leda.",
        "Den fører til en boks som ikke finnes. Velg hvor den skal føre.",
        "It leads to a box that is not there. Choose where it is to lead.",
    ),
    "flow_trap": Advice(
        "Den som inte trycker på något går runt här och kommer aldrig ut. Led vidare till en kö.",
        "Den som ikke trykker på noe, går i ring her og kommer aldri ut. Før videre til en kø.",
        "Somebody who presses nothing goes round here and never gets out. Lead on to a queue.",
    ),
    "flow_unreachable": Advice(
        "Ingen kan komma hit. Led någon hit, eller ta bort rutan.",
        "Ingen kan komme hit. Før noen hit, eller fjern boksen.",
        "Nobody can come here. Lead somebody here, or remove the box.",
    ),
    "flow_unknown_queue": Advice(
        "Kön finns inte, eller tar inte emot samtal. Välj en annan.",
        "Køen finnes ikke, eller tar ikke imot samtaler. Velg en annen.",
        "There is no such queue, or it takes no calls. Choose another.",
    ),
    "flow_node_twice": Advice(
        "Två rutor har samma id. Ge den ena ett annat.",
        "To bokser har samme ID. Gi den ene en annen.",
        "Two boxes have the same id. Give one of them another.",
    ),
    "flow_bad_id": Advice(
        "Id:t får ha små bokstäver a till z, siffror, _ och -, högst 40 tecken.",
        "ID-en kan ha små bokstaver a til z, sifre, _ og -, høyst 40 tegn.",
        "The id may have small letters a to z, digits, _ and -, at most 40 characters.",
    ),
    "flow_key_twice": Advice(
        "Två val har samma knapp. Ge det ena en annan.",
        "To valg har samme tast. Gi det ene en annen.",
        "Two choices have the same key. Give one of them another.",
    ),
    "flow_bad_key": Advice(
        "Välj en knapp: 0 till 8, * eller #. Nio avböjer alltid inspelning.",
        "Velg en tast: 0 til 8, * eller #. Ni brukes alltid til å reservere seg mot opptak.",
        "Choose one key: 0 to 8, * or #. Nine always declines the recording.",
    ),
    "flow_no_options": Advice(
        "Frågan har inga val. Lägg till minst ett.",
        "Spørsmålet har ingen valg. Legg til minst ett.",
        "The question has no choices. Add at least one.",
    ),
    "flow_empty_words": Advice(
        "Text saknas. Skriv vad som ska sägas eller visas.",
        "Teksten mangler. Skriv hva som skal sies eller vises.",
        "Words are missing. Write what is to be said or shown.",
    ),
    "flow_out_of_range": Advice(
        "En fråga ställs en till fem gånger och väntar en till trettio sekunder.",
        "Et spørsmål stilles én til fem ganger og venter ett til tretti sekunder.",
        "A question is asked one to five times and waits one to thirty seconds.",
    ),
    "flow_too_long": Advice(
        "Det blir för långt för den som ringer. Korta det.",
        "Det blir for langt for den som ringer. Kort det ned.",
        "That is too long for somebody on the phone. Shorten it.",
    ),
}


def told(faults: tuple[FlowFault, ...], language: Language) -> tuple[FaultRow, ...]:
    """Faults as somebody reads them."""
    return tuple(
        FaultRow(
            code=each.code,
            node_id=each.node_id,
            detail=each.detail,
            what_to_do=getattr(ADVICE[each.code], language),
        )
        for each in faults
    )
