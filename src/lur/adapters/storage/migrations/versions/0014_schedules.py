"""Reports by mail: which, when and to whom, and what became of each mail.

Revision ID: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("timetable", sa.Text, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("compare", sa.String),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("recipients", sa.Text, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
        sa.Column("looked_until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "report_mail",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("schedule_id", sa.String, nullable=False, index=True),
        sa.Column("first", sa.String, nullable=False),
        sa.Column("last", sa.String, nullable=False),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("trial", sa.Boolean, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
    )
