"""Codes about colleagues, decisions and refused numbers: status and what to do, as in problem_texts.py."""

from __future__ import annotations

COLLEAGUES: dict[str, tuple[int, str, str, str]] = {
    "number_refused": (
        409,
        "Numret ska inte ringas upp: kunden har sagt nej. Säg till en arbetsledare om det är fel.",
        "Nummeret skal ikke ringes: kunden har sagt nei. Si fra til en teamleder hvis det er feil.",
        "The number is not to be called: the customer has said no. Tell a supervisor if that is wrong.",
    ),
    "unknown_refused_number": (
        404,
        "Numret står inte på listan längre. Ladda om sidan.",
        "Nummeret står ikke lenger på listen. Last siden på nytt.",
        "The number is no longer on the list. Reload the page.",
    ),
    "too_many_refused": (
        409,
        "Listan är full. Ta bort nummer som inte behövs längre.",
        "Listen er full. Fjern numre som ikke trengs lenger.",
        "The list is full. Remove numbers that are no longer needed.",
    ),
    "unknown_decision_kind": (
        404,
        "Beslutet finns inte. Ladda om sidan och välj i listan.",
        "Beslutningen finnes ikke. Last siden på nytt og velg i listen.",
        "There is no such decision. Reload the page and choose one from the list.",
    ),
    "decision_kind_exists": (
        409,
        "Det finns redan ett beslut med det namnet. Välj ett annat.",
        "Det finnes allerede en beslutning med det navnet. Velg et annet.",
        "There is a decision of that name already. Choose another.",
    ),
    "too_many_decision_kinds": (
        409,
        "Det finns redan så många slags beslut som får plats. Använd ett arkiverat.",
        "Det finnes allerede så mange typer beslutninger som det er plass til. Bruk en arkivert.",
        "There are as many kinds of decisions as there is room for. Use an archived one.",
    ),
    "unit_is_fixed": (
        409,
        "Enheten går inte att byta, för gränserna räknas i den. Lägg till ett nytt beslut.",
        "Enheten kan ikke byttes, fordi grensene regnes i den. Legg til en ny beslutning.",
        "The unit cannot change, since limits are counted in it. Add a new decision.",
    ),
    "bad_limit": (
        400,
        "Gränsen passar inte beslutet. Skriv ett belopp, högst 100 procent, eller inget för ingen gräns.",
        "Grensen passer ikke. Skriv et beløp, høyst 100 prosent, eller la stå tomt for ingen grense.",
        "That limit does not fit. Write an amount, at most 100 per cent, or nothing for no limit.",
    ),
    "unknown_rule": (
        404,
        "Villkoret finns inte längre. Ladda om sidan.",
        "Vilkåret finnes ikke lenger. Last siden på nytt.",
        "The condition is no longer there. Reload the page.",
    ),
    "too_many_rules": (
        409,
        "Det finns redan så många villkor som får plats. Ta bort något först.",
        "Det finnes allerede så mange vilkår som det er plass til. Fjern ett først.",
        "There are as many conditions as there is room for. Remove one first.",
    ),
    "unknown_outside_number": (
        404,
        "Numret finns inte i listan längre. Ladda om sidan.",
        "Nummeret finnes ikke i listen lenger. Last siden på nytt.",
        "The number is no longer in the list. Reload the page.",
    ),
    "too_many_outside": (
        409,
        "Listan med externa nummer är full. Ta bort något först.",
        "Listen med eksterne numre er full. Fjern ett først.",
        "The list of outside numbers is full. Remove one first.",
    ),
}
