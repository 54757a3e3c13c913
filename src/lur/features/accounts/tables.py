"""The tables of accounts, their sessions and second factors. Secrets are here only as hashes; the seed of an
authenticator's codes lies in the vault."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, String, Table, Text

from lur.adapters.storage.readmodel import metadata

account = Table(
    "account",
    metadata,
    Column("id", String, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("display_name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("language", String, nullable=False),
    Column("agent_id", String),
    Column("demo", Boolean, nullable=False),
    Column("break_glass", Boolean, nullable=False),
    Column("password_hash", String, nullable=False),
)
session = Table(
    "session",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("account_id", String, nullable=False, index=True),
    Column("started_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("address", String, nullable=False),
    Column("browser", String, nullable=False),
    Column("way", String, nullable=False),
    Column("provider_id", String, nullable=False),
    Column("sid", String, nullable=False),
    Column("id_token", Text, nullable=False),
)
code_generator = Table(
    "code_generator",
    metadata,
    Column("account_id", String, primary_key=True),
    Column("confirmed_at", BigInteger, nullable=False),
    Column("last_step", BigInteger, nullable=False),
)
recovery_code = Table(
    "recovery_code",
    metadata,
    Column("account_id", String, primary_key=True),
    Column("code_hash", String, primary_key=True),
)
passkey = Table(
    "passkey",
    metadata,
    Column("id", String, primary_key=True),
    Column("account_id", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("host", String, nullable=False),
    Column("transports", String, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),
)
