"""Answers to common questions.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "common_answer",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("queue_ids", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("removed_at", sa.BigInteger),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
