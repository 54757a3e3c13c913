"""Search over all customers: three languages, digits in any form, and an index that never drifts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lur.features.customers.folding import fold, words_of
from lur.features.customers.index import FRESH_KEPT, MOST_FOUND, Index
from lur.features.customers.model import Customer
from lur.features.customers.numbers import normalised


def customer(id: str, *names: str, numbers: tuple[str, ...] = (), **more: tuple[str, ...]) -> Customer:
    """Somebody."""
    return Customer(
        id=id, version=1, made_at=0, changed_at=0, changed_by="test", names=names, numbers=numbers, **more
    )


def indexed(*customers: Customer) -> Index:
    """An index over these."""
    index = Index("46")
    index.load(customers)
    return index


def found(index: Index, query: str) -> list[str]:
    """Their ids, the best first."""
    return [row.id for row in index.search(query)]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("070-123 45 67", "+46701234567"),
        ("+46 (0)70-123 45 67", "+46701234567"),
        ("0046 70 1234567", "+46701234567"),
        ("+47 912 34 567", "+4791234567"),
        ("08-123 456 78", "+46812345678"),
        ("anonymous", None),
        ("", None),
        ("1234", None),
        ("9" * 61, None),
        ("\u0660\u0661", None),
    ],
)
def test_a_number_has_one_form(typed: str, number: str | None) -> None:
    """E.164, however it was typed; what is no number is None."""
    assert normalised(typed) == number


def test_a_number_without_country_code_is_the_regions() -> None:
    """The setting says which."""
    assert normalised("912 34 567", "NO") == "+4791234567"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÅSA Öberg", "åsa öberg"),
        ("Élise Müller", "elise muller"),
        ("A\u030asa", "åsa"),
        ("Bjørn Ælg", "björn älg"),
        ("Weiß Łukasz", "weiss lukasz"),
    ],
)
def test_letters_are_folded(text: str, folded: str) -> None:
    """Accents go, å, ä and ö stay, Norwegian letters meet the Swedish ones."""
    assert fold(text) == folded


def test_words_have_parts() -> None:
    """A double name and a mail address are found by each part."""
    assert words_of(["Anna-Karin O'Brien", "a.berg@ex.com"]) == [
        *("anna-karin", "anna", "karin", "o'brien", "o", "brien"),
        *("a.berg@ex.com", "a", "berg", "ex", "com"),
    ]


def test_the_best_fit_comes_first() -> None:
    """The whole name, its beginning, another field's, then the middle of a word; equals by name."""
    index = indexed(
        customer("middle", "Lindberg"),
        customer("street", "Zoe", addresses=("Berga 1",)),
        customer("company", "Xena", companies=("Bergs AB",)),
        customer("begins", "Bergman"),
        customer("whole-b", "Berg", "Bo"),
        customer("whole-a", "Anna Berg"),
    )
    assert found(index, "berg") == ["whole-a", "whole-b", "begins", "company", "street", "middle"]
    assert found(index, "anna b") == ["whole-a"]


def test_digits_are_found_in_any_form() -> None:
    """Beginning, middle and end, with or without the country; the row shows the number that was meant."""
    index = indexed(customer("a", "A", numbers=("+4790000000", "+46701234567")), customer("b", "B"))
    for typed in ("+46 70", "0046701", "070-12", "0701234567", "12345", "34567", "701 23 45", "a 0701"):
        rows = index.search(typed)
        assert [(row.id, row.number) for row in rows] == [("a", "+46701234567")], typed
    assert found(index, "070-13") == []
    assert found(index, "+ -()") == []


def test_at_most_fifty_are_shown() -> None:
    """A single letter fits everybody."""
    index = indexed(*(customer(f"c{number:04}", f"Anna {number}") for number in range(3_000)))
    assert len(found(index, "a")) == MOST_FOUND
    assert found(index, "anna 2999") == ["c2999"]


def test_a_number_gives_those_who_have_it() -> None:
    """By name; a word that looks alike gives nobody."""
    index = indexed(
        customer("b", "Bo", numbers=("+46701234567",)),
        customer("a", "Ada", numbers=("+46701234567",)),
        customer("c", "46701234567"),
    )
    assert [row.id for row in index.with_number("+46701234567")] == ["a", "b"]
    assert index.with_number("") == ()
    assert index.with_number("sip:x") == ()


def test_new_words_are_found_at_once() -> None:
    """Also in the middle, also when so many came that the words are joined anew."""
    index = indexed(customer("old", "Old"))
    for number in range(FRESH_KEPT + 2):
        index.put(customer(f"n{number}", f"Xq{number}z"))
        assert found(index, f"q{number}z") == [f"n{number}"]


NAMES = st.lists(st.sampled_from(["Anna", "Åsa", "Berg", "Anna-Karin", "Öberg"]), min_size=1, max_size=2)
STEPS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.none() | NAMES, st.sampled_from(["", "+46701", "+46702"])),
    max_size=20,
)


@given(steps=STEPS)
@settings(max_examples=100, deadline=None)
def test_the_index_never_drifts(steps: list[tuple[str, list[str] | None, str]]) -> None:
    """After any changes it answers as one that was made anew."""
    index, there = indexed(), dict[str, Customer]()
    for id, names, number in steps:
        if names is None:
            index.remove(id)
            there.pop(id, None)
        else:
            there[id] = customer(id, *names, numbers=(number,) if number else ())
            index.put(there[id])
    fresh = indexed(*there.values())
    assert len(index) == len(there)
    for query in ("a", "anna", "berg", "kar", "ö", "0701", "46", "702", "anna b"):
        assert index.search(query) == fresh.search(query)
    assert index.with_number("+46701") == fresh.with_number("+46701")
