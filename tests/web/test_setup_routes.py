"""People by the list, pauses with words, teams, and test calls over trunks, through the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from tests.web.house import House

from lur.adapters.voice.protocol import TrialNews, TryTrunk
from lur.features import Refused
from lur.runtime.publisher import Publisher

pytestmark = pytest.mark.anyio

KIM: dict[str, Any] = {
    "name": "Kim Berg",
    "login": "kim@example.com",
    "team": "Retur",
    "skills": [{"name": "returns", "level": 2}],
}
LEE: dict[str, Any] = {"name": "Lee Ås", "login": "lee", "role": "supervisor", "answers": False}


async def test_a_list_of_people_is_added(house: House) -> None:
    """Account, agent, team, skills and phone in one request; who only leads is no agent."""
    admin = await house.as_role("admin")
    assert (await admin.post("/api/people/check", json={"people": [KIM, LEE]})).json() == {"faults": []}
    kim, lee = (await admin.post("/api/people", json={"people": [KIM, LEE]})).json()
    assert lee["agent_id"] is None
    assert lee["phone"] is None
    assert kim["phone"]["username"] == kim["agent_id"]
    agent = next(each for each in house.services.push.status().agents if each.id == kim["agent_id"])
    assert (agent.name, agent.team, agent.skills[0].level) == ("Kim Berg", "Retur", 2)
    body = {"account": "kim@example.com", "password": kim["password"]}
    assert (await house.client.post("/api/sign-in", json=body)).json()["agent_id"] == kim["agent_id"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": " "}, "name_missing"),
        ({"name": "x" * 121}, "name_long"),
        ({"login": ""}, "login_missing"),
        ({"login": "a b"}, "login_strange"),
        ({"login": "Maja"}, "login_taken"),
        ({"login": "LEE"}, "login_twice"),
        ({"role": "boss"}, "role_unknown"),
        ({"language": "de"}, "language_unknown"),
        ({"team": "x" * 41}, "team_long"),
        ({"skills": [{"name": "", "level": 1}]}, "skill_strange"),
        ({"skills": [{"name": "a", "level": 6}]}, "skill_strange"),
        ({"skills": [{"name": f"s{n}", "level": 1} for n in range(21)]}, "skills_many"),
    ],
)
async def test_each_fault_is_told_by_its_row(house: House, change: dict[str, Any], fault: str) -> None:
    """The preview names the row, and the list is added whole or not at all."""
    admin = await house.as_role("admin")
    people = [LEE, {**KIM, **change}]
    told = (await admin.post("/api/people/check", json={"people": people})).json()["faults"]
    assert {"row": 1, "fault": fault} in told
    before = len(house.services.push.status().agents)
    refused = await admin.post("/api/people", json={"people": people})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_people")
    assert refused.json()["detail"].startswith("2: ")
    assert len(house.services.push.status().agents) == before
    assert (await admin.post("/api/people/check", json={"people": [LEE]})).json() == {"faults": []}


async def test_what_fails_after_all_leaves_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second account cannot be kept: the first person is not there either."""
    admin, accounts = await house.as_role("admin"), house.services.accounts
    add = accounts.add

    async def full(login: str, *more: Any, **named: Any) -> Any:
        if login == "lee":
            raise Refused("login_taken", login)
        return await add(login, *more, **named)

    monkeypatch.setattr(accounts, "add", full)
    before = {each.id for each in house.services.push.status().agents}
    refused = await admin.post("/api/people", json={"people": [KIM, {**LEE, "answers": True}]})
    assert refused.status_code == 409
    assert {each.id for each in house.services.push.status().agents} == before
    assert "kim@example.com" not in {each.login for each in await accounts.everybody()}


async def test_a_team_is_changed(house: House) -> None:
    """By those who may change skills; the live page shows it."""
    supervisor = await house.as_role("supervisor")
    assert (await supervisor.post("/api/agents/101/team", json={"team": "Kväll"})).status_code == 200
    assert house.services.push.status().agents[0].team == "Kväll"
    agent = await house.as_role("agent")
    assert (await agent.post("/api/agents/101/team", json={"team": ""})).status_code == 403


async def test_pauses_have_limits_and_words(house: House) -> None:
    """Changed as a whole, in their order; the one to recover stays; agents read them."""
    supervisor, agent = await house.as_role("supervisor"), await house.as_role("agent")
    rows = (await agent.get("/api/pauses")).json()
    lunch = next(each for each in rows if each["reason"] == "lunch")
    assert (lunch["sv"], lunch["nb"], lunch["en"]) == ("Lunch", "Lunsj", "Lunch")
    walk = {"reason": "walk", "limit_ms": 900_000, "sv": "Promenad", "nb": "Tur", "en": "Walk"}
    recover = next(each for each in rows if each["reason"] == "recovery")
    changed = await supervisor.post("/api/pauses", json={"reasons": [walk, recover]})
    assert changed.json() == [walk, recover]
    assert (await agent.get("/api/pauses")).json() == [walk, recover]
    turned = await supervisor.post("/api/pauses", json={"reasons": [recover, walk]})
    assert turned.json() == [recover, walk]
    without = await supervisor.post("/api/pauses", json={"reasons": [walk]})
    assert without.status_code == 400
    blank = await supervisor.post("/api/pauses", json={"reasons": [{**walk, "sv": " "}, recover]})
    assert blank.status_code == 400
    assert (await agent.post("/api/pauses", json={"reasons": [recover]})).status_code == 403


class Trunks:
    """A voice edge that is asked to try a trunk."""

    def __init__(self) -> None:
        self.asked: list[TryTrunk] = []
        self.trials: Publisher[TrialNews] = Publisher()
        self.is_there = True

    def attempt(self, ask: TryTrunk) -> bool:
        """Taken down."""
        self.asked.append(ask)
        return self.is_there


@dataclass
class Link:
    """What of the link to the edge is asked for here."""

    trunks: Trunks


async def with_trunk(house: House) -> Trunks:
    """A trunk and an edge."""
    link, admin = Trunks(), await house.as_role("admin")
    house.services.setup.trials.attach(Link(link))  # type: ignore[arg-type]
    body = {"id": "telia", "host": "sip.example", "numbers": ["+4685551234"]}
    assert (await admin.post("/api/trunks", json=body)).status_code == 200
    return link


async def test_a_trunk_is_tried(house: House) -> None:
    """The edge is asked once, and each thing that it tells is shown with its time."""
    link, admin = await with_trunk(house), await house.as_role("admin")
    trial = (await admin.post("/api/trunks/telia/try", json={"number": "070-174 06 05"})).json()
    assert (link.asked[0].number, link.asked[0].shown) == ("+46701740605", "+4685551234")
    for step in ("asking", "ringing", "ringing"):
        link.trials.publish(TrialNews(trial_id=trial["id"], step=step))
    link.trials.publish(TrialNews(trial_id=trial["id"], step="over", fault="status", status=486))
    link.trials.publish(TrialNews(trial_id="somebody-elses", step="over"))
    told = (await admin.get(f"/api/trunks/trials/{trial['id']}")).json()
    assert [each["step"] for each in told["moments"]] == ["asking", "ringing", "over"]
    assert (told["is_over"], told["fault"], told["status"]) == (True, "status", 486)


async def test_a_trunk_that_cannot_be_tried(house: House) -> None:
    """Numbers that cost, trunks that nobody knows, an edge that is away: each says what to do."""
    link, admin = await with_trunk(house), await house.as_role("admin")

    async def code(trunk: str, number: str) -> str:
        answer = await admin.post(f"/api/trunks/{trunk}/try", json={"number": number})
        found: str = answer.json()["code"]
        return found

    assert await code("telia", "0900 123 45 67") == "number_premium"
    assert await code("telia", "hello") in ("number_invalid", "bad_request")
    assert await code("other", "0701740605") == "unknown_trunk"
    assert not link.asked
    link.is_there = False
    assert await code("telia", "0701740605") == "voice_away"
    assert (await admin.get("/api/trunks/trials/none")).json()["code"] == "unknown_trial"
