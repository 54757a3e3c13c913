"""Entry flows with their versions, which addresses lead to them, and the company's calendar.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables and the addresses' column."""
    op.create_table(
        "flow_version",
        sa.Column("flow_id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("flow", sa.Text, nullable=False),
    )
    op.create_table(
        "calendar",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("calendar", sa.Text, nullable=False),
    )
    op.create_table(
        "calendar_follower",
        sa.Column("queue_id", sa.String, primary_key=True),
    )
    op.add_column("entry", sa.Column("flow_id", sa.String, nullable=False, server_default=""))
