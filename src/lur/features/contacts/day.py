"""The day's measures, live: the core's fold over events, begun anew at the company's midnight.

After a restart it is fed from the projection with the events since the day before, so that the figures on the
wallboard do not begin at nought again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lur.core import events as e
from lur.core.ids import DAY_MS, MINUTE_MS, ContactId, Instant, QueueId
from lur.core.measures import Measures, Tally
from lur.core.told_by_hour import ToldByHour
from lur.features.contacts.model import Happened
from lur.ports import Clock, Recorded
from lur.runtime.views import HourView, TodayView

_GOES_ON = (
    e.ContactQueued,
    e.ContactRefused,
    e.PlaceResumed,
    e.CallbackAsked,
    e.CallbackPostponed,
    e.CallbackDialled,
    e.CallbackAnswered,
    e.WaitTold,
    e.ContactMoved,
    e.OfferAccepted,
    e.ContactReturned,
    e.PartyCame,
    e.ContactHandedOver,
    e.ContactLeftOutside,
    e.ContactEnded,
)
"""Events that the fold can only count when it has seen the contact arrive."""


ON_THE_WAY_MS = 5_000
"""What happened before midnight may be told so long after it."""
OnEnd = Callable[[Instant, dict[QueueId, Tally], tuple[int, int]], None]
"""When the day began, its counts by queue, and what agents had worked and been there to work, ms."""


class Day:
    """Today's figures. ``follow`` is a ``Subscriber``."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hours = ToldByHour()
        self._measures = Measures(on_judged=self._judged)
        self.on_end: OnEnd = lambda begins, tallies, spent_ms: None
        """Hears what a day had come to when it ended."""
        self._known: set[ContactId] = set()
        self._seq = 0
        self._midnight = self.midnight_before(clock.now())

    def midnight_before(self, at: Instant) -> Instant:
        """The company's last midnight at ``at``, by the offset from UTC that was in force at midnight."""
        begins = (at + self._offset_ms(at)) // DAY_MS * DAY_MS
        return begins - self._offset_ms(begins - self._offset_ms(at))

    def _offset_ms(self, at: Instant) -> int:
        return self._clock.utc_offset_min(at) * MINUTE_MS

    def load(self, events: Iterable[Happened]) -> None:
        """Count what happened before this process began."""
        rolled = False
        for happened in events:
            if not rolled and happened.event.at >= self._midnight:
                self._roll(self._midnight)
                rolled = True
            self._observe(happened.seq, happened.event)
        if not rolled:
            self._roll(self._midnight)

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        for recorded in batch:
            self._roll_when_due(recorded.event.at)
            self._observe(recorded.seq, recorded.event)

    def _observe(self, seq: int, event: e.AnyEvent) -> None:
        """Count it once; a contact whose beginning is not known here belongs to an earlier day."""
        if isinstance(event, e.ContactArrived | e.CalledOut):
            self._known.add(event.contact_id)
        elif isinstance(event, _GOES_ON) and event.contact_id not in self._known:
            return
        if seq > self._seq:
            self._seq = seq
            self._measures.observe(event)
        if isinstance(event, e.ContactEnded):
            self._known.discard(event.contact_id)

    def _look(self) -> None:
        """Without an event too; a little later, for those that are on their way."""
        self._roll_when_due(self._clock.now() - ON_THE_WAY_MS)

    def _roll_when_due(self, at: Instant) -> None:
        midnight = self.midnight_before(at)
        if midnight > self._midnight:
            ended = self.midnight_before(self._midnight + DAY_MS + DAY_MS // 8)
            self.on_end(self._midnight, self._measures.tallies, self._measures.spent_ms(ended))
            self._midnight = midnight
            self._roll(midnight)

    def _roll(self, midnight: Instant) -> None:
        self._hours = ToldByHour()
        self._measures.roll(midnight)

    def _judged(self, queue_id: QueueId, at: Instant, error_ms: int) -> None:
        self._hours.judged(queue_id, at, error_ms)

    def today(self, queue_id: QueueId | None) -> TodayView:
        """The figures of a queue, or of all together."""
        self._look()
        if queue_id is None:
            return _view(self._measures.total())
        return _view(self._measures.tallies.get(queue_id, Tally()))

    def told_by_hour(self, queue_id: QueueId | None = None) -> tuple[HourView, ...]:
        """How told waits were kept in each of today's hours, of a queue or of all."""
        self._look()
        return tuple(
            HourView(since=each.since, told=each.told, kept=each.kept) for each in self._hours.hours(queue_id)
        )

    def occupancy(self) -> float | None:
        """Of all agents, in whole hundredths, so that it does not change with every second."""
        share = self._measures.occupancy(self._clock.now())
        return None if share is None else round(share, 2)


def _view(tally: Tally) -> TodayView:
    return TodayView(
        arrived=tally.arrived,
        turned_away=tally.turned_away,
        answered=tally.answered,
        answered_in_time=tally.answered_in_promise,
        abandoned=tally.abandoned,
        abandoned_short=tally.abandoned_short,
        lost=tally.lost,
        service_level=tally.service_level(),
        abandonment=tally.abandonment(),
        asa_ms=tally.asa_ms(),
        aht_ms=tally.aht_ms(),
        estimate_kept=tally.estimate_kept(),
        estimate_error_ms=tally.told_error_ms // tally.told if tally.told else None,
    )
