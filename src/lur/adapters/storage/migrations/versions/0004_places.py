"""Places that customers can look at, links to them, messages to be texted, and who read what was said.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "place",
        sa.Column("contact_id", sa.String, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
    )
    op.create_table(
        "place_link",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("contact_id", sa.String, nullable=False, index=True),
        sa.Column("may_change", sa.Boolean, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "text_message",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("contact_id", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("given_up", sa.String, nullable=False),
        sa.UniqueConstraint("contact_id", "subject"),
    )
    op.create_table(
        "statement_read",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("contact_id", sa.String, nullable=False, index=True),
        sa.Column("statement_id", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
    )
