"""The tables of customers: ids and times. Who they are lies in the vault."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
)

from lur.adapters.storage.readmodel import metadata

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
