"""The table of answers. Nothing in it is personal."""

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
from lur.features.answers.model import CommonAnswer

common_answer = Table(
    "common_answer",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("question", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("queue_ids", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("removed_at", BigInteger),
    Column("demo", Boolean, nullable=False),
)


def all_answers(connection: Connection) -> tuple[CommonAnswer, ...]:
    """All of them in their order, the removed ones too."""
    ordered = select(common_answer).order_by(common_answer.c.position, common_answer.c.id)
    return tuple(_answer(plain(row)) for row in connection.execute(ordered))


def _answer(row: dict[str, object]) -> CommonAnswer:
    return msgspec.convert({**row, "queue_ids": msgspec.json.decode(str(row["queue_ids"]))}, CommonAnswer)


def put_answer(connection: Connection, new: CommonAnswer) -> None:
    """Keep one, replacing an earlier one with its id."""
    connection.execute(delete(common_answer).where(common_answer.c.id == new.id))
    queue_ids = msgspec.json.encode(new.queue_ids).decode()
    connection.execute(insert(common_answer).values({**msgspec.structs.asdict(new), "queue_ids": queue_ids}))


def drop_answers(connection: Connection, ids: tuple[str, ...]) -> None:
    """Forget some for good."""
    connection.execute(delete(common_answer).where(common_answer.c.id.in_(ids)))
