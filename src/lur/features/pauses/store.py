"""The table of names of pauses."""

from __future__ import annotations

import msgspec
from sqlalchemy import Column, Connection, String, Table, delete, insert, select

from lur.adapters.storage.readmodel import metadata
from lur.features.pauses.model import PauseName

pause_name = Table(
    "pause_name",
    metadata,
    Column("reason", String, primary_key=True),
    Column("sv", String, nullable=False),
    Column("nb", String, nullable=False),
    Column("en", String, nullable=False),
)


def names(connection: Connection) -> dict[str, PauseName]:
    """All of them by reason."""
    rows = connection.execute(select(pause_name))
    return {row.reason: msgspec.convert(row, PauseName, from_attributes=True) for row in rows}


def replace(connection: Connection, new: tuple[PauseName, ...]) -> None:
    """Keep these; earlier reasons keep their words, because the past names them."""
    for each in new:
        connection.execute(delete(pause_name).where(pause_name.c.reason == each.reason))
        connection.execute(insert(pause_name).values(msgspec.structs.asdict(each)))
