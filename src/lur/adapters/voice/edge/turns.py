"""Turns: all that happened is taken, acted on, stored, and only then sent.

Nothing that a peer has seen can be unknown to the store after a SIGKILL. Whatever wakes the edge asks for a
turn; several in one round of the loop are one.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Iterator

import msgspec
import structlog

from lur.adapters.voice.edge.transports import Transports
from lur.adapters.voice.edge.wiring import Edge
from lur.wire.sip import Destination, Flow

log = structlog.get_logger("edge")


@contextlib.contextmanager
def survived(what: str) -> Iterator[None]:
    """A bug in serving one event is logged and costs that event only; the other calls talk on."""
    try:
        yield
    except Exception:
        log.exception("event_failed", what=what)


class Turns:
    """Drives the SIP stack: bytes and time in, events to the exchange, bytes out. Idle until ``begin``."""

    def __init__(self) -> None:
        self._edge: Edge | None = None
        self._transports: Transports | None = None
        self._asked = False
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, edge: Edge, transports: Transports) -> None:
        """From now on there is something to drive."""
        self._edge, self._transports = edge, transports

    def end(self) -> None:
        """Nothing is taken, stored or sent any more."""
        self._edge = None
        if self._timer is not None:
            self._timer.cancel()

    def wake(self) -> None:
        """Something happened: a turn, soon."""
        if not self._asked and self._edge is not None:
            self._asked = True
            asyncio.get_running_loop().call_soon(self.turn)

    def receive(self, data: bytes, flow: Flow) -> None:
        """Bytes came from a SIP peer."""
        if self._edge is not None:
            self._edge.house.stack.receive(data, flow, self._edge.house.clock.now())
            self.wake()

    def connection_closed(self, flow: Flow) -> None:
        """A SIP stream is gone."""
        if self._edge is not None:
            self._edge.house.stack.connection_closed(flow, self._edge.house.clock.now())
            self.wake()

    def transport_failed(self, destination: Destination) -> None:
        """SIP bytes could not be sent."""
        if self._edge is not None:
            self._edge.house.stack.transport_failed(destination, self._edge.house.clock.now())
            self.wake()

    def turn(self) -> None:
        """One turn, now."""
        self._asked = False
        edge, transports = self._edge, self._transports
        if edge is None or transports is None:
            return
        stack = edge.house.stack
        while events := stack.take_events():
            for event in events:
                with survived(type(event).__name__):
                    edge.exchange.on_sip(event)
        self._store(edge)
        for out in stack.take_output():
            transports.send(out)
        for flow in stack.take_broken_connections():
            transports.close_connection(flow)
        self._arm(edge)

    def store_all(self, edge: Edge) -> None:
        """Put everything that lives into the store anew, after it had failed."""
        for talk in edge.house.talks:
            edge.house.talks.changed(talk)
        self._store_legs(edge, edge.house.stack.calls.legs())
        edge.house.talks.save()
        edge.house.store.commit()

    def _store(self, edge: Edge) -> None:
        self._store_legs(edge, edge.house.stack.take_changed_legs())
        edge.house.talks.save()
        edge.house.store.commit()

    def _store_legs(self, edge: Edge, legs: Iterable[str]) -> None:
        stack, store = edge.house.stack, edge.house.store
        for leg in legs:
            record = stack.calls.export(leg)
            if record is None:
                store.drop("leg", leg)
            else:
                store.put("leg", leg, msgspec.msgpack.encode(record))

    def _arm(self, edge: Edge) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        deadline = edge.house.stack.next_deadline()
        if deadline is not None:
            delay_s = max(0, deadline - edge.house.clock.now()) / 1000
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._on_deadline)

    def _on_deadline(self) -> None:
        if self._edge is not None:
            self._edge.house.stack.handle_deadline(self._edge.house.clock.now())
            self.wake()
