"""Makes docs/reference.md of the source: commands, events, rejections and metrics, as their docstrings tell.

Run `python tools/generate_reference.py` to write the page and with `--check` to fail when it is stale. The
source is read and not imported, so that a half-done change elsewhere does not stand in the way.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "lur"
PAGE = ROOT / "docs" / "reference.md"

REJECTIONS = {
    "agent_exists": "An agent with this id is already known. Choose another id.",
    "agent_not_available": "The colleague cannot be asked now; the detail names presence or hindrance.",
    "agent_not_signed_out": "The agent must sign out first.",
    "already_asking": "Somebody is asked already; wait for the answer or drop it first.",
    "already_in_talk": "The colleague is in this talk, or asked into it, already.",
    "already_taken_over": "Somebody else was first; the detail names who has the contact now.",
    "ask_is_over": "It was declined, withdrawn or ran out, the party has left, or the talk has ended.",
    "ask_not_answered": "Who is asked is not there yet.",
    "bad_settings": "A setting is missing or outside its limits; the detail names it.",
    "contact_already_ended": "The contact is over; nothing can be done to it any more.",
    "contact_exists": "A contact with this id has already arrived.",
    "contact_not_entering": "The contact is past its entry flow; the detail names its phase.",
    "contact_not_talking": "This needs a contact that an agent is talking with.",
    "contact_not_waiting": "This needs a contact that waits; the detail names its phase.",
    "incident_exists": "An incident with this id is open already.",
    "moves_in_a_loop": "The contact has gone this very step before; the detail names where to.",
    "nobody_to_help": "Nobody stands by to help.",
    "nobody_to_leave_to": "Nobody is joined to the talk or asked to take it, so the customer would be alone.",
    "not_sitting_in": "The agent sits with no learner.",
    "lacks_skills": "The agent cannot serve this queue, with the skills lent for today either.",
    "contact_not_over": "The contact goes on; how it went is asked when it is over.",
    "not_to_be_called": "The queue calls nobody back, or the contact cannot be called.",
    "offer_is_over": "The offer was answered, declined, withdrawn or ran out; a new one may be on its way.",
    "only_listens": "That party only listens: they take over, or are joined first; the detail is the part.",
    "part_forbidden": "Who came for this purpose cannot take part so; the detail names the part.",
    "place_not_kept": "The earlier contact was served, is not known, or its place is no longer kept.",
    "presence_forbids": "The agent's presence does not allow it; the detail names the presence.",
    "queue_closed": "The queue is closed; the detail names it.",
    "queue_exists": "A queue with this id is already open.",
    "same_agent": "The agent and the colleague are one; the detail names the agent.",
    "too_many_in_talk": "The talk has as many parties as it can have.",
    "unknown_agent": "There is no agent with this id.",
    "unknown_contact": "There is no contact with this id.",
    "unknown_incident": "There is no open incident with this id.",
    "unknown_offer": "There is no offer with this id.",
    "unknown_queue": "There is no queue with this id.",
    "wrong_channel": "The queue serves another channel than the contact's.",
}
"""What each rejection code means, and what to do."""

METRIC_CLASSES = frozenset(
    {
        "Counter",
        "Gauge",
        "Histogram",
        "Summary",
        "CounterMetricFamily",
        "GaugeMetricFamily",
        "InfoMetricFamily",
    }
)


@dataclass(frozen=True)
class Field:
    """One field of a command, an event or a value."""

    name: str
    type: str
    default: str
    text: str


@dataclass(frozen=True)
class Shape:
    """One struct as its source tells it."""

    name: str
    text: str
    fields: tuple[Field, ...]


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _flat(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|").replace("``", "`")


def shapes(tree: ast.Module) -> dict[str, Shape]:
    """The classes of a module by name."""
    return {
        node.name: Shape(node.name, _flat(ast.get_docstring(node)), tuple(_fields(node)))
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def _fields(node: ast.ClassDef) -> Iterator[Field]:
    following = [*node.body[1:], None]
    for item, after in zip(node.body, following, strict=True):
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            default = "" if item.value is None else ast.unparse(item.value)
            yield Field(item.target.id, ast.unparse(item.annotation), default, _string(after))


def _string(node: ast.stmt | None) -> str:
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return _flat(node.value.value)
    return ""


def members(tree: ast.Module, name: str) -> list[str]:
    """The names in a union or the words in a Literal that is assigned to ``name``."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == name for t in node.targets
        ):
            inner = node.value.slice if isinstance(node.value, ast.Subscript) else node.value
            found = [n for n in ast.walk(inner) if isinstance(n, (ast.Name, ast.Constant))]
            found.sort(key=lambda n: (n.lineno, n.col_offset))
            return [n.id if isinstance(n, ast.Name) else str(n.value) for n in found]
    return []


def kinds(module: str, union: str) -> list[Shape]:
    """The structs of a union in a module of the core and its sister modules, in the union's order."""
    path = SOURCE / "core" / module
    found: dict[str, Shape] = {}
    for each in (*path.parent.glob(f"{path.stem}_*.py"), path):
        found |= shapes(_parse(each))
    return [found[name] for name in members(_parse(path), union)]


def rejection_codes() -> list[str]:
    """All codes with which the core refuses a command."""
    return members(_parse(SOURCE / "core" / "rejections.py"), "RejectionCode")


def metrics() -> list[tuple[str, str, str]]:
    """Name, kind and meaning of each Prometheus metric that is made anywhere in the source."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(_parse(path)):
            if isinstance(node, ast.Call) and _called(node) in METRIC_CLASSES:
                words = [_words(arg) for arg in node.args[:2]]
                if len(words) == 2 and words[0].startswith("lur_"):
                    kind = _called(node).removesuffix("MetricFamily").lower()
                    found.add((words[0], kind, _flat(words[1])))
    return sorted(found)


def _words(node: ast.expr) -> str:
    """A text; what is filled in later stands in braces."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = (
        f"{{{ast.unparse(p.value)}}}" if isinstance(p, ast.FormattedValue) else _words(p) for p in node.values
    )
    return "".join(parts)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _cell(field: Field) -> str:
    default = f" = `{field.default}`" if field.default else ""
    kind = field.type.replace("|", "\\|")
    return f"| `{field.name}` | `{kind}`{default} | {field.text} |"


def _shape_lines(shape: Shape) -> list[str]:
    lines = [f"### {shape.name}", "", shape.text, ""]
    if shape.fields:
        lines += ["| field | type | |", "| --- | --- | --- |", *map(_cell, shape.fields), ""]
    return lines


def _base_lines(module: str, name: str) -> list[str]:
    shape = shapes(_parse(SOURCE / "core" / module))[name]
    return [
        f"Every {name.lower()} carries:",
        "",
        "| field | type | |",
        "| --- | --- | --- |",
        *map(_cell, shape.fields),
    ]


def page() -> str:
    """The whole page."""
    lines = [
        "# Reference",
        "",
        "Made from the source by `tools/generate_reference.py`; do not edit it here.",
        "",
    ]
    lines += ["## Commands", "", *_base_lines("command.py", "Command"), ""]
    for shape in kinds("commands.py", "AnyCommand"):
        lines += _shape_lines(shape)
    lines += ["## Events", "", *_base_lines("event.py", "Event"), ""]
    for shape in kinds("events.py", "AnyEvent"):
        lines += _shape_lines(shape)
    lines += ["## Values", ""]
    for shape in shapes(_parse(SOURCE / "core" / "values.py")).values():
        lines += _shape_lines(shape)
    lines += ["## Rejections", "", "| code | meaning |", "| --- | --- |"]
    lines += [f"| `{code}` | {REJECTIONS.get(code, '')} |" for code in rejection_codes()]
    lines += ["", "## Metrics", "", "| metric | kind | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {kind} | {text} |" for name, kind, text in metrics()]
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Write the page, or with --check compare it."""
    text = page()
    if words == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/reference.md is stale: run python tools/generate_reference.py")
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
