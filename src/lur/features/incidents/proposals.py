"""Watches the arrivals of each queue, and of each topic in it, and proposes an incident when they surge.

A topic is what callers chose last in the entry flow; a small one may surge where its queue does not.
Nothing is opened by itself: a person decides, and a queue whose surge was dismissed is left alone for an
hour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import structlog

from lur.adapters.storage.readmodel import ReadModel
from lur.core import events as e
from lur.core.ids import DAY_MS, ContactId, Instant, QueueId
from lur.core.storm import HOUR_MS, TODAY_MS, WINDOWS_MS, Chart, Surge, Usual, hour_of_week
from lur.features import Refused
from lur.features.incidents import store
from lur.features.incidents.board import Board
from lur.features.incidents.model import Dismissed, Incident
from lur.ports import Clock, Recorded
from lur.runtime.views import ProposalView

log = structlog.get_logger("lur.incidents")

WEEKS = 8
"""How far back what is usual is counted."""
LOOK_EVERY_S = 5.0
DISMISSED_MS = HOUR_MS

Matter = tuple[QueueId, str]
"""A queue and a topic; an empty topic is none, and in the charts all of the queue."""
ByHour = Callable[[Instant], Awaitable[dict[Matter, dict[int, int]]]]
"""Arrivals since a time by matter and hour (ms UTC // 3,600,000)."""
Latest = Callable[[Instant], Awaitable[Sequence[tuple[Matter, Instant]]]]
"""Arrivals since a time, in order."""


class StormWatch:
    """A chart for each queue and topic. ``follow`` is a ``Subscriber``; ``look_and_learn`` is due often."""

    def __init__(
        self, database: ReadModel, board: Board, clock: Clock, *, by_hour: ByHour, latest: Latest
    ) -> None:
        self._database = database
        self._board = board
        self._clock = clock
        self._by_hour = by_hour
        self._latest = latest
        self._charts: dict[Matter, Chart] = {}
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
        for matter, at in await self._latest(now - TODAY_MS - WINDOWS_MS[-1]):
            for each in _charted(*matter):
                self._chart(each).arrived(at)
        self.look()

    async def learn(self) -> None:
        """Count anew what is usual. Hours in which an incident lasted are left out: they were not."""
        now = self._clock.now()
        self._learned_at = now
        together: dict[Matter, Counter[int]] = {}
        for matter, hours in (await self._by_hour(now - WEEKS * 7 * DAY_MS)).items():
            for each in _charted(*matter):
                together.setdefault(each, Counter()).update(hours)
        for each, counts in together.items():
            self._chart(each).usual = self._usual(each[0], counts, now)

    def _usual(self, queue_id: QueueId, hours: Counter[int], now: Instant) -> Usual:
        usual = Usual()
        incidents = [each for each in self._board.all if queue_id in each.queue_ids]
        for hour in range(min(hours), now // HOUR_MS):
            at = hour * HOUR_MS
            if not any(_lasted(each, at) for each in incidents):
                offset = self._clock.utc_offset_min(at)
                usual.count(hour_of_week(at, offset), hours[hour])
        return usual

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        for recorded in batch:
            match recorded.event:
                case e.ContactArrived(entering=True) as event:
                    self._entering.add(event.contact_id)
                case e.ContactArrived() as event:
                    self._arrived(event.queue_id, "", event.at)
                case e.ContactQueued() | e.ContactRefused() as event if event.contact_id in self._entering:
                    self._entering.discard(event.contact_id)
                    self._arrived(event.queue_id, next(reversed(event.choices), ""), event.at)
                case e.ContactEnded() as event:
                    self._entering.discard(event.contact_id)
                case _:
                    pass

    def _arrived(self, queue_id: QueueId, topic: str, at: Instant) -> None:
        for matter in _charted(queue_id, topic):
            self._chart(matter).arrived(at)
            self._look_at(matter, at)

    def _chart(self, matter: Matter) -> Chart:
        return self._charts.setdefault(matter, Chart())

    # --- looking -------------------------------------------------------------------------------------------

    async def look_and_learn(self) -> None:
        """Look now, and learn every day. Raises ``ReadModelUnavailable``."""
        self.look()
        if self._clock.now() - self._learned_at >= DAY_MS:
            await self.learn()

    def look(self) -> None:
        """Look at all charts now."""
        now = self._clock.now()
        for matter in self._charts:
            self._look_at(matter, now)

    def _look_at(self, matter: Matter, now: Instant) -> None:
        chart = self._charts[matter]
        before = chart.surge
        surge = chart.look(now, self._clock.utc_offset_min(now))
        if surge is not None and before is None:
            log.warning(
                "surge", queue_id=matter[0], topic=matter[1], arrived=surge.arrived, usual=surge.usual
            )

    # --- proposals -----------------------------------------------------------------------------------------

    def proposals(self) -> tuple[ProposalView, ...]:
        """Queues whose surge nobody has opened an incident for or dismissed, the oldest first."""
        surges: dict[QueueId, dict[str, Surge]] = {}
        for (queue_id, topic), chart in self._charts.items():
            if chart.surge is not None and self._is_news(queue_id):
                surges.setdefault(queue_id, {})[topic] = chart.surge
        found = (_view(queue_id, by_topic) for queue_id, by_topic in surges.items())
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


def _lasted(incident: Incident, hour_at: Instant) -> bool:
    """Whether an incident, or the hour before it, touches this hour."""
    begins = incident.opened_at - HOUR_MS < hour_at + HOUR_MS
    return begins and (incident.solved_at is None or hour_at <= incident.solved_at)


def _charted(queue_id: QueueId, topic: str) -> tuple[Matter, ...]:
    """The charts in which an arrival counts: its queue's, and its topic's."""
    return ((queue_id, ""), (queue_id, topic)) if topic else ((queue_id, ""),)


def _view(queue_id: QueueId, by_topic: dict[str, Surge]) -> ProposalView:
    """The queue's figures when all of it surges, else its topic's; the topic that surges most is named."""
    topics = {topic: surge for topic, surge in by_topic.items() if topic}
    topic = max(topics, key=lambda each: topics[each].arrived, default="")
    surge = by_topic.get("") or by_topic[topic]
    return ProposalView(
        queue_id=queue_id,
        topic=topic,
        since=surge.since,
        window_ms=surge.window_ms,
        arrived=surge.arrived,
        usual=surge.usual,
        limit=surge.limit,
    )
