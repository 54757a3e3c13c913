"""Customers with their links and merges, dispositions, next steps; how a contact's wrap-up ended.

The story of contacts is emptied: it is filled anew from the journal, since it now tells more.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what the desk needs."""
    _customers()
    _wrap_up()
    _contacts()


def _customers() -> None:
    op.create_table(
        "customer",
        sa.Column("customer_id", sa.String, primary_key=True),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("merged_into", sa.String, index=True),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_table(
        "customer_link",
        sa.Column("contact_id", sa.String, primary_key=True),
        sa.Column("customer_id", sa.String, nullable=False),
        sa.Column("entered", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_customer_link_customer", "customer_link", ["customer_id", "entered"])
    op.create_table(
        "customer_merge",
        sa.Column("merge_id", sa.String, primary_key=True),
        sa.Column("kept", sa.String, nullable=False, index=True),
        sa.Column("gone", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("undone_at", sa.BigInteger),
        sa.Column("undone_actor", sa.String),
    )
    op.create_table(
        "customer_change",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("customer_id", sa.String, nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
    )


def _wrap_up() -> None:
    op.create_table(
        "disposition",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("parent", sa.String),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("sv", sa.String, nullable=False),
        sa.Column("nb", sa.String, nullable=False),
        sa.Column("en", sa.String, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_table(
        "next_step",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("contact_id", sa.String, nullable=False, index=True),
        sa.Column("owner", sa.String, nullable=False, index=True),
        sa.Column("due", sa.String, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("done_at", sa.BigInteger),
    )


def _contacts() -> None:
    for table in ("contact", "happened", "progress"):
        op.execute(sa.text(f"DELETE FROM {table}"))
    op.add_column("contact", sa.Column("disposition", sa.String))
    op.add_column("contact", sa.Column("solved", sa.Boolean))
