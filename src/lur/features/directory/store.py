"""The tables of the directory: no names of people and no secrets."""

from __future__ import annotations

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata
from lur.adapters.voice.protocol import Trunk
from lur.core.ids import AgentId, Language
from lur.features.directory.model import CompanyName, EntryAddress, PhoneLine

phone = Table(
    "phone",
    metadata,
    Column("agent_id", String, primary_key=True),
    Column("username", String, nullable=False, unique=True),
    Column("language", String, nullable=False),
)
entry = Table(
    "entry",
    metadata,
    Column("address", String, primary_key=True),
    Column("queue_id", String, nullable=False),
    Column("language", String, nullable=False),
    Column("flow_id", String, nullable=False, server_default=""),
    Column("demo", Boolean, nullable=False),
)
trunk = Table(
    "trunk",
    metadata,
    Column("trunk_id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("settings", Text, nullable=False),
)
setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)


def phones(connection: Connection) -> tuple[PhoneLine, ...]:
    """All phones, by agent."""
    rows = connection.execute(select(phone).order_by(phone.c.agent_id))
    return tuple(msgspec.convert(row, PhoneLine, from_attributes=True) for row in rows)


def put_phone(connection: Connection, line: PhoneLine, last_number: int) -> None:
    """Keep a phone, replacing the agent's earlier one, and the highest number that was given."""
    remove_phone(connection, line.agent_id)
    connection.execute(insert(phone).values(msgspec.structs.asdict(line)))
    _put_setting(connection, "last_number", str(last_number))


def set_language(connection: Connection, agent_id: AgentId, language: Language) -> None:
    """In which language a phone is spoken to."""
    connection.execute(update(phone).where(phone.c.agent_id == agent_id).values(language=language))


def remove_phone(connection: Connection, agent_id: AgentId) -> None:
    """Forget a phone."""
    connection.execute(delete(phone).where(phone.c.agent_id == agent_id))


def last_number(connection: Connection) -> int:
    """The highest number that an agent has had, 0 before the first."""
    value = connection.execute(select(setting.c.value).where(setting.c.name == "last_number")).scalar()
    return int(value) if value else 0


def entries(connection: Connection) -> tuple[EntryAddress, ...]:
    """All addresses, sorted."""
    rows = connection.execute(select(entry).order_by(entry.c.address))
    return tuple(msgspec.convert(row, EntryAddress, from_attributes=True) for row in rows)


def put_entry(connection: Connection, new: EntryAddress) -> None:
    """Keep an address, replacing an earlier one."""
    remove_entry(connection, new.address)
    connection.execute(insert(entry).values(msgspec.structs.asdict(new)))


def remove_entry(connection: Connection, address: str) -> bool:
    """Forget an address; False when there is none."""
    return connection.execute(delete(entry).where(entry.c.address == address)).rowcount > 0


def trunks(connection: Connection) -> tuple[Trunk, ...]:
    """All trunks in the order they are tried, without secrets."""
    rows = connection.execute(select(trunk.c.settings).order_by(trunk.c.position, trunk.c.trunk_id))
    return tuple(msgspec.json.decode(row.settings, type=Trunk) for row in rows)


def put_trunk(connection: Connection, new: Trunk) -> None:
    """Keep a trunk at its place in the order, or at the end when it is new; never its secret."""
    found = connection.execute(select(trunk.c.position).where(trunk.c.trunk_id == new.trunk_id)).scalar()
    last = connection.execute(select(func.max(trunk.c.position))).scalar()
    remove_trunk(connection, new.trunk_id)
    bare = msgspec.json.encode(msgspec.structs.replace(new, secret="")).decode()
    position = found if found is not None else (last or 0) + 1
    connection.execute(insert(trunk).values(trunk_id=new.trunk_id, position=position, settings=bare))


def place_trunks(connection: Connection, trunk_ids: tuple[str, ...]) -> None:
    """Number them as they stand."""
    for position, trunk_id in enumerate(trunk_ids, 1):
        connection.execute(update(trunk).where(trunk.c.trunk_id == trunk_id).values(position=position))


def remove_trunk(connection: Connection, trunk_id: str) -> bool:
    """Forget a trunk; False when there is none."""
    return connection.execute(delete(trunk).where(trunk.c.trunk_id == trunk_id)).rowcount > 0


def company(connection: Connection) -> CompanyName | None:
    """The company's name, None when it was never given."""
    value = connection.execute(select(setting.c.value).where(setting.c.name == "company")).scalar()
    return msgspec.json.decode(value, type=CompanyName) if value else None


def put_company(connection: Connection, name: CompanyName) -> None:
    """Keep the company's name."""
    _put_setting(connection, "company", msgspec.json.encode(name).decode())


def callback_shown(connection: Connection) -> str:
    """The number of ours that customers whom we call see."""
    return (
        connection.execute(select(setting.c.value).where(setting.c.name == "callback_shown")).scalar() or ""
    )


def put_callback_shown(connection: Connection, number: str) -> None:
    """Keep it."""
    _put_setting(connection, "callback_shown", number)


def _put_setting(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=value))
