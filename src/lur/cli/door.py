"""The https port's door: TLS for those who speak it, a way to the right address for those who do not.

Whoever types ``http://`` before the name of an https port would otherwise see a connection that breaks. The
first byte is looked at without taking it: a TLS handshake begins with 0x16, anything else is told where the
page is and goes no further.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import Callable

FIRST_BYTE_S = 10.0
REQUEST_LIMIT_BYTES = 4096
HANDSHAKE = b"\x16"
MOST_AT_THE_DOOR = 500
"""How many may stand there without having said anything; then the one who came first must leave, so that a
crowd of the silent keeps nobody out."""
AGAIN_S = 0.2

_REQUEST = re.compile(rb"(GET|HEAD) (/[!-~]{0,1000}) HTTP/1\.[01]\r\n", re.ASCII)
_HOST = re.compile(rb"\r\nhost: *([A-Za-z0-9.:\[\]-]{1,255})\r\n", re.IGNORECASE)


class Door:
    """Lets connections in, from the moment it is made until ``close``."""

    def __init__(
        self, listener: socket.socket, protocol: Callable[[], asyncio.Protocol], context: ssl.SSLContext
    ) -> None:
        self._listener = listener
        self._protocol = protocol
        self._context = context
        self._guests: dict[asyncio.Task[None], None] = {}
        self._accepting = asyncio.get_running_loop().create_task(self._accept())

    def close(self) -> None:
        """Let nobody in any more."""
        for task in (self._accepting, *self._guests):
            task.cancel()

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self._listener)
            except OSError:  # Too many open files, or a guest who has left already.
                await asyncio.sleep(AGAIN_S)
                continue
            if len(self._guests) >= MOST_AT_THE_DOOR:
                next(iter(self._guests)).cancel()
            guest = loop.create_task(self._receive(connection))
            self._guests[guest] = None
            guest.add_done_callback(self._leave)

    def _leave(self, guest: asyncio.Task[None]) -> None:
        self._guests.pop(guest, None)

    async def _receive(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        try:
            async with asyncio.timeout(FIRST_BYTE_S):
                first = await _peek(connection)
                if first[:1] != HANDSHAKE:
                    await _point_the_way(connection)
                    return
        except (OSError, TimeoutError):
            connection.close()
            return
        except asyncio.CancelledError:
            connection.close()
            raise
        await self._let_in(connection)

    async def _let_in(self, connection: socket.socket) -> None:
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                self._protocol, connection, ssl=self._context, ssl_handshake_timeout=FIRST_BYTE_S
            )
        except OSError:  # The handshake failed; the browser tells its person why.
            connection.close()


async def _peek(connection: socket.socket) -> bytes:
    """What has come, left where it is. Raises OSError when nothing will."""
    loop = asyncio.get_running_loop()
    there: asyncio.Future[None] = loop.create_future()
    loop.add_reader(connection, _done, there)
    try:
        await there
    finally:
        loop.remove_reader(connection)
    first = connection.recv(1, socket.MSG_PEEK)
    if not first:
        raise ConnectionError("left without a word")
    return first


def _done(there: asyncio.Future[None]) -> None:
    if not there.done():
        there.set_result(None)


async def _point_the_way(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    asked = b""
    while b"\r\n\r\n" not in asked and len(asked) < REQUEST_LIMIT_BYTES:
        more = await loop.sock_recv(connection, REQUEST_LIMIT_BYTES)
        if not more:
            break
        asked += more
    await loop.sock_sendall(connection, answer_to(asked))
    connection.shutdown(socket.SHUT_WR)
    connection.close()


def answer_to(asked: bytes) -> bytes:
    """What a plain HTTP request is told: the same address by https, or that https is spoken here."""
    request, host = _REQUEST.match(asked), _HOST.search(asked)
    if request is None or host is None:
        return _answer("400 Bad Request", b"This port speaks https only.\n")
    address = b"https://" + host[1] + request[2]
    return _answer("307 Temporary Redirect", b"The page is at " + address + b"\n", b"Location: " + address)


def _answer(status: str, text: bytes, *more: bytes) -> bytes:
    lines = [
        f"HTTP/1.1 {status}".encode(),
        b"Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(text)}".encode(),
        b"Connection: close",
        *more,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + text
