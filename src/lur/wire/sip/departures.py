"""Calls that we make: our INVITE with its forks, challenges, CANCEL at any moment, and late answers."""

from __future__ import annotations

from lur.wire.sip import session_timer
from lur.wire.sip.credentials import Credentials
from lur.wire.sip.dialog import Dialog, contact_uri, dialog_as_client, routes_of
from lur.wire.sip.endings import Endings
from lur.wire.sip.errors import Malformed
from lur.wire.sip.events import CallAnswered, CallFailed, CallProgressed, HeaderList, LegId
from lur.wire.sip.flow import Destination, Flow
from lur.wire.sip.headers import parse_name_addr, quote
from lur.wire.sip.leg import Leg, LegTable
from lur.wire.sip.message import Headers, Request, Response, head_of
from lur.wire.sip.offers import OUR_ABILITIES, Offers
from lur.wire.sip.reliable import acknowledge_provisional
from lur.wire.sip.shared import Shared, branch_of, printable, retry_after
from lur.wire.sip.transactions import OnResponse


class Departures:
    """The caller's side of a call until it is answered."""

    def __init__(self, shared: Shared, legs: LegTable, endings: Endings, offers: Offers) -> None:
        self._shared = shared
        self._legs = legs
        self._endings = endings
        self._offers = offers

    def invite(
        self,
        leg_id: LegId,
        target: str,
        destination: Destination,
        sdp: bytes,
        now: int,
        *,
        caller: str,
        caller_name: str,
        to: str,
        credentials: Credentials | None,
        headers: HeaderList,
    ) -> None:
        """Send the INVITE of a new leg."""
        config = self._shared.config
        name = quote(caller_name) + " " if caller_name else ""
        request = Request(
            method="INVITE",
            uri=target,
            headers=(
                ("Max-Forwards", "70"),
                (
                    "From",
                    f"{name}<{caller or self._shared.contact_uri(destination)}>;tag={self._shared.token()}",
                ),
                ("To", f"<{to or target}>"),
                ("Call-ID", self._shared.token()),
                ("CSeq", "1 INVITE"),
                self._shared.contact(destination),
                *OUR_ABILITIES,
                *session_timer.ask(config),
                *headers,
                ("Content-Type", "application/sdp"),
            ),
            body=sdp,
        )
        leg = Leg(leg_id, True, request, now)
        leg.destination, leg.credentials, leg.local_sdp = destination, credentials, sdp
        self._legs.add(leg)
        self._send(leg, request, now)
        self._limit_ringing(leg, now + config.timing.ring_limit_ms)

    def _limit_ringing(self, leg: Leg, at: int) -> None:
        def give_up(now: int) -> None:
            self.cancel(leg, "", now)

        self._shared.timers.arm(leg.timer("ring_limit"), at, give_up)

    def _send(self, leg: Leg, request: Request, now: int) -> None:
        if leg.destination is None:
            return
        leg.pending = self._shared.send(
            request, leg.destination, self.handler(leg), now, credentials=leg.credentials, leg=leg.id
        )
        self._note_sent(leg)

    def _note_sent(self, leg: Leg) -> None:
        if leg.pending is not None and leg.pending.transaction is not None:
            leg.invite = leg.pending.transaction.request
        self._shared.touch(leg.id)

    def handler(self, leg: Leg) -> OnResponse:
        """What to do with responses to the leg's INVITE."""

        def handle(response: Response, flow: Flow | None, now: int) -> None:
            self._note_sent(leg)
            if response.status < 200:
                self._on_provisional(leg, response, now)
            elif response.status < 300:
                self._on_success(leg, response, now)
            else:
                self._on_failure(leg, response, flow, now)

        return handle

    def _dialog(self, leg: Leg, response: Response) -> Dialog | None:
        """The dialog of a response: each fork has its own (RFC 3261 13.2.2.4)."""
        try:
            head = head_of(response)
        except Malformed:
            return None
        if not head.to.tag and response.status < 200:
            return None
        known = leg.early.get(head.to.tag)
        if known is not None:
            return known
        if leg.destination is None or len(leg.early) >= 16:
            return None
        dialog = dialog_as_client(leg.invite, response, head, leg.destination)
        leg.early[head.to.tag] = dialog
        if leg.phase == "calling":
            self._legs.index(leg, dialog)
        return dialog

    def _on_provisional(self, leg: Leg, response: Response, now: int) -> None:
        if leg.phase != "calling":
            return
        if leg.cancelling:
            self._send_cancel(leg, now)
        if response.status == 100:
            return
        dialog = self._dialog(leg, response)
        if dialog is not None and not acknowledge_provisional(self._shared, leg, dialog, response, now):
            return
        if not leg.cancelling:
            self._shared.emit(CallProgressed(leg=leg.id, status=response.status, sdp=response.body or None))

    def _on_success(self, leg: Leg, response: Response, now: int) -> None:
        dialog = self._dialog(leg, response)
        if dialog is None:
            return
        if leg.phase != "calling":
            self._acknowledge(leg, dialog, response)
            if dialog is not leg.dialog and dialog.remote_tag not in leg.refused_forks:
                leg.refused_forks.append(dialog.remote_tag)
                self._endings.bye_stray(dialog, leg, now)
            return
        dialog.route_set = tuple(reversed(routes_of(response))) or dialog.route_set
        dialog.remote_target = contact_uri(response) or dialog.remote_target
        leg.dialog = dialog
        leg.phase = "confirmed"
        for name in ("ring_limit", "cancel"):
            self._shared.timers.stop(leg.timer(name))
        self._acknowledge(leg, dialog, response)
        self._shared.touch(leg.id)
        if leg.cancelling:
            self._shared.emit(CallFailed(leg=leg.id, status=487, reason="Answered after CANCEL"))
            self._endings.send_bye(leg, now)
            return
        leg.session = session_timer.agree_as_client(response, self._shared.config, now)
        self._offers.arm_session(leg)
        self._shared.emit(CallAnswered(leg=leg.id, sdp=response.body or None))

    def _acknowledge(self, leg: Leg, dialog: Dialog, response: Response) -> None:
        """ACK of a 2xx: outside any transaction, with the INVITE's number and credentials (RFC 3261
        13.2.2.4).
        """
        number = int((response.get("CSeq") or "0").split()[0])
        proof = tuple(
            pair for pair in leg.invite.headers if pair[0] in ("Authorization", "Proxy-Authorization")
        )
        ack = dialog.request("ACK", headers=proof, cseq=number)
        destination = dialog.destination()
        self._shared.transactions.send(self._shared.with_via(ack, destination), destination)

    def _on_failure(self, leg: Leg, response: Response, flow: Flow | None, now: int) -> None:
        if leg.phase != "calling":
            return
        if response.status == 422 and not leg.cancelling and flow is not None:
            longer = session_timer.min_se(response)
            if longer > _asked_interval(leg.invite):
                self._send(leg, _with_interval(leg.invite, longer), now)
                return
        self._endings.drop(leg)
        self._shared.emit(
            CallFailed(
                leg=leg.id,
                status=487 if leg.cancelling and flow is None else response.status,
                reason=printable(response.reason),
                retry_after_s=retry_after(response),
                contacts=_contacts(response) if response.status < 400 else (),
                local=flow is None,
            )
        )

    # -- giving up
    def cancel(self, leg: Leg, reason: str, now: int) -> bool:
        """CANCEL, as soon as a provisional has come (RFC 3261 9.1)."""
        if leg.phase != "calling" or leg.cancelling:
            return False
        leg.cancelling = True
        leg.reason = reason
        self._shared.timers.stop(leg.timer("ring_limit"))
        if leg.pending is not None:
            leg.pending.credentials = None
            transaction = leg.pending.transaction
            if transaction is not None and transaction.state == "proceeding":
                self._send_cancel(leg, now)
        self._shared.touch(leg.id)
        return True

    def _send_cancel(self, leg: Leg, now: int) -> None:
        if leg.cancel_sent or leg.destination is None:
            return
        leg.cancel_sent = True
        self._shared.transactions.start(
            cancel_of(leg.invite, leg.reason), branch_of(leg.invite), leg.destination, lambda *_: None, now
        )
        overdue = leg.timer("cancel")
        wait_ms = self._shared.config.timing.give_up_ms
        self._shared.timers.arm(overdue, now + wait_ms, lambda at: self._cancel_overdue(leg))

    def _cancel_overdue(self, leg: Leg) -> None:
        """No final answer within 64*T1 of CANCEL: the call counts as cancelled. A late 200 still gets ACK and
        BYE.
        """
        if leg.phase == "calling":
            self._endings.drop(leg)
            self._shared.emit(CallFailed(leg=leg.id, status=487, reason="Cancelled", local=True))

    # -- after a restart
    def resume(self, leg: Leg, now: int) -> None:
        """Follow a ringing INVITE that was sent before a restart."""
        if leg.destination is None:
            return
        leg.pending = self._shared.resume(
            leg.invite, leg.destination, self.handler(leg), now, credentials=leg.credentials, leg=leg.id
        )
        self._limit_ringing(leg, max(now, leg.started_at + self._shared.config.timing.ring_limit_ms))


def cancel_of(invite: Request, reason: str) -> Request:
    """The CANCEL of an INVITE as it was sent (RFC 3261 9.1)."""
    kept = ("Via", "Max-Forwards", "From", "To", "Call-ID", "Route", "User-Agent")
    number = (invite.get("CSeq") or "1").split()[0]
    headers: Headers = tuple(pair for pair in invite.headers if pair[0] in kept)
    headers += (("CSeq", f"{number} CANCEL"),)
    if reason:
        headers += (("Reason", reason),)
    return Request(method="CANCEL", uri=invite.uri, headers=headers)


def _asked_interval(invite: Request) -> int:
    asked = session_timer.session_expires(invite)
    return asked[0] if asked else 0


def _with_interval(invite: Request, seconds: int) -> Request:
    """The INVITE again with a longer session interval (RFC 4028 7.3)."""
    number = int((invite.get("CSeq") or "1").split()[0])
    return invite.changed(
        remove=("Via", "CSeq", "Session-Expires", "Min-SE", "User-Agent"),
        last=(("CSeq", f"{number + 1} INVITE"), ("Session-Expires", str(seconds)), ("Min-SE", str(seconds))),
    )


def _contacts(response: Response) -> tuple[str, ...]:
    found = []
    for line in response.lines("Contact"):
        try:
            found.append(printable(parse_name_addr(line).uri))
        except Malformed:
            continue
    return tuple(found)
