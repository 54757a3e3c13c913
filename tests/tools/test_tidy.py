"""tools/tidy.py: each rule finds what it should and leaves the rest alone, and the ratchet only tightens."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.tidy import Finding

from tools import tidy


def _rules(path: str, text: str) -> list[str]:
    return [finding.rule for finding in tidy.findings(Path(path), text)]


def _function(lines: int) -> str:
    return '"""Why."""\n\n\ndef long():\n' + "    a = 1\n" * (lines - 1)


@pytest.mark.parametrize(("lines", "rules"), [(60, []), (61, ["function-lines"])])
def test_a_function_stops_at_sixty_lines(lines: int, rules: list[str]) -> None:
    """A function of 60 lines passes and one of 61 does not."""
    assert _rules("src/lur/a.py", _function(lines)) == rules


@pytest.mark.parametrize(("lines", "rules"), [(500, []), (501, ["module-lines"])])
def test_a_module_stops_at_five_hundred_lines(lines: int, rules: list[str]) -> None:
    """A module of 500 lines passes and one of 501 does not, in Python and in TypeScript."""
    text = '"""Why."""\n' + "a = 1\n" * (lines - 1)
    assert _rules("src/lur/a.py", text) == rules
    assert _rules("ui/src/a.ts", "let a = 1;\n" * lines) == rules


@pytest.mark.parametrize(("number", "rules"), [(20, []), (21, ["class-methods"])])
def test_a_class_stops_at_twenty_methods(number: int, rules: list[str]) -> None:
    """A class with 20 methods passes and one with 21 does not."""
    methods = "".join(f"    def m{i}(self): ...\n" for i in range(number))
    assert _rules("src/lur/a.py", f'"""Why."""\nclass A:\n{methods}') == rules


def test_a_module_says_why_it_is_there() -> None:
    """A module without a docstring is found; an empty __init__.py needs none."""
    assert _rules("src/lur/a.py", "a = 1\n") == ["module-docstring"]
    assert _rules("src/lur/__init__.py", "") == []


def test_a_test_says_the_rule_it_holds() -> None:
    """A test without a docstring is found by its name, helpers are not."""
    text = '"""Why."""\ndef helper(): ...\nclass A:\n    def test_a(self): ...\n'
    found = list(tidy.findings(Path("tests/core/test_a.py"), text))
    assert found == [Finding("test-docstring", "tests/core/test_a.py::A.test_a", 1)]


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ("def wait():\n    time.sleep(1)\n", ["sleep"]),
        ("async def wait():\n    await asyncio.sleep(0.1)\n", ["sleep"]),
        ("async def until(done):\n    await asyncio.sleep(0.1)\n", []),
        ("async def give_way():\n    await asyncio.sleep(0)\n", []),
    ],
)
def test_a_test_never_just_sleeps(body: str, rules: list[str]) -> None:
    """Sleeping is for functions that poll until; giving way to the loop is no sleep."""
    assert _rules("tests/a.py", '"""Why."""\n' + body) == rules
    assert _rules("src/lur/a.py", '"""Why."""\n' + body) == []


def test_what_is_not_python_is_told_by_its_line() -> None:
    """A file that cannot be read is a finding and no traceback."""
    assert list(tidy.findings(Path("src/lur/a.py"), '"""Why."""\na = (\n')) == [
        Finding("syntax", "src/lur/a.py", 2)
    ]


def test_reminders_are_found() -> None:
    """A word that puts work off is counted, in every language that we write."""
    word = "TO" + "DO"
    assert _rules("ui/src/a.svelte", f"<!-- {word} later -->\n") == ["word"]


def test_the_core_imports_only_what_is_pure() -> None:
    """Core may import msgspec, itself and pure modules; each other import counts."""
    text = '"""Why."""\nimport time\nimport math\nfrom lur.core.ids import A\nfrom lur.ports import B\n'
    found = list(tidy.findings(Path("src/lur/core/a.py"), text))
    assert found == [Finding("core-import", "src/lur/core/a.py", 2)]


BIG = Finding("module-lines", "a.py", 600)


def test_what_is_new_or_has_grown_fails() -> None:
    """A finding without an entry fails, and so does one above its entry."""
    assert len(tidy.judge([BIG], {})) == 1
    assert len(tidy.judge([BIG], {BIG.entry: 599})) == 1
    assert tidy.judge([BIG], {BIG.entry: 600}) == []


def test_an_entry_that_could_be_lower_fails() -> None:
    """What has shrunk or is gone must be tightened, so that it cannot grow again unseen."""
    assert len(tidy.judge([BIG], {BIG.entry: 601})) == 1
    assert len(tidy.judge([], {BIG.entry: 600})) == 1


def test_tightening_lowers_and_removes_and_never_adds() -> None:
    """--tighten takes the lower number, drops what is gone and gives nothing new a place."""
    small = Finding("function-lines", "b.py::f", 70)
    limits = {BIG.entry: 700, ("word", "gone.py"): 1}
    assert tidy.tighten([BIG, small], limits) == {BIG.entry: 600}
    assert tidy.tighten([BIG], {BIG.entry: 550}) == {BIG.entry: 550}


def test_the_ratchet_file_reads_back() -> None:
    """What is written is what is read."""
    limits = {("word", "a b.py"): 2, BIG.entry: 600, ("word", "c.py"): 1}
    assert tidy.read_limits(tidy.write_limits(limits)) == limits
