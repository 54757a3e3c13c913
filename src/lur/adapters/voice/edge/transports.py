"""Sockets under the SIP stack: UDP and TCP on one port, TLS on another, connections opened where the stack
wants one.

The stack thinks in flows (a path that works) and hops (a place to reach). Here a flow of a stream is a
numbered open connection, and a hop is a connection being opened, with what waits to be written.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from typing import Protocol, cast

import structlog

from lur.wire.sip import Destination, Flow, Hop, Outgoing, Transport

log = structlog.get_logger("edge.transports")

UDP_BUFFER_BYTES = 4 * 1024 * 1024
CONNECT_LIMIT_S = 5
MAX_CONNECTIONS = 4_096
MAX_FROM_ONE_PEER = 400
"""Connections that one address may open: enough for an office behind one NAT, not all for one stranger."""
FIRST_WORD_LIMIT_S = 10.0
"""Who has opened a connection and said nothing by then is not a phone."""
MAX_UNSENT_BYTES = 1024 * 1024
WILDCARDS = ("0.0.0.0", "::", "")


class Receiver(Protocol):
    """What the transports feed."""

    def receive(self, data: bytes, flow: Flow) -> None:
        """Bytes came."""
        ...

    def connection_closed(self, flow: Flow) -> None:
        """A stream is gone."""
        ...

    def transport_failed(self, destination: Destination) -> None:
        """Bytes could not be sent."""
        ...


class LocalAddresses:
    """Which of this machine's addresses a peer sees, when a socket is bound to the wildcard."""

    def __init__(self, bound: str, advertised: str) -> None:
        self._bound = bound
        self._advertised = advertised
        self._by_peer: dict[str, str] = {}

    def towards(self, peer: str) -> str:
        """The address to name to this peer."""
        if self._advertised:
            return self._advertised
        if self._bound not in WILDCARDS:
            return self._bound
        if peer not in self._by_peer:
            if len(self._by_peer) > 10_000:
                self._by_peer.clear()
            self._by_peer[peer] = route_address(peer)
        return self._by_peer[peer]


def route_address(peer: str) -> str:
    """The address of this machine that packets to the peer leave from."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect((peer, 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


class Transports:
    """All SIP sockets of the edge."""

    def __init__(self, receiver: Receiver, addresses: LocalAddresses, spawn: Callable[..., None]) -> None:
        self._receiver = receiver
        self._addresses = addresses
        self._spawn = spawn
        self._udp: asyncio.DatagramTransport | None = None
        self._port = 0
        self._servers: list[asyncio.Server] = []
        self._numbers = itertools.count(1)
        self._streams: dict[int, _Stream] = {}
        self._accepted_from: Counter[str] = Counter()
        self._opening: dict[Hop, list[bytes]] = {}
        self._open_hops: dict[Hop, int] = {}

    async def listen(self, host: str, port: int) -> int:
        """Open UDP and TCP on the same port; 0 lets the system choose. Gives the port."""
        loop = asyncio.get_running_loop()
        udp, tcp = _bound_pair(host, port)
        self._port = int(udp.getsockname()[1])
        self._udp, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(self._from_udp), sock=udp)
        self._servers.append(await loop.create_server(lambda: self._stream("tcp"), sock=tcp))
        return self._port

    async def listen_tls(self, host: str, port: int, context: ssl.SSLContext) -> int:
        """Open TLS. Gives the port."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: self._stream("tls"),
            host,
            port,
            ssl=context,
            ssl_handshake_timeout=FIRST_WORD_LIMIT_S,
        )
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def send(self, out: Outgoing) -> None:
        """Put the stack's bytes on the wire."""
        destination = out.destination
        if destination.transport == "udp":
            self._send_udp(destination, out.data)
        elif isinstance(destination, Flow):
            self._send_on(destination, out.data)
        else:
            self._send_to(destination, out.data)

    def close_connection(self, flow: Flow) -> None:
        """Close a stream that carries no SIP."""
        stream = self._streams.get(flow.connection)
        if stream is not None:
            stream.close()

    async def close(self) -> None:
        """Close all sockets."""
        for server in self._servers:
            server.close()
        for stream in tuple(self._streams.values()):
            stream.close()
        if self._udp is not None:
            self._udp.close()

    def _from_udp(self, data: bytes, peer: tuple[str, int]) -> None:
        flow = Flow("udp", (self._addresses.towards(peer[0]), self._port), (peer[0], peer[1]))
        self._receiver.receive(data, flow)

    def _send_udp(self, destination: Destination, data: bytes) -> None:
        peer = destination.remote if isinstance(destination, Flow) else (destination.host, destination.port)
        if self._udp is None:
            return
        try:
            self._udp.sendto(data, peer)
        except (OSError, ValueError) as error:
            log.info("udp_not_sent", peer=peer[0], problem=str(error))
            self._fail_soon(destination)

    def _send_on(self, flow: Flow, data: bytes) -> None:
        stream = self._streams.get(flow.connection)
        if stream is None or not stream.write(data):
            self._fail_soon(flow)

    def _send_to(self, hop: Hop, data: bytes) -> None:
        stream = self._streams.get(self._open_hops.get(hop, 0))
        if stream is not None and stream.write(data):
            return
        if hop in self._opening:
            self._opening[hop].append(data)
            return
        self._opening[hop] = [data]
        self._spawn(self._open(hop))

    async def _open(self, hop: Hop) -> None:
        loop = asyncio.get_running_loop()
        is_tls = hop.transport == "tls"
        try:
            async with asyncio.timeout(CONNECT_LIMIT_S):
                _, stream = await loop.create_connection(
                    lambda: self._stream(hop.transport, ours=True),
                    hop.host,
                    hop.port,
                    ssl=ssl.create_default_context() if is_tls else None,
                    server_hostname=(hop.name or hop.host) if is_tls else None,
                )
        except (OSError, TimeoutError) as error:
            log.info("connection_failed", host=hop.host, port=hop.port, problem=str(error))
            self._opening.pop(hop, None)
            self._receiver.transport_failed(hop)
            return
        self._open_hops[hop] = stream.number
        for data in self._opening.pop(hop, ()):
            stream.write(data)

    def _stream(self, transport: Transport, *, ours: bool = False) -> _Stream:
        return _Stream(self, transport, next(self._numbers), ours=ours)

    def _fail_soon(self, destination: Destination) -> None:
        asyncio.get_running_loop().call_soon(self._receiver.transport_failed, destination)

    # --- called by streams ---------------------------------------------------------------------------------

    def opened(self, stream: _Stream) -> bool:
        """A stream is connected; False when there are too many, of all or of its peer's."""
        peer = stream.flow.remote[0]
        if len(self._streams) >= MAX_CONNECTIONS:
            return False
        if not stream.ours and self._accepted_from[peer] >= MAX_FROM_ONE_PEER:
            return False
        self._streams[stream.number] = stream
        if not stream.ours:
            self._accepted_from[peer] += 1
        return True

    def local_address(self, peer: str) -> str:
        """Our address as this peer sees it."""
        return self._addresses.towards(peer)

    def came(self, stream: _Stream, data: bytes) -> None:
        """A piece of a stream."""
        self._receiver.receive(data, stream.flow)

    def lost(self, stream: _Stream) -> None:
        """A stream ended."""
        if self._streams.pop(stream.number, None) is None:
            return
        self._forget(stream)
        for hop, number in tuple(self._open_hops.items()):
            if number == stream.number:
                del self._open_hops[hop]
        self._receiver.connection_closed(stream.flow)

    def _forget(self, stream: _Stream) -> None:
        peer = stream.flow.remote[0]
        if not stream.ours:
            self._accepted_from[peer] -= 1
            if not self._accepted_from[peer]:
                del self._accepted_from[peer]


class _Stream(asyncio.Protocol):
    """One TCP or TLS connection; ``ours`` when we opened it."""

    def __init__(self, owner: Transports, transport: Transport, number: int, *, ours: bool) -> None:
        self.number = number
        self.ours = ours
        self.flow = Flow(transport, ("", 0), ("", 0), number)
        self._owner = owner
        self._kind = transport
        self._transport: asyncio.Transport | None = None
        self._has_spoken = ours

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        local = transport.get_extra_info("sockname")
        address = (self._owner.local_address(peer[0]), int(local[1]))
        self.flow = Flow(self._kind, address, (peer[0], int(peer[1])), self.number)
        if not self._owner.opened(self):
            self.close()
        elif not self.ours:
            asyncio.get_running_loop().call_later(FIRST_WORD_LIMIT_S, self._close_unless_spoken)

    def _close_unless_spoken(self) -> None:
        if not self._has_spoken:
            self.close()

    def data_received(self, data: bytes) -> None:
        self._has_spoken = True
        self._owner.came(self, bytes(data))

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._owner.lost(self)

    def write(self, data: bytes) -> bool:
        """Append to the stream; False when it is closed or its peer does not read."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return False
        if transport.get_write_buffer_size() > MAX_UNSENT_BYTES:
            self.close()
            return False
        transport.write(data)
        return True

    def close(self) -> None:
        """End it, unsent bytes or not."""
        if self._transport is not None:
            self._transport.abort()


class _Datagrams(asyncio.DatagramProtocol):
    """Hands on UDP packets."""

    def __init__(self, received: Callable[[bytes, tuple[str, int]], None]) -> None:
        self._received = received

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        self._received(data, (str(addr[0]), addr[1]))

    def error_received(self, exc: Exception) -> None:
        log.debug("udp_error", problem=str(exc))


def _bound_pair(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """A UDP and a TCP socket on the same port, which the system chooses when it is 0."""
    for _ in range(50):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UDP_BUFFER_BYTES)
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UDP_BUFFER_BYTES)
            udp.bind((host, port))
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tcp.bind((host, udp.getsockname()[1]))
        except OSError:
            udp.close()
            tcp.close()
            if port:
                raise
            continue
        udp.setblocking(False)
        tcp.setblocking(False)
        return udp, tcp
    raise OSError("no port is free for both UDP and TCP")
