"""Webhooks as the web layer needs them: the engine runs as long as the application, and what needs a person
is an alarm.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from lur.adapters.storage.readmodel import ReadModel
from lur.adapters.webhooks.http_poster import HttpPoster
from lur.features.webhooks.delivering import Delivering
from lur.features.webhooks.service import Webhooks
from lur.ports import Clock, Journal, Recorded, Vault
from lur.runtime.views import AlarmCode

TOGETHER_S = 0.1
LOOK_EVERY_S = 60.0
"""However long nothing comes up by itself; the machine's clock may be set."""


class WebhookRoom:
    """Webhooks and what sends them. ``follow`` is a ``Subscriber``."""

    def __init__(
        self, *, database: ReadModel, vault: Vault, journal: Journal, clock: Clock, allow_private: bool
    ) -> None:
        self._clock = clock
        self._poster = HttpPoster(allow_private=allow_private)
        self.webhooks = Webhooks(
            database=database, vault=vault, journal=journal, clock=clock, poster=self._poster
        )
        self.delivering = Delivering(
            database=database, vault=vault, journal=journal, clock=clock, poster=self._poster
        )
        self.webhooks.changed = self.delivering.wake.set

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        self.delivering.follow(batch)

    async def step(self) -> float:
        """Deliver what may go now; after how many seconds to come again. Raises ``ReadModelUnavailable``,
        ``JournalUnavailable``."""
        next_at = await self.delivering.step()
        await asyncio.sleep(TOGETHER_S)
        until_s = LOOK_EVERY_S if next_at is None else (next_at - self._clock.now()) / 1000
        return min(max(until_s, 0.0), LOOK_EVERY_S)

    async def close(self) -> None:
        """Let go of what is under way."""
        await self.delivering.close()
        await self._poster.close()

    def alarms(self) -> list[tuple[AlarmCode, str, str]]:
        """Webhooks that need a person."""
        return [
            ("webhook_paused", name, "") if why == "paused" else ("webhook_set_aside", name, why)
            for name, why in self.delivering.troubles
        ]
