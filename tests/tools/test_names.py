"""All tests can be collected in one run: pytest knows a test file by its name alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent


def test_each_test_file_has_a_name_of_its_own() -> None:
    """Two files of one name in two folders would stop a plain ``pytest`` before it began."""
    names = Counter(path.name for path in TESTS.rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
