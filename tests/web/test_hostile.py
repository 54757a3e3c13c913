"""What a stranger or a careless program may send: each gets its answer, and nothing of it does harm."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.web.house import House, browser

from lur.core import events as e
from lur.features import Refused
from lur.features.accounts.throttle import LIMITS, Throttle
from lur.features.recordings.model import Sound
from lur.web.payloads import common as payloads
from lur.web.proxies import FORWARDED
from lur.web.routes.contact_routes import RANGE, _span
from lur.web.security import COOKIE

pytestmark = pytest.mark.anyio

LOCAL = {"host": "localhost:8080"}


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "null", "", "http://lur.test.evil"])
async def test_a_strange_origin_is_refused(house: House, origin: str) -> None:
    """Whatever is not our own page's address is another site, and never a fault."""
    body = {"account": "maja", "password": house.passwords["maja"]}
    answer = await house.client.post("/api/sign-in", json=body, headers={"origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


async def test_deep_json_is_a_bad_request(house: House) -> None:
    """Nesting beyond reason costs its sender a 400, not us a fault."""
    headers = {"content-type": "application/json"}
    answer = await house.client.post("/api/sign-in", content=b"[" * 100_000, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("header", FORWARDED)
async def test_whoever_comes_through_a_proxy_is_not_on_this_machine(house: House, header: str) -> None:
    """A proxy here asks from loopback, and its visitor may call the host localhost."""
    async with browser(house.services, "127.0.0.1") as local:
        assert (await local.get("/metrics", headers=LOCAL)).status_code == 200
        assert (await local.get("/metrics", headers={**LOCAL, header: "192.0.2.7"})).status_code == 401


async def test_guessers_behind_a_proxy_are_told_apart(house: House) -> None:
    """One who guesses through the proxy locks nobody else out; what a visitor claims is not believed."""
    free, _ = LIMITS["address"]
    async with browser(house.services, "127.0.0.1") as proxy:
        for number in range(free):
            headers = {"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"}
            body = {"account": f"a{number}", "password": "wrong"}
            await proxy.post("/api/sign-in", json=body, headers=headers)
        right = {"account": "maja", "password": house.passwords["maja"]}
        refused = await proxy.post("/api/sign-in", json=right, headers={"x-forwarded-for": "203.0.113.9"})
        let_in = await proxy.post("/api/sign-in", json=right, headers={"x-forwarded-for": "203.0.113.10"})
    assert refused.json()["code"] == "too_many_tries"
    assert let_in.status_code == 200


async def test_only_a_proxy_on_this_machine_is_believed(house: House) -> None:
    """From elsewhere the header changes nothing."""
    free, _ = LIMITS["address"]
    for number in range(free):
        body = {"account": f"a{number}", "password": "wrong"}
        headers = {"x-forwarded-for": f"198.51.100.{number}"}
        await house.client.post("/api/sign-in", json=body, headers=headers)
    right = {"account": "maja", "password": house.passwords["maja"]}
    assert (await house.client.post("/api/sign-in", json=right)).json()["code"] == "too_many_tries"


def test_a_line_of_ipv6_is_one_guesser() -> None:
    """Whoever has one address of a /64 has them all."""
    throttle = Throttle()
    for number in range(LIMITS["address"][0]):
        throttle.wrong(f"a{number}", f"2001:db8:0:1::{number:x}", 0)
    assert throttle.wait_ms("maja", "2001:db8:0:1:ffff::1", 1) > 0
    assert throttle.wait_ms("maja", "2001:db8:0:2::1", 1) == 0


async def test_the_cookie_of_a_page_over_tls_stays_there(house: House) -> None:
    """A page that came by TLS, through a proxy, gets a cookie that is never sent in clear."""
    body = {"account": "maja", "password": house.passwords["maja"]}
    clear = await house.client.post("/api/sign-in", json=body)
    sealed = await house.client.post("/api/sign-in", json=body, headers={"origin": "https://lur.test"})
    assert COOKIE in sealed.headers["set-cookie"]
    assert "Secure" in sealed.headers["set-cookie"]
    assert "Secure" not in clear.headers["set-cookie"]


@pytest.mark.parametrize("header", ["bytes=0-" + "9" * 5_000, "bytes=-", "bytes=\u0663-", "bytes=0-1,2-3"])
def test_a_strange_range_is_no_range(header: str) -> None:
    """Digits beyond any file, none, those of other scripts, several ranges."""
    found = RANGE.fullmatch(header)
    assert found is None or found.groups() == ("", "")


@pytest.mark.parametrize("header", ["bytes=-0", "bytes=100-", "bytes=5-4"])
def test_a_range_of_nothing_is_refused(header: str) -> None:
    """416, and not an answer of no bytes that says it has some."""
    with pytest.raises(Refused):
        _span(header, Sound(path=Path("x"), key=b"", length=100))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (payloads.AddAgentBody, {"name": "x", "id": "abc\n"}),
        (payloads.AddAgentBody, {"name": "x", "id": "me"}),
        (payloads.EntryBody, {"address": "support\n", "queue_id": "leverans"}),
        (payloads.TrunkBody, {"id": "t", "host": "example.com\n"}),
        (payloads.TrunkBody, {"id": "t", "host": "h", "username": "a\r\nX-Evil: 1"}),
        (payloads.TrunkBody, {"id": "t", "host": "h", "numbers": ["\r\n"]}),
        (payloads.PauseBody, {"reason": "Kalle is ill"}),
        (payloads.FinishWrapUpBody, {"disposition": "Anna Berg, +46701234567"}),
    ],
)
def test_texts_that_would_do_harm_are_refused(kind: type, body: dict[str, object]) -> None:
    """Line breaks in ids and SIP headers, ``me`` as somebody's id, sentences in the journal."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body, kind)


async def test_an_agents_number_is_never_given_again(house: House) -> None:
    """Whoever comes after somebody who left gets neither their contacts nor their sign-in."""
    admin = await house.as_role("admin")
    first = (await admin.post("/api/agents", json={"name": "Anna"})).json()["agent_id"]
    body = {"account": "anna", "display_name": "Anna", "role": "agent", "agent_id": first}
    password = (await admin.post("/api/accounts", json=body)).json()["password"]
    assert (await admin.post(f"/api/agents/{first}/remove")).status_code == 200
    second = (await admin.post("/api/agents", json={"name": "Bo"})).json()["agent_id"]
    assert second != first
    answer = await house.client.post("/api/sign-in", json={"account": "anna", "password": password})
    assert answer.json()["agent_id"] is None
    added = [row.event async for row in house.journal.read() if isinstance(row.event, e.AgentAdded)]
    assert [each.agent_id for each in added].count(first) == 1
