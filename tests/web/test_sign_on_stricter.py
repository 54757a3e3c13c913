"""Sessions that began before the company asked for more: they end at their next request, and an agent who
is in a contact finishes it first."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.fakes.lying_provider import GOOD_CODE, LyingProvider, lying_provider
from tests.web.house import AGENT, House, browser
from tests.web.test_sign_on_factors import code_at, give_password, ok
from tests.web.test_sign_on_forged import come_back, go_there, set_up

from lur.web.security import SIGN_IN_AGAIN

pytestmark = pytest.mark.anyio


@pytest.fixture
async def provider() -> AsyncIterator[LyingProvider]:
    """One that is honest here."""
    async with lying_provider() as listening:
        yield listening


async def demand(admin: httpx.AsyncClient, **policy: object) -> None:
    """The company asks for more from now on."""
    await ok(await admin.post("/api/sign-on/policy", json={"only_providers": False} | policy))


async def come_in(house: House, provider: LyingProvider, person: httpx.AsyncClient) -> None:
    """By the provider."""
    asked = await go_there(house, provider, person)
    await come_back(person, code=GOOD_CODE, state=asked["state"])


async def is_over(person: httpx.AsyncClient) -> bool:
    """Whether the session ended because of the rules, and stays so."""
    answers = [await person.get("/api/me") for _ in range(2)]
    assert {each.status_code for each in answers} <= {200, 401}
    return all(each.status_code == 401 and each.json()["code"] == "sign_in_again" for each in answers)


async def test_passwords_that_are_turned_off_end_what_they_began(
    house: House, provider: LyingProvider
) -> None:
    """With only the providers, sessions by password end at their next request; those of the providers and of
    who is let in when a provider is away go on. A mark that is taken away ends that session too."""
    admin = await set_up(house, provider)
    maja = await house.as_role("agent")
    async with browser(house.services) as pia:
        await come_in(house, provider, pia)
        await house.services.accounts.add("second", "Second", "admin")
        for name in ("admin", "second"):
            await ok(await admin.post(f"/api/accounts/{name}/break-glass", json={"on": True}))
        await demand(admin, only_providers=True)
        assert (await pia.get("/api/me")).status_code == 200
        assert (await admin.get("/api/me")).status_code == 200
        assert await is_over(maja)
        await ok(await admin.post("/api/accounts/admin/break-glass", json={"on": False}))
        assert await is_over(admin)


async def test_a_provider_that_is_no_more_ends_what_it_began(house: House, provider: LyingProvider) -> None:
    """Nobody could come in by it now, and it can end nothing itself any more."""
    admin = await set_up(house, provider)
    async with browser(house.services) as pia:
        await come_in(house, provider, pia)
        assert (await pia.get("/api/me")).status_code == 200
        await ok(await admin.post("/api/sign-on/providers/firma/remove"))
        assert await is_over(pia)
    assert (await admin.get("/api/me")).status_code == 200


async def test_a_second_factor_that_is_asked_for_is_asked_for_now(house: House) -> None:
    """Who has none is out at the next request, and sets one up at the sign-in; who has one goes on. When the
    first is made, no other session that began without it stays."""
    admin = await house.as_role("admin")
    maja = await house.as_role("agent")
    await demand(admin, second_factor_roles=["agent"])
    assert await is_over(maja)
    assert (await admin.get("/api/me")).status_code == 200
    account = await house.services.accounts.named("maja")
    old = await house.services.accounts.sessions.start(account)
    async with browser(house.services) as person:
        ticket = {"ticket": (await give_password(house, person))["ticket"]}
        begun = await ok(await person.post("/api/sign-in/set-up", json=ticket))
        proof = ticket | {"code": code_at(house, begun["secret"])}
        await ok(await person.post("/api/sign-in/set-up/confirm", json=proof))
        assert (await person.get("/api/me")).status_code == 200
    assert await house.services.accounts.who_has_session(old) is None


async def test_a_contact_is_finished_first(house: House) -> None:
    """In a talk and in its wrap-up everything goes on, what is typed is kept, and each answer says that one
    must sign in again; when it is over the session ends, before the next contact."""
    admin = await house.as_role("admin")
    maja = await house.as_role("agent")
    await house.ready()
    contact_id = await house.arrive("k1")
    await house.answer(contact_id)
    assert SIGN_IN_AGAIN not in (await maja.get("/api/me")).headers
    await demand(admin, second_factor_roles=["agent"])
    for wrap_up in (False, True):
        if wrap_up:
            await house.hang_up(contact_id)
        note = await maja.get(f"/api/contacts/{contact_id}/note")
        assert note.headers[SIGN_IN_AGAIN] == "after-contact"
        body = {"text": f"typed {wrap_up}", "version": note.json()["version"]}
        kept = await ok(await maja.post(f"/api/contacts/{contact_id}/note", json=body))
        assert kept["text"] == body["text"]
    state = house.services.centre.state.agents[AGENT]
    assert state.presence == "wrap_up"
    await ok(await maja.post("/api/agents/me/ready"))
    assert await is_over(maja)


async def test_what_is_missing_may_be_made_in_the_wrap_up(house: House) -> None:
    """Who sets the second factor up meanwhile is good enough again, and other sessions are not."""
    admin = await house.as_role("admin")
    maja = await house.as_role("agent")
    elsewhere = await house.services.accounts.sessions.start(await house.services.accounts.named("maja"))
    await house.ready()
    await house.answer(contact_id := await house.arrive("k1"))
    await demand(admin, second_factor_roles=["agent"])
    begun = await ok(await maja.post("/api/me/codes/begin"))
    await ok(await maja.post("/api/me/codes/confirm", json={"code": code_at(house, begun["secret"])}))
    answer = await maja.get("/api/me")
    assert (answer.status_code, SIGN_IN_AGAIN in answer.headers) == (200, False)
    assert await house.services.accounts.who_has_session(elsewhere) is None
    await house.hang_up(contact_id)
