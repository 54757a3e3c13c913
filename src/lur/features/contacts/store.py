"""The tables of the projection, and how each event changes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Row,
    String,
    Table,
    Text,
    case,
    delete,
    false,
    insert,
    or_,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.features.contacts.model import ContactRow, Happened
from lur.ports import Recorded

NAME = "contacts"
ASKED_TOGETHER = 500

contact = Table(
    "contact",
    metadata,
    Column("contact_id", String, primary_key=True),
    Column("queue_id", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("language", String, nullable=False),
    Column("entered", BigInteger, nullable=False, index=True),
    Column("phase", String, nullable=False),
    Column("answered_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("outcome", String),
    Column("agent_id", String, index=True),
    Column("recorded", Boolean, nullable=False),
    Column("disposition", String),
    Column("solved", Boolean),
    Column("topic", String, nullable=False, server_default=""),
    Column("outgoing", Boolean, nullable=False, server_default=false()),
)
happened = Table(
    "happened",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("contact_id", String, index=True),
    Column("actor", String, nullable=False),
    Column("event", Text, nullable=False),
)
progress = Table(
    "progress",
    metadata,
    Column("projection", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

decode_event = msgspec.json.Decoder(e.AnyEvent).decode

PHASES: dict[type, str] = {
    e.ContactQueued: "waiting",
    e.ContactRefused: "refused",
    e.CallbackAsked: "waiting",
    e.CallbackPostponed: "resting",
    e.CallbackDue: "waiting",
    e.CallbackDialled: "dialling",
    e.CallbackAnswered: "talking",
    e.CallbackMissed: "resting",
    e.OfferMade: "offered",
    e.OfferAccepted: "talking",
    e.OfferDeclined: "waiting",
    e.OfferExpired: "waiting",
    e.OfferWithdrawn: "waiting",
    e.ContactReturned: "waiting",
    e.ContactHeld: "held",
    e.ContactResumed: "talking",
    e.ContactHandedOver: "talking",
    e.ContactLeftToColleague: "transferring",
    e.ContactLeftOutside: "outside",
    e.ContactEnded: "ended",
}


MOVED = case((contact.c.phase == "resting", "resting"), else_="waiting")
"""Where a contact is after a move: one that rests goes on resting."""


def progress_of(connection: Connection) -> int:
    """The journal number up to which the tables are true, 0 at first."""
    return connection.execute(select(progress.c.seq).where(progress.c.projection == NAME)).scalar() or 0


def forget_all(connection: Connection) -> None:
    """Empty the tables, to be filled anew."""
    for table in (contact, happened):
        connection.execute(delete(table))
    connection.execute(delete(progress).where(progress.c.projection == NAME))


def take_in(connection: Connection, rows: Sequence[Recorded]) -> int:
    """Follow the journal; rows that are known already are passed over. The new progress."""
    done = progress_of(connection)
    new = [recorded for recorded in rows if recorded.seq > done]
    if new:
        done = new[-1].seq
        connection.execute(insert(happened), [_as_row(recorded) for recorded in new])
    for recorded in new:
        _take_in(connection, recorded)
    connection.execute(delete(progress).where(progress.c.projection == NAME))
    connection.execute(insert(progress).values(projection=NAME, seq=done))
    return done


def _as_row(recorded: Recorded) -> dict[str, object]:
    event = recorded.event
    return {
        "seq": recorded.seq,
        "at": event.at,
        "contact_id": getattr(event, "contact_id", None),
        "actor": recorded.actor,
        "event": msgspec.json.encode(event).decode(),
    }


def _take_in(connection: Connection, recorded: Recorded) -> None:
    event = recorded.event
    contact_id: ContactId | None = getattr(event, "contact_id", None)
    if isinstance(event, e.ContactArrived):
        connection.execute(insert(contact).values(_arrived(event)))
    elif isinstance(event, e.CalledOut):
        connection.execute(insert(contact).values(_called_out(event)))
    elif contact_id is not None and (changes := _changes(event)):
        connection.execute(update(contact).where(contact.c.contact_id == contact_id).values(changes))
        _answer(connection, contact_id, event)


def _answer(connection: Connection, contact_id: ContactId, event: e.AnyEvent) -> None:
    """The first time that an agent and the customer spoke; one who is called does so when they answer."""
    own = contact.c.contact_id == contact_id
    if isinstance(event, e.OfferAccepted | e.CallbackAnswered):
        first = update(contact).where(own, contact.c.answered_at.is_(None))
        connection.execute(first.values(answered_at=event.at))
    elif isinstance(event, e.CallbackDialled):
        just_now = update(contact).where(own, contact.c.answered_at == event.at)
        connection.execute(just_now.values(answered_at=None))


def _arrived(event: e.ContactArrived) -> dict[str, object]:
    return {
        "contact_id": event.contact_id,
        "queue_id": event.queue_id,
        "channel": event.channel,
        "language": event.language,
        "entered": event.entered,
        "phase": "entering" if event.entering else "waiting",
        "recorded": False,
    }


def _called_out(event: e.CalledOut) -> dict[str, object]:
    return {
        "contact_id": event.contact_id,
        "queue_id": event.queue_id,
        "channel": "voice",
        "language": event.language,
        "entered": event.at,
        "phase": "dialling",
        "agent_id": event.agent_id,
        "recorded": False,
        "outgoing": True,
    }


def _changes(event: e.AnyEvent) -> dict[str, object]:
    """The columns that an event changes."""
    changes: dict[str, object] = {}
    if type(event) in PHASES:
        changes["phase"] = PHASES[type(event)]
    match event:
        case e.OfferAccepted() | e.ContactHandedOver():
            changes["agent_id"] = event.agent_id
        case e.ContactMoved():
            changes.update(queue_id=event.queue_id, phase=MOVED)
        case e.ContactQueued() | e.ContactRefused():
            topic = next(reversed(event.choices), "")
            changes.update(queue_id=event.queue_id, language=event.language, topic=topic)
        case e.ContactEnded():
            changes.update(ended_at=event.at, outcome=event.outcome)
        case e.RecordingKept():
            changes["recorded"] = True
        case e.WrapUpFinished() | e.ContactDescribed():
            changes.update(_said(event))
        case _:
            pass
    return changes


def _said(event: e.WrapUpFinished | e.ContactDescribed) -> dict[str, object]:
    """What came of it, as far as it was said: a wrap-up that ran out takes nothing back."""
    words = {"disposition": event.disposition, "solved": event.solved}
    said: dict[str, object] = {name: word for name, word in words.items() if word is not None}
    if event.unsure:
        said["solved"] = None
    return said


def find(connection: Connection, contact_id: ContactId) -> ContactRow | None:
    """One contact."""
    row = connection.execute(select(contact).where(contact.c.contact_id == contact_id)).one_or_none()
    return _row(row) if row else None


def rows(connection: Connection, contacts: Sequence[ContactId]) -> tuple[ContactRow, ...]:
    """Those of them that are known."""
    found = connection.execute(select(contact).where(contact.c.contact_id.in_(contacts)))
    return tuple(_row(row) for row in found)


def queues(connection: Connection, contacts: Sequence[ContactId]) -> dict[ContactId, QueueId]:
    """Whose they are, so far as they are known; any number of them."""
    found: dict[ContactId, QueueId] = {}
    columns = select(contact.c.contact_id, contact.c.queue_id)
    for at in range(0, len(contacts), ASKED_TOGETHER):
        some = contacts[at : at + ASKED_TOGETHER]
        for row in connection.execute(columns.where(contact.c.contact_id.in_(some))):
            found[row.contact_id] = row.queue_id
    return found


def latest(
    connection: Connection, since: Instant, before: Instant, limit: int, agent_id: AgentId | None
) -> tuple[ContactRow, ...]:
    """Contacts that entered in the span, newest first; only an agent's own when one is given."""
    query = select(contact).where(contact.c.entered >= since, contact.c.entered < before)
    if agent_id is not None:
        query = query.where(contact.c.agent_id == agent_id)
    ordered = query.order_by(contact.c.entered.desc(), contact.c.contact_id).limit(limit)
    return tuple(_row(row) for row in connection.execute(ordered))


def events_of(connection: Connection, contact_id: ContactId) -> tuple[Happened, ...]:
    """A contact's events in order."""
    query = select(happened).where(happened.c.contact_id == contact_id).order_by(happened.c.seq)
    return tuple(_happened(row) for row in connection.execute(query))


def stories_between(connection: Connection, since: Instant, until: Instant) -> Iterator[Happened]:
    """The events of all contacts that were here at any time of the span, in order."""
    here = select(contact.c.contact_id).where(
        contact.c.entered <= until, or_(contact.c.ended_at.is_(None), contact.c.ended_at >= since)
    )
    query = select(happened).where(happened.c.contact_id.in_(here)).order_by(happened.c.seq)
    for row in connection.execute(query):
        yield _happened(row)


def events_for_measures(connection: Connection, since: Instant) -> Iterator[Happened]:
    """What the day's measures need, in order: how queues came to be, and every event since then of agents and
    of contacts (whole stories of those that were open or came later)."""
    stories = select(contact.c.contact_id).where(
        or_(contact.c.ended_at.is_(None), contact.c.ended_at >= since)
    )
    about_contact = happened.c.contact_id.in_(stories)
    about_agent = happened.c.contact_id.is_(None) & (happened.c.at >= since)
    about_queue = happened.c.contact_id.is_(None) & happened.c.event.like('%"kind":"QueueAdded"%')
    query = select(happened).where(or_(about_contact, about_agent, about_queue)).order_by(happened.c.seq)
    for row in connection.execute(query):
        yield _happened(row)


def _row(row: Row[tuple[object, ...]]) -> ContactRow:
    values = plain(row)
    values["id"] = values.pop("contact_id")
    return msgspec.convert(values, ContactRow)


def _happened(row: Row[tuple[object, ...]]) -> Happened:
    return Happened(seq=row.seq, actor=row.actor, event=decode_event(row.event))
