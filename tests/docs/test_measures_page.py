"""No figure without its formula, and no word of the trade without its meaning."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from lur.core.measures import Measures, Tally
from lur.features.reports.model import Figures
from lur.runtime.views import TodayView

DOCS = Path(__file__).resolve().parents[2] / "docs"
MEASURES = (DOCS / "measures.md").read_text()


def _figures(kind: type) -> list[str]:
    """Public methods that give a figure."""
    found = inspect.getmembers(kind, inspect.isfunction)
    return [name for name, function in found if not name.startswith("_") and _gives_number(function)]


def _gives_number(function: object) -> bool:
    return str(inspect.signature(function).return_annotation) in ("float | None", "int | None")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        *Tally.__struct_fields__,
        *_figures(Tally),
        *_figures(Measures),
        *TodayView.__struct_fields__,
        *Figures.__struct_fields__,
    ],
)
def test_each_figure_has_its_formula(name: str) -> None:
    """Every public count, sum and figure begins a row of a table in docs/measures.md, or is named as the same
    as one that does.
    """
    rows = re.findall(r"^\| `(\w+)`", MEASURES, re.MULTILINE)
    same = re.findall(r"`(\w+)` in the API is `(\w+)`", MEASURES)
    assert name in rows or any(name == other and meant in rows for other, meant in same)


def test_no_row_is_about_nothing() -> None:
    """A row that names no figure of today or of a report is stale."""
    known = {*Tally.__struct_fields__, *_figures(Tally), *_figures(Measures), *TodayView.__struct_fields__}
    known |= {*Figures.__struct_fields__}
    rows = re.findall(r"^\| `(\w+)`", MEASURES, re.MULTILINE)
    assert [row for row in rows if row not in known] == []


@pytest.mark.parametrize("page", ["glossary.md", "where-code-goes.md"])
def test_no_word_stands_twice(page: str) -> None:
    """One meaning for a word, one place for a thing."""
    text = (DOCS / page).read_text()
    rows = [row for row in re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE) if set(row) - set("- ")]
    words = [row for row in rows if row not in ("Word", "I want to", "It shows")]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_the_named_places_are_there() -> None:
    """Each file and folder that docs/where-code-goes.md sends a newcomer to exists (pages: test_links.py)."""
    root = DOCS.parent
    named = re.findall(r"`([\w./-]+(?:/|\.py|\.md|\.ts))`", (DOCS / "where-code-goes.md").read_text())
    places = [
        root,
        root / "src" / "lur",
        root / "src" / "lur" / "core",
        root / "src" / "lur" / "adapters" / "voice" / "media",
        root / "src" / "lur" / "adapters" / "voice" / "edge",
    ]
    missing = [
        name
        for name in named
        if "NAME" not in name
        and not name.startswith("docs/")
        and name not in ("model.py", "store.py", "service.py")
        and not any((place / name).exists() for place in places)
    ]
    assert missing == []
