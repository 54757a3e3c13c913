"""A page that was tampered with: the session of a signed-in person, and whatever its owner likes to say."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from journeys.browser import password
from journeys.house import House

DESK = "forged-desk-01"


@dataclass
class Forger:
    """A session of a demo account, by HTTP."""

    house: House
    cookie: str

    @classmethod
    def signed_in(cls, house: House, account: str) -> Forger:
        """Sign in as any page does."""
        body = {"account": account, "password": password(house, account)}
        status, headers, _ = cls(house, "").send("POST", "/api/sign-in", body)
        assert status == 200, status
        return cls(house, headers["set-cookie"].partition(";")[0])

    def send(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, str], Any]:
        """Status, headers and answer of a request; a body of bytes goes as it is."""
        where = f"127.0.0.1:{self.house.http_port}"
        connection = http.client.HTTPConnection(where, timeout=60)
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"content-type": "application/json", "accept-language": "en"}
        if self.cookie:
            headers |= {"cookie": self.cookie, "origin": f"http://{where}"}
        try:
            connection.request(method, path, None if body is None else raw, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, told, json.loads(text) if text else None

    def code(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """Status and stable code of a refusal."""
        status, _, answer = self.send(method, path, body)
        return status, answer["code"]

    @contextlib.contextmanager
    def socket(self) -> Iterator[ForgedSocket]:
        """The live socket, before ``hello``."""
        where = f"127.0.0.1:{self.house.http_port}"
        headers = {"cookie": self.cookie}
        with connect(
            f"ws://{where}/api/live", origin=f"http://{where}", additional_headers=headers, max_size=None
        ) as connection:
            yield ForgedSocket(connection)


@dataclass
class ForgedSocket:
    """One live socket and all that it has told."""

    connection: ClientConnection
    number: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)

    def say(self, kind: str, **fields: object) -> int:
        """Say something with the next number; the number."""
        self.number += 1
        self.raw(json.dumps({"type": kind, "number": self.number} | fields))
        return self.number

    def raw(self, text: str | bytes) -> None:
        """Send just this."""
        self.connection.send(text)

    def hello(self, desk: str = DESK, *, wants_phone: bool = True) -> None:
        """Introduce a desk that can be a phone."""
        self.say("hello", desk=desk, wants_phone=wants_phone, endpoint="browser", visible=True)

    def wait_for(self, kind: str, *, skip: int = 0, seconds: float = 60.0) -> dict[str, Any]:
        """The first message of a kind after ``skip`` earlier ones."""
        deadline = time.monotonic() + seconds
        while True:
            found = [message for message in self.told if message.get("type") == kind]
            if len(found) > skip:
                return found[skip]
            assert time.monotonic() < deadline, f"no {kind}: {[m.get('type') for m in self.told]}"
            with contextlib.suppress(TimeoutError):
                self.told.append(json.loads(self.connection.recv(timeout=0.2)))

    def offer(self, sdp: str) -> dict[str, Any]:
        """What comes of an offer; one that came too soon after others is made again."""
        for _ in range(100):
            number, seen = self.say("phone_offer", sdp=sdp), len(self.told)
            told = self.next_of("phone_answer", "phone_refused", "complaint", after=seen)
            assert told.get("number", number) == number, told
            if told.get("code") != "too_many":
                return told
            self.next_of("alive", "changes", "ping", "snapshot", after=len(self.told), seconds=1)
        raise AssertionError("offers are refused for ever")

    def next_of(self, *kinds: str, after: int, seconds: float = 60.0) -> dict[str, Any]:
        """The first message of these kinds after so many; empty when under two seconds bring none."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in self.told[after:]:
                if message.get("type") in kinds:
                    return message
            with contextlib.suppress(TimeoutError):
                self.told.append(json.loads(self.connection.recv(timeout=0.2)))
        assert seconds < 2, f"none of {kinds}: {[m.get('type') for m in self.told]}"
        return {}

    def complaints(self, count: int) -> list[str]:
        """The codes of the first ``count`` complaints."""
        self.wait_for("complaint", skip=count - 1)
        return [message["code"] for message in self.told if message.get("type") == "complaint"]

    def closes(self, *, seconds: float = 60.0) -> int:
        """Wait until the server closes the socket; its code."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                self.connection.recv(timeout=0.2)
            except TimeoutError:
                continue
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006
        raise AssertionError("the socket stays open")
