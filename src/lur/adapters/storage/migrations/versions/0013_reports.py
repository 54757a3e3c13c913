"""What reports read: the facts of each event, what is known of each contact, days in columns, and what was
shown and checked.

Revision ID: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the tables; they are filled from the journal."""
    op.create_table(
        "report_fact",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False, index=True),
        sa.Column("contact_id", sa.String, index=True),
        sa.Column("facts", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "report_contact",
        sa.Column("contact_id", sa.String, primary_key=True),
        sa.Column("entered_day", sa.Integer, nullable=False, index=True),
        sa.Column("asked_day", sa.Integer, index=True),
        sa.Column("ended_at", sa.BigInteger, index=True),
        sa.Column("word", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "report_day",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("counted", sa.LargeBinary),
        sa.Column("whose", sa.LargeBinary),
    )
    op.create_table(
        "report_ledger",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("ledger", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "report_shown",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("shown", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "report_check",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("checked", sa.LargeBinary, nullable=False),
    )
