"""``lur status``: the whole centre now, for people or, with --json, for programs."""

from __future__ import annotations

import argparse

import msgspec

from lur.cli import table
from lur.cli.client import Client, add_client_options
from lur.cli.parsing import Commands
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.runtime.views import AgentView, PartyView, Status, View

TALKING = ("talking", "held", "transferring", "outside")


class CallView(View, frozen=True, kw_only=True):
    """A talk that goes on: a voice contact and its agent, bridged or held since ``since``."""

    contact_id: ContactId
    queue_id: QueueId
    agent_id: AgentId
    held: bool
    since: Instant
    one_way_audio: bool


class Report(Status, frozen=True, kw_only=True):
    """What ``--json`` prints: the whole status, and the talks in it on their own."""

    calls: tuple[CallView, ...]


def report(status: Status) -> Report:
    """The status with its calls, oldest first."""
    calls = [
        CallView(
            contact_id=contact.id,
            queue_id=contact.queue_id,
            agent_id=contact.agent_id,
            held=contact.phase == "held",
            since=contact.phase_since,
            one_way_audio=contact.one_way_audio,
        )
        for contact in status.contacts
        if contact.channel == "voice"
        and contact.agent_id is not None
        and contact.phase in ("talking", "held")
    ]
    calls.sort(key=lambda call: (call.since, call.contact_id))
    return Report(**msgspec.structs.asdict(status), calls=tuple(calls))


def add_to(commands: Commands) -> None:
    """Add ``lur status``."""
    parser = commands.add_parser("status", help="queues with who waits, agents, calls, trunks, health")
    parser.add_argument(
        "--json",
        action="store_true",
        help="as JSON: queues with those who wait in order, contacts, calls, agents, trunks, health",
    )
    add_client_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    status = msgspec.json.decode(Client(options).get_bytes("/api/status"), type=Status)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(report(status))).decode())
    else:
        _show(status)
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
        ("ID", "QUEUE", "PHASE", "PLACE", "SINCE", "AGENT", "WITH"),
        [
            (
                c.id,
                c.queue_id,
                c.phase,
                c.place,
                _wait(c.entered, status.at),
                c.agent_id,
                ", ".join(map(_party, c.parties)) or None,
            )
            for c in contacts
        ],
    )
    print("\nAgents")
    table.show(
        ("ID", "NAME", "PRESENCE", "REASON", "WITH", "HINDERED BY", "PHONE"),
        [
            (a.id, a.name, a.presence, a.reason, _beside(a), a.hindrance, a.phone_address)
            for a in status.agents
        ],
    )
    if status.trunks:
        print("\nTrunks")
        table.show(("ID", "STATE", "DETAIL"), [(t.id, t.state, t.detail) for t in status.trunks])


def _party(party: PartyView) -> str:
    """``102 (listen)``, or ``+4687654321 (asked to consult)``."""
    who = party.agent_id or party.name or party.number or "outside"
    return f"{who} ({party.part if party.is_there else f'asked to {party.purpose}'})"


def _beside(agent: AgentView) -> str | None:
    """The colleague's talk that the agent is in, or asked into; else beside whom a mentor sits."""
    if agent.assists is not None:
        return agent.assists
    if agent.learner_id is not None:
        return f"mentor of {agent.learner_id}"
    return "helps" if agent.helps and agent.presence == "standby" else None


def _show_health(status: Status) -> None:
    health = status.health
    print(f"journal {health.journal} (row {health.journal_seq}), edge {health.edge}, media {health.media}")
    for alarm in health.alarms:
        print(f"ALARM {alarm.code} {alarm.subject} {alarm.detail}".rstrip())


def _wait(since: int | None, at: int) -> str | None:
    return None if since is None else f"{max(0, at - since) // 1000} s"
