"""Nothing that people lean on goes without documentation: events, commands, codes, settings, metrics."""

from __future__ import annotations

import re
from typing import get_args

import msgspec
import pytest

from lur.core import commands, events, rejections
from tools import generate_reference as reference

DOCS = "\n".join(page.read_text() for page in sorted(reference.PAGE.parent.glob("*.md")))


def _headings() -> set[str]:
    return set(re.findall(r"^### (\w+)$", DOCS, re.MULTILINE))


def test_the_reference_is_fresh() -> None:
    """docs/reference.md is what the source says; if not, run python tools/generate_reference.py."""
    assert reference.PAGE.read_text() == reference.page()


@pytest.mark.parametrize("kind", [*get_args(commands.AnyCommand), *get_args(events.AnyEvent)])
def test_each_command_and_event_is_told(kind: type[msgspec.Struct]) -> None:
    """Each kind has its heading in the reference, and a docstring that says what it means."""
    assert kind.__name__ in _headings()
    shape = {s.name: s for s in _all_kinds()}[kind.__name__]
    assert shape.text, f"{kind.__name__} has no docstring"


def _all_kinds() -> list[reference.Shape]:
    return reference.kinds("commands.py", "AnyCommand") + reference.kinds("events.py", "AnyEvent")


def test_the_reference_reads_the_same_kinds_as_python() -> None:
    """The generator reads the source as text; nothing is lost on the way."""
    real = [kind.__name__ for kind in [*get_args(commands.AnyCommand), *get_args(events.AnyEvent)]]
    assert [shape.name for shape in _all_kinds()] == real
    assert reference.rejection_codes() == list(get_args(rejections.RejectionCode))


def test_each_rejection_code_has_a_sentence() -> None:
    """A code that can come out is explained in tools/generate_reference.py, and no code that cannot."""
    assert sorted(reference.REJECTIONS) == sorted(reference.rejection_codes())


def test_each_metric_has_a_meaning() -> None:
    """A metric without words is a number without a formula."""
    told = reference.metrics()
    assert {"lur_agents", "lur_desks_connected", "lur_overtakings"} <= {name for name, _, _ in told}
    assert [name for name, _, text in told if not text] == []


def test_each_environment_variable_is_documented() -> None:
    """A LUR_ setting that the source reads stands in docs/."""
    source = "\n".join(path.read_text() for path in reference.SOURCE.rglob("*.py"))
    settings = set(re.findall(r"\bLUR_[A-Z][A-Z_]*[A-Z]\b", source))
    assert [name for name in sorted(settings) if name not in DOCS] == []
