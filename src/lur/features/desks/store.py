"""Tables of desks. Of each agent the newest checks are kept, at most one phone, and what they have set."""

from __future__ import annotations

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, Text, delete, insert, select

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import AgentId, Instant
from lur.features.desks.model import CheckMeasured, CheckResult, DeskPhone

CHECKS_KEPT = 20

desk_phone = Table(
    "desk_phone",
    metadata,
    Column("agent_id", String, primary_key=True),
    Column("desk_id", String, nullable=False),
)
desk_check = Table(
    "desk_check",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("agent_id", String, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("measured", Text, nullable=False),
)
desk_stretch = Table(
    "desk_stretch",
    metadata,
    Column("agent_id", String, primary_key=True),
    Column("every_min", Integer, nullable=False),
)


def all_phones(connection: Connection) -> tuple[DeskPhone, ...]:
    """Agents whose phone is a page, by agent."""
    rows = connection.execute(select(desk_phone).order_by(desk_phone.c.agent_id))
    return tuple(msgspec.convert(plain(row), DeskPhone) for row in rows)


def put_phone(connection: Connection, phone: DeskPhone) -> None:
    """The agent's phone is this page."""
    drop_phone(connection, phone.agent_id)
    connection.execute(insert(desk_phone).values(msgspec.structs.asdict(phone)))


def drop_phone(connection: Connection, agent_id: AgentId) -> None:
    """The agent's phone is no page."""
    connection.execute(delete(desk_phone).where(desk_phone.c.agent_id == agent_id))


def add_check(connection: Connection, agent_id: AgentId, result: CheckResult) -> None:
    """Keep a check, and forget those that are too old to matter."""
    measured = msgspec.json.encode(result.measured).decode()
    connection.execute(insert(desk_check).values(agent_id=agent_id, at=result.at, measured=measured))
    newest = (
        select(desk_check.c.number)
        .where(desk_check.c.agent_id == agent_id)
        .order_by(desk_check.c.number.desc())
        .limit(CHECKS_KEPT)
    )
    connection.execute(
        delete(desk_check).where(
            desk_check.c.agent_id == agent_id, desk_check.c.number.not_in(newest.scalar_subquery())
        )
    )


def checks_of(connection: Connection, agent_id: AgentId) -> tuple[CheckResult, ...]:
    """The agent's checks, newest first."""
    query = select(desk_check).where(desk_check.c.agent_id == agent_id).order_by(desk_check.c.number.desc())
    return tuple(_result(row.at, row.measured) for row in connection.execute(query))


def stretch_of(connection: Connection, agent_id: AgentId) -> int:
    """After how many minutes of work the agent is reminded to stretch; 0: never."""
    query = select(desk_stretch.c.every_min).where(desk_stretch.c.agent_id == agent_id)
    return connection.execute(query).scalar() or 0


def put_stretch(connection: Connection, agent_id: AgentId, every_min: int) -> None:
    """The agent wants to be reminded so often."""
    connection.execute(delete(desk_stretch).where(desk_stretch.c.agent_id == agent_id))
    connection.execute(insert(desk_stretch).values(agent_id=agent_id, every_min=every_min))


def forget(connection: Connection, agent_id: AgentId) -> None:
    """The agent is no more."""
    drop_phone(connection, agent_id)
    connection.execute(delete(desk_stretch).where(desk_stretch.c.agent_id == agent_id))
    connection.execute(delete(desk_check).where(desk_check.c.agent_id == agent_id))


def _result(at: Instant, measured: str) -> CheckResult:
    return CheckResult(at=at, measured=msgspec.json.decode(measured, type=CheckMeasured))
