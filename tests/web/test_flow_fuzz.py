"""Whatever is drawn as a flow or a calendar, the API answers; what it takes, it takes for good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.test_fuzz import Fuzz

IDS = st.sampled_from(["a", "b", "c", "", "Å", "x" * 50])
NUMBERS = st.integers(-1, 7) | st.sampled_from([-(10**18), 10**18, 10**30])
KEYS = st.sampled_from(["1", "2", "9", "*", "", "12", "ü", "\x00"])
TEXTS = st.text(max_size=10)
WORDS = st.fixed_dictionaries({}, optional={"sv": TEXTS, "nb": TEXTS, "en": TEXTS})
LANGUAGE = st.sampled_from(["sv", "nb", "en", "xx"])


def node(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A node of a kind."""
    return st.fixed_dictionaries({"kind": st.just(kind), "id": IDS, **fields})


OPTION = st.fixed_dictionaries({"key": KEYS, "name": TEXTS, "then": IDS})
NODES = st.lists(
    node("Say", words=WORDS, then=IDS)
    | node("Goodbye", words=WORDS)
    | node("ToQueue", queue_id=IDS)
    | node("WhenOpen", queue_id=IDS, open=IDS, closed=IDS)
    | node(
        "ChooseLanguage",
        options=st.lists(st.fixed_dictionaries({"key": KEYS, "language": LANGUAGE}), max_size=3),
        then=IDS,
    )
    | node(
        "Menu",
        words=WORDS,
        options=st.lists(OPTION, max_size=3),
        otherwise=IDS,
        tries=NUMBERS,
        wait_ms=NUMBERS,
    ),
    max_size=6,
)
FLOWS = st.fixed_dictionaries(
    {"name": TEXTS, "first": IDS, "nodes": NODES, "fallback": IDS}, optional={"version": NUMBERS}
)
DATES = st.dates().map(str) | st.sampled_from(["2026-02-30", "0000-00-00", "9999-12-31", ""])
SPANS = st.lists(st.fixed_dictionaries({"from_minute": NUMBERS, "to_minute": NUMBERS}), max_size=3)
EVES = st.sampled_from(["easter_eve", "midsummer_eve", "christmas_eve", "new_years_eve", "my_eve"])
CALENDARS = st.fixed_dictionaries(
    {},
    optional={
        "countries": st.lists(st.sampled_from(["SE", "NO", "DK"]), max_size=3),
        "eves": st.lists(
            st.fixed_dictionaries(
                {"eve": EVES, "kind": st.sampled_from(["keep", "close", "shorten"]), "until_minute": NUMBERS}
            ),
            max_size=4,
        ),
        "own_days": st.lists(
            st.fixed_dictionaries({"date": DATES, "name": TEXTS, "spans": SPANS}), max_size=3
        ),
    },
)


@pytest.fixture(scope="module")
def fuzz() -> Iterator[Fuzz]:
    """One house for all."""
    with TemporaryDirectory() as folder:
        fuzz = Fuzz(Path(folder))
        fuzz.ask("POST", "/api/queues", json={"name": "a", "follows_calendar": True})
        yield fuzz
        fuzz.close()


@settings(max_examples=100, deadline=None)
@given(drawn=FLOWS, keys=st.text("0123456789*#-", max_size=10), at=NUMBERS | st.none())
def test_any_drawing_gets_an_answer(fuzz: Fuzz, drawn: dict[str, Any], keys: str, at: int | None) -> None:
    """Checked, tried and saved, never an internal error."""
    fuzz.ask("POST", "/api/flows/check", json=drawn)
    fuzz.ask("POST", "/api/flows/any/try", json={"draft": drawn, "keys": keys, "at": at})
    fuzz.ask("POST", "/api/flows/any", json=drawn)
    fuzz.ask("GET", "/api/flows")


@settings(max_examples=100, deadline=None)
@given(drawn=CALENDARS)
def test_any_calendar_gets_an_answer(fuzz: Fuzz, drawn: dict[str, Any]) -> None:
    """Previewed and saved, and the queue that follows has what it says."""
    fuzz.ask("POST", "/api/calendar/preview", json=drawn)
    fuzz.ask("POST", "/api/calendar", json=drawn)
    fuzz.ask("GET", "/api/calendar")
    fuzz.ask("GET", "/api/queues/a")
