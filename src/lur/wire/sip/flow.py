"""Where bytes come from and go to, without any socket.

A `Flow` names a way that is known to work: a UDP address pair, or an open connection. A `Hop` names a place
that has to be reached first: the shell picks or opens a connection for it. Replies always go out on the
flow that the request came in on (RFC 3261 18.2.2, RFC 3581), which is what makes phones behind NAT work.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Transport = Literal["udp", "tcp", "tls"]


class Flow(msgspec.Struct, frozen=True, tag="flow"):
    """One working path: local and remote address, and the number of a stream's connection."""

    transport: Transport
    local: tuple[str, int]
    remote: tuple[str, int]
    connection: int = 0

    @property
    def reliable(self) -> bool:
        """Whether the transport itself repeats lost packets (RFC 3261 17)."""
        return self.transport != "udp"


class Hop(msgspec.Struct, frozen=True, tag="hop"):
    """A next hop to reach: numeric host and port; `name` is the server name to check in a TLS certificate."""

    transport: Transport
    host: str
    port: int = 5060
    name: str = ""

    @property
    def reliable(self) -> bool:
        """Whether the transport itself repeats lost packets (RFC 3261 17)."""
        return self.transport != "udp"


Destination = Flow | Hop


class Outgoing(msgspec.Struct, frozen=True):
    """Bytes to put on the wire. UDP: one datagram. TCP and TLS: append to the stream."""

    destination: Destination
    data: bytes
