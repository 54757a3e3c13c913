"""A waiting caller's line that has died without a word: nobody would say so, and an agent would answer none.

A phone that sent sound and sends none any more is asked whether it still knows of the call. One that is only
silent (voice activity detection, a muted microphone) says yes and stays; else the line counts as lost, and
its place is kept as for any other lost line.
"""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.house import House
from lur.adapters.voice.media.protocol import LegStats, Stats
from lur.core.ids import Instant

log = structlog.get_logger("edge.silence")

SILENT_MS = 10_000
ASK_AGAIN_MS = 30_000


class Silence:
    """Looks at what the media plane hears of each leg."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._asked: dict[str, Instant] = {}
        """When each leg that is silent now was asked last."""

    def look(self, stats: Stats | None) -> None:
        """Once a second."""
        silent = [leg.leg for leg in stats.legs if self._is_silent(leg)] if stats is not None else []
        self._asked = {leg: self._asked[leg] for leg in silent if leg in self._asked}
        now = self._house.clock.now()
        for leg in silent:
            if leg not in self._asked or now - self._asked[leg] >= ASK_AGAIN_MS:
                self._asked[leg] = now
                self._ask(leg, now)

    def _is_silent(self, leg: LegStats) -> bool:
        """Whether a customer who waits was heard before, and is not any more."""
        if leg.heard_ago_ms is None or leg.heard_ago_ms < SILENT_MS:
            return False
        talk = self._house.talks.of_sound(leg.leg)
        if talk is None or talk.bridged or talk.ending or not talk.caller.is_there:
            return False
        return leg.leg == talk.caller.sound.leg

    def _ask(self, leg: str, now: Instant) -> None:
        talk = self._house.talks.of_sound(leg)
        if talk is not None:
            self._house.counters.add("silent_callers_asked")
            log.info("silent_caller_asked", contact=talk.contact_id)
            self._house.stack.signs.ask(talk.caller.sip, now)
