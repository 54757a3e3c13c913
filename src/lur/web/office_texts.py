"""Faults and conflicts of the office document as answers in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from litestar import Response

from lur.core.ids import Language
from lur.web.office.document import Item, ItemChange, field_changes, revision
from lur.web.office.reading import FileFault
from lur.web.office.sections import Fault
from lur.web.office.service import ItemChangedMeanwhile, SettingsRefused
from lur.web.payloads.common import Problem
from lur.web.payloads.office import EditConflict, FaultInFile, FieldRow, ItemRow, LeftToDo, SettingsProblem
from lur.web.problem_texts.catalogue import TEXTS

LEFT: dict[str, dict[Language, str]] = {
    "webhooks": {
        "sv": (
            "Webhooken har fått en hemlighet som ingen har sett. Välj Ny hemlighet på System > API."
            " Den visas då en gång."
        ),
        "nb": (
            "Webhooken har fått en hemmelighet som ingen har sett. Velg Ny hemmelighet på System > API."
            " Den vises da én gang."
        ),
        "en": (
            "The webhook has a secret that nobody has seen. Choose New secret on System > API."
            " It is shown once then."
        ),
    },
    "sign_on_providers": {
        "sv": "Skriv inloggningstjänstens hemlighet på System > Inloggning, om den har en, och prova den.",
        "nb": "Skriv påloggingstjenestens hemmelighet på System > Pålogging, om den har en, og prøv den.",
        "en": "Type the provider's secret on System > Sign-on, if it has one, and try it.",
    },
}
"""What is left to do about something new whose secret is not in a file, by section."""
WIDEST = 4_000
"""Characters of one side of a field that are shown."""


def faults_told(faults: Sequence[Fault], language: Language) -> tuple[FaultInFile, ...]:
    """Each with what to do about it."""
    return tuple(
        FaultInFile(
            line=each.line if isinstance(each, FileFault) else 0,
            section=each.section,
            key=each.key,
            field=each.field,
            code=each.code,
            detail=each.detail,
            what_to_do=getattr(TEXTS.get(each.code, TEXTS["settings_bad_value"]), language),
        )
        for each in faults
    )


def changes_told(changes: Sequence[ItemChange]) -> tuple[ItemRow, ...]:
    """Item by item, field by field."""
    return tuple(
        ItemRow(
            section=each.section, key=each.key, kind=each.kind, fields=fields_told(each.before, each.after)
        )
        for each in changes
    )


def left_told(secrets: Sequence[tuple[str, str]], language: Language) -> tuple[LeftToDo, ...]:
    """What is left to do about new items, by section and key."""
    return tuple(
        LeftToDo(section=section, key=key, what_to_do=LEFT[section][language]) for section, key in secrets
    )


def fields_told(before: Item | None, after: Item | None) -> tuple[FieldRow, ...]:
    """Field by field, each side as text."""
    return tuple(
        FieldRow(path=each.path, before=_short(each.before), after=_short(each.after))
        for each in field_changes(before, after)
    )


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= WIDEST else text[:WIDEST] + "…"


def conflict(said: Response[Problem], error: ItemChangedMeanwhile) -> Response[Problem]:
    """Who was first, and what they changed."""
    row, content = (error.change.row, error.change.content) if error.change else (None, None)
    answer = EditConflict(
        **msgspec.structs.asdict(said.content),
        section=error.section,
        key=error.key,
        revision=revision(error.current),
        changed_at=row.at if row else None,
        changed_by=error.by_name,
        fields=fields_told(content.before, content.after) if content else (),
    )
    return Response(answer, status_code=said.status_code)


def refused(said: Response[Problem], error: SettingsRefused, language: Language) -> Response[Problem]:
    """With everything that stands in the way."""
    content = SettingsProblem(
        **msgspec.structs.asdict(said.content), faults=faults_told(error.faults, language)
    )
    return Response(content, status_code=said.status_code)
