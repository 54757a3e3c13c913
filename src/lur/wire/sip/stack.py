"""The SIP endpoint without I/O: bytes and time in, events and bytes out.

    stack = SipStack(config, secrets=lookup, token=random_hex)
    stack.receive(data, flow, now)                  # a datagram, or any piece of a stream
    for event in stack.take_events(): ...           # then call verbs on stack.calls, stack.trunks
    for leg in stack.take_changed_legs(): ...       # store stack.calls.export(leg) BEFORE sending
    for out in stack.take_output(): ...             # put the bytes on the wire
    arm one timer for stack.next_deadline(), then stack.handle_deadline(now)

`now` is integer milliseconds of a clock that never goes backwards and, for records to make sense after a restart,
goes on counting over it. `token` returns a new unguessable string (16 hex digits or more) at each call.
No input makes any of these raise.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from lur.wire.sip.calls import Calls
from lur.wire.sip.config import StackConfig
from lur.wire.sip.credentials import SecretLookup
from lur.wire.sip.events import LegId, SipEvent
from lur.wire.sip.flow import Destination, Flow, Outgoing
from lur.wire.sip.registrar import Registrar
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
    """One SIP endpoint. Verbs are on `calls`, `trunks` and `registrar`."""

    calls: Calls
    trunks: Trunks
    registrar: Registrar

    def __init__(self, config: StackConfig, *, secrets: SecretLookup, token: Callable[[], str]) -> None:
        raise NotImplementedError

    def receive(self, data: bytes, flow: Flow, now: int) -> None:
        """Bytes came: one whole datagram for UDP, any piece of the stream for TCP and TLS."""
        raise NotImplementedError

    def connection_closed(self, flow: Flow, now: int) -> None:
        """A stream connection is gone. Calls on it live on; their next request goes to the peer's contact."""
        raise NotImplementedError

    def transport_failed(self, destination: Destination, now: int) -> None:
        """Output could not be sent (refused, unreachable): waiting requests to it fail with a local 503."""
        raise NotImplementedError

    def next_deadline(self) -> int | None:
        """When handle_deadline wants to be called, or None."""
        raise NotImplementedError

    def handle_deadline(self, now: int) -> None:
        """Run all timers that are due."""
        raise NotImplementedError

    def take_events(self) -> tuple[SipEvent, ...]:
        """Events since the last call, in order."""
        raise NotImplementedError

    def take_output(self) -> tuple[Outgoing, ...]:
        """Bytes to send since the last call, in order."""
        raise NotImplementedError

    def take_changed_legs(self) -> tuple[LegId, ...]:
        """Legs whose record changed since the last call: store calls.export(leg), or delete when it is None."""
        raise NotImplementedError

    def take_broken_connections(self) -> tuple[Flow, ...]:
        """Stream connections to close: what came on them is not SIP or is too large to skip."""
        raise NotImplementedError

    def trust(self, host: str) -> None:
        """Never limit or silence this source (a configured trunk)."""
        raise NotImplementedError

    def counts(self) -> Counts:
        """Numbers for metrics."""
        raise NotImplementedError
