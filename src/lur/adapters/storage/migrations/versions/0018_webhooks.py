"""Webhooks, their deliveries, and what tokens may.

Revision ID: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the tables and columns. A token from before has no scopes of its own: it may what its role may."""
    op.add_column("api_token", sa.Column("scopes", sa.String))
    op.add_column("api_token", sa.Column("maker_id", sa.String, nullable=False, server_default=""))
    op.add_column("api_token", sa.Column("expires_at", sa.BigInteger))
    op.add_column("api_token", sa.Column("used_at", sa.BigInteger))
    op.create_table(
        "webhook",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("kinds", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("reached_seq", sa.BigInteger, nullable=False),
        sa.Column("rotated_at", sa.BigInteger),
        sa.Column("failing_since", sa.BigInteger),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("delivered_at", sa.BigInteger),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("webhook_id", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("contact_id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("happened_at", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("first_tried_at", sa.BigInteger),
        sa.Column("tried_at", sa.BigInteger),
        sa.Column("took_ms", sa.Integer),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("fault", sa.String, nullable=False),
        sa.Column("answer", sa.String, nullable=False),
    )
    op.create_index("webhook_delivery_line", "webhook_delivery", ["webhook_id", "contact_id", "state", "seq"])
    op.create_index("webhook_delivery_due", "webhook_delivery", ["webhook_id", "state", "seq"])
    op.create_index("webhook_delivery_open", "webhook_delivery", ["state", "webhook_id", "next_at"])
