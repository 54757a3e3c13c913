"""Talks with colleagues over the API: who may ask, come, hear, take over, and what everybody else is told."""

from __future__ import annotations

import httpx
import pytest
from tests.web.house import House, browser

from lur.core.ids import AgentId, ContactId, DeskId
from lur.core.state import Contact
from lur.features.accounts.model import Role
from lur.runtime import leases

pytestmark = pytest.mark.anyio

MAJA, ERIK, SARA, BOSS = AgentId("101"), AgentId("102"), AgentId("103"), AgentId("110")
C1 = ContactId("c1")


def at_a_page(house: House, agent: AgentId) -> None:
    """The agent's phone is a page with sound."""
    lease, now = house.services.desks.desks.lease_of(agent), house.services.clock.now()
    desk = DeskId(f"desk-{agent}")
    leases.hello(lease, desk, wants_phone=True, endpoint="browser", visible=True, now=now)
    leases.pulse(lease, desk, ping=0, audio="up", visible=True, lag_ms=0, now=now)


async def sign_in(house: House, agent: AgentId, role: Role = "agent") -> httpx.AsyncClient:
    """Somebody's own browser, with a page that rings."""
    login = f"{role}-{agent}"
    _, password = await house.services.accounts.add(login, login, role, agent_id=agent)
    client = browser(house.services)
    answer = await client.post("/api/sign-in", json={"account": login, "password": password})
    assert answer.is_success, answer.text
    at_a_page(house, agent)
    return client


@pytest.fixture
async def maja(house: House) -> httpx.AsyncClient:
    """Maja talks with a customer."""
    at_a_page(house, MAJA)
    await house.ready(MAJA)
    await house.arrive("c1")
    await house.answer(C1)
    return await house.as_role("agent")


@pytest.fixture
async def erik(house: House) -> httpx.AsyncClient:
    """Erik stands by for colleagues."""
    client = await sign_in(house, ERIK)
    assert (await client.post("/api/agents/me/standby")).is_success
    return client


def talk(house: House) -> Contact:
    """The customer's contact."""
    return house.services.centre.state.contacts[C1]


def presence(house: House, agent: AgentId) -> str:
    """What an agent does."""
    return house.services.centre.state.agents[agent].presence


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and code; there is always a word on what to do."""
    assert answer.json()["what_to_do"]
    return answer.status_code, answer.json()["code"]


async def ask(client: httpx.AsyncClient, **body: str) -> httpx.Response:
    """Ask somebody into the talk."""
    return await client.post("/api/contacts/c1/ask", json=body)


async def asked(client: httpx.AsyncClient, **body: str) -> str:
    """The same, when it goes well: who is asked."""
    answer = await ask(client, **body)
    assert answer.is_success, answer.text
    party_id: str = answer.json()["party_id"]
    return party_id


async def test_a_consult_and_a_warm_transfer(
    house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient
) -> None:
    """The customer is held, the colleague reads before answering, talks aside, and is given the customer;
    then the colleague writes, and the agent has wrap-up."""
    await maja.post("/api/contacts/c1/summary", json={"text": "A parcel that never came", "version": 0})
    assert (await erik.get("/api/contacts/c1/summary")).status_code == 403
    party = await asked(maja, purpose="consult", agent_id=ERIK)
    assert (talk(house).phase, presence(house, ERIK)) == ("held", "asked")
    assert (await erik.get("/api/contacts/c1/summary")).json()["text"] == "A parcel that never came"
    assert (await erik.get("/api/contacts/c1/note")).is_success
    assert (await erik.get("/api/contacts/c1/customer")).is_success
    assert (await erik.get("/api/contacts/c1/statements")).is_success
    early = await erik.post("/api/contacts/c1/summary", json={"text": "mine", "version": 1})
    assert refused(early) == (403, "not_your_contact")
    assert (await erik.post(f"/api/parties/{party}/answer")).is_success
    assert (await erik.post(f"/api/parties/{party}/answer")).json() == {"seq": 0}
    assert (await maja.post("/api/contacts/c1/hand-over", json={"party_id": party})).is_success
    assert (talk(house).agent_id, talk(house).phase) == (ERIK, "talking")
    assert presence(house, MAJA) == "wrap_up"
    written = await erik.post("/api/contacts/c1/summary", json={"text": "Sent anew", "version": 1})
    assert written.is_success
    assert (await erik.get("/api/contacts/c1")).json()["contact"]["agent_id"] == ERIK


async def test_the_owner_of_the_talk_says_who_hears_whom(
    house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient
) -> None:
    """Whoever was consulted does not join the customer by themselves."""
    party = await asked(maja, purpose="consult", agent_id=ERIK)
    await erik.post(f"/api/parties/{party}/answer")
    own = await erik.post(f"/api/parties/{party}/part", json={"part": "joined"})
    assert refused(own) == (403, "not_your_contact")
    assert (await maja.post(f"/api/parties/{party}/part", json={"part": "joined"})).is_success
    assert (talk(house).phase, talk(house).parties[0].part) == ("talking", "joined")
    assert (await erik.post(f"/api/parties/{party}/leave")).is_success
    assert presence(house, ERIK) == "standby"


async def test_a_blind_transfer_that_is_declined(
    house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient
) -> None:
    """The agent has left; the customer goes back to the line, and is told nothing that is not so. A second
    decline says what came of it."""
    party = await asked(maja, purpose="transfer", agent_id=ERIK)
    assert (await maja.post("/api/contacts/c1/leave")).is_success
    assert talk(house).phase == "transferring"
    assert (await erik.post(f"/api/parties/{party}/decline")).is_success
    assert talk(house).phase == "waiting"
    late = await erik.post(f"/api/parties/{party}/answer")
    assert refused(late) == (409, "ask_is_over")
    assert late.json()["detail"] == "declined"


async def test_a_question_that_is_answered_when_the_customer_has_gone(
    house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient
) -> None:
    """Says that it is over and that nothing is to be done."""
    party = await asked(maja, purpose="consult", agent_id=ERIK)
    await house.hang_up(C1)
    late = await erik.post(f"/api/parties/{party}/answer")
    assert (refused(late), late.json()["detail"]) == ((409, "ask_is_over"), "withdrawn")
    assert presence(house, ERIK) == "standby"


async def test_only_who_has_the_contact_asks_and_gives_it_away(
    house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient
) -> None:
    """Another agent is refused at each door, and nothing has changed."""
    party = await asked(maja, purpose="consult", agent_id=ERIK)
    seq = house.services.centre.seq
    for path, body in (
        ("contacts/c1/ask", {"purpose": "help"}),
        ("contacts/c1/queue", {"queue_id": "retur"}),
        ("contacts/c1/hand-over", {"party_id": party}),
        ("contacts/c1/leave", {}),
        ("contacts/c1/hold", {}),
        (f"parties/{party}/drop", {}),
    ):
        answer = await erik.post(f"/api/{path}", json=body)
        assert refused(answer) == (403, "not_your_contact"), path
    for verb in ("answer", "decline", "leave"):
        assert refused(await maja.post(f"/api/parties/{party}/{verb}")) == (403, "not_your_ask"), verb
    over = await maja.post(f"/api/parties/{party}/take-over", json={"from_agent_id": MAJA})
    assert refused(over) == (403, "not_your_ask")
    assert house.services.centre.seq == seq
    assert (await maja.post(f"/api/parties/{party}/drop")).is_success
    assert presence(house, ERIK) == "standby"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"purpose": "consult", "agent_id": MAJA}, 409, "same_agent"),
        ({"purpose": "transfer", "agent_id": SARA}, 409, "agent_not_available"),
        ({"purpose": "consult", "agent_id": "999"}, 404, "unknown_agent"),
        ({"purpose": "help"}, 409, "nobody_to_help"),
        ({"purpose": "consult"}, 400, "nobody_named"),
        ({"purpose": "help", "number": "070-123 45 67"}, 400, "nobody_named"),
        ({"purpose": "join", "agent_id": SARA}, 400, "bad_request"),
        ({"purpose": "consult", "number": "0900 100 100"}, 400, "number_premium"),
        ({"purpose": "consult", "number": "hello"}, 400, "number_invalid"),
    ],
)
async def test_what_cannot_be_asked(
    house: House, maja: httpx.AsyncClient, body: dict[str, str], status: int, code: str
) -> None:
    """Each is refused with its reason, and the customer is not put on hold for it."""
    assert refused(await ask(maja, **body)) == (status, code)
    assert (talk(house).phase, talk(house).parties) == ("talking", [])


async def test_a_queue_that_cannot_take_the_customer(house: House, maja: httpx.AsyncClient) -> None:
    """No such queue; then one that can, and the agent is in wrap-up."""
    none = await maja.post("/api/contacts/c1/queue", json={"queue_id": "nowhere"})
    assert refused(none) == (404, "unknown_queue")
    entered = talk(house).entered
    assert (await maja.post("/api/contacts/c1/queue", json={"queue_id": "retur"})).is_success
    assert (talk(house).queue_id, talk(house).entered) == ("retur", entered)


async def test_an_outside_number_is_in_the_vault_and_refused_when_its_owner_said_no(
    house: House, maja: httpx.AsyncClient
) -> None:
    """As E.164 with its name, before it is called; a refused number leaves nothing behind."""
    party = await asked(maja, purpose="consult", number="070-123 45 67", name="Frakt")
    assert (await house.vault.get("c1"))[f"outside:{party}"] == ["+46701234567 Frakt"]
    await maja.post(f"/api/parties/{party}/drop")
    await house.services.refusals.add("r1", "0701234567", "asked_not_to", "", "test")
    assert refused(await ask(maja, purpose="consult", number="+46 70 123 45 67")) == (409, "number_refused")
    assert talk(house).parties == []


async def test_help_goes_to_supervisors_who_stand_by(house: House, maja: httpx.AsyncClient) -> None:
    """An agent who merely stands by is not rung for help; a supervisor is, hears, whispers, takes over; the
    agent sees each step and listens on."""
    boss = await sign_in(house, BOSS, "supervisor")
    assert (await boss.post("/api/agents/me/standby")).is_success
    party = await asked(maja, purpose="help")
    assert talk(house).phase == "talking", "a call for help is silent"
    assert talk(house).parties[0].agent_id == BOSS
    await boss.post(f"/api/parties/{party}/answer")
    assert (await boss.post(f"/api/parties/{party}/part", json={"part": "whisper"})).is_success
    shown = (await maja.get("/api/status")).json()["contacts"][0]["parties"]
    assert [(each["agent_id"], each["part"]) for each in shown] == [(BOSS, "whisper")]
    body = {"from_agent_id": MAJA, "stays": True}
    assert (await boss.post(f"/api/parties/{party}/take-over", json=body)).is_success
    assert (talk(house).agent_id, presence(house, MAJA)) == (BOSS, "assisting")
    again = await boss.post(f"/api/parties/{party}/take-over", json=body)
    assert refused(again) == (409, "ask_is_over")


async def test_who_comes_unasked(house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient) -> None:
    """Not a colleague, not one who helps today; a supervisor does, and the agent cannot drop them; a mentor
    of that agent does."""
    helper = await house.as_role("supervisor")
    await helper.post(f"/api/helpers/{ERIK}")
    unasked = await erik.post("/api/contacts/c1/join", json={"part": "listen"})
    assert refused(unasked) == (403, "may_not_join")
    boss = await sign_in(house, BOSS, "supervisor")
    await boss.post("/api/agents/me/standby")
    assert (await boss.post("/api/contacts/c1/join", json={})).is_success
    [there] = talk(house).parties
    assert (there.purpose, there.part) == ("join", "listen")
    thrown = await maja.post(f"/api/parties/{there.party_id}/drop")
    assert refused(thrown) == (403, "came_by_themselves")
    muted = await maja.post(f"/api/parties/{there.party_id}/part", json={"part": "listen"})
    assert refused(muted) == (403, "not_your_ask")
    await helper.post("/api/mentors", json={"agent_id": ERIK, "learner_id": MAJA})
    assert (await erik.post("/api/contacts/c1/join", json={"part": "whisper"})).is_success
    nobody = await helper.post("/api/contacts/c1/join", json={})
    assert refused(nobody) == (409, "no_agent_of_yours")


async def test_the_customer_hears_no_mentor(
    house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient
) -> None:
    """One voice: a mentor who comes unasked listens and whispers, and takes over to speak; a supervisor
    joins."""
    boss = await sign_in(house, BOSS, "supervisor")
    await boss.post("/api/mentors", json={"agent_id": ERIK, "learner_id": MAJA})
    unasked = await erik.post("/api/contacts/c1/join", json={"part": "joined"})
    assert refused(unasked) == (409, "part_forbidden")
    assert (await erik.post("/api/contacts/c1/join", json={})).is_success
    [place] = talk(house).parties
    later = await erik.post(f"/api/parties/{place.party_id}/part", json={"part": "joined"})
    assert refused(later) == (409, "part_forbidden")
    assert (await erik.post(f"/api/parties/{place.party_id}/part", json={"part": "whisper"})).is_success
    await boss.post("/api/agents/me/standby")
    assert (await boss.post("/api/contacts/c1/join", json={"part": "joined"})).is_success


async def test_hints_are_for_the_talk(house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient) -> None:
    """Written by who is there, read by the agent, counted in the view, kept beside the contact."""
    early = await erik.post("/api/contacts/c1/hints", json={"text": "Ask for the order number"})
    assert refused(early) == (403, "not_in_talk")
    party = await asked(maja, purpose="consult", agent_id=ERIK)
    await erik.post(f"/api/parties/{party}/answer")
    written = await erik.post("/api/contacts/c1/hints", json={"text": "  Ask for the order number "})
    assert [each["text"] for each in written.json()] == ["Ask for the order number"]
    assert (await erik.post("/api/contacts/c1/hints", json={"text": "   "})).json()["code"] == "empty_hint"
    [hint] = (await maja.get("/api/contacts/c1/hints")).json()
    assert (hint["by"], hint["text"]) == (ERIK, "Ask for the order number")
    assert (await maja.get("/api/status")).json()["contacts"][0]["hints"] == 1
    house.services.around.hints.clear()
    await house.services.callers.load(house.services.centre.state)
    assert house.services.around.hints == {C1: 1}, "a restart loses none"
    sara = await sign_in(house, SARA)
    assert refused(await sara.get("/api/contacts/c1/hints")) == (403, "not_your_contact")
    assert refused(await maja.post("/api/contacts/c1/hints", json={"text": "x" * 301}))[0] == 400


async def test_what_to_do_depends_on_what_the_colleague_does(house: House, maja: httpx.AsyncClient) -> None:
    """Signed out is another advice than a talk or a break."""
    said = set()
    for verb in ("", "pause", "ready"):
        if verb == "ready":
            await house.ready(SARA)
            await house.arrive("c2", "retur")
        elif verb:
            boss = await house.as_role("supervisor")
            await boss.post(f"/api/agents/{SARA}/pause", json={})
        answer = await ask(maja, purpose="consult", agent_id=SARA)
        assert refused(answer) == (409, "agent_not_available")
        said.add(answer.json()["what_to_do"])
    assert len(said) == 3


async def test_asking_is_counted_by_what_came_of_it(
    house: House, maja: httpx.AsyncClient, erik: httpx.AsyncClient
) -> None:
    """In the metrics, with who is in a talk now."""
    party = await asked(maja, purpose="consult", agent_id=ERIK)
    await erik.post(f"/api/parties/{party}/decline")
    party = await asked(maja, purpose="consult", agent_id=ERIK)
    await erik.post(f"/api/parties/{party}/answer")
    figures = (await (await house.as_role("admin")).get("/metrics")).text
    assert 'lur_asks_total{outcome="declined",purpose="consult"} 1.0' in figures
    assert 'lur_asks_total{outcome="came",purpose="consult"} 1.0' in figures
    assert 'lur_parties{purpose="consult"} 1.0' in figures
