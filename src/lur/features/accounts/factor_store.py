"""The tables of second factors: the last code that was used, recovery codes as hashes, passkeys."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from lur.adapters.storage.readmodel import plain
from lur.core.ids import Instant
from lur.features.accounts.model import Passkey
from lur.features.accounts.tables import code_generator, passkey, recovery_code


class KeptPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey as the service needs it."""

    id: str
    account_id: str
    public_key: bytes
    sign_count: int
    transports: str


def has_codes(connection: Connection, account_id: str) -> bool:
    """Whether an authenticator app was confirmed."""
    found = select(code_generator.c.account_id).where(code_generator.c.account_id == account_id)
    return connection.execute(found).first() is not None


def who_has_any(connection: Connection) -> tuple[str, ...]:
    """The accounts that have an app or a passkey."""
    both = select(code_generator.c.account_id).union(select(passkey.c.account_id))
    return tuple(sorted(row.account_id for row in connection.execute(both)))


def put_codes(connection: Connection, account_id: str, at: Instant, step: int) -> None:
    """An app was confirmed with the code of ``step``, in place of an earlier one."""
    drop_codes(connection, account_id)
    row = {"account_id": account_id, "confirmed_at": at, "last_step": step}
    connection.execute(insert(code_generator).values(row))


def use_step(connection: Connection, account_id: str, step: int) -> bool:
    """The code of ``step`` is used now; False when it, or a later one, was used before."""
    fresh = (code_generator.c.account_id == account_id) & (code_generator.c.last_step < step)
    return connection.execute(update(code_generator).where(fresh).values(last_step=step)).rowcount == 1


def drop_codes(connection: Connection, account_id: str) -> None:
    """Forget the app."""
    connection.execute(delete(code_generator).where(code_generator.c.account_id == account_id))


def put_recovery(connection: Connection, account_id: str, hashes: Iterable[str]) -> None:
    """These codes and no others."""
    connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
    for each in hashes:
        connection.execute(insert(recovery_code).values(account_id=account_id, code_hash=each))


def use_recovery(connection: Connection, account_id: str, code_hash: str) -> bool:
    """Use a code up; False when there is none such."""
    this = (recovery_code.c.account_id == account_id) & (recovery_code.c.code_hash == code_hash)
    return connection.execute(delete(recovery_code).where(this)).rowcount == 1


def recovery_left(connection: Connection, account_id: str) -> int:
    """How many are left."""
    mine = recovery_code.c.account_id == account_id
    return connection.execute(select(func.count()).select_from(recovery_code).where(mine)).scalar_one()


def passkeys_of(connection: Connection, account_id: str) -> tuple[Passkey, ...]:
    """An account's passkeys, oldest first."""
    found = (
        select(passkey).where(passkey.c.account_id == account_id).order_by(passkey.c.made_at, passkey.c.id)
    )
    return tuple(msgspec.convert(plain(row), Passkey) for row in connection.execute(found))


def passkey_with(connection: Connection, passkey_id: str) -> KeptPasskey | None:
    """The passkey with this id."""
    row = connection.execute(select(passkey).where(passkey.c.id == passkey_id)).one_or_none()
    return msgspec.convert(plain(row), KeptPasskey) if row else None


def kept_passkeys(connection: Connection, account_id: str, host: str) -> tuple[KeptPasskey, ...]:
    """An account's passkeys that are good for the pages at ``host``."""
    found = select(passkey).where(passkey.c.account_id == account_id, passkey.c.host == host)
    ordered = found.order_by(passkey.c.id)
    return tuple(msgspec.convert(plain(row), KeptPasskey) for row in connection.execute(ordered))


def add_passkey(connection: Connection, new: Passkey, kept: KeptPasskey) -> bool:
    """Keep one; False when somebody has it already."""
    if passkey_with(connection, new.id) is not None:
        return False
    row = msgspec.structs.asdict(new) | msgspec.structs.asdict(kept)
    connection.execute(insert(passkey).values(row))
    return True


def use_passkey(connection: Connection, passkey_id: str, sign_count: int, at: Instant) -> None:
    """It was used; the counter stands at ``sign_count``."""
    new = update(passkey).where(passkey.c.id == passkey_id)
    connection.execute(new.values(sign_count=sign_count, used_at=at))


def rename_passkey(connection: Connection, account_id: str, passkey_id: str, name: str) -> bool:
    """Another name; False when the account has none such."""
    mine = (passkey.c.id == passkey_id) & (passkey.c.account_id == account_id)
    return connection.execute(update(passkey).where(mine).values(name=name)).rowcount == 1


def drop_passkey(connection: Connection, account_id: str, passkey_id: str) -> bool:
    """Forget one; False when the account has none such."""
    mine = (passkey.c.id == passkey_id) & (passkey.c.account_id == account_id)
    return connection.execute(delete(passkey).where(mine)).rowcount == 1


def drop_all(connection: Connection, account_id: str) -> None:
    """No second factor any more."""
    for table in (code_generator, recovery_code, passkey):
        connection.execute(delete(table).where(table.c.account_id == account_id))
