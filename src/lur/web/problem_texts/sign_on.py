"""What to do about each refusal of signing in, second factors and providers, in three languages."""

from __future__ import annotations

_AGAIN = (
    "Det tog för lång tid eller började i en annan webbläsare. Börja om.",
    "Det tok for lang tid eller begynte i en annen nettleser. Begynn på nytt.",
    "It took too long, or began in another browser. Begin again.",
)
_PROVIDER = (
    "Inloggningstjänsten finns inte. Ladda om sidan.",
    "Påloggingstjenesten finnes ikke. Last siden på nytt.",
    "There is no such sign-on provider. Reload the page.",
)

SIGN_ON: dict[str, tuple[int, str, str, str]] = {
    "sign_in_again": (
        401,
        "Företaget har ändrat hur man loggar in. Logga in igen, så får du veta vad som behövs.",
        "Bedriften har endret hvordan man logger på. Logg på igjen, så får du vite hva som trengs.",
        "Your company has changed how one signs in. Sign in again: you are told what is needed.",
    ),
    "wrong_code": (
        401,
        "Koden stämmer inte. Vänta på nästa kod i appen och försök igen.",
        "Koden stemmer ikke. Vent på neste kode i appen og prøv igjen.",
        "The code is not right. Wait for the next one in the app and try again.",
    ),
    "code_used": (
        401,
        "Koden är redan använd. Vänta på nästa kod i appen.",
        "Koden er allerede brukt. Vent på neste kode i appen.",
        "That code has been used. Wait for the next one in the app.",
    ),
    "too_late": (401, *_AGAIN),
    "passkey_not_right": (
        401,
        "Lösennyckeln gick inte att använda. Försök igen eller logga in på ett annat sätt.",
        "Tilgangsnøkkelen kunne ikke brukes. Prøv igjen eller logg på på en annen måte.",
        "The passkey could not be used. Try again, or sign in another way.",
    ),
    "unknown_passkey": (
        404,
        "Lösennyckeln finns inte längre. Ladda om sidan.",
        "Tilgangsnøkkelen finnes ikke lenger. Last siden på nytt.",
        "The passkey is no longer there. Reload the page.",
    ),
    "too_many_passkeys": (
        409,
        "Du har redan många lösennycklar. Ta bort en som du inte använder.",
        "Du har allerede mange tilgangsnøkler. Fjern en som du ikke bruker.",
        "You have many passkeys already. Remove one that you do not use.",
    ),
    "nothing_to_recover": (
        409,
        "Lägg till en app eller en lösennyckel först.",
        "Legg til en app eller en tilgangsnøkkel først.",
        "Add an app or a passkey first.",
    ),
    "unknown_session": (
        404,
        "Inloggningen är redan avslutad.",
        "Påloggingen er allerede avsluttet.",
        "That session has already ended.",
    ),
    "confirm_first": (
        403,
        "Skriv ditt lösenord en gång till, så att vi vet att det är du.",
        "Skriv passordet ditt en gang til, så vi vet at det er deg.",
        "Type your password once more, so that we know it is you.",
    ),
    "no_password": (
        409,
        "Kontot har inget eget lösenord, utan loggar in genom företagets inloggningstjänst.",
        "Kontoen har ikke noe eget passord, men logger på gjennom bedriftens påloggingstjeneste.",
        "The account has no password of its own: it signs on through the company's provider.",
    ),
    "only_providers": (
        403,
        "Här loggar alla in genom företagets inloggningstjänst. Välj den på sidan.",
        "Her logger alle på gjennom bedriftens påloggingstjeneste. Velg den på siden.",
        "Everybody here signs on through the company's provider. Choose it on the page.",
    ),
    "unknown_provider": (404, *_PROVIDER),
    "too_many_providers": (
        409,
        "Det finns redan många inloggningstjänster. Ta bort en först.",
        "Det finnes allerede mange påloggingstjenester. Fjern en først.",
        "There are many providers already. Remove one first.",
    ),
    "issuer_without_tls": (
        400,
        "Adressen måste börja med https.",
        "Adressen må begynne med https.",
        "The address must begin with https.",
    ),
    "last_provider": (
        409,
        "Alla loggar in där. Tillåt lösenord igen först.",
        "Alle logger på der. Tillat passord igjen først.",
        "Everybody signs on there. Allow passwords again first.",
    ),
    "no_provider": (
        409,
        "Lägg till en inloggningstjänst först.",
        "Legg til en påloggingstjeneste først.",
        "Add a provider first.",
    ),
    "no_break_glass": (
        409,
        "Välj först en administratör som får logga in med lösenord när inloggningstjänsten är borta.",
        "Velg først en administrator som kan logge på med passord når påloggingstjenesten er borte.",
        "First choose an administrator who may sign in with a password when the provider is away.",
    ),
    "only_for_admins": (
        409,
        "Det gäller bara administratörer.",
        "Det gjelder bare administratorer.",
        "That is for administrators only.",
    ),
    "last_admin": (
        409,
        "Det är den sista administratören. Gör någon annan till administratör först.",
        "Det er den siste administratoren. Gjør noen andre til administrator først.",
        "This is the last administrator. Make somebody else one first.",
    ),
    "no_group": (
        403,
        "Du är inloggad hos företaget, men ingen av dina grupper har plats i Lur. Fråga en administratör.",
        "Du er pålogget hos bedriften, men ingen av gruppene dine har plass i Lur. Spør en administrator.",
        "You are signed on, but none of your groups has a place in Lur. Ask an administrator.",
    ),
    "sign_on_name_taken": (
        409,
        "Det finns redan ett konto med ditt namn. Be en administratör koppla ihop dem.",
        "Det finnes allerede en konto med navnet ditt. Be en administrator koble dem sammen.",
        "There is already an account with your name. Ask an administrator to link them.",
    ),
    "sign_on_stale": (403, *_AGAIN),
    "sign_on_declined": (
        403,
        "Inloggningstjänsten släppte inte in dig. Försök igen, eller be en administratör om hjälp.",
        "Påloggingstjenesten slapp deg ikke inn. Prøv igjen, eller be en administrator om hjelp.",
        "The provider did not let you in. Try again, or ask an administrator for help.",
    ),
    "sign_on_failed": (
        502,
        "Inloggningstjänsten svarade inte som den ska. Försök igen strax, eller fråga en administratör.",
        "Påloggingstjenesten svarte ikke som den skal. Prøv igjen om litt, eller spør en administrator.",
        "The provider did not answer as it should. Try again in a while, or ask an administrator.",
    ),
}
