"""The table of refused numbers: that there are such, and since when. Which they are lies in the vault."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, String, Table, delete, insert, select

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import Instant

refused_number = Table(
    "refused_number",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", BigInteger, nullable=False),
)


def ids(connection: Connection) -> tuple[str, ...]:
    """All of them, the oldest first."""
    query = select(refused_number.c.id).order_by(refused_number.c.at, refused_number.c.id)
    return tuple(row.id for row in connection.execute(query))


def put(connection: Connection, refused_id: str, at: Instant) -> None:
    """Keep one, replacing an earlier one with its id."""
    drop(connection, refused_id)
    connection.execute(insert(refused_number).values(id=refused_id, at=at))


def drop(connection: Connection, refused_id: str) -> None:
    """Forget one."""
    connection.execute(delete(refused_number).where(refused_number.c.id == refused_id))
