"""The table of messages: what is to be sent and what came of it, without a word or a number."""

from __future__ import annotations

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Update,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import ContactId, Instant
from lur.features.texts.model import Due

text_message = Table(
    "text_message",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("contact_id", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("given_up", String, nullable=False),
    UniqueConstraint("contact_id", "subject"),
)


def write_down(connection: Connection, due: Due) -> bool:
    """Keep that it is to be sent; false when it was written down before."""
    values = {**msgspec.structs.asdict(due), "given_up": ""}
    done = connection.execute(insert(text_message).values(values).on_conflict_do_nothing())
    return bool(done.rowcount)


def unsent(connection: Connection, since: Instant) -> tuple[Due, ...]:
    """What is still to be sent and not too old, in order."""
    query = (
        select(text_message.c.contact_id, text_message.c.subject, text_message.c.at)
        .where(text_message.c.sent_at.is_(None), text_message.c.given_up == "", text_message.c.at >= since)
        .order_by(text_message.c.number)
    )
    rows = connection.execute(query)
    return tuple(Due(contact_id=row.contact_id, subject=row.subject, at=row.at) for row in rows)


def sent(connection: Connection, due: Due, at: Instant) -> None:
    """It was handed over."""
    connection.execute(_row(due, sent_at=at))


def give_up(connection: Connection, due: Due, reason: str) -> None:
    """It will not be sent."""
    connection.execute(_row(due, given_up=reason))


def _row(due: Due, **values: object) -> Update:
    mine = (text_message.c.contact_id == due.contact_id) & (text_message.c.subject == due.subject)
    return update(text_message).where(mine).values(**values)


def who_was_sent(connection: Connection, subject: str, since: Instant) -> tuple[ContactId, ...]:
    """The contacts that a message on this subject was sent to."""
    query = select(text_message.c.contact_id).where(
        text_message.c.subject == subject, text_message.c.sent_at >= since
    )
    return tuple(ContactId(row.contact_id) for row in connection.execute(query))


def forget_old(connection: Connection, before: Instant) -> None:
    """Drop rows that are older."""
    connection.execute(delete(text_message).where(text_message.c.at < before))
