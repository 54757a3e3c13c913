"""The table of accounts. Passwords are here only as hashes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from lur.core.ids import AgentId, Language
from lur.features.accounts.model import Account, Role
from lur.features.accounts.tables import account, code_generator, passkey, recovery_code, session


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


def remove(connection: Connection, account_id: str) -> bool:
    """Forget the account, its sessions and second factors; False when it is the last administrator's."""
    if _is_last_admin(connection, account_id):
        return False
    for table in (session, code_generator, recovery_code, passkey):
        connection.execute(delete(table).where(table.c.account_id == account_id))
    connection.execute(delete(account).where(account.c.id == account_id))
    return True


def change(connection: Connection, account_id: str, role: Role, agent_id: AgentId | None) -> bool:
    """Another role, or another agent; False when the last administrator would be none any more."""
    if role != "admin" and _is_last_admin(connection, account_id):
        return False
    new = update(account).where(account.c.id == account_id).values(role=role, agent_id=agent_id)
    connection.execute(new)
    return True


def set_break_glass(connection: Connection, account_id: str, on: bool) -> None:
    """Whether the account may sign in with its password when nobody else may."""
    connection.execute(update(account).where(account.c.id == account_id).values(break_glass=on))


def _is_last_admin(connection: Connection, account_id: str) -> bool:
    admins = connection.execute(select(account.c.id).where(account.c.role == "admin").limit(2)).all()
    return [row.id for row in admins] == [account_id]


def account_of(row: Row[tuple[object, ...]]) -> Account:
    """The account in a row that has its columns."""
    fields: Sequence[str] = Account.__struct_fields__
    return msgspec.convert({name: row._mapping[name] for name in fields}, Account)
