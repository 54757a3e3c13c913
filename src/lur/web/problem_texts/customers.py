"""Codes about customers' numbers and what they said: status and what to do, as in problem_texts.py."""

from __future__ import annotations

CUSTOMERS: dict[str, tuple[int, str, str, str]] = {
    "number_invalid": (
        400,
        "Det ser inte ut som ett telefonnummer. Skriv alla siffror.",
        "Det ser ikke ut som et telefonnummer. Skriv alle sifrene.",
        "That does not look like a telephone number. Write all of its digits.",
    ),
    "number_premium": (
        400,
        "Betalnummer och servicenummer rings inte. Skriv ett vanligt nummer.",
        "Betalingsnumre og servicenumre blir ikke ringt. Skriv et vanlig nummer.",
        "Premium and service numbers are not called. Write an ordinary number.",
    ),
    "number_foreign": (
        400,
        "Det landet rings inte. Fråga den som driver Lur om det behövs.",
        "Det landet blir ikke ringt. Spør den som driver Lur, hvis det trengs.",
        "That country is not called. Ask whoever runs Lur if it should be.",
    ),
    "unknown_statement": (
        404,
        "Det finns inte, eller har gallrats.",
        "Det finnes ikke, eller er slettet.",
        "It is not there, or was erased.",
    ),
    "statement_damaged": (
        422,
        "Filen är skadad. Hämta den från säkerhetskopian.",
        "Filen er skadet. Hent den fra sikkerhetskopien.",
        "The file is damaged. Restore it from the backup.",
    ),
}
