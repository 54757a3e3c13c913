"""Accounts, sessions, tokens, the directory, the story of contacts and who listened to what.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables of the first release."""
    _accounts()
    _directory()
    _contacts()


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("login", sa.String, nullable=False, unique=True),
        sa.Column("display_name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("agent_id", sa.String),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, nullable=False, index=True),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "api_token",
        sa.Column("token_hash", sa.String, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )


def _directory() -> None:
    op.create_table(
        "phone",
        sa.Column("agent_id", sa.String, primary_key=True),
        sa.Column("username", sa.String, nullable=False, unique=True),
        sa.Column("language", sa.String, nullable=False),
    )
    op.create_table(
        "entry",
        sa.Column("address", sa.String, primary_key=True),
        sa.Column("queue_id", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_table(
        "trunk",
        sa.Column("trunk_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _contacts() -> None:
    op.create_table(
        "contact",
        sa.Column("contact_id", sa.String, primary_key=True),
        sa.Column("queue_id", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("entered", sa.BigInteger, nullable=False, index=True),
        sa.Column("phase", sa.String, nullable=False),
        sa.Column("answered_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("outcome", sa.String),
        sa.Column("agent_id", sa.String, index=True),
        sa.Column("recorded", sa.Boolean, nullable=False),
    )
    op.create_table(
        "happened",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("contact_id", sa.String, index=True),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
    )
    op.create_table(
        "progress",
        sa.Column("projection", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "listening",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("recording_id", sa.String, nullable=False, index=True),
        sa.Column("contact_id", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
    )
