"""Who may set up mailed reports, what is checked, and what is seen of them."""

from __future__ import annotations

import pytest
from tests.web.house import House

pytestmark = pytest.mark.anyio
BODY = {
    "name": "Gårdagen",
    "timetable": {"cadence": "daily", "minute": 450},
    "by": "hour",
    "language": "sv",
    "recipients": ["maja@example.net"],
}


async def test_a_schedule_is_made_changed_removed_and_taken_back(house: House) -> None:
    """Each step is seen in the list; what was removed is kept to be taken back."""
    leader = await house.as_role("supervisor")
    made = (await leader.post("/api/schedules", json=BODY)).json()
    assert made["next_at"] > house.services.clock.now()
    path = f"/api/schedules/{made['schedule']['id']}"
    changed = await leader.post(path, json={**BODY, "paused": True, "version": 1})
    assert (changed.status_code, changed.json()["next_at"]) == (200, None)
    assert (await leader.post(path, json={**BODY, "version": 1})).json()["code"] == "changed_meanwhile"
    assert (await leader.post(f"{path}/remove")).status_code == 200
    seen = (await leader.get("/api/schedules")).json()
    assert (seen["schedules"], len(seen["removed"]), seen["can_send"]) == ([], 1, False)
    await leader.post(f"{path}/take-back")
    seen = (await leader.get("/api/schedules")).json()
    assert [row["schedule"]["name"] for row in seen["schedules"]] == ["Gårdagen"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"recipients": []}, "bad_request"),
        ({"recipients": ["maja"]}, "bad_recipients"),
        ({"recipients": ["maja@example.net\nBcc: x@y.se"]}, "bad_recipients"),
        ({"recipients": ["maja@example.net", "MAJA@example.net"]}, "bad_recipients"),
        ({"name": "a\nb"}, "bad_request"),
        ({"timetable": {"cadence": "daily", "minute": 1440}}, "bad_request"),
        ({"timetable": {"cadence": "monthly", "minute": 0, "month_day": 31}}, "bad_request"),
        ({"by": "agent"}, "bad_request"),
        ({"language": "da"}, "bad_request"),
    ],
)
async def test_what_is_sent_is_looked_at(house: House, wrong: dict[str, object], code: str) -> None:
    """Nothing that could not be sent is kept; there is no report by agent."""
    leader = await house.as_role("supervisor")
    answer = await leader.post("/api/schedules", json={**BODY, **wrong})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (await leader.get("/api/schedules")).json()["schedules"] == []


async def test_a_press_that_is_repeated_makes_one(house: House) -> None:
    """The same key, the same schedule."""
    leader = await house.as_role("supervisor")
    for _ in range(2):
        await leader.post("/api/schedules", json=BODY, headers={"idempotency-key": "k1"})
    assert len((await leader.get("/api/schedules")).json()["schedules"]) == 1


async def test_a_trial_without_a_mail_server_says_what_to_do(house: House) -> None:
    """In the reader's words."""
    leader = await house.as_role("supervisor")
    made = (await leader.post("/api/schedules", json=BODY)).json()
    answer = await leader.post(
        f"/api/schedules/{made['schedule']['id']}/try", headers={"accept-language": "en"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "no_mail_server")
    assert "--smtp-host" in answer.json()["what_to_do"]


async def test_agents_see_no_addresses(house: House) -> None:
    """Schedules are for who manages them."""
    agent = await house.as_role("agent")
    assert (await agent.get("/api/schedules")).status_code == 403
