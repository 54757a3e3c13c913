"""The tables of dispositions and next steps. Texts about somebody are in the vault."""

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
    delete,
    func,
    insert,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import AgentId, ContactId, Instant
from lur.features.wrap_up.model import Disposition, NextStep

disposition = Table(
    "disposition",
    metadata,
    Column("id", String, primary_key=True),
    Column("parent", String),
    Column("position", Integer, nullable=False),
    Column("sv", String, nullable=False),
    Column("nb", String, nullable=False),
    Column("en", String, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
)
next_step = Table(
    "next_step",
    metadata,
    Column("id", String, primary_key=True),
    Column("contact_id", String, nullable=False, index=True),
    Column("owner", String, nullable=False, index=True),
    Column("due", String, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", String, nullable=False),
    Column("done_at", BigInteger),
)


def dispositions(connection: Connection) -> tuple[Disposition, ...]:
    """All of them, siblings in their order."""
    rows = connection.execute(select(disposition).order_by(disposition.c.position, disposition.c.id))
    return tuple(msgspec.convert(plain(row), Disposition) for row in rows)


def put_disposition(connection: Connection, new: Disposition) -> None:
    """Keep one, replacing an earlier one with its id."""
    connection.execute(delete(disposition).where(disposition.c.id == new.id))
    connection.execute(insert(disposition).values(msgspec.structs.asdict(new)))


def add_step(connection: Connection, step: NextStep) -> None:
    """Keep a next step, without its text."""
    fields = msgspec.structs.asdict(step)
    del fields["text"]
    connection.execute(insert(next_step).values(fields))


def find_step(connection: Connection, step_id: str) -> NextStep | None:
    """One next step, its text empty."""
    row = connection.execute(select(next_step).where(next_step.c.id == step_id)).one_or_none()
    return msgspec.convert({**plain(row), "text": ""}, NextStep) if row else None


def steps_of_owner(
    connection: Connection, owner: AgentId, open_only: bool, limit: int
) -> tuple[NextStep, ...]:
    """An agent's, the earliest day first, their texts empty."""
    query = select(next_step).where(next_step.c.owner == owner)
    if open_only:
        query = query.where(next_step.c.done_at.is_(None))
    ordered = query.order_by(next_step.c.due, next_step.c.made_at, next_step.c.id).limit(limit)
    return tuple(msgspec.convert({**plain(row), "text": ""}, NextStep) for row in connection.execute(ordered))


def steps_of_contacts(connection: Connection, contacts: tuple[ContactId, ...]) -> tuple[NextStep, ...]:
    """Those of some contacts, the oldest first, their texts empty."""
    query = select(next_step).where(next_step.c.contact_id.in_(contacts))
    rows = connection.execute(query.order_by(next_step.c.made_at, next_step.c.id))
    return tuple(msgspec.convert({**plain(row), "text": ""}, NextStep) for row in rows)


def count_steps(connection: Connection, contact_id: ContactId) -> int:
    """How many a contact has, the done ones too."""
    query = select(func.count()).select_from(next_step).where(next_step.c.contact_id == contact_id)
    return int(connection.execute(query).scalar_one())


def set_done(connection: Connection, step_id: str, done_at: Instant | None) -> None:
    """Done at a time, or to be done after all."""
    connection.execute(update(next_step).where(next_step.c.id == step_id).values(done_at=done_at))
