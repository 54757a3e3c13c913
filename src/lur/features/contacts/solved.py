"""Whether what was said to be solved for good stayed solved: did the customer come back about the same matter
within seven days?

Judged by queue and never by agent, except to the agent alone: a customer who comes back is something to learn
from, not a mistake. The formula is in docs/measures.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Literal

import msgspec
from sqlalchemy import Connection, select

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import DAY_MS, AgentId, ContactId, Instant
from lur.features import Refused
from lur.features.contacts import store
from lur.features.contacts.model import ContactRow, SaidSolved

WEEK_MS = 7 * DAY_MS
MOST_DAYS = 31
ASKED_TOGETHER = 500

Root = Callable[[str], str]
"""The top level of a result."""


Verdict = Literal["stranger", "pending", "held", "came_back"]
"""stranger: nobody knows who it was, so nobody knows whether they came back. pending: the seven days are not
over."""


class Tally(msgspec.Struct, kw_only=True):
    """Served contacts of one queue, or of all, that were given one answer."""

    contacts: int = 0
    stranger: int = 0
    pending: int = 0
    judged: int = 0
    came_back: int = 0

    def count(self, verdict: Verdict) -> None:
        """One contact more."""
        self.contacts += 1
        self.stranger += verdict == "stranger"
        self.pending += verdict == "pending"
        self.judged += verdict in ("held", "came_back")
        self.came_back += verdict == "came_back"


def said_of(row: ContactRow) -> SaidSolved:
    """What was said in the end."""
    return "unknown" if row.solved is None else "yes" if row.solved else "no"


def same_matter(one: ContactRow, other: ContactRow, root: Root) -> bool:
    """Results under the same top level; the same queue when either has no result yet."""
    if one.disposition is None or other.disposition is None:
        return one.queue_id == other.queue_id
    return root(one.disposition) == root(other.disposition)


def came_back(first: ContactRow, others: Iterable[ContactRow], root: Root) -> ContactRow | None:
    """The same customer's next contact about the same matter that entered within seven days after ``first``
    had ended."""
    if first.ended_at is None:
        return None
    ended = first.ended_at
    later = [
        each
        for each in others
        if each.id != first.id and ended < each.entered <= ended + WEEK_MS and same_matter(first, each, root)
    ]
    return min(later, key=lambda each: (each.entered, each.id), default=None)


def judge(first: ContactRow, others: Sequence[ContactRow] | None, root: Root, now: Instant) -> Verdict:
    """What became of one contact; ``others`` are its customer's, None when nobody knows who it was."""
    if others is None:
        return "stranger"
    if first.ended_at is None or now < first.ended_at + WEEK_MS:
        return "pending"
    return "held" if came_back(first, others, root) is None else "came_back"


class Served:
    """What the projection knows that this is judged by."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database

    async def between(
        self, since: Instant, before: Instant, agent_id: AgentId | None = None
    ) -> tuple[ContactRow, ...]:
        """Contacts that entered in the span, were served and have ended; those alone that an agent served
        last, when one is given. Raises ``Refused``: bad_span (upside down, or longer than ``MOST_DAYS``)."""
        if not since < before <= since + MOST_DAYS * DAY_MS + DAY_MS // 24:
            raise Refused("bad_span", str(MOST_DAYS))
        found: list[ContactRow] = []
        for begins in range(since, before, DAY_MS):
            ends = min(begins + DAY_MS, before)
            read = partial(_served, since=begins, before=ends, agent_id=agent_id)
            found += await self._database.run(read)
        return tuple(found)

    async def came_in(self, contacts: Sequence[ContactId]) -> dict[ContactId, ContactRow]:
        """Those of them that the customer began; whom we called has not come back."""
        found: dict[ContactId, ContactRow] = {}
        for at in range(0, len(contacts), ASKED_TOGETHER):
            some = contacts[at : at + ASKED_TOGETHER]
            rows = await self._database.run(partial(_came_in, contacts=some))
            found.update({row.id: row for row in rows})
        return found


def _served(
    connection: Connection, since: Instant, before: Instant, agent_id: AgentId | None
) -> tuple[ContactRow, ...]:
    table = store.contact.c
    query = select(table.contact_id).where(
        table.entered >= since, table.entered < before, table.outcome == "served"
    )
    if agent_id is not None:
        query = query.where(table.agent_id == agent_id)
    return store.rows(connection, [row.contact_id for row in connection.execute(query)])


def _came_in(connection: Connection, contacts: Sequence[ContactId]) -> tuple[ContactRow, ...]:
    return tuple(row for row in store.rows(connection, contacts) if not row.outgoing)
