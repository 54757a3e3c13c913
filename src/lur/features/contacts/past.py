"""What has come before, from the projection: arrivals by hour, and events of a kind.

For those who compare now with then: what is usual in an hour, how told waits were kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, or_, select

from lur.adapters.storage.readmodel import ReadModel
from lur.core.events import AnyEvent
from lur.core.ids import Instant, QueueId
from lur.features.contacts import store

HOUR_MS = 3_600_000

Matter = tuple[QueueId, str]
"""A queue, and what was chosen last in the entry flow; empty when nothing was."""


class Past:
    """Questions about times gone by. The projection may be a tenth of a second behind."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database

    async def by_hour(self, since: Instant) -> dict[Matter, dict[int, int]]:
        """Arrivals by queue, topic and hour (ms UTC // 3,600,000). Hours without any are not in it."""
        return await self._database.run(lambda c: _by_hour(c, since))

    async def latest(self, since: Instant) -> tuple[tuple[Matter, Instant], ...]:
        """Each arrival since then, in order."""
        return await self._database.run(lambda c: _latest(c, since))

    async def happened(self, kinds: Sequence[type[AnyEvent]], since: Instant) -> tuple[AnyEvent, ...]:
        """Events of these kinds since then, in order."""
        names = [kind.__name__ for kind in kinds]
        return await self._database.run(lambda c: _happened(c, names, since))


def _by_hour(connection: Connection, since: Instant) -> dict[Matter, dict[int, int]]:
    table = store.contact.c
    hour = (table.entered - table.entered % HOUR_MS).label("hour_at")
    number = func.count().label("number")
    query = select(table.queue_id, table.topic, hour, number).where(table.entered >= since)
    found: dict[Matter, dict[int, int]] = {}
    for row in connection.execute(query.group_by(table.queue_id, table.topic, hour)):
        found.setdefault((row.queue_id, row.topic), {})[row.hour_at // HOUR_MS] = row.number
    return found


def _latest(connection: Connection, since: Instant) -> tuple[tuple[Matter, Instant], ...]:
    table = store.contact.c
    query = select(table.queue_id, table.topic, table.entered).where(table.entered >= since)
    rows = connection.execute(query.order_by(table.entered))
    return tuple(((row.queue_id, row.topic), row.entered) for row in rows)


def _happened(connection: Connection, kinds: Sequence[str], since: Instant) -> tuple[AnyEvent, ...]:
    table = store.happened.c
    is_kind = or_(*(table.event.like(f'{{"kind":"{kind}",%') for kind in kinds))
    query = select(table.event).where(table.at >= since, is_kind).order_by(table.seq)
    return tuple(store.decode_event(row.event) for row in connection.execute(query))
