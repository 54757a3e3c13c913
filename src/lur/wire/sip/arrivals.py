"""Calls that come to us: INVITE outside a dialog, our answers to it, CANCEL."""

from __future__ import annotations

from lur.wire.sip import session_timer
from lur.wire.sip.acknowledgements import Acknowledgements
from lur.wire.sip.dialog import dialog_as_server
from lur.wire.sip.digest import Authenticator
from lur.wire.sip.endings import Endings
from lur.wire.sip.errors import Malformed
from lur.wire.sip.events import CallArrived, CallCancelled
from lur.wire.sip.headers import parse_name_addr, parse_replaces
from lur.wire.sip.leg import Leg, LegTable
from lur.wire.sip.message import Headers, Request, make_response
from lur.wire.sip.offers import OUR_ABILITIES, Offers
from lur.wire.sip.reliable import ReliableSender, content_type
from lur.wire.sip.shared import Incoming, Shared, printable
from lur.wire.sip.uri import parse_uri

PASSED_ON = ("Diversion", "History-Info", "Privacy", "Subject", "Alert-Info", "Call-Info", "Referred-By",
             "P-Called-Party-ID", "User-To-User")  # fmt: skip


class Arrivals:
    """The callee's side of a call until it is answered."""

    def __init__(
        self,
        shared: Shared,
        *,
        legs: LegTable,
        endings: Endings,
        acknowledgements: Acknowledgements,
        offers: Offers,
        authenticator: Authenticator,
    ) -> None:
        self._shared = shared
        self._legs = legs
        self._endings = endings
        self._acknowledgements = acknowledgements
        self._offers = offers
        self._authenticator = authenticator
        self._reliable = ReliableSender(shared, answer=self._send_answer, give_up=self._provisional_lost)

    def on_invite(self, incoming: Incoming, user: str, now: int) -> None:
        """An INVITE that passed all checks; `user` is who proved to send it, or ""."""
        request = incoming.request
        if self._legs.full:
            self._shared.respond(incoming, 503, now, headers=(("Retry-After", "10"),))
            return
        if session_timer.too_small(request, self._shared.config):
            shortest = (("Min-SE", str(self._shared.config.min_se_s)),)
            self._shared.respond(incoming, 422, now, headers=shortest)
            return
        replaces = self._replaced_leg(incoming)
        if replaces is None:
            self._shared.respond(incoming, 481, now)
            return
        leg = Leg(self._shared.token(), False, request, now)
        leg.incoming = incoming
        leg.dialog = dialog_as_server(request, incoming.head, incoming.flow, self._shared.token())
        self._legs.add(leg)
        self._legs.index(leg, leg.dialog)
        self._shared.respond(incoming, 100, now)
        self._shared.emit(arrived(leg, incoming, user, replaces))
        self._shared.touch(leg.id)

    def _replaced_leg(self, incoming: Incoming) -> str | None:
        """The leg that Replaces names; "" without one; None when there is no such leg."""
        text = incoming.request.get("Replaces")
        if text is None:
            return ""
        try:
            call_id, to_tag, from_tag = parse_replaces(text)
        except Malformed:
            return None
        leg = self._legs.find((call_id, to_tag, from_tag))
        return leg.id if leg is not None and not leg.cancelling else None

    def ring(self, leg: Leg, status: int, sdp: bytes | None, now: int) -> bool:
        """A provisional response."""
        if leg.phase != "arrived" or leg.incoming is None or leg.dialog is None or not 101 <= status < 200:
            return False
        headers: Headers = (
            *_recorded(leg.invite),
            self._shared.contact(leg.incoming.flow),
            OUR_ABILITIES[0],
            *content_type(sdp),
        )
        self._shared.touch(leg.id)
        if self._reliable.wanted(leg):
            self._reliable.send(leg, status, sdp, headers, now)
            return True
        self._shared.respond(
            leg.incoming, status, now, to_tag=leg.dialog.local_tag, headers=headers, body=sdp or b""
        )
        return True

    def answer(self, leg: Leg, sdp: bytes, now: int) -> bool:
        """200."""
        if leg.phase != "arrived" or leg.provisionals.answer is not None:
            return False
        if not self._reliable.holds_back(leg, sdp):
            self._send_answer(leg, sdp, now)
        return True

    def _send_answer(self, leg: Leg, sdp: bytes, now: int) -> None:
        incoming, dialog = leg.incoming, leg.dialog
        if incoming is None or dialog is None or leg.phase != "arrived":
            return
        for name in ("provisional", "provisional_limit"):
            self._shared.timers.stop(leg.timer(name))
        leg.session, agreed = session_timer.agree_as_server(incoming.request, self._shared.config, now)
        headers = (
            *_recorded(incoming.request),
            self._shared.contact(incoming.flow),
            *OUR_ABILITIES,
            *agreed,
            *content_type(sdp),
        )
        leg.phase = "answered"
        leg.local_sdp = sdp
        response = self._shared.respond(
            incoming, 200, now, to_tag=dialog.local_tag, headers=headers, body=sdp
        )
        self._acknowledgements.expect(leg, incoming, response, now)
        self._offers.arm_session(leg)
        self._shared.touch(leg.id)

    def _provisional_lost(self, leg: Leg, now: int) -> None:
        """A reliable provisional was never confirmed: refuse with a 5xx (RFC 3262 3)."""
        if leg.phase == "arrived":
            self._shared.emit(CallCancelled(leg=leg.id))
            self.reject(leg, 504, "", (), now)

    def reject(self, leg: Leg, status: int, reason: str, headers: Headers, now: int) -> bool:
        """A final refusal."""
        if leg.phase != "arrived" or leg.incoming is None or leg.dialog is None or not 300 <= status < 700:
            return False
        self._shared.respond(
            leg.incoming, status, now, to_tag=leg.dialog.local_tag, reason=reason, headers=headers
        )
        self._endings.drop(leg)
        return True

    def challenge(self, leg: Leg, now: int) -> bool:
        """401 with a fresh nonce."""
        headers = self._authenticator.challenge(leg.invite, now, self._shared.token())
        return self.reject(leg, 401, "", headers, now)

    def on_cancel(self, incoming: Incoming, now: int) -> None:
        """CANCEL: 200 to it, and 487 to the INVITE when that has no final answer yet (RFC 3261 9.2)."""
        key = (*incoming.transaction.key[:-1], "INVITE")
        cancelled = self._shared.transactions.find_server(key)
        if cancelled is None:
            self._shared.respond(incoming, 481, now)
            return
        self._shared.respond(incoming, 200, now)
        if cancelled.state != "proceeding":
            return
        leg = self._leg_of(key)
        if leg is not None:
            self._cancelled(leg, incoming, now)
            return
        self._shared.transactions.respond(
            cancelled, make_response(cancelled.request, 487, to_tag=self._shared.token()), now
        )

    def _leg_of(self, key: tuple[str, ...]) -> Leg | None:
        for leg in self._legs.by_id.values():
            first = leg.incoming.transaction.key if leg.incoming else None
            again = leg.their_offer.transaction.key if leg.their_offer else None
            if key in (first, again):
                return leg
        return None

    def _cancelled(self, leg: Leg, incoming: Incoming, now: int) -> None:
        if leg.phase == "arrived":
            self._shared.emit(
                CallCancelled(leg=leg.id, reason=printable(incoming.request.get("Reason") or ""))
            )
            self.reject(leg, 487, "", (), now)
        elif leg.their_offer is not None:
            self._offers.refuse(leg, 487, now)

    def on_early_bye(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """BYE instead of CANCEL before our answer (RFC 3261 15.1.2)."""
        self._shared.respond(incoming, 200, now)
        self._shared.emit(CallCancelled(leg=leg.id, reason=printable(incoming.request.get("Reason") or "")))
        self.reject(leg, 487, "", (), now)

    def on_prack(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """Their PRACK."""
        self._reliable.on_prack(leg, incoming, now)
        self._shared.touch(leg.id)


def arrived(leg: Leg, incoming: Incoming, user: str, replaces: str) -> CallArrived:
    """The event for a new INVITE."""
    request, head = incoming.request, incoming.head
    return CallArrived(
        leg=leg.id,
        flow=incoming.flow,
        request_uri=request.uri,
        dialled=parse_uri(request.uri).user_name,
        caller_uri=head.from_.uri,
        caller_name=printable(head.from_.display),
        to_uri=head.to.uri,
        sdp=request.body or None,
        user=user,
        asserted=_asserted(request.get("P-Asserted-Identity")),
        replaces=replaces,
        product=printable(request.get("User-Agent") or ""),
        call_id=head.call_id,
        headers=tuple((name, printable(value)) for name, value in request.headers if name in PASSED_ON),
    )


def _recorded(invite: Request) -> Headers:
    """What a response that makes a dialog copies (RFC 3261 12.1.1)."""
    return tuple(("Record-Route", route) for route in invite.lines("Record-Route"))


def _asserted(text: str | None) -> str:
    try:
        return parse_name_addr(text).uri if text else ""
    except Malformed:
        return ""
