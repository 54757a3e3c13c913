"""The document as text and back: TOML, one heading for each item.

TOML, because a telephone number or "no" in quotes stays text (in YAML it may become a number or False), its
reader comes with Python, an item is a paragraph that one can find, copy and compare line by line, and
comments are allowed. The same document always gives the same bytes. ``[end]`` comes last, so that a file
that was cut short is not taken for one in which everything after the cut is to be removed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

from lur.web.office.document import ONLY, Document, Item, Items

FORMAT = 1
"""Grows when an older Lur could no longer read what is written. New fields and sections do not count: those
that a file does not have are left as they are."""
HEAD = "lur"
END = "end"
LINE = 110

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ABOUT = """\
# All that is set up in Lur. Change it, look at what would happen, and carry it out:
#
#   lur import --dry-run FILE      lur import FILE
#
# A section that is left out stays as it is. In a section that is here, what is missing is removed.
# Never here: passwords, secrets (of phones, trunks, webhooks, sign-on services) and tokens, which belong to
# one program each. What is there keeps its own. docs/settings.md tells about each section."""


class NotToml(ValueError):
    """The text cannot be read; ``line`` counts from 1, 0 when it is not known."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


# --- writing -----------------------------------------------------------------------------------------------


def to_text(document: Document, notes: Mapping[str, str]) -> str:
    """The whole file. ``notes`` has a line about each section."""
    blocks = [_ABOUT, f"[{HEAD}]\nformat = {FORMAT}"]
    for name, items in document.items():
        blocks.append(f"# --- {name} {'-' * (LINE - 7 - len(name))}\n# {notes.get(name, name)}")
        blocks.extend(_section(name, items))
    blocks.append(f"# The file is whole.\n[{END}]")
    return "\n\n".join(blocks) + "\n"


def _section(name: str, items: Items) -> Iterator[str]:
    if not items:
        yield f"[{name}]"
    for key in sorted(items):
        path = (name,) if key == ONLY else (name, key)
        yield "\n".join(_table(path, items[key]))


def _table(path: tuple[str, ...], item: Item) -> Iterator[str]:
    yield f"[{_dotted(path)}]"
    blocks = {name: value for name, value in item.items() if _is_blocks(value)}
    yield from _fields((), {name: value for name, value in item.items() if name not in blocks})
    for name, value in blocks.items():
        assert isinstance(value, Sequence)
        for each in value:
            yield f"\n[[{_dotted((*path, name))}]]"
            yield from _fields((), each)


def _is_blocks(value: object) -> bool:
    """Whether it is a list of tables, each of which gets a heading."""
    return (
        isinstance(value, list | tuple) and bool(value) and all(isinstance(each, Mapping) for each in value)
    )


def _fields(prefix: tuple[str, ...], table: Item) -> Iterator[str]:
    for name, value in table.items():
        where = (*prefix, name)
        line = f"{_dotted(where)} = {_value(value)}"
        if isinstance(value, Mapping) and value and ("\n" in line or len(line) > LINE):
            yield from _fields(where, value)
        elif isinstance(value, list | tuple) and len(line) > LINE:
            yield "\n".join([f"{_dotted(where)} = [", *(f"    {_value(each)}," for each in value), "]"])
        else:
            yield line


def _dotted(path: Sequence[str]) -> str:
    return ".".join(each if _BARE.fullmatch(each) else _quoted(each) for each in path)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _block(value) if "\n" in value and "\r" not in value else _quoted(value)
        case Mapping():
            inner = ", ".join(f"{_dotted((str(name),))} = {_plain(each)}" for name, each in value.items())
            return f"{{{inner}}}"
        case list() | tuple():
            return f"[{', '.join(map(_plain, value))}]"
        case _:
            raise TypeError(f"a document has no {type(value).__name__}")


def _plain(value: object) -> str:
    """On one line, as it must be within a table on one line."""
    return _quoted(value) if isinstance(value, str) else _value(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_CONTROL.sub(_escape, escaped)}"'


def _block(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    return f'"""\n{_CONTROL.sub(_escape, escaped)}"""'


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04X}"


# --- reading -----------------------------------------------------------------------------------------------


def from_text(text: str) -> dict[str, object]:
    """What a file says, by its top tables. Raises ``NotToml``."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise NotToml(str(error), int(found[1]) if found else text.count("\n") + 1) from error
    except RecursionError as error:
        raise NotToml("nested too deeply", 0) from error


def line_of(text: str, section: str, key: str, field: str = "") -> int:
    """The line of an item's heading, or of a field under it; 0 when it is not found."""
    path = (section,) if key == ONLY else (section, key)
    headings = {f"[{_dotted(path)}]", f"[{section}.{_quoted(key)}]"}
    lines = text.splitlines()
    at = next((number for number, line in enumerate(lines, 1) if line.strip() in headings), 0)
    for number in range(at + 1, len(lines) + 1) if at and field else ():
        line = lines[number - 1].strip()
        if line.startswith(f"[{section}") and not line.startswith(f"[[{_dotted(path)}."):
            break
        if re.match(rf"{re.escape(field.partition('.')[0])}\b", line):
            return number
    return at
