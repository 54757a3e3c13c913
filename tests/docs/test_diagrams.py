"""The pictures show what the core does, and all of it."""

from __future__ import annotations

import re

from lur.core.transitions import CONTACT, PRESENCE
from tools import draw_diagrams


def _arrows(text: str) -> set[tuple[str, str, str]]:
    """(from, event, to) of every arrow in a text, start and end left out."""
    found = re.findall(r"^ +(\w+) --> (\w+): (.+)$", text, re.MULTILINE)
    return {(before, event, after) for before, after, events in found for event in events.split(", ")}


def test_the_diagrams_are_fresh() -> None:
    """docs/diagrams.md is what the tables say; if not, run python tools/draw_diagrams.py."""
    assert draw_diagrams.PAGE.read_text() == draw_diagrams.page()
    assert draw_diagrams.main(["--check"]) == 0


def test_each_row_is_one_arrow() -> None:
    """Nothing is left out and nothing is added on the way from table to picture."""
    _, contact, presence = draw_diagrams.page().split("```mermaid")
    assert _arrows(contact) == {(before, event, after) for (before, event), after in CONTACT.items()}
    assert _arrows(presence) == {(before, event, after) for (before, event), after in PRESENCE.items()}
