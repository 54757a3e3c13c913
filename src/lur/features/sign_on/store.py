"""The tables of providers, of who is who there, and of the rule for all. Secrets are in the vault."""

from __future__ import annotations

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import Instant
from lur.features.sign_on.model import Policy, Provider, Rule

provider = Table(
    "sign_on_provider",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("issuer", String, nullable=False),
    Column("client_id", String, nullable=False),
    Column("scopes", String, nullable=False),
    Column("groups_claim", String, nullable=False),
    Column("link_by_email", Boolean, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("rules", Text, nullable=False),
)
identity = Table(
    "sign_on_identity",
    metadata,
    Column("issuer", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("account_id", String, nullable=False, index=True),
    Column("since", BigInteger, nullable=False),
)
policy = Table(
    "sign_on_policy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("only_providers", Boolean, nullable=False),
    Column("second_factor_roles", String, nullable=False),
)


def all_providers(connection: Connection) -> tuple[Provider, ...]:
    """All of them, by id."""
    rows = connection.execute(select(provider).order_by(provider.c.id))
    return tuple(msgspec.convert(plain(row) | {"rules": _rules(row.rules)}, Provider) for row in rows)


def _rules(text: str) -> tuple[Rule, ...]:
    return msgspec.json.decode(text, type=tuple[Rule, ...])


def put_provider(connection: Connection, new: Provider) -> None:
    """Keep one, in place of an earlier one with its id."""
    drop_provider(connection, new.id)
    row = msgspec.structs.asdict(new) | {"rules": msgspec.json.encode(new.rules).decode()}
    connection.execute(insert(provider).values(row))


def drop_provider(connection: Connection, provider_id: str) -> None:
    """Forget one."""
    connection.execute(delete(provider).where(provider.c.id == provider_id))


def the_policy(connection: Connection) -> Policy:
    """What holds for all; nothing special when nothing was set."""
    row = connection.execute(select(policy)).one_or_none()
    if row is None:
        return Policy()
    return Policy(
        only_providers=row.only_providers, second_factor_roles=tuple(row.second_factor_roles.split())
    )


def put_policy(connection: Connection, new: Policy) -> None:
    """Keep it."""
    connection.execute(delete(policy))
    roles = " ".join(new.second_factor_roles)
    connection.execute(
        insert(policy).values(id=1, only_providers=new.only_providers, second_factor_roles=roles)
    )


def account_of(connection: Connection, issuer: str, subject: str) -> str | None:
    """Whose account a person there has here."""
    known = select(identity.c.account_id).where(identity.c.issuer == issuer, identity.c.subject == subject)
    return connection.execute(known).scalar_one_or_none()


def tie(connection: Connection, issuer: str, subject: str, account_id: str, at: Instant) -> None:
    """From now on that person is this account."""
    connection.execute(delete(identity).where(identity.c.issuer == issuer, identity.c.subject == subject))
    row = {"issuer": issuer, "subject": subject, "account_id": account_id, "since": at}
    connection.execute(insert(identity).values(row))


def tied(connection: Connection) -> dict[str, str]:
    """The issuer of each account that signs on elsewhere."""
    return {row.account_id: row.issuer for row in connection.execute(select(identity))}


def untie(connection: Connection, account_id: str) -> None:
    """The account is nobody's elsewhere."""
    connection.execute(delete(identity).where(identity.c.account_id == account_id))
