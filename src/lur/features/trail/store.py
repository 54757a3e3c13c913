"""The table of changes."""

from __future__ import annotations

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.features.trail.model import ChangeRow, Filter

setting_change = Table(
    "setting_change",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("batch", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("section", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("sha256", String, nullable=False),
    Column("undoes", String, nullable=False),
    Column("undone_by", String, nullable=False),
    Column("content", Text),
    Index("setting_change_item", "section", "key"),
)
_ROW = [each for each in setting_change.c if each.name != "content"]


def add(connection: Connection, rows: tuple[tuple[ChangeRow, str | None], ...]) -> None:
    """Keep some rows, each with its content when it is not in the vault; what they undo is marked."""
    for row, content in rows:
        fields = msgspec.structs.asdict(row)
        del fields["number"]
        connection.execute(insert(setting_change).values(**fields, content=content))
        if row.undoes:
            undone = update(setting_change).where(setting_change.c.id == row.undoes)
            connection.execute(undone.values(undone_by=row.id))


def rows(connection: Connection, wanted: Filter, below: int | None, limit: int) -> tuple[ChangeRow, ...]:
    """The newest first, with numbers below ``below``."""
    query = _filtered(select(*_ROW), wanted)
    if below is not None:
        query = query.where(setting_change.c.number < below)
    found = connection.execute(query.order_by(setting_change.c.number.desc()).limit(limit))
    return tuple(msgspec.convert(plain(row), ChangeRow) for row in found)


def _filtered(query: Select[tuple[object, ...]], wanted: Filter) -> Select[tuple[object, ...]]:
    columns = setting_change.c
    if wanted.section:
        query = query.where(columns.section == wanted.section)
    if wanted.key is not None:
        query = query.where(columns.key == wanted.key)
    if wanted.actor:
        query = query.where(columns.actor == wanted.actor)
    if wanted.since is not None:
        query = query.where(columns.at >= wanted.since)
    if wanted.before is not None:
        query = query.where(columns.at < wanted.before)
    return query


def find(connection: Connection, change_id: str) -> ChangeRow | None:
    """One row."""
    found = connection.execute(select(*_ROW).where(setting_change.c.id == change_id)).one_or_none()
    return msgspec.convert(plain(found), ChangeRow) if found else None


def contents(connection: Connection, ids: tuple[str, ...]) -> dict[str, str]:
    """The contents of some rows that are not in the vault."""
    query = select(setting_change.c.id, setting_change.c.content).where(setting_change.c.id.in_(ids))
    return {row.id: row.content for row in connection.execute(query) if row.content is not None}


def actors(connection: Connection) -> tuple[str, ...]:
    """Everybody who has changed something."""
    query = select(setting_change.c.actor).distinct().order_by(setting_change.c.actor)
    return tuple(row.actor for row in connection.execute(query))
