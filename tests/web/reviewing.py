"""Reviews as reviewers and agents write them, for the tests of quality."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tests.web.house import House, browser

from lur.core.ids import ContactId
from lur.features.quality.demo import STARTER

URL = "/api/quality"
GIVEN: list[dict[str, Any]] = [
    {"question_id": "greets", "value": 1},
    {"question_id": "listens", "value": 4},
    {"question_id": "identity", "value": None},
    {"question_id": "says_back", "value": 2},
    {"question_id": "solves", "value": 5},
    {"question_id": "next_step", "value": 3},
]
MARK = {
    "id": "m1",
    "at_ms": 1_500,
    "text": "Fint att du väntar in.",
    "question_id": "listens",
    "recording_id": "",
}
DRAFT: dict[str, Any] = {
    "version": 1,
    "given": GIVEN,
    "notes": [{"question_id": "solves", "text": "Sa när det kommer."}],
    "marks": [MARK],
    "whole": "Ett lugnt samtal.",
}


@pytest.fixture
async def people(house: House) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """Maja (101) and Erik (102), agents; Lars, a supervisor who is agent 106; a supervisor and a trainer."""
    found = {name: await house.as_role(name) for name in ("supervisor", "trainer")}  # type: ignore[arg-type]
    for name in ("maja", "erik", "lars"):
        found[name] = browser(house.services)
        body = {"account": name, "password": house.passwords[name]}
        assert (await found[name].post("/api/sign-in", json=body)).status_code == 200
    yield found
    for name in ("maja", "erik", "lars"):
        await found[name].aclose()


People = dict[str, httpx.AsyncClient]


async def said(answer: httpx.Response) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, answer.json().get("code", "")


async def added(people: People, contact_id: ContactId) -> str:
    """A sample by hand."""
    body = {"contact_id": contact_id, "form_id": STARTER.id, "reason": "Vi vill lära av den."}
    answer = await people["supervisor"].post(f"{URL}/samples", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def begun(who: httpx.AsyncClient, sample_id: str) -> dict[str, Any]:
    """A draft."""
    answer = await who.post(f"{URL}/samples/{sample_id}/begin", json={})
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def finished(who: httpx.AsyncClient, sample_id: str, **change: Any) -> str:
    """A review that is done; its id."""
    review = (await begun(who, sample_id))["review"]
    draft = {**DRAFT, "version": review["version"], **change}
    saved = await who.post(f"{URL}/reviews/{review['id']}/draft", json=draft)
    assert saved.status_code == 200, saved.text
    done = await who.post(f"{URL}/reviews/{review['id']}/finish", json={"version": saved.json()["seq"]})
    assert done.status_code == 200, done.text
    return str(review["id"])
