"""Sends what is to be texted: one after another, again with growing pauses when the gateway is away.

``send_later`` returns at once. A message is written down before it is tried, so that a restart sends it; a
second one to the same contact on the same subject is not sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core.ids import DAY_MS, ContactId
from lur.features.texts import store
from lur.features.texts.model import TEXT_FIELD, Due
from lur.ports import Clock, Texts, TextsUnavailable, Vault, VaultUnavailable
from lur.runtime.publisher import Publisher

log = structlog.get_logger("lur.texts")

PAUSES_S = (5.0, 30.0, 120.0, 600.0, 1_800.0)
"""Before the second to the sixth try."""
LONGEST = 640
"""About four parts of a text message; more would be cut by gateways."""
MOST_WAITING = 5_000
KEPT_MS = 30 * DAY_MS

NumberOf = Callable[[ContactId], Awaitable[str]]
"""The mobile number of a contact's customer, empty when there is none that may be texted."""


class TextMessages:
    """Without a gateway (``texts`` None) nothing is sent, and nothing is kept to be sent."""

    def __init__(
        self,
        database: ReadModel,
        vault: Vault,
        clock: Clock,
        texts: Texts | None,
        number_of: NumberOf,
        pauses_s: tuple[float, ...] = PAUSES_S,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._texts = texts
        self._number_of = number_of
        self._pauses_s = pauses_s
        self._tasks: set[asyncio.Task[None]] = set()
        self._few_at_a_time = asyncio.Semaphore(4)
        self.sent: Publisher[Due] = Publisher()
        """Messages that the gateway took."""
        self.lost: Publisher[Due] = Publisher()
        """Messages that nobody will get."""

    @property
    def can_send(self) -> bool:
        """Whether there is a gateway."""
        return self._texts is not None

    async def load(self) -> tuple[ContactId, ...]:
        """After a start: send what was not sent. Who was sent the link to their place before."""
        since = self._clock.now() - DAY_MS
        await self._database.run(lambda c: store.forget_old(c, self._clock.now() - KEPT_MS))
        if self.can_send:
            for due in await self._database.run(lambda c: store.unsent(c, since)):
                self._start(self._send(due))
        return await self._database.run(lambda c: store.who_was_sent(c, "place", since))

    def send_later(self, contact_id: ContactId, text: str, subject: str = "told") -> None:
        """Text the contact's customer, in the background; at most once for each ``subject``."""
        if not self.can_send:
            return
        due = Due(contact_id=contact_id, subject=subject, at=self._clock.now())
        if len(self._tasks) >= MOST_WAITING:
            log.error("text_not_kept", contact_id=contact_id, reason="too_many")
            self.lost.publish(due)
            return
        self._start(self._write_down(due, text))

    async def close(self) -> None:
        """Stop; what was not sent is sent after the next start."""
        running = tuple(self._tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write_down(self, due: Due, text: str) -> None:
        try:
            await self._vault.put(due.contact_id, _field(due), text[:LONGEST])
            is_new = await self._database.run(lambda c: store.write_down(c, due))
        except (ReadModelUnavailable, VaultUnavailable) as error:
            log.error("text_not_kept", contact_id=due.contact_id, reason=str(error))
            self.lost.publish(due)
            return
        if is_new:
            await self._send(due)

    async def _send(self, due: Due) -> None:
        try:
            reason = await self._until_taken(due)
            if reason:
                log.warning("text_not_sent", contact_id=due.contact_id, subject=due.subject, reason=reason)
                await self._database.run(lambda c: store.give_up(c, due, reason))
                self.lost.publish(due)
                return
            at = self._clock.now()
            await self._database.run(lambda c: store.sent(c, due, at))
        except (ReadModelUnavailable, VaultUnavailable) as error:
            log.error("text_not_kept", contact_id=due.contact_id, reason=str(error))
            return
        self.sent.publish(due)

    async def _until_taken(self, due: Due) -> str:
        """Try until the gateway takes it; why not, when it does not."""
        assert self._texts is not None, "nothing is sent without a gateway"
        for pause_s in (*self._pauses_s, None):
            fields = await self._vault.get(due.contact_id)
            text = next(iter(fields.get(_field(due), ())), "")
            number = await self._number_of(due.contact_id)
            if not text or not number:
                return "no_number" if text else "erased"
            try:
                async with self._few_at_a_time:
                    await self._texts.send(number, text)
            except TextsUnavailable as error:
                if not error.may_pass or pause_s is None:
                    return error.reason
                await asyncio.sleep(pause_s)
            else:
                return ""
        raise AssertionError("the last try answers")


def _field(due: Due) -> str:
    return f"{TEXT_FIELD}:{due.subject}"
