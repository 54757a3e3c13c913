"""Which agents' phones are pages, and the checks before their shifts.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "desk_phone",
        sa.Column("agent_id", sa.String, primary_key=True),
        sa.Column("desk_id", sa.String, nullable=False),
    )
    op.create_table(
        "desk_check",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("agent_id", sa.String, nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("measured", sa.Text, nullable=False),
    )
