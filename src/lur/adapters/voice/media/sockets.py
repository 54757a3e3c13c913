"""The UDP sockets of a leg, and who may speak through them.

Each leg has a *door*, bound and open to all, and, once its phone has been heard, a *main* socket on the
same port that is connected to the phone. The kernel gives the phone's packets to the connected one (no
look-up of ours in the packet path) and everybody else's to the door, where strangers are counted and a
phone whose NAT gave it a new address is recognised.
"""

from __future__ import annotations

import secrets
import select
import socket
from collections import deque
from collections.abc import Callable

from lur.adapters.voice.media.leg import LAW_OF, Leg, Transmit
from lur.adapters.voice.media.plane import Plane, Refusal
from lur.adapters.voice.media.protocol import Address
from lur.wire.rtp.keys import DEFAULT_EVENT_PAYLOAD
from lur.wire.rtp.packet import HEADER_BYTES, MAX_AUDIO_BYTES, parse

DOOR_BUFFER_BYTES = 16 * 1024
MAIN_BUFFER_BYTES = 256 * 1024
DOOR_READS = 4
FORMER_REFUSED_MS = 1000
"""How long after a new SDP address the old source's last packets must not be taken for the new phone's
first.
"""


class Sockets:
    """Opens, connects and closes the legs' sockets."""

    def __init__(self, plane: Plane, packet_arrived: Callable[[Leg, bytes], None]) -> None:
        self._plane = plane
        self._packet_arrived = packet_arrived
        options = plane.options
        first = options.first_port + options.first_port % 2
        self._free: deque[int] = deque(range(first, options.last_port + 1, 2))
        self._free.rotate(-secrets.randbelow(len(self._free)))
        self.address_changed: Callable[[Leg], None] = lambda leg: None
        """Called after `leg.transmit` has changed."""

    def open_door(self, wanted_port: int | None) -> socket.socket:
        """A socket on this port, or on the free one that was used longest ago (even ports only: RTCP has
        the odd). They begin anywhere, so that phones and browsers that still send to a plane that was
        killed do not meet the first new leg.
        """
        if wanted_port is not None:
            try:
                door = self._bind(wanted_port)
            except (OSError, OverflowError) as error:
                raise Refusal("port_taken", str(error)) from error
            if wanted_port in self._free:
                self._free.remove(wanted_port)
            return door
        for _ in range(len(self._free)):
            port = self._free.popleft()
            try:
                return self._bind(port)
            except OSError:
                self._free.append(port)
        raise Refusal("no_free_port")

    def register(self, leg: Leg) -> None:
        """Begin to listen at the door."""
        self._plane.by_door[leg.door.fileno()] = leg
        self._plane.epoll.register(leg.door.fileno(), select.EPOLLIN)

    def close(self, leg: Leg) -> None:
        """Give up the leg's sockets and its port."""
        self._close_main(leg)
        fd = leg.door.fileno()
        if self._plane.by_door.pop(fd, None) is not None:
            self._plane.epoll.unregister(fd)
        leg.door.close()
        options = self._plane.options
        if options.first_port <= leg.port <= options.last_port:
            self._free.append(leg.port)

    def set_remote(self, leg: Leg, remote: Address | None) -> None:
        """Where SDP says that the phone is; a changed address forgets the latched source. `Refusal`
        bad_address.
        """
        self.check(remote)
        if remote == leg.remote:
            self.renew_transmit(leg)
            return
        leg.remote = remote
        if remote is None or remote != leg.latched:
            leg.former, leg.former_until_ms = leg.latched, self._plane.now_ms + FORMER_REFUSED_MS
            leg.latched = None
            self._close_main(leg)
        self.renew_transmit(leg)

    def check(self, remote: Address | None) -> None:
        """Raises `Refusal` bad_address for what is not an IPv4 address and port."""
        if remote is None:
            return
        try:
            socket.inet_pton(socket.AF_INET, remote.host)
        except (OSError, ValueError) as error:
            raise Refusal("bad_address", remote.host) from error
        if not 0 <= remote.port < 65536:
            raise Refusal("bad_address", f"{remote.host}:{remote.port}")

    def renew_transmit(self, leg: Leg) -> None:
        """Recompute how packets are sent to the phone."""
        leg.transmit = self._transmit(leg)
        self.address_changed(leg)

    def knock(self, leg: Leg) -> None:
        """Somebody is at the door: the phone for the first time, the phone from a new address, or a
        stranger.
        """
        for _ in range(DOOR_READS):
            try:
                datagram, source = leg.door.recvfrom(2048)
            except BlockingIOError:
                return
            except OSError:
                continue
            address = Address(source[0], source[1])
            if self._is_phone(leg, address, datagram):
                self._latch(leg, address)
                self._packet_arrived(leg, datagram)
            else:
                leg.strangers += 1
                self._plane.strangers += 1

    def _is_phone(self, leg: Leg, source: Address, datagram: bytes) -> bool:
        packet = parse(datagram)
        if packet is None or len(datagram) > HEADER_BYTES + MAX_AUDIO_BYTES:
            return False
        known = (leg.event_payload, DEFAULT_EVENT_PAYLOAD)
        if packet.payload_type not in LAW_OF and packet.payload_type not in known:
            return False
        if source in (leg.latched, leg.remote):
            return True
        if leg.latched is None:
            return source != leg.former or self._plane.now_ms >= leg.former_until_ms
        silent_ms = self._plane.now_ms - (leg.heard_ms or 0)
        same = packet.ssrc == leg.ssrc_in or source.host == leg.latched.host
        return same and silent_ms >= self._plane.options.relatch_after_ms

    def _latch(self, leg: Leg, address: Address) -> None:
        if leg.main is None:
            leg.main = self._open_main(leg)
            leg.recv_into = leg.main.recv_into
            self._plane.by_main[leg.main.fileno()] = leg
            self._plane.epoll.register(leg.main.fileno(), select.EPOLLIN)
        leg.main.connect((address.host, address.port))
        if leg.latched != address:
            leg.latched = address
            self._plane.log.info("latched", leg=leg.leg_id, source=f"{address.host}:{address.port}")
        self.renew_transmit(leg)

    def _open_main(self, leg: Leg) -> socket.socket:
        main = _udp_socket(MAIN_BUFFER_BYTES)
        leg.door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        main.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            main.bind((self._plane.options.bind, leg.port))
        finally:
            for one in (leg.door, main):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        return main

    def _close_main(self, leg: Leg) -> None:
        if leg.main is None:
            return
        fd = leg.main.fileno()
        del self._plane.by_main[fd]
        self._plane.epoll.unregister(fd)
        leg.main.close()
        leg.main = None

    def _bind(self, port: int) -> socket.socket:
        door = _udp_socket(DOOR_BUFFER_BYTES)
        try:
            door.bind((self._plane.options.bind, port))
        except (OSError, OverflowError):
            door.close()
            raise
        return door

    def _transmit(self, leg: Leg) -> Transmit | None:
        if not leg.direction.sends:
            return None
        if leg.main is not None:
            return leg.main.send
        if leg.remote is None or leg.remote.port == 0:
            return None
        door, target = leg.door, (leg.remote.host, leg.remote.port)
        return lambda packet: door.sendto(packet, target)


def _udp_socket(buffer_bytes: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.setblocking(False)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
    opened.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0xB8)
    return opened
