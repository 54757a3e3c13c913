"""From a surge of arrivals to one answer for everybody who left to be told."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest
from tests.runtime.centres import until
from tests.web.house import House

from lur.core.commands import TieContact
from lur.core.ids import ContactId, IncidentId, Language, QueueId
from lur.core.storm import SUSTAINED_MS
from lur.features.incidents import proposals
from lur.runtime.views import ProposalView

pytestmark = pytest.mark.anyio
QUEUE = QueueId("leverans")


async def opened(client: httpx.AsyncClient, **body: object) -> dict[str, Any]:
    """An incident of the queue."""
    answer = await client.post("/api/incidents", json={"queue_ids": [QUEUE], **body})
    assert answer.status_code == 201, answer.text
    row: dict[str, Any] = answer.json()
    return row


async def leave(house: House, contact: str, incident_id: str) -> ContactId:
    """A caller waits, presses three, and leaves to be told."""
    contact_id = await house.arrive(contact)
    at, command_id = house.services.clock.now(), house.command_id()
    await house.submit(
        TieContact(
            command_id=command_id,
            at=at,
            contact_id=contact_id,
            incident_id=IncidentId(incident_id),
            leave=True,
        )
    )
    return contact_id


async def tied(client: httpx.AsyncClient, incident_id: str) -> dict[str, str]:
    """The states of an incident's contacts."""
    answer = (await client.get(f"/api/incidents/{incident_id}")).json()
    return {row["tied"]["contact_id"]: row["tied"]["state"] for row in answer["tied"]}


async def until_tied(client: httpx.AsyncClient, incident_id: str, wanted: dict[str, str]) -> None:
    """Look until the states are these."""
    deadline = time.monotonic() + 10
    while (found := await tied(client, incident_id)) != wanted and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    assert found == wanted


async def test_one_click_puts_the_draft_before_everybody(house: House) -> None:
    """Opened and published at once: draft texts with the queue's name, public in each language, in the edge's
    directory, on the live page, and the waiting are told of it."""
    client = await house.as_role("supervisor")
    incident_id = (await opened(client, publish=True))["incident"]["id"]
    name = house.services.centre.state.queues[QUEUE].settings.name
    for language in ("sv", "nb", "en"):
        shown = (await house.client.get(f"/api/incidents?language={language}")).json()
        assert [each["id"] for each in shown] == [incident_id]
        assert name in shown[0]["text"]
    directory = await house.services.directory.edge_directory()
    assert [notice.incident_id for notice in directory.notices] == [incident_id]
    board = house.services.incidents.board
    assert board.incident_for(QUEUE) == incident_id
    assert board.incident_for(QueueId("nothing")) is None
    assert [each.id for each in house.services.push.status().centre.incidents] == [incident_id]


async def test_only_what_is_published_is_public(house: House) -> None:
    """Open, published, withdrawn, published again: customers see it only while it is published; what was done
    is kept with who did it."""
    client = await house.as_role("supervisor")
    incident_id = (await opened(client))["incident"]["id"]
    seen = []
    for verb in ("publish", "publish", "withdraw", "publish"):
        assert (await client.post(f"/api/incidents/{incident_id}/{verb}")).status_code == 200
        seen.append(len((await house.client.get("/api/incidents")).json()))
    assert seen == [1, 1, 0, 1]
    row = (await client.get(f"/api/incidents/{incident_id}")).json()["row"]
    assert [each["what"] for each in row["incident"]["deeds"]] == [
        "opened",
        "published",
        "withdrawn",
        "published",
    ]
    assert all(each["by"].startswith("account:") for each in row["incident"]["deeds"])


async def test_words_can_be_changed_in_one_language(house: House) -> None:
    """An empty text stays as it was; the edge is told the new ones."""
    client = await house.as_role("supervisor")
    made = await opened(client, words={"sv": "Webbplatsen är nere."}, publish=True)
    assert made["incident"]["words"]["sv"] == "Webbplatsen är nere."
    assert made["incident"]["words"]["en"], "the draft's"
    address = f"/api/incidents/{made['incident']['id']}/change"
    await client.post(address, json={"words": {"sv": "Webbplatsen är långsam."}})
    same = (await client.post(address, json={"words": {"sv": "Webbplatsen är långsam."}})).json()
    assert len(same["incident"]["deeds"]) == 3, "the same words again are no deed"
    notice = house.services.incidents.board.notices()[0]
    assert (notice.words.sv, notice.words.en) == (
        "Webbplatsen är långsam.",
        made["incident"]["words"]["en"],
    )


async def test_a_repeated_request_opens_one(house: House) -> None:
    """With the same key it is the same incident."""
    client = await house.as_role("supervisor")
    body = {"queue_ids": [QUEUE, QUEUE]}
    ids = set()
    for _ in range(2):
        answer = await client.post("/api/incidents", json=body, headers={"idempotency-key": "k"})
        ids.add(answer.json()["incident"]["id"])
    assert len(ids) == 1
    assert len(house.services.centre.state.incidents) == 1


async def test_bad_requests_are_refused(house: House) -> None:
    """Unknown queues, incidents, proposals and contacts; texts that are too long; solving twice."""
    client = await house.as_role("supervisor")
    incident_id = (await opened(client))["incident"]["id"]
    solve = f"/api/incidents/{incident_id}/solve"
    assert (await client.post(solve, json={})).status_code == 200
    for method, path, body, status, code in (
        ("POST", "/api/incidents", {"queue_ids": ["nothing"]}, 404, "unknown_queue"),
        ("POST", "/api/incidents", {"queue_ids": []}, 400, "bad_request"),
        ("POST", "/api/incidents", {"queue_ids": [QUEUE], "words": {"sv": "x" * 501}}, 400, "bad_request"),
        ("GET", "/api/incidents/none", None, 404, "unknown_incident"),
        ("GET", "/api/incidents/draft?queue_id=none", None, 404, "unknown_queue"),
        ("POST", "/api/incidents/none/publish", None, 404, "unknown_incident"),
        ("POST", solve, {}, 409, "incident_solved"),
        ("POST", f"/api/incidents/{incident_id}/publish", None, 409, "incident_solved"),
        ("POST", "/api/proposals/leverans/dismiss", None, 404, "unknown_proposal"),
        ("POST", "/api/incidents/told/nobody", None, 409, "nothing_to_tell"),
    ):
        answer = await client.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
    assert len(house.services.centre.state.incidents) == 0


async def test_agents_may_tie_their_own_contacts_and_no_more(house: House) -> None:
    """Incidents are the supervisor's; an agent ties the contact they serve, and not another's."""
    supervisor, agent = await house.as_role("supervisor"), await house.as_role("agent")
    incident_id = (await opened(supervisor))["incident"]["id"]
    assert (await agent.post("/api/incidents", json={"queue_ids": [QUEUE]})).status_code == 403
    assert (await agent.get("/api/incidents/all")).status_code == 403
    await house.arrive("waits")
    await house.ready()
    await house.answer(ContactId("waits"))
    await house.arrive("other")
    path = f"/api/incidents/{incident_id}/tie"
    assert (await agent.post(path, json={"contact_id": "waits"})).status_code == 200
    assert (await agent.post(path, json={"contact_id": "other"})).json()["code"] == "not_your_contact"
    await house.hang_up(ContactId("waits"))
    await until_tied(supervisor, incident_id, {"waits": "gone"})


async def test_everybody_who_left_gets_the_one_answer(house: House) -> None:
    """By text where one can be sent, else on the place page; one who was tied and gave up too; one who was
    served is owed nothing. What is not settled stands first, with the number."""
    client = await house.as_role("supervisor")
    incident_id = (await opened(client, publish=True))["incident"]["id"]
    sent: list[tuple[str, str, str]] = []

    async def send(contact_id: ContactId, language: Language, text: str) -> bool:
        if contact_id == "no-mobile":
            return False
        if contact_id == "gateway-down" and len(sent) < 2:
            raise OSError("gateway down")
        sent.append((contact_id, language, text))
        return True

    house.services.incidents.telling.send = send
    for contact in ("first", "no-mobile"):
        await leave(house, contact, incident_id)
    gave_up = await house.arrive("gave-up")
    at = house.services.clock.now()
    await house.submit(
        TieContact(
            command_id=house.command_id(), at=at, contact_id=gave_up, incident_id=IncidentId(incident_id)
        )
    )
    await until_tied(client, incident_id, {"first": "to_tell", "no-mobile": "to_tell", "gave-up": "here"})
    await house.hang_up(gave_up)
    listed = (await client.get("/api/incidents/all")).json()["incidents"][0]
    assert (listed["tied"], listed["owed"]) == (3, 3)
    await client.post(f"/api/incidents/{incident_id}/solve", json={"answer": {"sv": "Nu fungerar allt."}})
    await until_tied(client, incident_id, {"first": "texted", "no-mobile": "on_page", "gave-up": "texted"})
    assert ("first", "sv", "Nu fungerar allt.") in sent
    rows = (await client.get(f"/api/incidents/{incident_id}")).json()["tied"]
    assert (rows[0]["tied"]["contact_id"], rows[0]["number"]) == ("no-mobile", "+46701234567")
    assert house.services.incidents.board.incident_for(QUEUE) is None
    assert (await house.client.get("/api/incidents")).json() == []


async def test_who_could_not_be_texted_is_not_forgotten(house: House) -> None:
    """The answer on the place page; they ask to be called; they stay on the list until somebody has."""
    client = await house.as_role("supervisor")
    incident_id = (await opened(client, publish=True))["incident"]["id"]
    contact_id = await leave(house, "caller", incident_id)
    telling = house.services.incidents.telling
    before = await telling.about(contact_id)
    assert before is not None
    assert (before.solved, "driftstörning" in before.text) == (False, True)
    await client.post(f"/api/incidents/{incident_id}/solve", json={})
    await until_tied(client, incident_id, {"caller": "on_page"})
    after = await telling.about(contact_id)
    assert after is not None
    assert (after.solved, "löst" in after.text) == (True, True)
    await telling.seen(contact_id)
    await until_tied(client, incident_id, {"caller": "seen"})
    await telling.wants_call(contact_id)
    listed = (await client.get("/api/incidents/all")).json()["incidents"][0]
    assert listed["owed"] == 1
    assert (await client.post("/api/incidents/told/caller")).status_code == 200
    listed = (await client.get("/api/incidents/all")).json()["incidents"][0]
    assert (listed["tied"], listed["owed"]) == (1, 0)
    assert await telling.about(ContactId("somebody-else")) is None


async def surge(house: House, monkeypatch: pytest.MonkeyPatch) -> ProposalView:
    """Forty callers within a moment, and a while after it."""
    for number in range(40):
        await house.arrive(f"surge-{number}")
    later = house.services.clock.now() + SUSTAINED_MS + 1_000
    monkeypatch.setattr(house.services.incidents.storm, "_clock", _At(later))
    house.services.incidents.storm.look()
    (found,) = house.services.incidents.storm.proposals()
    return found


class _At:
    """A clock that stands."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def utc_offset_min(self, at: int) -> int:
        return 0


async def test_a_surge_is_proposed_and_seen_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is on the live page without a reload, with a draft; an open incident takes it away."""
    client = await house.as_role("supervisor")
    found = await surge(house, monkeypatch)
    assert (found.queue_id, found.arrived) == (QUEUE, 40)
    assert found.arrived >= found.limit > found.usual
    shown = house.services.push._shown
    await until(lambda: shown.centre.proposals == (found,))
    assert house.services.push.status().centre.proposals == (found,)
    listed = (await client.get("/api/incidents/all")).json()["proposals"]
    assert listed[0]["proposal"]["queue_id"] == QUEUE
    assert listed[0]["draft"]["sv"]
    await opened(client)
    assert house.services.incidents.storm.proposals() == ()


async def test_a_dismissed_surge_comes_back_after_an_hour(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dismissing is remembered for an hour, in the database too."""
    client = await house.as_role("supervisor")
    await surge(house, monkeypatch)
    assert (await client.post(f"/api/proposals/{QUEUE}/dismiss")).status_code == 200
    storm = house.services.incidents.storm
    assert storm.proposals() == ()
    await storm.load()
    assert storm.proposals() == ()
    at = storm._clock.now()
    monkeypatch.setattr(storm, "_clock", _At(at + proposals.DISMISSED_MS + 1))
    assert [each.queue_id for each in storm.proposals()] == [QUEUE]
