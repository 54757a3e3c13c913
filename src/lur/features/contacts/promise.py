"""How the waits that were told were kept on earlier days, counted again from the projection.

It is the same fold as the live page's, over one day's stories at a time, so that the database's one thread is
free in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection, or_, select

from lur.adapters.storage.readmodel import ReadModel
from lur.core import events as e
from lur.core.ids import DAY_MS, Instant, QueueId
from lur.core.measures import Measures
from lur.core.told_by_hour import ToldByHour
from lur.features import Refused
from lur.features.contacts import store

MOST_DAYS = 31

_OF_A_WAIT = (
    e.ContactArrived,
    e.CalledOut,
    e.ContactQueued,
    e.ContactRefused,
    e.ContactMoved,
    e.PlaceResumed,
    e.CallbackAsked,
    e.CallbackPostponed,
    e.CallbackDialled,
    e.CallbackAnswered,
    e.WaitTold,
    e.OfferAccepted,
    e.ContactReturned,
    e.ContactEnded,
)


class Promises:
    """The report."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database

    async def kept(self, since: Instant, before: Instant) -> ToldByHour:
        """Waits that ended in the span. Raises ``Refused``: bad_span (upside down, or longer than
        ``MOST_DAYS``)."""
        if not since < before <= since + MOST_DAYS * DAY_MS + DAY_MS // 24:
            raise Refused("bad_span", str(MOST_DAYS))
        found = ToldByHour()
        for begins in range(since, before, DAY_MS):
            ends = min(begins + DAY_MS, before)
            for told in await self._database.run(partial(_judged, since=begins, before=ends)):
                found.judged(*told)
        return found


def _judged(connection: Connection, since: Instant, before: Instant) -> list[tuple[QueueId, Instant, int]]:
    judged: list[tuple[QueueId, Instant, int]] = []
    measures = Measures(on_judged=lambda *told: judged.append(told))
    for event in _events(connection, since, before):
        measures.observe(event)
    return [each for each in judged if since <= each[1] < before]


def _events(connection: Connection, since: Instant, before: Instant) -> Iterator[e.AnyEvent]:
    """How queues came to be, and the whole stories of those whose contact was open in the span."""
    contact, happened = store.contact.c, store.happened.c
    open_then = or_(contact.ended_at.is_(None), contact.ended_at >= since)
    stories = select(contact.contact_id).where(open_then, contact.entered < before)
    of_contacts = happened.contact_id.in_(stories)
    of_queues = happened.contact_id.is_(None) & happened.event.like('{"kind":"QueueAdded",%')
    query = select(happened.event).where(or_(of_contacts, of_queues)).order_by(happened.seq)
    for row in connection.execute(query):
        event = store.decode_event(row.event)
        if isinstance(event, (e.QueueAdded, *_OF_A_WAIT)):
            yield event
