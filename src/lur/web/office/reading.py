"""From the text of a file to what is wanted: cut, newer and unknown are told apart before anything else."""

from __future__ import annotations

from lur.web.office.sections import Fault
from lur.web.office.toml_text import END, FORMAT, HEAD, NotToml, from_text, line_of


class FileFault(Fault, frozen=True, kw_only=True):
    """A fault with its line; 0: it is about no line."""

    line: int


def wanted_in(text: str) -> tuple[dict[str, object], tuple[FileFault, ...]]:
    """The sections of a file; faults when it cannot be read as one."""
    try:
        tables = from_text(text)
    except NotToml as error:
        return {}, (_fault("settings_unreadable", str(error), error.line),)
    head = tables.pop(HEAD, None)
    number = head.get("format") if isinstance(head, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        return {}, (_fault("settings_no_format", "", 1),)
    if number > FORMAT:
        return {}, (_fault("settings_newer", f"{number} > {FORMAT}", line_of(text, HEAD, "", "format")),)
    if tables.pop(END, None) is None:
        return {}, (_fault("settings_cut", "", text.count("\n") + 1),)
    return tables, ()


def with_lines(faults: tuple[Fault, ...], text: str) -> tuple[FileFault, ...]:
    """Each fault with the line that it is about."""
    return tuple(
        FileFault(
            line=line_of(text, each.section, each.key, each.field),
            section=each.section,
            key=each.key,
            field=each.field,
            code=each.code,
            detail=each.detail,
        )
        for each in faults
    )


def _fault(code: str, detail: str, line: int) -> FileFault:
    return FileFault(line=line, section="", key="", field="", code=code, detail=detail)
