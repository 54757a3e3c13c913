"""The tables of incidents and of the contacts that are tied to them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Row, String, Table, Text, delete, func, insert, select
from sqlalchemy import update as sql_update

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import ContactId, IncidentId, Instant, QueueId
from lur.features.incidents.model import OWED, Dismissed, Incident, Tied, TiedState

incident = Table(
    "incident",
    metadata,
    Column("id", String, primary_key=True),
    Column("queue_ids", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("words", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("published_at", BigInteger),
    Column("solved_at", BigInteger),
    Column("deeds", Text, nullable=False),
)
tied = Table(
    "incident_tied",
    metadata,
    Column("contact_id", String, primary_key=True),
    Column("incident_id", String, nullable=False, index=True),
    Column("queue_id", String, nullable=False),
    Column("language", String, nullable=False),
    Column("tied_at", BigInteger, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("since", BigInteger, nullable=False),
)
dismissed = Table(
    "surge_dismissed",
    metadata,
    Column("queue_id", String, primary_key=True),
    Column("until", BigInteger, nullable=False),
    Column("by", String, nullable=False),
)

NESTED = ("queue_ids", "words", "answer", "deeds")
"""Columns that are kept as JSON."""


def incidents(connection: Connection) -> tuple[Incident, ...]:
    """All of them, the earliest first."""
    rows = connection.execute(select(incident).order_by(incident.c.opened_at, incident.c.id))
    return tuple(_incident(row) for row in rows)


def put(connection: Connection, new: Incident) -> None:
    """Keep one, replacing an earlier one with its id."""
    values = msgspec.structs.asdict(new)
    for name in NESTED:
        values[name] = msgspec.json.encode(values[name]).decode()
    connection.execute(delete(incident).where(incident.c.id == new.id))
    connection.execute(insert(incident).values(values))


def remove(connection: Connection, incident_id: IncidentId) -> None:
    """Forget one that never was."""
    connection.execute(delete(incident).where(incident.c.id == incident_id))


def _incident(row: Row[tuple[object, ...]]) -> Incident:
    values = plain(row)
    for name in NESTED:
        values[name] = msgspec.json.decode(str(values[name]))
    return msgspec.convert(values, Incident)


# --- contacts ----------------------------------------------------------------------------------------------


def tie(connection: Connection, new: Tied) -> None:
    """The contact is about this incident, and about no other."""
    connection.execute(delete(tied).where(tied.c.contact_id == new.contact_id))
    connection.execute(insert(tied).values(msgspec.structs.asdict(new)))


def find_tied(connection: Connection, contact_id: ContactId) -> Tied | None:
    """One contact's tie."""
    row = connection.execute(select(tied).where(tied.c.contact_id == contact_id)).one_or_none()
    return msgspec.convert(plain(row), Tied) if row else None


def tied_to(connection: Connection, incident_id: IncidentId) -> tuple[Tied, ...]:
    """All contacts of an incident, in the order in which they were tied."""
    query = select(tied).where(tied.c.incident_id == incident_id).order_by(tied.c.tied_at, tied.c.contact_id)
    return tuple(msgspec.convert(plain(row), Tied) for row in connection.execute(query))


def in_state(connection: Connection, state: TiedState) -> tuple[Tied, ...]:
    """All contacts in a state, those who have been in it longest first."""
    query = select(tied).where(tied.c.state == state).order_by(tied.c.since, tied.c.contact_id)
    return tuple(msgspec.convert(plain(row), Tied) for row in connection.execute(query))


def set_state(
    connection: Connection, contact_id: ContactId, before: Sequence[TiedState], after: TiedState, at: Instant
) -> bool:
    """Change a contact's state; nothing happens, and False is the answer, when it has none of ``before``."""
    known = (tied.c.contact_id == contact_id) & tied.c.state.in_(before)
    return bool(connection.execute(sql_update(tied).where(known).values(state=after, since=at)).rowcount)


def counts(connection: Connection) -> dict[IncidentId, tuple[int, int]]:
    """How many contacts are tied to each incident, and how many of them still wait for its answer."""
    query = select(tied.c.incident_id, tied.c.state, func.count()).group_by(tied.c.incident_id, tied.c.state)
    found: dict[IncidentId, tuple[int, int]] = {}
    for incident_id, state, number in connection.execute(query):
        every, owed = found.get(incident_id, (0, 0))
        found[incident_id] = (every + number, owed + (number if state in OWED else 0))
    return found


# --- proposals ---------------------------------------------------------------------------------------------


def dismiss(connection: Connection, new: Dismissed) -> None:
    """Keep that a queue's surge is none until a time."""
    connection.execute(delete(dismissed).where(dismissed.c.queue_id == new.queue_id))
    connection.execute(insert(dismissed).values(msgspec.structs.asdict(new)))


def all_dismissed(connection: Connection, now: Instant) -> dict[QueueId, Instant]:
    """Until when, by queue; those that are over are forgotten."""
    connection.execute(delete(dismissed).where(dismissed.c.until <= now))
    return {row.queue_id: row.until for row in connection.execute(select(dismissed))}
