"""The table of programs' tokens. A token is here only as its hash."""

from __future__ import annotations

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Row,
    Select,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata
from lur.core.ids import Instant
from lur.features.accounts.model import SERVICE, Role
from lur.features.accounts.tables import account

api_token = Table(
    "api_token",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("scopes", String),
    Column("maker_id", String, nullable=False),
    Column("expires_at", BigInteger),
    Column("used_at", BigInteger),
)


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A program's token; the token itself is shown once, when it is made.

    ``scopes`` None: made before tokens had scopes, it may what its role may. ``role`` is its maker's now, and
    None when the maker's account is gone.
    """

    id: str
    name: str
    role: Role | None
    made_at: Instant
    scopes: tuple[str, ...] | None = None
    maker_id: str = ""
    maker_name: str = ""
    expires_at: Instant | None = None
    used_at: Instant | None = None


def add(connection: Connection, token_hash: str, token: Token) -> None:
    """Keep a program's token."""
    row = {
        "token_hash": token_hash,
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "made_at": token.made_at,
        "scopes": None if token.scopes is None else " ".join(token.scopes),
        "maker_id": token.maker_id,
        "expires_at": token.expires_at,
    }
    connection.execute(insert(api_token).values(row))


def find(connection: Connection, token_hash: str) -> Token | None:
    """The token with this hash."""
    row = connection.execute(_tokens().where(api_token.c.token_hash == token_hash)).one_or_none()
    return _token(row) if row else None


def every(connection: Connection) -> tuple[Token, ...]:
    """All tokens, oldest first."""
    found = connection.execute(_tokens().order_by(api_token.c.made_at, api_token.c.id))
    return tuple(_token(row) for row in found)


def see(connection: Connection, token_hash: str, at: Instant) -> None:
    """The token was used at ``at``."""
    connection.execute(update(api_token).where(api_token.c.token_hash == token_hash).values(used_at=at))


def remove(connection: Connection, token_id: str) -> bool:
    """Forget a token; False when there is none with this id."""
    return connection.execute(delete(api_token).where(api_token.c.id == token_id)).rowcount > 0


def _tokens() -> Select[tuple[object, ...]]:
    makers = account.c
    joined = api_token.outerjoin(account, makers.id == api_token.c.maker_id)
    return select(
        api_token, makers.role.label("maker_role"), makers.display_name.label("maker_name")
    ).select_from(joined)


def _token(row: Row[tuple[object, ...]]) -> Token:
    scopes = row.scopes
    return Token(
        id=row.id,
        name=row.name,
        role=_role(row),
        made_at=row.made_at,
        scopes=None if scopes is None else tuple(scopes.split()),
        maker_id=row.maker_id,
        maker_name=row.maker_name or "",
        expires_at=row.expires_at,
        used_at=row.used_at,
    )


def _role(row: Row[tuple[object, ...]]) -> Role | None:
    """What its maker is now; a token from before knows no maker and keeps its role."""
    if not row.maker_id:
        kept: Role = row.role
        return kept
    if row.maker_id == SERVICE.id:
        return SERVICE.role
    now: Role | None = row.maker_role
    return now
