"""The verbs of calls: what a shell can do with a leg.

Each verb takes `now` in milliseconds. A verb on a leg that is already gone, or not in a phase where it makes sense,
returns False and does nothing: the shell and the network race, and losing such a race is no error.
"""

from __future__ import annotations

from lur.wire.sip.credentials import Credentials
from lur.wire.sip.events import HeaderList, LegId
from lur.wire.sip.flow import Destination
from lur.wire.sip.records import LegRecord


class Calls:
    """All legs of one stack."""

    # -- their INVITE ---------------------------------------------------------------------------------------------
    def ring(self, leg: LegId, now: int, *, status: int = 180, sdp: bytes | None = None) -> bool:
        """Send a provisional response, reliably when agreed (RFC 3262)."""
        raise NotImplementedError

    def answer(self, leg: LegId, sdp: bytes, now: int) -> bool:
        """Send 200 with `sdp`, repeated until the ACK comes. The leg is confirmed with CallConfirmed."""
        raise NotImplementedError

    def reject(
        self, leg: LegId, status: int, now: int, *, reason: str = "", headers: HeaderList = (), knock: bool = False
    ) -> bool:
        """Refuse their INVITE with a 3xx-6xx; the leg is gone. `knock` counts it against the source (scanner)."""
        raise NotImplementedError

    def challenge(self, leg: LegId, now: int) -> bool:
        """Refuse their INVITE with 401: they come back as a new leg, with `user` set."""
        raise NotImplementedError

    # -- our INVITE -----------------------------------------------------------------------------------------------
    def invite(
        self,
        target: str,
        destination: Destination,
        sdp: bytes,
        now: int,
        *,
        caller: str = "",
        caller_name: str = "",
        to: str = "",
        credentials: Credentials | None = None,
        headers: HeaderList = (),
        leg: LegId = "",
    ) -> LegId:
        """Call `target` (a SIP URI) through `destination` and return the leg.

        `caller` is the From URI (default: our contact), `to` the To URI (default: target). `leg` may be given to make
        the call idempotent for the shell. Ends in CallAnswered or CallFailed.
        """
        raise NotImplementedError

    # -- any leg --------------------------------------------------------------------------------------------------
    def hang_up(self, leg: LegId, now: int, *, reason: str = "") -> bool:
        """End the leg whatever its phase: BYE, CANCEL (waits for a provisional first), or 480 to their INVITE.

        `reason` becomes a Reason header (RFC 3326), e.g. 'SIP;cause=200;text="Call completed elsewhere"'.
        Followed by CallEnded(hung_up) for an answered call, CallFailed(487) for our INVITE, and nothing for theirs.
        """
        raise NotImplementedError

    def reoffer(self, leg: LegId, sdp: bytes, now: int) -> bool:
        """re-INVITE with a new offer (hold, resume, moved media). One at a time; queued behind one under way."""
        raise NotImplementedError

    def answer_offer(self, leg: LegId, sdp: bytes, now: int) -> bool:
        """Accept what Reoffered asked, with our answer (or our offer when theirs had none)."""
        raise NotImplementedError

    def refuse_offer(self, leg: LegId, now: int, *, status: int = 488) -> bool:
        """Refuse what Reoffered asked; the session goes on as before."""
        raise NotImplementedError

    def send_key(self, leg: LegId, key: str, now: int, *, duration_ms: int = 160) -> bool:
        """Send a key by INFO (application/dtmf-relay), for peers without telephone-event."""
        raise NotImplementedError

    # -- transfer -------------------------------------------------------------------------------------------------
    def refer(self, leg: LegId, target: str, now: int) -> bool:
        """Ask the peer to call `target` (REFER); ReferralProgressed tells how it goes."""
        raise NotImplementedError

    def accept_referral(self, leg: LegId, now: int) -> bool:
        """202 to their REFER, and NOTIFY 100."""
        raise NotImplementedError

    def refuse_referral(self, leg: LegId, now: int, *, status: int = 603) -> bool:
        """Refuse their REFER."""
        raise NotImplementedError

    def notify_referral(self, leg: LegId, status: int, now: int) -> bool:
        """Tell the peer how its transfer goes (NOTIFY sipfrag); a status of 200 or more is the last one."""
        raise NotImplementedError

    # -- survival -------------------------------------------------------------------------------------------------
    def export(self, leg: LegId) -> LegRecord | None:
        """The leg as a value to store; None when it is gone (then delete what was stored)."""
        raise NotImplementedError

    def restore(self, record: LegRecord, now: int) -> None:
        """Take a leg over after a restart. Retransmissions and timers start again from `now`; emits no event."""
        raise NotImplementedError

    def legs(self) -> tuple[LegId, ...]:
        """All live legs, oldest first."""
        raise NotImplementedError
