"""SIP on TCP and TLS: where one message ends and the next begins (RFC 3261 18.3), and keep-alives (RFC 5626
4.4.1).
"""

from __future__ import annotations

import re

import msgspec

_LENGTH = re.compile(
    rb"(?:^|\n)[ \t]*(?:content-length|l)[ \t]*:[ \t\r\n]*(\d{1,9})[ \t]*(?=\r?(?:\n|\Z))", re.I
)
_PING = b"\r\n\r\n"


class Framed(msgspec.Struct, frozen=True):
    """What came out of a piece of stream: messages, pongs owed, and whether to close it."""

    messages: tuple[bytes, ...]
    pongs: int
    broken: bool


class StreamReader:
    """Cuts one connection's bytes into messages. Holds at most `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._broken = False

    def feed(self, data: bytes) -> Framed:
        """Add bytes, take out what is whole. After `broken` nothing more comes out."""
        messages: list[bytes] = []
        pongs = 0
        if not self._broken:
            self._buffer += data
        while not self._broken:
            pongs += self._strip_pings()
            end = self._message_end()
            if end is None:
                break
            messages.append(bytes(self._buffer[:end]))
            del self._buffer[:end]
        if self._broken:
            self._buffer.clear()
        return Framed(tuple(messages), pongs, self._broken)

    def _strip_pings(self) -> int:
        pongs = 0
        while self._buffer.startswith(_PING):
            del self._buffer[: len(_PING)]
            pongs += 1
        if not _PING.startswith(bytes(self._buffer[:4])):
            while self._buffer.startswith((b"\r", b"\n")):
                del self._buffer[:1]
        return pongs

    def _message_end(self) -> int | None:
        gap = self._buffer.find(b"\r\n\r\n")
        if gap <= 0:
            self._broken = self._broken or len(self._buffer) > self._limit
            return None
        lengths = {int(number) for number in _LENGTH.findall(self._buffer[:gap])}
        end = gap + 4 + (lengths.pop() if len(lengths) == 1 else 0)
        if end > self._limit or lengths:
            self._broken = True
            return None
        return end if len(self._buffer) >= end else None
