"""Posting to real servers on this machine: good ones, silent ones, and those that lead elsewhere."""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.fakes.post_target import PostTarget

from lur.adapters.webhooks.addresses import is_public
from lur.adapters.webhooks.http_poster import READ_BYTES, HttpPoster
from lur.ports import PostFailed

pytestmark = pytest.mark.anyio

NAME = "hook.test"


@pytest.fixture
async def target() -> AsyncIterator[PostTarget]:
    """A server that answers 204."""
    made = PostTarget()
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def poster() -> AsyncIterator[HttpPoster]:
    """One that may ask this machine."""
    made = HttpPoster(allow_private=True)
    yield made
    await made.close()


async def failed(poster: HttpPoster, url: str) -> str:
    """Why a post failed."""
    with pytest.raises(PostFailed) as caught:
        await poster.post(url, {}, b"{}")
    return caught.value.reason


async def test_a_message_arrives_as_it_is(poster: HttpPoster, target: PostTarget) -> None:
    """Body to the byte, headers, and the host that was named."""
    posted = await poster.post(f"{target.url}?a=1", {"webhook-id": "w1.7"}, b'{"a": 1}')
    assert posted.status == 204
    assert target.got[0].body == b'{"a": 1}'
    assert target.got[0].headers["webhook-id"] == "w1.7"
    assert target.got[0].headers["host"] in target.url


async def test_a_target_that_hangs_is_given_up(target: PostTarget) -> None:
    """It never answers; we do not wait for ever."""
    target.answer = None
    poster = HttpPoster(allow_private=True, whole_s=0.2)
    assert await failed(poster, target.url) == "timed_out"
    await poster.close()


async def test_a_target_that_drips_is_given_up(target: PostTarget) -> None:
    """An answer that never ends counts as none: the limit is on the whole."""
    target.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\nx"

    async def hold(*_: Any) -> None:
        await asyncio.Event().wait()

    serve = target._answer

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer)
        await hold()

    target._answer = answer  # type: ignore[method-assign]
    poster = HttpPoster(allow_private=True, whole_s=0.2)
    assert await failed(poster, target.url) == "timed_out"
    await poster.close()


async def test_only_the_beginning_of_an_answer_is_read(poster: HttpPoster, target: PostTarget) -> None:
    """However much a target sends."""
    target.say(500, "x" * 200_000)
    posted = await poster.post(target.url, {}, b"{}")
    assert (posted.status, len(posted.text)) == (500, READ_BYTES)


async def test_a_redirect_is_not_followed(poster: HttpPoster, target: PostTarget) -> None:
    """It could lead to where nobody may be sent."""
    other = PostTarget()
    await other.open()
    target.say(302, "", f"location: {other.url}")
    assert (await poster.post(target.url, {}, b"{}")).status == 302
    assert other.got == []
    await other.close()


async def test_a_target_may_ask_us_to_wait(poster: HttpPoster, target: PostTarget) -> None:
    """In seconds; a date is not read."""
    target.say(429, "", "retry-after: 120")
    assert (await poster.post(target.url, {}, b"{}")).retry_after_s == 120
    target.say(429, "", "retry-after: Wed, 21 Oct 2026 07:28:00 GMT")
    assert (await poster.post(target.url, {}, b"{}")).retry_after_s is None


async def test_nobody_there_and_nonsense_are_told_apart(poster: HttpPoster, target: PostTarget) -> None:
    """No server, a server that speaks something else, a name that nobody has."""
    target.answer = b"SSH-2.0-OpenSSH\r\n"
    assert await failed(poster, target.url) == "bad_answer"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert await failed(poster, f"http://127.0.0.1:{port}/") == "unreachable"
    assert await failed(poster, "http://nobody.invalid/") == "unknown_host"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://user:pw@example.com/",
        "https://example.com/#part",
        "https:///nothing",
        "example.com",
        "https://[::1",
        "https://exa\u0000mple.com/",
    ],
)
def test_only_plain_https_addresses_may_be_asked(url: str) -> None:
    """Refused when they are written down."""
    with pytest.raises(PostFailed) as caught:
        HttpPoster().check(url)
    assert caught.value.reason == "bad_address"


_PRIVATE = """
127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 ::
fe80::1 fc00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:1:2:3:4:5:6 ff02::1
2001:db8::1 fe80::1%eth0
"""
PRIVATE = _PRIVATE.split()


@pytest.mark.parametrize("address", PRIVATE)
def test_our_own_network_is_never_asked(address: str) -> None:
    """This machine, the local network, a cloud's own data, and each of them inside an IPv6 address."""
    assert not is_public(address)
    with pytest.raises(PostFailed):
        HttpPoster().check(f"https://[{address}]/" if ":" in address else f"https://{address}/")


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_the_open_internet_may_be_asked(address: str) -> None:
    """So the rule does not refuse everything."""
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1"])
async def test_a_name_for_this_machine_is_refused_when_it_is_looked_up(host: str) -> None:
    """However it is written."""
    poster = HttpPoster()
    assert await failed(poster, f"https://{host}/") in ("private_address", "unknown_host")
    await poster.close()


async def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the connection is made to the address that was looked at: a name cannot change in between."""

    async def found(*_: Any, **__: Any) -> list[Any]:
        return [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
    poster = HttpPoster()
    assert await failed(poster, "https://two.test/") == "private_address"
    await poster.close()


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for ``NAME`` alone, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return pem, secret


async def test_the_certificate_must_be_for_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although the connection is made to an address: the right name is accepted, another one is not."""
    pem, key = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    target = PostTarget()
    server = await asyncio.start_server(target._serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]

    async def found(*_: Any, **__: Any) -> list[Any]:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
    poster = HttpPoster(allow_private=True)
    assert (await poster.post(f"https://{NAME}:{port}/", {}, b"{}")).status == 204
    assert target.got[0].headers["host"] == f"{NAME}:{port}"
    assert await failed(poster, f"https://other.test:{port}/") == "bad_certificate"
    await poster.close()
    server.close()
