"""Who read what. Rows are only ever added."""

from __future__ import annotations

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, insert, select

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import ContactId
from lur.features.statements.model import Reading

statement_read = Table(
    "statement_read",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("contact_id", String, nullable=False, index=True),
    Column("statement_id", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("address", String, nullable=False),
)


def write_down(connection: Connection, readings: tuple[Reading, ...]) -> None:
    """Keep account of readings."""
    for each in readings:
        connection.execute(insert(statement_read).values(msgspec.structs.asdict(each)))


def of_contact(connection: Connection, contact_id: ContactId) -> tuple[Reading, ...]:
    """Who has read a contact's statements, oldest first."""
    mine = statement_read.c.contact_id == contact_id
    query = select(statement_read).where(mine).order_by(statement_read.c.number)
    names = Reading.__struct_fields__
    return tuple(
        msgspec.convert({name: row._mapping[name] for name in names}, Reading)
        for row in connection.execute(query)
    )
