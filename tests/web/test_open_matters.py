"""What is open with a customer, in the answer that brings the timeline."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.web.house import House

pytestmark = pytest.mark.anyio
NUMBER = "+46701234567"


async def talk(house: House, contact: str, queue: str = "leverans") -> None:
    """The known customer calls and agent 101 answers."""
    await house.ready()
    contact_id = await house.arrive(contact, queue, NUMBER)
    await asyncio.gather(*house.services.callers._tasks)
    await house.answer(contact_id)


async def over(house: House, contact: str, **said: Any) -> None:
    """It is over, and this came of it."""
    agent = await house.as_role("agent")
    await agent.post(f"/api/contacts/{contact}/end")
    assert (await agent.post("/api/agents/me/finish-wrap-up", json=said)).status_code == 200


async def timeline(house: House, customer: str, after: str = "") -> dict[str, Any]:
    """One contact a page, so that more pages are needed than one."""
    agent = await house.as_role("agent")
    page = {"limit": 1, "after": after} if after else {"limit": 1}
    answer: dict[str, Any] = (await agent.get(f"/api/customers/{customer}/timeline", params=page)).json()
    return answer


async def test_what_is_open_is_found_over_all_contacts(house: House) -> None:
    """What goes on, what was promised and what was not solved, however far down the timeline; with the first
    page only. Done and solved, it is open no longer."""
    agent = await house.as_role("agent")
    made = await agent.post("/api/customers", json={"names": ["Anna Åberg"], "numbers": [NUMBER]})
    customer = made.json()["id"]
    await talk(house, "c1")
    step = {"text": "Ring om stolen", "due": "2026-11-30"}
    promised = (await agent.post("/api/contacts/c1/next-step", json=step)).json()
    await agent.post("/api/contacts/c1/note", json={"text": "Stolen saknas\nsedan i går", "version": 0})
    await over(house, "c1", solved=True, disposition="delivery_missing")
    await talk(house, "c2")
    await over(house, "c2", solved=False, disposition="call_back")
    await talk(house, "c3")
    page = await timeline(house, customer)
    assert [(each["kind"], each["contact"]["id"]) for each in page["open"]] == [
        ("goes_on", "c3"),
        ("promised", "c1"),
        ("unsolved", "c2"),
    ]
    assert page["open"][1]["note_line"] == "Stolen saknas"
    assert [each["text"] for each in page["open"][1]["next_steps"]] == ["Ring om stolen"]
    assert (await timeline(house, customer, page["next"]))["open"] == []
    await agent.post(f"/api/next-steps/{promised['id']}/done")
    await over(house, "c3", solved=True, disposition="call_back")
    assert (await timeline(house, customer))["open"] == []


async def test_whoever_is_offered_the_contact_may_know_it(house: House) -> None:
    """Before hello: the ringing agent may read who it is and what is open, and nobody needs to have served
    them before."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    made = await supervisor.post("/api/customers", json={"numbers": [NUMBER]})
    await house.ready()
    await house.arrive("c1", number=NUMBER)
    await asyncio.gather(*house.services.callers._tasks)
    whose = (await agent.get("/api/contacts/c1/customer")).json()
    assert whose["linked"]["id"] == made.json()["id"]
    page = await timeline(house, whose["linked"]["id"])
    assert [each["kind"] for each in page["open"]] == ["goes_on"]
