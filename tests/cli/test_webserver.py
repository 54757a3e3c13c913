"""The web server's patience: whoever holds a connection without asking anything is let go."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from lur.cli import webserver
from lur.cli.webserver import WebServer

LIMIT_S = 10
ASK = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture
def anyio_backend() -> str:
    """asyncio."""
    return "asyncio"


async def app(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
    """Answers everything, once the request has come whole."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@asynccontextmanager
async def serving() -> AsyncIterator[int]:
    """A server; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        server = WebServer(app, listener)
        server.start()
        yield listener.getsockname()[1]
        await server.stop()


@pytest.mark.anyio
@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nHo",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
        ASK + b"GET",
    ],
    ids=["nothing", "headers", "body", "second request"],
)
async def test_an_unfinished_request_ends(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing at all, half the headers, half a body, or half of a second request: the connection ends."""
    monkeypatch.setattr(webserver, "REQUEST_S", 0.3)
    async with serving() as port, asyncio.timeout(LIMIT_S):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(begun)
        await _until_closed(reader)
        writer.close()


@pytest.mark.anyio
async def test_an_answered_connection_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between requests it may rest longer than a request may take."""
    monkeypatch.setattr(webserver, "REQUEST_S", 0.2)
    async with serving() as port, asyncio.timeout(LIMIT_S):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):
            writer.write(ASK)
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 204")
            await _until_rested()
        writer.close()


@pytest.mark.anyio
async def test_an_answer_does_not_wait_for_its_own_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written goes out at once on every loop: a body is not held until the head is acknowledged."""
    let_in: list[Any] = []

    class Seen(webserver._Request):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            let_in.append(transport.get_extra_info("socket"))
            super().connection_made(transport)

    monkeypatch.setattr(webserver, "_Request", Seen)
    async with serving() as port, asyncio.timeout(LIMIT_S):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(ASK)
        await reader.readuntil(b"\r\n\r\n")
        assert let_in[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        writer.close()


async def _until_closed(reader: asyncio.StreamReader) -> None:
    with suppress(ConnectionResetError):
        while await reader.read(4096):
            pass


async def _until_rested() -> None:
    """Longer than a request may take."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + 0.5
    while loop.time() < ends:
        await asyncio.sleep(0.1)
