"""The tables of accounts, sessions and tokens. Secrets are here only as hashes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import AgentId, Instant, Language
from lur.features.accounts.model import Account, Role, Token

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
    Column("password_hash", String, nullable=False),
)
session = Table(
    "session",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("account_id", String, nullable=False, index=True),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)
api_token = Table(
    "api_token",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)


class Credentials(msgspec.Struct, frozen=True):
    """An account and its password's hash; never leaves the service."""

    account: Account
    password_hash: str


class Session(msgspec.Struct, frozen=True):
    """A session that has been found."""

    account: Account
    seen_at: Instant
    expires_at: Instant


def add(connection: Connection, who: Account, password_hash: str) -> bool:
    """Keep a new account; False when its login is taken."""
    if credentials(connection, who.login) is not None:
        return False
    connection.execute(insert(account).values(**msgspec.structs.asdict(who), password_hash=password_hash))
    return True


def credentials(connection: Connection, login: str) -> Credentials | None:
    """The account with this login."""
    row = connection.execute(select(account).where(account.c.login == login)).one_or_none()
    return Credentials(_account(row), row.password_hash) if row else None


def all_accounts(connection: Connection) -> tuple[Account, ...]:
    """Everybody, by login."""
    return tuple(_account(row) for row in connection.execute(select(account).order_by(account.c.login)))


def has_admin(connection: Connection) -> bool:
    """Whether there is an administrator."""
    return connection.execute(select(account.c.id).where(account.c.role == "admin")).first() is not None


def set_password(connection: Connection, account_id: str, password_hash: str) -> None:
    """Replace the hash and end all sessions."""
    connection.execute(update(account).where(account.c.id == account_id).values(password_hash=password_hash))
    connection.execute(delete(session).where(session.c.account_id == account_id))


def set_language(connection: Connection, account_id: str, language: Language) -> None:
    """The language the account reads."""
    connection.execute(update(account).where(account.c.id == account_id).values(language=language))


def unlink(connection: Connection, agent_id: AgentId) -> None:
    """No account is this agent's any more."""
    connection.execute(update(account).where(account.c.agent_id == agent_id).values(agent_id=None))


def remove(connection: Connection, account_id: str) -> None:
    """Forget the account and its sessions."""
    connection.execute(delete(session).where(session.c.account_id == account_id))
    connection.execute(delete(account).where(account.c.id == account_id))


def start_session(
    connection: Connection, token_hash: str, account_id: str, at: Instant, expires_at: Instant
) -> None:
    """Keep a new session, and drop those that are over."""
    connection.execute(delete(session).where(session.c.expires_at <= at))
    row = {"token_hash": token_hash, "account_id": account_id, "seen_at": at, "expires_at": expires_at}
    connection.execute(insert(session).values(row))


def find_session(connection: Connection, token_hash: str) -> Session | None:
    """The session of a token's hash, with its account."""
    joined = select(account, session.c.seen_at, session.c.expires_at).join(
        session, session.c.account_id == account.c.id
    )
    row = connection.execute(joined.where(session.c.token_hash == token_hash)).one_or_none()
    return Session(_account(row), row.seen_at, row.expires_at) if row else None


def see_session(connection: Connection, token_hash: str, at: Instant) -> None:
    """The session was used at ``at``."""
    connection.execute(update(session).where(session.c.token_hash == token_hash).values(seen_at=at))


def end_session(connection: Connection, token_hash: str) -> None:
    """Sign out."""
    connection.execute(delete(session).where(session.c.token_hash == token_hash))


def add_token(connection: Connection, token_hash: str, token: Token) -> None:
    """Keep a program's token."""
    connection.execute(insert(api_token).values(**msgspec.structs.asdict(token), token_hash=token_hash))


def find_token(connection: Connection, token_hash: str) -> Token | None:
    """The token with this hash."""
    row = connection.execute(select(api_token).where(api_token.c.token_hash == token_hash)).one_or_none()
    return _token(row) if row else None


def all_tokens(connection: Connection) -> tuple[Token, ...]:
    """All tokens, oldest first."""
    found = connection.execute(select(api_token).order_by(api_token.c.made_at, api_token.c.id))
    return tuple(_token(row) for row in found)


def remove_token(connection: Connection, token_id: str) -> bool:
    """Forget a token; False when there is none with this id."""
    return connection.execute(delete(api_token).where(api_token.c.id == token_id)).rowcount > 0


def _account(row: Row[tuple[object, ...]]) -> Account:
    fields: Sequence[str] = Account.__struct_fields__
    return msgspec.convert({name: row._mapping[name] for name in fields}, Account)


def _token(row: Row[tuple[object, ...]]) -> Token:
    role: Role = row.role
    return Token(id=row.id, name=row.name, role=role, made_at=row.made_at)
