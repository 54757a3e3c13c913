"""Is there sound where there should be? Looks at every leg five times a second.

A phone that falls silent in a talk is an alarm within seconds, because nobody else will say so: the two
people only hear nothing, and hang up. A browser may be silent between talks (browser.py watches its path).
The same look gives a leg whose peer fell silent back to the pacer, so that routers on the way keep their
holes open.
"""

from __future__ import annotations

import time

from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.plane import Plane
from lur.adapters.voice.media.protocol import (
    AudioRestored,
    LegSilent,
    LegStats,
    OneWayAudio,
    Stats,
)
from lur.adapters.voice.media.routing import Router

LOOK_MS = 200
FEED_GAP_MS = 250
HEARD_AGAIN_MS = 500


class Watch:
    """Alarms and figures."""

    def __init__(self, plane: Plane, router: Router) -> None:
        self._plane = plane
        self._router = router
        self._next_look_ms = 0
        self._started_ms = plane.now_ms
        self._counted = (plane.now_ms, 0, 0)
        self._rates = (0, 0)
        self._gone = (0, 0)

    def look(self) -> None:
        """Called with each turn of the timer; looks when it is time."""
        now_ms = self._plane.now_ms
        if now_ms < self._next_look_ms:
            return
        self._next_look_ms = now_ms + LOOK_MS
        for leg in tuple(self._plane.legs.values()):
            try:
                self._look_at(leg, now_ms)
            except Exception:
                self._plane.fault("watch", leg)
        if now_ms - self._counted[0] >= 1000:
            self._count(now_ms)

    def leg_gone(self, leg: Leg) -> None:
        """Keep the sums right when a leg is deleted."""
        self._gone = (self._gone[0] + leg.packets_in, self._gone[1] + leg.sent)

    def stats(self, request: int, recordings: int) -> Stats:
        """The figures of now."""
        plane = self._plane
        return Stats(
            request,
            tuple(self._leg_stats(leg) for leg in plane.legs.values()),
            int(time.process_time() * 1000),
            plane.now_ms - self._started_ms,
            *self._rates,
            plane.strangers,
            plane.faults,
            plane.late_ticks,
            recordings,
        )

    def _look_at(self, leg: Leg, now_ms: int) -> None:
        silent_ms = now_ms - max(leg.heard_ms or 0, leg.expected_since_ms)
        if leg.relay_send is not None and now_ms - (leg.heard_ms or 0) > FEED_GAP_MS:
            self._router.end_relay(leg)
        if leg.alarm is not None:
            heard = leg.heard_ms is not None and now_ms - leg.heard_ms < HEARD_AGAIN_MS
            if heard or not leg.direction.hears:
                leg.alarm = None
                self._plane.emit(AudioRestored(leg.leg_id))
            return
        if not leg.direction.hears or (leg.remote is None and leg.latched is None):
            return
        self._raise_alarm(leg, silent_ms)

    def _raise_alarm(self, leg: Leg, silent_ms: int) -> None:
        options = self._plane.options
        talking = leg.peer is not None or (leg.mix is not None and leg.mix.is_heard(leg))
        if talking and silent_ms >= options.one_way_after_ms:
            leg.alarm = "one_way"
            self._plane.emit(OneWayAudio(leg.leg_id, silent_ms))
            self._plane.log.warning("one_way_audio", leg=leg.leg_id, silent_ms=silent_ms)
        elif not talking and leg.browser is None and silent_ms >= options.silent_after_ms:
            leg.alarm = "silent"
            self._plane.emit(LegSilent(leg.leg_id, silent_ms))
            self._plane.log.warning("leg_silent", leg=leg.leg_id, silent_ms=silent_ms)

    def _leg_stats(self, leg: Leg) -> LegStats:
        return LegStats(
            leg.leg_id,
            leg.packets_in,
            leg.sent,
            leg.lost,
            leg.jitter.jitter_us,
            None if leg.heard_ms is None else self._plane.now_ms - leg.heard_ms,
            leg.strangers,
            leg.faults,
        )

    def _count(self, now_ms: int) -> None:
        then_ms, then_in, then_out = self._counted
        total_in = self._gone[0] + sum(leg.packets_in for leg in self._plane.legs.values())
        total_out = self._gone[1] + sum(leg.sent for leg in self._plane.legs.values())
        span_ms = now_ms - then_ms
        self._rates = ((total_in - then_in) * 1000 // span_ms, (total_out - then_out) * 1000 // span_ms)
        self._counted = (now_ms, total_in, total_out)
