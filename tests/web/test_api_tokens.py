"""Tokens of programs: what they may, for how long, and what happens when they are taken back."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from unittest.mock import AsyncMock

import httpx
import pytest
from tests.web.house import House, application
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from lur.cli.webserver import WebServer
from lur.core.events import RecordingKept
from lur.core.ids import DAY_MS, ContactId, RecordingId
from lur.features.accounts.model import SERVICE
from lur.runtime import clock as clock_module
from lur.web.routes import contact_routes

pytestmark = pytest.mark.anyio


async def made(house: House, *scopes: str, **more: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """A token by the administrator, and the headers of a program that has it."""
    admin = await house.as_role("admin")
    answer = await admin.post("/api/tokens", json={"name": "board", "scopes": scopes, **more})
    assert answer.status_code == 201, answer.text
    new = answer.json()
    return new["token"], {"authorization": f"Bearer {new['secret']}", "origin": ""}


async def test_a_token_may_what_its_scopes_name_and_no_more(house: House) -> None:
    """Its maker may everything; it does not."""
    token, headers = await made(house, "see_status", "see_contacts")
    assert token["scopes"] == ["see_status", "see_contacts"]
    assert (await house.client.get("/api/status", headers=headers)).status_code == 200
    refused = await house.client.get("/api/accounts", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    me = (await house.client.get("/api/me", headers=headers)).json()
    assert set(me["permissions"]) == {"public", "own_account", "see_status", "see_contacts"}


async def test_nobody_gives_more_than_they_may(house: House) -> None:
    """Neither what their role lacks nor what is a person's alone; and programs give nothing."""
    admin = await house.as_role("admin")
    for scope in ("own_account", "public"):
        answer = await admin.post("/api/tokens", json={"name": "x", "scopes": [scope]})
        assert (answer.status_code, answer.json()["code"]) == (403, "more_than_you_may")
    _, headers = await made(house, "manage_api")
    answer = await house.client.post(
        "/api/tokens", json={"name": "x", "scopes": ["see_status"]}, headers=headers
    )
    assert answer.json()["code"] == "more_than_you_may"
    answer = await house.client.post(
        "/api/tokens", json={"name": "x", "scopes": ["manage_api"]}, headers=headers
    )
    assert answer.json()["code"] == "programs_make_no_tokens"


async def test_a_token_is_never_more_than_its_maker_is_now(house: House) -> None:
    """Whoever loses a role takes it from their tokens; whoever is removed leaves none that work."""
    admin = await house.as_role("admin")
    new = {"account": "kim", "display_name": "Kim", "role": "admin"}
    assert (await admin.post("/api/accounts", json=new)).status_code == 201
    kim = next(each for each in await house.services.accounts.everybody() if each.login == "kim")
    token, secret = await house.services.tokens.add("kims", kim, ["see_status", "manage_accounts"])
    headers = {"authorization": f"Bearer {secret}", "origin": ""}
    assert (await house.client.get("/api/accounts", headers=headers)).status_code == 200
    await admin.post("/api/accounts/kim/remove")
    assert (await house.client.get("/api/status", headers=headers)).status_code == 401
    rows = (await admin.get("/api/tokens")).json()
    assert [(each["state"], each["scopes"]) for each in rows if each["id"] == token.id] == [
        ("maker_gone", [])
    ]


async def test_an_account_of_ones_own_is_a_persons(house: House) -> None:
    """A program has no password to change and no session to end."""
    _, headers = await made(house, "see_status")
    for path in ("/api/sign-out", "/api/password", "/api/me/language"):
        answer = await house.client.post(path, json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_for_programs"), path


async def test_a_token_decides_of_nobody_who_comes_in(house: House) -> None:
    """Else it would make itself an administrator with a password, and outlive being taken back. It reads, and
    ends sessions; the command line of the machine does it all."""
    _, headers = await made(house, "manage_accounts", "manage_settings")
    new = {"account": "eve", "display_name": "Eve", "role": "admin"}
    provider = {"id": "evil", "name": "E", "issuer": "https://e.example", "client_id": "x", "rules": []}
    eve = '[accounts.eve]\ndisplay_name = "Eve"\nrole = "admin"\n'
    for path, body in (
        ("/api/accounts", new),
        ("/api/people", {"people": []}),
        ("/api/accounts/admin/new-password", None),
        ("/api/accounts/maja/change", {"role": "admin"}),
        ("/api/accounts/maja/remove", None),
        ("/api/accounts/maja/break-glass", {"on": True}),
        ("/api/accounts/maja/reset-second-factor", None),
        ("/api/sign-on/providers", provider),
        ("/api/sign-on/providers/evil/remove", None),
        ("/api/sign-on/policy", {"only_providers": False}),
        ("/api/settings/import", {"text": f"{await exported(house, headers)}\n{eve}"}),
    ):
        answer = await house.client.post(path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_for_programs"), path
    assert await house.services.accounts.by_login("eve") is None
    file = (await exported(house, headers)).replace('en = "Demo', 'en = "Another demo', 1)
    kept = await house.client.post("/api/settings/import", json={"text": file}, headers=headers)
    assert kept.status_code == 200, kept.text
    for path in ("/api/accounts", "/api/accounts/safety", "/api/sign-on/settings"):
        assert (await house.client.get(path, headers=headers)).status_code == 200, path
    assert (await house.client.post("/api/accounts/maja/end-sessions", headers=headers)).status_code == 200
    token = (house.services.config.data / "run" / "token").read_text().strip()
    machine = {"authorization": f"Bearer {token}", "origin": ""}
    assert (await house.client.post("/api/accounts", json=new, headers=machine)).status_code == 201


async def exported(house: House, headers: dict[str, str]) -> str:
    """The file as a program reads it."""
    return (await house.client.get("/api/settings/file", headers=headers)).text


async def test_a_token_runs_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """At its time; and none is made that is over already."""
    admin = await house.as_role("admin")
    now = house.services.clock.now()
    past = {"name": "x", "scopes": ["see_status"], "expires_at": now}
    assert (await admin.post("/api/tokens", json=past)).json()["code"] == "token_over_already"
    token, headers = await made(house, "see_status", expires_at=now + DAY_MS)
    assert (await house.client.get("/api/status", headers=headers)).status_code == 200
    moved = clock_module.SteadyClock.now
    monkeypatch.setattr(clock_module.SteadyClock, "now", lambda clock: moved(clock) + DAY_MS)
    assert (await house.client.get("/api/status", headers=headers)).status_code == 401
    rows = await house.services.tokens.all()
    assert [each.expires_at for each in rows if each.id == token["id"]] == [now + DAY_MS]


async def test_one_sees_when_a_token_was_last_used(house: House) -> None:
    """To the minute; None before its first request."""
    admin = await house.as_role("admin")
    token, headers = await made(house, "see_status")
    assert token["used_at"] is None
    await house.client.get("/api/status", headers=headers)
    (row,) = [each for each in (await admin.get("/api/tokens")).json() if each["id"] == token["id"]]
    assert abs(row["used_at"] - house.services.clock.now()) < 60_000
    assert row["made_by"]
    assert "secret" not in row


async def test_a_token_that_is_taken_back_ends_at_once(house: House) -> None:
    """The very next request is a stranger's."""
    admin = await house.as_role("admin")
    token, headers = await made(house, "see_status")
    assert (await house.client.get("/api/status", headers=headers)).status_code == 200
    await admin.post(f"/api/tokens/{token['id']}/remove")
    assert (await house.client.get("/api/status", headers=headers)).status_code == 401
    assert (await admin.post(f"/api/tokens/{token['id']}/remove")).json()["code"] == "unknown_token"


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


async def read_on(program: ClientConnection) -> None:
    """Read until it ends; sooner than the look that is made now and then."""
    async with asyncio.timeout(25):
        while True:
            await program.recv()


async def test_an_open_socket_ends_with_its_token(house: House, address: str) -> None:
    """Without waiting for the look that is made now and then."""
    token, secret = await house.services.tokens.add("wall", SERVICE, ["see_status"])
    headers = {"authorization": f"Bearer {secret}"}
    async with await connect(f"ws://{address}/api/live", additional_headers=headers) as program:
        await program.recv()
        await house.services.tokens.remove(token.id)
        with pytest.raises(ConnectionClosed) as closed:
            await read_on(program)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


class Sound:
    """A recording of which much is still to be sent."""

    length = 10_000


async def read_all(address: str, headers: dict[str, str], seen: Callable[[], Awaitable[None]]) -> bytes:
    """Play the recording; ``seen`` is called after each part."""
    got = b""
    async with (
        httpx.AsyncClient(base_url=f"http://{address}", headers=headers) as program,
        program.stream("GET", "/api/contacts/c1/recording") as answer,
    ):
        assert answer.status_code == 200
        async for chunk in answer.aiter_raw():
            got += chunk
            await seen()
    return got


async def test_a_stream_ends_with_its_token(
    house: House, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was being sent breaks off, so that nobody takes it for whole."""
    go_on = asyncio.Event()
    kept = RecordingKept(
        at=1,
        contact_id=ContactId("c1"),
        recording_id=RecordingId("r1"),
        sha256="",
        started_at=1,
        duration_ms=1,
    )

    async def parts(*_: Any) -> AsyncIterator[bytes]:
        yield b"x" * 1_000
        await go_on.wait()
        for _ in range(9):
            yield b"x" * 1_000

    monkeypatch.setattr(contact_routes, "kept_of", AsyncMock(return_value=[kept]))
    monkeypatch.setattr(contact_routes, "wav_bytes", parts)
    monkeypatch.setattr(house.services.recordings, "open", AsyncMock(return_value=Sound()))
    monkeypatch.setattr(house.services.recordings, "write_down", AsyncMock())
    token, secret = await house.services.tokens.add("copy", SERVICE, ["play_recordings"])

    async def take_back() -> None:
        if not go_on.is_set():
            await house.services.tokens.remove(token.id)
            go_on.set()

    with pytest.raises(httpx.RemoteProtocolError):
        await read_all(address, {"authorization": f"Bearer {secret}"}, take_back)
