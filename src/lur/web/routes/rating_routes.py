"""What customers said of how it went: each answer with its words, for those who lead. Never by agent."""

from __future__ import annotations

from litestar import get
from litestar.params import FromQuery

from lur.core.events import ContactRated
from lur.core.ids import DAY_MS, QueueId
from lur.features import Refused
from lur.ports import VaultUnavailable
from lur.web.asking import Asked, services_of
from lur.web.payloads.acts import RatingRow
from lur.web.services import Services

MOST_DAYS = 31
MOST_ROWS = 500


@get("/api/ratings", permission="see_all_contacts")
async def ratings(
    request: Asked, days: FromQuery[int] = 7, queue_id: FromQuery[str | None] = None
) -> tuple[RatingRow, ...]:
    """The answers of the last days (at most 31), the newest first, at most 500; of a contact that was rated
    again the latest. What was written is gone when the contact was erased."""
    services = services_of(request)
    if not 0 < days <= MOST_DAYS:
        raise Refused("bad_span", str(MOST_DAYS))
    await services.contacts.now()
    events = await services.incidents.past.happened((ContactRated,), services.clock.now() - days * DAY_MS)
    latest = {each.contact_id: each for each in events if isinstance(each, ContactRated)}
    queues = await services.contacts.queues(tuple(latest))
    wanted = [each for each in latest.values() if queue_id in (None, queues.get(each.contact_id, ""))]
    newest = sorted(wanted, key=lambda each: (-each.at, each.contact_id))[:MOST_ROWS]
    return tuple([await _row(services, each, queues.get(each.contact_id, QueueId(""))) for each in newest])


async def _row(services: Services, event: ContactRated, queue_id: QueueId) -> RatingRow:
    try:
        given = await services.public.ratings.given(event.contact_id)
    except VaultUnavailable:
        given = None
    words = "" if given is None or event.way != "page" else given.words
    return RatingRow(
        contact_id=event.contact_id,
        queue_id=queue_id,
        at=event.at,
        way=event.way,
        rating=event.rating,
        words=words,
    )


HANDLERS = (ratings,)
