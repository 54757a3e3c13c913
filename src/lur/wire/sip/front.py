"""The front door: every message is read, limited, matched to its transaction, screened and handed on.

What cannot be read but can be answered is answered without keeping anything; the rest meets silence.
"""

from __future__ import annotations

from lur.wire.sip.calls import CallParts
from lur.wire.sip.digest import Authenticator
from lur.wire.sip.errors import Malformed
from lur.wire.sip.events import AuthenticationFailed
from lur.wire.sip.flow import Flow
from lur.wire.sip.guard import Guard
from lur.wire.sip.headers import split_list
from lur.wire.sip.leg import Leg
from lur.wire.sip.message import BadRequest, Head, Headers, Request, Response, head_of, parse_message
from lur.wire.sip.registrar import Registrar
from lur.wire.sip.screening import Refusal, screen
from lur.wire.sip.shared import ALLOWED, SUPPORTED, Incoming, Shared, printable
from lur.wire.sip.transactions import Transaction

_VOUCHED_MS = 3_600_000


class Front:
    """Takes whole messages."""

    def __init__(
        self,
        shared: Shared,
        guard: Guard,
        authenticator: Authenticator,
        parts: CallParts,
        registrar: Registrar,
    ) -> None:
        self._shared = shared
        self._guard = guard
        self._authenticator = authenticator
        self._parts = parts
        self._registrar = registrar
        self.received = 0
        self.malformed = 0
        self.too_large = 0
        self.failed_authentications = 0

    def receive(self, data: bytes, flow: Flow, now: int) -> None:
        """One whole message."""
        if not data.strip(b"\r\n\0 "):
            return
        self.received += 1
        if not self._guard.admit(flow.remote[0], now):
            return
        limits = self._shared.config.limits
        try:
            message = parse_message(
                data[: limits.message_bytes],
                header_limit=limits.headers,
                line_limit=limits.header_line_bytes,
            )
            self._on_message(message, len(data) > limits.message_bytes, flow, now)
        except BadRequest as error:
            too_large = len(data) > limits.message_bytes
            self.too_large += too_large
            self.malformed += not too_large
            self._answer_without_keeping(error.request, 513 if too_large else error.status, flow)
        except Malformed:
            self.malformed += 1

    def _on_message(self, message: Request | Response, cut: bool, flow: Flow, now: int) -> None:
        if isinstance(message, Response):
            head = head_of(message)
            known = self._shared.transactions.receive_response(message, head, flow, now)
            if not known and head.cseq.method == "INVITE" and 200 <= message.status < 300:
                self._parts.inside.on_late_success(message, head)
            return
        if cut:
            raise BadRequest("too_large", message, 513)
        try:
            head = head_of(message)
        except Malformed as error:
            raise BadRequest(error.code, message, error.status) from None
        self._on_request(_stamped(message, head, flow), head, flow, now)

    def _on_request(self, request: Request, head: Head, flow: Flow, now: int) -> None:
        transactions = self._shared.transactions
        if transactions.receive_again(request, head, now):
            return
        if request.method == "ACK":
            self._parts.inside.on_ack(request, head, now)
            return
        cancelling = request.method == "CANCEL"
        leg = self._parts.inside.leg_of(head) if head.to.tag and not cancelling else None
        if leg is None and not cancelling:
            ruling = self._guard.admit_new(flow.remote[0], now)
            if ruling == "refuse":
                self._answer_without_keeping(request, 503, flow, (("Retry-After", "5"),))
            if ruling != "serve":
                return
        merged = transactions.is_merged(request, head)
        incoming = Incoming(request, head, flow, self._accept(request, head, flow, now))
        if merged and not cancelling:
            self._shared.respond(incoming, 482, now)
        elif leg is not None:
            self._inside_dialog(leg, incoming, now)
        else:
            self._outside_dialog(incoming, now)

    def _accept(self, request: Request, head: Head, flow: Flow, now: int) -> Transaction:
        return self._shared.transactions.accept(request, head, flow, now)

    def _inside_dialog(self, leg: Leg, incoming: Incoming, now: int) -> None:
        refusal = screen(incoming.request, incoming.head, self._shared.config.limits, inside=True)
        if refusal is not None and incoming.request.method != "BYE":
            self._refuse(incoming, refusal, now)
        else:
            self._parts.inside.on_request(leg, incoming, now)

    def _refuse(self, incoming: Incoming, refusal: Refusal, now: int) -> None:
        if refusal.status == 413:
            self.too_large += 1
        self._shared.respond(incoming, refusal.status, now, headers=refusal.headers)

    def _outside_dialog(self, incoming: Incoming, now: int) -> None:
        method = incoming.request.method
        refusal = screen(incoming.request, incoming.head, self._shared.config.limits)
        if refusal is not None:
            self._refuse(incoming, refusal, now)
        elif method == "CANCEL":
            self._parts.arrivals.on_cancel(incoming, now)
        elif incoming.head.to.tag or method not in ("INVITE", "REGISTER", "OPTIONS", "REFER"):
            self._shared.respond(incoming, 481, now)
        elif method == "INVITE":
            self._on_invite(incoming, now)
        elif method == "REGISTER":
            self._on_register(incoming, now)
        elif method == "OPTIONS":
            abilities = (("Allow", ALLOWED), ("Accept", "application/sdp"), ("Supported", SUPPORTED))
            self._shared.respond(incoming, 200, now, headers=abilities)
        else:
            self._shared.respond(incoming, 403, now)

    def _on_invite(self, incoming: Incoming, now: int) -> None:
        if self._parts.legs.is_our_call(incoming.head.call_id):  # a loop
            self._shared.respond(incoming, 482, now)
            return
        verdict = self._authenticator.check(incoming.request, now)
        if verdict.kind in ("wrong", "stale"):
            self._challenge(incoming, verdict.kind, verdict.user, now)
            return
        if verdict.kind == "right":
            self._guard.vouch(incoming.flow.remote[0], now + _VOUCHED_MS, now)
        self._parts.arrivals.on_invite(incoming, printable(verdict.user), now)

    def _on_register(self, incoming: Incoming, now: int) -> None:
        verdict = self._authenticator.check(incoming.request, now)
        if verdict.kind != "right":
            self._challenge(incoming, verdict.kind, verdict.user, now)
            return
        self._guard.vouch(incoming.flow.remote[0], now + _VOUCHED_MS, now)
        self._registrar.on_register(incoming, verdict.user, now)

    def _challenge(self, incoming: Incoming, kind: str, user: str, now: int) -> None:
        """401. A wrong password counts as a knock."""
        source = incoming.flow.remote[0]
        if kind == "wrong":
            self.failed_authentications += 1
            self._shared.emit(
                AuthenticationFailed(user=printable(user), source=source, method=incoming.request.method)
            )
            self._parts.note_knock(source, now)
        headers = self._authenticator.challenge(
            incoming.request, now, self._shared.token(), stale=kind == "stale"
        )
        self._shared.respond(incoming, 401, now, headers=headers)

    def _answer_without_keeping(
        self, request: Request, status: int, flow: Flow, headers: Headers = ()
    ) -> None:
        if request.method == "ACK" or not request.lines("Via"):
            return
        self._shared.transactions.send(self._shared.response(request, status, headers=headers), flow)


def _stamped(request: Request, head: Head, flow: Flow) -> Request:
    """The request with `received` and `rport` in its top Via (RFC 3261 18.2.1, RFC 3581)."""
    via, (host, port) = head.via, flow.remote
    params = [pair for pair in via.params if pair[0] not in ("received", "rport")]
    if via.param("rport") is not None and not flow.reliable:
        params.append(("rport", str(port)))
    if via.host.strip("[]") != host or via.param("rport") is not None:
        params.append(("received", host))
    stamped = str(type(via)(transport=via.transport, host=via.host, port=via.port, params=tuple(params)))
    index = next(i for i, (name, _) in enumerate(request.headers) if name == "Via")
    rest = split_list(request.headers[index][1])[1:]
    first = ("Via", ", ".join((stamped, *rest)))
    headers = (*request.headers[:index], first, *request.headers[index + 1 :])
    return Request(method=request.method, uri=request.uri, headers=headers, body=request.body)
