"""Reliable provisional responses (RFC 3262), both sides: 180 and 183 that are known to have arrived."""

from __future__ import annotations

from collections.abc import Callable

from lur.wire.sip.dialog import Dialog
from lur.wire.sip.errors import Malformed
from lur.wire.sip.flow import Flow
from lur.wire.sip.headers import parse_number, parse_rack
from lur.wire.sip.leg import Leg
from lur.wire.sip.message import Headers, Response
from lur.wire.sip.shared import Incoming, Shared

GiveUp = Callable[[Leg, int], None]
Answer = Callable[[Leg, bytes, int], None]


class ReliableSender:
    """Our provisionals to their INVITE."""

    def __init__(self, shared: Shared, *, answer: Answer, give_up: GiveUp) -> None:
        self._shared = shared
        self._answer = answer
        self._give_up = give_up

    def wanted(self, leg: Leg) -> bool:
        """Whether this leg's provisionals must, or may and should, be reliable."""
        if "100rel" in leg.invite.tokens("Require"):
            return True
        return self._shared.config.reliable_provisionals and "100rel" in leg.invite.tokens("Supported")

    def send(self, leg: Leg, status: int, sdp: bytes | None, headers: Headers, now: int) -> None:
        """Send now, or after the one that is under way."""
        state = leg.provisionals
        if state.unconfirmed is not None:
            state.queue.append((status, sdp))
            return
        if leg.incoming is None or leg.dialog is None:
            return
        state.rseq = state.rseq + 1 if state.rseq else 1 + self._shared.random_below(1_000_000)
        state.unconfirmed = self._shared.respond(
            leg.incoming, status, now, to_tag=leg.dialog.local_tag, body=sdp or b"",
            headers=(*headers, ("Require", "100rel"), ("RSeq", str(state.rseq))),
        )  # fmt: skip
        timing = self._shared.config.timing
        self._repeat_at(leg, now, timing.t1_ms)
        limit = leg.timer("provisional_limit")
        self._shared.timers.arm(limit, now + timing.give_up_ms, lambda at: self._give_up(leg, at))

    def _repeat_at(self, leg: Leg, now: int, delay_ms: int) -> None:
        def repeat(at: int) -> None:
            response = leg.provisionals.unconfirmed
            if response is not None and leg.incoming is not None and leg.phase == "arrived":
                self._shared.transactions.respond(leg.incoming.transaction, response, at)
                self._repeat_at(leg, at, delay_ms * 2)

        self._shared.timers.arm(leg.timer("provisional"), now + delay_ms, repeat)

    def holds_back(self, leg: Leg, sdp: bytes) -> bool:
        """Whether the 200 must wait: a provisional with SDP has not been confirmed (RFC 3262 5)."""
        unconfirmed = leg.provisionals.unconfirmed
        if unconfirmed is None or not unconfirmed.body:
            return False
        leg.provisionals.answer = sdp
        return True

    def on_prack(self, leg: Leg, incoming: Incoming, now: int) -> None:
        """Their PRACK."""
        state = leg.provisionals
        try:
            rseq, cseq = parse_rack(incoming.request.get("RAck") or "")
        except Malformed:
            self._shared.respond(incoming, 400, now)
            return
        invite_cseq = leg.incoming.head.cseq if leg.incoming else None
        if state.unconfirmed is None or rseq != state.rseq or cseq != invite_cseq:
            self._shared.respond(incoming, 481, now)
            return
        self._shared.respond(incoming, 200, now)
        self._settle(leg)
        if state.answer is not None:
            sdp, state.answer = state.answer, None
            self._answer(leg, sdp, now)
        elif state.queue:
            status, body = state.queue.pop(0)
            headers: Headers = (self._shared.contact(incoming.flow),)
            self.send(leg, status, body, headers + content_type(body), now)

    def _settle(self, leg: Leg) -> None:
        leg.provisionals.unconfirmed = None
        self._shared.timers.stop(leg.timer("provisional"))
        self._shared.timers.stop(leg.timer("provisional_limit"))


def content_type(body: bytes | None) -> Headers:
    """The Content-Type of a session description, when there is one."""
    return (("Content-Type", "application/sdp"),) if body else ()


def acknowledge_provisional(shared: Shared, leg: Leg, dialog: Dialog, response: Response, now: int) -> bool:
    """PRACK a reliable provisional of theirs. False when it is a repeat or out of order, and must not be
    shown.
    """
    if "100rel" not in response.tokens("Require"):
        return True
    try:
        rseq = parse_number(response.get("RSeq") or "")
    except Malformed:
        return False
    last = leg.acked_rseq.get(dialog.remote_tag)
    if last is not None and rseq != last + 1:
        return False
    leg.acked_rseq[dialog.remote_tag] = rseq

    def done(answer: Response, flow: Flow | None, at: int) -> None:
        """Its answer changes nothing: a lost PRACK shows as the peer's own failure."""

    request = dialog.request("PRACK", headers=(("RAck", f"{rseq} {response.get('CSeq') or ''}"),))
    shared.send(
        request, dialog.destination(), done, now, credentials=leg.credentials, next_cseq=dialog.next_cseq
    )
    return True
