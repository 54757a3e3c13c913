"""``lur status``: the whole centre now, for people or, with --json, for programs."""

from __future__ import annotations

import argparse

import msgspec

from lur.cli import table
from lur.cli.client import Client, add_client_options
from lur.cli.parsing import Commands
from lur.runtime.views import Status


def add_to(commands: Commands) -> None:
    """Add ``lur status``."""
    parser = commands.add_parser("status", help="queues with who waits, agents, calls, trunks, health")
    parser.add_argument("--json", action="store_true", help="as JSON, every field (docs/reference.md)")
    add_client_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    body = Client(options).get_bytes("/api/status")
    if options.json:
        print(msgspec.json.format(body).decode())
    else:
        _show(msgspec.json.decode(body, type=Status))
    return 0


def _show(status: Status) -> None:
    _show_health(status)
    print("\nQueues")
    rows = [
        (q.id, q.waiting_count, q.talking_count, q.ready_agents, _wait(q.longest_wait_since, status.at))
        for q in status.queues
    ]
    table.show(("ID", "WAITING", "TALKING", "READY", "LONGEST WAIT"), rows)
    print("\nContacts")
    contacts = sorted(status.contacts, key=lambda c: (c.queue_id, c.due, c.entered, c.id))
    table.show(
        ("ID", "QUEUE", "PHASE", "PLACE", "SINCE", "AGENT"),
        [(c.id, c.queue_id, c.phase, c.place, _wait(c.entered, status.at), c.agent_id) for c in contacts],
    )
    print("\nAgents")
    table.show(
        ("ID", "NAME", "PRESENCE", "REASON", "PHONE"),
        [(a.id, a.name, a.presence, a.reason, a.phone_address) for a in status.agents],
    )
    if status.trunks:
        print("\nTrunks")
        table.show(("ID", "STATE", "DETAIL"), [(t.id, t.state, t.detail) for t in status.trunks])


def _show_health(status: Status) -> None:
    health = status.health
    print(f"journal {health.journal} (row {health.journal_seq}), edge {health.edge}, media {health.media}")
    for alarm in health.alarms:
        print(f"ALARM {alarm.code} {alarm.subject} {alarm.detail}".rstrip())


def _wait(since: int | None, at: int) -> str | None:
    return None if since is None else f"{max(0, at - since) // 1000} s"
