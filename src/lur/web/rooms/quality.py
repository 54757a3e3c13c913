"""Quality as the web layer needs it: which contacts may be drawn, and drawing when a period is over.

The feature knows forms, chance and reviews; which contacts have ended and have sound, who had them and who
may review, is known here.
"""

from __future__ import annotations

import contextlib

from sqlalchemy import Connection, select

from lur.adapters.storage.readmodel import ReadModel
from lur.core import events as e
from lur.core.ids import MINUTE_MS, AgentId, ContactId, Instant
from lur.features import Refused
from lur.features.accounts.model import Account
from lur.features.accounts.service import Accounts
from lur.features.contacts import store as contacts_store
from lur.features.contacts.model import ContactRow
from lur.features.contacts.service import Contacts
from lur.features.quality.model import Candidate, Draw, Reviewer, Sampling
from lur.features.quality.service import Quality
from lur.features.quality.spans import local_hour, span_of
from lur.ports import Clock, Entropy, Vault
from lur.web.permissions import permissions_of

LOOK_EVERY_S = 60.0
SETTLES_MS = 15 * MINUTE_MS
"""So long after a period its last recordings are in their places."""
HAD = e.OfferAccepted | e.CalledOut | e.ContactHandedOver


class QualityRoom:
    """Forms, draws and reviews around one centre."""

    def __init__(
        self,
        *,
        database: ReadModel,
        vault: Vault,
        clock: Clock,
        entropy: Entropy,
        contacts: Contacts,
        accounts: Accounts,
    ) -> None:
        self._database = database
        self._clock = clock
        self._contacts = contacts
        self._accounts = accounts
        self._settled: set[tuple[str, Instant]] = set()
        """Samplings, and the beginnings of periods from which all was drawn that there is."""
        self.quality = Quality(database, vault, clock, entropy)

    # --- questions -----------------------------------------------------------------------------------------

    async def had(self, contact_id: ContactId) -> frozenset[AgentId]:
        """The agents who had a contact."""
        events = await self._contacts.events_of(contact_id)
        return frozenset(each.event.agent_id for each in events if isinstance(each.event, HAD))

    async def reviewable(self, contact_id: ContactId) -> ContactRow:
        """A contact that somebody can listen to. Raises ``Refused``: unknown_contact, nothing_to_review."""
        row = await self._contacts.find(contact_id)
        if not is_reviewable(row):
            raise Refused("nothing_to_review", contact_id)
        return row

    async def reviewers(self) -> tuple[Reviewer, ...]:
        """Everybody who may review, by name."""
        everybody = await self._accounts.everybody()
        may = [reviewer(each) for each in everybody if "review_quality" in permissions_of(each)]
        return tuple(sorted(may, key=lambda each: (each.name.casefold(), each.id)))

    async def names(self) -> dict[str, str]:
        """Accounts' names by their ids."""
        return {each.id: each.display_name for each in await self._accounts.everybody()}

    # --- drawing -------------------------------------------------------------------------------------------

    async def draw_now(self, sampling_id: str, by: str) -> Draw:
        """Draw from what this period has so far, what is still to be had. Raises ``Refused``:
        unknown_sampling, form_archived, nothing_to_draw."""
        sampling = self.quality.samplings.known(sampling_id)
        now = self._clock.now()
        since, _ = span_of(now, sampling.period, self._clock.utc_offset_min)
        return await self._draw(sampling, since, now, by)

    async def draw_due(self) -> None:
        """Draw from each period that is over and was not drawn from; the demo draws as contacts come."""
        for sampling in self.quality.samplings.listed():
            await self._draw_period(sampling)
            if sampling.demo:
                with contextlib.suppress(Refused):
                    await self.draw_now(sampling.id, "")

    async def _draw_period(self, sampling: Sampling) -> None:
        offset, now = self._clock.utc_offset_min, self._clock.now() - SETTLES_MS
        this, _ = span_of(now, sampling.period, offset)
        since, before = span_of(this - 1, sampling.period, offset)
        if (sampling.id, since) in self._settled:
            return
        if not await self.quality.samplings.is_drawn(sampling.id, since, before):
            with contextlib.suppress(Refused):
                await self._draw(sampling, since, before, "")
        self._settled.add((sampling.id, since))

    async def _draw(self, sampling: Sampling, since: Instant, before: Instant, by: str) -> Draw:
        pool = await self.pool(sampling, since, before)
        return await self.quality.samplings.draw(sampling.id, pool, since, before, by)

    async def pool(self, sampling: Sampling, since: Instant, before: Instant) -> tuple[Candidate, ...]:
        """All contacts that ended in the span, have a recording and were talked in for long enough."""
        await self._contacts.now()
        found = await self._database.run(lambda c: _ended(c, since, before))
        return tuple(
            Candidate(
                contact_id=row.id,
                agent_id=row.agent_id,
                hour=local_hour(row.answered_at, self._clock.utc_offset_min),
            )
            for row in found
            if row.agent_id is not None and row.answered_at is not None and _fits(row, sampling)
        )


def is_reviewable(row: ContactRow) -> bool:
    """It has ended, somebody of ours talked in it, and there is a recording."""
    return row.ended_at is not None and row.answered_at is not None and row.recorded and bool(row.agent_id)


def reviewer(account: Account) -> Reviewer:
    """An account as one who judges."""
    return Reviewer(id=account.id, name=account.display_name, agent_id=account.agent_id)


def _fits(row: ContactRow, sampling: Sampling) -> bool:
    if row.ended_at is None or row.answered_at is None or not is_reviewable(row):
        return False
    queues = sampling.queue_ids
    return row.ended_at - row.answered_at >= sampling.least_ms and (not queues or row.queue_id in queues)


def _ended(connection: Connection, since: Instant, before: Instant) -> tuple[ContactRow, ...]:
    table = contacts_store.contact.c
    ended = select(table.contact_id).where(table.ended_at >= since, table.ended_at < before, table.recorded)
    ids = [ContactId(row.contact_id) for row in connection.execute(ended.order_by(table.contact_id))]
    found: list[ContactRow] = []
    for first in range(0, len(ids), 500):
        found += contacts_store.rows(connection, ids[first : first + 500])
    return tuple(found)
