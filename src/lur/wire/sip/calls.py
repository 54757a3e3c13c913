"""The verbs of calls: what a shell can do with a leg.

Each verb takes `now` in milliseconds. A verb on a leg that is already gone, or not in a phase where it
makes sense, returns False and does nothing: the shell and the network race, and losing such a race is no
error.
"""

from __future__ import annotations

from lur.wire.sip.acknowledgements import Acknowledgements
from lur.wire.sip.arrivals import Arrivals
from lur.wire.sip.credentials import Credentials
from lur.wire.sip.departures import Departures
from lur.wire.sip.digest import Authenticator
from lur.wire.sip.endings import Endings
from lur.wire.sip.events import HeaderList, LegId, SourceSilenced
from lur.wire.sip.flow import Destination, Flow
from lur.wire.sip.guard import Guard
from lur.wire.sip.inside import Inside
from lur.wire.sip.leg import Leg, LegTable
from lur.wire.sip.offers import Offers
from lur.wire.sip.records import LegRecord
from lur.wire.sip.shared import Incoming, Shared
from lur.wire.sip.survival import Survival, export_leg
from lur.wire.sip.transfers import Transfers


class CallParts:
    """Those who carry out the verbs, and take what comes from the wire."""

    def __init__(self, shared: Shared, guard: Guard, authenticator: Authenticator) -> None:
        self.shared = shared
        self.guard = guard
        self.legs = LegTable(shared.config.limits)
        self.endings = Endings(shared, self.legs)
        self.acknowledgements = Acknowledgements(shared, self.endings)
        self.offers = Offers(shared, self.endings, self.acknowledgements)
        self.arrivals = Arrivals(
            shared,
            legs=self.legs,
            endings=self.endings,
            acknowledgements=self.acknowledgements,
            offers=self.offers,
            authenticator=authenticator,
        )
        self.departures = Departures(shared, self.legs, self.endings, self.offers)
        self.transfers = Transfers(shared, self.legs)
        self.inside = Inside(
            shared,
            legs=self.legs,
            endings=self.endings,
            acknowledgements=self.acknowledgements,
            offers=self.offers,
            arrivals=self.arrivals,
            transfers=self.transfers,
        )
        self.survival = Survival(
            shared,
            legs=self.legs,
            endings=self.endings,
            acknowledgements=self.acknowledgements,
            offers=self.offers,
            departures=self.departures,
        )

    def note_knock(self, source: str, now: int) -> None:
        """Count a knock, and tell when it was one too many."""
        until = self.guard.knock(source, now)
        if until is not None:
            self.shared.emit(SourceSilenced(source=source, until=until))

    def connection_closed(self, flow: Flow) -> None:
        """Dialogs that lived on a connection go on by the peer's contact."""
        for leg in self.legs.by_id.values():
            for dialog in (*leg.early.values(), *((leg.dialog,) if leg.dialog else ())):
                if dialog.path == flow:
                    dialog.lost_connection()
                    self.shared.touch(leg.id)


class Calls:
    """All legs of one stack."""

    def __init__(self, parts: CallParts) -> None:
        self._parts = parts

    # -- their INVITE
    def ring(self, leg: LegId, now: int, *, status: int = 180, sdp: bytes | None = None) -> bool:
        """Send a provisional response, reliably when agreed (RFC 3262)."""
        return (one := self._live(leg)) is not None and self._parts.arrivals.ring(one, status, sdp, now)

    def answer(self, leg: LegId, sdp: bytes, now: int) -> bool:
        """Send 200 with `sdp`, repeated until the ACK comes. The leg is confirmed with CallConfirmed."""
        return (one := self._live(leg)) is not None and self._parts.arrivals.answer(one, sdp, now)

    def reject(
        self,
        leg: LegId,
        status: int,
        now: int,
        *,
        reason: str = "",
        headers: HeaderList = (),
        knock: bool = False,
    ) -> bool:
        """Refuse their INVITE with a 3xx-6xx; the leg is gone. `knock` counts it against the source
        (scanner).
        """
        one = self._live(leg)
        if one is None:
            return False
        if knock and one.phase == "arrived" and one.incoming is not None:
            self._knock(one.incoming, now)
        return self._parts.arrivals.reject(one, status, reason, headers, now)

    def challenge(self, leg: LegId, now: int) -> bool:
        """Refuse their INVITE with 401: they come back as a new leg, with `user` set."""
        return (one := self._live(leg)) is not None and self._parts.arrivals.challenge(one, now)

    # -- our INVITE
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

        `caller` is the From URI (default: our contact), `to` the To URI (default: target). `leg` may be
        given to make the call idempotent for the shell. Ends in CallAnswered or CallFailed.
        """
        leg = leg or self._parts.shared.token()
        if leg not in self._parts.legs.by_id:
            self._parts.departures.invite(
                leg, target, destination, sdp, now,
                caller=caller, caller_name=caller_name, to=to, credentials=credentials, headers=headers,
            )  # fmt: skip
        return leg

    # -- any leg
    def hang_up(self, leg: LegId, now: int, *, reason: str = "") -> bool:
        """End the leg whatever its phase: BYE, CANCEL (waits for a provisional first), or 480 to their
        INVITE.

        `reason` becomes a Reason header (RFC 3326), e.g. 'SIP;cause=200;text="Call completed elsewhere"'.
        Followed by CallEnded(hung_up) for an answered call, CallFailed(487) for our INVITE, and nothing for
        theirs.
        """
        one = self._live(leg)
        if one is None:
            return False
        if one.phase == "arrived":
            headers: HeaderList = (("Reason", reason),) if reason else ()
            return self._parts.arrivals.reject(one, 480, "", headers, now)
        if one.phase == "calling":
            return self._parts.departures.cancel(one, reason, now)
        self._parts.endings.end(one, "hung_up", now, reason)
        return True

    def reoffer(self, leg: LegId, sdp: bytes, now: int) -> bool:
        """re-INVITE with a new offer (hold, resume, moved media). One at a time, the rest queue."""
        one = self._live(leg)
        if one is None or one.phase not in ("answered", "confirmed"):
            return False
        self._parts.offers.offer(one, sdp, now)
        return True

    def answer_offer(self, leg: LegId, sdp: bytes, now: int) -> bool:
        """Accept what Reoffered asked, with our answer (or our offer when theirs had none)."""
        return (one := self._live(leg)) is not None and self._parts.offers.accept(one, sdp, now)

    def refuse_offer(self, leg: LegId, now: int, *, status: int = 488) -> bool:
        """Refuse what Reoffered asked; the session goes on as before."""
        return (one := self._live(leg)) is not None and self._parts.offers.refuse(one, status, now)

    def send_key(self, leg: LegId, key: str, now: int, *, duration_ms: int = 160) -> bool:
        """Send a key by INFO (application/dtmf-relay), for peers without telephone-event."""
        one = self._live(leg)
        return one is not None and self._parts.transfers.send_key(one, key, duration_ms, now)

    # -- transfer
    def refer(self, leg: LegId, target: str, now: int) -> bool:
        """Ask the peer to call `target` (REFER); ReferralProgressed tells how it goes."""
        return (one := self._live(leg)) is not None and self._parts.transfers.refer(one, target, now)

    def accept_referral(self, leg: LegId, now: int) -> bool:
        """202 to their REFER, and NOTIFY 100."""
        return (one := self._live(leg)) is not None and self._parts.transfers.accept(one, now)

    def refuse_referral(self, leg: LegId, now: int, *, status: int = 603) -> bool:
        """Refuse their REFER."""
        one = self._live(leg)
        return one is not None and self._parts.transfers.refuse(one, status, now)

    def notify_referral(self, leg: LegId, status: int, now: int) -> bool:
        """Tell the peer how its transfer goes (NOTIFY sipfrag); a status of 200 or more is the last one."""
        one = self._live(leg)
        return one is not None and self._parts.transfers.notify(one, status, now)

    # -- survival
    def export(self, leg: LegId) -> LegRecord | None:
        """The leg as a value to store; None when it is gone (then delete what was stored)."""
        one = self._parts.legs.by_id.get(leg)
        return export_leg(one) if one is not None else None

    def restore(self, record: LegRecord, now: int) -> None:
        """Take a leg over after a restart. Timers start again from `now`.

        Emits no event, but for Reoffered when the peer still waits for an answer to its offer."""
        self._parts.survival.restore(record, now)

    def legs(self) -> tuple[LegId, ...]:
        """All live legs, oldest first."""
        return tuple(leg.id for leg in self._parts.legs.by_id.values() if not leg.cancelling)

    def _live(self, leg: LegId) -> Leg | None:
        one = self._parts.legs.by_id.get(leg)
        return one if one is not None and not one.cancelling else None

    def _knock(self, incoming: Incoming, now: int) -> None:
        self._parts.note_knock(incoming.flow.remote[0], now)
