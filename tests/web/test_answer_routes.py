"""Answers to common questions through the API: everybody reads, supervisors keep."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.house import House

pytestmark = pytest.mark.anyio

URL = "/api/answers"
BODY: dict[str, Any] = {
    "language": "sv",
    "question": "Har ni öppet i helgen?",
    "text": "Ja, på lördag.\nSöndag är stängt.",
    "queue_ids": ["leverans"],
    "position": 7,
}


async def test_everybody_reads_the_answers(house: House) -> None:
    """Without signing in: the demo's, by language and queue, in their order."""
    found = (await house.client.get(URL, params={"language": "nb"})).json()
    assert [each["id"] for each in found] == ["demo-nb-1", "demo-nb-2", "demo-nb-3"]
    one = (await house.client.get(URL, params={"language": "en", "queue": "retur"})).json()
    assert [each["question"] for each in one] == ["How do I send something back?"]
    assert len((await house.client.get(URL)).json()) == 9
    assert (await house.client.get(URL, params={"language": "fi"})).status_code == 400


async def test_a_supervisor_keeps_the_answers(house: House) -> None:
    """Made, changed, removed and put back; each step is what everybody reads."""
    supervisor = await house.as_role("supervisor")
    made = (await supervisor.post(URL, json=BODY)).json()
    assert (made["version"], made["demo"], made["removed_at"]) == (1, False, None)
    one = f"{URL}/{made['id']}"
    changed = (await supervisor.post(one, json={**BODY, "text": "Ja.", "version": 1})).json()
    assert (changed["text"], changed["version"]) == ("Ja.", 2)
    late = await supervisor.post(one, json={**BODY, "version": 1})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    await supervisor.post(f"{one}/remove", json={"version": 2})
    read = (await house.client.get(URL, params={"language": "sv"})).json()
    assert made["id"] not in [each["id"] for each in read]
    removed = (await supervisor.get(f"{URL}/removed")).json()
    assert [each["id"] for each in removed] == [made["id"]]
    await supervisor.post(f"{one}/put-back")
    read = (await house.client.get(URL, params={"language": "sv"})).json()
    assert read[-1]["text"] == "Ja."


async def test_a_repeated_request_makes_one_answer(house: House) -> None:
    """The same Idempotency-Key, the same answer."""
    supervisor = await house.as_role("supervisor")
    headers = {"idempotency-key": "once"}
    first = (await supervisor.post(URL, json=BODY, headers=headers)).json()
    assert (await supervisor.post(URL, json=BODY, headers=headers)).json() == first


async def test_an_agent_changes_no_answer(house: House) -> None:
    """Reads them, as everybody."""
    agent = await house.as_role("agent")
    assert (await agent.post(URL, json=BODY)).json()["code"] == "not_allowed"
    assert (await agent.get(f"{URL}/removed")).json()["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"question": ""}, 400, "bad_request"),
        ({"question": "   "}, 400, "empty_text"),
        ({"question": "x" * 161}, 400, "bad_request"),
        ({"question": "two\nlines"}, 400, "bad_request"),
        ({"text": "x" * 2_001}, 400, "bad_request"),
        ({"text": "bell\x07"}, 400, "bad_request"),
        ({"language": "fi"}, 400, "bad_request"),
        ({"queue_ids": ["nowhere"]}, 404, "unknown_queue"),
        ({"position": -1}, 400, "bad_request"),
        ({"removed_at": 1}, 400, "bad_request"),
    ],
)
async def test_what_no_answer_can_be_is_refused(
    house: House, change: dict[str, Any], status: int, code: str
) -> None:
    """With a code; nothing is kept."""
    supervisor = await house.as_role("supervisor")
    answer = await supervisor.post(URL, json={**BODY, **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len((await house.client.get(URL)).json()) == 9


async def test_what_is_not_there_is_not_found(house: House) -> None:
    """An answer that nobody made can neither be changed, removed nor put back."""
    supervisor = await house.as_role("supervisor")
    for path, body in (
        (f"{URL}/none", {**BODY, "version": 1}),
        (f"{URL}/none/remove", {"version": 1}),
        (f"{URL}/none/put-back", {}),
    ):
        answer = await supervisor.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_answer")
