"""One call of a phone, as the person who holds it sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal, Protocol

from lur.adapters.voice.phone.sound import PhoneSound
from lur.wire import sdp

State = Literal["calling", "ringing", "talking", "over"]


class CallEnded(Exception):
    """The call is over; ``status`` is the SIP status that refused it, or 0 when somebody hung up."""

    def __init__(self, status: int) -> None:
        super().__init__(f"call is over ({status})" if status else "call is over")
        self.status = status


class Line(Protocol):
    """What a call asks of its phone."""

    def answer(self, call: PhoneCall) -> None:
        """Pick up."""
        ...

    def hang_up(self, call: PhoneCall, status: int = 0) -> None:
        """End the call; with a status: refuse it."""
        ...

    def reoffer(self, call: PhoneCall, direction: sdp.Direction) -> None:
        """re-INVITE with this direction."""
        ...

    def refer(self, call: PhoneCall, target: str) -> None:
        """Blind transfer."""
        ...


class PhoneCall:
    """A call from its first ring to its end."""

    def __init__(self, line: Line, leg: str, incoming: bool, caller: str = "", caller_name: str = "") -> None:
        self.leg = leg
        self.incoming = incoming
        self.caller = caller
        self.caller_name = caller_name
        self.state: State = "ringing" if incoming else "calling"
        self.status = 0
        """The SIP status that ended it before it was answered."""
        self.referral = 0
        """The newest status of a transfer that was asked for."""
        self.agreed_changes = 0
        self.refused_changes = 0
        self.sound = PhoneSound()
        self.offer: sdp.Session | None = None
        self.version = 1
        self._line = line
        self._changed = asyncio.Event()

    def became(self, state: State, status: int = 0) -> None:
        """The phone tells the call what it is now."""
        self.state = state
        self.status = status or self.status
        self.changed()

    def changed(self) -> None:
        """Wake whoever waits for something about this call."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, what: Callable[[PhoneCall], bool], limit_ms: int = 10_000) -> None:
        """Wait for a change of the call. Raises TimeoutError."""
        async with asyncio.timeout(limit_ms / 1000):
            while not what(self):
                await self._changed.wait()

    async def answered(self, limit_ms: int = 10_000) -> None:
        """Wait until both can speak. Raises ``CallEnded``, TimeoutError."""
        await self.until(lambda call: call.state in ("talking", "over"), limit_ms)
        if self.state == "over":
            raise CallEnded(self.status)

    async def over(self, limit_ms: int = 10_000) -> None:
        """Wait until it is over. Raises TimeoutError."""
        await self.until(lambda call: call.state == "over", limit_ms)

    def answer(self) -> None:
        """Pick up."""
        self._line.answer(self)

    def hang_up(self) -> None:
        """End it, whatever its state."""
        self._line.hang_up(self)

    def refuse(self, status: int) -> None:
        """Say no while it rings."""
        self._line.hang_up(self, status)

    def hold(self, held: bool) -> None:
        """Put the other side on hold by re-INVITE, or come back."""
        self._line.reoffer(self, "sendonly" if held else "sendrecv")

    def transfer(self, target: str) -> None:
        """Give the other side to another address (REFER)."""
        self._line.refer(self, target)
