"""What a contact is about, as chosen in the entry flow, so that arrivals can be counted by it.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; contacts of before have none."""
    op.add_column("contact", sa.Column("topic", sa.String, nullable=False, server_default=""))
