"""Decisions and who may make them, rules for handing over, outside numbers, numbers that are not called.

Revision ID: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "decision_kind",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("also", sa.Text, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_table(
        "authority",
        sa.Column("agent_id", sa.String, primary_key=True),
        sa.Column("kind_id", sa.String, primary_key=True),
        sa.Column("limit_hundredths", sa.BigInteger),
    )
    op.create_table(
        "handover_rule",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind_id", sa.String),
        sa.Column("when", sa.Text, nullable=False),
        sa.Column("say", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_table("outside_number", sa.Column("id", sa.String, primary_key=True))
    op.create_table(
        "refused_number",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
