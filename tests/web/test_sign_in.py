"""Sessions, the first administrator, and what keeps strangers and other sites out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.house import ORIGIN, House, browser

from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.features.accounts import sessions as account_sessions
from lur.web import pages
from lur.web.security import COOKIE
from lur.web.services import Services

pytestmark = pytest.mark.anyio

Opened = tuple[Services, MemoryVault, MemoryJournal]
FIRST = {"account": "Astrid", "display_name": "Astrid Berg", "password": "a long enough one"}


async def test_signing_in_gives_a_cookie_that_scripts_cannot_read(house: House) -> None:
    """HttpOnly, SameSite, for the whole site; the answer says who one is and what one may do."""
    body = {"account": "Maja", "password": house.passwords["maja"]}
    answer = await house.client.post("/api/sign-in", json=body)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    me = (await house.client.get("/api/me")).json()
    assert (me["account"], me["role"], me["agent_id"]) == ("maja", "agent", "101")
    assert "manage_accounts" not in me["permissions"]


async def test_signing_out_ends_the_session(house: House) -> None:
    """The cookie is worthless afterwards, even to somebody who kept it."""
    agent = await house.as_role("agent")
    kept = agent.cookies[COOKIE]
    assert (await agent.post("/api/sign-out")).status_code == 200
    agent.cookies.clear()
    agent.cookies.set(COOKIE, kept)
    assert (await agent.get("/api/me")).status_code == 401


async def test_a_wrong_password_and_a_wrong_name_look_the_same(house: House) -> None:
    """Nobody learns which accounts there are."""
    answers = [
        await house.client.post("/api/sign-in", json={"account": name, "password": "wrong"})
        for name in ("maja", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert {answer.json()["code"] for answer in answers} == {"wrong_password"}


async def test_guessing_gets_slower(house: House) -> None:
    """After five wrong tries even the right password must wait; another address is not locked out."""
    for _ in range(5):
        await house.client.post("/api/sign-in", json={"account": "maja", "password": "wrong"})
    right = {"account": "maja", "password": house.passwords["maja"]}
    refused = await house.client.post("/api/sign-in", json=right)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_tries")
    assert int(refused.headers["retry-after"]) >= 1
    async with browser(house.services, address="192.0.2.99") as elsewhere:
        assert (await elsewhere.post("/api/sign-in", json=right)).status_code == 200


@pytest.mark.parametrize("limit", ["IDLE_MS", "LONGEST_MS"])
async def test_sessions_end_by_themselves(house: House, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """A session that was idle for too long, or is too old, is over."""
    monkeypatch.setattr(account_sessions, limit, -1)
    agent = await house.as_role("agent")
    assert (await agent.get("/api/me")).status_code == 401


async def test_a_new_password_ends_all_other_sessions(house: House) -> None:
    """Whoever had the old password, or a stolen session, is out; this browser goes on."""
    agent = await house.as_role("agent")
    async with browser(house.services) as other:
        await other.post("/api/sign-in", json={"account": "maja", "password": house.passwords["maja"]})
        new = {"old": house.passwords["maja"], "new": "another long one"}
        assert (await agent.post("/api/password", json=new)).status_code == 200
        assert (await agent.get("/api/me")).status_code == 200
        assert (await other.get("/api/me")).status_code == 401


async def test_other_sites_cannot_use_the_session(house: House) -> None:
    """A change that comes from another origin, or from none, is refused though the cookie is right."""
    agent = await house.as_role("agent")
    evil = await agent.post("/api/agents/me/ready", headers={"origin": "http://evil.test"})
    assert (evil.status_code, evil.json()["code"]) == (403, "cross_site")
    del agent.headers["origin"]
    assert (await agent.post("/api/agents/me/ready")).status_code == 403
    assert house.services.centre.state.agents["101"].presence == "signed_out"  # type: ignore[index]
    assert (await agent.get("/api/me")).status_code == 200


async def test_the_first_administrator_sets_up_an_empty_house(services: Opened) -> None:
    """On the machine itself no code is needed; it works once."""
    opened, _, _ = services
    async with browser(opened, address="127.0.0.1") as local:
        local.headers["host"] = "localhost:8080"
        local.headers["origin"] = "http://localhost:8080"
        assert (await local.get("/api/setup")).json() == {"needed": True, "token_needed": False}
        answer = await local.post("/api/setup", json=FIRST)
        assert (answer.status_code, answer.json()["role"]) == (200, "admin")
        again = await local.post("/api/setup", json=FIRST)
        assert (again.status_code, again.json()["code"]) == (409, "already_set_up")


@pytest.mark.parametrize(
    ("address", "host"), [("192.0.2.7", "localhost:8080"), ("127.0.0.1", "lur.evil.test:8080")]
)
async def test_from_elsewhere_the_printed_code_is_needed(services: Opened, address: str, host: str) -> None:
    """Another machine, or a page whose name was made to point here, needs what was printed at start."""
    opened, _, _ = services
    async with browser(opened, address=address) as remote:
        remote.headers.update({"host": host, "origin": f"http://{host}"})
        assert (await remote.get("/api/setup")).json()["token_needed"]
        refused = await remote.post("/api/setup", json=FIRST)
        assert (refused.status_code, refused.json()["code"]) == (403, "setup_token_wrong")
        with_code = FIRST | {"token": opened.accounts.setup_token}
        assert (await remote.post("/api/setup", json=with_code)).status_code == 200


async def test_accounts_are_managed(house: House) -> None:
    """Add one, sign in with the shown password, give a new one, remove it."""
    admin = await house.as_role("admin")
    body = {"account": "Tove", "display_name": "Tove Ås", "role": "agent", "agent_id": "102"}
    made = (await admin.post("/api/accounts", json=body)).json()
    tove = {"account": "tove", "password": made["password"]}
    assert (await house.client.post("/api/sign-in", json=tove)).status_code == 200
    taken = await admin.post("/api/accounts", json=body)
    assert (taken.status_code, taken.json()["code"]) == (409, "login_taken")
    fresh = (await admin.post("/api/accounts/tove/new-password")).json()
    assert (await house.client.get("/api/me")).status_code == 401
    again = {"account": "tove", "password": fresh["password"]}
    assert (await house.client.post("/api/sign-in", json=again)).status_code == 200
    assert (await admin.post("/api/accounts/tove/remove")).status_code == 200
    assert (await house.client.get("/api/me")).status_code == 401
    assert (await admin.post("/api/accounts/admin/remove")).json()["code"] == "own_account"
    assert "tove" not in {each["account"] for each in (await admin.get("/api/accounts")).json()}


async def test_problems_speak_the_readers_language(house: House) -> None:
    """The account's language; for strangers the browser's, English when it is none of ours."""
    wishes = {"sv-SE,sv;q=0.9": "Logga in", "nn-NO": "Logg på", "fi": "Sign in"}
    for wish, words in wishes.items():
        answer = await house.client.get("/api/me", headers={"accept-language": wish})
        assert answer.json()["what_to_do"].startswith(words)
    agent = await house.as_role("agent")
    assert (await agent.post("/api/me/language", json={"language": "nb"})).status_code == 200
    refused = await agent.get("/api/accounts", headers={"accept-language": "sv"})
    assert refused.json()["what_to_do"].startswith("Rollen din")


async def test_every_answer_has_its_protections(house: House) -> None:
    """Headers on pages, answers and errors alike; the problem names the request id of the header."""
    for path in ("/", "/contacts/c1", "/api/health", "/api/nothing", "/static/../app.py"):
        answer = await house.client.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
    problem = await house.client.get("/api/nothing")
    assert problem.status_code == 404
    assert problem.json()["request_id"] == problem.headers["x-request-id"]
    assert problem.headers["cache-control"] == "no-store"


async def test_pages_are_served_for_every_address(house: House) -> None:
    """The page's own addresses give index.html, or say how it is built."""
    answer = await house.client.get("/queues/leverans")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "Lur" in answer.text


async def test_metrics_are_for_this_machine_or_a_token(house: House) -> None:
    """A collector here needs no token; one elsewhere does."""
    assert (await house.client.get("/metrics")).status_code == 401
    async with browser(house.services, address="127.0.0.1") as local:
        local.headers["host"] = "127.0.0.1:8080"
        text = (await local.get("/metrics")).text
    assert 'lur_agents{presence="signed_out"} 10.0' in text
    assert ORIGIN not in text


async def test_the_api_describes_itself(house: House) -> None:
    """OpenAPI 3.1, for whoever is signed in, with every route of the API in it."""
    agent = await house.as_role("agent")
    assert (await house.client.get("/api/schema/openapi.json")).status_code == 401
    schema = (await agent.get("/api/schema/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    assert {"/api/status", "/api/contacts/{contact_id}", "/api/agents/{agent_id}/ready"} <= set(
        schema["paths"]
    )
    assert (await agent.get("/api/schema")).json() == schema


async def test_built_parts_are_kept_by_the_browser(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has a hash in its name for ever, the rest is asked for again; nothing outside is given away."""
    monkeypatch.setattr(pages, "STATIC", tmp_path / "static")
    (tmp_path / "static" / "assets").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "static" / "assets" / "index-abc.js").write_text("1")
    (tmp_path / "static" / "icon.svg").write_text("<svg/>")
    part = await house.client.get("/static/assets/index-abc.js")
    assert (part.status_code, part.headers["cache-control"]) == (200, pages.FOR_EVER)
    assert part.headers["content-type"].startswith("text/javascript")
    assert (await house.client.get("/static/icon.svg")).headers["cache-control"] == "no-cache"
    for path in (
        "/static/../secret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/..%2fsecret.txt",
        "/static/none",
    ):
        assert "secret" not in (await house.client.get(path)).text
    assert "not built" in (await house.client.get("/")).text
