"""Branding, how far the first-run guide is, and what pauses are called.

Revision ID: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "brand",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "logo",
        sa.Column("version", sa.String, primary_key=True),
        sa.Column("png", sa.LargeBinary, nullable=False),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
    )
    op.create_table(
        "guide_step",
        sa.Column("step", sa.String, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "pause_name",
        sa.Column("reason", sa.String, primary_key=True),
        sa.Column("sv", sa.String, nullable=False),
        sa.Column("nb", sa.String, nullable=False),
        sa.Column("en", sa.String, nullable=False),
    )
