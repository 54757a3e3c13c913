"""The table of the guide: a row for each step that something was said of."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, String, Table, delete, insert, select

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import Instant

guide_step = Table(
    "guide_step",
    metadata,
    Column("step", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("at", BigInteger, nullable=False),
)


def rows(connection: Connection) -> dict[str, tuple[str, Instant]]:
    """State and instant by step."""
    return {row.step: (row.state, row.at) for row in connection.execute(select(guide_step))}


def put(connection: Connection, step: str, state: str, at: Instant) -> None:
    """Say it of a step."""
    connection.execute(delete(guide_step).where(guide_step.c.step == step))
    connection.execute(insert(guide_step).values(step=step, state=state, at=at))
