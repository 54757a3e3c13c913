"""The tables of the calendar: one row, and the queues that follow it."""

from __future__ import annotations

import msgspec
from sqlalchemy import Column, Connection, Integer, String, Table, Text, delete, insert, select

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import QueueId
from lur.features.hours.model import Calendar

calendar = Table(
    "calendar",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("calendar", Text, nullable=False),
)
follower = Table("calendar_follower", metadata, Column("queue_id", String, primary_key=True))
THE_ONE = 1


def read(connection: Connection) -> Calendar | None:
    """The calendar, None before the first."""
    text = connection.execute(select(calendar.c.calendar)).scalar()
    return msgspec.json.decode(text, type=Calendar) if text else None


def write(connection: Connection, new: Calendar) -> None:
    """Keep the calendar, replacing the one before."""
    connection.execute(delete(calendar))
    connection.execute(insert(calendar).values(number=THE_ONE, calendar=msgspec.json.encode(new).decode()))


def followers(connection: Connection) -> frozenset[QueueId]:
    """The queues that follow it."""
    return frozenset(QueueId(row.queue_id) for row in connection.execute(select(follower)))


def set_follower(connection: Connection, queue_id: QueueId, follows: bool) -> None:
    """A queue follows it, or no longer."""
    connection.execute(delete(follower).where(follower.c.queue_id == queue_id))
    if follows:
        connection.execute(insert(follower).values(queue_id=queue_id))
