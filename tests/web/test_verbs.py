"""Agents, queues, telephony: what the API asks of the centre, and how it answers."""

from __future__ import annotations

import pytest
from tests.web.house import House

from lur.core.ids import AgentId, CommandId, QueueId
from lur.ports import JournalUnavailable

pytestmark = pytest.mark.anyio


def presence(house: House, agent: str = "101") -> str:
    """An agent's presence in the centre."""
    return house.services.centre.state.agents[AgentId(agent)].presence


async def test_an_agent_gets_ready_pauses_and_leaves(house: House) -> None:
    """``me`` is one's own agent; the answer has the journal's number."""
    agent = await house.as_role("agent")
    done = await agent.post("/api/agents/me/ready")
    assert done.json() == {"seq": house.services.centre.seq}
    assert presence(house) == "ready"
    await agent.post("/api/agents/101/pause", json={"reason": "lunch", "limit_ms": 60_000})
    assert presence(house) == "pause"
    await agent.post("/api/agents/me/sign-out")
    assert presence(house) == "signed_out"


async def test_an_agent_acts_for_nobody_else(house: House) -> None:
    """Another's presence is a supervisor's business."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    refused = await agent.post("/api/agents/102/ready")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_agent")
    assert presence(house, "102") == "signed_out"
    assert (await supervisor.post("/api/agents/102/ready")).status_code == 200
    assert presence(house, "102") == "ready"
    assert (await supervisor.post("/api/agents/me/ready")).json()["code"] == "no_agent_of_yours"


async def test_the_same_key_is_done_once(house: House) -> None:
    """A request that is repeated with its Idempotency-Key gets the first answer and changes nothing more."""
    agent = await house.as_role("agent")
    key = {"idempotency-key": "7"}
    first = await agent.post("/api/agents/me/ready", headers=key)
    await agent.post("/api/agents/me/sign-out", headers=key)
    again = await agent.post("/api/agents/me/ready", headers=key)
    assert again.json() == first.json()
    assert presence(house) == "signed_out"


async def test_a_new_agent_comes_with_a_phone(house: House) -> None:
    """The secret is shown once, the id is a number, the name never reaches the journal, the edge is told."""
    admin = await house.as_role("admin")
    told: list[int] = []
    house.services.directory.on_change(lambda: told.append(1))
    made = (await admin.post("/api/agents", json={"name": "Tove Ås", "skills": [{"name": "retur"}]})).json()
    assert made["agent_id"] == "111"
    assert len(made["phone"]["secret"]) >= 20
    assert made["phone"]["address"] == "sip:111@127.0.0.1:5060"
    assert told
    rows = [recorded async for recorded in house.journal.read()]
    assert "Tove" not in repr(rows)
    hidden = (await admin.get("/api/agents/111/phone")).json()
    assert hidden["secret"] == ""
    renewed = (await admin.post("/api/agents/111/phone")).json()
    assert renewed["secret"] != made["phone"]["secret"]
    names = {each["id"]: each["name"] for each in (await admin.get("/api/agents")).json()}
    assert names["111"] == "Tove Ås"
    assert (await admin.post("/api/agents/111/remove")).status_code == 200
    phones = (await house.services.directory.edge_directory()).phones
    assert "111" not in {phone.agent_id for phone in phones}


async def test_the_edge_gets_digests_never_names(house: House) -> None:
    """The directory for the edge: HA1 in both algorithms, entries in three languages, trunks with secrets."""
    admin = await house.as_role("admin")
    trunk = {"id": "telia", "host": "sip.example.test", "username": "u", "secret": "s3", "register": True}
    assert (await admin.post("/api/trunks", json=trunk)).status_code == 200
    assert (await admin.post("/api/trunks", json=trunk | {"secret": "", "port": 5061})).status_code == 200
    directory = await house.services.directory.edge_directory()
    phone = directory.phones[0]
    assert (len(phone.ha1_md5), len(phone.ha1_sha256)) == (32, 64)
    assert {each.language for each in directory.entries if each.address.startswith("support")} == {
        "sv",
        "nb",
        "en",
    }
    assert [(each.trunk_id, each.port, each.secret) for each in directory.trunks] == [("telia", 5061, "s3")]
    assert directory.company["nb"] == "Eksempelselskapet"
    assert "s3" not in (await admin.get("/api/trunks/settings")).text
    assert (await admin.post("/api/trunks/telia/remove")).status_code == 200
    assert (await admin.post("/api/trunks/telia/remove")).json()["code"] == "unknown_trunk"
    bad = await admin.post("/api/trunks", json=trunk | {"allow": ["nowhere"]})
    assert bad.json()["code"] == "bad_network"


async def test_queues_are_opened_and_changed(house: House) -> None:
    """A queue's id is made of its name; a demo queue stays marked when it is changed."""
    supervisor = await house.as_role("supervisor")
    made = await supervisor.post("/api/queues", json={"name": "Åter & Öppet", "promise_ms": 5_000})
    assert made.json() == {"queue_id": "ater-oppet"}
    again = await supervisor.post("/api/queues", json={"name": "x", "id": "ater-oppet"})
    assert (again.status_code, again.json()["code"]) == (409, "queue_exists")
    changed = await supervisor.post("/api/queues/retur", json={"name": "Returer", "promise_ms": 1_000})
    assert changed.status_code == 200
    settings = house.services.centre.state.queues[QueueId("retur")].settings
    assert (settings.name, settings.promise_ms, settings.demo) == ("Returer", 1_000, True)
    shown = (await supervisor.get("/api/queues/retur")).json()
    assert shown["settings"]["name"] == "Returer"
    assert (await supervisor.post("/api/queues/nowhere", json={"name": "x"})).status_code == 404


async def test_entries_lead_to_queues_that_exist(house: House) -> None:
    """An address is lower case and replaces an earlier one; a queue that is not there is refused."""
    admin = await house.as_role("admin")
    body = {"address": "Help", "queue_id": "retur", "language": "en"}
    assert (await admin.post("/api/entries", json=body)).status_code == 200
    lost = await admin.post("/api/entries", json=body | {"queue_id": "nowhere"})
    assert (lost.status_code, lost.json()["code"]) == (404, "unknown_queue")
    found = [each for each in (await admin.get("/api/entries")).json() if each["address"] == "help"]
    assert found == [body | {"address": "help", "flow_id": "", "demo": False}]
    assert (await admin.post("/api/entries/help/remove")).status_code == 200
    assert (await admin.post("/api/entries/help/remove")).json()["code"] == "unknown_entry"


async def test_the_company_has_a_name_in_each_language(house: House) -> None:
    """It is what callers hear, and stands on the live page."""
    admin = await house.as_role("admin")
    name = {"sv": "Bolaget", "nb": "Selskapet", "en": "The Company"}
    assert (await admin.post("/api/company", json=name)).status_code == 200
    assert (await admin.get("/api/company")).json() == name | {"callback_shown": ""}
    assert (await house.services.directory.edge_directory()).company == name


async def test_a_refusal_of_the_core_keeps_its_code(house: House) -> None:
    """The core's code and detail come through; the web adds the status and the words."""
    agent = await house.as_role("agent")
    refused = await agent.post("/api/agents/me/more-time", json={})
    body = refused.json()
    assert (refused.status_code, body["code"]) == (409, "presence_forbids")
    assert body["detail"]
    assert body["what_to_do"].startswith("Det går inte just nu")


async def test_a_journal_that_cannot_be_written_is_said_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with its reason, nothing changed, and the page shows an alarm."""
    agent = await house.as_role("agent")

    async def full(*_: object) -> None:
        raise JournalUnavailable("disk_full")

    monkeypatch.setattr(house.journal, "append", full)
    monkeypatch.setattr(house.journal, "probe", full)
    answer = await agent.post("/api/agents/me/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "journal_unavailable")
    assert answer.json()["detail"] == "disk_full"
    assert presence(house) == "signed_out"
    status = (await agent.get("/api/status")).json()
    assert status["health"]["journal"] == "unavailable"
    assert [alarm["code"] for alarm in status["health"]["alarms"]] == ["journal_unavailable"]


async def test_who_asked_stands_in_the_journal_without_a_name(house: House) -> None:
    """The actor is the account's meaningless id."""
    agent = await house.as_role("agent")
    await agent.post("/api/agents/me/ready", headers={"idempotency-key": "k"})
    rows = [recorded async for recorded in house.journal.read()]
    assert rows[-1].actor.startswith("account:a")
    assert "maja" not in repr(rows).lower()
    assert rows[-1].command_id != CommandId("k")


async def test_too_large_a_body_is_refused(house: House) -> None:
    """Before it is read as a whole."""
    answer = await house.client.post("/api/sign-in", content=b"x" * 300_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
