"""Incidents, who did what with them, and the contacts that wait for their answers.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "incident",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("queue_ids", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("published_at", sa.BigInteger),
        sa.Column("solved_at", sa.BigInteger),
        sa.Column("deeds", sa.Text, nullable=False),
    )
    op.create_table(
        "incident_tied",
        sa.Column("contact_id", sa.String, primary_key=True),
        sa.Column("incident_id", sa.String, nullable=False, index=True),
        sa.Column("queue_id", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("tied_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "surge_dismissed",
        sa.Column("queue_id", sa.String, primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String, nullable=False),
    )
