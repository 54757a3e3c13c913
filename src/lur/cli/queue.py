"""``lur queue``: where contacts wait."""

from __future__ import annotations

import argparse

from lur.cli import table
from lur.cli.client import Client, add_client_options
from lur.cli.parsing import Commands, Number, hours, number, seconds, skill
from lur.runtime.views import QueueView
from lur.web.payloads import Done, EntryBody, NewQueue, QueueBody


def add_to(commands: Commands) -> None:
    """Add ``lur queue`` and its verbs."""
    parser = commands.add_parser("queue", help="open and list queues")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_add(verbs)
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
        "--skill",
        type=skill,
        action="append",
        default=[],
        metavar="NAME[:LEVEL]",
        help="a skill that an agent must have, and its least level; may be given many times",
    )
    _add_times(parser)
    add_client_options(parser)
    parser.set_defaults(run=_add)


def _add_times(parser: argparse.ArgumentParser) -> None:
    times = (
        ("--promise", 60_000, "the answer time that the queue promises"),
        ("--ring-timeout", 20_000, "how long an agent's phone rings"),
        ("--wrap-up", 30_000, "how long the work after a contact may take"),
        ("--breath", 10_000, "the pause before the next contact"),
        ("--resume", 900_000, "how long a place is kept for who hung up or was cut off; 0 keeps none"),
    )
    for option, default_ms, help_text in times:
        parser.add_argument(
            option,
            type=seconds,
            default=default_ms,
            metavar="S",
            help=f"{help_text}, in seconds ({default_ms // 1000})",
        )
    parser.add_argument(
        "--hours",
        type=hours,
        default=(),
        metavar="SPANS",
        help="opening hours, for example 'mon-fri 08:00-17:00, sat 10:00-14:00'; always open without",
    )


def _add(options: argparse.Namespace) -> int:
    client = Client(options)
    body = QueueBody(
        name=options.name,
        id=options.id,
        promise_ms=options.promise,
        required_skills=tuple(options.skill),
        ring_timeout_ms=options.ring_timeout,
        wrap_up_ms=options.wrap_up,
        breath_ms=options.breath,
        resume_ms=options.resume,
        opening_hours=options.hours,
    )
    queue_id = client.post("/api/queues", body, NewQueue).queue_id
    print(f"queue:  {queue_id}")
    for each in options.number or [Number(queue_id, "sv")]:
        entry = EntryBody(address=each.address, queue_id=queue_id, language=each.language)
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
