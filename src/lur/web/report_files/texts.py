"""The words of mailed reports, language by language."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lur.core.ids import Language
from lur.features.reports.model import By, Compare


class ReportTexts(msgspec.Struct, frozen=True, kw_only=True):
    """One language."""

    hello: str
    attached: str
    why: str
    open: str
    all_contacts: str
    total: str
    nothing: str
    page: str
    foot: str
    calls: str
    waits: str
    thousands: str
    percent: str
    date: str
    by: Mapping[By, str]
    compared: Mapping[Compare, str]
    figures: Mapping[str, str]
    without: Mapping[str, str]
    filters: Mapping[str, str]
    channels: Mapping[str, str]
    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]


SV = ReportTexts(
    hello="Hej! Här är rapporten {name} för {span}.",
    attached="Alla siffror, med diagram, finns i den bifogade PDF:en.",
    why="Du får den för att din adress står i schemat {name}. Säg till arbetsledaren om du inte vill ha den.",
    open="Se siffrorna och kontakterna bakom dem: {url}",
    all_contacts="Alla kontakter",
    total="Allt",
    nothing="Inga kontakter de här dagarna.",
    page="Sida {n} av {all}",
    foot="Varje siffra är räknad ur journalen. Så räknas den står i Lur, ett tryck från siffran.",
    calls="Inkomna, besvarade och tappade",
    waits="Väntetid i minuter",
    thousands="\u00a0",
    percent="\u00a0%",
    date="{day} {month}",
    by={
        "hour": "Timme",
        "day": "Dag",
        "weekday": "Veckodag",
        "queue": "Kö",
        "team": "Grupp",
        "result": "Resultat",
        "channel": "Kanal",
    },
    compared={"week": "veckan före", "year": "året före"},
    figures={
        "arrived": "Inkomna",
        "answered": "Besvarade",
        "abandoned": "Tappade",
        "service_level": "Servicenivå",
        "wait_median_ms": "Väntan, median",
        "wait_p90_ms": "Väntan, 9 av 10",
        "estimate_kept": "Väntan som vi sa",
        "solved_first": "Löst vid första kontakten",
        "aht_ms": "Hanteringstid",
        "occupancy": "Beläggning",
    },
    without={"queue": "Ingen kö", "team": "Utan grupp", "result": "Utan resultat"},
    filters={"queue": "Kö", "team": "Grupp", "result": "Resultat", "channel": "Kanal"},
    channels={"voice": "Telefon", "chat": "Chatt", "mail": "Mejl", "social": "Sociala medier"},
    weekdays=("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    short_weekdays=("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    months=("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
)
NB = ReportTexts(
    hello="Hei! Her er rapporten {name} for {span}.",
    attached="Alle tallene, med diagrammer, er i den vedlagte PDF-en.",
    why="Du får den fordi adressen din står i planen {name}. Si fra til teamlederen hvis du ikke vil ha den.",
    open="Se tallene og henvendelsene bak dem: {url}",
    all_contacts="Alle henvendelser",
    total="Alt",
    nothing="Ingen henvendelser disse dagene.",
    page="Side {n} av {all}",
    foot="Hvert tall er talt opp fra journalen. Slik regnes det, står i Lur, ett trykk fra tallet.",
    calls="Innkommet, besvart og tapt",
    waits="Ventetid i minutter",
    thousands="\u00a0",
    percent="\u00a0%",
    date="{day}. {month}",
    by={
        "hour": "Time",
        "day": "Dag",
        "weekday": "Ukedag",
        "queue": "Kø",
        "team": "Gruppe",
        "result": "Resultat",
        "channel": "Kanal",
    },
    compared={"week": "uken før", "year": "året før"},
    figures={
        "arrived": "Innkommet",
        "answered": "Besvart",
        "abandoned": "Tapt",
        "service_level": "Servicenivå",
        "wait_median_ms": "Ventetid, median",
        "wait_p90_ms": "Ventetid, 9 av 10",
        "estimate_kept": "Ventet som vi sa",
        "solved_first": "Løst ved første henvendelse",
        "aht_ms": "Behandlingstid",
        "occupancy": "Belegg",
    },
    without={"queue": "Ingen kø", "team": "Uten gruppe", "result": "Uten resultat"},
    filters={"queue": "Kø", "team": "Gruppe", "result": "Resultat", "channel": "Kanal"},
    channels={"voice": "Telefon", "chat": "Chat", "mail": "E-post", "social": "Sosiale medier"},
    weekdays=("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    short_weekdays=("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."),
    months=(
        "jan.",
        "feb.",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "aug.",
        "sep.",
        "okt.",
        "nov.",
        "des.",
    ),
)
EN = ReportTexts(
    hello="Hello! Here is the report {name} for {span}.",
    attached="All figures, with charts, are in the PDF that comes with this mail.",
    why="You get it because your address is in the schedule {name}. Tell your supervisor if you do not "
    "want it.",
    open="See the figures and the contacts behind them: {url}",
    all_contacts="All contacts",
    total="All",
    nothing="No contacts on these days.",
    page="Page {n} of {all}",
    foot="Each figure is counted from the journal. How it is counted is in Lur, one press from the figure.",
    calls="Arrived, answered and abandoned",
    waits="Wait in minutes",
    thousands=",",
    percent="%",
    date="{day} {month}",
    by={
        "hour": "Hour",
        "day": "Day",
        "weekday": "Weekday",
        "queue": "Queue",
        "team": "Team",
        "result": "Result",
        "channel": "Channel",
    },
    compared={"week": "the week before", "year": "the year before"},
    figures={
        "arrived": "Arrived",
        "answered": "Answered",
        "abandoned": "Abandoned",
        "service_level": "Service level",
        "wait_median_ms": "Wait, median",
        "wait_p90_ms": "Wait, 9 of 10",
        "estimate_kept": "Wait as told",
        "solved_first": "Solved at first contact",
        "aht_ms": "Handling time",
        "occupancy": "Occupancy",
    },
    without={"queue": "No queue", "team": "No team", "result": "No result"},
    filters={"queue": "Queue", "team": "Team", "result": "Result", "channel": "Channel"},
    channels={"voice": "Phone", "chat": "Chat", "mail": "Mail", "social": "Social media"},
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
TEXTS: dict[Language, ReportTexts] = {"sv": SV, "nb": NB, "en": EN}
