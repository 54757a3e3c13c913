"""The table of flows: every version that is kept, as it was saved."""

from __future__ import annotations

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, Text, delete, insert, select

from lur.adapters.storage.readmodel import metadata
from lur.core.flow import Flow
from lur.features.flows.model import FlowVersion

flow_version = Table(
    "flow_version",
    metadata,
    Column("flow_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("by", String, nullable=False),
    Column("flow", Text, nullable=False),
)


def versions(connection: Connection) -> tuple[FlowVersion, ...]:
    """All that are kept, by flow, the oldest first."""
    rows = connection.execute(select(flow_version).order_by(flow_version.c.flow_id, flow_version.c.version))
    return tuple(
        FlowVersion(version=row.version, at=row.at, by=row.by, flow=msgspec.json.decode(row.flow, type=Flow))
        for row in rows
    )


def add(connection: Connection, new: FlowVersion, keep: int) -> None:
    """Keep one more, and of its flow the newest ``keep``."""
    connection.execute(
        insert(flow_version).values(
            flow_id=new.flow.flow_id,
            version=new.version,
            at=new.at,
            by=new.by,
            flow=msgspec.json.encode(new.flow).decode(),
        )
    )
    is_old = flow_version.c.version <= new.version - keep
    connection.execute(delete(flow_version).where(flow_version.c.flow_id == new.flow.flow_id, is_old))


def remove(connection: Connection, flow_id: str) -> None:
    """Forget a flow with its past."""
    connection.execute(delete(flow_version).where(flow_version.c.flow_id == flow_id))
