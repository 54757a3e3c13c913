"""What comes back from a provider is believed only when all of it is right: each lie is refused by itself."""

from __future__ import annotations

import base64
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from tests.fakes.lying_provider import CLIENT_ID, GOOD_CODE, SECRET, LyingProvider, asked_at, lying_provider
from tests.web.house import House, browser

from lur.adapters.oidc import provider as oidc

pytestmark = pytest.mark.anyio

Lie = Callable[[LyingProvider], None]
RULES = [{"group": "chefer", "role": "admin"}, {"group": "kundtjanst", "role": "agent"}]


@pytest.fixture
async def provider() -> AsyncIterator[LyingProvider]:
    """A provider that can be told to lie."""
    async with lying_provider() as listening:
        yield listening


async def set_up(house: House, provider: LyingProvider, **more: Any) -> httpx.AsyncClient:
    """The administrator makes it known."""
    admin = await house.as_role("admin")
    body = {"id": "firma", "name": "Firma", "issuer": provider.issuer, "client_id": CLIENT_ID}
    body |= {"secret": SECRET, "rules": RULES} | more
    answer = await admin.post("/api/sign-on/providers", json=body)
    assert answer.status_code == 201, answer.text
    return admin


async def go_there(house: House, provider: LyingProvider, person: httpx.AsyncClient) -> dict[str, str]:
    """A browser begins, and is sent away; what it asks the provider for."""
    sent = await person.get("/api/sign-on/firma/begin")
    assert sent.status_code == 302
    assert sent.headers["location"].startswith(f"{provider.issuer}/auth?")
    asked = asked_at(sent.headers["location"])
    provider.nonce = asked["nonce"]
    return asked


async def come_back(person: httpx.AsyncClient, **told: str) -> str:
    """Where the page goes then."""
    answer = await person.get("/api/sign-on/firma/back", params=told)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


async def tried(house: House, provider: LyingProvider, **told: str) -> str:
    """The whole way, in a browser of its own."""
    async with browser(house.services) as person:
        asked = await go_there(house, provider, person)
        return await come_back(person, **({"code": GOOD_CODE, "state": asked["state"]} | told))


async def test_an_honest_provider_signs_in(house: House, provider: LyingProvider) -> None:
    """PKCE, state and nonce go there; the code, the verifier and our secret go back; then one is in, with the
    role of one's group, and an account that was not there before."""
    await set_up(house, provider)
    async with browser(house.services) as person:
        asked = await go_there(house, provider, person)
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["redirect_uri"] == "http://lur.test/api/sign-on/firma/back"
        assert await come_back(person, code=GOOD_CODE, state=asked["state"]) == "/"
        assert len(provider.form["code_verifier"]) >= 43
        me = (await person.get("/api/me")).json()
        assert (me["account"], me["display_name"], me["role"]) == ("pia@example.se", "Pia Lund", "agent")
        answer = await person.post("/api/sign-out")
        assert answer.json()["go_to"].startswith(f"{provider.issuer}/out?client_id=lur&")
        assert (await person.get("/api/me")).status_code == 401


def claim(**claims: Any) -> Lie:
    """A token that says something else."""
    return lambda provider: provider.claims.update(claims)


def another_key(provider: LyingProvider) -> None:
    """Signed by somebody else, who calls the key the same."""
    provider.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


def no_signature(provider: LyingProvider) -> None:
    """The algorithm is ``none``."""
    provider.raw_token = provider.unsigned({})


def our_own_secret(provider: LyingProvider) -> None:
    """HS256 with the client's secret, which is not the provider's signature."""
    now = int(time.time())
    claims = {"iss": provider.issuer, "sub": "p1", "aud": CLIENT_ID, "exp": now + 60, "iat": now}
    key = OctKey.import_key(SECRET)
    provider.raw_token = jwt.encode(
        {"alg": "HS256", "kid": "first"}, claims | {"nonce": provider.nonce}, key, algorithms=["HS256"]
    )


def public_key_as_secret(provider: LyingProvider) -> None:
    """HS256 with the published key as its secret: the oldest trick."""
    now = int(time.time())
    claims = {"iss": provider.issuer, "sub": "p1", "aud": CLIENT_ID, "exp": now + 60, "iat": now}
    key = OctKey.import_key(base64.b64encode(provider.key.as_pem(private=False)))
    provider.raw_token = jwt.encode(
        {"alg": "HS256", "kid": "first"}, claims | {"nonce": provider.nonce}, key, algorithms=["HS256"]
    )


def junk(provider: LyingProvider) -> None:
    """No token at all."""
    provider.raw_token = "..."


LIES: dict[str, Lie] = {
    "another nonce": claim(nonce="somebody else's"),
    "no nonce": claim(nonce=None),
    "another issuer": claim(iss="https://evil.example"),
    "for somebody else": claim(aud="another"),
    "for two, and not said for whom": claim(aud=[CLIENT_ID, "another"]),
    "for two, and for the other": claim(aud=[CLIENT_ID, "another"], azp="another"),
    "azp is another": claim(azp="another"),
    "expired": claim(exp=int(time.time()) - 3_600),
    "without an end": claim(exp=None),
    "an end that is no time": claim(exp="never"),
    "from tomorrow": claim(iat=int(time.time()) + 86_400),
    "not yet": claim(nbf=int(time.time()) + 86_400),
    "nobody": claim(sub=None),
    "an endless name": claim(sub="x" * 256),
    "another key": another_key,
    "alg none": no_signature,
    "our own secret": our_own_secret,
    "the public key as a secret": public_key_as_secret,
    "junk": junk,
}


@pytest.mark.parametrize("name", LIES)
async def test_each_lie_is_refused(house: House, provider: LyingProvider, name: str) -> None:
    """No session, no account, and the page is told that the provider was not believed."""
    await set_up(house, provider)
    async with browser(house.services) as person:
        asked = await go_there(house, provider, person)
        LIES[name](provider)
        where = await come_back(person, code=GOOD_CODE, state=asked["state"])
        assert where == "/sign-in?problem=sign_on_failed&detail=not_believed"
        assert (await person.get("/api/me")).status_code == 401
    assert await house.services.accounts.by_login("pia@example.se") is None


async def test_clocks_may_be_a_little_apart(house: House, provider: LyingProvider) -> None:
    """A minute over the end, or a minute before the beginning, is the clocks' fault."""
    await set_up(house, provider)
    now = int(time.time())
    provider.claims = {"exp": now - 60, "iat": now + 60, "nbf": now + 60}
    assert await tried(house, provider) == "/"


async def test_the_state_is_this_browsers_and_good_once(house: House, provider: LyingProvider) -> None:
    """Nobody's state, another browser's, and a used one are refused: else somebody could be signed in as
    somebody else without noticing."""
    await set_up(house, provider)
    assert await tried(house, provider, state="made-up") == "/sign-in?problem=sign_on_stale"
    async with browser(house.services) as one, browser(house.services) as other:
        asked = await go_there(house, provider, one)
        await other.get("/api/sign-on/firma/begin")
        stolen = {"code": GOOD_CODE, "state": asked["state"]}
        assert await come_back(other, **stolen) == "/sign-in?problem=sign_on_stale"
        asked = await go_there(house, provider, one)
        right = {"code": GOOD_CODE, "state": asked["state"]}
        assert await come_back(one, **right) == "/"
        assert await come_back(one, **right) == "/sign-in?problem=sign_on_stale"


async def test_another_provider_cannot_slip_in(house: House, provider: LyingProvider) -> None:
    """The answer's ``iss`` (RFC 9207) must be the provider's own, and be there when it says that it is."""
    await set_up(house, provider)
    refused = "/sign-in?problem=sign_on_failed&detail=not_believed"
    assert await tried(house, provider, iss="https://evil.example") == refused
    assert await tried(house, provider, iss=provider.issuer) == "/"
    provider.doors = {"authorization_response_iss_parameter_supported": True}
    await set_up(house, provider)
    assert await tried(house, provider) == refused


async def test_who_declines_there_is_told_so_here(house: House, provider: LyingProvider) -> None:
    """The provider's own no."""
    await set_up(house, provider)
    assert await tried(house, provider, error="access_denied") == "/sign-in?problem=sign_on_declined"


async def test_new_keys_are_fetched_when_they_are_used(
    house: House, provider: LyingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider changes its keys without telling: the first token with a new one makes us look, and not so
    often that somebody could make us hammer it."""
    monkeypatch.setattr(oidc, "KEYS_AGAIN_MS", 0)
    await set_up(house, provider)
    assert await tried(house, provider) == "/"
    provider.key = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
    provider.shown, provider.header = [provider.key], {"alg": "RS256", "kid": "second"}
    assert await tried(house, provider) == "/"
    assert provider.asked.count("/keys") == 2
    monkeypatch.setattr(oidc, "KEYS_AGAIN_MS", 1e9)
    provider.header = {"alg": "RS256", "kid": "third"}
    assert "not_believed" in await tried(house, provider)
    assert provider.asked.count("/keys") == 2


async def test_without_a_group_nobody_comes_in(house: House, provider: LyingProvider) -> None:
    """A friendly no, and no account is left behind."""
    await set_up(house, provider)
    provider.claims = {"groups": ["lager"]}
    assert await tried(house, provider) == "/sign-in?problem=no_group"
    assert await house.services.accounts.by_login("pia@example.se") is None


async def test_groups_may_come_from_userinfo(house: House, provider: LyingProvider) -> None:
    """When the token does not hold them, and only when it speaks of the same person."""
    await set_up(house, provider)
    provider.claims, provider.userinfo = {"groups": None}, {"sub": "p2", "groups": ["chefer"]}
    assert await tried(house, provider) == "/sign-in?problem=no_group"
    provider.userinfo = {"sub": "p1", "groups": ["chefer"]}
    assert await tried(house, provider) == "/"
    account = await house.services.accounts.by_login("pia@example.se")
    assert account is not None
    assert account.role == "admin"


async def test_logout_tokens_are_not_believed_blindly(house: House, provider: LyingProvider) -> None:
    """The provider can end a session here; nobody else can, and an ID token is no logout token."""
    await set_up(house, provider)
    provider.claims = {"sid": "s1"}
    async with browser(house.services) as person:
        asked = await go_there(house, provider, person)
        await come_back(person, code=GOOD_CODE, state=asked["state"])
        events = {"http://schemas.openid.net/event/backchannel-logout": {}}
        forged = (provider.signed({"sid": "s1"}), provider.unsigned({"sid": "s1", "events": events}), "x", "")
        async with browser(house.services) as anybody:
            del anybody.headers["origin"]
            for token in forged:
                answer = await anybody.post("/api/sign-on/firma/ended", data={"logout_token": token})
                assert answer.status_code in (400, 502), answer.text
            assert (await person.get("/api/me")).status_code == 200
            real = provider.signed({"sid": "s1", "events": events})
            assert (
                await anybody.post("/api/sign-on/firma/ended", data={"logout_token": real})
            ).status_code == 200
        assert (await person.get("/api/me")).status_code == 401
