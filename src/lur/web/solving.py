"""Counts whether what was said to be solved for good stayed solved: contacts, their customers and the tree of
results meet here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from lur.core.ids import DAY_MS, AgentId, ContactId, Instant, QueueId
from lur.features.contacts.model import ContactRow, SaidSolved
from lur.features.contacts.solved import Tally, came_back, judge, said_of
from lur.features.customers.model import CustomerRow
from lur.web.payloads.work import CameBackRow, SolvedRow
from lur.web.services import Services

LOOKED_BACK_MS = 14 * DAY_MS
"""So far back an agent is shown what came back."""
MOST_SHOWN = 20
COUNTED_AT_ONCE = 500
"""Between so many the calls of the house have their turn."""
ANSWERS: tuple[SaidSolved, ...] = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class _Known:
    """Whose some contacts are, and all that these customers began since the first of them."""

    whose: dict[ContactId, CustomerRow]
    theirs: dict[str, tuple[ContactRow, ...]]

    def contacts_with(self, row: ContactRow) -> tuple[ContactRow, ...] | None:
        """The customer's; None when nobody knows who it was."""
        who = self.whose.get(row.id)
        return None if who is None else self.theirs.get(who.id, ())


async def solved_between(services: Services, since: Instant, before: Instant) -> tuple[SolvedRow, ...]:
    """Served contacts that entered in the span, all queues together first, then each that has any. Raises
    ``Refused``: bad_span."""
    await services.contacts.now()
    rows = await services.served.between(since, before)
    known = await _known(services, rows)
    now, root = services.clock.now(), services.dispositions.root_of
    tallies: dict[tuple[QueueId | None, SaidSolved], Tally] = {}
    for number, row in enumerate(rows):
        if number % COUNTED_AT_ONCE == 0:
            await asyncio.sleep(0)
        verdict = judge(row, known.contacts_with(row), root, now)
        for queue_id in (None, row.queue_id):
            tallies.setdefault((queue_id, said_of(row)), Tally()).count(verdict)
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
    known = await _known(services, solved)
    found = []
    for row in solved:
        again = came_back(row, known.contacts_with(row) or (), services.dispositions.root_of)
        if again is not None:
            found.append(_came_back(row, again, known.whose[row.id]))
    return tuple(sorted(found, key=lambda each: (-each.again.entered, each.contact.id))[:MOST_SHOWN])


def _came_back(row: ContactRow, again: ContactRow, who: CustomerRow) -> CameBackRow:
    return CameBackRow(contact=row, again=again, customer_id=who.id, customer_name=who.name or who.company)


async def _known(services: Services, rows: Sequence[ContactRow]) -> _Known:
    links = services.customers.links
    whose = await links.of_contacts([row.id for row in rows])
    since = min((row.entered for row in rows), default=0)
    linked = await links.of_customers({who.id for who in whose.values()}, since)
    came_in = await services.served.came_in([each for some in linked.values() for each in some])
    theirs = {
        customer_id: tuple(came_in[each] for each in some if each in came_in)
        for customer_id, some in linked.items()
    }
    return _Known(whose, theirs)
