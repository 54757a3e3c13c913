"""Makes ui/src/generated/types.ts of the Python schema: both sides of the socket agree by construction.

Run ``python tools/generate_types.py`` to write the file and with ``--check`` to fail when it is stale.
NewTypes and named literals keep their names; structs become interfaces, tagged ones with their tag. A field
may be left out only where the Python side leaves it out (``omit_defaults``) or does not need it (a default in
a request body).
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from lur.core import (  # noqa: E402
    events,
    events_colleagues,
    events_office,
    events_waiting,
    flow,
    flow_check,
    flow_walk,
    ids,
    rejections,
    values,
)
from lur.features.accounts import model as accounts  # noqa: E402
from lur.features.answers import model as answers  # noqa: E402
from lur.features.colleagues import model as colleagues  # noqa: E402
from lur.features.contacts import model as contacts  # noqa: E402
from lur.features.customers import model as customers  # noqa: E402
from lur.features.desks import model as desks  # noqa: E402
from lur.features.first_run import model as first_run  # noqa: E402
from lur.features.flows import model as flows  # noqa: E402
from lur.features.helping import model as helping  # noqa: E402
from lur.features.hours import model as hours  # noqa: E402
from lur.features.incidents import model as incidents  # noqa: E402
from lur.features.phrases import model as phrases  # noqa: E402
from lur.features.prompts import model as prompts  # noqa: E402
from lur.features.quality import agreement, trend  # noqa: E402
from lur.features.quality import model as quality  # noqa: E402
from lur.features.recordings import model as recordings  # noqa: E402
from lur.features.refusals import model as refusals  # noqa: E402
from lur.features.reports import model as reports  # noqa: E402
from lur.features.schedules import model as schedules  # noqa: E402
from lur.features.sign_on import model as sign_on  # noqa: E402
from lur.features.supervising import model as supervising  # noqa: E402
from lur.features.webhooks import model as webhooks  # noqa: E402
from lur.features.wrap_up import model as wrap_up  # noqa: E402
from lur.runtime import desk_views, offer_memory, views, why  # noqa: E402
from lur.web import first_call, machine, payloads, people, trunk_trials  # noqa: E402
from lur.web.payloads.common import Answer, Body  # noqa: E402

TARGET = ROOT / "ui" / "src" / "generated" / "types.ts"
FEATURES = (
    accounts,
    answers,
    colleagues,
    contacts,
    customers,
    desks,
    first_run,
    flows,
    helping,
    hours,
    incidents,
    phrases,
    prompts,
    quality,
    agreement,
    trend,
    recordings,
    refusals,
    reports,
    schedules,
    supervising,
    webhooks,
    sign_on,
    wrap_up,
)
FLOWS = (flow, flow_check, flow_walk)
RUNTIME = (views, desk_views, offer_memory, why)
PAYLOADS = tuple(
    importlib.import_module(f"{payloads.__name__}.{module.name}")
    for module in iter_modules(payloads.__path__)
)
TOLD = (first_call, machine, people, trunk_trials)
MODULES = (
    ids,
    values,
    *FLOWS,
    events,
    events_colleagues,
    events_office,
    events_waiting,
    rejections,
    *FEATURES,
    *RUNTIME,
    *PAYLOADS,
    *TOLD,
)
NOT_SENT = {
    accounts.Where,
    accounts.SessionRow,
    accounts.Factors,
    sign_on.Person,
    sign_on.Policy,
    sign_on.Provider,
    sign_on.Rule,
    events.Event,
    views.View,
    Body,
    Answer,
    customers.Link,
    customers.Person,
    recordings.Sound,
    desk_views.FromDesk,
    desk_views.ToDesk,
    desks.DeskPhone,
    why.Around,
    flow._Node,
    flow_check.FlowFault,
    flow_walk.Step,
    flow_walk.Walk,
    flows.FlowVersion,
    hours.Calendar,
    hours.OwnDay,
    colleagues.Known,
    colleagues.Found,
    colleagues.FoundColleague,
    webhooks.Webhook,
    webhooks.Delivery,
    quality.Reviewer,
    people.Added,
}
BASIC: dict[Any, str] = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def names_of_aliases() -> dict[object, str]:
    """NewTypes and module-level literals and unions, by value."""
    found: dict[object, str] = {}
    for module in MODULES:
        for name, value in vars(module).items():
            if name.startswith("_") or value in (None,):
                continue
            if isinstance(value, NewType) or get_origin(value) in (Literal, types.UnionType, Union):
                found.setdefault(value, name)
    return found


ALIASES = names_of_aliases()


def ts(hint: object, *, expand: bool = False) -> str:
    """The TypeScript type of a Python one; ``expand`` writes out an alias instead of naming it."""
    if not expand and isinstance(hint, typing.Hashable) and hint in ALIASES:
        return ALIASES[hint]
    if hint in BASIC:
        return BASIC[hint]
    if isinstance(hint, NewType):
        return ts(hint.__supertype__)
    if inspect.isclass(hint) and issubclass(hint, msgspec.Struct):
        return hint.__name__
    return ts_of_generic(hint)


def ts_of_generic(hint: object) -> str:
    """Tuples, dicts, unions, literals and annotated types."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return ts(arguments[0])
    if origin is Literal:
        return " | ".join(json.dumps(value) for value in arguments)
    if origin in (Union, types.UnionType):
        return " | ".join(ts(each) for each in arguments)
    if origin in (tuple, list):
        inner = ts(arguments[0])
        return f"readonly ({inner})[]" if " | " in inner else f"readonly {inner}[]"
    if origin is dict:
        return f"Readonly<Record<{ts(arguments[0])}, {ts(arguments[1])}>>"
    raise TypeError(f"no TypeScript for {hint!r}")


def structs() -> Iterator[type[msgspec.Struct]]:
    """All structs that are declared in the schema's modules, in their order."""
    for module in MODULES:
        for value in vars(module).values():
            if not (inspect.isclass(value) and issubclass(value, msgspec.Struct)) or value in NOT_SENT:
                continue
            if value.__module__ == module.__name__:
                yield value


def comment(text: str | None) -> list[str]:
    """The first paragraph of a docstring as a TSDoc comment."""
    if not text:
        return []
    return [f"/** {' '.join(inspect.cleandoc(text).split(chr(10) + chr(10))[0].split())} */"]


def interface(struct: type[msgspec.Struct]) -> list[str]:
    """One struct as an interface."""
    lines = [*comment(struct.__doc__), f"export interface {struct.__name__} {{"]
    config = struct.__struct_config__
    if config.tag is not None:
        lines.append(f'  readonly {config.tag_field}: "{config.tag}";')
    hints = typing.get_type_hints(struct, vars(sys.modules[struct.__module__]), include_extras=True)
    for field in msgspec.structs.fields(struct):
        may_miss = not field.required and (config.omit_defaults or issubclass(struct, Body))
        lines.append(f"  readonly {field.encode_name}{'?' if may_miss else ''}: {ts(hints[field.name])};")
    return [*lines, "}", ""]


def generated() -> str:
    """The whole file."""
    lines = ["// Made by tools/generate_types.py of the Python schema. Change that, not this.", ""]
    for value, name in sorted(ALIASES.items(), key=lambda item: item[1]):
        lines += [f"export type {name} = {ts(value, expand=True)};"]
    lines.append("")
    lines.append("export type Instant = number;")
    lines.append("")
    for struct in structs():
        lines += interface(struct)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write the file, or with ``--check`` say whether it is what it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when the file is stale, write nothing")
    check = parser.parse_args().check
    text = generated()
    if check:
        stale = not TARGET.exists() or TARGET.read_text() != text
        print("stale: run python tools/generate_types.py" if stale else "up to date", file=sys.stderr)
        return int(stale)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
