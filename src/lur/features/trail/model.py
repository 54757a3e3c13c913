"""The trail as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from lur.core.ids import Instant

TrailOrigin = Literal["page", "token", "command_line", "import", "undo", "outside"]
"""From where: the pages, a program with a token, the machine's own command line, a file, the undoing of an
earlier change; ``outside``: no request of the office, as a day that came or what an agent chose."""
ItemChangeKind = Literal["added", "changed", "removed"]
WHY_LENGTH = 200


class Origins(msgspec.Struct, frozen=True, kw_only=True):
    """Who changes something, from where and why; ``undoes`` is the change that is taken back."""

    actor: str
    origin: TrailOrigin
    why: str = ""
    undoes: str = ""


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written down of one item."""

    section: str
    key: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    personal: bool


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row, without its content."""

    number: int
    """Grows with each row."""
    id: str
    batch: str
    """Rows of one request have the same."""
    at: Instant
    actor: str
    origin: TrailOrigin
    section: str
    key: str
    kind: ItemChangeKind
    why: str
    sha256: str
    """Of the content, as the journal has it too."""
    undoes: str
    undone_by: str


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says. The salt keeps short contents from being guessed by their digest."""

    salt: str
    section: str
    key: str
    why: str
    before: dict[str, object] | None
    after: dict[str, object] | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A row with its content; None: it was erased with the person whom it was about."""

    row: ChangeRow
    content: Content | None
    is_whole: bool
    """Whether the content is what its digest says."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows; empty: all."""

    section: str = ""
    key: str | None = None
    actor: str = ""
    since: Instant | None = None
    before: Instant | None = None
