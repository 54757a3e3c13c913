"""``lur queue``: where contacts wait."""

from __future__ import annotations

import argparse
from typing import Any
from urllib.parse import quote

from lur.cli import table
from lur.cli.client import Client, add_client_options
from lur.cli.parsing import Commands, Number, hours, number, overflow, seconds, skill
from lur.core.values import QueueSettings
from lur.runtime.views import QueueView
from lur.web.payloads.common import Done, EntryBody, NewQueue, QueueBody, QueueRow

TIMES = (
    ("promise", "the answer time that the queue promises"),
    ("ring_timeout", "how long an agent's phone rings"),
    ("wrap_up", "how long the work after a contact may take"),
    ("breath", "the pause before the next contact"),
    ("tell_every", "the least time between two announcements of place and wait; 0 tells nothing"),
    ("resume", "how long a place is kept for who hung up or was cut off; 0 keeps none"),
    ("hold_remind", "how often an agent is reminded of a customer on hold; 0 never"),
    ("hold_limit", "from when on a customer on hold is told that nobody has forgotten them"),
)


def add_to(commands: Commands) -> None:
    """Add ``lur queue`` and its verbs."""
    parser = commands.add_parser("queue", help="open, change and list queues")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_add(verbs)
    _add_change(verbs)
    listing = verbs.add_parser("list", help="all queues, who waits, who is ready")
    add_client_options(listing)
    listing.set_defaults(run=_list)


def _add_add(verbs: Commands) -> None:
    parser = verbs.add_parser("add", help="open a queue and the addresses that lead to it")
    parser.add_argument("name", help="the name on screens and on the agents' phones")
    parser.add_argument("--id", help="short id; else made of the name")
    parser.add_argument(
        "--number",
        type=number,
        action="append",
        default=[],
        metavar="ADDRESS[:LANG]",
        help="what customers dial (support, +46...), and the greeting's language; repeatable "
        "(the queue's id, in Swedish)",
    )
    parser.add_argument(
        "--flow", default="", metavar="ID", help="the entry flow that callers hear first at these numbers"
    )
    _add_settings(parser)
    add_client_options(parser)
    parser.set_defaults(run=_add)


def _add_change(verbs: Commands) -> None:
    parser = verbs.add_parser("change", help="change a queue; what is not named stays as it is")
    parser.add_argument("id", help="the queue's id")
    parser.add_argument("--name", help="another name")
    _add_settings(parser)
    add_client_options(parser)
    parser.set_defaults(run=_change)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--skill",
        type=skill,
        action="append",
        metavar="NAME[:LEVEL]",
        help="a skill that an agent must have, and its least level; may be given many times",
    )
    usual = QueueSettings(name="")
    for name, help_text in TIMES:
        default_s = getattr(usual, f"{name}_ms") // 1000
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=seconds, metavar="S", help=f"{help_text}, in seconds ({default_s})")
    parser.add_argument(
        "--hours",
        type=hours,
        metavar="SPANS",
        help="opening hours, for example 'mon-fri 08:00-17:00, sat 10:00-14:00' (always)",
    )
    _add_doors(parser)


def _add_doors(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--calendar",
        action=argparse.BooleanOptionalAction,
        help="whether holidays, eves and own days count (a new queue with --hours: yes)",
    )
    parser.add_argument(
        "--most-waiting",
        type=int,
        metavar="N",
        help="how many may wait on the line before callers are told that it is full; 0 for any number (0)",
    )
    parser.add_argument(
        "--callbacks",
        action=argparse.BooleanOptionalAction,
        help="whether callers may keep their place and be called back (yes)",
    )
    parser.add_argument(
        "--overflow",
        type=overflow,
        action="append",
        metavar="S:QUEUE",
        help="after S seconds of waiting, offer also to this queue's agents, in the same place; "
        "may be given many times",
    )


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """The settings that were named, as the API calls them."""
    values: dict[str, Any] = {
        "required_skills": options.skill and tuple(options.skill),
        "opening_hours": options.hours,
        "follows_calendar": options.calendar,
        "most_waiting": options.most_waiting,
        "callbacks": options.callbacks,
        "overflow": options.overflow and tuple(sorted(options.overflow)),
    }
    values |= {f"{name}_ms": getattr(options, name) for name, _ in TIMES}
    return {name: value for name, value in values.items() if value is not None}


def _change(options: argparse.Namespace) -> int:
    client, path = Client(options), f"/api/queues/{quote(options.id)}"
    settings = client.get(path, QueueRow).settings
    kept = set(QueueBody.__struct_fields__) & set(QueueSettings.__struct_fields__)
    fields = {name: getattr(settings, name) for name in kept} | _given(options)
    fields["name"] = options.name or settings.name
    client.post(path, QueueBody(**fields), Done)
    print(f"queue:  {options.id}")
    return 0


def _add(options: argparse.Namespace) -> int:
    client = Client(options)
    body = QueueBody(name=options.name, id=options.id, **_given(options))
    queue_id = client.post("/api/queues", body, NewQueue).queue_id
    print(f"queue:  {queue_id}")
    for each in options.number or [Number(queue_id, "sv")]:
        entry = EntryBody(
            address=each.address, queue_id=queue_id, language=each.language, flow_id=options.flow
        )
        client.post("/api/entries", entry, Done)
        print(f"number: {each.address} ({each.language})")
    return 0


def _list(options: argparse.Namespace) -> int:
    queues = Client(options).get("/api/queues", tuple[QueueView, ...])
    rows = [
        (
            each.id,
            each.name,
            each.waiting_count,
            each.talking_count,
            each.ready_agents,
            f"{each.promise_ms / 1000:g} s",
            "open" if each.open else "closed",
        )
        for each in queues
    ]
    table.show(("ID", "NAME", "WAITING", "TALKING", "READY", "PROMISE", "NOW"), rows)
    return 0
