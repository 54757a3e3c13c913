"""The demo company's answers: three in each language."""

from __future__ import annotations

from lur.core.ids import Language, QueueId
from lur.features.answers.model import CommonAnswer


def _one(language: Language, position: int, queue: str, question: str, text: str) -> CommonAnswer:
    return CommonAnswer(
        id=f"demo-{language}-{position}",
        version=1,
        language=language,
        question=question,
        text=text,
        queue_ids=(QueueId(queue),),
        position=position,
        removed_at=None,
        demo=True,
    )


ANSWERS: tuple[CommonAnswer, ...] = (
    _one(
        "sv",
        1,
        "leverans",
        "När kommer mitt paket?",
        "De flesta paket kommer inom tre vardagar. Du får ett sms när paketet är på väg och ett när det kan "
        "hämtas.",
    ),
    _one(
        "sv",
        2,
        "retur",
        "Hur skickar jag tillbaka en vara?",
        "Du har trettio dagar på dig. Lägg varan och följesedeln i kartongen och lämna den hos ditt ombud. "
        "Pengarna kommer tillbaka inom tio dagar.",
    ),
    _one(
        "sv",
        3,
        "teknik",
        "Vad gör jag om apparaten inte startar?",
        "Dra ur sladden, vänta en minut och sätt i den igen. Håll startknappen intryckt i tio sekunder. "
        "Hjälper det inte, så hjälper vi dig.",
    ),
    _one(
        "nb",
        1,
        "leverans",
        "Når kommer pakken min?",
        "De fleste pakker kommer innen tre virkedager. Du får en sms når pakken er på vei, og en når den kan "
        "hentes.",
    ),
    _one(
        "nb",
        2,
        "retur",
        "Hvordan sender jeg tilbake en vare?",
        "Du har tretti dager på deg. Legg varen og følgeseddelen i esken og lever den på utleveringsstedet. "
        "Pengene kommer tilbake innen ti dager.",
    ),
    _one(
        "nb",
        3,
        "teknik",
        "Hva gjør jeg om apparatet ikke starter?",
        "Trekk ut ledningen, vent ett minutt og sett den i igjen. Hold startknappen inne i ti sekunder. "
        "Hjelper ikke det, så hjelper vi deg.",
    ),
    _one(
        "en",
        1,
        "leverans",
        "When will my parcel come?",
        "Most parcels come within three working days. We text you when yours is on its way, and again when "
        "you can collect it.",
    ),
    _one(
        "en",
        2,
        "retur",
        "How do I send something back?",
        "You have thirty days. Put the item and the delivery note in the box and hand it in where you "
        "collected it. Your money comes back within ten days.",
    ),
    _one(
        "en",
        3,
        "teknik",
        "What do I do if the device will not start?",
        "Pull out the plug, wait a minute and put it back. Hold the start button down for ten seconds. "
        "If that does not help, we will.",
    ),
)
