"""Codes about what is set up as a whole (the file, the history): status and what to do, as in
problem_texts.py."""

from __future__ import annotations

SETTINGS: dict[str, tuple[int, str, str, str]] = {
    "settings_unreadable": (
        400,
        "Filen går inte att läsa på den raden. Rätta den, eller hämta en ny med lur export.",
        "Filen kan ikke leses på den linjen. Rett den, eller hent en ny med lur export.",
        "The file cannot be read at that line. Mend it, or get a new one with lur export.",
    ),
    "settings_cut": (
        400,
        "Filen slutar för tidigt: raden [end] saknas. Hämta hela filen igen.",
        "Filen slutter for tidlig: linjen [end] mangler. Hent hele filen på nytt.",
        "The file ends too early: the line [end] is missing. Get the whole file again.",
    ),
    "settings_newer": (
        400,
        "Filen är gjord av en nyare Lur. Uppgradera den här installationen först.",
        "Filen er laget av en nyere Lur. Oppgrader denne installasjonen først.",
        "The file was made by a newer Lur. Upgrade this one first.",
    ),
    "settings_no_format": (
        400,
        "Det står inte vilket format filen har. Börja med [lur] och format = 1, som lur export gör.",
        "Det står ikke hvilket format filen har. Begynn med [lur] og format = 1, som lur export gjør.",
        "The file does not say its format. Begin with [lur] and format = 1, as lur export does.",
    ),
    "settings_unknown_section": (
        400,
        "Det avsnittet finns inte. Rätta namnet; docs/settings.md berättar om alla.",
        "Den delen finnes ikke. Rett navnet; docs/settings.md forteller om alle.",
        "There is no such section. Mend its name; docs/settings.md tells of all of them.",
    ),
    "settings_unknown_field": (
        400,
        "Det fältet finns inte. Rätta namnet eller ta bort raden.",
        "Det feltet finnes ikke. Rett navnet eller fjern linjen.",
        "There is no such field. Mend its name or remove the line.",
    ),
    "settings_missing_field": (
        400,
        "Ett fält saknas. Lägg till det.",
        "Et felt mangler. Legg det til.",
        "A field is missing. Add it.",
    ),
    "settings_bad_value": (
        400,
        "Värdet går inte att använda här. Rätta det som nämns.",
        "Verdien kan ikke brukes her. Rett det som nevnes.",
        "The value does not fit here. Mend what is named.",
    ),
    "settings_bad_key": (
        400,
        "Namnet i rubriken går inte att använda. Använd små bokstäver a till z, siffror, _ och -.",
        "Navnet i overskriften kan ikke brukes. Bruk små bokstaver a til z, sifre, _ og -.",
        "The name in the heading cannot be used. Use small letters a to z, digits, _ and -.",
    ),
    "settings_bad_hours": (
        400,
        "Skriv tider som mon 08:00-17:00, eller until 12:00 för en afton.",
        "Skriv tider som mon 08:00-17:00, eller until 12:00 for en aften.",
        "Write hours as mon 08:00-17:00, or until 12:00 for an eve.",
    ),
    "settings_unknown_name": (
        400,
        "Där nämns något som inte finns. Rätta namnet, eller lägg till det som nämns.",
        "Der nevnes noe som ikke finnes. Rett navnet, eller legg til det som nevnes.",
        "Something is named there that does not exist. Mend the name, or add what is named.",
    ),
    "settings_needs_secret": (
        409,
        "Den nya trunken behöver sin hemlighet. Den står aldrig i filen: skriv den bredvid.",
        "Den nye trunken trenger hemmeligheten sin. Den står aldri i filen: skriv den ved siden av.",
        "The new trunk needs its secret. It is never in the file: type it beside it.",
    ),
    "settings_have_faults": (
        409,
        "Inget har ändrats. Rätta det som nämns och försök igen.",
        "Ingenting er endret. Rett det som nevnes, og prøv igjen.",
        "Nothing has changed. Mend what is named and try again.",
    ),
    "settings_changed": (
        409,
        "Något har ändrats sedan du såg skillnaden. Inget har gjorts. Se på den igen.",
        "Noe er endret siden du så forskjellen. Ingenting er gjort. Se på den igjen.",
        "Something has changed since you saw the difference. Nothing was done. Look at it again.",
    ),
    "setting_changed": (
        409,
        "Någon annan har ändrat det här under tiden. Inget har gjorts. Jämför och välj.",
        "Noen andre har endret dette i mellomtiden. Ingenting er gjort. Sammenlign og velg.",
        "Somebody else has changed this meanwhile. Nothing was done. Compare and choose.",
    ),
    "queue_stays": (
        409,
        "En kö tas aldrig bort, eftersom kontakter hör till den. Låt den stå kvar i filen.",
        "En kø fjernes aldri, fordi henvendelser hører til den. La den stå i filen.",
        "A queue is never removed, because contacts belong to it. Leave it in the file.",
    ),
    "result_stays": (
        409,
        "Ett resultat tas aldrig bort, eftersom kontakter använder det. Skriv archived = true i stället.",
        "Et resultat fjernes aldri, fordi henvendelser bruker det. Skriv archived = true i stedet.",
        "A result is never removed, because contacts use it. Write archived = true instead.",
    ),
    "kind_stays": (
        409,
        "Ett slags beslut tas aldrig bort, för gränser räknas i det. Skriv archived = true i stället.",
        "En type beslutning fjernes aldri, fordi grenser regnes i den. Skriv archived = true i stedet.",
        "A kind of decision is never removed, because limits are counted in it. Write archived = true.",
    ),
    "unknown_change": (
        404,
        "Ändringen finns inte. Ladda om sidan.",
        "Endringen finnes ikke. Last siden på nytt.",
        "There is no such change. Reload the page.",
    ),
    "change_erased": (
        409,
        "Vad som stod där har raderats tillsammans med personen. Lägg upp det på nytt i stället.",
        "Det som stod der, er slettet sammen med personen. Legg det inn på nytt i stedet.",
        "What it said was erased together with the person. Set it up anew instead.",
    ),
    "cannot_undo": (
        409,
        "Det här ångras där det gjordes, inte här.",
        "Dette angres der det ble gjort, ikke her.",
        "This is undone where it was done, not here.",
    ),
}
