"""Who changed what, before and after.

Revision ID: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "setting_change",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("batch", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("section", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("undoes", sa.String, nullable=False),
        sa.Column("undone_by", sa.String, nullable=False),
        sa.Column("content", sa.Text),
    )
    op.create_index("setting_change_item", "setting_change", ["section", "key"])
