"""What https changes in answers: cookies that are never sent in clear, and how long browsers remember it."""

from __future__ import annotations

import dataclasses
import datetime
import ipaddress
from pathlib import Path

import pytest

from lur.cli.certificates import server_files
from lur.features.accounts.throttle import LIMITS
from lur.web.security import STRICT_TRANSPORT
from web.house import House, browser

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("address", "told", "sealed"),
    [("127.0.0.1", "https", True), ("127.0.0.1", "http", False), ("192.0.2.7", "https", False)],
    ids=["by a proxy here", "in clear", "by a stranger"],
)
async def test_a_proxy_here_says_how_it_was_reached(
    house: House, address: str, told: str, sealed: bool
) -> None:
    """A program that sends no origin gets a sealed cookie when the proxy on this machine speaks https."""
    body = {"account": "maja", "password": house.passwords["maja"]}
    async with browser(house.services, address) as client:
        del client.headers["origin"]
        answer = await client.post("/api/sign-in", json=body, headers={"x-forwarded-proto": told})
    assert answer.status_code == 200
    assert ("Secure" in answer.headers["set-cookie"]) is sealed


async def test_a_proxy_elsewhere_is_believed_when_it_is_named(house: House) -> None:
    """A named network may speak for others: guessers behind it are told apart; its neighbours may not."""
    named = (ipaddress.ip_network("10.0.0.0/30"),)
    house.services.config = dataclasses.replace(house.services.config, proxies=named)
    free, _ = LIMITS["address"]
    told: dict[str, list[int]] = {}
    for peer in ("10.0.0.2", "10.0.0.9"):
        async with browser(house.services, peer) as proxy:
            for number in range(free + 1):
                headers = {"x-forwarded-for": f"203.0.113.{number}", "x-forwarded-proto": "https"}
                body = {"account": f"a{number}", "password": "wrong"}
                answer = await proxy.post("/api/sign-in", json=body, headers=headers)
                told.setdefault(peer, []).append(answer.status_code)
    assert set(told["10.0.0.2"]) == {401}
    assert told["10.0.0.9"][-1] == 429


async def test_https_for_good_is_said_with_own_certificates_alone(house: House) -> None:
    """A certificate that Lur made itself may be given up again; browsers must not insist then."""
    assert "strict-transport-security" not in (await house.client.get("/")).headers
    house.services.config = dataclasses.replace(house.services.config, only_by_tls=True)
    for path in ("/", "/api/health", "/no/such"):
        answer = await house.client.get(path)
        assert answer.headers["strict-transport-security"] == STRICT_TRANSPORT


async def test_only_the_authority_is_handed_out(house: House, tmp_path: Path) -> None:
    """Without an authority there is no such page; with one: its certificate, and never its key."""
    assert (await house.client.get("/trust")).status_code == 404
    assert (await house.client.get("/trust/lur.crt")).status_code == 404
    server_files(tmp_path, ("localhost",), datetime.datetime.now(datetime.UTC))
    house.services.config = dataclasses.replace(house.services.config, trust=tmp_path / "ca.crt")
    page = await house.client.get("/trust", headers={"accept-language": "nb-NO"})
    assert (page.status_code, 'lang="nb"' in page.text) == (200, True)
    file = await house.client.get("/trust/lur.crt")
    assert file.content == (tmp_path / "ca.crt").read_bytes()
    assert file.headers["content-type"] == "application/x-x509-ca-cert"
    for path in ("/trust/ca.key", "/static/../keys/ca.key"):
        assert b"PRIVATE" not in (await house.client.get(path)).content
