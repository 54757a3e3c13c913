"""Codes about setting up (prompts, looks, people, test calls): status and what to do, as in
problem_texts.py."""

from __future__ import annotations

_NO_VOICE = (
    "Rösten finns inte på den här maskinen. Spela in meningen, eller installera espeak-ng.",
    "Stemmen finnes ikke på denne maskinen. Spill inn setningen, eller installer espeak-ng.",
    "There is no voice on this machine. Record the sentence, or install espeak-ng.",
)

SETUP: dict[str, tuple[int, str, str, str]] = {
    "unknown_prompt": (
        404,
        "Den meningen finns inte, eller kan inte spelas in. Välj en i listan.",
        "Den setningen finnes ikke, eller kan ikke spilles inn. Velg en i listen.",
        "There is no such sentence, or it cannot be recorded. Choose one from the list.",
    ),
    "speech_unavailable": (503, *_NO_VOICE),
    "sound_format": (
        400,
        "Det är ingen WAV-fil. Spara ljudet som WAV (PCM) och försök igen, eller spela in här.",
        "Det er ingen WAV-fil. Lagre lyden som WAV (PCM) og prøv igjen, eller spill inn her.",
        "That is not a WAV file. Save the sound as WAV (PCM) and try again, or record it here.",
    ),
    "sound_damaged": (
        400,
        "Filen går inte att läsa. Spara den på nytt som WAV (PCM, 8 till 48 kHz) och försök igen.",
        "Filen kan ikke leses. Lagre den på nytt som WAV (PCM, 8 til 48 kHz) og prøv igjen.",
        "The file cannot be read. Save it anew as WAV (PCM, 8 to 48 kHz) and try again.",
    ),
    "sound_silent": (
        400,
        "Det är tyst. Kontrollera mikrofonen och spela in igen.",
        "Det er stille. Sjekk mikrofonen og spill inn igjen.",
        "There is only silence. Check the microphone and record again.",
    ),
    "sound_too_short": (
        400,
        "Det är för kort för att vara en mening. Spela in hela meningen.",
        "Det er for kort til å være en setning. Spill inn hele setningen.",
        "That is too short to be a sentence. Record all of it.",
    ),
    "sound_too_long": (
        400,
        "En mening får vara högst en minut. Korta den, så slipper den som ringer vänta.",
        "En setning kan vare høyst ett minutt. Kort den ned, så slipper den som ringer, å vente.",
        "A sentence may last one minute at most. Shorten it, so that callers need not wait.",
    ),
    "nothing_to_take_back": (
        409,
        "Det finns inget att ångra.",
        "Det er ingenting å angre.",
        "There is nothing to undo.",
    ),
    "not_stored": (
        503,
        "Det gick inte att spara. Inget har ändrats. Se till att disken har plats och försök igen.",
        "Det lot seg ikke lagre. Ingenting er endret. Sørg for plass på disken og prøv igjen.",
        "It could not be saved. Nothing has changed. Make room on the disk and try again.",
    ),
    "bad_colour": (
        400,
        "Skriv färgen som # och sex tecken, till exempel #a33b20.",
        "Skriv fargen som # og seks tegn, for eksempel #a33b20.",
        "Write the colour as # and six characters, for instance #a33b20.",
    ),
    "unreadable_colour": (
        400,
        "Färgen går inte att läsa mot både ljus och mörk bakgrund. Den närmaste som går föreslås.",
        "Fargen kan ikke leses mot både lys og mørk bakgrunn. Den nærmeste som går, er foreslått.",
        "The colour cannot be read on light and dark backgrounds. The nearest that can is offered.",
    ),
    "picture_format": (
        400,
        "Välj en bild i PNG, JPEG eller WebP. SVG kan innehålla program och tas inte emot.",
        "Velg et bilde i PNG, JPEG eller WebP. SVG kan inneholde programmer og blir ikke tatt imot.",
        "Choose a picture in PNG, JPEG or WebP. SVG may hold programs and is not accepted.",
    ),
    "picture_damaged": (
        400,
        "Bilden går inte att läsa. Spara den på nytt som PNG och försök igen.",
        "Bildet kan ikke leses. Lagre det på nytt som PNG og prøv igjen.",
        "The picture cannot be read. Save it anew as PNG and try again.",
    ),
    "picture_too_large": (
        400,
        "Bilden är för stor. Gör den mindre, 1 000 punkter bred räcker gott.",
        "Bildet er for stort. Gjør det mindre, 1 000 punkter bredt er rikelig.",
        "The picture is too large. Make it smaller; 1,000 pixels wide is plenty.",
    ),
    "bad_people": (
        400,
        "En rad i listan stämmer inte, så ingen har lagts till. Rätta raden som nämns och försök igen.",
        "En rad i listen stemmer ikke, så ingen er lagt til. Rett raden som nevnes, og prøv igjen.",
        "A row of the list is not right, so nobody was added. Correct the row that is named and try again.",
    ),
    "call_going_on": (
        409,
        "Ett provsamtal pågår redan. Vänta tills det är slut.",
        "En prøvesamtale pågår allerede. Vent til den er slutt.",
        "A test call is going on already. Wait until it is over.",
    ),
    "nobody_can_answer": (
        409,
        "Ingen kan svara. Tryck på Redo vid ett skrivbord, eller lägg till en medarbetare med de kunskaper "
        "som kön kräver.",
        "Ingen kan svare. Trykk på Klar ved et skrivebord, eller legg til en medarbeider med ferdighetene "
        "som køen krever.",
        "Nobody can answer. Press Ready at a desk, or add an agent who has the skills that the queue needs.",
    ),
    "voice_away": (
        503,
        "Telefonin startar om. Vänta några sekunder och försök igen.",
        "Telefonien starter på nytt. Vent noen sekunder og prøv igjen.",
        "Telephony is starting again. Wait some seconds and try again.",
    ),
    "unknown_trial": (
        404,
        "Provsamtalet finns inte längre. Ring ett nytt.",
        "Prøvesamtalen finnes ikke lenger. Ring en ny.",
        "That test call is no longer there. Make a new one.",
    ),
}
