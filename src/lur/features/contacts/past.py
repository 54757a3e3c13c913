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


class Past:
    """Questions about times gone by. The projection may be a tenth of a second behind."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database

    async def by_hour(self, since: Instant) -> dict[QueueId, dict[int, int]]:
        """Arrivals by queue and hour (ms UTC // 3,600,000). Hours without any are not in it."""
        return await self._database.run(lambda c: _by_hour(c, since))

    async def latest(self, since: Instant) -> tuple[tuple[QueueId, Instant], ...]:
        """Each arrival since then, in order."""
        return await self._database.run(lambda c: _latest(c, since))

    async def happened(self, kinds: Sequence[type[AnyEvent]], since: Instant) -> tuple[AnyEvent, ...]:
        """Events of these kinds since then, in order."""
        names = [kind.__name__ for kind in kinds]
        return await self._database.run(lambda c: _happened(c, names, since))


def _by_hour(connection: Connection, since: Instant) -> dict[QueueId, dict[int, int]]:
    table = store.contact.c
    hour = (table.entered - table.entered % HOUR_MS).label("hour_at")
    query = select(table.queue_id, hour, func.count().label("number")).where(table.entered >= since)
    found: dict[QueueId, dict[int, int]] = {}
    for row in connection.execute(query.group_by(table.queue_id, hour)):
        found.setdefault(row.queue_id, {})[row.hour_at // HOUR_MS] = row.number
    return found


def _latest(connection: Connection, since: Instant) -> tuple[tuple[QueueId, Instant], ...]:
    table = store.contact.c
    query = select(table.queue_id, table.entered).where(table.entered >= since)
    return tuple((row.queue_id, row.entered) for row in connection.execute(query.order_by(table.entered)))


def _happened(connection: Connection, kinds: Sequence[str], since: Instant) -> tuple[AnyEvent, ...]:
    table = store.happened.c
    is_kind = or_(*(table.event.like(f'{{"kind":"{kind}",%') for kind in kinds))
    query = select(table.event).where(table.at >= since, is_kind).order_by(table.seq)
    return tuple(store.decode_event(row.event) for row in connection.execute(query))
