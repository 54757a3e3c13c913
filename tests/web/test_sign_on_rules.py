"""Who comes in as what: groups, linking, break-glass accounts, the last administrator, sessions that end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from unittest.mock import Mock

import httpx
import pytest
from sqlalchemy import update
from tests.fakes.lying_provider import GOOD_CODE, LyingProvider, lying_provider
from tests.web.house import House, browser
from tests.web.test_sign_on_factors import ok, set_up_app
from tests.web.test_sign_on_forged import come_back, go_there, set_up, tried

from lur.features import Refused
from lur.features.accounts import tables
from lur.features.sign_on import store as sign_on_store
from lur.features.sign_on.telling import person_of
from lur.web.security import COOKIE

pytestmark = pytest.mark.anyio


@pytest.fixture
async def provider() -> AsyncIterator[LyingProvider]:
    """One that is honest here."""
    async with lying_provider() as listening:
        yield listening


async def role_of(house: House, login: str) -> str:
    """What somebody is."""
    account = await house.services.accounts.by_login(login)
    return account.role if account else "nobody"


async def test_the_role_follows_the_group(house: House, provider: LyingProvider) -> None:
    """At the next sign-in, and other sessions end then; a group that serves gives an agent with a team."""
    rules = [
        {"group": "chefer", "role": "supervisor"},
        {"group": "kundtjanst", "role": "agent", "agent": True, "team": "Norr"},
    ]
    await set_up(house, provider, rules=rules)
    assert await tried(house, provider) == "/desk"
    pia = await house.services.accounts.by_login("pia@example.se")
    assert pia is not None
    assert pia.agent_id is not None
    assert house.services.centre.state.agents[pia.agent_id].team == "Norr"
    assert house.services.directory.names[pia.agent_id] == "Pia Lund"
    old = await house.services.accounts.sessions.start(pia)
    provider.claims = {"groups": ["chefer"], "email": "new@example.se"}
    assert await tried(house, provider) == "/"
    assert await role_of(house, "pia@example.se") == "supervisor"
    assert await house.services.accounts.who_has_session(old) is None


async def test_the_last_administrator_stays_one(house: House, provider: LyingProvider) -> None:
    """Whatever a provider or a colleague does: nobody is locked out of Lur."""
    admin = await set_up(house, provider, link_by_email=True)
    alone = await admin.post("/api/accounts/admin/change", json={"role": "agent"})
    assert (alone.status_code, alone.json()["code"]) == (409, "last_admin")
    token = (house.services.config.data / "run" / "token").read_text().strip()
    headers = {"authorization": f"Bearer {token}", "origin": ""}
    answer = await house.client.post("/api/accounts/admin/remove", headers=headers)
    assert answer.json()["code"] == "last_admin"
    provider.claims = {"groups": ["chefer"]}
    assert await tried(house, provider) == "/"
    await ok(await admin.post("/api/accounts/pia@example.se/change", json={"role": "admin"}))
    await house.services.accounts.change(await house.services.accounts.named("admin"), "supervisor", None)
    provider.claims = {"groups": ["kundtjanst"]}
    assert await tried(house, provider) == "/"
    assert await role_of(house, "pia@example.se") == "admin"


async def test_accounts_are_linked_only_when_that_is_allowed(house: House, provider: LyingProvider) -> None:
    """By a verified address, when an administrator said so, and never a break-glass account."""
    admin = await set_up(house, provider)
    body = {"account": "pia@example.se", "display_name": "Pia", "role": "admin"}
    await ok(await admin.post("/api/accounts", json=body))
    taken = "/sign-in?problem=sign_on_name_taken"
    assert await tried(house, provider) == taken
    await set_up(house, provider, link_by_email=True)
    provider.claims = {"email_verified": False, "preferred_username": "pia@example.se", "sub": "p9"}
    assert await tried(house, provider) == "/"
    assert await role_of(house, "pia-example.se") == "agent"
    assert await role_of(house, "pia@example.se") == "admin"
    provider.claims = {}
    await ok(await admin.post("/api/accounts/pia@example.se/break-glass", json={"on": True}))
    assert await tried(house, provider) == taken
    await ok(await admin.post("/api/accounts/pia@example.se/break-glass", json={"on": False}))
    assert await tried(house, provider) == "/"
    assert await role_of(house, "pia@example.se") == "agent"
    provider.claims = {"email": "changed@example.se"}
    assert await tried(house, provider) == "/"
    assert await role_of(house, "changed@example.se") == "nobody"
    provider.claims = {"sub": "p2"}
    assert await tried(house, provider) == taken


async def test_only_providers_and_a_break_glass_account(house: House, provider: LyingProvider) -> None:
    """It cannot be turned on before a break-glass account and a provider are there; then passwords are
    good for that one alone, and neither the provider nor the account can be taken away."""
    admin = await house.as_role("admin")
    only = {"only_providers": True}
    assert (await admin.post("/api/sign-on/policy", json=only)).json()["code"] == "no_break_glass"
    agents = await admin.post("/api/accounts/maja/break-glass", json={"on": True})
    assert agents.json()["code"] == "only_for_admins"
    await ok(await admin.post("/api/accounts/admin/break-glass", json={"on": True}))
    assert (await admin.post("/api/sign-on/policy", json=only)).json()["code"] == "no_provider"
    await set_up(house, provider)
    await ok(await admin.post("/api/sign-on/policy", json=only))
    assert (await house.client.get("/api/sign-on")).json()["only_providers"]
    for account, status in (("maja", 403), ("admin", 200)):
        body = {"account": account, "password": house.passwords[account]}
        assert (await house.client.post("/api/sign-in", json=body)).status_code == status, account
    assert (await admin.post("/api/sign-on/providers/firma/remove")).json()["code"] == "last_provider"
    answer = await admin.post("/api/accounts/admin/break-glass", json={"on": False})
    assert answer.json()["code"] == "no_break_glass"
    assert await tried(house, provider) == "/"


async def only_providers(house: House, provider: LyingProvider) -> httpx.AsyncClient:
    """Everybody signs on there, but the one with the break-glass account; another one is there too."""
    admin = await set_up(house, provider)
    await house.services.accounts.add("second", "Second", "admin")
    await ok(await admin.post("/api/accounts/admin/break-glass", json={"on": True}))
    await ok(await admin.post("/api/sign-on/policy", json={"only_providers": True}))
    return admin


async def test_the_last_break_glass_account_stays(house: House, provider: LyingProvider) -> None:
    """By no way is it lost while only providers are good: another role, a removal, the provider's groups, the
    last provider switched off; and a key without a password is none."""
    admin = await only_providers(house, provider)
    change = await admin.post("/api/accounts/admin/change", json={"role": "supervisor"})
    assert (change.status_code, change.json()["code"]) == (409, "no_break_glass")
    by = await house.services.accounts.named("second")
    with pytest.raises(Refused, match="no_break_glass"):
        await house.services.accounts.remove("admin", by)
    body = {"id": "firma", "name": "Firma", "issuer": provider.issuer, "client_id": "x", "enabled": False}
    off = await admin.post("/api/sign-on/providers", json=body | {"rules": []})
    assert (off.status_code, off.json()["code"]) == (409, "last_provider")
    provider.claims = {"groups": ["chefer"]}
    assert await tried(house, provider) == "/"
    none = await admin.post("/api/accounts/pia@example.se/break-glass", json={"on": True})
    assert (none.status_code, none.json()["code"]) == (409, "no_password")
    await house.services.accounts.reset_password("pia@example.se")
    await ok(await admin.post("/api/accounts/pia@example.se/break-glass", json={"on": True}))
    await ok(await admin.post("/api/accounts/admin/break-glass", json={"on": False}))
    provider.claims = {"groups": ["kundtjanst"]}
    assert await tried(house, provider) == "/"
    assert await role_of(house, "pia@example.se") == "admin"


async def test_a_lower_role_has_no_break_glass_account(house: House, provider: LyingProvider) -> None:
    """Else it would be let in by its password when it is raised again, and nobody had said so."""
    admin = await only_providers(house, provider)
    await ok(await admin.post("/api/accounts/second/break-glass", json={"on": True}))
    await ok(await admin.post("/api/accounts/second/change", json={"role": "supervisor"}))
    await ok(await admin.post("/api/accounts/second/change", json={"role": "admin"}))
    assert not (await house.services.accounts.named("second")).break_glass


async def test_who_is_in_no_group_any_more_is_signed_out(house: House, provider: LyingProvider) -> None:
    """At the next sign-in there, everywhere; and nobody comes back from a provider that was switched off."""
    admin = await set_up(house, provider)
    assert await tried(house, provider) == "/"
    pia = await house.services.accounts.named("pia@example.se")
    token = await house.services.accounts.sessions.start(pia)
    provider.claims = {"groups": []}
    assert await tried(house, provider) == "/sign-in?problem=no_group"
    assert await house.services.accounts.who_has_session(token) is None
    provider.claims = {}
    async with browser(house.services) as person:
        asked = await go_there(house, provider, person)
        await set_up(house, provider, enabled=False)
        back = await come_back(person, code=GOOD_CODE, state=asked["state"])
    assert back == "/sign-in?problem=unknown_provider"
    assert admin is not None


async def test_an_account_comes_with_its_person_or_not_at_all(
    house: House, provider: LyingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between the two would leave an account that bars its own person for ever."""
    await set_up(house, provider)
    claims = {"sub": "p1", "email": "pia@example.se", "email_verified": True, "groups": ["chefer"]}
    person = person_of(house.services.sign_on.providers.known("firma"), claims, "t")
    with monkeypatch.context() as broken:
        broken.setattr(sign_on_store, "tie", Mock(side_effect=OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            await house.services.sign_on.arrive("firma", person)
    assert await role_of(house, "pia@example.se") == "nobody"
    assert await tried(house, provider) == "/"


async def test_another_password_leaves_the_session_the_providers(
    house: House, provider: LyingProvider
) -> None:
    """It was begun there, and ends when the provider says so."""
    await set_up(house, provider)
    provider.claims = {"sid": "s1"}
    async with browser(house.services) as person:
        asked = await go_there(house, provider, person)
        await come_back(person, code=GOOD_CODE, state=asked["state"])
        accounts = house.services.accounts
        old = await accounts.sessions.known(person.cookies[COOKIE])
        hashed = await accounts._passwords.hash("ett gammalt lösenord")
        pia = await accounts.named("pia@example.se")
        await house.services.database.run(
            lambda c: c.execute(
                update(tables.account).where(tables.account.c.id == pia.id).values(password_hash=hashed)
            )
        )
        body = {"old": "ett gammalt lösenord", "new": "ett alldeles nytt lösenord"}
        await ok(await person.post("/api/password", json=body))
        new = await accounts.sessions.known(person.cookies[COOKIE])
        assert old is not None
        assert new is not None
        assert (new.way, new.provider_id, new.sid) == ("sign_on", "firma", "s1")
        assert (new.id_token, new.token_hash != old.token_hash) == (old.id_token, True)


async def test_the_secret_and_the_past_are_kept_apart(house: House, provider: LyingProvider) -> None:
    """No answer, no file of ours but the vault, and not the audit trail has the secret; the trail has the
    rest, and who reset a second factor."""
    admin = await set_up(house, provider, secret="hemligheten-som-ingen-ser")
    seen = (await admin.get("/api/sign-on/settings")).text
    assert '"has_secret":true' in seen
    await set_up_app(house)
    await ok(await admin.post("/api/accounts/maja/reset-second-factor"))
    history = await ok(await admin.get("/api/changes"))
    rows = {(each["section"], each["kind"], each["by_name"]) for each in history["changes"]}
    assert ("sign_on_providers", "added", "Demo admin") in rows
    assert ("second_factors", "added", "Maja Lind") in rows
    assert ("second_factors", "removed", "Demo admin") in rows
    await house.services.database.run(lambda c: c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all())
    kept = b"".join(each.read_bytes() for each in house.services.config.data.glob("lur.db*"))
    assert "hemligheten" not in seen + str(history)
    assert b"hemligheten" not in kept


async def test_a_trial_says_which_part_is_wrong(house: House, provider: LyingProvider) -> None:
    """All well; a wrong secret; a provider that calls itself something else; and nobody there."""
    admin = await set_up(house, provider)

    async def checks() -> dict[str, str]:
        told = await ok(await admin.post("/api/sign-on/providers/firma/try"))
        return {each["name"]: each["code"] for each in told["checks"]}

    assert await checks() == {"doors": "", "keys": "", "secret": "", "redirect": ""}
    await set_up(house, provider, secret="wrong")
    assert (await checks())["secret"] == "wrong_secret"
    provider.doors = {"issuer": "https://another.example"}
    assert await checks() == {"doors": "wrong_issuer"}
    await set_up(house, provider, issuer="http://127.0.0.1:9")
    assert await checks() == {"doors": "unreachable"}
    open_line = await admin.post(
        "/api/sign-on/providers",
        json={"id": "x", "name": "X", "issuer": "http://login.example", "client_id": "lur"},
    )
    assert open_line.json()["code"] == "issuer_without_tls"


async def test_sessions_are_seen_and_ended(house: House) -> None:
    """This one and the others, from where and with what; one can be ended, or all; open pages hear of it."""
    maja = await house.as_role("agent")
    firefox = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}
    body = {"account": "maja", "password": house.passwords["maja"]}
    ended: list[str] = []
    house.services.accounts.ended.subscribe(ended.append)
    others: list[httpx.AsyncClient] = [browser(house.services, f"192.0.2.{n}") for n in (50, 51, 52)]
    for other in others:
        await ok(await other.post("/api/sign-in", json=body, headers=firefox))
    seen = (await ok(await maja.get("/api/me/security")))["sessions"]
    assert [each["here"] for each in seen].count(True) == 1
    one = next(each for each in seen if each["address"] == "192.0.2.50")
    assert (one["browser"], one["way"]) == ("Firefox, Linux", "password")
    await ok(await maja.post(f"/api/me/sessions/{one['id']}/end"))
    assert (await others[0].get("/api/me")).status_code == 401
    assert len(ended) == 1
    await ok(await maja.post("/api/me/sessions/end-others"))
    assert (await others[1].get("/api/me")).status_code == 401
    assert (await maja.get("/api/me")).status_code == 200
    kept = maja.cookies[COOKIE]
    await ok(await maja.post("/api/me/sessions/end-all"))
    maja.cookies.set(COOKIE, kept)
    assert (await maja.get("/api/me")).status_code == 401
    await asyncio.gather(*(each.aclose() for each in others))


async def test_strangers_sessions_are_out_of_reach(house: House) -> None:
    """One account's session cannot be ended, and its passkeys not removed, by another."""
    maja, boss = await house.as_role("agent"), await house.as_role("supervisor")
    mine = (await ok(await maja.get("/api/me/security")))["sessions"][0]["id"]
    answer = await boss.post(f"/api/me/sessions/{mine}/end")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_session")
    assert (await maja.get("/api/me")).status_code == 200
