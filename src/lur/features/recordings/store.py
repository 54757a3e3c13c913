"""Who listened to what. Rows are only ever added."""

from __future__ import annotations

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, insert, select

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import ContactId
from lur.features.recordings.model import Listening

listening = Table(
    "listening",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("recording_id", String, nullable=False, index=True),
    Column("contact_id", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("address", String, nullable=False),
)


def write_down(connection: Connection, row: Listening) -> None:
    """Keep account of one listening."""
    connection.execute(insert(listening).values(msgspec.structs.asdict(row)))


def of_contact(connection: Connection, contact_id: ContactId) -> tuple[Listening, ...]:
    """Who has listened to a contact's recordings, oldest first."""
    query = select(listening).where(listening.c.contact_id == contact_id).order_by(listening.c.number)
    names = Listening.__struct_fields__
    return tuple(
        msgspec.convert({name: row._mapping[name] for name in names}, Listening)
        for row in connection.execute(query)
    )
