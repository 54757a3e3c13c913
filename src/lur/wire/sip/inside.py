"""Requests inside a dialog: finds the leg, checks the order (RFC 3261 12.2.2) and hands them to whom they
concern.
"""

from __future__ import annotations

import re

from lur.wire.sip.acknowledgements import Acknowledgements
from lur.wire.sip.arrivals import Arrivals
from lur.wire.sip.endings import Endings
from lur.wire.sip.events import InfoReceived, KeyPressed
from lur.wire.sip.leg import Leg, LegTable
from lur.wire.sip.message import Head, Request, Response
from lur.wire.sip.offers import Offers
from lur.wire.sip.shared import ALLOWED, Incoming, Shared, printable
from lur.wire.sip.transfers import Transfers

_SIGNAL = re.compile(rb"(?im)^\s*Signal\s*=\s*([0-9A-D*#]|1[01])\s*$")
_DURATION = re.compile(rb"(?im)^\s*Duration\s*=\s*(\d{1,5})\s*$")
_TELEPHONE_EVENTS = {"10": "*", "11": "#"}


class Inside:
    """The conversation inside dialogs."""

    def __init__(
        self,
        shared: Shared,
        *,
        legs: LegTable,
        endings: Endings,
        acknowledgements: Acknowledgements,
        offers: Offers,
        arrivals: Arrivals,
        transfers: Transfers,
    ) -> None:
        self._shared = shared
        self._legs = legs
        self._endings = endings
        self._acknowledgements = acknowledgements
        self._offers = offers
        self._arrivals = arrivals
        self._transfers = transfers

    def leg_of(self, head: Head) -> Leg | None:
        """The leg whose dialog this request names."""
        return self._legs.find((head.call_id, head.to.tag, head.from_.tag))

    def on_ack(self, request: Request, head: Head, now: int) -> None:
        """The ACK of a 2xx of ours."""
        leg = self.leg_of(head)
        if leg is not None and self._acknowledgements.on_ack(leg, request, head.cseq.number, now):
            self._offers.go_on(leg, now)

    def on_late_success(self, response: Response, head: Head) -> None:
        """A 200 to an INVITE that nobody waits for, as we restarted: acknowledged, lest the peer gives up."""
        leg = self._legs.find((head.call_id, head.from_.tag, head.to.tag))
        if leg is not None and not leg.cancelling:
            self._offers.acknowledge(leg, response)

    def on_request(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """Any other request."""
        head = incoming.head
        dialog = leg.early.get(head.from_.tag, leg.dialog) if leg.dialog is None else leg.dialog
        if dialog is None or dialog.remote_tag != head.from_.tag:
            self._shared.respond(incoming, 481, now)
            return
        if not dialog.in_order(head.cseq.number):
            self._shared.respond(incoming, 500, now, reason="CSeq Out Of Order")
            return
        self._shared.touch(leg.id)
        dialog.came_by(incoming.flow)
        self._dispatch(leg, incoming, now)

    def _dispatch(self, leg: Leg, incoming: Incoming, now: int) -> None:
        method = incoming.request.method
        if method == "BYE":
            self._on_bye(leg, incoming, now)
        elif leg.cancelling:
            self._shared.respond(incoming, 481, now)
        elif method in ("INVITE", "UPDATE"):
            self._offers.on_offer(leg, incoming, now)
        elif method == "PRACK":
            self._arrivals.on_prack(leg, incoming, now)
        elif method == "INFO":
            self._on_info(leg, incoming, now)
        elif method == "REFER":
            self._transfers.on_refer(leg, incoming, now)
        elif method == "NOTIFY":
            self._transfers.on_notify(leg, incoming, now)
        elif method == "OPTIONS":
            self._shared.respond(incoming, 200, now, headers=(("Allow", ALLOWED),))
        else:
            self._shared.respond(incoming, 405, now, headers=(("Allow", ALLOWED),))

    def _on_bye(self, leg: Leg, incoming: Incoming, now: int) -> None:
        if leg.phase == "arrived":
            self._arrivals.on_early_bye(leg, incoming, now)
        elif leg.phase == "calling":
            self._shared.respond(incoming, 481, now)
        else:
            self._endings.on_bye(leg, incoming, now)

    def _on_info(self, leg: Leg, incoming: Incoming, now: int) -> None:
        self._shared.respond(incoming, 200, now)
        body = incoming.request.body
        kind = (incoming.request.get("Content-Type") or "").partition(";")[0].strip().lower()
        key, duration_ms = _key_in(kind, body)
        if key:
            self._shared.emit(KeyPressed(leg=leg.id, key=key, duration_ms=duration_ms))
        elif body:
            self._shared.emit(InfoReceived(leg=leg.id, content_type=printable(kind), body=body))


def _key_in(kind: str, body: bytes) -> tuple[str, int]:
    """The key in an INFO body, or ""."""
    if kind == "application/dtmf":
        text = body.strip().decode("ascii", "replace")
        key = _TELEPHONE_EVENTS.get(text, text)
        return (key, 160) if len(key) == 1 and key in "0123456789*#ABCD" else ("", 0)
    signal = _SIGNAL.search(body) if kind == "application/dtmf-relay" else None
    if signal is None:
        return "", 0
    text = signal[1].decode().upper()
    duration = _DURATION.search(body)
    return _TELEPHONE_EVENTS.get(text, text), int(duration[1]) if duration else 160
