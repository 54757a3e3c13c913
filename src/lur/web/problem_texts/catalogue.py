"""Every error code that the API can answer with: its HTTP status and what to do, in three languages.

Short, friendly, no blame; what happened is the code and its detail, this is the way on.
"""

from __future__ import annotations

from typing import NamedTuple

from lur.web.problem_texts.api import API
from lur.web.problem_texts.colleagues import COLLEAGUES
from lur.web.problem_texts.customers import CUSTOMERS
from lur.web.problem_texts.office import OFFICE
from lur.web.problem_texts.quality import QUALITY
from lur.web.problem_texts.reports import REPORTS
from lur.web.problem_texts.settings import SETTINGS
from lur.web.problem_texts.setup import SETUP
from lur.web.problem_texts.sign_on import SIGN_ON
from lur.web.problem_texts.talks import TALKS


class Text(NamedTuple):
    """A code's status and its sentences."""

    status: int
    sv: str
    nb: str
    en: str


_PARTS = (API, COLLEAGUES, CUSTOMERS, OFFICE, QUALITY, REPORTS, SETTINGS, SETUP, SIGN_ON, TALKS)
_GONE_QUEUE = (
    "Kön finns inte. Ladda om sidan och välj en kö i listan.",
    "Køen finnes ikke. Last siden på nytt og velg en kø i listen.",
    "There is no such queue. Reload the page and choose one from the list.",
)
_GONE_AGENT = (
    "Medarbetaren finns inte. Ladda om sidan och välj i listan.",
    "Medarbeideren finnes ikke. Last siden på nytt og velg i listen.",
    "There is no such agent. Reload the page and choose one from the list.",
)
_NOT_NOW = (
    "Det går inte just nu. Se efter vad som pågår och försök igen.",
    "Det går ikke akkurat nå. Se hva som pågår, og prøv igjen.",
    "That cannot be done right now. See what is going on and try again.",
)
_TAKEN_ID = (
    "Id:t används redan. Välj ett annat.",
    "ID-en er i bruk. Velg en annen.",
    "That id is in use. Choose another.",
)
_DISK = (
    "Lur kan inte spara just nu. Inget har ändrats. Se till att disken har plats och försök igen.",
    "Lur kan ikke lagre akkurat nå. Ingenting er endret. Sørg for plass på disken og prøv igjen.",
    "Lur cannot save right now. Nothing has changed. Make room on the disk and try again.",
)
_SIGN_IN = (
    "Logga in och försök igen.",
    "Logg på og prøv igjen.",
    "Sign in and try again.",
)
_NOT_ALLOWED = (
    "Din roll får inte göra detta. Be en arbetsledare eller administratör om hjälp.",
    "Rollen din kan ikke gjøre dette. Be en teamleder eller administrator om hjelp.",
    "Your role may not do this. Ask a supervisor or an administrator for help.",
)
_FORM = (
    "Något i det som skickades stämmer inte. Rätta det som nämns och försök igen.",
    "Noe i det som ble sendt, stemmer ikke. Rett det som nevnes, og prøv igjen.",
    "Something in what was sent is not right. Correct what is named and try again.",
)

TEXTS: dict[str, Text] = {
    "unknown_queue": Text(404, *_GONE_QUEUE),
    "unknown_agent": Text(404, *_GONE_AGENT),
    "unknown_contact": Text(
        404,
        "Kontakten finns inte. Den kan ha gallrats.",
        "Henvendelsen finnes ikke. Den kan være slettet.",
        "There is no such contact. It may have been erased.",
    ),
    "unknown_offer": Text(404, *_NOT_NOW),
    "queue_exists": Text(409, *_TAKEN_ID),
    "agent_exists": Text(409, *_TAKEN_ID),
    "contact_exists": Text(409, *_TAKEN_ID),
    "bad_settings": Text(400, *_FORM),
    "wrong_channel": Text(
        409,
        "Kön tar emot en annan kanal. Välj en kö för rätt kanal.",
        "Køen tar imot en annen kanal. Velg en kø for riktig kanal.",
        "The queue takes another channel. Choose one for the right channel.",
    ),
    "agent_not_signed_out": Text(
        409,
        "Medarbetaren är inloggad. Logga ut hen först.",
        "Medarbeideren er pålogget. Logg hen av først.",
        "The agent is signed in. Sign them out first.",
    ),
    "presence_forbids": Text(409, *_NOT_NOW),
    "contact_not_talking": Text(409, *_NOT_NOW),
    "contact_already_ended": Text(
        409,
        "Kontakten är redan avslutad.",
        "Henvendelsen er allerede avsluttet.",
        "The contact has already ended.",
    ),
    "offer_is_over": Text(
        409,
        "Samtalet har redan gått vidare. Du får snart ett nytt.",
        "Samtalen har allerede gått videre. Du får snart en ny.",
        "The call has already moved on. You will soon get another.",
    ),
    "place_not_kept": Text(
        409,
        "Platsen finns inte kvar. Den sparas en stund efter att någon lämnat kön.",
        "Plassen er ikke lenger holdt av. Den holdes en stund etter at noen har forlatt køen.",
        "The place is no longer kept. It is kept for a while after somebody has left the queue.",
    ),
    "not_your_offer": Text(
        403,
        "Samtalet erbjuds en kollega. Bara hen kan svara.",
        "Samtalen tilbys en kollega. Bare hen kan svare.",
        "The call is offered to a colleague. Only they can answer it.",
    ),
    "answer_at_your_phone": Text(
        409,
        "Det ringer i din bordstelefon. Svara där.",
        "Det ringer på bordtelefonen din. Svar der.",
        "Your desk phone is ringing. Answer there.",
    ),
    "journal_unavailable": Text(503, *_DISK),
    "vault_unavailable": Text(503, *_DISK),
    "storage_unavailable": Text(503, *_DISK),
    "stopping": Text(
        503,
        "Lur startar om. Vänta en liten stund och försök igen.",
        "Lur starter på nytt. Vent litt og prøv igjen.",
        "Lur is restarting. Wait a moment and try again.",
    ),
    "not_signed_in": Text(401, *_SIGN_IN),
    "wrong_password": Text(
        401,
        "Namnet eller lösenordet stämmer inte. Försök igen.",
        "Navnet eller passordet stemmer ikke. Prøv igjen.",
        "The name or the password is not right. Try again.",
    ),
    "too_many_tries": Text(
        429,
        "Det blev många försök. Vänta en stund och försök sedan igen.",
        "Det ble mange forsøk. Vent litt og prøv så igjen.",
        "There were many tries. Wait a while, then try again.",
    ),
    "not_allowed": Text(403, *_NOT_ALLOWED),
    "not_your_agent": Text(
        403,
        "Du kan bara göra detta för dig själv.",
        "Du kan bare gjøre dette for deg selv.",
        "You can only do this for yourself.",
    ),
    "not_your_contact": Text(
        403,
        "Du kan bara öppna kontakter som du själv har haft.",
        "Du kan bare åpne henvendelser du selv har hatt.",
        "You can only open contacts that you have served.",
    ),
    "no_agent_of_yours": Text(
        409,
        "Ditt konto hör inte till någon medarbetare. En administratör kan koppla ihop dem.",
        "Kontoen din hører ikke til noen medarbeider. En administrator kan koble dem sammen.",
        "Your account belongs to no agent. An administrator can connect them.",
    ),
    "cross_site": Text(
        403,
        "Anropet kom från en annan sida. Öppna Lur i en egen flik och försök igen.",
        "Forespørselen kom fra en annen side. Åpne Lur i en egen fane og prøv igjen.",
        "The request came from another site. Open Lur in a tab of its own and try again.",
    ),
    "already_set_up": Text(
        409,
        "Lur har redan en administratör. Logga in i stället.",
        "Lur har allerede en administrator. Logg på i stedet.",
        "Lur already has an administrator. Sign in instead.",
    ),
    "setup_token_wrong": Text(
        403,
        "Koden stämmer inte. Den skrevs ut när Lur startade.",
        "Koden stemmer ikke. Den ble skrevet ut da Lur startet.",
        "The code is not right. It was printed when Lur started.",
    ),
    "login_taken": Text(
        409,
        "Kontonamnet används redan. Välj ett annat.",
        "Kontonavnet er i bruk. Velg et annet.",
        "That account name is in use. Choose another.",
    ),
    "unknown_account": Text(
        404,
        "Kontot finns inte. Ladda om sidan.",
        "Kontoen finnes ikke. Last siden på nytt.",
        "There is no such account. Reload the page.",
    ),
    "own_account": Text(
        409,
        "Du kan inte ta bort ditt eget konto. Be en annan administratör om hjälp.",
        "Du kan ikke fjerne din egen konto. Be en annen administrator om hjelp.",
        "You cannot remove your own account. Ask another administrator.",
    ),
    "unknown_token": Text(
        404,
        "Nyckeln finns inte. Ladda om sidan.",
        "Nøkkelen finnes ikke. Last siden på nytt.",
        "There is no such token. Reload the page.",
    ),
    "password_too_short": Text(
        400,
        "Välj ett lösenord med minst tio tecken.",
        "Velg et passord med minst ti tegn.",
        "Choose a password of at least ten characters.",
    ),
    "unknown_entry": Text(
        404,
        "Adressen finns inte. Ladda om sidan.",
        "Adressen finnes ikke. Last siden på nytt.",
        "There is no such address. Reload the page.",
    ),
    "flow_has_faults": Text(
        422,
        "Flödet är inte sparat: den som ringer skulle fastna eller gå fel. Rätta det som nämns.",
        "Flyten er ikke lagret: den som ringer, ville sitte fast eller gå feil. Rett det som nevnes.",
        "The flow is not saved: a caller would be stuck or go astray. Correct what is named.",
    ),
    "flow_in_use": Text(
        409,
        "Flödet hörs på en adress. Välj ett annat flöde där först.",
        "Flyten høres på en adresse. Velg en annen flyt der først.",
        "The flow is heard at an address. Choose another flow there first.",
    ),
    "unknown_flow": Text(
        404,
        "Flödet finns inte. Ladda om sidan och välj i listan.",
        "Flyten finnes ikke. Last siden på nytt og velg i listen.",
        "There is no such flow. Reload the page and choose one from the list.",
    ),
    "unknown_version": Text(
        404,
        "Versionen finns inte kvar. De tjugo senaste sparas.",
        "Versjonen finnes ikke lenger. De tjue siste lagres.",
        "That version is no longer there. The last twenty are kept.",
    ),
    "too_many_flows": Text(
        409,
        "Det är redan många flöden. Ta bort ett som inte används.",
        "Det er allerede mange flyter. Fjern en som ikke brukes.",
        "There are many flows already. Remove one that is not used.",
    ),
    "bad_calendar": Text(
        400,
        "Något i kalendern står två gånger eller saknar namn eller tid. Rätta det som nämns.",
        "Noe i kalenderen står to ganger eller mangler navn eller tid. Rett det som nevnes.",
        "Something in the calendar is there twice, or has no name or hours. Correct what is named.",
    ),
    "unknown_trunk": Text(
        404,
        "Trunken finns inte. Ladda om sidan.",
        "Trunken finnes ikke. Last siden på nytt.",
        "There is no such trunk. Reload the page.",
    ),
    "bad_network": Text(
        400,
        "Skriv nätet som 192.0.2.0/24.",
        "Skriv nettet som 192.0.2.0/24.",
        "Write the network like 192.0.2.0/24.",
    ),
    "unknown_customer": Text(
        404,
        "Kunden finns inte. Uppgifterna kan ha gallrats.",
        "Kunden finnes ikke. Opplysningene kan være slettet.",
        "There is no such customer. The record may have been erased.",
    ),
    "changed_meanwhile": Text(
        409,
        "Någon annan hann före. Jämför det som är sparat med ditt och spara igen.",
        "Noen andre kom først. Sammenlign det som er lagret, med ditt, og lagre igjen.",
        "Somebody else was first. Compare what is saved with yours and save again.",
    ),
    "bad_number": Text(
        400,
        "Det är inget telefonnummer. Skriv det med riktnummer eller landsnummer.",
        "Det er ikke et telefonnummer. Skriv det med alle sifre eller landkode.",
        "That is not a telephone number. Write it with its area or country code.",
    ),
    "empty_customer": Text(
        400,
        "Skriv minst ett namn, ett nummer, en mejladress eller ett företag.",
        "Skriv minst ett navn, et nummer, en e-postadresse eller en bedrift.",
        "Give at least a name, a number, a mail address or a company.",
    ),
    "same_customer": Text(
        400,
        "Det är samma kund två gånger. Välj en annan.",
        "Det er samme kunde to ganger. Velg en annen.",
        "That is the same customer twice. Choose another.",
    ),
    "too_much_to_merge": Text(
        409,
        "Tillsammans blir uppgifterna för många. Ta bort något ur den ena och försök igen.",
        "Til sammen blir opplysningene for mange. Fjern noe fra den ene og prøv igjen.",
        "Together they hold too much. Take something out of one and try again.",
    ),
    "unknown_merge": Text(
        404,
        "Sammanslagningen finns inte. Uppgifterna kan ha gallrats.",
        "Sammenslåingen finnes ikke. Opplysningene kan være slettet.",
        "There is no such merge. The records may have been erased.",
    ),
    "already_undone": Text(
        409,
        "Sammanslagningen är redan ångrad.",
        "Sammenslåingen er allerede angret.",
        "The merge has already been undone.",
    ),
    "merge_not_latest": Text(
        409,
        "Ångra den senaste sammanslagningen först.",
        "Angre den siste sammenslåingen først.",
        "Undo the latest merge first.",
    ),
    "note_too_long": Text(
        413,
        "Anteckningen är för lång för att sparas. Din text är kvar här: korta den.",
        "Notatet er for langt til å lagres. Teksten din er her fortsatt: kort den ned.",
        "The note is too long to be saved. Your text is still here: shorten it.",
    ),
    "text_too_long": Text(
        413,
        "Texten är för lång. Korta den och försök igen.",
        "Teksten er for lang. Kort den ned og prøv igjen.",
        "The text is too long. Shorten it and try again.",
    ),
    "empty_text": Text(
        400,
        "Skriv vad som ska göras.",
        "Skriv hva som skal gjøres.",
        "Say what is to be done.",
    ),
    "bad_date": Text(
        400,
        "Dagen finns inte. Skriv den som 2026-11-22.",
        "Dagen finnes ikke. Skriv den som 2026-11-22.",
        "There is no such day. Write it like 2026-11-22.",
    ),
    "unknown_next_step": Text(
        404,
        "Uppgiften finns inte. Ladda om sidan.",
        "Oppgaven finnes ikke. Last siden på nytt.",
        "There is no such next step. Reload the page.",
    ),
    "not_your_next_step": Text(
        403,
        "Bara den som ska göra det, eller den som skrev det, kan bocka av det.",
        "Bare den som skal gjøre det, eller den som skrev det, kan krysse det av.",
        "Only the one who is to do it, or who wrote it, can tick it off.",
    ),
    "unknown_disposition": Text(
        404,
        "Resultatet finns inte. Ladda om sidan och välj i listan.",
        "Resultatet finnes ikke. Last siden på nytt og velg i listen.",
        "There is no such result. Reload the page and choose one from the list.",
    ),
    "disposition_exists": Text(409, *_TAKEN_ID),
    "disposition_loop": Text(
        400,
        "Ett resultat kan inte ligga under sig självt. Välj en annan plats.",
        "Et resultat kan ikke ligge under seg selv. Velg en annen plass.",
        "A result cannot lie beneath itself. Choose another place.",
    ),
    "disposition_too_deep": Text(
        400,
        "Det får vara högst tre nivåer. Välj en plats högre upp.",
        "Det kan være høyst tre nivåer. Velg en plass høyere opp.",
        "There can be three levels at most. Choose a place higher up.",
    ),
    "too_many_dispositions": Text(
        409,
        "Det är redan många resultat. Använd ett av dem på nytt.",
        "Det er allerede mange resultater. Bruk et av dem på nytt.",
        "There are many results already. Use one of them anew.",
    ),
    "contact_not_entering": Text(409, *_NOT_NOW),
    "contact_not_waiting": Text(409, *_NOT_NOW),
    "not_to_be_called": Text(
        409,
        "Kön ringer inte upp. Vänta kvar, eller hör av dig när det är öppet.",
        "Køen ringer ikke opp. Bli på linjen, eller ta kontakt når det er åpent.",
        "The queue calls nobody back. Stay on the line, or get in touch when it is open.",
    ),
    "unknown_answer": Text(
        404,
        "Svaret finns inte. Ladda om sidan, så ser du dem som finns.",
        "Svaret finnes ikke. Last siden på nytt, så ser du dem som finnes.",
        "There is no such answer. Reload the page to see those that there are.",
    ),
    "too_many_answers": Text(
        409,
        "Det finns redan många svar. Ta bort eller ändra ett av dem.",
        "Det finnes allerede mange svar. Fjern eller endre et av dem.",
        "There are many answers already. Remove or change one of them.",
    ),
    "unknown_phrase": Text(
        404,
        "Frasen finns inte. Ladda om sidan, så ser du dem som finns.",
        "Frasen finnes ikke. Last siden på nytt, så ser du dem som finnes.",
        "There is no such phrase. Reload the page to see those that there are.",
    ),
    "too_many_phrases": Text(
        409,
        "Det finns redan många fraser. Arkivera eller ändra en av dem.",
        "Det finnes allerede mange fraser. Arkiver eller endre en av dem.",
        "There are many phrases already. Archive or change one of them.",
    ),
    "unknown_placeholder": Text(
        400,
        "Inom klammer kan bara stå {agent}, {company} eller {minutes}. Rätta det och försök igen.",
        "I klammer kan det bare stå {agent}, {company} eller {minutes}. Rett det og prøv igjen.",
        "Only {agent}, {company} or {minutes} can stand in braces. Correct it and try again.",
    ),
    "too_many_next_steps": Text(
        409,
        "Kontakten har redan många nästa steg. Skriv hellre i anteckningen.",
        "Henvendelsen har allerede mange neste steg. Skriv heller i notatet.",
        "The contact has many next steps already. Write in the note instead.",
    ),
    "unknown_recording": Text(
        404,
        "Inspelningen finns inte, eller är inte klar än.",
        "Opptaket finnes ikke, eller er ikke klart ennå.",
        "There is no such recording, or it is not finished yet.",
    ),
    "recording_erased": Text(
        410,
        "Inspelningen är gallrad och kan inte spelas upp.",
        "Opptaket er slettet og kan ikke spilles av.",
        "The recording was erased and cannot be played.",
    ),
    "recording_damaged": Text(
        422,
        "Filen är skadad. Hämta den från säkerhetskopian.",
        "Filen er skadet. Hent den fra sikkerhetskopien.",
        "The file is damaged. Restore it from the backup.",
    ),
    "bad_range": Text(416, *_FORM),
    "bad_request": Text(400, *_FORM),
    "too_large": Text(
        413,
        "Det som skickades är för stort. Skicka mindre åt gången.",
        "Det som ble sendt, er for stort. Send mindre om gangen.",
        "What was sent is too large. Send less at a time.",
    ),
    "unknown_incident": Text(
        404,
        "Driftstörningen finns inte, eller är redan löst. Ladda om sidan.",
        "Driftsforstyrrelsen finnes ikke, eller er allerede løst. Last siden på nytt.",
        "There is no such incident, or it is solved already. Reload the page.",
    ),
    "incident_exists": Text(409, *_TAKEN_ID),
    "incident_solved": Text(
        409,
        "Driftstörningen är redan löst. Öppna en ny om det händer igen.",
        "Driftsforstyrrelsen er allerede løst. Åpne en ny om det skjer igjen.",
        "The incident is solved already. Open a new one if it happens again.",
    ),
    "unknown_proposal": Text(
        404,
        "Förslaget finns inte längre. Ladda om sidan.",
        "Forslaget finnes ikke lenger. Last siden på nytt.",
        "The proposal is no longer there. Reload the page.",
    ),
    "nothing_to_tell": Text(
        409,
        "Kunden väntar inte på något svar.",
        "Kunden venter ikke på noe svar.",
        "The customer is not waiting for an answer.",
    ),
    "not_found": Text(
        404,
        "Adressen finns inte. Gå till startsidan.",
        "Adressen finnes ikke. Gå til startsiden.",
        "There is nothing at this address. Go to the start page.",
    ),
    "method_not_allowed": Text(405, *_FORM),
    "internal_error": Text(
        500,
        "Något gick fel hos oss. Försök igen, och ange koden om det händer på nytt.",
        "Noe gikk galt hos oss. Prøv igjen, og oppgi koden om det skjer på nytt.",
        "Something went wrong on our side. Try again, and give the code if it happens once more.",
    ),
    **{code: Text(*words) for part in _PARTS for code, words in part.items()},
}
