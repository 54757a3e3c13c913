"""The SIP endpoint without I/O: bytes and time in, events and bytes out.

    stack = SipStack(config, secrets=lookup, token=random_hex)
    stack.receive(data, flow, now)                  # a datagram, or any piece of a stream
    for event in stack.take_events(): ...           # then call verbs on stack.calls, stack.trunks
    for leg in stack.take_changed_legs(): ...       # store stack.calls.export(leg) BEFORE sending
    for out in stack.take_output(): ...             # put the bytes on the wire
    arm one timer for stack.next_deadline(), then stack.handle_deadline(now)

`now` is integer milliseconds of a clock that never goes backwards and, for records to make sense after a
restart, goes on counting over it. `token` returns a new unguessable string (16 hex digits or more) at each
call. No input makes any of these raise.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from lur.wire.sip.calls import CallParts, Calls
from lur.wire.sip.config import StackConfig
from lur.wire.sip.credentials import SecretLookup
from lur.wire.sip.digest import Authenticator
from lur.wire.sip.events import LegId, SipEvent
from lur.wire.sip.flow import Destination, Flow, Outgoing
from lur.wire.sip.front import Front
from lur.wire.sip.guard import Guard
from lur.wire.sip.registrar import Registrar
from lur.wire.sip.shared import Shared
from lur.wire.sip.signs import Signs
from lur.wire.sip.stream import StreamReader
from lur.wire.sip.trunks import Trunks


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What happened since the start, for metrics."""

    received: int = 0
    sent: int = 0
    malformed: int = 0
    too_large: int = 0
    limited: int = 0
    silenced: int = 0
    failed_authentications: int = 0
    open_legs: int = 0
    bindings: int = 0


class SipStack:
    """One SIP endpoint. Verbs are on `calls`, `signs`, `trunks` and `registrar`."""

    calls: Calls
    signs: Signs
    trunks: Trunks
    registrar: Registrar

    def __init__(
        self,
        config: StackConfig,
        *,
        secrets: SecretLookup,
        token: Callable[[], str],
        trusts: Callable[[str], bool] = lambda host: False,
    ) -> None:
        """``trusts`` says which sources are never limited or silenced (configured trunks)."""
        self._shared = Shared(config, token)
        self._guard = Guard(config.limits, trusts)
        authenticator = Authenticator(config, secrets, token() + token())
        self._parts = CallParts(self._shared, self._guard, authenticator)
        self.calls = Calls(self._parts)
        self.signs = Signs(self._shared, self._parts.legs, self._parts.endings)
        self.trunks = Trunks(self._shared)
        self.registrar = Registrar(self._shared)
        self._front = Front(self._shared, self._guard, authenticator, self._parts, self.registrar)
        self._readers: dict[Flow, StreamReader] = {}
        self._broken: list[Flow] = []
        self._sent = 0

    def receive(self, data: bytes, flow: Flow, now: int) -> None:
        """Bytes came: one whole datagram for UDP, any piece of the stream for TCP and TLS."""
        if not flow.reliable:
            self._front.receive(data, flow, now)
            return
        reader = self._readers.get(flow)
        if reader is None:
            reader = self._readers[flow] = StreamReader(self._shared.config.limits.message_bytes)
        framed = reader.feed(data)
        for message in framed.messages:
            self._front.receive(message, flow, now)
        if framed.pongs:
            self._shared.transactions.output.append(Outgoing(flow, b"\r\n"))
        if framed.broken and flow not in self._broken:
            self._front.malformed += 1
            self._broken.append(flow)

    def connection_closed(self, flow: Flow, now: int) -> None:
        """A stream connection is gone. Calls on it live on; their next request goes to the peer's contact."""
        self._readers.pop(flow, None)
        self._parts.connection_closed(flow)
        self.registrar.connection_closed(flow)
        self._shared.transactions.move(flow, now)

    def transport_failed(self, destination: Destination, now: int) -> None:
        """Output could not be sent (refused, unreachable): waiting requests to it fail with a local 503."""
        self._shared.transactions.fail(destination, now)

    def next_deadline(self) -> int | None:
        """When handle_deadline wants to be called, or None."""
        return self._shared.timers.next_deadline()

    def handle_deadline(self, now: int) -> None:
        """Run all timers that are due."""
        self._shared.timers.run(now)

    def take_events(self) -> tuple[SipEvent, ...]:
        """Events since the last call, in order."""
        events = tuple(self._shared.events)
        self._shared.events.clear()
        return events

    def take_output(self) -> tuple[Outgoing, ...]:
        """Bytes to send since the last call, in order."""
        output = tuple(self._shared.transactions.output)
        self._shared.transactions.output.clear()
        self._sent += len(output)
        return output

    def take_changed_legs(self) -> tuple[LegId, ...]:
        """Legs whose record changed since the last call: store calls.export(leg), or delete if None."""
        changed = tuple(self._shared.changed)
        self._shared.changed.clear()
        return changed

    def take_broken_connections(self) -> tuple[Flow, ...]:
        """Stream connections to close: what came on them is not SIP or is too large to skip."""
        broken = tuple(self._broken)
        self._broken.clear()
        return broken

    def counts(self) -> Counts:
        """Numbers for metrics."""
        return Counts(
            received=self._front.received,
            sent=self._sent,
            malformed=self._front.malformed,
            too_large=self._front.too_large,
            limited=self._guard.limited,
            silenced=self._guard.silenced,
            failed_authentications=self._front.failed_authentications,
            open_legs=len(self._parts.legs.by_id),
            bindings=self.registrar.count(),
        )
