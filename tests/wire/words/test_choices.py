"""Keys, callbacks, numbers, codes and own words: said to the letter, and nobody's number kept as a sound."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wire.words.choices_chart import CHOICES

from lur.wire import words as w
from lur.wire.words import (
    LANGUAGES,
    Language,
    Opening,
    Prompt,
    compose,
    grouped,
    key,
    own_words,
    parts,
    spoken_in,
)
from lur.wire.words.choices import Choices


@pytest.mark.parametrize(("prompt", "swedish", "norwegian", "english"), CHOICES)
def test_choices_are_told_as_in_the_chart(prompt: Prompt, swedish: str, norwegian: str, english: str) -> None:
    """Each sentence about a choice is what the chart says, in sv, nb and en."""
    assert tuple(compose(prompt, language) for language in LANGUAGES) == (swedish, norwegian, english)


def test_the_chart_is_whole() -> None:
    """No prompt about choices is without its sentences in the chart."""
    assert {type(prompt) for prompt, *_ in CHOICES} == set(get_args(Choices))


@given(st.text("0123456789", min_size=1, max_size=20))
def test_groups_hold_all_digits_in_order(digits: str) -> None:
    """Numbers are told in groups of two or three (one alone only when it is all), and no digit is lost."""
    groups = [group.digits for group in grouped(digits)]
    assert "".join(groups) == digits
    assert all(len(group) in (2, 3) for group in groups) or len(digits) == 1


@pytest.mark.parametrize(
    ("digits", "groups"),
    [
        ("90210457", ["90", "21", "04", "57"]),
        ("081234567", ["081", "234", "567"]),
        ("0701234567", ["070", "123", "45", "67"]),
        ("46701234567", ["467", "012", "345", "67"]),
        ("112", ["112"]),
    ],
)
def test_numbers_are_grouped_as_people_say_them(digits: str, groups: list[str]) -> None:
    """Eight digits go in pairs, others in threes that end in pairs."""
    assert [group.digits for group in grouped(digits)] == groups


@pytest.mark.parametrize("prompt", [w.NumberReadBack("0701234567"), w.PlaceCode("90210457")])
def test_what_is_somebodys_own_is_told_in_parts(prompt: Prompt) -> None:
    """A number or a code has no sound of its own: no part's key holds more than three digits of it."""
    assert parts(prompt) != (prompt,)
    assert all(parts(part) == (part,) for part in parts(prompt))
    held = ["".join(char for char in key(part) if char.isdigit()) for part in parts(prompt)]
    assert max(len(digits) for digits in held) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_cannot_follow_the_call_hears_their_language(language: Language) -> None:
    """A choice of language is spoken in that language, and own words in theirs, whatever the call's is."""
    assert spoken_in(w.LanguageChoice("nb", "2"), language) == "nb"
    assert spoken_in(w.OwnWords("Hej", "sv"), language) == "sv"
    assert spoken_in(w.OwnWords("Hej"), language) == language
    assert spoken_in(w.NotAChoice(), language) == language


@pytest.mark.parametrize(
    ("text", "swedish"),
    [
        ("Tryck 1 för faktura, 2 för leverans", "Tryck ett för faktura, två för leverans."),
        ("Vi har 25 000 i kö!", "Vi har tjugofem noll noll noll i kö!"),
        ("Vill du vänta?", "Vill du vänta?"),
        ("Öppet 7.05 till 24.00", "Öppet sju fem till tjugofyra."),
        ("Ring 0771-23 45 67", "Ring noll sju sju ett - tjugotre fyrtiofem sextiosju."),
        ("  två   blanka ", "två blanka."),
        ("½ priset", "ett ⁄ två priset."),
    ],
)
def test_own_words_lose_their_digits(text: str, swedish: str) -> None:
    """Numbers in what a company has written are words before a voice gets them; times are told as times."""
    assert compose(w.OwnWords(text), "sv") == swedish


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Första raden.\n\nAndra raden", "Första raden. Andra raden."),
        ("  Hej\u00ad\tdå\x00 ", "Hej då."),
        ("ord " * 300, " ".join(["ord"] * 150) + "."),
        ("", None),
        ("\n...\n", None),
    ],
)
def test_whatever_was_typed_is_heard(typed: str, said: str | None) -> None:
    """Line breaks and odd characters make no notice silent, and one that is too long is cut."""
    prompt = own_words(typed)
    assert (None if prompt is None else compose(prompt, "sv")) == said


@given(st.text(max_size=700))
def test_no_typed_text_is_an_error(typed: str) -> None:
    """Whatever a company has typed, it is said or left out."""
    prompt = own_words(typed, "nb")
    assert prompt is None or compose(prompt, "sv").endswith((".", "!", "?"))


def test_keys_of_choices_are_stable() -> None:
    """Keys name the files of recorded voices; own words are named after their text, whatever the language."""
    assert key(w.CallbackPromised(3, Opening("monday", 8))) == "callback_promised-3-monday-0800"
    assert key(w.CallbackGreeting("X", recorded=True)) == "callback_greeting-recorded"
    assert key(w.LanguageChoice("nb", "*")) == "language_choice-nb-star"
    assert key(w.TellAllOffer("1")) == "tell_all_offer-1"
    assert key(w.Digits("070")) == "digits-070"
    assert key(w.OwnWords("Hej")) == key(w.OwnWords("Hej", "sv")) == "own_words-20ac4eea95e143bbc7c9"


@pytest.mark.parametrize(
    "make",
    [
        lambda: w.CallbackPromised(0),
        lambda: w.OwnWords(""),
        lambda: w.OwnWords("a" * 601),
        lambda: w.OwnWords("a\nb"),
        lambda: w.OwnWords("a\u0000b"),
        lambda: w.OwnWords("a\ud800"),
        lambda: w.OwnWords(" ... "),
        lambda: w.NumberReadBack(""),
        lambda: w.NumberReadBack("1" * 21),
        lambda: w.NumberReadBack("+46701234567"),
        lambda: w.PlaceCode("١٢٣"),
        lambda: w.Digits("1234"),
        lambda: w.LanguageChoice("sv", "10"),
        lambda: w.LanguageChoice("sv", ""),
        lambda: w.TellAllOffer("a"),
    ],
)
def test_impossible_choices_are_refused(make: object) -> None:
    """What could not be said, or would reach the synthesiser's parser, cannot be made."""
    assert callable(make)
    with pytest.raises(ValueError, match="must"):
        make()
