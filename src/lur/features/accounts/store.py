"""The table of accounts. Passwords are here only as hashes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from lur.core.ids import AgentId, Language
from lur.features.accounts.model import Account, Role
from lur.features.accounts.tables import account, code_generator, passkey, recovery_code, session

Kept = Literal["last_admin", "no_break_glass"]
"""Why an account stays as it is: nobody else could set Lur up, or come in when the provider is away."""


class Credentials(msgspec.Struct, frozen=True):
    """An account and its password's hash; never leaves the service."""

    account: Account
    password_hash: str


def add(connection: Connection, who: Account, password_hash: str) -> bool:
    """Keep a new account; False when its login is taken."""
    if credentials(connection, who.login) is not None:
        return False
    connection.execute(insert(account).values(**msgspec.structs.asdict(who), password_hash=password_hash))
    return True


def credentials(connection: Connection, login: str) -> Credentials | None:
    """The account with this login."""
    row = connection.execute(select(account).where(account.c.login == login)).one_or_none()
    return Credentials(account_of(row), row.password_hash) if row else None


def by_id(connection: Connection, account_id: str) -> Account | None:
    """The account with this id."""
    row = connection.execute(select(account).where(account.c.id == account_id)).one_or_none()
    return account_of(row) if row else None


def all_accounts(connection: Connection) -> tuple[Account, ...]:
    """Everybody, by login."""
    return tuple(account_of(row) for row in connection.execute(select(account).order_by(account.c.login)))


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


def remove(connection: Connection, account_id: str, spare_needed: bool) -> Kept | None:
    """Forget the account, its sessions and second factors; why not, when somebody must be left."""
    if kept := _why_kept(connection, account_id, spare_needed):
        return kept
    for table in (session, code_generator, recovery_code, passkey):
        connection.execute(delete(table).where(table.c.account_id == account_id))
    connection.execute(delete(account).where(account.c.id == account_id))
    return None


def change(
    connection: Connection, account_id: str, role: Role, agent_id: AgentId | None, spare_needed: bool
) -> Kept | None:
    """Another role, or another agent; why not, when somebody must be left. A lower role breaks no glass."""
    new = update(account).where(account.c.id == account_id).values(role=role, agent_id=agent_id)
    if role != "admin":
        if kept := _why_kept(connection, account_id, spare_needed):
            return kept
        new = new.values(break_glass=False)
    connection.execute(new)
    return None


def set_break_glass(connection: Connection, account_id: str, on: bool, spare_needed: bool) -> bool:
    """Whether the account may sign in with its password when nobody else may; False when nobody would be
    left who may."""
    if not on and spare_needed and _is_last_spare(connection, account_id):
        return False
    connection.execute(update(account).where(account.c.id == account_id).values(break_glass=on))
    return True


def break_glass_accounts(connection: Connection) -> frozenset[str]:
    """The administrators who can come in with a password when nobody else may."""
    can = (account.c.role == "admin") & account.c.break_glass & (account.c.password_hash != "")
    return frozenset(connection.scalars(select(account.c.id).where(can)))


def _why_kept(connection: Connection, account_id: str, spare_needed: bool) -> Kept | None:
    if _is_last_admin(connection, account_id):
        return "last_admin"
    return "no_break_glass" if spare_needed and _is_last_spare(connection, account_id) else None


def _is_last_spare(connection: Connection, account_id: str) -> bool:
    return break_glass_accounts(connection) == {account_id}


def _is_last_admin(connection: Connection, account_id: str) -> bool:
    admins = connection.execute(select(account.c.id).where(account.c.role == "admin").limit(2)).all()
    return [row.id for row in admins] == [account_id]


def account_of(row: Row[tuple[object, ...]]) -> Account:
    """The account in a row that has its columns."""
    fields: Sequence[str] = Account.__struct_fields__
    return msgspec.convert({name: row._mapping[name] for name in fields}, Account)
