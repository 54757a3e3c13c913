"""The table of phrases. Nothing in it is about customers."""

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
    update,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.features.phrases.model import Phrase

phrase = Table(
    "phrase",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("moment", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("sv", Text, nullable=False),
    Column("nb", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("demo", Boolean, nullable=False),
)


def all_phrases(connection: Connection) -> tuple[Phrase, ...]:
    """All of them, those of a moment in their order, the archived ones too."""
    ordered = select(phrase).order_by(phrase.c.position, phrase.c.id)
    return tuple(msgspec.convert(plain(row), Phrase) for row in connection.execute(ordered))


def put_phrases(connection: Connection, new: tuple[Phrase, ...]) -> None:
    """Keep some, replacing earlier ones with their ids."""
    for each in new:
        connection.execute(delete(phrase).where(phrase.c.id == each.id))
        connection.execute(insert(phrase).values(msgspec.structs.asdict(each)))


def place(connection: Connection, ids: tuple[str, ...]) -> None:
    """Number them as they stand."""
    for position, each in enumerate(ids):
        connection.execute(update(phrase).where(phrase.c.id == each).values(position=position))


def drop_phrases(connection: Connection, ids: tuple[str, ...]) -> None:
    """Forget some for good."""
    connection.execute(delete(phrase).where(phrase.c.id.in_(ids)))
