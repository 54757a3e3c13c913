"""The team's phrases.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "phrase",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("moment", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("sv", sa.Text, nullable=False),
        sa.Column("nb", sa.Text, nullable=False),
        sa.Column("en", sa.Text, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
