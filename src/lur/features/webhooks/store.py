"""The tables of webhooks and their messages. The next message of each contact is found by the table itself,
so a backlog of days needs no memory.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import ContactId, Instant
from lur.features.webhooks.model import Delivery, Webhook
from lur.features.webhooks.schedule import is_down

webhook = Table(
    "webhook",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("url", String, nullable=False),
    Column("kinds", String, nullable=False),
    Column("state", String, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("reached_seq", BigInteger, nullable=False),
    Column("rotated_at", BigInteger),
    Column("failing_since", BigInteger),
    Column("failures", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("delivered_at", BigInteger),
)
delivery = Table(
    "webhook_delivery",
    metadata,
    Column("webhook_id", String, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("contact_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", String, nullable=False),
    Column("state", String, nullable=False),
    Column("happened_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_tried_at", BigInteger),
    Column("tried_at", BigInteger),
    Column("took_ms", Integer),
    Column("next_at", BigInteger, nullable=False),
    Column("status", Integer),
    Column("fault", String, nullable=False),
    Column("answer", String, nullable=False),
    Index("webhook_delivery_line", "webhook_id", "contact_id", "state", "seq"),
    Index("webhook_delivery_due", "webhook_id", "state", "seq"),
    Index("webhook_delivery_open", "state", "webhook_id", "next_at"),
)
OPEN = ("waiting", "set_aside")


class Open(msgspec.Struct, frozen=True):
    """Messages that are not done, by webhook and state, and when the oldest that waits happened."""

    counts: dict[tuple[str, str], int] = {}
    oldest: Instant | None = None

    def many(self, state: str) -> int:
        """All in one state."""
        return sum(many for (_, each), many in self.counts.items() if each == state)


FRESH = {"state": "waiting", "next_at": 0, "first_tried_at": None}
"""A message that is tried again from the beginning."""


def save(connection: Connection, one: Webhook) -> None:
    """Keep a webhook, new or changed."""
    row = msgspec.structs.asdict(one) | {"kinds": " ".join(one.kinds)}
    if connection.execute(update(webhook).where(webhook.c.id == one.id).values(row)).rowcount == 0:
        connection.execute(insert(webhook).values(row))


def find(connection: Connection, webhook_id: str) -> Webhook | None:
    """The webhook with this id."""
    row = connection.execute(select(webhook).where(webhook.c.id == webhook_id)).one_or_none()
    return _webhook(row) if row else None


def every(connection: Connection) -> tuple[Webhook, ...]:
    """All webhooks, oldest first."""
    found = connection.execute(select(webhook).order_by(webhook.c.made_at, webhook.c.id))
    return tuple(_webhook(row) for row in found)


def remove(connection: Connection, webhook_id: str) -> bool:
    """Forget a webhook and its messages; False when there is none with this id."""
    connection.execute(delete(delivery).where(delivery.c.webhook_id == webhook_id))
    return connection.execute(delete(webhook).where(webhook.c.id == webhook_id)).rowcount > 0


def take_in(connection: Connection, before: Webhook, rows: Sequence[Delivery], reached_seq: int) -> bool:
    """Keep new messages, and that the webhook has reached ``reached_seq``, as one. A message that is there
    already is left as it is. False when the webhook was changed meanwhile: then nothing was kept."""
    mine = (webhook.c.id == before.id) & (webhook.c.reached_seq == before.reached_seq)
    if connection.execute(update(webhook).where(mine).values(reached_seq=reached_seq)).rowcount == 0:
        return False
    if rows:
        span = (delivery.c.seq >= rows[0].seq) & (delivery.c.seq <= rows[-1].seq)
        there = set(
            connection.scalars(select(delivery.c.seq).where(delivery.c.webhook_id == before.id, span))
        )
        new = [msgspec.structs.asdict(each) for each in rows if each.seq not in there]
        if new:
            connection.execute(insert(delivery), new)
    return True


def heads(
    connection: Connection, one: Webhook, now: Instant, busy: Collection[ContactId], limit: int
) -> tuple[Delivery, ...]:
    """The messages that may go now: of each contact that is not ``busy`` the first that is open, when it
    waits and its time has come. While the target is down the time is the target's, and the one goes that was
    not tried for longest."""
    earlier = delivery.alias("earlier")
    blocked = exists().where(
        earlier.c.webhook_id == delivery.c.webhook_id,
        earlier.c.contact_id == delivery.c.contact_id,
        earlier.c.state.in_(OPEN),
        earlier.c.seq < delivery.c.seq,
    )
    found = select(delivery).where(delivery.c.webhook_id == one.id, delivery.c.state == "waiting", ~blocked)
    if busy:
        found = found.where(delivery.c.contact_id.not_in(sorted(busy)))
    if is_down(one):
        found = found.order_by(func.coalesce(delivery.c.tried_at, 0), delivery.c.seq)
    else:
        found = found.where(delivery.c.next_at <= now).order_by(delivery.c.seq)
    return _deliveries(connection, found.limit(limit))


def next_due(connection: Connection, webhook_id: str, now: Instant) -> Instant | None:
    """When the first message comes up for another try."""
    due = select(func.min(delivery.c.next_at)).where(
        delivery.c.webhook_id == webhook_id, delivery.c.state == "waiting", delivery.c.next_at > now
    )
    found: Instant | None = connection.scalar(due)
    return found


def find_delivery(connection: Connection, webhook_id: str, seq: int) -> Delivery | None:
    """One message."""
    found = _deliveries(connection, select(delivery).where(_one(webhook_id, seq)))
    return found[0] if found else None


def save_delivery(connection: Connection, one: Delivery) -> None:
    """What became of a message."""
    values = msgspec.structs.asdict(one)
    connection.execute(update(delivery).where(_one(one.webhook_id, one.seq)).values(values))


def page(
    connection: Connection, webhook_id: str, state: str | None, before: int | None, limit: int
) -> tuple[Delivery, ...]:
    """Messages, newest first, below ``before``."""
    found = select(delivery).where(delivery.c.webhook_id == webhook_id)
    if state is not None:
        found = found.where(delivery.c.state == state)
    if before is not None:
        found = found.where(delivery.c.seq < before)
    return _deliveries(connection, found.order_by(delivery.c.seq.desc()).limit(limit))


def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """How many messages are open, by webhook and state."""
    columns = (delivery.c.webhook_id, delivery.c.state)
    found = select(*columns, func.count()).where(delivery.c.state.in_(OPEN)).group_by(*columns)
    return {(row[0], row[1]): row[2] for row in connection.execute(found)}


def what_is_open(connection: Connection) -> Open:
    """How many messages are open, and since when the first waits, which an index finds."""
    found = counts(connection)
    waiting = [webhook_id for webhook_id, state in found if state == "waiting"]
    return Open(found, min((_oldest(connection, each) for each in waiting), default=None))


def _oldest(connection: Connection, webhook_id: str) -> Instant:
    mine = (delivery.c.webhook_id == webhook_id) & (delivery.c.state == "waiting")
    first = select(delivery.c.happened_at).where(mine).order_by(delivery.c.seq).limit(1)
    found: Instant = connection.execute(first).scalar_one()
    return found


def release(connection: Connection, webhook_id: str) -> None:
    """Everything that waits may go now: the target is back."""
    mine = (delivery.c.webhook_id == webhook_id) & (delivery.c.state == "waiting")
    connection.execute(update(delivery).where(mine).values(next_at=0))


def renew(connection: Connection, webhook_id: str) -> None:
    """Everything that waits is tried as if for the first time."""
    mine = (delivery.c.webhook_id == webhook_id) & (delivery.c.state == "waiting")
    connection.execute(update(delivery).where(mine).values(**FRESH))


def again(connection: Connection, webhook_id: str, seq: int) -> bool:
    """Send one message again; False when it is not there."""
    return connection.execute(update(delivery).where(_one(webhook_id, seq)).values(**FRESH)).rowcount > 0


def again_from(connection: Connection, webhook_id: str, seq: int) -> None:
    """Send everything from ``seq`` on again; what is here no longer is taken from the journal once more."""
    mine = (delivery.c.webhook_id == webhook_id) & (delivery.c.seq >= seq)
    connection.execute(update(delivery).where(mine).values(**FRESH))
    behind = (webhook.c.id == webhook_id) & (webhook.c.reached_seq >= seq)
    connection.execute(update(webhook).where(behind).values(reached_seq=seq - 1))


def forget_old(connection: Connection, before: Instant) -> None:
    """Drop messages that are done and happened before ``before``."""
    old = (delivery.c.happened_at < before) & delivery.c.state.not_in(OPEN)
    connection.execute(delete(delivery).where(old))


def _one(webhook_id: str, seq: int) -> ColumnElement[bool]:
    return (delivery.c.webhook_id == webhook_id) & (delivery.c.seq == seq)


def _deliveries(connection: Connection, found: Select[tuple[object, ...]]) -> tuple[Delivery, ...]:
    return tuple(msgspec.convert(plain(row), Delivery) for row in connection.execute(found))


def _webhook(row: Row[tuple[object, ...]]) -> Webhook:
    fields = plain(row)
    return msgspec.convert(fields | {"kinds": tuple(str(fields["kinds"]).split())}, Webhook)
