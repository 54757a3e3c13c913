"""One message is one POST of a form (``from``, ``to``, ``message``) with basic authentication: 46elks' shape,
which other gateways offer too.

https only, but for a gateway on this machine. No redirect is followed, since it would carry the number and
the secret elsewhere; of the answer only the status counts. Nothing is logged here: the address of a customer
and what is written to them are nobody's but theirs.
"""

from __future__ import annotations

import asyncio
import base64
import http.client
import ssl
import urllib.parse
from pathlib import Path

import msgspec

from lur.ports import TextsUnavailable

TIMEOUT_S = 10.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SENDER_LENGTH = 20


class BadGateway(ValueError):
    """The gateway cannot be used as it was told: its text says why."""


class Gateway(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages are handed over. ``secret`` is ``user:password``; ``sender`` is what recipients see."""

    host: str
    port: int
    path: str
    tls: bool
    sender: str
    secret: str = ""

    def __repr__(self) -> str:
        return f"Gateway({self.host}:{self.port})"


def gateway(url: str, sender: str, secret_file: Path | None) -> Gateway:
    """The gateway at ``url``. Raises ``BadGateway``."""
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadGateway("the address must be like https://api.example.net/sms") from error
    host = parts.hostname or ""
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.fragment:
        raise BadGateway("the address must be like https://api.example.net/sms")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise BadGateway("http is for a gateway on this machine; elsewhere it must be https")
    if not 0 < len(sender) <= SENDER_LENGTH:
        raise BadGateway("the sender is a number or a name of at most 20 characters")
    return Gateway(
        host=host,
        port=port or (443 if parts.scheme == "https" else 80),
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        tls=parts.scheme == "https",
        sender=sender,
        secret=_secret(secret_file),
    )


def _secret(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadGateway(f"{file} cannot be read") from error
    if ":" not in secret:
        raise BadGateway(f"{file} must hold one line, USER:PASSWORD")
    return secret


class HttpTexts:
    """A ``Texts`` at ``gateway``. Requests run in a thread, so the loop never waits for them."""

    def __init__(self, gateway: Gateway, timeout_s: float = TIMEOUT_S) -> None:
        self._gateway = gateway
        self._timeout_s = timeout_s

    async def send(self, number: str, text: str) -> None:
        """See ``Texts.send``."""
        try:
            status = await asyncio.to_thread(self._post, number, text)
        except (OSError, http.client.HTTPException) as error:
            raise TextsUnavailable("unreachable") from error
        if status in (401, 403, 407):
            raise TextsUnavailable("not_allowed")
        if status == 429 or status >= 500:
            raise TextsUnavailable("busy")
        if not 200 <= status < 300:
            raise TextsUnavailable("refused")

    def _post(self, number: str, text: str) -> int:
        to = self._gateway
        form = {"from": to.sender, "to": number, "message": text}
        headers = {"content-type": "application/x-www-form-urlencoded", "connection": "close"}
        if to.secret:
            headers["authorization"] = "Basic " + base64.b64encode(to.secret.encode()).decode()
        connection = self._connection()
        try:
            connection.request("POST", to.path, urllib.parse.urlencode(form), headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        to = self._gateway
        if not to.tls:
            return http.client.HTTPConnection(to.host, to.port, timeout=self._timeout_s)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(to.host, to.port, timeout=self._timeout_s, context=context)
