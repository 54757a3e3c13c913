"""The SIP side of a phone: one UDP socket, one stack, one timer."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable

from lur.wire import sip


class Endpoint(asyncio.DatagramProtocol):
    """Drives a SIP stack over UDP; ``on_event`` hears what comes of it."""

    def __init__(self, on_event: Callable[[sip.SipEvent], None]) -> None:
        self.host = "127.0.0.1"
        self.port = 0
        self.stack: sip.SipStack
        self._on_event = on_event
        self._transport: asyncio.DatagramTransport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._offset_ms = time.time_ns() // 1_000_000 - time.monotonic_ns() // 1_000_000

    async def open(self, host: str, port: int, user: str) -> None:
        """Bind the port; 0 lets the system choose."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, port))
        self.host, self.port = host, int(self._transport.get_extra_info("sockname")[1])
        config = sip.StackConfig(
            realm=user,
            advertised=(("udp", (host, self.port)),),
            product="Lur softphone",
            contact_user=user,
            session_expires_s=0,
        )
        self.stack = sip.SipStack(config, secrets=lambda name: None, token=lambda: secrets.token_hex(12))

    def close(self) -> None:
        """Let go of the port."""
        if self._timer is not None:
            self._timer.cancel()
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def now(self) -> int:
        """The present instant."""
        return time.monotonic_ns() // 1_000_000 + self._offset_ms

    def turn(self) -> None:
        """Take events, send what is to be sent, arm the timer. Call it after every verb."""
        while events := self.stack.take_events():
            for event in events:
                self._on_event(event)
        self.stack.take_changed_legs()
        for out in self.stack.take_output():
            to = out.destination
            address = to.remote if isinstance(to, sip.Flow) else (to.host, to.port)
            if self._transport is not None:
                self._transport.sendto(out.data, address)
        self._arm()

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        flow = sip.Flow("udp", (self.host, self.port), (str(addr[0]), int(addr[1])))
        self.stack.receive(data, flow, self.now())
        self.turn()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        deadline = self.stack.next_deadline()
        if deadline is not None and self._transport is not None:
            delay_s = max(0, deadline - self.now()) / 1000
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._deadline)

    def _deadline(self) -> None:
        self.stack.handle_deadline(self.now())
        self.turn()
