"""How legs end: BYE in all its races, and the one place where a leg leaves the table."""

from __future__ import annotations

from lur.wire.sip.dialog import Dialog
from lur.wire.sip.events import CallEnded, EndCause
from lur.wire.sip.flow import Flow
from lur.wire.sip.leg import TIMER_NAMES, Leg, LegTable
from lur.wire.sip.message import Headers, Response
from lur.wire.sip.shared import Incoming, Shared, printable


class Endings:
    """Ends legs."""

    def __init__(self, shared: Shared, legs: LegTable) -> None:
        self._shared = shared
        self._legs = legs

    def drop(self, leg: Leg) -> None:
        """The leg is gone: no timers, no dialog, and its record is to be deleted."""
        for name in TIMER_NAMES:
            self._shared.timers.stop(leg.timer(name))
        leg.phase = "ended"
        self._legs.remove(leg)
        self._shared.touch(leg.id)

    def end(self, leg: Leg, cause: EndCause, now: int, reason: str = "") -> None:
        """End an answered call from our side: tell the shell now, and send BYE as soon as that is allowed.

        As the callee we may not send BYE before the ACK (RFC 3261 15): it waits for it, or for it to be
        overdue.
        """
        if leg.phase == "ended" or leg.cancelling:
            return
        leg.cancelling = True
        leg.reason = reason
        self._shared.emit(CallEnded(leg=leg.id, cause=cause))
        self._shared.touch(leg.id)
        if leg.phase == "confirmed":
            self.send_bye(leg, now)

    def send_bye(self, leg: Leg, now: int) -> None:
        """BYE on the leg's dialog; the leg is dropped when it is answered, or will not be."""
        for name in TIMER_NAMES:
            self._shared.timers.stop(leg.timer(name))
        if leg.dialog is None:
            self.drop(leg)
            return

        def done(response: Response, flow: Flow | None, at: int) -> None:
            if response.status >= 200:
                self.drop(leg)

        headers: Headers = (("Reason", leg.reason),) if leg.reason else ()
        self._shared.send(
            leg.dialog.request("BYE", headers=headers), leg.dialog.destination(), done, now,
            credentials=leg.credentials, next_cseq=leg.dialog.next_cseq,
        )  # fmt: skip
        self._shared.touch(leg.id)

    def bye_stray(self, dialog: Dialog, leg: Leg, now: int) -> None:
        """BYE on a dialog that nobody wants: the second answer of a forked call."""
        self._shared.send(
            dialog.request("BYE"), dialog.destination(), lambda *_: None, now,
            credentials=leg.credentials, next_cseq=dialog.next_cseq,
        )  # fmt: skip

    def on_bye(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """Their BYE, in any phase with a dialog."""
        self._shared.respond(incoming, 200, now)
        self.refuse_open_requests(leg, now)
        if not leg.cancelling:
            self._shared.emit(
                CallEnded(leg=leg.id, cause="bye", reason=printable(incoming.request.get("Reason") or ""))
            )
        self.drop(leg)

    def refuse_open_requests(self, leg: Leg, now: int) -> None:
        """Answer what is still open in a dialog that ends (RFC 3261 15.1.2)."""
        for open_request in (leg.their_offer, leg.referral):
            if open_request is not None:
                self._shared.respond(open_request, 487, now)
        leg.their_offer = leg.referral = None

    def peer_lost(self, leg: Leg, now: int) -> None:
        """A request inside the dialog got 408 or 481: the dialog is over (RFC 3261 12.2.1.2)."""
        self.end(leg, "peer_lost", now)
