"""Standing by, sitting in, helpers of the day, and calls that agents begin."""

from __future__ import annotations

import httpx
import pytest
from tests.web.house import House
from tests.web.test_talk_routes import BOSS, C1, ERIK, MAJA, SARA, at_a_page, presence, refused, sign_in

from lur.core.commands import ReportAttempt
from lur.core.ids import DAY_MS, AgentId, ContactId, QueueId
from lur.core.values import CallMiss
from lur.features import Refused
from lur.features.directory.model import EntryAddress
from lur.runtime.errors import CentreStopped

pytestmark = pytest.mark.anyio

PERSON = {"names": ["Anna Åberg"], "numbers": ["070-765 43 21"], "languages": ["nb"]}


def entry(number: str) -> EntryAddress:
    """A telephone number that leads to a queue."""
    return EntryAddress(address=number, queue_id=QueueId("leverans"))


def helps(house: House, agent: AgentId) -> bool:
    """Whether calls for help come to an agent."""
    return house.services.centre.state.agents[agent].helps


async def test_a_helper_of_today_is_one_until_midnight(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named by a supervisor, at once when they stand by already, and no longer when the day is over."""
    erik, boss = await sign_in(house, ERIK), await house.as_role("supervisor")
    assert refused(await erik.post(f"/api/helpers/{ERIK}")) == (403, "not_allowed")
    await erik.post("/api/agents/me/standby")
    assert not helps(house, ERIK)
    row = (await boss.post(f"/api/helpers/{ERIK}")).json()
    assert row["helpers"] == [ERIK]
    assert 0 < row["until"] - house.services.clock.now() <= DAY_MS + 3_600_000
    assert helps(house, ERIK)
    assert refused(await boss.post("/api/helpers/999")) == (404, "unknown_agent")
    late = row["until"] + 1
    monkeypatch.setattr(type(house.services.clock), "now", lambda _: late)
    assert house.services.helping.helpers.helpers() == ()
    await house.services.helping.settle(ERIK)
    assert (presence(house, ERIK), helps(house, ERIK)) == ("standby", False)


async def test_who_is_named_in_a_talk_helps_after_it(house: House) -> None:
    """Named while beside a colleague: calls for help come once they stand by again, unasked."""
    erik, boss = await sign_in(house, ERIK), await house.as_role("supervisor")
    at_a_page(house, MAJA)
    await house.ready(MAJA)
    await house.arrive("c1")
    await house.answer(C1)
    await erik.post("/api/agents/me/standby")
    maja = await house.as_role("agent")
    body = {"purpose": "consult", "agent_id": ERIK}
    party = (await maja.post("/api/contacts/c1/ask", json=body)).json()["party_id"]
    await erik.post(f"/api/parties/{party}/answer")
    await boss.post(f"/api/helpers/{ERIK}")
    await erik.post(f"/api/parties/{party}/leave")
    await house.services.helping.settle_all()
    assert (presence(house, ERIK), helps(house, ERIK)) == ("standby", True)


async def test_a_pause_is_not_ended_by_being_named(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who takes a pause while it is looked up whether they help has that pause."""
    erik, helping = await sign_in(house, ERIK), house.services.helping
    await erik.post("/api/agents/me/standby")

    async def slowly(agent_id: AgentId) -> bool:
        """Meanwhile the agent goes."""
        await erik.post("/api/agents/me/pause", json={})
        return True

    monkeypatch.setattr(helping, "helps", slowly)
    await helping.settle(ERIK)
    assert presence(house, ERIK) == "pause"


async def test_a_helper_can_be_let_off(house: House) -> None:
    """The agent stands by still, for colleagues who ask by name."""
    erik, boss = await sign_in(house, ERIK), await house.as_role("supervisor")
    await boss.post(f"/api/helpers/{ERIK}")
    await erik.post("/api/agents/me/standby")
    assert helps(house, ERIK)
    assert (await boss.post(f"/api/helpers/{ERIK}/remove")).json()["helpers"] == []
    assert (presence(house, ERIK), helps(house, ERIK)) == ("standby", False)


async def test_nobody_makes_themselves_a_mentor(house: House) -> None:
    """A supervisor names the pair; then the mentor sits in and gets up as they like, and nobody else can put
    them there."""
    erik, boss = await sign_in(house, ERIK), await house.as_role("supervisor")
    sit = {"learner_id": MAJA}
    assert refused(await erik.post("/api/agents/me/sit-in", json=sit)) == (403, "may_not_sit_in")
    pair = {"agent_id": ERIK, "learner_id": MAJA}
    assert refused(await erik.post("/api/mentors", json=pair)) == (403, "not_allowed")
    same = await boss.post("/api/mentors", json={"agent_id": ERIK, "learner_id": ERIK})
    assert refused(same) == (409, "same_agent")
    assert pair in (await boss.post("/api/mentors", json=pair)).json()["mentors"]
    assert (await erik.post("/api/agents/me/sit-in", json=sit)).is_success
    assert house.services.centre.state.mentors == {MAJA: ERIK}
    assert (await erik.post("/api/agents/me/get-up")).is_success
    assert refused(await erik.post("/api/agents/me/get-up")) == (409, "not_sitting_in")
    assert pair not in (await boss.post("/api/mentors/remove", json=pair)).json()["mentors"]
    assert refused(await erik.post("/api/agents/me/sit-in", json=sit)) == (403, "may_not_sit_in")
    other = await erik.post(f"/api/agents/{SARA}/sit-in", json=sit)
    assert refused(other) == (403, "not_your_agent")


async def test_a_removed_agent_is_no_helper_and_no_mentor(house: House) -> None:
    """Neither as mentor nor as learner."""
    admin = await house.as_role("admin")
    await admin.post(f"/api/helpers/{ERIK}")
    await admin.post("/api/mentors", json={"agent_id": ERIK, "learner_id": MAJA})
    await admin.post("/api/mentors", json={"agent_id": SARA, "learner_id": ERIK})
    assert (await admin.post(f"/api/agents/{ERIK}/remove")).is_success
    row = (await admin.get("/api/helpers")).json()
    assert (row["helpers"], row["mentors"]) == ([], [])


# --- calls that agents begin -------------------------------------------------------------------------------


@pytest.fixture
async def maja(house: House) -> httpx.AsyncClient:
    """Maja, ready, with nobody in line."""
    at_a_page(house, MAJA)
    await house.ready(MAJA)
    return await house.as_role("agent")


async def not_reached(house: House, contact: str, miss: CallMiss = "no_answer") -> None:
    """Nobody answers our call."""
    at = house.services.clock.now()
    command = ReportAttempt(
        command_id=house.command_id(), at=at, contact_id=ContactId(contact), attempt=1, miss=miss
    )
    await house.submit(command)


async def test_a_customer_is_called_from_their_page(house: House, maja: httpx.AsyncClient) -> None:
    """Their own number and language, as the queue; it is theirs on the timeline, and marked as our call."""
    customer = (await maja.post("/api/customers", json=PERSON)).json()
    await house.services.directory.put_entry(entry("46850010000"))
    body = {"queue_id": "leverans", "customer_id": customer["id"]}
    called = (await maja.post("/api/calls", json=body)).json()
    contact = house.services.centre.state.contacts[ContactId(called["contact_id"])]
    assert (contact.phase, contact.is_outgoing, contact.language) == ("dialling", True, "nb")
    assert contact.entry == "46850010000"
    assert (await house.vault.get(contact.contact_id))["callback_number"] == ["+46707654321"]
    assert presence(house, MAJA) == "on_contact"
    await not_reached(house, called["contact_id"])
    await house.services.contacts.now()
    page = (await maja.get(f"/api/customers/{customer['id']}/timeline")).json()
    [shown] = [each["contact"] for each in page["entries"]]
    assert (shown["id"], shown["outgoing"], shown["outcome"]) == (called["contact_id"], True, "not_reached")


async def test_a_number_that_may_not_be_called(house: House, maja: httpx.AsyncClient) -> None:
    """Refused with its reason before anything rings, and nothing is kept of it."""
    await house.services.refusals.add("r1", "0701234567", "asked_not_to", "", "test")
    before = dict(house.vault.__dict__)
    for number, status, code in (
        ("070 123 45 67", 409, "number_refused"),
        ("0900 100 100", 400, "number_premium"),
        ("+1 202 555 0123", 400, "number_foreign"),
        ("hello", 400, "number_invalid"),
    ):
        answer = await maja.post("/api/calls", json={"queue_id": "leverans", "number": number})
        assert refused(answer) == (status, code), number
    assert refused(await maja.post("/api/calls", json={"queue_id": "leverans"})) == (400, "number_unknown")
    assert house.services.centre.state.contacts == {}
    assert house.vault.__dict__ == before
    assert presence(house, MAJA) == "ready"


async def test_a_call_is_made_by_who_can(house: House, maja: httpx.AsyncClient) -> None:
    """Not in a pause, not as a queue that is not there; a repeated request calls once."""
    body = {"queue_id": "leverans", "number": "070-123 45 67"}
    nowhere = await maja.post("/api/calls", json={**body, "queue_id": "nowhere"})
    assert refused(nowhere) == (404, "unknown_queue")
    await maja.post("/api/agents/me/pause", json={})
    assert refused(await maja.post("/api/calls", json=body)) == (409, "presence_forbids")
    await maja.post("/api/agents/me/ready")
    once = {"idempotency-key": "k1"}
    first = (await maja.post("/api/calls", json=body, headers=once)).json()
    assert (await maja.post("/api/calls", json=body, headers=once)).json() == first
    assert len(house.services.centre.state.contacts) == 1
    boss = await house.as_role("supervisor")
    assert refused(await boss.post("/api/calls", json=body)) == (409, "no_agent_of_yours")


async def test_a_repeated_request_takes_nothing_from_the_first(
    house: House, maja: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer was lost, and the journal is away when it is asked again: the call has its number still."""
    body, once = {"queue_id": "leverans", "number": "070-123 45 67"}, {"idempotency-key": "k1"}
    called = (await maja.post("/api/calls", json=body, headers=once)).json()["contact_id"]
    at, contact = house.services.clock.now(), ContactId(called)
    await house.submit(ReportAttempt(command_id=house.command_id(), at=at, contact_id=contact, attempt=1))
    number, to_ask = "+46702345678", {"idempotency-key": "k2"}
    wish = {"purpose": "consult", "number": number}
    party = (await maja.post(f"/api/contacts/{called}/ask", json=wish, headers=to_ask)).json()["party_id"]

    async def away(command: object) -> None:
        raise CentreStopped

    monkeypatch.setattr(house.services.centre, "submit", away)
    assert (await maja.post("/api/calls", json=body, headers=once)).is_error
    assert (await maja.post(f"/api/contacts/{called}/ask", json=wish, headers=to_ask)).is_error
    fields = await house.vault.get(called)
    assert fields["callback_number"] == ["+46701234567"]
    assert fields[f"outside:{party}"] == [f"{number} "]


async def test_a_supervisor_stands_an_agent_by(house: House) -> None:
    """As for all verbs of an agent; help comes to that agent only when named."""
    boss = await house.as_role("supervisor")
    assert (await boss.post(f"/api/agents/{BOSS}/standby")).is_success
    assert (presence(house, BOSS), helps(house, BOSS)) == ("standby", False)


async def test_our_call_is_no_callback_and_has_no_place(house: House, maja: httpx.AsyncClient) -> None:
    """It is on nobody's list of customers who are to be called, and gives no place page; a customer who then
    asks to be called there is not taken for it."""
    body = {"queue_id": "leverans", "number": "070-123 45 67"}
    called = (await maja.post("/api/calls", json=body)).json()["contact_id"]
    status = (await maja.get("/api/status")).json()
    assert sum(queue["callback_count"] for queue in status["queues"]) == 0
    [shown] = status["contacts"]
    assert (shown["id"], shown["callback"], shown["is_outgoing"]) == (called, None, True)
    public = house.services.public
    await public.load([])
    with pytest.raises(Refused):
        await public.places.find(ContactId(called))
    asked = await public.callbacks.request("0701234567", QueueId("leverans"), "sv", None)
    assert asked.is_new
