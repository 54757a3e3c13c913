"""One POST to somebody else's server: by https, to an address that was looked at, for a few seconds, and with
a glance at the answer.

httpx because its h11 reads hostile answers well, and because a request may name the address to connect to
apart from the host that its certificate must be for. Connections are not kept: one that was made for a host
is never used for another behind the same address.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Mapping

import httpx

from lur.adapters.webhooks.addresses import is_literal, is_public
from lur.ports import Posted, PostFailed, PostFault

CONNECT_S = 5.0
WHOLE_S = 15.0
READ_BYTES = 4_096
"""So much of an answer is read."""
MOST_ADDRESSES = 3
AGENT = "Lur webhooks"


class HttpPoster:
    """A ``Poster``. ``allow_private``: servers of our own network may be asked too, and by http."""

    def __init__(self, *, allow_private: bool = False, whole_s: float = WHOLE_S) -> None:
        self._allow_private = allow_private
        self._whole_s = whole_s
        self._client: httpx.AsyncClient | None = None

    def check(self, url: str) -> None:
        """See ``Poster.check``."""
        self._parsed(url)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """See ``Poster.post``."""
        parsed = self._parsed(url)
        try:
            async with asyncio.timeout(self._whole_s):
                return await self._post(parsed, headers, body, await self._addresses(parsed))
        except (TimeoutError, httpx.TimeoutException) as error:
            raise PostFailed("timed_out") from error
        except httpx.TransportError as error:
            raise PostFailed(_reason(error)) from error

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.aclose()

    def _parsed(self, url: str) -> httpx.URL:
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise PostFailed("bad_address") from error
        schemes = ("https", "http") if self._allow_private else ("https",)
        if parsed.scheme not in schemes or not parsed.host or parsed.userinfo or parsed.fragment:
            raise PostFailed("bad_address")
        if is_literal(parsed.host) and not self._may_ask(parsed.host):
            raise PostFailed("private_address")
        return parsed

    async def _addresses(self, url: httpx.URL) -> list[str]:
        """What the host's name stands for now. Raises ``PostFailed``: unknown_host, private_address."""
        host, port = url.raw_host.decode(), url.port or (443 if url.scheme == "https" else 80)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise PostFailed("unknown_host") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not all(self._may_ask(each) for each in addresses):
            raise PostFailed("private_address")
        return addresses[:MOST_ADDRESSES]

    def _may_ask(self, address: str) -> bool:
        return self._allow_private or is_public(address)

    async def _post(
        self, url: httpx.URL, headers: Mapping[str, str], body: bytes, addresses: list[str]
    ) -> Posted:
        for number, address in enumerate(addresses):
            try:
                return await self._post_to(address, url, headers, body)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if number == len(addresses) - 1 or _is_about_trust(error):
                    raise
        raise PostFailed("unknown_host")

    async def _post_to(self, address: str, url: httpx.URL, headers: Mapping[str, str], body: bytes) -> Posted:
        client = self._opened()
        request = client.build_request(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers={**headers, "host": url.netloc.decode()},
            extensions={"sni_hostname": url.raw_host.decode()},
        )
        answer = await client.send(request, stream=True)
        try:
            text = await _beginning(answer)
        finally:
            await answer.aclose()
        return Posted(status=answer.status_code, text=text, retry_after_s=_retry_after_s(answer))

    def _opened(self) -> httpx.AsyncClient:
        """Made when it is first needed: reading the system's certificates takes a while."""
        if self._client is None:
            self._client = httpx.AsyncClient(
                verify=ssl.create_default_context(),
                trust_env=False,
                follow_redirects=False,
                timeout=httpx.Timeout(self._whole_s, connect=CONNECT_S),
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
                headers={"user-agent": AGENT, "accept": "*/*", "accept-encoding": "identity"},
            )
        return self._client


async def _beginning(answer: httpx.Response) -> str:
    read = b""
    async for chunk in answer.aiter_raw():
        read += chunk[: READ_BYTES - len(read)]
        if len(read) >= READ_BYTES:
            break
    text = read.decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _retry_after_s(answer: httpx.Response) -> int | None:
    named = answer.headers.get("retry-after", "")
    return int(named) if named.isascii() and named.isdigit() and len(named) < 8 else None


def _reason(error: httpx.TransportError) -> PostFault:
    if _is_about_trust(error):
        return "bad_certificate"
    if isinstance(error, httpx.RemoteProtocolError | httpx.DecodingError):
        return "bad_answer"
    return "unreachable"


def _is_about_trust(error: BaseException | None) -> bool:
    """Whether the certificate was the reason, somewhere below."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
