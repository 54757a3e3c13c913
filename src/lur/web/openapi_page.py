"""The API's description as a page to read: every route with what it asks for, what it takes and what it
answers. Rendered here, since a viewer from elsewhere would be a stranger's script on our own page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

Json = dict[str, Any]

HERE = Path(__file__).parent
STYLE = (HERE / "openapi_page.css").read_text(encoding="utf-8")
_TEMPLATES = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def page_of(schema: Json) -> str:
    """The whole page."""
    return _TEMPLATES.get_template("openapi_page.html").render(
        title=schema["info"]["title"],
        version=schema["info"]["version"],
        about=schema["info"]["description"],
        groups=_groups(schema["paths"]),
        shapes=sorted(schema["components"]["schemas"].items()),
        webhooks=sorted(schema["webhooks"].items()),
        fields=_fields,
        words=_words,
        body=_body,
        answer=_answer,
    )


def _groups(paths: Json) -> dict[str, list[tuple[str, str, Json]]]:
    """Operations by what their address is about."""
    groups: dict[str, list[tuple[str, str, Json]]] = {}
    for path, methods in sorted(paths.items()):
        parts = path.strip("/").split("/")
        if parts[0] != "api" or len(parts) < 2:
            continue
        for method, operation in methods.items():
            if isinstance(operation, dict) and "responses" in operation:
                groups.setdefault(parts[1], []).append((method.upper(), path, operation))
    return groups


def _fields(shape: Json) -> Iterator[tuple[str, str, bool, str]]:
    """A shape's fields: name, type in words, needed, description."""
    needed = shape.get("required", ())
    for name, field in shape.get("properties", {}).items():
        yield name, _words(field), name in needed, field.get("description", "")


def _words(schema: Json) -> str:
    """A type as people write it."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        shown = " | ".join(str(each) for each in schema["enum"][:8])
        return shown + (" | …" if len(schema["enum"]) > 8 else "")
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return " | ".join(_words(each) for each in schema[key])
    if schema.get("type") == "array":
        return f"list of {_words(schema.get('items', {}))}"
    kind = schema.get("type", "anything")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)


def _body(operation: Json) -> str:
    """What a request's body is."""
    return _content(operation.get("requestBody", {}))


def _answer(operation: Json) -> str:
    """What a good answer is."""
    good = (text for status, text in operation["responses"].items() if status.startswith("2"))
    return _content(next(good, {}))


def _content(of: Json) -> str:
    for content in of.get("content", {}).values():
        return _words(content.get("schema", {}))
    return ""
