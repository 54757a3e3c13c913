"""Signs of life: whether a peer has our INVITE at all, and whether it still knows of a call."""

from __future__ import annotations

from lur.wire.sip.endings import Endings
from lur.wire.sip.events import LegId
from lur.wire.sip.flow import Flow
from lur.wire.sip.leg import LegTable
from lur.wire.sip.message import Response
from lur.wire.sip.shared import Shared


class Signs:
    """Asks and tells; a leg that is gone gives none."""

    def __init__(self, shared: Shared, legs: LegTable, endings: Endings) -> None:
        self._shared = shared
        self._legs = legs
        self._endings = endings

    def have_come(self, leg_id: LegId) -> bool:
        """Whether anything, 100 included, was said to our INVITE as it was sent last."""
        leg = self._legs.by_id.get(leg_id)
        if leg is None or leg.phase != "calling":
            return leg is not None
        transaction = leg.pending.transaction if leg.pending is not None else None
        return transaction is not None and transaction.state != "calling"

    def ask(self, leg_id: LegId, now: int) -> bool:
        """Ask whether the peer still knows of the call (OPTIONS inside the dialog); False when there is none.

        After 408 or 481, or without an answer within 64*T1, CallEnded(peer_lost) follows (RFC 3261
        12.2.1.2); any other answer changes nothing.
        """
        leg = self._legs.by_id.get(leg_id)
        if leg is None or leg.dialog is None or not leg.talking or leg.cancelling:
            return False

        def done(response: Response, flow: Flow | None, at: int) -> None:
            if leg.phase != "ended" and (flow is None or response.status in (408, 481)):
                self._endings.peer_lost(leg, at)

        self._shared.send(
            leg.dialog.request("OPTIONS"), leg.dialog.destination(), done, now,
            credentials=leg.credentials, next_cseq=leg.dialog.next_cseq, leg=leg.id,
        )  # fmt: skip
        self._shared.touch(leg.id)
        return True
