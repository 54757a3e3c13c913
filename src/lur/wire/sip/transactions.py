"""Transactions (RFC 3261 17): matches messages to them, repeats what may be lost, and carries out the tables.

Above it only the interesting things are seen: a request once, a response once, a timeout as a local 408 and
a broken transport as a local 503 (RFC 3261 8.1.3.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from lur.wire.sip.config import Timing
from lur.wire.sip.errors import Malformed
from lur.wire.sip.flow import Destination, Flow, Hop, Outgoing
from lur.wire.sip.headers import parse_via
from lur.wire.sip.message import Head, Request, Response, make_response
from lur.wire.sip.timers import Timers
from lur.wire.sip.transaction_tables import TABLES, Action, Happening, Kind, State

Key = tuple[str, ...]
OnResponse = Callable[[Response, Flow | None, int], None]
"""Called with a response, the flow it came on (None: it was made here because none came), and the time."""

COOKIE = "z9hG4bK"


class Transaction:
    """One transaction of any kind. `response` is the last one sent (server)."""

    __slots__ = (
        "destination",
        "interval_ms",
        "key",
        "kind",
        "merge_key",
        "on_response",
        "request",
        "response",
        "state",
    )

    def __init__(self, kind: Kind, key: Key, request: Request, destination: Destination) -> None:
        self.kind: Kind = kind
        self.key = key
        self.request = request
        self.destination = destination
        self.state: State = "start"
        self.response: bytes = b""
        self.on_response: OnResponse | None = None
        self.interval_ms = 0
        self.merge_key: Key = ()


def reply_way(request: Request, flow: Flow) -> Destination:
    """Where a response goes when the flow of its request is gone: the port of the Via (RFC 3261 18.2.2)."""
    if not flow.reliable:
        return flow
    try:
        port = parse_via(request.items("Via")[0]).port
    except (Malformed, IndexError):
        port = 0
    return Hop(flow.transport, flow.remote[0], port or (5061 if flow.transport == "tls" else 5060))


def server_key(request: Request, head: Head) -> Key:
    """What makes requests the same transaction (RFC 3261 17.2.3), also without a branch (RFC 2543)."""
    method = "INVITE" if request.method == "ACK" else request.method
    branch = head.via.branch
    if branch.startswith(COOKIE) and len(branch) > len(COOKIE):
        return ("server", branch, head.via.sent_by, method)
    old = (request.uri, head.from_.tag, head.call_id, str(head.cseq.number), str(head.via))
    return ("server", *old, method)


class Transactions:
    """All transactions of one stack, and its output."""

    def __init__(self, timing: Timing, timers: Timers) -> None:
        self._timing = timing
        self._timers = timers
        self._clients: dict[Key, Transaction] = {}
        self._servers: dict[Key, Transaction] = {}
        self._merge: dict[Key, Key] = {}
        self.output: list[Outgoing] = []

    # -- client
    def start(
        self, request: Request, branch: str, destination: Destination, on_response: OnResponse, now: int
    ) -> Transaction:
        """Send a request that already has its Via, and follow it."""
        transaction = self._client(request, branch, destination, on_response)
        self._step(transaction, "begin", now)
        return transaction

    def _client(
        self, request: Request, branch: str, destination: Destination, on_response: OnResponse
    ) -> Transaction:
        kind: Kind = "client_invite" if request.method == "INVITE" else "client_other"
        transaction = Transaction(kind, ("client", branch, request.method), request, destination)
        transaction.on_response = on_response
        self._clients[transaction.key] = transaction
        return transaction

    def receive_response(self, response: Response, head: Head, flow: Flow, now: int) -> bool:
        """Give a response to its transaction; False when it belongs to none."""
        transaction = self._clients.get(("client", head.via.branch, head.cseq.method))
        if transaction is None:
            return False
        self._step(transaction, _class_of(response.status), now, response, flow)
        return True

    def send(self, message: Request | Response, destination: Destination) -> None:
        """Send without following it: ACK of a 2xx, stateless responses."""
        self.output.append(Outgoing(destination, bytes(message)))

    # -- server
    def find_server(self, key: Key) -> Transaction | None:
        """A server transaction by its key."""
        return self._servers.get(key)

    def receive_again(self, request: Request, head: Head, now: int) -> bool:
        """Absorb a repeated request, or the ACK of a non-2xx; False when it is new (or the ACK of a 2xx)."""
        transaction = self._servers.get(server_key(request, head))
        if transaction is None:
            return False
        if request.method == "ACK":
            taken = transaction.state != "accepted"
            self._step(transaction, "ack", now)
            return taken
        self._step(transaction, "repeated", now)
        return True

    def accept(self, request: Request, head: Head, flow: Destination, now: int) -> Transaction:
        """Open a server transaction for a new request."""
        kind: Kind = "server_invite" if request.method == "INVITE" else "server_other"
        transaction = Transaction(kind, server_key(request, head), request, flow)
        transaction.merge_key = (head.call_id, head.from_.tag, str(head.cseq))
        self._servers[transaction.key] = transaction
        self._merge.setdefault(transaction.merge_key, transaction.key)
        self._step(transaction, "begin", now)
        return transaction

    def is_merged(self, request: Request, head: Head) -> bool:
        """Whether the same request is already here by another path (RFC 3261 8.2.2.2)."""
        known = self._merge.get((head.call_id, head.from_.tag, str(head.cseq)))
        return known is not None and known != server_key(request, head) and not head.to.tag

    def respond(self, transaction: Transaction, response: Response, now: int) -> None:
        """Send a response in a server transaction."""
        happening = _class_of(response.status)
        if (transaction.state, happening) in TABLES[transaction.kind]:
            transaction.response = bytes(response)
            self._step(transaction, happening, now)

    # -- transport
    def fail(self, destination: Destination, now: int) -> None:
        """What was sent there cannot arrive."""
        for transaction in [one for one in self._clients.values() if one.destination == destination]:
            self._step(transaction, "transport_error", now)

    def move(self, flow: Flow, now: int) -> None:
        """A connection closed: replies owed on it go to the peer's address instead; requests on it have
        failed.
        """
        for transaction in self._servers.values():
            if transaction.destination == flow:
                transaction.destination = reply_way(transaction.request, flow)
        self.fail(flow, now)

    # -- the machine
    def _step(
        self,
        transaction: Transaction,
        happening: Happening,
        now: int,
        response: Response | None = None,
        flow: Flow | None = None,
    ) -> None:
        row = TABLES[transaction.kind].get((transaction.state, happening))
        if row is None:
            return
        transaction.state, actions = row
        if transaction.state == "terminated":
            self._remove(transaction)
        for action in actions:
            if action == "pass_up":
                self._pass_up(transaction, response, flow, now)
            else:
                self._act(transaction, action, response, now)

    def _act(self, transaction: Transaction, action: Action, response: Response | None, now: int) -> None:
        verb, _, timer = action.partition("_")
        if verb == "arm":
            self._arm(transaction, timer, now)
        elif verb == "stop":
            self._timers.stop((*transaction.key, f"timer_{timer}"))
        elif verb in ("send", "resend"):
            self._send(transaction)
        elif action == "acknowledge" and response is not None:
            self.send(_ack_for_failure(transaction.request, response), transaction.destination)
        elif action == "tell_timeout":
            self._pass_up(transaction, make_response(transaction.request, 408), None, now)
        elif action == "tell_failure":
            self._pass_up(transaction, make_response(transaction.request, 503), None, now)

    def _send(self, transaction: Transaction) -> None:
        data = bytes(transaction.request) if transaction.on_response else transaction.response
        if data:
            self.output.append(Outgoing(transaction.destination, data))

    def _pass_up(
        self, transaction: Transaction, response: Response | None, flow: Flow | None, now: int
    ) -> None:
        if transaction.on_response is not None and response is not None:
            transaction.on_response(response, flow, now)

    def _arm(self, transaction: Transaction, timer: str, now: int) -> None:
        delay_ms = self._delay_ms(transaction, timer)
        if delay_ms is None:
            return
        happening = cast(Happening, f"timer_{timer.removesuffix('_slow')}")
        if delay_ms == 0:
            self._step(transaction, happening, now)
            return
        name = (*transaction.key, happening)
        self._timers.arm(name, now + delay_ms, lambda at: self._step(transaction, happening, at))

    def _delay_ms(self, transaction: Transaction, timer: str) -> int | None:
        """How long a timer runs (RFC 3261 table 4); None: not needed on this transport."""
        timing, reliable = self._timing, transaction.destination.reliable
        if timer in ("a", "e", "e_slow", "g"):
            if reliable:
                return None
            doubled = transaction.interval_ms * 2 or timing.t1_ms
            if timer == "e_slow":
                doubled = timing.t2_ms
            transaction.interval_ms = doubled if timer == "a" else min(doubled, timing.t2_ms)
            return transaction.interval_ms
        if timer in ("d", "i", "j", "k"):
            waits = {"d": timing.timer_d_ms, "i": timing.t4_ms, "j": timing.give_up_ms, "k": timing.t4_ms}
            return 0 if reliable else waits[timer]
        return timing.give_up_ms

    def _remove(self, transaction: Transaction) -> None:
        for letter in "abdefghijklm":
            self._timers.stop((*transaction.key, f"timer_{letter}"))
        if self._clients.get(transaction.key) is transaction:
            del self._clients[transaction.key]
        if self._servers.get(transaction.key) is transaction:
            del self._servers[transaction.key]
            if self._merge.get(transaction.merge_key) == transaction.key:
                del self._merge[transaction.merge_key]


def _class_of(status: int) -> Literal["provisional", "success", "failure"]:
    if status < 200:
        return "provisional"
    return "success" if status < 300 else "failure"


def _ack_for_failure(invite: Request, response: Response) -> Request:
    """The ACK of a 3xx-6xx: same branch and route as the INVITE, To from the response (RFC 3261 17.1.1.3)."""
    kept = ("Via", "From", "Call-ID", "Route", "Max-Forwards")
    vias = invite.lines("Via")[:1]
    cseq = (invite.get("CSeq") or "1").split()[0]
    headers = [("Via", via) for via in vias]
    headers += [(name, value) for name, value in invite.headers if name in kept[1:]]
    headers += [("To", response.get("To") or invite.get("To") or ""), ("CSeq", f"{cseq} ACK")]
    return Request(method="ACK", uri=invite.uri, headers=tuple(headers))
