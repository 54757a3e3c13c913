"""Keeps the projection up with the journal, and answers questions about contacts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.features import Refused
from lur.features.contacts import store
from lur.features.contacts.model import ContactRow, Happened, Story
from lur.ports import Journal, JournalUnavailable, Recorded, Vault
from lur.runtime.personal import name_in, number_in

log = structlog.get_logger("lur.contacts")

BATCH = 1_000
PENDING_LIMIT = 20_000
AGAIN_S = 2.0
TOGETHER_S = 0.1
MOST_LISTED = 200


class Contacts:
    """The projection and its questions. ``follow`` is a ``Subscriber``; ``keep_up`` runs for ever."""

    def __init__(self, database: ReadModel, journal: Journal, vault: Vault) -> None:
        self._database = database
        self._journal = journal
        self._vault = vault
        self._pending: list[Recorded] = []
        self._behind = False
        self._writing = asyncio.Lock()
        self._wake = asyncio.Event()

    # --- keeping up ----------------------------------------------------------------------------------------

    async def catch_up(self) -> int:
        """Read what the journal has and the tables lack; the journal number then reached."""
        done = await self._database.run(store.progress_of)
        if done > await self._journal.head_seq():
            log.warning("projection_rebuilt", was=done)
            await self._database.run(store.forget_all)
            done = 0
        batch: list[Recorded] = []
        async for recorded in self._journal.read(done):
            batch.append(recorded)
            if len(batch) == BATCH:
                done = await self._take_in(batch)
                batch = []
        return await self._take_in(batch) if batch else done

    async def _take_in(self, batch: Sequence[Recorded]) -> int:
        return await self._database.run(lambda c: store.take_in(c, batch))

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        self._pending.extend(batch)
        if len(self._pending) > PENDING_LIMIT:
            self._pending.clear()
            self._behind = True
        self._wake.set()

    async def keep_up(self) -> None:
        """Write what comes, a tenth of a second's together; after a failure read it again from the
        journal."""
        while True:
            await self._wake.wait()
            try:
                await self.now()
            except (ReadModelUnavailable, JournalUnavailable) as error:
                log.error("projection_unavailable", detail=str(error))
                await asyncio.sleep(AGAIN_S)
                continue
            await asyncio.sleep(TOGETHER_S)

    async def now(self) -> None:
        """Write all that has come. Raises ``ReadModelUnavailable`` or ``JournalUnavailable``; it is not lost
        then."""
        async with self._writing:
            self._wake.clear()
            batch, self._pending = self._pending, []
            try:
                if self._behind:
                    await self.catch_up()
                    self._behind = False
                elif batch:
                    await self._take_in(batch)
            except (ReadModelUnavailable, JournalUnavailable):
                self._behind = True
                self._wake.set()
                raise

    # --- questions -----------------------------------------------------------------------------------------

    async def find(self, contact_id: ContactId) -> ContactRow:
        """A contact in short. Raises ``Refused``: unknown_contact."""
        await self.now()
        found = await self._database.run(lambda c: store.find(c, contact_id))
        if found is None:
            raise Refused("unknown_contact", contact_id)
        return found

    async def rows(self, contacts: Sequence[ContactId]) -> dict[ContactId, ContactRow]:
        """Those of them that are known, in short."""
        await self.now()
        found = await self._database.run(lambda c: store.rows(c, contacts))
        return {row.id: row for row in found}

    async def queues(self, contacts: Sequence[ContactId]) -> dict[ContactId, QueueId]:
        """In which queue each of them is or was, however many they are; unknown ones are left out."""
        await self.now()
        return await self._database.run(lambda c: store.queues(c, contacts))

    async def events_of(self, contact_id: ContactId) -> tuple[Happened, ...]:
        """A contact's events in order."""
        await self.now()
        return await self._database.run(lambda c: store.events_of(c, contact_id))

    async def story(self, contact_id: ContactId) -> Story:
        """All that is known of a contact. Raises ``Refused``: unknown_contact."""
        row = await self.find(contact_id)
        personal = await self._vault.get(contact_id)
        return Story(
            contact=row,
            events=await self.events_of(contact_id),
            caller_number=number_in(personal),
            caller_name=name_in(personal),
            keys=tuple(personal.get("key", ())),
        )

    async def caller(self, contact_id: ContactId) -> tuple[str, str]:
        """Number and name, empty when unknown or erased."""
        personal = await self._vault.get(contact_id)
        return number_in(personal), name_in(personal)

    async def latest(
        self, since: Instant, before: Instant, limit: int, agent_id: AgentId | None = None
    ) -> tuple[ContactRow, ...]:
        """Contacts that entered in the span, newest first, at most ``MOST_LISTED``."""
        await self.now()
        most = min(limit, MOST_LISTED)
        return await self._database.run(lambda c: store.latest(c, since, before, most, agent_id))

    async def for_measures(self, since: Instant) -> tuple[Happened, ...]:
        """The events from which the measures since then can be counted."""
        return await self._database.run(lambda c: tuple(store.events_for_measures(c, since)))

    async def stories_between(self, since: Instant, until: Instant) -> tuple[Happened, ...]:
        """The events of all contacts that were here at any time of the span, in order."""
        await self.now()
        return await self._database.run(lambda c: tuple(store.stories_between(c, since, until)))

    async def erase(self, contact_id: ContactId) -> None:
        """Destroy what is personal: number, name, keys and the recordings' keys. The story without them
        stays."""
        await self.find(contact_id)
        await self._vault.erase(contact_id)
