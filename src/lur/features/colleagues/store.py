"""The tables of decisions. What is personal (topics of agents, numbers outside) lies in the vault."""

from __future__ import annotations

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import AgentId
from lur.features.colleagues.model import Authority, DecisionKind, HandoverRule

decision_kind = Table(
    "decision_kind",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("names", Text, nullable=False),
    Column("unit", String, nullable=False),
    Column("also", Text, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
)
authority = Table(
    "authority",
    metadata,
    Column("agent_id", String, primary_key=True),
    Column("kind_id", String, primary_key=True),
    Column("limit_hundredths", BigInteger),
)
handover_rule = Table(
    "handover_rule",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind_id", String),
    Column("when", Text, nullable=False),
    Column("say", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("demo", Boolean, nullable=False),
)
outside_number = Table(
    "outside_number",
    metadata,
    Column("id", String, primary_key=True),
)

_TEXTS = ("names", "when", "say")
"""Columns with one text in three languages."""


def kinds(connection: Connection) -> tuple[DecisionKind, ...]:
    """All of them, the archived ones too."""
    rows = connection.execute(select(decision_kind).order_by(decision_kind.c.id))
    return tuple(msgspec.convert(_opened(plain(row)), DecisionKind) for row in rows)


def put_kind(connection: Connection, new: DecisionKind) -> None:
    """Keep one, replacing an earlier one with its id."""
    connection.execute(delete(decision_kind).where(decision_kind.c.id == new.id))
    connection.execute(insert(decision_kind).values(_packed(new)))


def authorities(connection: Connection) -> tuple[tuple[AgentId, Authority], ...]:
    """Who may decide what."""
    rows = connection.execute(select(authority).order_by(authority.c.agent_id, authority.c.kind_id))
    return tuple(
        (AgentId(row.agent_id), Authority(kind_id=row.kind_id, limit_hundredths=row.limit_hundredths))
        for row in rows
    )


def put_authority(connection: Connection, agent_id: AgentId, new: Authority) -> None:
    """An agent may decide something."""
    drop_authority(connection, agent_id, new.kind_id)
    connection.execute(
        insert(authority).values(
            agent_id=agent_id, kind_id=new.kind_id, limit_hundredths=new.limit_hundredths
        )
    )


def drop_authority(connection: Connection, agent_id: AgentId, kind_id: str | None = None) -> None:
    """An agent may no longer decide it; without a kind, nothing at all."""
    gone = delete(authority).where(authority.c.agent_id == agent_id)
    connection.execute(gone if kind_id is None else gone.where(authority.c.kind_id == kind_id))


def rules(connection: Connection) -> tuple[HandoverRule, ...]:
    """All of them in their order."""
    ordered = select(handover_rule).order_by(handover_rule.c.position, handover_rule.c.id)
    return tuple(msgspec.convert(_opened(plain(row)), HandoverRule) for row in connection.execute(ordered))


def put_rule(connection: Connection, new: HandoverRule) -> None:
    """Keep one, replacing an earlier one with its id."""
    drop_rule(connection, new.id)
    connection.execute(insert(handover_rule).values(_packed(new)))


def drop_rule(connection: Connection, rule_id: str) -> None:
    """Forget one."""
    connection.execute(delete(handover_rule).where(handover_rule.c.id == rule_id))


def outside_ids(connection: Connection) -> tuple[str, ...]:
    """Of all outside numbers."""
    return tuple(row.id for row in connection.execute(select(outside_number).order_by(outside_number.c.id)))


def put_outside(connection: Connection, outside_id: str) -> None:
    """There is such a number."""
    drop_outside(connection, outside_id)
    connection.execute(insert(outside_number).values(id=outside_id))


def drop_outside(connection: Connection, outside_id: str) -> None:
    """There is no such number any more."""
    connection.execute(delete(outside_number).where(outside_number.c.id == outside_id))


def _packed(new: DecisionKind | HandoverRule) -> dict[str, object]:
    fields = msgspec.structs.asdict(new)
    packed = {name: msgspec.json.encode(fields[name]).decode() for name in _TEXTS if name in fields}
    return {**fields, **packed}


def _opened(row: dict[str, object]) -> dict[str, object]:
    opened = {name: msgspec.json.decode(str(row[name])) for name in _TEXTS if name in row}
    return {**row, **opened}
