"""``lur import``: carry out a settings file, whole or not at all; ``--dry-run`` only shows the difference."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from pathlib import Path

from lur.cli.client import Client, add_client_options
from lur.cli.failure import Failure
from lur.cli.parsing import Commands
from lur.web.payloads.office import FaultInFile, FieldRow, ImportBody, ImportDone, ImportPreview, ItemRow

STDIN = "-"
DIFFERS = 4
"""Exit code of a dry run that found something to do."""
SIGNS = {"added": "+", "changed": "~", "removed": "-"}
INDENT = "      "


def add_to(commands: Commands) -> None:
    """Add ``lur import``."""
    parser = commands.add_parser(
        "import",
        help="carry out a settings file, whole or not at all",
        description=(
            "Compares a file made by `lur export` with what is set up, shows the difference and carries it "
            "out, whole or not at all. A section that is left out stays as it is; in a section that is in "
            "the file, what is missing is removed. Exit code of --dry-run: 0 when there is no difference, "
            f"{DIFFERS} when there is one, 1 when it would be refused."
        ),
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="as `lur export` writes it; - reads it here")
    parser.add_argument("--dry-run", action="store_true", help="show the difference and change nothing")
    parser.add_argument("--why", default="", metavar="TEXT", help="a reason, kept in the history")
    parser.add_argument(
        "--if-unchanged",
        default="",
        metavar="BASE",
        help="only when nothing has been changed since the dry run that printed this",
    )
    add_client_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    client, text = Client(options), _read(options.file)
    secrets: dict[str, str] = {}
    seen = client.post("/api/settings/preview", ImportBody(text=text), ImportPreview)
    if seen.needs_secret and not options.dry_run:
        secrets = _asked(seen.needs_secret)
        seen = client.post("/api/settings/preview", ImportBody(text=text, secrets=secrets), ImportPreview)
    print("\n".join(_difference(seen.changes)) or "nothing differs")
    _refuse_faults(options, seen)
    if options.dry_run:
        print(f"\nbase: {seen.base}")
        return DIFFERS if seen.changes else 0
    base = options.if_unchanged or seen.base
    sure = ImportBody(text=text, base=base, why=options.why, secrets=secrets)
    _told(client.post("/api/settings/import", sure, ImportDone))
    return 0


def _refuse_faults(options: argparse.Namespace, seen: ImportPreview) -> None:
    asks = {"settings_needs_secret"} if options.dry_run else set()
    faults = [each for each in seen.faults if each.code not in asks]
    for each in seen.faults:
        if each.code in asks:
            print(f"\n{each.section}.{each.key}: its secret is asked for when it is imported")
    if faults:
        told = "\n".join(f"  {_fault(options.file, each)}" for each in faults)
        raise Failure("settings_have_faults", f"nothing was changed:\n{told}")


def _fault(file: Path, fault: FaultInFile) -> str:
    where = f"{file}:{fault.line}" if fault.line else str(file)
    what = ".".join(each for each in (fault.section, fault.key, fault.field) if each)
    about = f" ({fault.detail})" if fault.detail else ""
    return f"{where}: {what + ': ' if what else ''}{fault.code}{about}\n    {fault.what_to_do}"


def _difference(changes: tuple[ItemRow, ...]) -> Iterator[str]:
    for each in changes:
        yield f"{SIGNS[each.kind]} {each.section}{f'.{each.key}' if each.key else ''}"
        for field in each.fields:
            yield from _field(each.kind, field)


def _field(kind: str, field: FieldRow) -> Iterator[str]:
    if kind == "changed":
        yield f"{INDENT}{field.path}: {_value(field.before)} -> {_value(field.after)}"
    elif kind == "added":
        yield f"{INDENT}{field.path}: {_value(field.after)}"


def _value(text: str | None) -> str:
    if text is None:
        return "(nothing)"
    return text.replace("\n", f"\n{INDENT}  ") if text else '""'


def _told(done: ImportDone) -> None:
    print(f"\ncarried out: {len(done.changes)} changes")
    for each in done.passwords:
        print(f"password of {each.account}, shown this once: {each.password}")
    for left in done.left:
        print(f"{left.section}.{left.key}: {left.what_to_do}")


def _asked(trunks: tuple[str, ...]) -> dict[str, str]:
    if not sys.stdin.isatty():
        return {}
    return {each: getpass.getpass(f"secret of the trunk {each}: ") for each in trunks}


def _read(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
        return raw.decode()
    except OSError as error:
        raise Failure("file_unusable", f"{path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        do = "Get a new one with `lur export` and begin with that."
        raise Failure("bad_file", f"{path} is no text in UTF-8 ({error})", do) from error
