"""How often each agent wants to be reminded to stretch.

Revision ID: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table; nobody is reminded until they ask for it."""
    op.create_table(
        "desk_stretch",
        sa.Column("agent_id", sa.String, primary_key=True),
        sa.Column("every_min", sa.Integer, nullable=False),
    )
