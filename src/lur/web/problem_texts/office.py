"""Error codes of the supervisor's chair and the office: status and what to do, in three languages. Part of
``problem_texts.py``, kept apart so that each file stays short.
"""

from __future__ import annotations

OFFICE: dict[str, tuple[int, str, str, str]] = {
    "lacks_skills": (
        409,
        "Medarbetaren saknar det som kön kräver. Låna ut kunskapen för i dag också, eller välj en annan kö.",
        "Medarbeideren mangler det køen krever. Lån ut ferdigheten for i dag også, eller velg en annen kø.",
        "The agent lacks what the queue needs. Lend the skill for today too, or choose another queue.",
    ),
    "unknown_message": (
        404,
        "Meddelandet visas inte längre.",
        "Meldingen vises ikke lenger.",
        "The message is no longer shown.",
    ),
    "empty_message": (
        400,
        "Meddelandet är tomt. Skriv en rad.",
        "Meldingen er tom. Skriv en linje.",
        "The message is empty. Write a line.",
    ),
    "too_many_messages": (
        409,
        "Det visas redan så många meddelanden som får plats. Ta bort ett först.",
        "Det vises allerede så mange meldinger som det er plass til. Fjern én først.",
        "There are as many messages as there is room for. Take one away first.",
    ),
    "unknown_act": (
        404,
        "Det finns inte i listan. Ladda om sidan.",
        "Det finnes ikke i listen. Last siden på nytt.",
        "That is not in the list. Reload the page.",
    ),
    "changed_since": (
        409,
        "Någon har ändrat det igen sedan dess, så det kan inte ångras. Se hur det är nu.",
        "Noen har endret det igjen siden da, så det kan ikke angres. Se hvordan det er nå.",
        "Somebody has changed it again since, so it cannot be undone. Look at how it is now.",
    ),
    "already_undone": (
        409,
        "Det är redan ångrat.",
        "Det er allerede angret.",
        "That has been undone already.",
    ),
    "contact_not_over": (
        409,
        "Kontakten pågår. Vänta tills den är över.",
        "Henvendelsen pågår. Vent til den er over.",
        "The contact is still going on. Wait until it is over.",
    ),
}
