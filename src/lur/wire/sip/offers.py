"""Media changes inside a call (RFC 3261 14, RFC 3311): offers of theirs and of ours, glare, and session
refreshes.
"""

from __future__ import annotations

from lur.wire.sip import session_timer
from lur.wire.sip.acknowledgements import Acknowledgements
from lur.wire.sip.endings import Endings
from lur.wire.sip.events import ReofferAnswered, Reoffered, ReofferRefused
from lur.wire.sip.flow import Destination, Flow
from lur.wire.sip.leg import Leg, OurOffer
from lur.wire.sip.message import Headers, Request, Response
from lur.wire.sip.reliable import content_type
from lur.wire.sip.shared import ALLOWED, SUPPORTED, Incoming, Shared, retry_after

OUR_ABILITIES: Headers = (("Allow", ALLOWED), ("Supported", SUPPORTED))


class Offers:
    """re-INVITE and UPDATE, both ways."""

    def __init__(self, shared: Shared, endings: Endings, acknowledgements: Acknowledgements) -> None:
        self._shared = shared
        self._endings = endings
        self._acknowledgements = acknowledgements

    # -- theirs
    def on_offer(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """A re-INVITE or UPDATE in order."""
        refusal = self._refusal(leg, incoming)
        if refusal:
            wait = (("Retry-After", str(self._shared.random_below(10))),) if refusal == 500 else ()
            self._shared.respond(incoming, refusal, now, headers=wait)
            return
        if session_timer.too_small(incoming.request, self._shared.config):
            shortest = (("Min-SE", str(self._shared.config.min_se_s)),)
            self._shared.respond(incoming, 422, now, headers=shortest)
            return
        if leg.dialog is not None:
            leg.dialog.refresh_target(incoming.request)
        leg.their_offer = incoming
        self._shared.touch(leg.id)
        if incoming.request.method == "UPDATE" and not incoming.request.body:
            self._accept(leg, b"", now)
            return
        self.ask(leg, incoming, now)

    def ask(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """Ask the shell what to answer; again after a restart, if it had not said."""
        leg.their_offer = incoming
        if incoming.request.method == "INVITE":
            self._shared.respond(incoming, 100, now)
        self._shared.emit(Reoffered(leg=leg.id, sdp=incoming.request.body or None))

    def _refusal(self, leg: Leg, incoming: Incoming) -> int:
        """491 when our own offer is under way, 500 when theirs is (RFC 3261 14.2); 0 when all is well."""
        if incoming.request.body and not is_sdp(incoming.request):
            return 415
        if leg.their_offer is not None or leg.unacknowledged is not None:
            return 500
        if leg.our_offer is not None or not leg.talking:
            return 491 if incoming.request.body or incoming.request.method == "INVITE" else 0
        return 0

    def accept(self, leg: Leg, sdp: bytes, now: int) -> bool:
        """Answer what Reoffered asked."""
        if leg.their_offer is None:
            return False
        leg.local_sdp = sdp
        self._accept(leg, sdp, now)
        return True

    def _accept(self, leg: Leg, sdp: bytes, now: int) -> None:
        incoming = leg.their_offer
        if incoming is None:
            return
        leg.their_offer = None
        leg.session, headers = session_timer.agree_as_server(incoming.request, self._shared.config, now)
        headers = (self._shared.contact(incoming.flow), *OUR_ABILITIES, *headers, *content_type(sdp))
        response = self._shared.respond(incoming, 200, now, headers=headers, body=sdp)
        self.arm_session(leg)
        self._shared.touch(leg.id)
        if incoming.request.method == "INVITE":
            self._acknowledgements.expect(leg, incoming, response, now)
        else:
            self.go_on(leg, now)

    def refuse(self, leg: Leg, status: int, now: int) -> bool:
        """Refuse what Reoffered asked."""
        if leg.their_offer is None:
            return False
        self._shared.respond(leg.their_offer, status, now)
        leg.their_offer = None
        self.go_on(leg, now)
        return True

    # -- ours
    def offer(self, leg: Leg, sdp: bytes, now: int) -> None:
        """Send our offer, or keep the newest until the way is free."""
        leg.queued_offer = sdp
        leg.offer_tries = 0
        self._shared.touch(leg.id)
        self.go_on(leg, now)

    def go_on(self, leg: Leg, now: int) -> None:
        """Send the waiting offer if nothing is in the way."""
        busy = leg.our_offer or leg.their_offer or leg.unacknowledged
        if leg.queued_offer is None or busy is not None or not leg.talking or leg.cancelling:
            return
        sdp, leg.queued_offer = leg.queued_offer, None
        self._invite_again(leg, OurOffer(sdp, refresh=False), now)

    def _invite_again(self, leg: Leg, offer: OurOffer, now: int) -> None:
        dialog = leg.dialog
        if dialog is None:
            return
        destination = dialog.destination()
        headers = (
            self._shared.contact(destination),
            *OUR_ABILITIES,
            *self._timer_headers(leg),
            *content_type(offer.sdp),
        )
        request = dialog.request("INVITE", headers=headers, body=offer.sdp)

        def handle(response: Response, flow: Flow | None, at: int) -> None:
            self._on_answer(leg, offer, response, at)

        leg.our_offer = offer
        self._shared.send(
            request, destination, handle, now,
            credentials=leg.credentials, next_cseq=dialog.next_cseq, leg=leg.id,
        )  # fmt: skip
        self._shared.touch(leg.id)

    def _on_answer(self, leg: Leg, offer: OurOffer, response: Response, now: int) -> None:
        if response.status < 200:
            return
        if response.status < 300:
            self.acknowledge(leg, response)
        if leg.our_offer is not offer:
            return
        leg.our_offer = None
        self._shared.touch(leg.id)
        if leg.phase == "ended" or leg.cancelling:
            return
        if response.status < 300:
            self._accepted(leg, offer, response, now)
        elif self._try_again(leg, offer, response, now):
            return
        elif response.status in (408, 481):
            self._endings.peer_lost(leg, now)
        else:
            if not offer.refresh:
                self._shared.emit(ReofferRefused(leg=leg.id, status=response.status))
            self.go_on(leg, now)

    def _accepted(self, leg: Leg, offer: OurOffer, response: Response, now: int) -> None:
        if leg.dialog is not None:
            leg.dialog.refresh_target(response)
        leg.local_sdp = offer.sdp
        self._refreshed(leg, response, now)
        if not offer.refresh:
            self._shared.emit(ReofferAnswered(leg=leg.id, sdp=response.body or None))
        self.go_on(leg, now)

    def acknowledge(self, leg: Leg, response: Response) -> None:
        """ACK of a 2xx to a re-INVITE; also of one that came after a restart and that nobody waits for."""
        if leg.dialog is None:
            return
        number = int((response.get("CSeq") or "0").split()[0])
        destination = leg.dialog.destination()
        ack = leg.dialog.request("ACK", cseq=number)
        self._shared.transactions.send(self._shared.with_via(ack, destination), destination)

    def _try_again(self, leg: Leg, offer: OurOffer, response: Response, now: int) -> bool:
        """491, and 500 with Retry-After, mean that the peer's own offer was in the way (RFC 3261 14.2).

        The owner of the Call-ID waits longer, so that one of the two wins (RFC 3261 14.1).
        """
        wait_s = retry_after(response) if response.status == 500 else None
        if (response.status != 491 and wait_s is None) or leg.offer_tries >= 5:
            return False
        leg.offer_tries += 1
        if leg.queued_offer is None and not offer.refresh:
            leg.queued_offer = offer.sdp
        steps = self._shared.random_below(190) + 210 if leg.outgoing else self._shared.random_below(200)
        at = now + min(wait_s or 0, 10) * 1_000 + steps * 10
        self._shared.timers.arm(leg.timer("glare"), at, lambda then: self.go_on(leg, then))
        return True

    # -- session timer
    def arm_session(self, leg: Leg) -> None:
        """Watch or refresh the session as agreed."""
        if leg.session is None:
            self._shared.timers.stop(leg.timer("session"))
            return
        at = session_timer.deadline(leg.session)
        self._shared.timers.arm(leg.timer("session"), at, lambda now: self._on_session_due(leg, now))

    def _on_session_due(self, leg: Leg, now: int) -> None:
        session = leg.session
        if session is None or leg.dialog is None or leg.cancelling:
            return
        if not session.we_refresh:
            self._endings.end(leg, "session_expired", now)
            return
        retry_ms = min(10_000, session.interval_s * 100)
        self._shared.timers.arm(
            leg.timer("session"), now + retry_ms, lambda at: self._on_session_due(leg, at)
        )
        if now >= session.refreshed_at + session.interval_s * 1_000:
            self._endings.end(leg, "session_expired", now)
        elif leg.our_offer is not None or leg.their_offer is not None or leg.unacknowledged is not None:
            return
        elif session.peer_updates:
            self._update(leg, now)
        else:
            self._invite_again(leg, OurOffer(leg.local_sdp, refresh=True), now)

    def _update(self, leg: Leg, now: int) -> None:
        dialog = leg.dialog
        if dialog is None:
            return

        def handle(response: Response, flow: Flow | None, at: int) -> None:
            if response.status < 200 or leg.phase == "ended":
                return
            if response.status < 300:
                self._refreshed(leg, response, at)
            elif response.status in (408, 481):
                self._endings.peer_lost(leg, at)

        destination: Destination = dialog.destination()
        headers = (self._shared.contact(destination), *OUR_ABILITIES, *self._timer_headers(leg))
        self._shared.send(
            dialog.request("UPDATE", headers=headers), destination, handle, now,
            credentials=leg.credentials, next_cseq=dialog.next_cseq,
        )  # fmt: skip
        self._shared.touch(leg.id)

    def _timer_headers(self, leg: Leg) -> Headers:
        if leg.session is None:
            return ()
        headers = session_timer.ask(self._shared.config, leg.session.interval_s)
        refresher = "uac" if leg.session.we_refresh else "uas"
        return ((headers[0][0], f"{headers[0][1]};refresher={refresher}"), *headers[1:])

    def _refreshed(self, leg: Leg, response: Response, now: int) -> None:
        if leg.session is not None:
            leg.session = session_timer.agree_as_client(response, self._shared.config, now)
        self.arm_session(leg)
        self._shared.touch(leg.id)


def is_sdp(request: Request) -> bool:
    """Whether the body says it is a plain session description."""
    kind = (request.get("Content-Type") or "").partition(";")[0].strip().lower()
    encoding = (request.get("Content-Encoding") or "identity").strip().lower()
    return kind == "application/sdp" and encoding == "identity"
