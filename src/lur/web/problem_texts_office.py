"""Error codes of the supervisor's chair and the office: status and what to do, in three languages. Part of
``problem_texts.py``, kept apart so that each file stays short.
"""

from __future__ import annotations

OFFICE: dict[str, tuple[int, str, str, str]] = {
    "lacks_skills": (
        409,
        "Medarbetaren saknar det som kön kräver. Låna ut kompetensen för i dag, eller välj en annan kö.",
        "Medarbeideren mangler det køen krever. Lån ut ferdigheten for i dag også, eller velg en annen kø.",
        "The agent lacks what the queue needs. Lend the skill for today too, or choose another queue.",
    ),
    "contact_not_over": (
        409,
        "Kontakten pågår. Vänta tills den är över.",
        "Henvendelsen pågår. Vent til den er over.",
        "The contact is still going on. Wait until it is over.",
    ),
}
