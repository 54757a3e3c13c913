"""A leg whose phone is a browser: its one UDP socket, and what comes through it.

For the rest of the plane it is a leg as any other: `receive` gives the packet loop clear RTP in the loop's
own buffer, `send` takes clear RTP. Around that lives the connection, made of ICE-lite, DTLS and SRTP. A new
page on the same leg makes a new connection beside the old one, which goes on until the new one can speak;
bridge, mix and recording notice nothing.

The socket stays unconnected, so that a browser that changes its network loses no packet.
"""

from __future__ import annotations

from typing import Literal

from lur.adapters.voice.media.dtls import Dtls, DtlsState, is_dtls
from lur.adapters.voice.media.ice import Ice, Source, Ways
from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.plane import Plane
from lur.adapters.voice.media.protocol import Address, BrowserPath
from lur.adapters.voice.media.routing import Router
from lur.adapters.voice.media.srtp import Cover, Forged
from lur.wire import stun
from lur.wire.rtp.packet import HEADER_BYTES

READ_BYTES = 2048
CHECK_SILENCE_MS = 6000
"""Chromium checks every 2.5 s; two lost ones are not yet a lost path."""
HANDSHAKE_MS = 30_000
DTLS_DATAGRAMS_A_LOOK = 40
"""How much work a browser may make with DTLS between two looks; a handshake needs about five datagrams."""
KEPT_CREDENTIALS = 2


class Connection:
    """One page's connection: from its offer until another page's takes its place."""

    def __init__(self, dtls: Dtls, fingerprint: str) -> None:
        self.dtls = dtls
        self.fingerprint = fingerprint
        self.began_ms = 0
        self.credentials: list[Ice] = []
        self.ways = Ways()
        self.allowance = DTLS_DATAGRAMS_A_LOOK
        self.shaking = False

    @property
    def is_usable(self) -> bool:
        """Its DTLS is done, or may still be."""
        return self.dtls.state in (DtlsState.SHAKING, DtlsState.DONE)

    def renew(self, ufrag: str, password: str) -> None:
        """Credentials for a new offer; the ones before stay valid until the browser uses the new."""
        if not self.credentials or self.credentials[0].browsers != (ufrag, password):
            self.credentials = [Ice(ufrag, password), *self.credentials][:KEPT_CREDENTIALS]

    def may_shake(self, plane: Plane) -> bool:
        """Not too many handshakes at once: a browser that has to wait asks again."""
        if self.shaking or self.dtls.state is not DtlsState.SHAKING:
            return True
        if plane.handshakes >= plane.options.most_handshakes:
            return False
        self.shaking = True
        plane.handshakes += 1
        return True

    def end_shaking(self, plane: Plane) -> None:
        """Its handshake is over, one way or another."""
        if self.shaking:
            self.shaking = False
            plane.handshakes -= 1

    def is_silent(self, now_ms: int) -> bool:
        """No valid check for long."""
        checked_ms = self.ways.checked_ms
        return checked_ms is None or now_ms - checked_ms > CHECK_SILENCE_MS


class Browser:
    """The browser of one leg. `current` carries the sound; `coming` is being made."""

    def __init__(self, plane: Plane, router: Router, leg: Leg) -> None:
        self._plane = plane
        self._router = router
        self._leg = leg
        self._receive = leg.door.recvfrom
        self._send = leg.door.sendto
        self._cover: Cover | None = None
        self._path: Source | None = None
        self.current: Connection | None = None
        self.coming: Connection | None = None
        self.is_up = False

    @property
    def connections(self) -> list[Connection]:
        """The newest first."""
        return [one for one in (self.coming, self.current) if one is not None]

    def receive(self, buffer: bytearray) -> int:
        """Take one datagram; the length of the clear packet that is now in the buffer, 0 when there is none.

        Raises OSError as a socket does.
        """
        datagram, source = self._receive(READ_BYTES)
        if len(datagram) >= HEADER_BYTES and 128 <= datagram[0] < 192:
            cover = self._cover
            if cover is None or 192 <= datagram[1] <= 223:
                return 0
            try:
                packet = cover.open(datagram)
            except Forged:
                self._count_stranger()
                return 0
            if packet is None:
                return 0
            length = len(packet)
            buffer[:length] = packet
            return length
        self._take_other(datagram, source)
        return 0

    def send(self, packet: bytes | bytearray | memoryview) -> int:
        """Send a clear packet under cover. Raises OSError as a socket does."""
        if self._cover is None or self._path is None:
            return 0
        datagram = self._cover.close(bytes(packet))
        return 0 if datagram is None else self._send(datagram, self._path)

    def expect(self, connection: Connection) -> None:
        """An offer was answered for this connection: it is the one that counts from now on."""
        connection.began_ms = self._plane.now_ms
        if self.coming is not None and self.coming is not connection:
            self.coming.end_shaking(self._plane)
        self.coming = None if connection is self.current else connection

    def look(self, now_ms: int) -> None:
        """What time brings: lost flights again, handshakes given up, checks that are missed."""
        for connection in self.connections:
            connection.allowance = DTLS_DATAGRAMS_A_LOOK
            if connection.shaking and connection.ways.path is not None:
                self._say(connection.dtls.handle_timer(), connection.ways.path)
                self._after_dtls(connection)
        if self.coming is not None and now_ms - self.coming.began_ms > HANDSHAKE_MS:
            self._give_up(self.coming, "took_too_long")
        self._tell()

    def close(self) -> None:
        """The leg goes away: let the page know."""
        for connection in self.connections:
            self._say_goodbye(connection)

    def _take_other(self, datagram: bytes, source: Source) -> None:
        kind = datagram[0] if datagram else 255
        if kind < 4:
            self._take_check(datagram, source)
        elif 20 <= kind < 64 and is_dtls(datagram):
            self._take_dtls(datagram, source)
        else:
            self._count_stranger()

    def _take_check(self, datagram: bytes, source: Source) -> None:
        try:
            message = stun.parse(datagram)
        except stun.StunError:
            self._count_stranger()
            return
        if message.kind != stun.BINDING_REQUEST:
            return
        for connection in self.connections:
            for at, ice in enumerate(connection.credentials):
                check = ice.check(message, source)
                if check is not None:
                    self._send(check.answer, source)
                    self._passed(connection, source, at, check.chosen)
                    return
        self._count_stranger()

    def _passed(self, connection: Connection, source: Source, generation: int, chosen: bool) -> None:
        """After an ICE restart, the choice that counts is the one made with the new credentials."""
        if generation == 0 and chosen:
            del connection.credentials[1:]
        moved = connection.ways.passed(source, chosen and generation == 0, self._plane.now_ms)
        if connection is self.current:
            if moved:
                self._follow(source)
            self._tell()

    def _take_dtls(self, datagram: bytes, source: Source) -> None:
        for connection in self.connections:
            if source in connection.ways:
                break
        else:
            self._count_stranger()
            return
        if connection.allowance <= 0 or not connection.may_shake(self._plane):
            return
        connection.allowance -= 1
        self._say(connection.dtls.feed(datagram), source)
        self._after_dtls(connection)

    def _after_dtls(self, connection: Connection) -> None:
        state = connection.dtls.state
        if state is DtlsState.SHAKING:
            return
        connection.end_shaking(self._plane)
        if state is DtlsState.DONE and connection is self.coming:
            self._take_over(connection)
        elif state is DtlsState.FAILED and connection is self.coming:
            self._give_up(connection, connection.dtls.failure)
        elif state is DtlsState.CLOSED and connection is self.current:
            self._cover = None
            self._tell()

    def _take_over(self, connection: Connection) -> None:
        """The new connection can speak: sound goes through it from here on, as a new stream."""
        keys = connection.dtls.keys
        assert keys is not None
        if self.current is not None:
            self._say_goodbye(self.current)
        self.current, self.coming = connection, None
        self._cover = Cover(keys)
        self._router.restart_stream(self._leg)
        self.is_up = False
        if connection.ways.path is not None:
            self._follow(connection.ways.path)
        self._plane.log.info("browser_connected", leg=self._leg.leg_id, profile=keys.profile.decode())
        self._tell()

    def _follow(self, path: Source) -> None:
        self._path = path
        self._leg.latched = Address(*path)
        self._plane.log.info("latched", leg=self._leg.leg_id, source=f"{path[0]}:{path[1]}")

    def _give_up(self, connection: Connection, reason: str) -> None:
        """The credentials are forgotten with it: whoever still has them is a stranger."""
        connection.end_shaking(self._plane)
        if connection is self.coming:
            self.coming = None
        self._plane.log.warning("browser_refused", leg=self._leg.leg_id, reason=reason)

    def _say_goodbye(self, connection: Connection) -> None:
        connection.end_shaking(self._plane)
        if connection.ways.path is not None:
            self._say(connection.dtls.close(), connection.ways.path)

    def _tell(self) -> None:
        """Say whether the path is up, when that has changed."""
        current = self.current
        up = (
            current is not None
            and current.dtls.state is DtlsState.DONE
            and not current.is_silent(self._plane.now_ms)
        )
        if up == self.is_up:
            return
        self.is_up = up
        self._leg.transmit = self.send if up else None
        self._router.address_changed(self._leg)
        state: Literal["up", "down"] = "up" if up else "down"
        self._plane.emit(BrowserPath(self._leg.leg_id, state))

    def _say(self, datagrams: list[bytes], path: Source) -> None:
        for datagram in datagrams:
            try:
                self._send(datagram, path)
            except OSError:
                return

    def _count_stranger(self) -> None:
        self._leg.strangers += 1
        self._plane.strangers += 1
