"""What https changes in answers: cookies that are never sent in clear, and how long browsers remember it."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from lur.cli.certificates import server_files
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
