"""The tables of places and links. Only the digest of a link is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Row,
    String,
    Table,
    delete,
    insert,
    or_,
    select,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import ContactId, Instant
from lur.features.places.model import AFTERWARDS_MS, Link, Place

place = Table(
    "place",
    metadata,
    Column("contact_id", String, primary_key=True),
    Column("code", String, nullable=False),
    Column("language", String, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)
place_link = Table(
    "place_link",
    metadata,
    Column("digest", String, primary_key=True),
    Column("contact_id", String, nullable=False, index=True),
    Column("may_change", Boolean, nullable=False),
    Column("created", BigInteger, nullable=False),
)


def digest(token: str) -> str:
    """What is kept of a link's secret: SHA-256, hex. It has 128 random bits, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def put(connection: Connection, places: Sequence[Place]) -> None:
    """Keep these places as they are now."""
    for each in places:
        connection.execute(delete(place).where(place.c.contact_id == each.contact_id))
        connection.execute(insert(place).values(msgspec.structs.asdict(each)))


def live(connection: Connection) -> tuple[Place, ...]:
    """Places of contacts that were not over when this was written."""
    return tuple(_place(row) for row in connection.execute(select(place).where(place.c.ended_at.is_(None))))


def find(connection: Connection, contact_id: ContactId) -> Place | None:
    """One place."""
    row = connection.execute(select(place).where(place.c.contact_id == contact_id)).one_or_none()
    return _place(row) if row else None


def add_link(connection: Connection, token: str, link: Link, at: Instant) -> None:
    """Keep a link."""
    values = {"digest": digest(token), "created": at, **msgspec.structs.asdict(link)}
    connection.execute(insert(place_link).values(values))


def open_link(connection: Connection, token: str, at: Instant) -> Link | None:
    """What the link opens; None for a wrong and for an old one."""
    query = (
        select(place_link.c.contact_id, place_link.c.may_change)
        .join(place, place.c.contact_id == place_link.c.contact_id)
        .where(place_link.c.digest == digest(token), _is_kept(at))
    )
    row = connection.execute(query).one_or_none()
    return Link(contact_id=row.contact_id, may_change=row.may_change) if row else None


def forget_old(connection: Connection, at: Instant) -> None:
    """Drop what nobody may look at any more."""
    old = select(place.c.contact_id).where(~_is_kept(at))
    connection.execute(delete(place_link).where(place_link.c.contact_id.in_(old)))
    connection.execute(delete(place).where(~_is_kept(at)))


def _is_kept(at: Instant) -> ColumnElement[bool]:
    return or_(place.c.ended_at.is_(None), place.c.ended_at > at - AFTERWARDS_MS)


def _place(row: Row[tuple[object, ...]]) -> Place:
    return msgspec.convert(plain(row), Place)
