"""Holds the sizes and habits of our style as a ratchet that only tightens.

What breaks a rule today is listed in tools/tidy.toml with its number; it may shrink and never grow, and
nothing new is added. When something has shrunk, `python tools/tidy.py --tighten` lowers or removes its entry.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RATCHET = ROOT / "tools" / "tidy.toml"

FUNCTION_LINES = 60
MODULE_LINES = 500
CLASS_METHODS = 20
WORDS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
SKIPPED = frozenset({"generated", "i18n"})
"""Folders whose files are not written by hand, or are tables of texts."""
SLEEPERS = frozenset({"time", "asyncio", "anyio", "trio"})

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, order=True)
class Finding:
    """One broken rule: where, and by how much (lines, methods, or 1 for each time)."""

    rule: str
    where: str
    number: int

    @property
    def entry(self) -> tuple[str, str]:
        """What a ratchet entry is looked up by."""
        return self.rule, self.where


MEANING: Mapping[str, str] = {
    "function-lines": f"a function stops at {FUNCTION_LINES} lines: split it",
    "module-lines": f"a module stops at {MODULE_LINES} lines: split it",
    "class-methods": f"a class stops at {CLASS_METHODS} methods: split it",
    "module-docstring": "a module starts with a docstring that says why it is there",
    "test-docstring": "a test has a docstring that says the rule it holds",
    "sleep": "a test polls (in a function with 'until' in its name) with a deadline, and never just sleeps",
    "syntax": "this line is not Python",
    "word": "no reminders in the code: do it, or file an issue",
    "core-import": "the core imports msgspec, itself and what is pure",
}

PURE = frozenset(
    {
        *("__future__", "abc", "bisect", "collections", "dataclasses", "enum", "fractions", "functools"),
        *("hashlib", "heapq", "itertools", "math", "msgspec", "operator", "types", "typing"),
    }
)
"""What lur.core may import besides itself."""


def findings(path: Path, text: str) -> Iterator[Finding]:
    """All that breaks a rule in one file; ``path`` is relative to the repository."""
    where = str(path)
    lines = text.splitlines()
    if len(lines) > MODULE_LINES:
        yield Finding("module-lines", where, len(lines))
    reminders = sum(1 for line in lines if WORDS.search(line))
    if reminders:
        yield Finding("word", where, reminders)
    if path.suffix == ".py":
        try:
            tree = ast.parse(text)
        except SyntaxError as error:
            yield Finding("syntax", where, error.lineno or 1)
            return
        yield from _sizes(where, tree)
        yield from _docstrings(path, tree)
        if path.parts[0] == "tests":
            yield from _sleeps(where, tree)
        if path.parts[:3] == ("src", "lur", "core"):
            yield from _core_imports(where, tree)


def _sizes(where: str, tree: ast.Module) -> Iterator[Finding]:
    for name, node in _named(tree):
        if isinstance(node, FUNCTIONS):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield Finding("function-lines", f"{where}::{name}", length)
        elif isinstance(node, ast.ClassDef):
            methods = sum(isinstance(item, FUNCTIONS) for item in node.body)
            if methods > CLASS_METHODS:
                yield Finding("class-methods", f"{where}::{name}", methods)


def _named(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Classes and functions with their dotted names, the inner ones too."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield prefix + node.name, node
            yield from _named(node, f"{prefix}{node.name}.")
        else:
            yield from _named(node, prefix)


def _docstrings(path: Path, tree: ast.Module) -> Iterator[Finding]:
    if tree.body and ast.get_docstring(tree) is None:
        yield Finding("module-docstring", str(path), 1)
    if path.parts[0] != "tests":
        return
    for name, node in _named(tree):
        is_test = isinstance(node, FUNCTIONS) and node.name.startswith("test_")
        if is_test and isinstance(node, FUNCTIONS) and ast.get_docstring(node) is None:
            yield Finding("test-docstring", f"{path}::{name}", 1)


def _sleeps(where: str, tree: ast.Module) -> Iterator[Finding]:
    number = sum(_sleeps_in(node) for node in tree.body)
    if number:
        yield Finding("sleep", where, number)


def _sleeps_in(node: ast.AST) -> int:
    """Sleeps below this node, outside functions that poll until."""
    if isinstance(node, FUNCTIONS) and "until" in node.name:
        return 0
    own = int(isinstance(node, ast.Call) and _is_sleep(node))
    return own + sum(_sleeps_in(child) for child in ast.iter_child_nodes(node))


def _is_sleep(call: ast.Call) -> bool:
    called = call.func
    if (
        not isinstance(called, ast.Attribute)
        or called.attr != "sleep"
        or not isinstance(called.value, ast.Name)
    ):
        return False
    gives_way = bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0
    return called.value.id in SLEEPERS and not gives_way


def _core_imports(where: str, tree: ast.Module) -> Iterator[Finding]:
    impure = sum(
        name.split(".")[0] not in PURE and not name.startswith("lur.core") for name in _imported(tree)
    )
    if impure:
        yield Finding("core-import", where, impure)


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "a relative import"


def sources(root: Path = ROOT) -> list[Path]:
    """The files that the rules hold for, relative to ``root``."""
    found = [
        path
        for folder in ("src", "tools", "tests", "bench", "ui/src")
        for suffix in ("py", "ts", "svelte")
        for path in (root / folder).rglob(f"*.{suffix}")
        if not SKIPPED.intersection(path.parts)
    ]
    return sorted(path.relative_to(root) for path in found)


Limits = dict[tuple[str, str], int]


def read_limits(text: str) -> Limits:
    """The ratchet: what is allowed today, by rule and place."""
    return {
        (rule, where): number
        for rule, places in tomllib.loads(text).items()
        for where, number in places.items()
    }


def judge(found: Iterable[Finding], limits: Limits) -> list[str]:
    """Sentences for what is new or has grown, and for entries that can be lowered; empty when all is well."""
    told = []
    left = dict(limits)
    for finding in sorted(found):
        limit = left.pop(finding.entry, 0)
        if finding.number > limit:
            told.append(f"{finding.where}: {finding.number} ({finding.rule}): {MEANING[finding.rule]}")
        elif finding.number < limit:
            told.append(
                f"{finding.where}: has shrunk to {finding.number}: run python tools/tidy.py --tighten"
            )
    told += [f"{where}: {rule} is gone: run python tools/tidy.py --tighten" for rule, where in sorted(left)]
    return told


def tighten(found: Iterable[Finding], limits: Limits) -> Limits:
    """The limits lowered to what is found; nothing is added and nothing grows."""
    numbers = {finding.entry: finding.number for finding in found}
    return {entry: min(limit, numbers[entry]) for entry, limit in limits.items() if entry in numbers}


def write_limits(limits: Limits) -> str:
    """The ratchet file's text."""
    lines = ["# What breaks a rule of tools/tidy.py today. Entries may only shrink or go."]
    for rule in sorted({rule for rule, _ in limits}):
        lines += ["", f"[{rule}]"]
        lines += [f'"{where}" = {number}' for (r, where), number in sorted(limits.items()) if r == rule]
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Check all sources; with --tighten lower the ratchet first."""
    found = [finding for path in sources() for finding in findings(path, (ROOT / path).read_text())]
    limits = read_limits(RATCHET.read_text())
    if words == ["--tighten"]:
        limits = tighten(found, limits)
        RATCHET.write_text(write_limits(limits))
    told = judge(found, limits)
    for sentence in told:
        print(sentence)
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
