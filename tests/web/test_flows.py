"""Entry flows over the API: saved only when they trap nobody, and never taken from under a caller."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.web.house import House

from lur.web.flow_texts import ADVICE

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
HELLO = {"sv": "Hej. Tryck ett för leverans, två för teknik.", "en": "Hello."}


def menu(**ways: str) -> Json:
    """A menu: key_1="deliver"."""
    options = [{"key": key[-1], "name": to, "then": to} for key, to in ways.items()]
    return {"kind": "Menu", "id": "menu", "words": HELLO, "options": options, "otherwise": "deliver"}


def body(**more: Any) -> Json:
    """A sound flow."""
    nodes = [
        {
            "kind": "ChooseLanguage",
            "id": "lang",
            "options": [{"key": "1", "language": "sv"}, {"key": "2", "language": "en"}],
            "then": "menu",
        },
        menu(key_1="deliver", key_2="tech"),
        {"kind": "ToQueue", "id": "deliver", "queue_id": "leverans"},
        {"kind": "ToQueue", "id": "tech", "queue_id": "teknik"},
    ]
    return {"name": "Main", "first": "lang", "nodes": nodes, "fallback": "leverans"} | more


async def saved(client: httpx.AsyncClient, flow_id: str = "main", **more: Any) -> Json:
    """Save a flow; it must be taken."""
    answer = await client.post(f"/api/flows/{flow_id}", json=body(**more))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_sound_flow_is_saved_and_read_again(house: House) -> None:
    """With who, when and version; a repeat of the same is no new version."""
    boss = await house.as_role("supervisor")
    first = await saved(boss)
    assert (first["row"]["version"], first["row"]["changed_by"][:8]) == (1, "account:")
    assert await saved(boss) == first
    assert (await boss.get("/api/flows/main")).json() == first
    listed = {each["id"]: each for each in (await boss.get("/api/flows")).json()}
    assert listed["main"] == first["row"]
    assert first["test_address"] == "sip:test-main@127.0.0.1:5060"


async def test_a_flow_that_traps_is_refused_with_every_fault(house: House) -> None:
    """422, each fault with its place and what to do in the reader's language; nothing is saved."""
    boss = await house.as_role("supervisor")
    nodes = [menu(key_9="gone") | {"otherwise": "menu"}]
    bad = body(first="menu", nodes=nodes, fallback="nowhere")
    refused = await boss.post("/api/flows/bad", json=bad)
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (422, "flow_has_faults")
    found = {(fault["code"], fault["node_id"], fault["detail"]) for fault in problem["faults"]}
    assert found == {
        ("flow_unknown_queue", "", "nowhere"),
        ("flow_dead_end", "menu", "gone"),
        ("flow_bad_key", "menu", "9"),
        ("flow_trap", "menu", "menu > menu"),
    }
    assert {fault["what_to_do"] for fault in problem["faults"]} <= {each.sv for each in ADVICE.values()}
    assert (await boss.get("/api/flows/bad")).json()["code"] == "unknown_flow"
    checked = await boss.post("/api/flows/check", json=bad)
    assert checked.json()["faults"] == problem["faults"]
    assert (await boss.post("/api/flows/check", json=body())).json() == {"faults": []}


async def test_a_queue_for_chats_takes_no_calls(house: House) -> None:
    """A flow ends only in queues for calls."""
    boss = await house.as_role("supervisor")
    chat = {"name": "Chat", "channel": "chat"}
    assert (await boss.post("/api/queues", json=chat)).status_code == 201
    faults = (await boss.post("/api/flows/check", json=body(fallback="chat"))).json()["faults"]
    assert [(each["code"], each["detail"]) for each in faults] == [("flow_unknown_queue", "chat")]


async def test_two_who_change_a_flow_do_not_undo_each_other(house: House) -> None:
    """A change made of an old version is refused, and says which one there is."""
    boss = await house.as_role("supervisor")
    await saved(boss)
    assert (await saved(boss, name="Second", version=1))["row"]["version"] == 2
    late = await boss.post("/api/flows/main", json=body(name="Third", version=1))
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert (await boss.get("/api/flows/main")).json()["row"]["name"] == "Second"


async def test_an_earlier_version_comes_back(house: House) -> None:
    """As a new version, so that going back can be undone too; twenty are kept."""
    boss = await house.as_role("supervisor")
    for version in range(22):
        await saved(boss, name=f"Number {version + 1}", version=version)
    now = (await boss.post("/api/flows/main/restore", json={"version": 5})).json()
    assert (now["row"]["version"], now["row"]["name"]) == (23, "Number 5")
    assert [each["version"] for each in now["versions"]] == list(range(23, 3, -1))
    lost = await boss.post("/api/flows/main/restore", json={"version": 1})
    assert (lost.status_code, lost.json()["code"]) == (404, "unknown_version")


async def test_flows_outlive_the_process(house: House) -> None:
    """They are read again from the database, with their past."""
    boss = await house.as_role("supervisor")
    await saved(boss)
    await saved(boss, name="Second", version=1)
    before = (await boss.get("/api/flows/main")).json()
    await house.services.flows.load()
    assert (await boss.get("/api/flows/main")).json() == before


async def test_a_flow_that_somebody_hears_is_not_removed(house: House) -> None:
    """The address must lead elsewhere first."""
    admin = await house.as_role("admin")
    await saved(admin)
    entry = {"address": "hello", "queue_id": "leverans", "flow_id": "main"}
    lost = await admin.post("/api/entries", json=entry | {"flow_id": "gone"})
    assert (lost.status_code, lost.json()["code"]) == (404, "unknown_flow")
    assert (await admin.post("/api/entries", json=entry)).status_code == 200
    kept = await admin.post("/api/flows/main/remove")
    assert (kept.status_code, kept.json()["code"], kept.json()["detail"]) == (409, "flow_in_use", "hello")
    assert (await admin.get("/api/flows/main")).json()["row"]["entries"] == ["hello"]
    assert (await admin.post("/api/entries/hello/remove")).status_code == 200
    assert (await admin.post("/api/flows/main/remove")).status_code == 200
    assert (await admin.get("/api/flows/main")).status_code == 404


async def test_the_edge_is_told_of_flows_entries_and_hours(house: House) -> None:
    """The directory carries them, with an address at which only our own phones hear a flow."""
    admin = await house.as_role("admin")
    told: list[int] = []
    house.services.directory.on_change(lambda: told.append(1))
    await saved(admin)
    assert told
    await admin.post("/api/entries", json={"address": "hello", "queue_id": "leverans", "flow_id": "main"})
    told.clear()
    await admin.post("/api/queues/teknik", json={"name": "Teknik", "most_waiting": 7})
    assert told
    directory = await house.services.directory.edge_directory()
    assert [flow.flow_id for flow in directory.flows if flow.name == "Main"] == ["main"]
    entries = {each.address: each for each in directory.entries}
    assert (entries["hello"].flow_id, entries["hello"].own_phones) == ("main", False)
    assert (entries["test-main"].flow_id, entries["test-main"].own_phones) == ("main", True)
    assert directory.queues["teknik"].most_waiting == 7


async def test_a_flow_is_tried_in_thought(house: House) -> None:
    """Step by step, with what is said in which language, and the queue at the end."""
    boss = await house.as_role("supervisor")
    await saved(boss)
    tried = (await boss.post("/api/flows/main/try", json={"keys": "272"})).json()
    assert [(step["node"], step["happened"], step["key"]) for step in tried["steps"]] == [
        ("ChooseLanguage", "pressed", "2"),
        ("Menu", "wrong_key", "7"),
        ("Menu", "pressed", "2"),
        ("ToQueue", "queued", ""),
    ]
    assert [each["language"] for each in tried["steps"][0]["said"]] == ["sv", "en"]
    assert "två" not in tried["steps"][0]["said"][0]["text"]
    assert tried["steps"][1]["said"] == [{"language": "en", "text": "Hello."}]
    assert (tried["end"], tried["queue_id"], tried["language"]) == ("queue", "teknik", "en")
    assert tried["choices"] == ["tech"]


async def test_a_draft_is_tried_before_it_is_saved(house: House) -> None:
    """With faults and all: it goes as far as it goes."""
    boss = await house.as_role("supervisor")
    broken = body(first="menu", nodes=[menu(key_1="gone", key_0="menu")])
    tried = (await boss.post("/api/flows/new/try", json={"keys": "1", "draft": broken})).json()
    assert (tried["end"], tried["queue_id"]) == ("fallback", "leverans")
    unspeakable = body(first="lang")
    unspeakable["nodes"][0]["options"] = [{"key": "ü", "language": "sv"}]
    assert (await boss.post("/api/flows/new/try", json={"draft": unspeakable})).status_code == 200
    assert (await boss.post("/api/flows/new/try", json={})).json()["code"] == "unknown_flow"


async def test_opening_hours_are_those_of_the_tried_time(house: House) -> None:
    """So that the closed way can be heard at noon."""
    boss = await house.as_role("supervisor")
    await boss.post(
        "/api/queues/retur",
        json={"name": "Retur", "opening_hours": [{"weekday": 0, "from_minute": 0, "to_minute": 1440}]},
    )
    nodes = [
        {"kind": "WhenOpen", "id": "when", "queue_id": "retur", "open": "in", "closed": "out"},
        {"kind": "ToQueue", "id": "in", "queue_id": "retur"},
        {"kind": "Goodbye", "id": "out", "words": HELLO},
    ]
    await saved(boss, "hours", first="when", nodes=nodes)
    monday_noon = 1_795_435_200_000 - 1_795_435_200_000 % 604_800_000 + 4 * 86_400_000 + 43_200_000
    ends = [
        (await boss.post("/api/flows/hours/try", json={"at": at})).json()["end"]
        for at in (monday_noon, monday_noon + 2 * 86_400_000)
    ]
    assert ends == ["queue", "goodbye"]


@pytest.mark.parametrize(
    "bad",
    [
        {"nodes": [{"kind": "Teleport", "id": "x"}]},
        {"nodes": [{"kind": "Say", "id": "x", "words": HELLO}]},
        {"nodes": [menu(key_1="deliver")] * 201},
        {"name": ""},
        {"version": -1},
        {"priority": 1},
    ],
)
async def test_what_is_no_flow_is_a_bad_request(house: House, bad: Json) -> None:
    """Unknown kinds, missing ends, too many nodes, unknown fields."""
    boss = await house.as_role("supervisor")
    answer = await boss.post("/api/flows/x", json=body(**bad))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_a_flows_id_is_plain(house: House) -> None:
    """It becomes an address to dial."""
    boss = await house.as_role("supervisor")
    assert (await boss.post("/api/flows/N%C3%84", json=body())).json()["code"] == "bad_request"


async def test_a_hundred_flows_are_enough(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The edge holds them all in one message."""
    monkeypatch.setattr("lur.features.flows.service.MOST_FLOWS", len(house.services.flows.newest()) + 1)
    boss = await house.as_role("supervisor")
    await saved(boss)
    refused = await boss.post("/api/flows/more", json=body())
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_flows")


async def test_agents_look_and_supervisors_change(house: House) -> None:
    """An agent sees what callers hear."""
    agent = await house.as_role("agent")
    assert (await agent.get("/api/flows")).status_code == 200
    assert (await agent.post("/api/flows/main", json=body())).status_code == 403
