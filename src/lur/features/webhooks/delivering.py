"""The engine: takes new events in, and sends what may go, a few at a time for each target.

All that must not be forgotten is in the tables: how far the journal was read, and what is open. A process
that dies between sending and noting it sends again, with the same id; that is all that a receiver must bear.
``step`` does what can be done now and says when to come again, so tests need no clock of the machine's.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import structlog
from sqlalchemy import Connection

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core.ids import DAY_MS, ContactId, Instant
from lur.features.webhooks import store
from lur.features.webhooks.messages import told_of
from lur.features.webhooks.model import Delivery, Webhook
from lur.features.webhooks.posting import Posting
from lur.features.webhooks.schedule import Answer, is_down, tried
from lur.ports import Clock, Journal, Poster, Recorded, Vault, VaultUnavailable

log = structlog.get_logger("lur.webhooks")

AT_ONCE = 4
"""Messages that are under way to one target."""
BATCH = 1_000
PENDING_LIMIT = 20_000
AGAIN_MS = 2_000
KEPT_MS = 30 * DAY_MS
"""For so long a message that is done can be looked at; from the journal it can be sent again at any time."""
TIDY_EVERY_MS = 60 * 60_000
COUNT_EVERY_MS = 5_000
"""What is open is counted no more often: with a backlog each step would count all of it."""


class Delivering:
    """Sends what happens. ``follow`` is a ``Subscriber``; ``wake`` is set when there may be work."""

    def __init__(
        self, *, database: ReadModel, vault: Vault, journal: Journal, clock: Clock, poster: Poster
    ) -> None:
        self._database = database
        self._journal = journal
        self._clock = clock
        self._posting = Posting(vault, clock, poster)
        self._pending: list[Recorded] = []
        self._behind = True
        self._busy: dict[str, dict[ContactId, None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._tidied_at: Instant = 0
        self.wake = asyncio.Event()
        self._counted_at: Instant | None = None
        self._stirred = False
        """Something may have come or gone since the last count."""
        self.tries: Counter[str] = Counter()
        """How tries have ended since the start, by fault (``""``: taken)."""
        self.open = store.Open()
        self.troubles: tuple[tuple[str, str], ...] = ()
        """Webhooks that need a person: name, and ``paused`` or how many messages are set aside."""

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        self._pending.extend(batch)
        if len(self._pending) > PENDING_LIMIT:
            del self._pending[:-1]  # The gap before it is seen, and read from the journal.
        self.wake.set()

    async def step(self) -> Instant | None:
        """Take in what is new, begin to send what may go; when something comes up by itself, None: never.
        Raises ``ReadModelUnavailable``, ``JournalUnavailable``; nothing is lost then."""
        self.wake.clear()
        webhooks = await self._database.run(store.every)
        going = [each for each in webhooks if each.state == "on"]
        await self._take_in(going)
        next_at = [await self._send_due(each) for each in await self._database.run(store.every)]
        next_at.append(await self._count())
        self._look(webhooks)
        await self._tidy()
        return min((each for each in next_at if each is not None), default=None)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Let go of what is under way; it is sent again after the next start."""
        running = tuple(self._tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    # --- taking in -----------------------------------------------------------------------------------------

    async def _take_in(self, webhooks: Sequence[Webhook]) -> None:
        batch, self._pending = self._pending, []
        behind, self._behind = self._behind, True
        for each in webhooks:
            if not behind and batch and each.reached_seq >= batch[0].seq - 1:
                await self._keep(each, [one for one in batch if one.seq > each.reached_seq])
            else:
                await self._catch_up(each)
        self._behind = False

    async def _catch_up(self, webhook: Webhook) -> None:
        head = await self._journal.head_seq()
        if webhook.reached_seq > head:
            log.warning("webhook_ahead_of_journal", webhook=webhook.id, was=webhook.reached_seq)
            await self._database.run(lambda c: store.take_in(c, webhook, (), head))
        if webhook.reached_seq >= head:
            return
        batch: list[Recorded] = []
        async for recorded in self._journal.read(webhook.reached_seq):
            batch.append(recorded)
            if len(batch) == BATCH:
                webhook = await self._keep(webhook, batch)
                batch = []
        await self._keep(webhook, batch)

    async def _keep(self, webhook: Webhook, batch: Sequence[Recorded]) -> Webhook:
        if not batch:
            return webhook
        rows = [row for row in (_row(webhook, each) for each in batch) if row is not None]
        reached = batch[-1].seq
        self._stirred = self._stirred or bool(rows)

        def work(connection: Connection) -> Webhook:
            if not store.take_in(connection, webhook, rows, reached):
                self.wake.set()
            return store.find(connection, webhook.id) or webhook

        return await self._database.run(work)

    # --- sending -------------------------------------------------------------------------------------------

    async def _send_due(self, webhook: Webhook) -> Instant | None:
        """Begin what may go; when to look at this webhook again."""
        now, busy = self._clock.now(), self._busy.setdefault(webhook.id, {})
        if webhook.state != "on":
            return None
        if webhook.next_at > now:
            return webhook.next_at
        room = (1 if is_down(webhook) else AT_ONCE) - len(busy)
        if room > 0:
            found = await self._database.run(lambda c: store.heads(c, webhook, now, busy, room))
            for each in found:
                self._begin(webhook, each)
        return await self._database.run(lambda c: store.next_due(c, webhook.id, now))

    def _begin(self, webhook: Webhook, message: Delivery) -> None:
        self._busy[webhook.id][message.contact_id] = None
        task = asyncio.get_running_loop().create_task(self._send(webhook, message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, webhook: Webhook, message: Delivery) -> None:
        try:
            answer = await self._posting.post(webhook, message.message_id, message.body)
            self.tries[answer.fault] += 1
            await self._database.run(lambda c: self._note(c, message, answer))
        except (ReadModelUnavailable, VaultUnavailable) as error:
            log.error("webhook_not_noted", webhook=webhook.id, detail=str(error))
            await asyncio.sleep(AGAIN_MS / 1000)
        finally:
            self._stirred = True
            self._busy[webhook.id].pop(message.contact_id, None)
            self.wake.set()

    def _note(self, connection: Connection, message: Delivery, answer: Answer) -> None:
        """What came of a try; of webhooks and messages as they are by now."""
        webhook = store.find(connection, message.webhook_id)
        kept = store.find_delivery(connection, message.webhook_id, message.seq)
        if webhook is None or kept is None or kept.state not in store.OPEN:
            return
        after, said = tried(webhook, kept, answer, self._clock.now())
        store.save(connection, after)
        store.save_delivery(connection, said)
        if answer.is_good and is_down(webhook):
            store.release(connection, webhook.id)
        if said.state == "set_aside":
            self._counted_at = None
        if after.state == "paused" and webhook.state == "on":
            log.error("webhook_paused", webhook=webhook.id, fault=answer.fault)

    # --- looking after it ----------------------------------------------------------------------------------

    async def _count(self) -> Instant | None:
        """Count what is open, or say when."""
        now = self._clock.now()
        if self._counted_at is not None and now - self._counted_at < COUNT_EVERY_MS:
            return self._counted_at + COUNT_EVERY_MS if self._stirred else None
        self._counted_at, self._stirred = now, False
        self.open = await self._database.read(store.what_is_open)
        return None

    def _look(self, webhooks: Sequence[Webhook]) -> None:
        troubles = []
        for each in webhooks:
            aside = self.open.counts.get((each.id, "set_aside"), 0)
            if each.state == "paused":
                troubles.append((each.name, "paused"))
            elif aside:
                troubles.append((each.name, str(aside)))
        self.troubles = tuple(troubles)

    async def _tidy(self) -> None:
        now = self._clock.now()
        if now - self._tidied_at >= TIDY_EVERY_MS:
            self._tidied_at = now
            await self._database.run(lambda c: store.forget_old(c, now - KEPT_MS))


def _row(webhook: Webhook, recorded: Recorded) -> Delivery | None:
    told = told_of(recorded.seq, recorded.event)
    if told is None or told[0] not in webhook.kinds:
        return None
    kind, contact_id, body = told
    return Delivery(
        webhook_id=webhook.id,
        seq=recorded.seq,
        contact_id=contact_id,
        kind=kind,
        body=body,
        happened_at=recorded.event.at,
    )
