"""Numbers of all three languages against tables written out by hand."""

from __future__ import annotations

import pytest
from tests.wire.words import tables

from lur.wire.words import PlaceInQueue, PlaceKept, compose, en, nb, sv


def _two_hundred(below: list[str], hundred: str, prefix: str) -> list[str]:
    """1 to 199 from 1 to 99: the word for a hundred, and what stands before the rest."""
    return [*below, hundred, *(prefix + word for word in below)]


SV_CARDINALS = _two_hundred(tables.SV_CARDINALS, "hundra", "hundra")
NB_CARDINALS = _two_hundred(tables.NB_CARDINALS, "hundre", "hundre og ")
EN_CARDINALS = _two_hundred(tables.EN_CARDINALS, "one hundred", "one hundred and ")
SV_ORDINALS = _two_hundred(tables.SV_ORDINALS, "hundrade", "hundra")
NB_ORDINALS = _two_hundred(tables.NB_ORDINALS, "hundrede", "hundre og ")
EN_ORDINALS = _two_hundred(tables.EN_ORDINALS, "one hundredth", "one hundred and ")


def test_tables_are_whole() -> None:
    """The hand-written tables hold each number from 1 to 199 once."""
    for table in (SV_CARDINALS, NB_CARDINALS, EN_CARDINALS, SV_ORDINALS, NB_ORDINALS, EN_ORDINALS):
        assert len(table) == len(set(table)) == 199


@pytest.mark.parametrize("place", range(1, 200))
def test_places_are_told_as_in_the_tables(place: int) -> None:
    """Places 1 to 199 are spoken right, as a number and as an ordinal, in sv, nb and en."""
    at = place - 1
    assert compose(PlaceInQueue(place), "sv") == f"Du är på plats {SV_CARDINALS[at]} i kön."
    assert compose(PlaceInQueue(place), "nb") == f"Du er nummer {NB_CARDINALS[at]} i køen."
    assert compose(PlaceInQueue(place), "en") == f"You are number {EN_CARDINALS[at]} in the queue."
    assert f"din {SV_ORDINALS[at]} plats" in compose(PlaceKept(place), "sv")
    assert f"fortsatt {NB_ORDINALS[at]} plass" in compose(PlaceKept(place), "nb")
    assert f"still {EN_ORDINALS[at]} in" in compose(PlaceKept(place), "en")


@pytest.mark.parametrize("number", range(1, 121))
def test_minutes_are_told_as_in_the_tables(number: int) -> None:
    """Minutes 1 to 120 have the right number, gender and plural in sv, nb and en."""
    at = number - 1
    assert sv.minutes(number) == tables.SV_ONE_MINUTE.get(number, f"{SV_CARDINALS[at]} minuter")
    assert nb.minutes(number) == tables.NB_ONE_MINUTE.get(number, f"{NB_CARDINALS[at]} minutter")
    assert en.minutes(number) == ("one minute" if number == 1 else f"{EN_CARDINALS[at]} minutes")


@pytest.mark.parametrize(
    ("number", "swedish", "norwegian", "english"),
    [
        (0, "noll", "null", "zero"),
        (200, "tvåhundra", "to hundre", "two hundred"),
        (345, "trehundrafyrtiofem", "tre hundre og førtifem", "three hundred and forty-five"),
        (1000, "tusen", "tusen", "one thousand"),
        (1001, "tusenett", "tusen og én", "one thousand and one"),
        (2300, "tvåtusentrehundra", "to tusen tre hundre", "two thousand three hundred"),
        (9090, "niotusennittio", "ni tusen og nitti", "nine thousand and ninety"),
    ],
)
def test_larger_numbers(number: int, swedish: str, norwegian: str, english: str) -> None:
    """Long queues are told too, up to 9 999."""
    assert (sv.cardinal(number), nb.cardinal(number), en.cardinal(number)) == (swedish, norwegian, english)


@pytest.mark.parametrize(
    ("number", "swedish", "norwegian", "english"),
    [
        (200, "tvåhundrade", "to hundrede", "two hundredth"),
        (212, "tvåhundratolfte", "to hundre og tolvte", "two hundred and twelfth"),
        (1000, "tusende", "tusende", "one thousandth"),
        (1001, "tusenförsta", "tusen og første", "one thousand and first"),
        (2100, "tvåtusenhundrade", "to tusen hundrede", "two thousand one hundredth"),
    ],
)
def test_larger_ordinals(number: int, swedish: str, norwegian: str, english: str) -> None:
    """Ordinals go on above 199."""
    assert (sv.ordinal(number), nb.ordinal(number), en.ordinal(number)) == (swedish, norwegian, english)
