"""Transfer (RFC 3515, RFC 3891): REFER both ways, and the NOTIFYs that tell how it goes."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lur.wire.sip.errors import Malformed
from lur.wire.sip.events import ReferralProgressed, Referred
from lur.wire.sip.flow import Flow
from lur.wire.sip.headers import parse_name_addr, parse_replaces
from lur.wire.sip.leg import Leg, LegTable
from lur.wire.sip.message import REASONS, Headers, Response
from lur.wire.sip.shared import Incoming, Shared, printable
from lur.wire.sip.uri import Uri, parse_uri

_FRAGMENT = re.compile(rb"SIP/2\.0 ([1-6]\d\d)")


class Transfers:
    """REFER and its NOTIFY."""

    def __init__(self, shared: Shared, legs: LegTable) -> None:
        self._shared = shared
        self._legs = legs

    # -- theirs
    def on_refer(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """Their REFER."""
        if leg.referral is not None or not leg.talking:
            self._shared.respond(incoming, 491, now)
            return
        try:
            uri = parse_uri(parse_name_addr(incoming.request.get("Refer-To") or "").uri)
        except Malformed as error:
            self._shared.respond(incoming, error.status, now)
            return
        leg.referral = incoming
        replaces = next((unquote(value) for name, value in uri.headers if name.lower() == "replaces"), "")
        bare = Uri(
            scheme=uri.scheme, user=uri.user, host=uri.host, port=uri.port,
            params=tuple(pair for pair in uri.params if pair[0] != "method"),
        )  # fmt: skip
        self._shared.emit(
            Referred(
                leg=leg.id,
                target=str(bare),
                replaces=self._replaced(replaces),
                replaces_header=printable(replaces),
                referred_by=printable(incoming.request.get("Referred-By") or ""),
            )
        )

    def _replaced(self, replaces: str) -> str:
        try:
            call_id, to_tag, from_tag = parse_replaces(replaces)
        except Malformed:
            return ""
        leg = self._legs.find((call_id, to_tag, from_tag))
        return leg.id if leg is not None else ""

    def accept(self, leg: Leg, now: int) -> bool:
        """202, and the first NOTIFY (RFC 3515 2.4.4)."""
        incoming = leg.referral
        if incoming is None:
            return False
        leg.referral = None
        self._shared.respond(incoming, 202, now, headers=(self._shared.contact(incoming.flow),))
        leg.referral_event = f"refer;id={incoming.head.cseq.number}"
        return self.notify(leg, 100, now)

    def refuse(self, leg: Leg, status: int, now: int) -> bool:
        """A final refusal."""
        if leg.referral is None:
            return False
        self._shared.respond(leg.referral, status, now)
        leg.referral = None
        return True

    def notify(self, leg: Leg, status: int, now: int) -> bool:
        """NOTIFY with a status line as sipfrag."""
        if not leg.referral_event or leg.dialog is None or not leg.talking or leg.cancelling:
            return False
        final = status >= 200
        headers: Headers = (
            self._shared.contact(leg.dialog.destination()),
            ("Event", leg.referral_event),
            ("Subscription-State", "terminated;reason=noresource" if final else "active;expires=180"),
            ("Content-Type", "message/sipfrag;version=2.0"),
        )
        body = f"SIP/2.0 {status} {REASONS.get(status, 'Answer')}\r\n".encode()
        self._inside(leg, "NOTIFY", headers, body, now)
        if final:
            leg.referral_event = ""
        return True

    # -- ours
    def refer(self, leg: Leg, target: str, now: int) -> bool:
        """Our REFER."""
        if leg.dialog is None or not leg.talking or leg.cancelling:
            return False
        destination = leg.dialog.destination()
        headers: Headers = (
            self._shared.contact(destination),
            ("Refer-To", f"<{target}>"),
            ("Referred-By", f"<{self._shared.contact_uri(destination)}>"),
        )

        def handle(response: Response, flow: Flow | None, at: int) -> None:
            if response.status >= 300 and leg.phase != "ended":
                self._shared.emit(ReferralProgressed(leg=leg.id, status=response.status, final=True))

        self._shared.send(
            leg.dialog.request("REFER", headers=headers), destination, handle, now,
            credentials=leg.credentials, next_cseq=leg.dialog.next_cseq, leg=leg.id,
        )  # fmt: skip
        self._shared.touch(leg.id)
        return True

    def on_notify(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """Their NOTIFY: only about a REFER of ours."""
        request = incoming.request
        event = (request.get("Event") or "").partition(";")[0].strip().lower()
        fragment = _FRAGMENT.match(request.body)
        if event != "refer":
            self._shared.respond(incoming, 489, now, headers=(("Allow-Events", "refer"),))
            return
        self._shared.respond(incoming, 200, now)
        over = (request.get("Subscription-State") or "").strip().lower().startswith("terminated")
        if fragment is not None:
            self._shared.emit(ReferralProgressed(leg=leg.id, status=int(fragment[1]), final=over))
        elif over:
            self._shared.emit(ReferralProgressed(leg=leg.id, status=408, final=True))

    def send_key(self, leg: Leg, key: str, duration_ms: int, now: int) -> bool:
        """INFO with a key."""
        if leg.dialog is None or not leg.talking or leg.cancelling or key not in "0123456789*#ABCD":
            return False
        body = f"Signal={key}\r\nDuration={duration_ms}\r\n".encode()
        self._inside(leg, "INFO", (("Content-Type", "application/dtmf-relay"),), body, now)
        return True

    def _inside(self, leg: Leg, method: str, headers: Headers, body: bytes, now: int) -> None:
        """A request whose answer does not matter."""
        if leg.dialog is None:
            return
        self._shared.send(
            leg.dialog.request(method, headers=headers, body=body), leg.dialog.destination(),
            lambda *_: None, now,
            credentials=leg.credentials, next_cseq=leg.dialog.next_cseq, leg=leg.id,
        )  # fmt: skip
        self._shared.touch(leg.id)
