"""One live socket, as desks see it: who is on it, what it may still say, and what waits to be sent.

A page is not trusted more than a stranger with its cookie would be: it speaks for its own agent and for one
desk, its numbers rise, and it may not say much. Nothing that it does not read is kept for long.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import msgspec

from lur.core.ids import AgentId, DeskId, Instant
from lur.features.accounts.model import Account
from lur.features.accounts.passwords import digest
from lur.runtime.desk_views import (
    Complaint,
    ComplaintCode,
    DeskDownstream,
    DeskEndpoint,
    DeskRoleName,
    DeskUpstream,
)

WAITING_LIMIT = 200
"""Messages that a page has not read. There is a ping each five seconds, so it has been gone for minutes."""
PATIENCE = 100
"""So many refused messages in a row end the socket."""

_DECODER: msgspec.json.Decoder[DeskUpstream] = msgspec.json.Decoder(DeskUpstream)
_ENCODER = msgspec.json.Encoder()


@dataclass(slots=True)
class Bucket:
    """Lets ``burst`` through at once, and then one each ``every_ms``."""

    burst: int
    every_ms: int
    empty_at: Instant = 0
    """Until when the past is paid for."""

    def take(self, now: Instant) -> bool:
        """Whether one more may come now."""
        start = max(self.empty_at, now - self.burst * self.every_ms)
        if start + self.every_ms > now:
            return False
        self.empty_at = start + self.every_ms
        return True


@dataclass(slots=True, eq=False)
class DeskLine:
    """An open socket. ``over``: it shall be closed. ``doubted``: its session should be looked at again."""

    account: Account
    token: str
    """The session's, or the program's."""
    desk_id: DeskId | None = None
    told: tuple[DeskRoleName, DeskEndpoint, int] | None = None
    """The role it was told, and in which period, since passwords of TURN servers end."""
    ping_at: Instant = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    doubted: asyncio.Event = field(default_factory=asyncio.Event)
    said: Bucket = field(default_factory=lambda: Bucket(30, 100))
    offered: Bucket = field(default_factory=lambda: Bucket(6, 1_000))
    _number: int = 0
    _refused: int = 0
    _waiting: deque[bytes] = field(default_factory=deque)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def agent_id(self) -> AgentId | None:
        """Whose desk it can be."""
        return self.account.agent_id

    @property
    def names(self) -> tuple[str, ...]:
        """By what a session that ends may be known: see ``Accounts.ended``."""
        return (digest(self.token), self.account.id, self.account.agent_id or "")

    def read(self, text: str, now: Instant) -> DeskUpstream | None:
        """What the page has said, None when it may not have said so; then it was told why."""
        if not self.said.take(now):
            self.complain("too_many")
            return None
        try:
            message = _DECODER.decode(text)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            self.complain("bad_message", str(error)[:200])
            return None
        if message.number <= self._number:
            self.complain("old_number", str(message.number))
            return None
        self._number = message.number
        return message

    def accepted(self) -> None:
        """What it said last was in order."""
        self._refused = 0

    def complain(self, code: ComplaintCode, detail: str = "") -> None:
        """What was said did nothing. Whoever goes on like that is no page of ours."""
        self._refused += 1
        if self._refused > PATIENCE:
            self.over.set()
            return
        self.send(Complaint(code=code, detail=detail))

    def send(self, message: DeskDownstream) -> None:
        """Say something to the page."""
        self.send_encoded(_ENCODER.encode(message))

    def send_encoded(self, message: bytes) -> None:
        """The same, with what was encoded for many."""
        if len(self._waiting) >= WAITING_LIMIT:
            self.over.set()
            return
        self._waiting.append(message)
        self._news.set()

    async def messages(self) -> AsyncIterator[str]:
        """What is to be sent, for ever."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                yield self._waiting.popleft().decode()


def encoded(message: DeskDownstream) -> bytes:
    """A message for many lines."""
    return _ENCODER.encode(message)
