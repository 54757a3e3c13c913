"""The tables of helpers and mentors; ids of agents only."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, String, Table, delete, insert, or_, select

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import AgentId, Instant
from lur.features.helping.model import Mentor

helper = Table(
    "helper",
    metadata,
    Column("agent_id", String, primary_key=True),
    Column("until", BigInteger, nullable=False),
)
mentor = Table(
    "mentor",
    metadata,
    Column("agent_id", String, primary_key=True),
    Column("learner_id", String, primary_key=True),
)


def helpers(connection: Connection) -> dict[AgentId, Instant]:
    """Who helps until when."""
    rows = connection.execute(select(helper).order_by(helper.c.agent_id))
    return {AgentId(row.agent_id): row.until for row in rows}


def put_helper(connection: Connection, agent_id: AgentId, until: Instant) -> None:
    """Helps until then."""
    drop_helper(connection, agent_id)
    connection.execute(insert(helper).values(agent_id=agent_id, until=until))


def drop_helper(connection: Connection, agent_id: AgentId) -> None:
    """Helps no longer."""
    connection.execute(delete(helper).where(helper.c.agent_id == agent_id))


def mentors(connection: Connection) -> tuple[Mentor, ...]:
    """All pairs."""
    rows = connection.execute(select(mentor).order_by(mentor.c.learner_id, mentor.c.agent_id))
    return tuple(Mentor(agent_id=row.agent_id, learner_id=row.learner_id) for row in rows)


def put_mentor(connection: Connection, pair: Mentor) -> None:
    """May sit in with the learner."""
    drop_mentor(connection, pair)
    connection.execute(insert(mentor).values(agent_id=pair.agent_id, learner_id=pair.learner_id))


def drop_mentor(connection: Connection, pair: Mentor) -> None:
    """May not any longer."""
    same = (mentor.c.agent_id == pair.agent_id, mentor.c.learner_id == pair.learner_id)
    connection.execute(delete(mentor).where(*same))


def forget(connection: Connection, agent_id: AgentId) -> None:
    """The agent is no more."""
    drop_helper(connection, agent_id)
    either = or_(mentor.c.agent_id == agent_id, mentor.c.learner_id == agent_id)
    connection.execute(delete(mentor).where(either))
