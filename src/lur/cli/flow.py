"""``lur flow``: what callers hear and may press before they stand in a queue, as JSON files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec

from lur.cli import table
from lur.cli.client import Client, add_client_options
from lur.cli.failure import Failure
from lur.cli.parsing import LANGUAGES, Commands
from lur.core.flow import Flow
from lur.core.ids import Language
from lur.web.payloads.flows import (
    FaultRow,
    FlowAnswer,
    FlowBody,
    FlowCheck,
    FlowRow,
    TryAnswer,
    TryFlowBody,
    TryStep,
)

STDIN = "-"


class FlowFile(Flow, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A flow as a file; without ``version`` it replaces whichever there is."""

    version: int | None = None


def add_to(commands: Commands) -> None:
    """Add ``lur flow`` and its verbs."""
    parser = commands.add_parser("flow", help="list, check and save entry flows")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="all flows and the addresses whose callers hear them")
    listing.set_defaults(run=_list)
    show = verbs.add_parser("show", help="one flow as JSON, as `save` takes it")
    show.add_argument("id", help="the flow's id")
    show.set_defaults(run=_show)
    check = verbs.add_parser("check", help="look for faults in a file, without saving")
    save = verbs.add_parser("save", help="save a flow from a file; refused with all faults when it has any")
    for verb, run in ((check, _check), (save, _save)):
        verb.add_argument("file", type=Path, metavar="FILE", help="JSON as `show` prints it; - reads it here")
        verb.set_defaults(run=run)
    _add_try(verbs)
    for verb in verbs.choices.values():
        add_client_options(verb)


def _add_try(verbs: Commands) -> None:
    parser = verbs.add_parser("try", help="walk a flow in thought and print what a caller would hear")
    parser.add_argument("id", help="the flow's id")
    parser.add_argument(
        "--keys", default="", help="one key for each question in turn, - for none; then silence (none)"
    )
    parser.add_argument("--language", choices=LANGUAGES, default="sv", help="the address's language (sv)")
    parser.set_defaults(run=_try)


def _list(options: argparse.Namespace) -> int:
    flows = Client(options).get("/api/flows", tuple[FlowRow, ...])
    rows = [(each.id, each.name, each.version, each.node_count, ", ".join(each.entries)) for each in flows]
    table.show(("ID", "NAME", "VERSION", "NODES", "HEARD AT"), rows)
    return 0


def _show(options: argparse.Namespace) -> int:
    found = Client(options).get(f"/api/flows/{quote(options.id)}", FlowAnswer)
    fields = {name: getattr(found.flow, name) for name in Flow.__struct_fields__}
    file = FlowFile(**fields, version=found.row.version)
    print(msgspec.json.format(msgspec.json.encode(file), indent=2).decode())
    return 0


def _check(options: argparse.Namespace) -> int:
    file = _read(options.file)
    _refuse_faults(Client(options), file)
    print(f"flow: {file.flow_id} has no faults")
    return 0


def _save(options: argparse.Namespace) -> int:
    file, client = _read(options.file), Client(options)
    _refuse_faults(client, file)
    version = _version(client, file) if file.version is None else file.version
    saved = client.post(f"/api/flows/{quote(file.flow_id)}", _body(file, version), FlowAnswer)
    print(f"flow:    {saved.row.id}")
    print(f"version: {saved.row.version}")
    print(f"hear it: {saved.test_address}")
    return 0


def _version(client: Client, file: FlowFile) -> int:
    flows = client.get("/api/flows", tuple[FlowRow, ...])
    return next((each.version for each in flows if each.id == file.flow_id), 0)


def _try(options: argparse.Namespace) -> int:
    language: Language = options.language
    body = TryFlowBody(keys=options.keys, language=language)
    way = Client(options).post(f"/api/flows/{quote(options.id)}/try", body, TryAnswer)
    table.show(("NODE", "KEY", "WHAT", "SAID"), [_row(step) for step in way.steps])
    chosen = f", chose {', '.join(way.choices)}" if way.choices else ""
    print(f"ends: {way.end}{f' {way.queue_id}' if way.queue_id else ''} in {way.language}{chosen}")
    return 0


def _row(step: TryStep) -> Sequence[object]:
    said = " / ".join(f"{each.language}: {each.text}" for each in step.said)
    return step.node_id, step.key, step.happened.replace("_", " "), said


def _body(file: FlowFile, version: int) -> FlowBody:
    return FlowBody(
        name=file.name, first=file.first, nodes=file.nodes, fallback=file.fallback, version=version
    )


def _refuse_faults(client: Client, file: FlowFile) -> None:
    faults = client.post("/api/flows/check", _body(file, 0), FlowCheck).faults
    if faults:
        told = "\n".join(f"  {_fault(each)}" for each in faults)
        raise Failure("flow_has_faults", f"{file.flow_id} would trap or mislead a caller:\n{told}")


def _fault(fault: FaultRow) -> str:
    where = " ".join(each for each in (fault.node_id, fault.detail and f"({fault.detail})") if each)
    return f"{fault.code} {where}: {fault.what_to_do}" if where else f"{fault.code}: {fault.what_to_do}"


def _read(path: Path) -> FlowFile:
    try:
        text = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
        return msgspec.json.decode(text, type=FlowFile)
    except OSError as error:
        raise Failure("file_unusable", f"{path} cannot be read ({error.strerror})") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        do = "Print one with `lur flow show ID` and begin with that; docs/flows.md tells what is in it."
        raise Failure("bad_file", f"{path} is no flow ({error})", do) from error
