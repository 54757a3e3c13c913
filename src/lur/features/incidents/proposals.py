"""Watches the arrivals of each queue and proposes an incident when they surge.

Nothing is opened by itself: a person decides, and a queue whose surge was dismissed is left alone for an
hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core import events as e
from lur.core.ids import DAY_MS, ContactId, Instant, QueueId
from lur.core.storm import HOUR_MS, TODAY_MS, WINDOWS_MS, Chart, Surge, Usual, hour_of_week
from lur.features import Refused
from lur.features.incidents import store
from lur.features.incidents.board import Board
from lur.features.incidents.model import Dismissed
from lur.ports import Clock, Recorded
from lur.runtime.views import ProposalView

log = structlog.get_logger("lur.incidents")

WEEKS = 8
"""How far back what is usual is counted."""
LOOK_EVERY_S = 5.0
DISMISSED_MS = HOUR_MS

ByHour = Callable[[Instant], Awaitable[dict[QueueId, dict[int, int]]]]
"""Arrivals since a time by queue and hour (ms UTC // 3,600,000)."""
Latest = Callable[[Instant], Awaitable[Sequence[tuple[QueueId, Instant]]]]
"""Arrivals since a time, in order."""


class StormWatch:
    """One chart for each queue. ``follow`` is a ``Subscriber``; ``keep_looking`` runs for ever."""

    def __init__(
        self, database: ReadModel, board: Board, clock: Clock, *, by_hour: ByHour, latest: Latest
    ) -> None:
        self._database = database
        self._board = board
        self._clock = clock
        self._by_hour = by_hour
        self._latest = latest
        self._charts: dict[QueueId, Chart] = {}
        self._entering: set[ContactId] = set()
        """Who is in an entry flow, and is counted where it leads."""
        self._dismissed: dict[QueueId, Instant] = {}
        self._learned_at: Instant = 0

    # --- what is usual, and what comes ---------------------------------------------------------------------

    async def load(self) -> None:
        """Learn what is usual, and what has come in the last while."""
        now = self._clock.now()
        self._dismissed = await self._database.run(lambda c: store.all_dismissed(c, now))
        await self.learn()
        for queue_id, at in await self._latest(now - TODAY_MS - WINDOWS_MS[-1]):
            self._chart(queue_id).arrived(at)
        self.look()

    async def learn(self) -> None:
        """Count anew what is usual. Hours in which an incident lasted are left out: they were not."""
        now = self._clock.now()
        self._learned_at = now
        for queue_id, hours in (await self._by_hour(now - WEEKS * 7 * DAY_MS)).items():
            self._chart(queue_id).usual = self._usual(queue_id, hours, now)

    def _usual(self, queue_id: QueueId, hours: dict[int, int], now: Instant) -> Usual:
        usual = Usual()
        for hour in range(min(hours), now // HOUR_MS):
            at = hour * HOUR_MS
            if not self._had_incident(queue_id, at):
                offset = self._clock.utc_offset_min(at)
                usual.count(hour_of_week(at, offset), hours.get(hour, 0))
        return usual

    def _had_incident(self, queue_id: QueueId, hour_at: Instant) -> bool:
        return any(
            queue_id in each.queue_ids
            and each.opened_at - HOUR_MS < hour_at + HOUR_MS
            and (each.solved_at is None or hour_at <= each.solved_at)
            for each in self._board.all
        )

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        for recorded in batch:
            match recorded.event:
                case e.ContactArrived(entering=True) as event:
                    self._entering.add(event.contact_id)
                case e.ContactArrived() as event:
                    self._arrived(event.queue_id, event.at)
                case e.ContactQueued() | e.ContactRefused() as event if event.contact_id in self._entering:
                    self._entering.discard(event.contact_id)
                    self._arrived(event.queue_id, event.at)
                case e.ContactEnded() as event:
                    self._entering.discard(event.contact_id)
                case _:
                    pass

    def _arrived(self, queue_id: QueueId, at: Instant) -> None:
        chart = self._chart(queue_id)
        chart.arrived(at)
        self._look_at(queue_id, chart, at)

    def _chart(self, queue_id: QueueId) -> Chart:
        return self._charts.setdefault(queue_id, Chart())

    # --- looking -------------------------------------------------------------------------------------------

    async def keep_looking(self) -> None:
        """Look for ever, and learn every day."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                self.look()
                if self._clock.now() - self._learned_at >= DAY_MS:
                    await self.learn()
            except ReadModelUnavailable as error:
                log.error("arrivals_not_read", detail=str(error))
            except Exception:
                log.exception("look_failed")

    def look(self) -> None:
        """Look at all charts now."""
        now = self._clock.now()
        for queue_id, chart in self._charts.items():
            self._look_at(queue_id, chart, now)

    def _look_at(self, queue_id: QueueId, chart: Chart, now: Instant) -> None:
        before = chart.surge
        surge = chart.look(now, self._clock.utc_offset_min(now))
        if surge is not None and before is None:
            log.warning("surge", queue_id=queue_id, arrived=surge.arrived, usual=surge.usual)

    # --- proposals -----------------------------------------------------------------------------------------

    def proposals(self) -> tuple[ProposalView, ...]:
        """Surges that nobody has opened an incident for or dismissed, the oldest first."""
        found = [
            _view(queue_id, chart.surge)
            for queue_id, chart in self._charts.items()
            if chart.surge is not None and self._is_news(queue_id)
        ]
        return tuple(sorted(found, key=lambda each: (each.since, each.queue_id)))

    def _is_news(self, queue_id: QueueId) -> bool:
        return self._dismissed.get(queue_id, 0) <= self._clock.now() and not self._board.covers(queue_id)

    async def dismiss(self, queue_id: QueueId, by: str) -> None:
        """It is no incident; do not propose it again for an hour. Raises ``Refused``: unknown_proposal."""
        if queue_id not in {each.queue_id for each in self.proposals()}:
            raise Refused("unknown_proposal", queue_id)
        new = Dismissed(queue_id=queue_id, until=self._clock.now() + DISMISSED_MS, by=by)
        await self._database.run(lambda c: store.dismiss(c, new))
        self._dismissed[queue_id] = new.until
        log.info("surge_dismissed", queue_id=queue_id, by=by)


def _view(queue_id: QueueId, surge: Surge) -> ProposalView:
    return ProposalView(
        queue_id=queue_id,
        since=surge.since,
        window_ms=surge.window_ms,
        arrived=surge.arrived,
        usual=surge.usual,
        limit=surge.limit,
    )
