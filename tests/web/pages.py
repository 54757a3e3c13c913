"""A page of an agent's on the live socket of a real server, and a voice edge that only listens."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import httpx
from tests.runtime.centres import until
from tests.web.house import House, browser
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from lur.adapters.voice.browser_link import BrowserLink
from lur.adapters.voice.protocol import (
    BrowserAnswer,
    BrowserEcho,
    BrowserHealth,
    BrowserLeft,
    BrowserOffer,
    MediaHealth,
    Telemetry,
)
from lur.core.ids import AgentId, DeskId
from lur.core.values import Hindrance
from lur.runtime.publisher import Publisher
from lur.web.security import COOKIE

DESK = "desk-0001"


class Page:
    """One tab. It answers pings with its ``audio`` unless ``mute``."""

    def __init__(self, socket: ClientConnection, desk: str) -> None:
        self.heard: list[dict[str, Any]] = []
        self.desk = desk
        self.audio = "up"
        self.mute = False
        self.number = 0
        self.closed: int | None = None
        self._socket = socket
        self._task = asyncio.create_task(self._listen())

    async def say(self, kind: str, **fields: Any) -> None:
        """One message, with the next number."""
        self.number += 1
        await self._socket.send(json.dumps({"type": kind, "number": self.number} | fields))

    async def say_raw(self, text: str | bytes) -> None:
        """Anything."""
        await self._socket.send(text)

    async def hello(self, **fields: Any) -> None:
        """Say who it is, and wait for the role."""
        told = {"desk": self.desk, "wants_phone": True, "endpoint": "browser", "visible": True} | fields
        known = len(self.all_of("desk")) + len(self.all_of("complaint"))
        await self.say("hello", **told)
        await until(lambda: len(self.all_of("desk")) + len(self.all_of("complaint")) > known)

    async def pulse(self, audio: str, ping: int = 0) -> None:
        """Say how it is."""
        self.audio = audio
        await self.say("pulse", ping=ping, audio=audio, visible=True, lag_ms=0)

    async def leave(self) -> None:
        """Close the tab."""
        await self._socket.close()
        await asyncio.gather(self._task, return_exceptions=True)

    def all_of(self, kind: str) -> list[dict[str, Any]]:
        """What it was told of this kind."""
        return [message for message in self.heard if message["type"] == kind]

    @property
    def role(self) -> str:
        """The last role it was told."""
        roles = self.all_of("desk")
        return roles[-1]["role"] if roles else ""

    def complaints(self) -> list[str]:
        """The codes it was told."""
        return [each["code"] for each in self.all_of("complaint")]

    async def until_role(self, role: str) -> None:
        """Wait until it is this."""
        await until(lambda: self.role == role)

    async def until_complaint(self, code: str) -> None:
        """Wait for it."""
        await until(lambda: code in self.complaints())

    async def until_closed(self) -> int:
        """Wait for the end; the code."""
        return await until(lambda: self.closed) or 0

    async def _listen(self) -> None:
        try:
            while True:
                message = json.loads(await self._socket.recv())
                self.heard.append(message)
                if message["type"] == "ping" and not self.mute:
                    with contextlib.suppress(ConnectionClosed):
                        await self.pulse(self.audio, message["number"])
        except ConnectionClosed as end:
            self.closed = end.rcvd.code if end.rcvd is not None else 1006


class FakeEdge:
    """What ``VoiceLink`` is to desks, with an edge that remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[BrowserOffer | BrowserLeft | BrowserEcho] = []
        self.is_up = True
        self.browsers = BrowserLink(self._send)
        self.changes: Publisher[Any] = Publisher()
        self.telemetry: Telemetry | None = None

    def _send(self, message: BrowserOffer | BrowserLeft | BrowserEcho) -> bool:
        if self.is_up:
            self.told.append(message)
        return self.is_up

    def all_of(self, kind: type[Any]) -> list[Any]:
        """What it was told of this kind."""
        return [message for message in self.told if isinstance(message, kind)]

    async def answers(self, sdp: str = "answer", code: str = "", **changed: Any) -> None:
        """Answer the newest offer."""
        offer: BrowserOffer = (await until(lambda: self.all_of(BrowserOffer)))[-1]
        about = {"agent_id": offer.agent_id, "desk_id": offer.desk_id, "number": offer.number} | changed
        self.browsers.heard(BrowserAnswer(**about, sdp=sdp, code=code))

    def knows(self, *desks: tuple[str, str, bool]) -> None:
        """Say which desks it has: agent, desk, whether sound gets through."""
        browsers = tuple(
            BrowserHealth(agent_id=AgentId(agent), desk_id=DeskId(desk), up=up) for agent, desk, up in desks
        )
        self.telemetry = Telemetry(
            trunks=(), phones=(), media=MediaHealth(up=True), counters={}, browsers=browsers
        )
        self.changes.publish(self)


async def open_page(client: httpx.AsyncClient, address: str, desk: str = DESK) -> Page:
    """A tab of whoever is signed in at ``client``; it has not said hello."""
    headers = {"cookie": f"{COOKIE}={client.cookies[COOKIE]}", "origin": f"http://{address}"}
    return Page(await connect(f"ws://{address}/api/live", additional_headers=headers), desk)


async def sign_in_anew(house: House, account: str = "maja") -> httpx.AsyncClient:
    """Another session of an account."""
    client = browser(house.services)
    body = {"account": account, "password": house.passwords[account]}
    assert (await client.post("/api/sign-in", json=body)).status_code == 200
    return client


def hindrance(house: House, agent: str = "101") -> Hindrance | None:
    """What the centre knows of an agent."""
    return house.services.centre.state.agents[AgentId(agent)].hindrance


def presence(house: House, agent: str = "101") -> str:
    """An agent's presence in the centre."""
    return house.services.centre.state.agents[AgentId(agent)].presence
