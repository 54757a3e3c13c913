"""Counts whether what was said to be solved for good stayed solved: contacts, their customers and the tree of
results meet here.
"""

from __future__ import annotations

from collections.abc import Sequence

from lur.core.ids import DAY_MS, AgentId, Instant, QueueId
from lur.features.contacts.model import ContactRow, SaidSolved
from lur.features.contacts.solved import Tally, came_back, judge, said_of
from lur.features.customers.model import CustomerRow
from lur.web.payloads_work import CameBackRow, SolvedRow
from lur.web.services import Services

LOOKED_BACK_MS = 14 * DAY_MS
"""So far back an agent is shown what came back."""
MOST_SHOWN = 20
ANSWERS: tuple[SaidSolved, ...] = ("yes", "no", "unknown")


async def solved_between(services: Services, since: Instant, before: Instant) -> tuple[SolvedRow, ...]:
    """Served contacts that entered in the span, all queues together first, then each that has any. Raises
    ``Refused``: bad_span."""
    await services.contacts.now()
    rows = await services.served.between(since, before)
    theirs = await _contacts_of_customers(services, rows)
    now, root = services.clock.now(), services.dispositions.root_of
    tallies: dict[tuple[QueueId | None, SaidSolved], Tally] = {}
    for row in rows:
        for queue_id in (None, row.queue_id):
            tally = tallies.setdefault((queue_id, said_of(row)), Tally())
            judge(tally, row, theirs.get(row.id), root, now)
    queues = (None, *services.centre.state.queues)
    return tuple(
        _row(queue_id, said, tallies[queue_id, said])
        for queue_id in queues
        for said in ANSWERS
        if (queue_id, said) in tallies
    )


def _row(queue_id: QueueId | None, said: SaidSolved, tally: Tally) -> SolvedRow:
    held = (tally.judged - tally.came_back) / tally.judged if tally.judged else None
    return SolvedRow(
        queue_id=queue_id,
        said=said,
        contacts=tally.contacts,
        stranger=tally.stranger,
        pending=tally.pending,
        judged=tally.judged,
        came_back=tally.came_back,
        held=held,
    )


async def came_back_to(services: Services, agent_id: AgentId) -> tuple[CameBackRow, ...]:
    """Of the agent's contacts of the last two weeks that were said to be solved for good, those whose
    customer came back about the same matter; the latest return first."""
    now = services.clock.now()
    await services.contacts.now()
    own = await services.served.between(now - LOOKED_BACK_MS, now + 1, agent_id)
    solved = [row for row in own if row.solved]
    theirs = await _contacts_of_customers(services, solved)
    whose = await services.customers.links.of_contacts([row.id for row in solved])
    found = []
    for row in solved:
        again = came_back(row, theirs.get(row.id, ()), services.dispositions.root_of)
        if again is not None:
            found.append(_came_back(row, again, whose[row.id]))
    return tuple(sorted(found, key=lambda each: (-each.again.entered, each.contact.id))[:MOST_SHOWN])


def _came_back(row: ContactRow, again: ContactRow, who: CustomerRow) -> CameBackRow:
    return CameBackRow(contact=row, again=again, customer_id=who.id, customer_name=who.name or who.company)


async def _contacts_of_customers(
    services: Services, rows: Sequence[ContactRow]
) -> dict[str, tuple[ContactRow, ...]]:
    """For each contact whose customer is known: all that this customer began since the first of ``rows``."""
    links = services.customers.links
    whose = await links.of_contacts([row.id for row in rows])
    since = min((row.entered for row in rows), default=0)
    linked = await links.of_customers({who.id for who in whose.values()}, since)
    came_in = await services.served.came_in([each for some in linked.values() for each in some])
    return {
        contact_id: tuple(came_in[each] for each in linked.get(who.id, ()) if each in came_in)
        for contact_id, who in whose.items()
    }
