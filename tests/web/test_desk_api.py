"""Why nobody called, the check before the shift, and what operators see of desks."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.web.house import House

from lur.core.commands import ReportHindrance
from lur.core.ids import AgentId

pytestmark = pytest.mark.anyio

GOOD = {
    "verdict": "good",
    "microphone": True,
    "voice": 0.6,
    "path_up": True,
    "tone_ms": 92.5,
    "leak": 0.001,
    "jitter_ms": 3.1,
    "lost_percent": 0,
    "round_trip_ms": None,
    "notifications": "granted",
}


async def test_the_chain_is_one_s_own(house: House) -> None:
    """An agent sees their own, a supervisor everybody's; an agent who does not exist has none."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    links = (await agent.get("/api/agents/me/why")).json()["links"]
    assert [each["code"] for each in links] == [
        "signed_in",
        "presence",
        "skills",
        "phone",
        "order",
        "offers",
    ]
    assert (links[0]["ok"], links[0]["mend"]) == (False, "ready")
    assert (await agent.get("/api/agents/102/why")).json()["code"] == "not_your_agent"
    assert (await supervisor.get("/api/agents/102/why")).is_success
    assert (await supervisor.get("/api/agents/999/why")).json()["code"] == "unknown_agent"
    assert (await supervisor.get("/api/agents/me/why")).json()["code"] == "no_agent_of_yours"


async def test_the_chain_tells_of_waits_and_offers(house: House) -> None:
    """When somebody last waited in one's queues, and what was offered."""
    agent = await house.as_role("agent")
    await house.arrive("c1")
    await house.ready()
    links = {each["code"]: each for each in (await agent.get("/api/agents/me/why")).json()["links"]}
    assert links["order"]["detail"]["waited_at"] > 0
    assert [each["contact_id"] for each in links["offers"]["detail"]["offers"]] == ["c1"]


async def test_a_check_is_kept(house: House) -> None:
    """Newest first, twenty of each agent."""
    agent = await house.as_role("agent")
    for number in range(25):
        kept = await agent.post("/api/agents/me/check", json={"measured": GOOD | {"jitter_ms": number}})
        assert kept.is_success, kept.text
    checks = (await agent.get("/api/agents/101/check")).json()["checks"]
    assert [each["measured"]["jitter_ms"] for each in checks] == list(range(24, 4, -1))
    assert (await agent.get("/api/agents/102/check")).json()["code"] == "not_your_agent"
    supervisor = await house.as_role("supervisor")
    assert (await supervisor.get("/api/agents/102/check")).json() == {"checks": []}
    admin = await house.as_role("admin")
    assert (await admin.post("/api/agents/999/check", json={"measured": GOOD})).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"voice": 1.5},
        {"jitter_ms": -1},
        {"lost_percent": 101},
        {"round_trip_ms": 1e9},
        {"verdict": "splendid"},
        {"microphone": "yes"},
        {"notifications": "<b>granted</b>"},
    ],
)
async def test_a_check_has_bounds(house: House, wrong: dict[str, Any]) -> None:
    """What cannot have been measured is refused, and nothing is kept."""
    agent = await house.as_role("agent")
    answer = await agent.post("/api/agents/me/check", json={"measured": GOOD | wrong})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert (await agent.get("/api/agents/me/check")).json() == {"checks": []}


async def test_operators_see_hindered_desks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the metrics, by hindrance, and how many desks are open."""
    monkeypatch.setattr(house.services.desks.desks, "settle", lambda agent_id: None)
    await house.ready()
    at = house.services.clock.now()
    await house.submit(
        ReportHindrance(
            command_id=house.command_id(), at=at, agent_id=AgentId("101"), hindrance="microphone_lost"
        )
    )
    admin: httpx.AsyncClient = await house.as_role("admin")
    figures = (await admin.get("/metrics")).text
    assert 'lur_desk_hindered{hindrance="microphone_lost"} 1.0' in figures
    assert 'lur_desk_hindered{hindrance="asleep"} 0.0' in figures
    assert "lur_desks_connected 0.0" in figures
