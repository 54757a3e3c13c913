"""Second factors, sign-on elsewhere, sessions.

Revision ID: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the tables and columns; sessions that live go on, without saying where from."""
    op.add_column("account", sa.Column("break_glass", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("session", sa.Column("started_at", sa.BigInteger, nullable=False, server_default="0"))
    for name in ("address", "browser", "provider_id", "sid"):
        op.add_column("session", sa.Column(name, sa.String, nullable=False, server_default=""))
    op.add_column("session", sa.Column("way", sa.String, nullable=False, server_default="password"))
    op.add_column("session", sa.Column("id_token", sa.Text, nullable=False, server_default=""))
    _factors()
    _sign_on()


def _factors() -> None:
    op.create_table(
        "code_generator",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("confirmed_at", sa.BigInteger, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("code_hash", sa.String, primary_key=True),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False, index=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("host", sa.String, nullable=False),
        sa.Column("transports", sa.String, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
    )


def _sign_on() -> None:
    op.create_table(
        "sign_on_provider",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("issuer", sa.String, nullable=False),
        sa.Column("client_id", sa.String, nullable=False),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("groups_claim", sa.String, nullable=False),
        sa.Column("link_by_email", sa.Boolean, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
    )
    op.create_table(
        "sign_on_identity",
        sa.Column("issuer", sa.String, primary_key=True),
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False, index=True),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "sign_on_policy",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("only_providers", sa.Boolean, nullable=False),
        sa.Column("second_factor_roles", sa.String, nullable=False),
    )
