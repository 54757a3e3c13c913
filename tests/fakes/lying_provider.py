"""An OpenID provider that can be told to lie: other keys, other claims, no signature, another name.

It speaks just enough HTTP/1.1 for a client on this machine. The honest provider of the tests is a real one
(``oidc-provider``, run by Node); this one makes what a real one never would.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "lur"
SECRET = "a secret / with : signs"
GOOD_CODE = "good-code"


class LyingProvider:
    """``issuer`` is where it listens. Change ``claims``, ``key`` or ``doors`` to make it lie."""

    def __init__(self) -> None:
        self.issuer = ""
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self.shown: list[Any] = [self.key]
        """The keys that it publishes."""
        self.doors: dict[str, Any] = {}
        """What it says of itself beside the usual."""
        self.claims: dict[str, Any] = {}
        """Claims beside, or instead of, the usual; None leaves one out."""
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "first"}
        self.raw_token: str | None = None
        """A whole token instead of one that it signs."""
        self.userinfo: dict[str, Any] = {}
        self.nonce = ""
        self.asked: list[str] = []
        """The paths that were asked for."""
        self.form: dict[str, str] = {}
        """What came with the last code."""

    # --- what it says --------------------------------------------------------------------------------------

    def discovery(self) -> dict[str, Any]:
        """Its doors."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/me",
            "end_session_endpoint": f"{self.issuer}/out",
            **self.doors,
        }

    def id_token(self) -> str:
        """A token for whoever gave the good code."""
        if self.raw_token is not None:
            return self.raw_token
        return self.signed({"nonce": self.nonce} | self.claims)

    def signed(self, claims: dict[str, Any]) -> str:
        """A token that says so."""
        now = int(time.time())
        usual: dict[str, Any] = {
            "iss": self.issuer,
            "sub": "p1",
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "name": "Pia Lund",
            "email": "pia@example.se",
            "email_verified": True,
            "groups": ["kundtjanst"],
        }
        told = {name: value for name, value in (usual | claims).items() if value is not None}
        return jwt.encode(self.header, told, self.key, algorithms=[self.header["alg"]])

    def unsigned(self, claims: dict[str, Any]) -> str:
        """The same with the algorithm ``none``."""
        signed = self.signed({"nonce": self.nonce} | claims).split(".")
        head = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
        return f"{head}.{signed[1]}."

    # --- HTTP ----------------------------------------------------------------------------------------------

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(
                (
                    int(line.split(":")[1])
                    for line in head.lower().splitlines()
                    if line.startswith("content-length")
                ),
                0,
            )
            body = (await reader.readexactly(length)).decode()
            status, answer, more = self._answer(head, body)
            data = json.dumps(answer).encode()
            lines = [
                f"HTTP/1.1 {status} So",
                "content-type: application/json",
                f"content-length: {len(data)}",
            ]
            writer.write("\r\n".join([*lines, *more, "connection: close", "", ""]).encode() + data)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    def _answer(self, head: str, body: str) -> tuple[int, Any, list[str]]:
        path, _, query = head.split(" ")[1].partition("?")
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return 200, self.discovery(), []
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.shown]}, []
        if path == "/token":
            return self._token(head, body)
        if path == "/me":
            return 200, self.userinfo, []
        if path == "/auth":
            asked = dict(parse_qsl(query))
            return 302, {}, [f"location: {asked['redirect_uri']}?error=login_required&state={asked['state']}"]
        return 404, {}, []

    def _token(self, head: str, body: str) -> tuple[int, Any, list[str]]:
        self.form = dict(parse_qsl(body))
        right = base64.b64encode(b"lur:a%20secret%20%2F%20with%20%3A%20signs").decode()
        if f"Basic {right}" not in head:
            return 401, {"error": "invalid_client"}, []
        if self.form.get("code") != GOOD_CODE:
            return 400, {"error": "invalid_grant"}, []
        return 200, {"id_token": self.id_token(), "access_token": "at", "token_type": "Bearer"}, []


@asynccontextmanager
async def lying_provider() -> AsyncIterator[LyingProvider]:
    """One that listens, and is honest so far."""
    provider = LyingProvider()
    server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
    provider.issuer = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield provider


def asked_at(location: str) -> dict[str, str]:
    """What a browser that was sent away asks the provider for."""
    return dict(parse_qsl(urlsplit(location).query))
