"""The live socket over a real server: what a page gets, how it goes on, and who is kept out."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import msgspec
import pytest
from tests.web.house import House, application
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lur.cli.webserver import WebServer
from lur.features.accounts.model import SERVICE
from lur.runtime.views import Changes, Snapshot
from lur.web.routes import live_routes
from lur.web.security import COOKIE

pytestmark = pytest.mark.anyio


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """A server on a free port of this machine: HOST:PORT."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = WebServer(application(house.services), listener)
    server.start()
    yield f"127.0.0.1:{listener.getsockname()[1]}"
    server.hurry()
    await server.stop()
    listener.close()


async def cookie_of(house: House) -> str:
    """A session of the agent Maja."""
    return (await house.as_role("agent")).cookies[COOKIE]


async def opened(house: House, address: str, query: str = "", origin: str = "") -> ClientConnection:
    """A page's socket."""
    headers = {"cookie": f"{COOKIE}={await cookie_of(house)}", "origin": origin or f"http://{address}"}
    return await connect(f"ws://{address}/api/live{query}", additional_headers=headers)


async def take(page: ClientConnection) -> Snapshot | Changes:
    """The next snapshot or changes."""
    while True:
        text = await page.recv()
        if msgspec.json.decode(text)["type"] in ("snapshot", "changes"):
            return msgspec.json.decode(text, type=Snapshot | Changes)


async def until_contact(page: ClientConnection, contact: str) -> Changes:
    """Changes, until one that shows the contact with its caller."""
    while True:
        message = await take(page)
        assert isinstance(message, Changes)
        if any(each.id == contact and each.caller.number for each in message.puts.contacts):
            return message


async def read_on(page: ClientConnection) -> None:
    """Read until it ends."""
    while True:
        await page.recv()


async def test_a_page_follows_the_queue(house: House, address: str) -> None:
    """Snapshot first; an arrival comes by itself, with who is calling; another socket resumes behind it."""
    house.services.push.flush()
    async with await opened(house, address) as page:
        snapshot = await take(page)
        assert isinstance(snapshot, Snapshot)
        assert len(snapshot.status.agents) == 10
        await house.arrive("c1")
        seen = await until_contact(page, "c1")
        assert [queue.waiting_count for queue in seen.puts.queues if queue.id == "leverans"] in ([1], [])
    query = f"?run={snapshot.run}&after={snapshot.seq}"
    async with await opened(house, address, query) as again:
        first = await take(again)
        assert isinstance(first, Changes)
        assert first.seq == snapshot.seq + 1


async def test_strangers_get_no_socket(house: House, address: str) -> None:
    """Neither without a session nor from another site's page."""
    with pytest.raises(InvalidStatus):
        await connect(f"ws://{address}/api/live", additional_headers={"origin": f"http://{address}"})
    with pytest.raises(InvalidStatus):
        await opened(house, address, origin="http://evil.test")


async def test_signing_out_ends_the_socket(
    house: House, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket does not outlive its session."""
    monkeypatch.setattr(live_routes, "SESSION_LOOK_S", 0.01)
    async with await opened(house, address) as page:
        await take(page)
        await (await house.as_role("agent")).post("/api/sign-out")
        with pytest.raises(ConnectionClosed) as closed:
            await read_on(page)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


async def test_a_useless_token_ends_its_socket(
    house: House, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program whose token was taken away does not go on listening."""
    monkeypatch.setattr(live_routes, "SESSION_LOOK_S", 0.01)
    token, secret = await house.services.tokens.add("wallboard", SERVICE, ["see_status"])
    headers = {"authorization": f"Bearer {secret}"}
    async with await connect(f"ws://{address}/api/live", additional_headers=headers) as program:
        await take(program)
        await house.services.tokens.remove(token.id)
        with pytest.raises(ConnectionClosed) as closed:
            await read_on(program)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


async def test_rubbish_does_nothing(house: House, address: str) -> None:
    """A page that says nonsense is told so, and its socket goes on; too much at once ends it."""
    async with await opened(house, address) as page:
        await take(page)
        await page.send("rubbish")
        await page.send(b"\x00\xff")
        await house.arrive("c1")
        assert await until_contact(page, "c1")
        await page.send("x" * 2_000_000)
        with pytest.raises(ConnectionClosed):
            await read_on(page)
