"""What goes in and out of the API about the office document: its file, its history, what an import does."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.ids import Instant
from lur.features.trail.model import WHY_LENGTH, ItemChangeKind, TrailOrigin
from lur.web.payloads.common import Answer, Body, Problem

Why = Annotated[str, msgspec.Meta(max_length=WHY_LENGTH)]
MOST_TEXT = 4_000_000
"""Characters of a file."""


class ImportBody(Body, frozen=True, kw_only=True):
    """POST /api/settings/preview and /api/settings/import. ``secrets`` are new trunks' secrets, by id.
    ``base`` is what the preview was made upon: when it is another by now, the import is refused."""

    text: Annotated[str, msgspec.Meta(max_length=MOST_TEXT)]
    secrets: dict[str, Annotated[str, msgspec.Meta(max_length=200)]] = msgspec.field(default_factory=dict)
    base: Annotated[str, msgspec.Meta(max_length=64)] = ""
    why: Why = ""


class UndoBody(Body, frozen=True, kw_only=True):
    """POST /api/changes/{id}/undo"""

    why: Why = ""


class FieldRow(Answer, frozen=True, kw_only=True):
    """One field that differs, as text; None: nothing is there."""

    path: str
    before: str | None
    after: str | None


class ItemRow(Answer, frozen=True, kw_only=True):
    """One item that an import adds, changes or removes."""

    section: str
    key: str
    kind: ItemChangeKind
    fields: tuple[FieldRow, ...]


class FaultInFile(Answer, frozen=True, kw_only=True):
    """Something that stands in an import's way. ``line`` counts from 1; 0: it is about no line."""

    line: int
    section: str
    key: str
    field: str
    code: str
    detail: str
    what_to_do: str


class ImportPreview(Answer, frozen=True, kw_only=True):
    """What an import would do; nothing is done while there are ``faults``. ``needs_secret`` are new trunks
    whose secret has to come beside the file."""

    base: str
    changes: tuple[ItemRow, ...]
    faults: tuple[FaultInFile, ...]
    needs_secret: tuple[str, ...]


class NewPasswordRow(Answer, frozen=True, kw_only=True):
    """An account that an import made, with the password that is shown this once."""

    account: str
    password: str


class LeftToDo(Answer, frozen=True, kw_only=True):
    """Something new whose secret is not in a file: what somebody still has to do, and where."""

    section: str
    key: str
    what_to_do: str


class ImportDone(Answer, frozen=True, kw_only=True):
    """What an import did, and what it left to do."""

    changes: tuple[ItemRow, ...]
    passwords: tuple[NewPasswordRow, ...]
    left: tuple[LeftToDo, ...]


class SettingsProblem(Problem, frozen=True, kw_only=True):
    """An import that was refused, with everything that stands in its way."""

    faults: tuple[FaultInFile, ...]


class ChangeAnswer(Answer, frozen=True, kw_only=True):
    """One row of the history. ``by`` is as the journal names them, ``by_name`` empty when they are gone.
    ``erased``: what it said was erased with whom it was about. ``is_whole``: it says what was journaled."""

    number: int
    id: str
    batch: str
    at: Instant
    by: str
    by_name: str
    origin: TrailOrigin
    section: str
    key: str
    kind: ItemChangeKind
    why: str
    fields: tuple[FieldRow, ...]
    erased: bool
    is_whole: bool
    can_undo: bool
    undone_by: str
    undoes: str


class ActorRow(Answer, frozen=True, kw_only=True):
    """Somebody who has changed something."""

    by: str
    name: str


class HistoryAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/changes: the newest first. ``next`` is the ``below`` of the next page, None at the end."""

    changes: tuple[ChangeAnswer, ...]
    next: int | None
    sections: tuple[str, ...]
    actors: tuple[ActorRow, ...]


class ItemAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/settings/items: an item's revision, which ``If-Match`` takes; and who changed it last."""

    section: str
    key: str
    revision: str
    changed_at: Instant | None
    changed_by: str


class EditConflict(Problem, frozen=True, kw_only=True):
    """Somebody else changed it meanwhile: who, when, and what of it is otherwise than it was."""

    section: str
    key: str
    revision: str
    """What it is now; sent again with this, the change is carried out."""
    changed_at: Instant | None
    changed_by: str
    fields: tuple[FieldRow, ...]
    """What the latest change was."""
