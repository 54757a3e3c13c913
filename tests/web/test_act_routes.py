"""What is done from the wallboard: carried out, written down with who and why, seen by all, and undone."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from tests.web.house import AGENT, House
from tests.web.test_talk_routes import ERIK, refused, sign_in

from lur.core.events import AgentAssigned, ChangeNoted, QueueChanged
from lur.core.ids import QueueId
from lur.features.supervising.model import Act

pytestmark = pytest.mark.anyio

HOUR = 3_600_000


async def test_a_skill_for_today_and_back(house: House) -> None:
    """Lent until midnight, by somebody who leads, with a reason; undone it is as before; both are seen."""
    boss, erik = await house.as_role("supervisor"), await sign_in(house, ERIK)
    body = {"skills": [{"name": "flytt", "level": 2}], "why": "Många om bredband"}
    assert refused(await erik.post(f"/api/agents/{ERIK}/assign", json=body)) == (403, "not_allowed")
    act = (await boss.post(f"/api/agents/{ERIK}/assign", json=body)).json()
    agent = house.services.centre.state.agents[ERIK]
    assert agent.skills["flytt"] == 2
    assert agent.assignment is not None
    assert agent.assignment.until == house.services.helping.until()
    view = next(each for each in (await boss.get("/api/agents")).json() if each["id"] == ERIK)
    assert view["assignment"]["skills"] == [{"name": "flytt", "level": 2}]
    assert all(each["name"] != "flytt" for each in view["own_skills"])
    undone = await boss.post(f"/api/acts/{act['id']}/undo", json={})
    assert undone.json()["undoes"] == act["id"]
    assert "flytt" not in agent.skills
    rows = (await boss.get("/api/acts")).json()
    assert [(row["act"]["kind"], row["act"]["undone"]) for row in rows] == [
        ("assignment_ended", False),
        ("assigned", True),
    ]
    assert rows[1]["act"]["why"] == "Många om bredband"
    assert rows[1]["by_name"]
    assert refused(await boss.post(f"/api/acts/{act['id']}/undo", json={})) == (409, "already_undone")


async def test_the_journal_says_who_and_carries_the_digest(house: House) -> None:
    """The act itself is an event with its actor, and the reason beside it is tied to the chain."""
    boss = await house.as_role("supervisor")
    body = {"skills": [{"name": "flytt", "level": 1}], "why": "sjukdom"}
    act = msgspec.convert((await boss.post(f"/api/agents/{ERIK}/assign", json=body)).json(), Act)
    rows = [each async for each in house.journal.read()]
    assigned = next(each for each in rows if isinstance(each.event, AgentAssigned))
    noted = next(each for each in rows if isinstance(each.event, ChangeNoted))
    assert assigned.actor == noted.actor == act.by
    assert isinstance(noted.event, ChangeNoted)
    assert noted.event.sha256 == hashlib.sha256(msgspec.json.encode(act)).hexdigest()


async def test_what_is_asked_again_is_done_once_and_undone(house: House) -> None:
    """The answer was lost and the same request comes again: one act, its before is that of the first time,
    and what is refused leaves nothing behind."""
    boss, key = await house.as_role("supervisor"), {"idempotency-key": "k1"}
    body, path = {"skills": [{"name": "flytt", "level": 1}]}, f"/api/agents/{ERIK}/assign"
    first = (await boss.post(path, json=body, headers=key)).json()
    again = (await boss.post(path, json=body, headers=key)).json()
    assert again == first
    undo = {"idempotency-key": "k2"}
    back = [
        (await boss.post(f"/api/acts/{first['id']}/undo", json={}, headers=undo)).json() for _ in range(2)
    ]
    assert back[0] == back[1]
    assert house.services.centre.state.agents[ERIK].assignment is None
    assert (await boss.post(path, json={"queue_ids": ["x"]})).status_code == 404
    kinds = [row["act"]["kind"] for row in (await boss.get("/api/acts")).json()]
    assert kinds == ["assignment_ended", "assigned"]


async def test_what_somebody_changed_since_is_not_undone(house: House) -> None:
    """The second of two who lead finds that the first was quicker, and nothing is half done."""
    boss = await house.as_role("supervisor")
    path = f"/api/agents/{ERIK}/assign"
    first = (await boss.post(path, json={"skills": [{"name": "flytt", "level": 1}]})).json()
    second = (await boss.post(path, json={"skills": [{"name": "flyg", "level": 1}]})).json()
    assert refused(await boss.post(f"/api/acts/{first['id']}/undo", json={})) == (409, "changed_since")
    await boss.post(f"/api/acts/{second['id']}/undo", json={})
    assert "flytt" in house.services.centre.state.agents[ERIK].skills


async def test_a_queue_is_closed_and_opened(house: House) -> None:
    """Closed by somebody it says so, keeps so when its settings are changed, and opens again when undone."""
    boss, admin = await house.as_role("supervisor"), await house.as_role("admin")
    shut = await boss.post("/api/queues/leverans/door", json={"is_open": False, "why": "Strömavbrott"})
    assert shut.json()["kind"] == "closed"
    queue = next(each for each in (await boss.get("/api/queues")).json() if each["id"] == "leverans")
    assert queue["open"] is False
    assert queue["override"]["is_open"] is False
    await admin.post("/api/queues/leverans", json={"name": "Leverans", "promise_ms": 61_000})
    settings = house.services.centre.state.queues[QueueId("leverans")].settings
    assert settings.promise_ms == 61_000
    assert settings.override is not None
    await boss.post(f"/api/acts/{shut.json()['id']}/undo", json={})
    queue = next(each for each in (await boss.get("/api/queues")).json() if each["id"] == "leverans")
    assert queue["override"] is None
    changed = [each async for each in house.journal.read() if isinstance(each.event, QueueChanged)]
    assert changed[-1].actor.startswith("account:")
    assert refused(await boss.post("/api/queues/x/door", json={"is_open": True})) == (404, "unknown_queue")
    late = house.services.clock.now() + 40 * 24 * HOUR
    body = {"is_open": True, "until": late}
    assert (await boss.post("/api/queues/leverans/door", json=body)).status_code == 400


async def test_a_message_to_the_staff(house: House) -> None:
    """Seen on the live page by everybody who is signed in, with who wrote it; taken back, and put back."""
    boss, agent = await house.as_role("supervisor"), await house.as_role("agent")
    assert refused(await agent.post("/api/messages", json={"text": "Hej"})) == (403, "not_allowed")
    act = (await boss.post("/api/messages", json={"text": "Fika 14.30", "queue_ids": ["leverans"]})).json()
    house.services.push.flush()
    shown = (await agent.get("/api/status")).json()["centre"]["messages"]
    assert [(each["text"], each["queue_ids"]) for each in shown] == [("Fika 14.30", ["leverans"])]
    back = (await boss.post(f"/api/messages/{act['subject']}/withdraw", json={})).json()
    assert house.services.supervising.messages.live() == ()
    await boss.post(f"/api/acts/{back['id']}/undo", json={})
    assert [each.text for each in house.services.supervising.messages.live()] == ["Fika 14.30"]
    await boss.post(f"/api/acts/{act['id']}/undo", json={})
    assert house.services.supervising.messages.live() == ()
    gone = await boss.post(f"/api/messages/{act['subject']}/withdraw", json={})
    assert refused(gone) == (404, "unknown_message")


async def test_few_and_short_messages(house: House) -> None:
    """Five at a time, none empty; a queue that is not there is refused before anything is shown."""
    boss = await house.as_role("supervisor")
    assert refused(await boss.post("/api/messages", json={"text": "  "})) == (400, "empty_message")
    body = {"text": "Hej", "queue_ids": ["x"]}
    assert refused(await boss.post("/api/messages", json=body)) == (404, "unknown_queue")
    for number in range(5):
        await boss.post("/api/messages", json={"text": f"Nummer {number}"})
    assert refused(await boss.post("/api/messages", json={"text": "Till"})) == (409, "too_many_messages")


async def test_whom_an_assignment_leads_nowhere(house: House) -> None:
    """A queue that the agent cannot serve, and nothing at all, are refused with what to do."""
    boss = await house.as_role("supervisor")
    path = f"/api/agents/{AGENT}/assign"
    assert (await boss.post(path, json={})).status_code == 400
    assert refused(await boss.post("/api/agents/999/assign", json={"queue_ids": ["leverans"]}))[0] == 404
    assert (await boss.post(f"/api/agents/{AGENT}/assignment/end", json={})).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/messages", {"text": "Hej"}),
        (f"/api/agents/{ERIK}/assign", {"skills": []}),
        ("/api/queues/retur/door", {"is_open": False}),
    ],
)
@pytest.mark.parametrize("until", [-1, 1 << 61, 1 << 64])
async def test_no_time_is_beyond_what_is_kept(
    house: House, path: str, body: dict[str, object], until: int
) -> None:
    """It is refused as the body's fault."""
    boss = await house.as_role("supervisor")
    assert (await boss.post(path, json={**body, "until": until})).status_code == 400
