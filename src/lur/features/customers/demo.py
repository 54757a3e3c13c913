"""The demo company's customers, with numbers that the Swedish authority keeps for films: the demo's
callers come from the same ones, so that some who ring are known and some are not."""

from __future__ import annotations

from lur.core.ids import Language
from lur.features.customers.model import Person


def _person(
    name: str, last_two: str, language: Language, *, company: str = "", address: str = "", note: str = ""
) -> Person:
    first, _, last = name.lower().partition(" ")
    mail = f"{first}.{last}".translate(str.maketrans("åäöøé", "aaooe")).replace(" ", "")
    return Person(
        names=(name,),
        numbers=tuple(f"+467017406{digits}" for digits in last_two.split()),
        mails=(f"{mail}@example.com",),
        addresses=(address,) if address else (),
        companies=(company,) if company else (),
        languages=(language,),
        note=note,
    )


_ROWS = (
    _person("Elin Åkerström", "10 11", "sv", address="Björkgatan 4\n903 27 Umeå"),
    _person("Mats Öberg", "14", "sv", company="Öbergs Bygg AB", note="Ring helst efter klockan 15."),
    _person("Fatima Hassan", "18", "sv", address="Ringvägen 88\n118 60 Stockholm"),
    _person("Gunnar Lindqvist", "22", "sv"),
    _person("Birgitta Lindqvist", "22", "sv", note="Delar telefon med Gunnar."),
    _person("Kari Solberg", "26", "nb", address="Storgata 12\n9008 Tromsø"),
    _person("Øystein Bråten", "30", "nb", company="Bråten Sykkel AS"),
    _person("Olivia Carter", "34", "en"),
    _person("Jonas Wikström", "38", "sv"),
    _person("Anna-Karin Ljung", "42 43", "sv", company="Ljungs Trädgård"),
    _person("Hugo Sjöberg", "46", "sv"),
    _person("Nina Pettersen", "50", "nb"),
    _person("Samuel Osei", "54", "en", company="Northwind Imports"),
    _person("Ebba Nyholm", "58", "sv"),
    _person("Tore Hagen", "62", "nb"),
    _person("Leila Karimi", "66", "sv"),
    _person("Åke Forsman", "70", "sv", note="Hör lite dåligt: tala tydligt."),
    _person("Ingeborg Vik", "74", "nb"),
    _person("Oscar Blom", "78", "sv"),
    _person("Grace Murphy", "82", "en"),
    _person("Petra Söderlund", "86", "sv", company="Söderlunds Café"),
    _person("Henrik Moe", "90", "nb"),
    _person("Alva Engström", "94", "sv"),
    _person("Rasmus Kvist", "98", "sv"),
)
PEOPLE: dict[str, Person] = {f"demo-{number:02}": person for number, person in enumerate(_ROWS, 1)}
"""By id: the same ones again are not made twice."""
