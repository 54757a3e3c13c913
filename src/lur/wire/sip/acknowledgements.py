"""Our 200 to an INVITE until its ACK: the one response that the endpoint itself must repeat (RFC 3261
13.3.1.4).
"""

from __future__ import annotations

from lur.wire.sip.endings import Endings
from lur.wire.sip.events import CallConfirmed, ReofferConfirmed
from lur.wire.sip.leg import Leg, Unacknowledged
from lur.wire.sip.message import Request, Response
from lur.wire.sip.shared import Incoming, Shared


class Acknowledgements:
    """Repeats 200s and takes ACKs, of first INVITEs and of re-INVITEs alike."""

    def __init__(self, shared: Shared, endings: Endings) -> None:
        self._shared = shared
        self._endings = endings

    def expect(self, leg: Leg, incoming: Incoming, response: Response, now: int) -> None:
        """Start repeating a 200 that was just sent."""
        leg.unacknowledged = Unacknowledged(
            incoming.head.cseq.number, incoming, response, offered=not incoming.request.body
        )
        timing = self._shared.config.timing
        self._repeat_at(leg, now, timing.t1_ms)
        self._shared.timers.arm(
            leg.timer("give_up"), now + timing.give_up_ms, lambda at: self._give_up(leg, at)
        )

    def _repeat_at(self, leg: Leg, now: int, delay_ms: int) -> None:
        def repeat(at: int) -> None:
            waiting = leg.unacknowledged
            if waiting is not None:
                self._shared.transactions.respond(waiting.incoming.transaction, waiting.response, at)
                self._repeat_at(leg, at, min(delay_ms * 2, self._shared.config.timing.t2_ms))

        self._shared.timers.arm(leg.timer("repeat"), now + delay_ms, repeat)

    def _give_up(self, leg: Leg, now: int) -> None:
        first = leg.phase == "answered"
        self._settle(leg)
        leg.phase = "confirmed"
        if leg.cancelling:
            self._endings.send_bye(leg, now)
        else:
            self._endings.end(leg, "no_ack" if first else "peer_lost", now)

    def _settle(self, leg: Leg) -> None:
        leg.unacknowledged = None
        self._shared.timers.stop(leg.timer("repeat"))
        self._shared.timers.stop(leg.timer("give_up"))

    def on_ack(self, leg: Leg, request: Request, cseq: int, now: int) -> bool:
        """An ACK came. True when it settled something, so that waiting work may go on."""
        waiting = leg.unacknowledged
        if waiting is None or waiting.cseq != cseq:
            return False
        first = leg.phase == "answered"
        self._settle(leg)
        leg.phase = "confirmed"
        self._shared.touch(leg.id)
        if leg.cancelling:
            self._endings.send_bye(leg, now)
            return False
        sdp = request.body or None if waiting.offered else None
        if first:
            self._shared.emit(CallConfirmed(leg=leg.id, sdp=sdp))
        elif waiting.offered:
            self._shared.emit(ReofferConfirmed(leg=leg.id, sdp=sdp))
        return True
