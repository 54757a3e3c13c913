"""The document as values: sections, each with its items by key. Pure.

Items are plain data (text, numbers, lists, tables), because they are compared, hashed and printed; what they
mean is the business of their section alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import msgspec

from lur.features.trail.model import ItemChangeKind

Item = Mapping[str, object]
Items = Mapping[str, Item]
Document = Mapping[str, Items]

ONLY = ""
"""The key of a section that is one item, as the company's name."""


class _Nothing:
    """Where there is no value."""


_NOTHING = _Nothing()


class ItemChange(msgspec.Struct, frozen=True, kw_only=True):
    """One item that differs. ``before`` None: it is new. ``after`` None: it is gone."""

    section: str
    key: str
    before: Item | None
    after: Item | None

    @property
    def kind(self) -> ItemChangeKind:
        """What happened to the item."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a difference: where in the item, and its text before and after (None: nothing there)."""

    path: str
    before: str | None
    after: str | None


def differences(before: Document, after: Document) -> tuple[ItemChange, ...]:
    """All items that differ, by section in the order of ``after`` and then ``before``, by key."""
    names = dict.fromkeys((*after, *before))
    return tuple(
        change for name in names for change in _in_section(name, before.get(name, {}), after.get(name, {}))
    )


def _in_section(name: str, before: Items, after: Items) -> Iterator[ItemChange]:
    for key in sorted({*before, *after}):
        was, is_now = before.get(key), after.get(key)
        if was != is_now:
            yield ItemChange(section=name, key=key, before=was, after=is_now)


def field_changes(before: Item | None, after: Item | None) -> tuple[FieldChange, ...]:
    """What differs within an item, field by field; tables are looked into, lists are shown whole."""
    return tuple(_fields("", before or {}, after or {}))


def _fields(path: str, before: Item, after: Item) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*before, *after)):
        was, is_now = before.get(name, _NOTHING), after.get(name, _NOTHING)
        if was == is_now:
            continue
        where = f"{path}.{name}" if path else name
        if _has_fields(was, is_now):
            yield from _fields(where, _table(was), _table(is_now))
        else:
            yield FieldChange(path=where, before=_shown(was), after=_shown(is_now))


def _has_fields(*values: object) -> bool:
    """Whether all are tables or nothing, and one has something in it."""
    return any(values_in for values_in in map(_table, values)) and all(
        isinstance(each, Mapping | _Nothing) for each in values
    )


def _table(value: object) -> Item:
    return value if isinstance(value, Mapping) else {}


def _shown(value: object) -> str | None:
    if isinstance(value, _Nothing):
        return None
    return value if isinstance(value, str) else msgspec.json.encode(value, order="deterministic").decode()


def canonical(value: object) -> bytes:
    """The same bytes for the same data, whatever the order of its keys."""
    return msgspec.json.encode(value, order="deterministic")


def revision(item: object) -> str:
    """A short name for what an item is now; another one when anything in it differs."""
    return hashlib.sha256(canonical(item)).hexdigest()[:20]
