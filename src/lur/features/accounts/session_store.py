"""The table of sessions: a token's hash, whose it is, and where from."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from lur.adapters.storage.readmodel import plain
from lur.core.ids import Instant
from lur.features.accounts.model import Account, SessionRow, Way, Where
from lur.features.accounts.store import account_of
from lur.features.accounts.tables import account, session


class Session(msgspec.Struct, frozen=True):
    """A session that has been found."""

    account: Account
    seen_at: Instant
    expires_at: Instant
    way: Way
    provider_id: str


def start(
    connection: Connection, token_hash: str, account_id: str, times: tuple[Instant, Instant], where: Where
) -> None:
    """Keep a new session from ``times[0]`` to ``times[1]``, and drop those that are over."""
    at, expires_at = times
    connection.execute(delete(session).where(session.c.expires_at <= at))
    row = {"token_hash": token_hash, "account_id": account_id, "expires_at": expires_at}
    row |= {"started_at": at, "seen_at": at, **msgspec.structs.asdict(where)}
    connection.execute(insert(session).values(row))


def find(connection: Connection, token_hash: str) -> Session | None:
    """The session of a token's hash, with its account."""
    known = session.c
    joined = select(account, known.seen_at, known.expires_at, known.way, known.provider_id).join(
        session, known.account_id == account.c.id
    )
    row = connection.execute(joined.where(known.token_hash == token_hash)).one_or_none()
    return Session(account_of(row), row.seen_at, row.expires_at, row.way, row.provider_id) if row else None


def row_of(connection: Connection, token_hash: str) -> SessionRow | None:
    """What is known of one session."""
    row = connection.execute(select(session).where(session.c.token_hash == token_hash)).one_or_none()
    return msgspec.convert(plain(row), SessionRow) if row else None


def all_of(connection: Connection, account_id: str) -> tuple[SessionRow, ...]:
    """An account's sessions, the one that was used last first."""
    found = select(session).where(session.c.account_id == account_id)
    ordered = found.order_by(session.c.seen_at.desc(), session.c.token_hash)
    return tuple(msgspec.convert(plain(row), SessionRow) for row in connection.execute(ordered))


def see(connection: Connection, token_hash: str, at: Instant) -> None:
    """The session was used at ``at``."""
    connection.execute(update(session).where(session.c.token_hash == token_hash).values(seen_at=at))


def end(connection: Connection, token_hash: str) -> None:
    """Sign out."""
    connection.execute(delete(session).where(session.c.token_hash == token_hash))


def end_others(connection: Connection, account_id: str, but: str) -> None:
    """End an account's sessions, save the one whose token has the hash ``but`` (empty: none)."""
    mine = session.c.account_id == account_id
    connection.execute(delete(session).where(mine, session.c.token_hash != but))


def end_at_provider(connection: Connection, provider_id: str, sid: str) -> tuple[str, ...]:
    """End the sessions that began with one session at a provider; the accounts whose they were."""
    those = (session.c.provider_id == provider_id) & (session.c.sid == sid)
    found = connection.execute(select(session.c.account_id).where(those).distinct())
    accounts = tuple(sorted(row.account_id for row in found))
    connection.execute(delete(session).where(those))
    return accounts
