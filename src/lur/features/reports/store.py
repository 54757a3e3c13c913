"""The tables of the reports, and how the journal's events become their rows.

``report_fact`` keeps what each event adds to a day, ``report_contact`` what is known of each contact,
``report_day`` each day in columns: empty when something has come to the day since, and then made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    union,
    update,
)

from lur.adapters.storage.readmodel import metadata
from lur.core.facts import Fact, Facts, Ledger, Mark, Spent
from lur.core.ids import ContactId, Instant
from lur.features.reports.checking import ShownDay
from lur.features.reports.days import Days
from lur.features.reports.model import CheckedDay
from lur.features.reports.slab import Sheet, Slab, decode
from lur.features.reports.words import Word, hear
from lur.ports import Recorded

LIVE = "live"
"""The ledger of what is followed as it happens."""
NIGHTLY = "nightly"
"""The ledger of the nightly count, which is its own: where a day began."""
JUDGED = "judged"
"""Up to which day contacts have been judged; it needs no memory."""
ASKED_TOGETHER = 500

fact_table = Table(
    "report_fact",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False, index=True),
    Column("contact_id", String, index=True),
    Column("facts", LargeBinary, nullable=False),
)
contact_table = Table(
    "report_contact",
    metadata,
    Column("contact_id", String, primary_key=True),
    Column("entered_day", Integer, nullable=False, index=True),
    Column("asked_day", Integer, index=True),
    Column("ended_at", BigInteger, index=True),
    Column("word", LargeBinary, nullable=False),
)
day_table = Table(
    "report_day",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("counted", LargeBinary),
    Column("whose", LargeBinary),
)
ledger_table = Table(
    "report_ledger",
    metadata,
    Column("name", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("ledger", LargeBinary, nullable=False),
)
shown_table = Table(
    "report_shown",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("shown", LargeBinary, nullable=False),
)
check_table = Table(
    "report_check",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("checked", LargeBinary, nullable=False),
)
TABLES = (fact_table, contact_table, day_table, ledger_table)
"""What is made of the journal alone, verdicts aside."""

encode = msgspec.msgpack.Encoder().encode
decode_facts = msgspec.msgpack.Decoder(tuple[Fact, ...]).decode
decode_word = msgspec.msgpack.Decoder(Word).decode
decode_shown = msgspec.msgpack.Decoder(ShownDay).decode
decode_check = msgspec.msgpack.Decoder(CheckedDay).decode
decode_ledger = msgspec.msgpack.Decoder(Ledger).decode


# --- what is remembered -----------------------------------------------------------------------------------


class Kept(msgspec.Struct, frozen=True):
    """The fold's memory right after the journal's number ``seq``; ``day`` is the first that may come then."""

    seq: int = 0
    day: int = 0
    ledger: bytes = encode(Ledger())

    def facts(self) -> Facts:
        """The fold, to go on with."""
        return Facts(decode_ledger(self.ledger))


def load_kept(connection: Connection, name: str) -> Kept:
    """What was kept; the beginning at first."""
    row = connection.execute(select(ledger_table).where(ledger_table.c.name == name)).one_or_none()
    return Kept(row.seq, row.day, row.ledger) if row else Kept()


def keep(connection: Connection, name: str, kept: Kept) -> None:
    """Go on from here next time."""
    connection.execute(delete(ledger_table).where(ledger_table.c.name == name))
    values = {"seq": kept.seq, "day": kept.day, "ledger": kept.ledger}
    connection.execute(insert(ledger_table).values(name=name, **values))


def forget_all(connection: Connection) -> None:
    """Empty the tables, to be filled anew."""
    for table in TABLES:
        connection.execute(delete(table))


# --- following the journal --------------------------------------------------------------------------------


def take_in(connection: Connection, rows: Sequence[Recorded], facts: Facts, days: Days) -> None:
    """Keep what these events add, and the fold's memory with it."""
    found = [(row.seq, fact) for row in rows for fact in facts.observe(row.event)]
    touched = _keep_facts(connection, found, days)
    touched |= _keep_words(connection, [fact for _, fact in found], days)
    touch(connection, touched)
    last = rows[-1]
    keep(connection, LIVE, Kept(last.seq, days.day_of(last.event.at), encode(facts.ledger)))


def _keep_facts(connection: Connection, found: Iterable[tuple[int, Fact]], days: Days) -> set[int]:
    """One row for each event and day, and for each agent's time beside it; the days."""
    rows: dict[tuple[int, int], list[Fact]] = {}
    for seq, fact in found:
        for day in days_of(fact, days):
            rows.setdefault((seq, day), []).append(fact)
    values = [
        {"seq": seq, "day": day, "contact_id": _contact_of(facts), "facts": encode(facts)}
        for (seq, day), facts in rows.items()
    ]
    if values:
        connection.execute(insert(fact_table), values)
    return {day for _, day in rows}


def days_of(fact: Fact, days: Days) -> Iterable[int]:
    """The days to which a fact adds; none for what is said of a contact, which is kept by contact."""
    if isinstance(fact, Mark):
        return (days.day_of(fact.at),)
    if isinstance(fact, Spent):
        return range(days.day_of(fact.since), days.day_of(fact.until - 1) + 1)
    return ()


def _contact_of(facts: Sequence[Fact]) -> str | None:
    return next((fact.contact_id for fact in facts if isinstance(fact, Mark)), None)


def _keep_words(connection: Connection, facts: Sequence[Fact], days: Days) -> set[int]:
    """What is known of their contacts now; the days on which they count."""
    named = dict.fromkeys(fact.contact_id for fact in facts if not isinstance(fact, Mark | Spent))
    words = words_of(connection, list(named))
    heard = dict.fromkeys(each for fact in facts if (each := hear(words, fact)) is not None)
    for contact_id in heard:
        put_word(connection, contact_id, words[contact_id], days)
    return _days_with(connection, heard, days, words)


def words_of(connection: Connection, contacts: Sequence[ContactId]) -> dict[ContactId, Word]:
    """What is known of them, so far as anything is."""
    found: dict[ContactId, Word] = {}
    columns = select(contact_table.c.contact_id, contact_table.c.word)
    for at in range(0, len(contacts), ASKED_TOGETHER):
        some = contacts[at : at + ASKED_TOGETHER]
        for row in connection.execute(columns.where(contact_table.c.contact_id.in_(some))):
            found[row.contact_id] = decode_word(row.word)
    return found


def put_word(connection: Connection, contact_id: ContactId, word: Word, days: Days) -> None:
    """Keep what is known of a contact."""
    values = {
        "entered_day": days.day_of(word.entered),
        "asked_day": None if word.asked_at is None else days.day_of(word.asked_at),
        "ended_at": word.ended_at,
        "word": encode(word),
    }
    own = contact_table.c.contact_id == contact_id
    if connection.execute(update(contact_table).where(own).values(values)).rowcount == 0:
        connection.execute(insert(contact_table).values(contact_id=contact_id, **values))


def _days_with(
    connection: Connection, contacts: Iterable[ContactId], days: Days, words: dict[ContactId, Word]
) -> set[int]:
    """The days on which something of these contacts counts."""
    found = set()
    for contact_id in contacts:
        word = words[contact_id]
        found.add(days.day_of(word.entered))
        if word.asked_at is not None:
            found.add(days.day_of(word.asked_at))
        own = select(fact_table.c.day).where(fact_table.c.contact_id == contact_id).distinct()
        found.update(connection.execute(own).scalars())
    return found


def touch(connection: Connection, touched: Iterable[int]) -> None:
    """Something has come to these days."""
    for day in sorted(touched):
        own = update(day_table).where(day_table.c.day == day).values(counted=None, whose=None)
        if connection.execute(own).rowcount == 0:
            connection.execute(insert(day_table).values(day=day))


# --- days -------------------------------------------------------------------------------------------------


def days_with_something(connection: Connection, first: int, last: int) -> list[int]:
    """The days of a span on which anything happened, the latest first."""
    query = select(day_table.c.day).where(day_table.c.day.between(first, last))
    return list(connection.execute(query.order_by(day_table.c.day.desc())).scalars())


def first_day(connection: Connection, since: int) -> int | None:
    """The first day from ``since`` on which anything happened."""
    return connection.execute(select(func.min(day_table.c.day)).where(day_table.c.day >= since)).scalar()


def one_slab(connection: Connection, day: int, days: Days, *, whose: bool = False) -> Slab:
    """One day, with whose it was if asked for."""
    columns = (day_table.c.counted, day_table.c.whose) if whose else (day_table.c.counted,)
    kept = connection.execute(select(*columns).where(day_table.c.day == day)).one_or_none()
    return slab_of(connection, day, days) if kept is None or kept.counted is None else decode(*kept)


def slab_of(connection: Connection, day: int, days: Days) -> Slab:
    """The day made anew from its facts."""
    sheet = Sheet(day, days)
    take_after(connection, sheet, -1)
    return sheet.slab(words_on(connection, day))


def take_after(connection: Connection, sheet: Sheet, seq: int) -> int:
    """Take in the facts of the sheet's day that came after the journal's number ``seq``; the last number."""
    table = fact_table.c
    query = select(table.seq, table.facts).where(table.day == sheet.day, table.seq > seq)
    for row in connection.execute(query.order_by(table.seq)):
        for fact in decode_facts(row.facts):
            sheet.take(fact)
        seq = row.seq
    return seq


def words_on(connection: Connection, day: int) -> dict[ContactId, Word]:
    """What is known of all contacts that count on the day, by their ids."""
    table = contact_table.c
    marked = select(fact_table.c.contact_id).where(fact_table.c.day == day)
    came = select(table.contact_id).where(table.entered_day == day)
    asked = select(table.contact_id).where(table.asked_day == day)
    query = select(table.contact_id, table.word).where(table.contact_id.in_(union(marked, came, asked)))
    rows = connection.execute(query.order_by(table.contact_id))
    return {row.contact_id: decode_word(row.word) for row in rows}


def to_be_made(connection: Connection, before: int, days: Days) -> tuple[int, tuple[bytes, bytes]] | None:
    """The earliest day before ``before`` that has to be made, in columns; None: there is none."""
    query = select(day_table.c.day).where(day_table.c.counted.is_(None), day_table.c.day < before)
    day = connection.execute(query.order_by(day_table.c.day).limit(1)).scalar()
    return None if day is None else (day, slab_of(connection, day, days).encode())


def put_slab(connection: Connection, day: int, columns: tuple[bytes, bytes]) -> None:
    """Keep a day that was made; nothing may have come to it meanwhile."""
    counted, whose = columns
    connection.execute(update(day_table).where(day_table.c.day == day).values(counted=counted, whose=whose))


# --- what was shown, and checked --------------------------------------------------------------------------


def put_shown(connection: Connection, day: int, shown: ShownDay) -> None:
    """The live figures as they stood when the day ended."""
    connection.execute(delete(shown_table).where(shown_table.c.day == day))
    connection.execute(insert(shown_table).values(day=day, shown=encode(shown)))


def shown_on(connection: Connection, first: int, last: int) -> dict[int, ShownDay]:
    """Of the days of a span for which they are known."""
    query = select(shown_table).where(shown_table.c.day.between(first, last))
    return {row.day: decode_shown(row.shown) for row in connection.execute(query)}


def put_check(connection: Connection, day: int, checked: CheckedDay) -> None:
    """What a count came to; a later one of the same day takes its place."""
    connection.execute(delete(check_table).where(check_table.c.day == day))
    connection.execute(insert(check_table).values(day=day, checked=encode(checked)))


def checks(connection: Connection, limit: int) -> list[CheckedDay]:
    """The latest days that were counted again."""
    query = select(check_table.c.checked).order_by(check_table.c.day.desc()).limit(limit)
    return [decode_check(body) for body in connection.execute(query).scalars()]


# --- solved for good --------------------------------------------------------------------------------------


def unjudged(connection: Connection, since: Instant, before: Instant) -> list[tuple[ContactId, Word]]:
    """Served contacts that ended in the span, in order."""
    table = contact_table.c
    query = select(table.contact_id, table.word).where(table.ended_at >= since, table.ended_at < before)
    rows = connection.execute(query.order_by(table.ended_at, table.contact_id))
    found = [(ContactId(row.contact_id), decode_word(row.word)) for row in rows]
    return [(contact_id, word) for contact_id, word in found if word.outcome == "served"]


def keep_verdicts(connection: Connection, words: dict[ContactId, Word], day: int, days: Days) -> None:
    """Keep what has been judged of those that ended before ``day``."""
    keep(connection, JUDGED, Kept(day=day))
    for contact_id, word in words.items():
        put_word(connection, contact_id, word, days)
    touch(connection, {days.day_of(word.entered) for word in words.values()})
