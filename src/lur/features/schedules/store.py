"""The tables of schedules and of their mails. Recipients are people of the company; no customer is here."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import Instant
from lur.features.schedules.model import ReportMail, Schedule

schedule = Table(
    "report_schedule",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("timetable", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("filters", Text, nullable=False),
    Column("compare", String),
    Column("language", String, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("looked_until", BigInteger, nullable=False),
)
mail = Table(
    "report_mail",
    metadata,
    Column("id", String, primary_key=True),
    Column("schedule_id", String, nullable=False, index=True),
    Column("first", String, nullable=False),
    Column("last", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("trial", Boolean, nullable=False),
    Column("due_at", BigInteger, nullable=False, index=True),
    Column("state", String, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("reason", String, nullable=False),
    Column("detail", String, nullable=False),
)

NESTED = ("timetable", "filters", "recipients")
"""Columns that are kept as JSON."""


def schedules(connection: Connection) -> tuple[Schedule, ...]:
    """All of them, by name, the removed ones too."""
    columns = [column for column in schedule.c if column.name != "looked_until"]
    rows = connection.execute(select(*columns).order_by(schedule.c.name, schedule.c.id))
    return tuple(_schedule(row) for row in rows)


def put_schedule(connection: Connection, new: Schedule, looked: Instant | None) -> None:
    """Keep one, replacing an earlier one with its id. What fell due before ``looked`` is none of its; None:
    as it was, for one that is known."""
    values = msgspec.structs.asdict(new)
    for name in NESTED:
        values[name] = msgspec.json.encode(values[name]).decode()
    if looked is None:
        connection.execute(update(schedule).where(schedule.c.id == new.id).values(values))
        return
    connection.execute(delete(schedule).where(schedule.c.id == new.id))
    connection.execute(insert(schedule).values(**values, looked_until=looked))


def looked_until(connection: Connection) -> dict[str, Instant]:
    """Up to when the mails of each schedule are written down."""
    return {row.id: row.looked_until for row in connection.execute(select(schedule))}


def write_down(connection: Connection, mails: Sequence[ReportMail]) -> None:
    """Keep those that are not known yet."""
    ids = [each.id for each in mails]
    known = {row.id for row in connection.execute(select(mail.c.id).where(mail.c.id.in_(ids)))}
    for each in mails:
        if each.id not in known:
            connection.execute(insert(mail).values(msgspec.structs.asdict(each)))


def write_down_until(
    connection: Connection, schedule_id: str, mails: Sequence[ReportMail], looked: Instant
) -> None:
    """Keep what fell due of a schedule up to ``looked``, and that it was looked at so far, as one whole."""
    write_down(connection, mails)
    connection.execute(update(schedule).where(schedule.c.id == schedule_id).values(looked_until=looked))


def waiting(connection: Connection, now: Instant) -> tuple[ReportMail, ...]:
    """What is to be tried now, the longest due first."""
    query = select(mail).where(mail.c.state == "waiting", mail.c.next_at <= now)
    return _mails(connection.execute(query.order_by(mail.c.next_at, mail.c.id)).all())


def put_mail(connection: Connection, new: ReportMail) -> None:
    """What became of one."""
    connection.execute(update(mail).where(mail.c.id == new.id).values(msgspec.structs.asdict(new)))


def latest(connection: Connection, limit: int) -> tuple[ReportMail, ...]:
    """The mails of all schedules, the latest first."""
    query = select(mail).order_by(mail.c.due_at.desc(), mail.c.id).limit(limit)
    return _mails(connection.execute(query).all())


def forget_old(connection: Connection, before: Instant) -> None:
    """Drop mails that fell due earlier."""
    connection.execute(delete(mail).where(mail.c.due_at < before))


def _schedule(row: Row[tuple[object, ...]]) -> Schedule:
    values = plain(row)
    for name in NESTED:
        values[name] = msgspec.json.decode(str(values[name]))
    return msgspec.convert(values, Schedule)


def _mails(rows: Sequence[Row[tuple[object, ...]]]) -> tuple[ReportMail, ...]:
    return tuple(msgspec.convert(plain(row), ReportMail) for row in rows)
