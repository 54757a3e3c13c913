"""A form to begin with, which any team may take as its own, and the demo company's sampling."""

from __future__ import annotations

from lur.core.flow import Words
from lur.features.quality.model import Question, Sampling, Scale, ScoringForm, Section


def _question(
    id: str,
    words: tuple[str, str, str],
    hint: tuple[str, str, str] = ("", "", ""),
    *,
    scale: Scale = "yes_no",
    counts: int = 1,
    may_not_apply: bool = False,
    critical: bool = False,
) -> Question:
    return Question(
        id=id,
        words=Words(*words),
        hint=Words(*hint),
        scale=scale,
        counts=counts,
        may_not_apply=may_not_apply,
        critical=critical,
    )


_MEETING = Section(
    id="meeting",
    words=Words("Bemötandet", "Møtet med kunden", "Meeting the customer"),
    questions=(
        _question(
            "greets",
            (
                "Hälsar och säger vem man är",
                "Hilser og sier hvem man er",
                "Greets and says who they are",
            ),
        ),
        _question(
            "listens",
            (
                "Låter kunden tala till punkt",
                "Lar kunden snakke ferdig",
                "Lets the customer finish",
            ),
            (
                "5: avbryter aldrig. 3: någon gång. 0: kunden får inte sagt sitt.",
                "5: avbryter aldri. 3: en gang iblant. 0: kunden får ikke sagt sitt.",
                "5: never cuts in. 3: now and then. 0: the customer cannot say it.",
            ),
            scale="to_five",
            counts=2,
        ),
    ),
)
_MATTER = Section(
    id="matter",
    words=Words("Ärendet", "Saken", "The matter"),
    questions=(
        _question(
            "identity",
            (
                "Kontrollerar vem det är innan något sägs om kunden",
                "Kontrollerer hvem det er før noe sies om kunden",
                "Checks who it is before saying anything about the customer",
            ),
            (
                "Gäller när uppgifter om kunden lämnas ut.",
                "Gjelder når opplysninger om kunden gis ut.",
                "When something about the customer is given out.",
            ),
            may_not_apply=True,
            critical=True,
        ),
        _question(
            "says_back",
            (
                "Säger tillbaka ärendet med egna ord",
                "Gjentar saken med egne ord",
                "Says the matter back in their own words",
            ),
            scale="to_three",
            counts=2,
        ),
        _question(
            "solves",
            (
                "Löser ärendet, eller säger vem som gör det och när",
                "Løser saken, eller sier hvem som gjør det og når",
                "Solves it, or says who will and when",
            ),
            scale="to_five",
            counts=3,
        ),
    ),
)
_CLOSE = Section(
    id="close",
    words=Words("Avslutet", "Avslutningen", "The close"),
    questions=(
        _question(
            "next_step",
            (
                "Kunden vet vad som händer nu",
                "Kunden vet hva som skjer nå",
                "The customer knows what happens next",
            ),
            scale="to_three",
            counts=2,
        ),
    ),
)

STARTER = ScoringForm(
    id="starter",
    version=1,
    words=Words("Ett gott samtal", "En god samtale", "A good conversation"),
    sections=(_MEETING, _MATTER, _CLOSE),
    passes_at=70,
    archived=False,
    changed_at=0,
    changed_by="",
    demo=False,
)

SAMPLING = Sampling(
    id="demo-sampling",
    version=1,
    name="Två i veckan",
    form_id=STARTER.id,
    each=2,
    period="week",
    queue_ids=(),
    least_ms=5_000,
    archived=False,
    changed_at=0,
    changed_by="",
    demo=True,
)
