"""The settings file as text: what is written is read as the same, byte for byte."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.web.office.document import differences, field_changes, revision
from lur.web.office.toml_text import NotToml, from_text, line_of, to_text

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
SCALARS = TEXTS | st.booleans() | st.integers(-(2**53), 2**53)
TABLES = st.dictionaries(TEXTS, SCALARS | st.lists(SCALARS, max_size=4), max_size=4)
VALUES = SCALARS | st.lists(SCALARS, max_size=8) | TABLES | st.lists(TABLES, max_size=3)
ITEMS = st.dictionaries(TEXTS, VALUES, max_size=5)
SECTIONS = st.dictionaries(
    st.from_regex(r"[a-z_]{1,12}", fullmatch=True).filter(lambda name: name not in ("lur", "end")),
    st.dictionaries(TEXTS.filter(bool), ITEMS, max_size=4),
    max_size=4,
)


@given(SECTIONS)
def test_whatever_is_written_is_read_as_the_same(document: dict[str, dict[str, dict[str, object]]]) -> None:
    """Any texts, line breaks, quotes and control characters too; and the same again gives the same bytes."""
    text = to_text(document, {})
    read = from_text(text)
    assert read.pop("lur") == {"format": 1}
    assert read.pop("end") == {}
    assert read == document
    assert to_text(read, {}) == text  # type: ignore[arg-type]


@given(SECTIONS, SECTIONS)
def test_differences_are_all_that_differs(
    before: dict[str, dict[str, dict[str, object]]], after: dict[str, dict[str, dict[str, object]]]
) -> None:
    """Carried out, they make the one the other; between equals there are none, and each has a line."""
    made = {name: dict(items) for name, items in before.items()}
    for change in differences(before, after):
        items = made.setdefault(change.section, {})
        if change.after is None:
            del items[change.key]
        else:
            items[change.key] = dict(change.after)
        assert field_changes(change.before, change.after) or not (change.before or change.after)
        assert revision(change.before) != revision(change.after)
    assert {name: items for name, items in made.items() if items} == {
        name: items for name, items in after.items() if items
    }
    assert differences(after, after) == ()


def test_a_fault_has_its_line() -> None:
    """What cannot be read is told with its line; what is wrong in an item, with the line of the field."""
    with pytest.raises(NotToml) as caught:
        from_text('[queues.retur]\nname = "Retur"\nname = "Igen"\n')
    assert caught.value.line == 3
    text = '[queues.a]\nname = "A"\n\n[queues."b.c"]\nname = "B"\npromise_ms = 1\n'
    assert line_of(text, "queues", "b.c", "promise_ms") == 6
    assert line_of(text, "queues", "a", "promise_ms") == 1
    assert line_of(text, "queues", "none") == 0


def test_windows_line_ends_are_read() -> None:
    """An editor that writes CRLF changes nothing of what is meant."""
    text = to_text({"answers": {"a": {"text": "one\ntwo"}}}, {})
    assert from_text(text.replace("\n", "\r\n")) == tomllib.loads(text)
