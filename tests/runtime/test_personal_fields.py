"""What the vault holds of a contact is read in one way."""

from __future__ import annotations

import pytest

from lur.runtime.personal import name_in, number_in


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({}, ""),
        ({"caller_number": ["+4670"]}, "+4670"),
        ({"caller_number": ["+4670"], "callback_number": ["+468"]}, "+468"),
        ({"callback_number": ["+468", "+469"]}, "+469"),
        ({"caller_number": [], "key": ["1"]}, ""),
    ],
)
def test_the_number_they_gave_counts_first(fields: dict[str, list[str]], number: str) -> None:
    """Given latest, before where they called from."""
    assert number_in(fields) == number


def test_a_name_or_none() -> None:
    """As the phone says."""
    assert (name_in({"caller_name": ["Anna"]}), name_in({})) == ("Anna", "")
