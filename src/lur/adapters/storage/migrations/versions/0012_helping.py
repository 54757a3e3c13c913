"""Today's helpers, who may sit in with whom, and which contacts we began.

Revision ID: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the tables and the column; contacts that are known already are judged by their events."""
    op.create_table(
        "helper",
        sa.Column("agent_id", sa.String, primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "mentor",
        sa.Column("agent_id", sa.String, primary_key=True),
        sa.Column("learner_id", sa.String, primary_key=True),
    )
    op.add_column("contact", sa.Column("outgoing", sa.Boolean, nullable=False, server_default=sa.false()))
    contact = sa.table("contact", sa.column("contact_id"), sa.column("outgoing"))
    happened = sa.table("happened", sa.column("contact_id"), sa.column("event"))
    called = sa.select(happened.c.contact_id).where(happened.c.event.like('{"kind":"CalledOut",%'))
    op.execute(contact.update().where(contact.c.contact_id.in_(called)).values(outgoing=sa.true()))
