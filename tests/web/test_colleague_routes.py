"""Colleagues and decisions through the API: agents search, supervisors decide who may decide."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.house import House

from lur.core.ids import AgentId
from lur.features.colleagues.service import Colleagues

pytestmark = pytest.mark.anyio

KIND: dict[str, Any] = {
    "id": "free-freight",
    "names": {"sv": "Fri frakt", "nb": "Fri frakt", "en": "Free freight"},
    "unit": "none",
    "also": "porto",
}
WORDS = {"sv": "Så här.", "nb": "Slik.", "en": "Like this."}
RULE: dict[str, Any] = {"kind_id": "goodwill", "when": WORDS, "say": WORDS, "position": 9}
OUTSIDE: dict[str, Any] = {
    "name": "Tullen",
    "number": "0771-520 520",
    "languages": ["sv"],
    "hours": "Vardagar 8–16",
    "purpose": "Paket utanför EU",
}


async def found(house: House, query: str) -> dict[str, Any]:
    """What the agent Maja finds."""
    agent = await house.as_role("agent")
    answer = await agent.get("/api/colleagues/search", params={"q": query})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def ids(house: House, query: str) -> list[str]:
    """The people whom Maja finds, the best first."""
    return [each["agent_id"] for each in (await found(house, query))["colleagues"]]


@pytest.mark.parametrize(
    "query",
    ["someone who can approve 800 kr", "någon som får godkänna 800 kr", "noen som kan godkjenne 800 kr"],
)
async def test_an_agent_finds_who_can_approve_it(house: House, query: str) -> None:
    """The one who is ready first, then the closest limit; with what they may decide and what they do now."""
    await house.ready("105")
    people = (await found(house, query))["colleagues"]
    assert [each["agent_id"] for each in people] == ["105", "109", "103", "108", "106"]
    first = people[0]
    assert (first["name"], first["presence"], first["can_be_asked"]) == ("Ingrid Haugen", "ready", True)
    assert {"kind_id": "goodwill", "limit_hundredths": 150_000} in first["authority"]
    assert first["kind_ids"] == ["goodwill", "refund"]
    assert not any(each["can_be_asked"] for each in people[1:])


async def test_one_does_not_find_oneself(house: House) -> None:
    """There is nobody to be transferred to in one's own chair; a supervisor without one finds all."""
    assert "101" not in await ids(house, "")
    supervisor = await house.as_role("supervisor")
    everybody = (await supervisor.get("/api/colleagues/search")).json()["colleagues"]
    assert [each["agent_id"] for each in everybody if each["agent_id"] == "101"] == ["101"]


async def test_a_limit_counts_from_the_next_search(house: House) -> None:
    """Given, changed, without limit, and taken away again."""
    supervisor = await house.as_role("supervisor")
    url = "/api/colleagues/110/authority"
    assert "110" not in await ids(house, "goodwill 800 kr")
    await supervisor.post(url, json={"kind_id": "goodwill", "limit_hundredths": 79_900})
    assert "110" not in await ids(house, "goodwill 800 kr")
    await supervisor.post(url, json={"kind_id": "goodwill", "limit_hundredths": 80_000})
    assert (await ids(house, "goodwill 800 kr"))[0] == "110"
    answer = await supervisor.post(url, json={"kind_id": "goodwill"})
    assert answer.json()["authority"] == [{"kind_id": "goodwill", "limit_hundredths": None}]
    assert "110" in await ids(house, "goodwill 90 000 kr")
    answer = await supervisor.post(url, json={"kind_id": "goodwill", "may": False})
    assert answer.json()["authority"] == []
    assert "110" not in await ids(house, "goodwill")


async def test_agents_set_their_own_topics_and_no_limits(house: House) -> None:
    """What one is good at, one says oneself; what one may decide, a supervisor says."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    mine = await agent.post("/api/colleagues/me/topics", json={"topics": " moms och ROT "})
    assert mine.json()["topics"] == "moms och ROT"
    other = await agent.post("/api/colleagues/102/topics", json={"topics": "x"})
    assert (other.status_code, other.json()["code"]) == (403, "not_your_agent")
    limit = await agent.post("/api/colleagues/me/authority", json={"kind_id": "goodwill"})
    assert (limit.status_code, limit.json()["code"]) == (403, "not_allowed")
    assert (
        await supervisor.post("/api/colleagues/102/topics", json={"topics": "trädgård"})
    ).status_code == 200
    assert await ids(house, "trädgård") == ["102"]


async def test_an_agent_reads_the_book_and_edits_nothing_in_it(house: House) -> None:
    """Kinds, rules and outside numbers are there to be seen."""
    agent = await house.as_role("agent")
    book = (await agent.get("/api/colleagues")).json()
    assert {each["id"] for each in book["kinds"]} == {"contract", "discount", "goodwill", "refund"}
    assert [each["kind_id"] for each in book["rules"]] == [None, "contract"]
    assert [each["name"] for each in book["outside"]] == [
        "Cykelverkstaden i Malmö",
        "Nordbud, trafikledningen",
    ]
    for path, body in (("decision-kinds", KIND), ("handover-rules", RULE), ("outside-numbers", OUTSIDE)):
        answer = await agent.post(f"/api/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_a_kind_is_added_changed_and_archived(house: House) -> None:
    """Its unit stays; two who change it at once lose nothing; archived, it is asked for no more and keeps its
    limits."""
    supervisor = await house.as_role("supervisor")
    made = (await supervisor.post("/api/decision-kinds", json=KIND)).json()
    assert (made["version"], made["archived"], made["demo"]) == (1, False, False)
    await supervisor.post("/api/colleagues/104/authority", json={"kind_id": "free-freight"})
    assert await ids(house, "porto") == ["104"]
    one = "/api/decision-kinds/free-freight"
    change = {"names": {**KIND["names"], "sv": "Gratis frakt"}, "version": 1}
    assert (await supervisor.post(one, json=change)).json()["version"] == 2
    late = await supervisor.post(one, json=change)
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    await supervisor.post(one, json={**change, "version": 2, "archived": True})
    assert (await found(house, "fri frakt"))["asked"]["is_decision"] is False
    await supervisor.post(one, json={**change, "version": 3, "archived": False})
    assert await ids(house, "gratis frakt") == ["104"]


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("decision-kinds", {**KIND, "id": "goodwill"}, 409, "decision_kind_exists"),
        ("decision-kinds", {**KIND, "id": "Not An Id"}, 400, "bad_request"),
        ("decision-kinds", {**KIND, "names": {"sv": "x", "nb": "y"}}, 400, "bad_request"),
        ("decision-kinds", {**KIND, "names": {**KIND["names"], "en": " "}}, 400, "empty_text"),
        ("decision-kinds", {**KIND, "unit": "euro"}, 400, "bad_request"),
        ("decision-kinds/none", {"names": KIND["names"], "version": 1}, 404, "unknown_decision_kind"),
        ("handover-rules", {**RULE, "kind_id": "nothing"}, 404, "unknown_decision_kind"),
        ("handover-rules", {**RULE, "say": {**WORDS, "nb": "  "}}, 400, "empty_text"),
        ("handover-rules/none", {**RULE, "version": 1}, 404, "unknown_rule"),
        ("handover-rules/none/remove", {"version": 1}, 404, "unknown_rule"),
        ("outside-numbers", {**OUTSIDE, "number": "11414"}, 400, "number_invalid"),
        ("outside-numbers", {**OUTSIDE, "number": "0900-123 45 67"}, 400, "number_premium"),
        ("outside-numbers", {**OUTSIDE, "number": "+1 212 555 2368"}, 400, "number_foreign"),
        ("outside-numbers", {**OUTSIDE, "name": " "}, 400, "empty_text"),
        ("outside-numbers/none/remove", {"version": 1}, 404, "unknown_outside_number"),
        ("colleagues/999/topics", {"topics": "x"}, 404, "unknown_agent"),
        ("colleagues/999/authority", {"kind_id": "goodwill"}, 404, "unknown_agent"),
        ("colleagues/101/authority", {"kind_id": "nothing"}, 404, "unknown_decision_kind"),
        ("colleagues/101/authority", {"kind_id": "discount", "limit_hundredths": 10_001}, 400, "bad_limit"),
        ("colleagues/101/authority", {"kind_id": "contract", "limit_hundredths": 1}, 400, "bad_limit"),
        ("colleagues/101/authority", {"kind_id": "goodwill", "limit_hundredths": 0}, 400, "bad_request"),
    ],
)
async def test_what_cannot_be_is_refused(
    house: House, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    """With a code that says what to do, and nothing is kept."""
    supervisor = await house.as_role("supervisor")
    before = (await supervisor.get("/api/colleagues")).json()
    answer = await supervisor.post(f"/api/{path}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert (await supervisor.get("/api/colleagues")).json() == before


async def test_rules_are_kept_in_their_order(house: House) -> None:
    """Added, changed, removed, and added again to undo."""
    supervisor = await house.as_role("supervisor")
    made = (await supervisor.post("/api/handover-rules", json=RULE)).json()
    one = f"/api/handover-rules/{made['id']}"
    changed = (await supervisor.post(one, json={**RULE, "position": 0, "version": 1})).json()
    assert (changed["version"], changed["position"]) == (2, 0)
    rules = (await supervisor.get("/api/colleagues")).json()["rules"]
    assert rules[0]["id"] == made["id"]
    gone = await supervisor.post(f"{one}/remove", json={"version": 2})
    assert gone.json() == changed
    assert len((await supervisor.get("/api/colleagues")).json()["rules"]) == 2


async def test_an_outside_number_is_kept_found_and_forgotten(house: House) -> None:
    """E.164 however it was typed, a shared-cost number too; when it is removed its key is destroyed."""
    supervisor = await house.as_role("supervisor")
    made = (await supervisor.post("/api/outside-numbers", json=OUTSIDE)).json()
    assert made["number"] == "+46771520520"
    assert [each["name"] for each in (await found(house, "paket utanför EU"))["outside"]] == ["Tullen"]
    assert await house.vault.get(f"outside:{made['id']}") != {}
    calls = house.services.public
    assert (calls.fault_in_number("0771-520520"), calls.dialled("0771-520520")) == ("", "+46771520520")
    await supervisor.post(f"/api/outside-numbers/{made['id']}/remove", json={"version": 1})
    assert await house.vault.get(f"outside:{made['id']}") == {}
    assert calls.fault_in_number("0771-520520") == "number_premium"
    assert (await found(house, "tullen"))["outside"] == []


async def test_an_agent_who_is_no_more_may_decide_nothing(house: House) -> None:
    """Removed with name, topics and limits."""
    admin = await house.as_role("admin")
    assert (await admin.post("/api/agents/106/remove")).status_code == 200
    assert "106" not in await ids(house, "godkänna 9 000 kr")
    assert house.services.colleagues.of(AgentId("106")).authority == ()
    assert await house.vault.get("agent:106") == {}


async def test_all_of_it_is_there_after_a_restart(house: House) -> None:
    """Topics and numbers from the vault, limits and rules from the tables."""
    services = house.services
    again = Colleagues(services.database, house.vault, lambda number: number)
    await again.load(tuple(services.centre.state.agents))
    kept = services.colleagues
    assert again.of(AgentId("103")) == kept.of(AgentId("103"))
    assert again.of(AgentId("103")).topics != ""
    assert (again.kinds.listed(), again.rules.listed()) == (kept.kinds.listed(), kept.rules.listed())
    assert again.outside.listed() == kept.outside.listed()
