"""Error codes of tokens, webhooks and limits: status and what to do, in three languages. Part of
``problem_texts.py``, kept apart so that each file stays short.
"""

from __future__ import annotations

API: dict[str, tuple[int, str, str, str]] = {
    "too_many_requests": (
        429,
        "Det kom många frågor på kort tid. Vänta så länge som svaret säger och försök igen.",
        "Det kom mange forespørsler på kort tid. Vent så lenge som svaret sier, og prøv igjen.",
        "There were many requests in a short time. Wait for as long as the answer says, then try again.",
    ),
    "not_for_programs": (
        403,
        "Konton sköts av personer. Logga in som en person för att göra det.",
        "Kontoer styres av personer. Logg på som en person for å gjøre det.",
        "Accounts are looked after by people. Sign in as a person to do it.",
    ),
    "programs_make_no_tokens": (
        403,
        "En nyckel kan inte skapa nycklar. Logga in som en person för att göra det.",
        "En nøkkel kan ikke lage nøkler. Logg på som en person for å gjøre det.",
        "A token cannot make tokens. Sign in as a person to do it.",
    ),
    "more_than_you_may": (
        403,
        "En nyckel får inte mer än du själv får. Ta bort det som nämns och försök igen.",
        "En nøkkel får ikke mer enn du selv får. Fjern det som nevnes, og prøv igjen.",
        "A token gets no more than you may yourself. Leave out what is named and try again.",
    ),
    "token_over_already": (
        400,
        "Den dagen har redan varit. Välj en senare dag, eller ingen.",
        "Den dagen har allerede vært. Velg en senere dag, eller ingen.",
        "That day has passed. Choose a later one, or none.",
    ),
    "unknown_webhook": (
        404,
        "Webhooken finns inte. Ladda om sidan och välj i listan.",
        "Webhooken finnes ikke. Last siden på nytt og velg i listen.",
        "There is no such webhook. Reload the page and choose one from the list.",
    ),
    "unknown_delivery": (
        404,
        "Meddelandet finns inte längre. Ladda om listan.",
        "Meldingen finnes ikke lenger. Last listen på nytt.",
        "That message is no longer there. Reload the list.",
    ),
    "too_many_webhooks": (
        409,
        "Det finns så många webhooks som får plats. Ta bort en som inte används.",
        "Det er så mange webhooker som det er plass til. Fjern en som ikke er i bruk.",
        "There are as many webhooks as there is room for. Remove one that is not used.",
    ),
    "bad_webhook_url": (
        400,
        "Adressen behöver börja med https:// och ha ett namn som nås från internet.",
        "Adressen må begynne med https:// og ha et navn som nås fra internett.",
        "The address must begin with https:// and have a name that is reached from the internet.",
    ),
    "private_webhook_url": (
        400,
        "Adressen är inom det egna nätet. Den som driver Lur kan tillåta det med --webhook-allow-private.",
        "Adressen er innenfor eget nett. Den som driver Lur, kan tillate det med --webhook-allow-private.",
        "The address is inside your own network. Whoever runs Lur can allow it: --webhook-allow-private.",
    ),
    "webhook_is_off": (
        409,
        "Webhooken är stoppad. Starta den och försök igen.",
        "Webhooken er stoppet. Start den og prøv igjen.",
        "The webhook is stopped. Start it and try again.",
    ),
    "nothing_to_replay": (
        400,
        "Välj var det ska börja om: ett meddelande eller en tid som har varit.",
        "Velg hvor det skal begynne på nytt: en melding eller et tidspunkt som har vært.",
        "Choose where to begin again: a message, or a time that has passed.",
    ),
}
