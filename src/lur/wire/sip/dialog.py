"""Dialogs (RFC 3261 12): what two endpoints must remember to talk about the same call.

Also decides where the next request goes. The rules want the first route or the peer's contact; a phone
behind NAT is only reachable by the flow it opened, so a `sticky` dialog stays on its path.
"""

from __future__ import annotations

import ipaddress
from typing import cast

from lur.wire.sip.errors import Malformed
from lur.wire.sip.flow import Destination, Flow, Hop, Transport
from lur.wire.sip.headers import parse_name_addr
from lur.wire.sip.message import Head, Headers, Message, Request, Response
from lur.wire.sip.records import DialogRecord
from lur.wire.sip.uri import Uri, parse_uri

DialogKey = tuple[str, str, str]


class Dialog:
    """One dialog, early or confirmed; keyed by Call-ID and both tags."""

    __slots__ = (
        "call_id", "local_cseq", "local_party", "local_tag", "path", "remote_cseq", "remote_party",
        "remote_tag",
        "remote_target", "route_set", "sticky",
    )  # fmt: skip

    def __init__(self, record: DialogRecord) -> None:
        self.call_id = record.call_id
        self.local_tag = record.local_tag
        self.remote_tag = record.remote_tag
        self.local_party = record.local_party
        self.remote_party = record.remote_party
        self.local_cseq = record.local_cseq
        self.remote_cseq = record.remote_cseq
        self.remote_target = record.remote_target
        self.route_set = record.route_set
        self.path = record.path
        self.sticky = record.sticky

    def record(self) -> DialogRecord:
        """The dialog as a value."""
        return DialogRecord(**{name: getattr(self, name) for name in self.__slots__})

    @property
    def key(self) -> DialogKey:
        """Call-ID, our tag, their tag."""
        return (self.call_id, self.local_tag, self.remote_tag)

    def next_cseq(self) -> int:
        """The next number for a request of ours."""
        self.local_cseq += 1
        return self.local_cseq

    def in_order(self, number: int) -> bool:
        """Whether a request of theirs comes in order (RFC 3261 12.2.2); remembers it when it does."""
        if self.remote_cseq is not None and number <= self.remote_cseq:
            return False
        self.remote_cseq = number
        return True

    def refresh_target(self, message: Message) -> None:
        """Follow the peer to the Contact of a target refresh; an unreadable one changes nothing."""
        self.remote_target = contact_uri(message) or self.remote_target

    def request(
        self, method: str, *, headers: Headers = (), body: bytes = b"", cseq: int | None = None
    ) -> Request:
        """A request inside the dialog, without Via. ACK and CANCEL must be given the INVITE's `cseq`."""
        number = self.next_cseq() if cseq is None else cseq
        uri, routes = self._routing()
        return Request(
            method=method,
            uri=uri,
            headers=(
                ("Max-Forwards", "70"),
                *(("Route", route) for route in routes),
                ("From", f"{self.local_party};tag={self.local_tag}"),
                (
                    "To",
                    f"{self.remote_party};tag={self.remote_tag}" if self.remote_tag else self.remote_party,
                ),
                ("Call-ID", self.call_id),
                ("CSeq", f"{number} {method}"),
                *headers,
            ),
            body=body,
        )

    def _routing(self) -> tuple[str, tuple[str, ...]]:
        """Request-URI and Route; a first route without lr is a strict router (RFC 3261 12.2.1.1)."""
        if not self.route_set:
            return self.remote_target, ()
        first = parse_name_addr(self.route_set[0]).uri
        if ";lr" in first.lower():
            return self.remote_target, self.route_set
        return first, (*self.route_set[1:], f"<{self.remote_target}>")

    def destination(self) -> Destination:
        """Where the next request goes."""
        if self.sticky:
            return self.path
        target = parse_name_addr(self.route_set[0]).uri if self.route_set else self.remote_target
        return hop_for(target, self.path)

    def lost_connection(self) -> None:
        """The path was a connection that closed: from now on reach the peer where its contact says."""
        self.path = way_back(self.remote_target, self.path)
        self.sticky = False

    def came_by(self, flow: Flow) -> None:
        """A request came: a peer behind NAT, or on a connection, is reached by the way it used last."""
        if self.sticky or flow.reliable:
            self.path = flow
            self.sticky = True


def contact_uri(message: Message) -> str:
    """The URI of the first usable Contact, or ""."""
    try:
        contacts = message.items("Contact")
        uri = parse_name_addr(contacts[0]).uri if contacts else ""
        return str(parse_uri(uri)) if uri else ""
    except Malformed:
        return ""


def routes_of(message: Message) -> tuple[str, ...]:
    """Record-Route values that can be used, in the order of the message."""
    try:
        routes = message.items("Record-Route")
        for route in routes:
            parse_uri(parse_name_addr(route).uri)
    except Malformed:
        return ()
    return routes


def party(value: str) -> str:
    """A From or To without its parameters."""
    address = parse_name_addr(value)
    return str(type(address)(uri=address.uri, display=address.display))


def dialog_as_server(request: Request, head: Head, flow: Flow, local_tag: str) -> Dialog:
    """The dialog that answering this request makes (RFC 3261 12.1.1)."""
    behind_nat = (head.via.host, head.via.port or 5060) != flow.remote
    return Dialog(
        DialogRecord(
            call_id=head.call_id,
            local_tag=local_tag,
            remote_tag=head.from_.tag,
            local_party=party(request.get("To") or ""),
            remote_party=party(request.get("From") or ""),
            local_cseq=0,
            remote_cseq=head.cseq.number,
            remote_target=contact_uri(request) or head.from_.uri,
            route_set=routes_of(request),
            path=flow,
            sticky=behind_nat or flow.reliable,
        )
    )


def dialog_as_client(request: Request, response: Response, head: Head, path: Destination) -> Dialog:
    """The dialog that this response to our request makes (RFC 3261 12.1.2). `path`: where it went."""
    return Dialog(
        DialogRecord(
            call_id=head.call_id,
            local_tag=head.from_.tag,
            remote_tag=head.to.tag,
            local_party=party(request.get("From") or ""),
            remote_party=party(response.get("To") or ""),
            local_cseq=head.cseq.number,
            remote_cseq=None,
            remote_target=contact_uri(response) or request.uri,
            route_set=tuple(reversed(routes_of(response))),
            path=path,
            sticky=isinstance(path, Flow),
        )
    )


def hop_for(uri_text: str, fallback: Destination) -> Destination:
    """Where a URI lives, when that can be told without DNS; otherwise the path that worked so far."""
    try:
        uri = parse_uri(uri_text)
        address = ipaddress.ip_address(uri.host.strip("[]"))
    except (Malformed, ValueError):
        return fallback
    known_host = fallback.host if isinstance(fallback, Hop) else fallback.remote[0]
    transport = _transport_of(uri, fallback.transport)
    port = uri.port or default_port(transport)
    if known_host != str(address):
        hidden = address.is_private and not _is_private(known_host)
        return fallback if hidden else Hop(transport, str(address), port)
    if transport != fallback.transport:
        return Hop(transport, str(address), port)
    if isinstance(fallback, Flow):
        return fallback if fallback.reliable else Hop(transport, str(address), port)
    return Hop(transport, str(address), port, fallback.name)


def default_port(transport: Transport) -> int:
    """The port when none is given (RFC 3261 19.1.2)."""
    return 5061 if transport == "tls" else 5060


def way_back(uri_text: str, lost: Destination) -> Destination:
    """How to reach a peer whose connection is gone: its address, at the port that its URI names."""
    if not isinstance(lost, Flow) or not lost.reliable:
        return lost
    return hop_for(uri_text, Hop(lost.transport, lost.remote[0], default_port(lost.transport)))


def _transport_of(uri: Uri, otherwise: Transport) -> Transport:
    if uri.scheme == "sips":
        return "tls"
    named = (uri.param("transport") or "").lower()
    return cast(Transport, named) if named in ("udp", "tcp", "tls") else otherwise


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
