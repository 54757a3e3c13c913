"""Answering by the page: only one's own, twice is fine, what is over says why. And ending what one has."""

from __future__ import annotations

import httpx
import pytest
from tests.web.house import House, browser
from tests.web.pages import presence

from lur.core.commands import AcceptOffer, EndContact
from lur.core.ids import AgentId, ContactId, DeskId, OfferId
from lur.core.rejections import Rejected
from lur.runtime import CommandRejected, leases

pytestmark = pytest.mark.anyio


@pytest.fixture
async def agent(house: House) -> httpx.AsyncClient:
    """Maja, ready at a desk, with a caller offered to her."""
    lease, now = house.services.desks.desks.lease_of(AgentId("101")), house.services.clock.now()
    desk = DeskId("desk-0001")
    leases.hello(lease, desk, wants_phone=True, endpoint="browser", visible=True, now=now)
    leases.pulse(lease, desk, ping=0, audio="up", visible=True, lag_ms=0, now=now)
    await house.ready()
    await house.arrive("c1")
    assert presence(house) == "offered"
    return await house.as_role("agent")


def offered(house: House) -> OfferId:
    """The offer of the caller."""
    found = house.services.centre.state.contacts[ContactId("c1")].offer_id
    assert found is not None
    return found


async def hang_up(house: House) -> None:
    """The caller leaves."""
    at = house.services.clock.now()
    await house.submit(
        EndContact(command_id=house.command_id(), at=at, contact_id=ContactId("c1"), ended_by="customer")
    )


async def bo(house: House) -> httpx.AsyncClient:
    """The agent 102, signed in."""
    _, password = await house.services.accounts.add("bo", "Bo", "agent", agent_id=AgentId("102"))
    client = browser(house.services)
    assert (await client.post("/api/sign-in", json={"account": "bo", "password": password})).is_success
    return client


def code(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code and detail of a refusal."""
    return answer.status_code, answer.json()["code"], answer.json()["detail"]


async def test_the_agent_answers_and_twice_is_fine(house: House, agent: httpx.AsyncClient) -> None:
    """The second press changes nothing and says done."""
    path = f"/api/offers/{offered(house)}/accept"
    assert (await agent.post(path)).json() == {"seq": house.services.centre.seq}
    assert presence(house) == "on_contact"
    seq = house.services.centre.seq
    again = await agent.post(path)
    assert (again.status_code, again.json(), house.services.centre.seq) == (200, {"seq": 0}, seq)


async def test_the_agent_declines(house: House, agent: httpx.AsyncClient) -> None:
    """The caller waits again; to answer then is too late, and said so."""
    offer_id = offered(house)
    assert (await agent.post(f"/api/offers/{offer_id}/decline")).is_success
    assert presence(house) == "pause"
    assert (await agent.post(f"/api/offers/{offer_id}/decline")).json() == {"seq": 0}
    late = await agent.post(f"/api/offers/{offer_id}/accept")
    assert code(late) == (409, "offer_is_over", "declined")


async def test_a_caller_who_left_is_said_to_have_left(house: House, agent: httpx.AsyncClient) -> None:
    """Not just that the offer is over."""
    offer_id = offered(house)
    await hang_up(house)
    late = await agent.post(f"/api/offers/{offer_id}/accept")
    assert code(late) == (409, "offer_is_over", "customer_left")
    assert "what_to_do" in late.json()


async def test_a_caller_who_leaves_at_the_same_instant(
    house: House, agent: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The core is asked while the offer ends: the reason is still told."""
    submit, offer_id = house.services.centre.submit, offered(house)

    async def late(command: object) -> object:
        if isinstance(command, AcceptOffer):
            monkeypatch.setattr(house.services.centre, "submit", submit)
            await hang_up(house)
            raise CommandRejected(Rejected("offer_is_over", offer_id))
        return await submit(command)  # type: ignore[arg-type]

    monkeypatch.setattr(house.services.centre, "submit", late)
    answer = await agent.post(f"/api/offers/{offer_id}/accept")
    assert code(answer) == (409, "offer_is_over", "customer_left")


async def test_nobody_answers_for_another(house: House, agent: httpx.AsyncClient) -> None:
    """Neither a colleague nor a supervisor nor an administrator."""
    offer_id = offered(house)
    others = [await bo(house), await house.as_role("supervisor"), await house.as_role("admin")]
    for client in others:
        for verb in ("accept", "decline"):
            answer = await client.post(f"/api/offers/{offer_id}/{verb}")
            assert code(answer) == (403, "not_your_offer", offer_id)
    assert presence(house) == "offered"
    await others[0].aclose()


async def test_an_offer_that_never_was(agent: httpx.AsyncClient) -> None:
    """404."""
    assert code(await agent.post("/api/offers/o999/accept"))[:2] == (404, "unknown_offer")


async def test_a_call_at_a_desk_phone_is_answered_there(house: House, agent: httpx.AsyncClient) -> None:
    """The page cannot lift another phone's receiver; it may decline."""
    house.services.desks.desks.leases.clear()
    offer_id = offered(house)
    answer = await agent.post(f"/api/offers/{offer_id}/accept")
    assert code(answer)[:2] == (409, "answer_at_your_phone")
    assert presence(house) == "offered"
    assert (await agent.post(f"/api/offers/{offer_id}/decline")).is_success


async def test_an_offer_of_before_a_restart_is_answered(house: House, agent: httpx.AsyncClient) -> None:
    """It stands in the state even when nothing is remembered."""
    house.services.desks.offers._offers.clear()
    assert (await agent.post(f"/api/offers/{offered(house)}/accept")).is_success
    assert presence(house) == "on_contact"


async def test_only_who_has_the_contact_holds_and_ends_it(house: House, agent: httpx.AsyncClient) -> None:
    """A colleague may not, a supervisor may; the second end says that it has ended."""
    await agent.post(f"/api/offers/{offered(house)}/accept")
    other = await bo(house)
    for verb in ("hold", "resume", "end"):
        answer = await other.post(f"/api/contacts/c1/{verb}")
        assert code(answer)[:2] == (403, "not_your_contact")
    supervisor = await house.as_role("supervisor")
    assert (await supervisor.post("/api/contacts/c1/hold")).is_success
    assert (await agent.post("/api/contacts/c1/hold")).json() == {"seq": 0}
    assert (await agent.post("/api/contacts/c1/resume")).is_success
    assert (await agent.post("/api/contacts/c1/end")).is_success
    assert presence(house) == "wrap_up"
    again = await agent.post("/api/contacts/c1/end")
    assert code(again)[:2] == (409, "contact_already_ended")
    await other.aclose()
