"""The tables of customers: ids and times. Who they are lies in the vault."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import ContactId, Instant
from lur.features.customers.model import CustomerChange, Link, Merge

customer = Table(
    "customer",
    metadata,
    Column("customer_id", String, primary_key=True),
    Column("made_at", BigInteger, nullable=False),
    Column("merged_into", String, index=True),
    Column("demo", Boolean, nullable=False),
)
link = Table(
    "customer_link",
    metadata,
    Column("contact_id", String, primary_key=True),
    Column("customer_id", String, nullable=False),
    Column("entered", BigInteger, nullable=False),
    Index("ix_customer_link_customer", "customer_id", "entered"),
)
merge = Table(
    "customer_merge",
    metadata,
    Column("merge_id", String, primary_key=True),
    Column("kept", String, nullable=False, index=True),
    Column("gone", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String, nullable=False),
    Column("undone_at", BigInteger),
    Column("undone_actor", String),
)
change = Table(
    "customer_change",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("customer_id", String, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A customer as the tables know it."""

    customer_id: str
    made_at: Instant
    merged_into: str | None
    demo: bool


def rows(connection: Connection) -> tuple[Row, ...]:
    """All of them, the merged ones too."""
    found = connection.execute(select(customer).order_by(customer.c.customer_id))
    return tuple(msgspec.convert(plain(row), Row) for row in found)


def add(connection: Connection, new: Row, made: CustomerChange) -> None:
    """Keep a new customer, and account of it."""
    connection.execute(insert(customer).values(msgspec.structs.asdict(new)))
    write_down(connection, [new.customer_id], made)


def set_merged(connection: Connection, customer_id: str, into: str | None) -> None:
    """The record went into another, or stands by itself again."""
    connection.execute(update(customer).where(customer.c.customer_id == customer_id).values(merged_into=into))


def forget(connection: Connection, customer_ids: Sequence[str]) -> None:
    """Nothing but the account of changes says that they were there."""
    connection.execute(delete(customer).where(customer.c.customer_id.in_(customer_ids)))
    connection.execute(delete(link).where(link.c.customer_id.in_(customer_ids)))
    either = or_(merge.c.kept.in_(customer_ids), merge.c.gone.in_(customer_ids))
    connection.execute(delete(merge).where(either))


def write_down(connection: Connection, customer_ids: Sequence[str], new: CustomerChange) -> None:
    """Keep account of a change, with each record that it was about."""
    fields = msgspec.structs.asdict(new)
    for each in customer_ids:
        connection.execute(insert(change).values(customer_id=each, **fields))


def changes_of(connection: Connection, customer_ids: Sequence[str], limit: int) -> tuple[CustomerChange, ...]:
    """What was done, the newest first."""
    query = select(change).where(change.c.customer_id.in_(customer_ids))
    found = connection.execute(query.order_by(change.c.number.desc()).limit(limit))
    return tuple(msgspec.convert(plain(row), CustomerChange) for row in found)


# --- whose contact it was ----------------------------------------------------------------------------------


def link_of(connection: Connection, contact_id: ContactId) -> Link | None:
    """Whose contact it was; ``customer_id`` is empty when somebody said that it is nobody's."""
    row = connection.execute(select(link).where(link.c.contact_id == contact_id)).one_or_none()
    return msgspec.convert(plain(row), Link) if row else None


def put_link(connection: Connection, new: Link) -> None:
    """It was this customer's, whosever it was thought to be before."""
    connection.execute(delete(link).where(link.c.contact_id == new.contact_id))
    connection.execute(insert(link).values(msgspec.structs.asdict(new)))


def links_among(connection: Connection, contacts: Sequence[ContactId]) -> tuple[Link, ...]:
    """Whose contacts these are."""
    found = connection.execute(select(link).where(link.c.contact_id.in_(contacts)))
    return tuple(msgspec.convert(plain(row), Link) for row in found)


def links_of(
    connection: Connection, customer_ids: Sequence[str], before: tuple[Instant, str] | None, limit: int
) -> tuple[Link, ...]:
    """The contacts of some customers, the newest first, those before a time and id."""
    query = select(link).where(link.c.customer_id.in_(customer_ids))
    if before is not None:
        at, contact_id = before
        query = query.where(
            or_(link.c.entered < at, and_(link.c.entered == at, link.c.contact_id > contact_id))
        )
    found = connection.execute(query.order_by(link.c.entered.desc(), link.c.contact_id).limit(limit))
    return tuple(msgspec.convert(plain(row), Link) for row in found)


def links_of_many(connection: Connection, customer_ids: Sequence[str], since: Instant) -> tuple[Link, ...]:
    """The contacts of some customers that entered since then, the oldest first."""
    query = select(link).where(link.c.customer_id.in_(customer_ids), link.c.entered >= since)
    ordered = query.order_by(link.c.entered, link.c.contact_id)
    return tuple(msgspec.convert(plain(row), Link) for row in connection.execute(ordered))


def links_since(connection: Connection, customer_id: str, since: Instant) -> tuple[Link, ...]:
    """A customer's contacts from a time on."""
    query = select(link).where(link.c.customer_id == customer_id, link.c.entered >= since)
    return tuple(msgspec.convert(plain(row), Link) for row in connection.execute(query))


# --- merges ------------------------------------------------------------------------------------------------


def add_merge(connection: Connection, new: Merge) -> None:
    """Keep account of a merge."""
    fields = msgspec.structs.asdict(new)
    fields["merge_id"] = fields.pop("id")
    connection.execute(insert(merge).values(fields))


def find_merge(connection: Connection, merge_id: str) -> Merge | None:
    """One merge."""
    row = connection.execute(select(merge).where(merge.c.merge_id == merge_id)).one_or_none()
    return _merge(plain(row)) if row else None


def merges_into(connection: Connection, kept: str) -> tuple[Merge, ...]:
    """What went into a customer, the newest first, the undone ones too."""
    query = select(merge).where(merge.c.kept == kept).order_by(merge.c.at.desc(), merge.c.merge_id)
    return tuple(_merge(plain(row)) for row in connection.execute(query))


def set_undone(connection: Connection, merge_id: str, at: Instant, actor: str) -> None:
    """The merge was undone."""
    connection.execute(
        update(merge).where(merge.c.merge_id == merge_id).values(undone_at=at, undone_actor=actor)
    )


def _merge(fields: dict[str, object]) -> Merge:
    fields["id"] = fields.pop("merge_id")
    return msgspec.convert(fields, Merge)
