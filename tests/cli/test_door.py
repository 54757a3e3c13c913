"""The https port's door: what those who speak plain HTTP to it are told."""

from __future__ import annotations

import asyncio
import socket
import ssl

import pytest

from lur.cli import door
from lur.cli.door import Door, answer_to

LIMIT_S = 10


@pytest.fixture
def anyio_backend() -> str:
    """asyncio."""
    return "asyncio"


@pytest.mark.parametrize("method", [b"GET", b"HEAD"])
def test_a_page_by_http_is_pointed_to_https(method: bytes) -> None:
    """The same address, path and query kept."""
    told = answer_to(method + b" /#/desk?x=1 HTTP/1.1\r\nHost: 192.168.1.5:8080\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 307 ")
    assert b"\r\nLocation: https://192.168.1.5:8080/#/desk?x=1\r\n" in told


@pytest.mark.parametrize(
    "asked",
    [
        b"POST /api/session HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET //evil HTTP/1.1\r\nHost: a b\r\n\r\n",
        b"GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a/@evil\r\n\r\n",
        b"\x00\x01\x02",
        b"",
    ],
)
def test_anything_else_is_told_what_is_spoken(asked: bytes) -> None:
    """No redirect is made of what is not a plain request, and nothing of it is repeated."""
    told = answer_to(asked)
    assert told.startswith(b"HTTP/1.1 400 ")
    assert b"Location" not in told
    assert b"https only" in told


@pytest.mark.anyio
async def test_a_crowd_of_the_silent_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """More stand at the door than there is room for, and say nothing: the first of them must leave, and
    somebody who speaks is answered."""
    monkeypatch.setattr(door, "MOST_AT_THE_DOOR", 3)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        open_door = Door(listener, asyncio.Protocol, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
        port = listener.getsockname()[1]
        async with asyncio.timeout(LIMIT_S):
            silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(10)]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert (await reader.read()).startswith(b"HTTP/1.1 307")
            assert await silent[0][0].read() == b""
        open_door.close()
        for _, other in (*silent, (reader, writer)):
            other.close()
