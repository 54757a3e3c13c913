"""What all parts of one stack share: configuration, timers, transactions, tokens, and the two outlets."""

from __future__ import annotations

from collections.abc import Callable

from lur.wire.sip.config import StackConfig
from lur.wire.sip.credentials import Credentials
from lur.wire.sip.digest import answer_challenge
from lur.wire.sip.events import LegId, SipEvent
from lur.wire.sip.flow import Destination, Flow
from lur.wire.sip.message import Head, Headers, Request, Response, make_response
from lur.wire.sip.timers import Timers
from lur.wire.sip.transactions import COOKIE, OnResponse, Transaction, Transactions

ALLOWED = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY, REGISTER"
KNOWN_BUT_REFUSED = ("SUBSCRIBE", "PUBLISH", "MESSAGE")
SUPPORTED = "timer, 100rel, replaces"
_WILDCARDS = ("", "0.0.0.0", "::", "[::]")


class Incoming:
    """A request on its way in, with all that is known about it."""

    __slots__ = ("flow", "head", "request", "transaction")

    def __init__(self, request: Request, head: Head, flow: Flow, transaction: Transaction) -> None:
        self.request = request
        self.head = head
        self.flow = flow
        self.transaction = transaction


class Pending:
    """A request of ours under way: through challenges it stays the same Pending with a new transaction."""

    __slots__ = (
        "credentials",
        "destination",
        "leg",
        "next_cseq",
        "on_response",
        "request",
        "transaction",
        "tries",
    )

    def __init__(
        self,
        request: Request,
        destination: Destination,
        on_response: OnResponse,
        *,
        credentials: Credentials | None,
        next_cseq: Callable[[], int] | None,
        leg: LegId,
    ) -> None:
        self.request = request
        self.leg = leg
        self.destination = destination
        self.on_response = on_response
        self.credentials = credentials
        self.next_cseq = next_cseq
        self.transaction: Transaction | None = None
        self.tries = 0


class Shared:
    """One stack's common ground."""

    def __init__(self, config: StackConfig, token: Callable[[], str]) -> None:
        self.config = config
        self.token = token
        self.timers = Timers()
        self.transactions = Transactions(config.timing, self.timers)
        self.events: list[SipEvent] = []
        self.changed: dict[LegId, None] = {}

    def emit(self, event: SipEvent) -> None:
        """Tell the shell."""
        self.events.append(event)

    def touch(self, leg: LegId) -> None:
        """Note that a leg's record changed."""
        self.changed[leg] = None

    def random_below(self, limit: int) -> int:
        """A number from the stack's entropy."""
        return int.from_bytes(self.token().encode()[:12], "big") % limit

    # -- our own address
    def address(self, destination: Destination) -> tuple[str, int]:
        """Where the peer there can reach us."""
        advertised = dict(self.config.advertised)
        host, port = advertised.get(destination.transport) or self.config.advertised[0][1]
        if isinstance(destination, Flow) and destination.local[0] not in _WILDCARDS:
            host = destination.local[0]
            port = destination.local[1] if not destination.reliable else port
        return (f"[{host}]" if ":" in host and not host.startswith("[") else host), port

    def contact_uri(self, destination: Destination, user: str = "") -> str:
        """Our URI, as the peer there should use it."""
        host, port = self.address(destination)
        tail = f";transport={destination.transport}" if destination.reliable else ""
        return f"sip:{user or self.config.contact_user}@{host}:{port}{tail}"

    def contact(self, destination: Destination, user: str = "") -> tuple[str, str]:
        """Our Contact header."""
        return ("Contact", f"<{self.contact_uri(destination, user)}>")

    # -- requests
    def send(
        self,
        request: Request,
        destination: Destination,
        on_response: OnResponse,
        now: int,
        *,
        credentials: Credentials | None = None,
        next_cseq: Callable[[], int] | None = None,
        leg: LegId = "",
    ) -> Pending:
        """Send a request without Via and follow it; challenges are answered when there are credentials.

        `next_cseq` gives the number of each further try (default: one more); `leg` is touched by each.
        """
        pending = Pending(
            request, destination, on_response, credentials=credentials, next_cseq=next_cseq, leg=leg
        )
        self._start(pending, now)
        return pending

    def resume(
        self,
        invite: Request,
        destination: Destination,
        on_response: OnResponse,
        now: int,
        *,
        credentials: Credentials | None,
        leg: LegId,
    ) -> Pending:
        """Send once more, and follow, an INVITE that was sent before a restart; it still has its Via.

        The peer takes it as a repetition and answers with what it said last (RFC 3261 17.2.1).
        """
        pending = Pending(
            invite.changed(remove=("Via", "User-Agent")),
            destination,
            on_response,
            credentials=credentials,
            next_cseq=None,
            leg=leg,
        )
        pending.transaction = self.transactions.start(
            invite, branch_of(invite), destination, self._answer_to(pending), now
        )
        return pending

    def _start(self, pending: Pending, now: int) -> None:
        branch = COOKIE + self.token()
        sent = self.with_via(pending.request, pending.destination, branch)
        pending.transaction = self.transactions.start(
            sent, branch, pending.destination, self._answer_to(pending), now
        )

    def with_via(self, request: Request, destination: Destination, branch: str = "") -> Request:
        """The request as it goes on the wire."""
        host, port = self.address(destination)
        branch = branch or COOKIE + self.token()
        via = f"SIP/2.0/{destination.transport.upper()} {host}:{port};branch={branch};rport"
        return request.changed(first=(("Via", via),), last=(("User-Agent", self.config.product),))

    def _answer_to(self, pending: Pending) -> OnResponse:
        def handle(response: Response, flow: Flow | None, now: int) -> None:
            retry = self._authorised(pending, response) if flow is not None else None
            if retry is None:
                pending.on_response(response, flow, now)
                return
            pending.request = retry
            self._start(pending, now)
            if pending.leg:
                self.touch(pending.leg)

        return handle

    def _authorised(self, pending: Pending, response: Response) -> Request | None:
        if response.status not in (401, 407) or pending.credentials is None or pending.tries >= 3:
            return None
        headers = answer_challenge(pending.request, response, pending.credentials, self.token())
        if headers is None:
            return None
        pending.tries += 1
        number, _, method = (pending.request.get("CSeq") or "0").partition(" ")
        following = pending.next_cseq() if pending.next_cseq else int(number) + 1
        return pending.request.changed(
            remove=("CSeq", headers[0][0]), last=(("CSeq", f"{following} {method}"), *headers)
        )

    # -- responses
    def respond(
        self,
        incoming: Incoming,
        status: int,
        now: int,
        *,
        to_tag: str = "",
        reason: str = "",
        headers: Headers = (),
        body: bytes = b"",
    ) -> Response:
        """Answer a request in its transaction."""
        response = self.response(
            incoming.request, status, to_tag=to_tag, reason=reason, headers=headers, body=body
        )
        self.transactions.respond(incoming.transaction, response, now)
        return response

    def response(
        self,
        request: Request,
        status: int,
        *,
        to_tag: str = "",
        reason: str = "",
        headers: Headers = (),
        body: bytes = b"",
    ) -> Response:
        """A response with our name on it."""
        return make_response(
            request,
            status,
            to_tag=to_tag or (self.token() if status > 100 else ""),
            reason=reason,
            headers=(*headers, ("Server", self.config.product)),
            body=body,
        )


def branch_of(request: Request) -> str:
    """The branch of our own top Via."""
    via = request.get("Via") or ""
    return via.partition(";branch=")[2].partition(";")[0]


def retry_after(response: Response) -> int | None:
    """Retry-After in seconds, when it is there and readable."""
    text = (response.get("Retry-After") or "").strip().split(";")[0].split("(")[0].strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def printable(text: str) -> str:
    """Text from the wire as it may leave the stack: valid Unicode without control characters."""
    cleaned = text.encode("utf-8", "replace").decode("utf-8", "replace")
    return "".join(char for char in cleaned if char >= " " and char != "\x7f")
