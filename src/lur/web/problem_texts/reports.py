"""Codes about reports and the mails that bring them: status and what to do, as in problem_texts.py."""

from __future__ import annotations

REPORTS: dict[str, tuple[int, str, str, str]] = {
    "bad_span": (
        400,
        "Välj färre dagar, med den första före den sista.",
        "Velg færre dager, med den første før den siste.",
        "Choose fewer days, the first before the last.",
    ),
    "unknown_team": (
        404,
        "Gruppen finns inte. Ladda om sidan och välj i listan.",
        "Gruppen finnes ikke. Last siden på nytt og velg i listen.",
        "There is no such team. Reload the page and choose one from the list.",
    ),
    "figure_says_nothing": (
        400,
        "Siffran finns inte med det urvalet. Ta bort ett filter.",
        "Tallet finnes ikke med det utvalget. Fjern et filter.",
        "There is no such figure with these filters. Take one away.",
    ),
    "too_few_agents": (
        403,
        "Färre än tre medarbetare ligger bakom siffran. Välj fler dagar eller hela företaget.",
        "Færre enn tre medarbeidere ligger bak tallet. Velg flere dager eller hele bedriften.",
        "Fewer than three agents are behind this figure. Choose more days, or the whole company.",
    ),
    "unknown_schedule": (
        404,
        "Schemat finns inte, eller är borttaget. Ladda om sidan.",
        "Planen finnes ikke, eller er fjernet. Last siden på nytt.",
        "There is no such schedule, or it was removed. Reload the page.",
    ),
    "too_many_schedules": (
        409,
        "Det finns redan många scheman. Ta bort ett, eller lägg till mottagare i ett som finns.",
        "Det finnes allerede mange planer. Fjern en, eller legg til mottakere i en som finnes.",
        "There are many schedules already. Remove one, or add recipients to one that is there.",
    ),
    "bad_recipients": (
        400,
        "Skriv en till femtio mejladresser, en på varje rad och var och en bara en gång.",
        "Skriv én til femti e-postadresser, én på hver linje og hver av dem bare én gang.",
        "Write one to fifty mail addresses, one on each line and each of them only once.",
    ),
    "no_mail_server": (
        409,
        "Lur har ingen mejlserver. Be den som driver Lur att starta med --smtp-host.",
        "Lur har ingen e-posttjener. Be den som driver Lur, om å starte med --smtp-host.",
        "Lur has no mail server. Ask whoever runs Lur to start it with --smtp-host.",
    ),
    "trial_too_soon": (
        429,
        "Ett prov är nyss skickat. Vänta en minut och försök igen.",
        "En prøve er nettopp sendt. Vent ett minutt og prøv igjen.",
        "A trial was sent a moment ago. Wait a minute and try again.",
    ),
}
