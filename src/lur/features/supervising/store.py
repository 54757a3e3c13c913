"""The tables of acts and messages."""

from __future__ import annotations

import msgspec
from sqlalchemy import BigInteger, Column, Connection, String, Table, Text, delete, insert, select

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import Instant
from lur.features.supervising.model import Act, Message

act = Table(
    "act",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("by", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("undoes", String, nullable=False),
)
message = Table(
    "staff_message",
    metadata,
    Column("id", String, primary_key=True),
    Column("until", BigInteger, nullable=False, index=True),
    Column("message", Text, nullable=False),
)


def put_act(connection: Connection, new: Act) -> None:
    """Keep an act; the same id twice is kept once."""
    fields = msgspec.structs.asdict(new)
    del fields["undone"]
    if connection.execute(select(act.c.id).where(act.c.id == new.id)).first() is None:
        connection.execute(insert(act).values(fields))


def drop_act(connection: Connection, act_id: str) -> None:
    """Forget an act that came to nothing."""
    connection.execute(delete(act).where(act.c.id == act_id))


def find_act(connection: Connection, act_id: str) -> Act | None:
    """The act with that id."""
    row = connection.execute(select(act).where(act.c.id == act_id)).first()
    return None if row is None else _act(plain(row), is_undone(connection, act_id))


def is_undone(connection: Connection, act_id: str) -> bool:
    """Whether a later act has taken it back."""
    return connection.execute(select(act.c.id).where(act.c.undoes == act_id)).first() is not None


def latest_acts(connection: Connection, since: Instant, most: int) -> tuple[Act, ...]:
    """Those since then, the newest first."""
    rows = connection.execute(
        select(act).where(act.c.at >= since).order_by(act.c.at.desc(), act.c.id.desc()).limit(most)
    ).all()
    undone = {row.undoes for row in rows if row.undoes}
    return tuple(_act(plain(row), row.id in undone) for row in rows)


def _act(fields: dict[str, object], undone: bool) -> Act:
    return msgspec.convert({**fields, "undone": undone}, Act)


def messages(connection: Connection, now: Instant) -> tuple[Message, ...]:
    """Those that are not over, the newest first."""
    rows = connection.execute(select(message.c.message).where(message.c.until > now))
    found = (msgspec.json.decode(row.message, type=Message) for row in rows)
    return tuple(sorted(found, key=lambda each: (-each.at, each.id)))


def put_message(connection: Connection, new: Message) -> None:
    """Keep a message; the same id again takes its place."""
    drop_message(connection, new.id)
    text = msgspec.json.encode(new).decode()
    connection.execute(insert(message).values(id=new.id, until=new.until, message=text))


def drop_message(connection: Connection, message_id: str) -> None:
    """Take a message away."""
    connection.execute(delete(message).where(message.c.id == message_id))
