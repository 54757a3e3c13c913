"""The team's phrases through the API: agents read, supervisors keep."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.house import House

from lur.features.phrases.demo import STARTERS

pytestmark = pytest.mark.anyio

URL = "/api/phrases"
BODY: dict[str, Any] = {"moment": "close", "sv": "Ha en fin dag.", "nb": "Ha en fin dag."}


async def test_agents_read_the_phrases(house: House) -> None:
    """The demo's, for every moment."""
    agent = await house.as_role("agent")
    found = (await agent.get(URL)).json()
    assert [each["id"] for each in found] == [each.id for each in STARTERS]
    assert {each["demo"] for each in found} == {True}


async def test_a_supervisor_keeps_the_phrases(house: House) -> None:
    """Made, changed, ordered, archived and taken back; each step is what the desks read."""
    supervisor = await house.as_role("supervisor")
    made = (await supervisor.post(URL, json=BODY)).json()
    assert (made["version"], made["en"], made["archived"], made["demo"]) == (1, "", False, False)
    one = f"{URL}/{made['id']}"
    changed = (await supervisor.post(one, json={**BODY, "en": "Take care.", "version": 1})).json()
    assert (changed["en"], changed["version"], changed["changed_by"]) == ("Take care.", 2, "Demo supervisor")
    late = await supervisor.post(one, json={**BODY, "version": 1})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    ordered = (await supervisor.post(f"{URL}/order", json={"moment": "close", "ids": [made["id"]]})).json()
    assert next(each["id"] for each in ordered if each["moment"] == "close") == made["id"]
    await supervisor.post(f"{one}/archive", json={"version": 2})
    assert made["id"] not in [each["id"] for each in (await supervisor.get(URL)).json()]
    assert [each["id"] for each in (await supervisor.get(f"{URL}/archived")).json()] == [made["id"]]
    back = (await supervisor.post(f"{one}/take-back")).json()
    assert (back["en"], back["archived"]) == ("Take care.", False)


async def test_a_repeated_request_makes_one_phrase(house: House) -> None:
    """The same Idempotency-Key, the same phrase."""
    supervisor = await house.as_role("supervisor")
    headers = {"idempotency-key": "once"}
    first = (await supervisor.post(URL, json=BODY, headers=headers)).json()
    assert (await supervisor.post(URL, json=BODY, headers=headers)).json() == first


async def test_the_phrases_lur_brings_are_not_brought_twice(house: House) -> None:
    """The demo company has them already."""
    supervisor = await house.as_role("supervisor")
    assert len((await supervisor.post(f"{URL}/starters")).json()) == len(STARTERS)


async def test_an_agent_changes_no_phrase(house: House) -> None:
    """Reads them, and no more."""
    agent = await house.as_role("agent")
    for path in (URL, f"{URL}/starters", f"{URL}/order", f"{URL}/x", f"{URL}/x/archive"):
        assert (await agent.post(path, json=BODY)).json()["code"] == "not_allowed"
    assert (await agent.get(f"{URL}/archived")).json()["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sv": "", "nb": ""}, "empty_text"),
        ({"sv": "x" * 301}, "bad_request"),
        ({"sv": "two\nlines"}, "bad_request"),
        ({"sv": "Hej {kund}"}, "unknown_placeholder"),
        ({"moment": "sing"}, "bad_request"),
        ({"archived": True}, "bad_request"),
    ],
)
async def test_what_no_phrase_can_be_is_refused(house: House, change: dict[str, Any], code: str) -> None:
    """With a code; nothing is kept."""
    supervisor = await house.as_role("supervisor")
    answer = await supervisor.post(URL, json={**BODY, **change})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert len((await supervisor.get(URL)).json()) == len(STARTERS)


async def test_what_is_not_there_is_not_found(house: House) -> None:
    """A phrase that nobody made can neither be changed, archived, taken back nor ordered."""
    supervisor = await house.as_role("supervisor")
    for path, body in (
        (f"{URL}/none", {**BODY, "version": 1}),
        (f"{URL}/none/archive", {"version": 1}),
        (f"{URL}/none/take-back", {}),
        (f"{URL}/order", {"moment": "close", "ids": ["none"]}),
    ):
        answer = await supervisor.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_phrase")
