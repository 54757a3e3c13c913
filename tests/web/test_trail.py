"""The audit trail: who changed what, from where, before and after; undone, and not overrun."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler
from tests.web.house import House

from lur.adapters.storage.memory import MemoryVault
from lur.core.events import ChangeNoted
from lur.ports import VaultUnavailable
from lur.web.app import ROUTES

pytestmark = pytest.mark.anyio


async def changes(client: httpx.AsyncClient, **wanted: object) -> list[dict[str, Any]]:
    """The newest first."""
    answer = await client.get("/api/changes", params={name: str(value) for name, value in wanted.items()})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["changes"])


async def queue_body(client: httpx.AsyncClient, queue_id: str, **other: object) -> dict[str, Any]:
    """What the page would send to change a queue."""
    settings = (await client.get(f"/api/queues/{queue_id}")).json()["settings"]
    left_out = ("special_days", "override", "demo")
    return {name: value for name, value in settings.items() if name not in left_out} | other


async def revision(client: httpx.AsyncClient, section: str, key: str = "") -> str:
    """What an item is now, in short."""
    return str((await client.get(f"/api/settings/items/{section}", params={"key": key})).json()["revision"])


async def test_each_change_says_who_when_before_and_after(house: House) -> None:
    """A change by the page: the account, the fields that differ, and why, when it was said."""
    supervisor, admin = await house.as_role("supervisor"), await house.as_role("admin")
    body = await queue_body(supervisor, "retur", promise_ms=45_000)
    answer = await supervisor.post("/api/queues/retur", json=body, headers={"x-lur-why": "Lugn%20vecka"})
    assert answer.status_code == 200, answer.text
    (row,) = await changes(admin)
    assert row["fields"] == [{"path": "promise_ms", "before": "90000", "after": "45000"}]
    said = (row["section"], row["key"], row["kind"], row["origin"], row["by_name"], row["why"])
    assert said == ("queues", "retur", "changed", "page", "Demo supervisor", "Lugn vecka")
    assert (row["can_undo"], row["is_whole"], row["erased"]) == (True, True, False)


async def test_the_journal_knows_the_digest_of_each_change(house: House) -> None:
    """Who and when is in the chain, with the digest of what was written down beside it; no words of it."""
    admin = await house.as_role("admin")
    await admin.post("/api/company", json={"sv": "Hemlig AB", "nb": "B", "en": "C"})
    (row,) = await changes(admin)
    noted = [each async for each in house.journal.read() if isinstance(each.event, ChangeNoted)]
    assert [(each.event.change_id, each.event.section, each.actor) for each in noted] == [  # type: ignore[union-attr]
        (row["id"], "company", row["by"])
    ]
    kept = await house.services.office.trail.find(row["id"])
    assert noted[0].event.sha256 == kept.row.sha256  # type: ignore[union-attr]
    assert "Hemlig" not in repr([each.event async for each in house.journal.read()])


async def test_what_changes_nothing_leaves_no_row(house: House) -> None:
    """Refused, or the same again: nothing is noted."""
    admin = await house.as_role("admin")
    assert (await admin.post("/api/queues/retur", json={"name": ""})).status_code == 400
    assert (await admin.post("/api/queues/retur", json=await queue_body(admin, "retur"))).status_code == 200
    assert await changes(admin) == []


async def test_what_happens_outside_requests_is_noted_as_such(house: House) -> None:
    """Somebody else's hand is not taken for the next request's."""
    admin = await house.as_role("admin")
    await admin.post("/api/company", json={"sv": "A", "nb": "B", "en": "C"})
    await house.services.colleagues.set_topics("101", "kaffe")  # type: ignore[arg-type]
    await admin.post("/api/company", json={"sv": "A2", "nb": "B", "en": "C"})
    rows = await changes(admin)
    assert [(each["section"], each["origin"]) for each in rows] == [
        ("company", "page"),
        ("agents", "outside"),
        ("company", "page"),
    ]


async def test_an_agents_own_words_are_theirs(house: House) -> None:
    """A route that is not of the office says what it edits."""
    agent, admin = await house.as_role("agent"), await house.as_role("admin")
    await agent.post("/api/colleagues/me/topics", json={"topics": "reklamationer"})
    (row,) = await changes(admin)
    assert (row["section"], row["key"], row["by_name"]) == ("agents", "101", "Maja Lind")


async def test_a_person_who_is_removed_is_erased_from_the_trail(house: House) -> None:
    """That they were changed and removed, when and by whom, stays known; what it said does not."""
    admin = await house.as_role("admin")
    added = await admin.post("/api/agents", json={"name": "Vera Vass", "id": "v1"})
    assert added.status_code == 201, added.text
    (row,) = await changes(admin)
    assert {"path": "name", "before": None, "after": "Vera Vass"} in row["fields"]
    await admin.post("/api/agents/v1/remove")
    gone, came = await changes(admin, section="agents", key="v1")
    assert (gone["kind"], came["kind"]) == ("removed", "added")
    assert [(each["erased"], each["fields"]) for each in (gone, came)] == [(True, []), (True, [])]
    refused = await admin.post(f"/api/changes/{gone['id']}/undo", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "change_erased")


async def test_undo_takes_one_change_back_and_is_a_change_itself(house: House) -> None:
    """As it was before; undone again it is as it became."""
    admin = await house.as_role("admin")
    await admin.post("/api/queues/retur", json=await queue_body(admin, "retur", promise_ms=45_000))
    (row,) = await changes(admin)
    undone = await admin.post(f"/api/changes/{row['id']}/undo", json={"why": "fel kö"})
    assert undone.status_code == 200, undone.text
    assert house.services.centre.state.queues["retur"].settings.promise_ms == 90_000  # type: ignore[index]
    back, first = await changes(admin)
    assert (back["origin"], back["undoes"], back["why"]) == ("undo", row["id"], "fel kö")
    assert (first["undone_by"], first["can_undo"]) == (back["id"], False)
    assert (await admin.post(f"/api/changes/{back['id']}/undo", json={})).status_code == 200
    assert house.services.centre.state.queues["retur"].settings.promise_ms == 45_000  # type: ignore[index]


async def test_undo_is_refused_when_somebody_changed_it_since(house: House) -> None:
    """With who it was and what they changed, so that one can see both."""
    supervisor, admin = await house.as_role("supervisor"), await house.as_role("admin")
    await admin.post("/api/queues/retur", json=await queue_body(admin, "retur", promise_ms=45_000))
    (row,) = await changes(admin)
    await supervisor.post("/api/queues/retur", json=await queue_body(admin, "retur", promise_ms=50_000))
    refused = await admin.post(f"/api/changes/{row['id']}/undo", json={})
    body = refused.json()
    assert (refused.status_code, body["code"], body["changed_by"]) == (
        409,
        "setting_changed",
        "Demo supervisor",
    )
    assert body["fields"] == [{"path": "promise_ms", "before": "45000", "after": "50000"}]


@pytest.mark.parametrize(
    ("method_path", "kind", "section", "key"),
    [
        ("/api/answers", "added", "answers", None),
        ("/api/outside-numbers", "added", "outside_numbers", None),
        ("/api/handover-rules", "added", "handover_rules", None),
        ("/api/entries", "added", "entries", "ny"),
    ],
)
async def test_an_added_item_is_taken_back(
    house: House, method_path: str, kind: str, section: str, key: str | None
) -> None:
    """Undoing an addition removes the item; of a person's, what was written with it."""
    admin = await house.as_role("admin")
    words = {"sv": "a", "nb": "b", "en": "c"}
    bodies = {
        "answers": {"language": "sv", "question": "Hur?", "text": "Så.", "queue_ids": [], "position": 1},
        "outside_numbers": {
            "name": "DHL",
            "number": "+46812345678",
            "languages": [],
            "hours": "",
            "purpose": "",
        },
        "handover_rules": {"kind_id": None, "when": words, "say": words, "position": 9},
        "entries": {"address": "ny", "queue_id": "retur"},
    }
    added = await admin.post(method_path, json=bodies[section])
    assert added.status_code in (200, 201), added.text
    (row,) = await changes(admin)
    assert (row["section"], row["kind"]) == (section, kind)
    assert key in (None, row["key"])
    undone = await admin.post(f"/api/changes/{row['id']}/undo", json={})
    assert undone.status_code == 200, undone.text
    assert [each["kind"] for each in await changes(admin)] == ["removed", "added"]


async def test_two_administrators_do_not_overrun_each_other(house: House) -> None:
    """Whoever is second is told who was first and what they changed; sent again upon that, it is done."""
    supervisor, admin = await house.as_role("supervisor"), await house.as_role("admin")
    seen = await revision(admin, "queues", "retur")
    mine = await queue_body(admin, "retur", promise_ms=45_000)
    theirs = await queue_body(admin, "retur", wrap_up_ms=10_000)
    first = await supervisor.post("/api/queues/retur", json=theirs, headers={"if-match": seen})
    assert first.status_code == 200, first.text
    refused = await admin.post("/api/queues/retur", json=mine, headers={"if-match": seen})
    body = refused.json()
    assert (refused.status_code, body["code"], body["changed_by"]) == (
        409,
        "setting_changed",
        "Demo supervisor",
    )
    assert body["fields"] == [{"path": "wrap_up_ms", "before": "30000", "after": "10000"}]
    settings = house.services.centre.state.queues["retur"].settings  # type: ignore[index]
    assert (settings.promise_ms, settings.wrap_up_ms) == (90_000, 10_000)
    again = await admin.post("/api/queues/retur", json=mine, headers={"if-match": body["revision"]})
    assert again.status_code == 200


async def test_changes_at_once_are_told_apart(house: House) -> None:
    """Twenty requests of two people at the same time: each row has its own author."""
    supervisor, admin = await house.as_role("supervisor"), await house.as_role("admin")

    async def add(client: httpx.AsyncClient, name: str) -> None:
        body = {"language": "sv", "question": name, "text": "Svar", "queue_ids": [], "position": 1}
        assert (await client.post("/api/answers", json=body)).status_code == 201

    await asyncio.gather(
        *(add(admin, f"admin {each}") for each in range(10)),
        *(add(supervisor, f"supervisor {each}") for each in range(10)),
    )
    rows = await changes(admin)
    assert len(rows) == 20
    for row in rows:
        question = next(each["after"] for each in row["fields"] if each["path"] == "question")
        assert row["by_name"].lower() == f"demo {question.split()[0]}"


async def test_a_disk_that_is_full_loses_no_row(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written down is written down later, with who did it."""
    admin = await house.as_role("admin")
    await admin.post("/api/company", json={"sv": "A", "nb": "B", "en": "C"})
    real = MemoryVault.put

    async def full(self: MemoryVault, subject: str, field: str, value: str) -> None:
        if subject == "office":
            raise VaultUnavailable("disk_full")
        await real(self, subject, field, value)

    monkeypatch.setattr(MemoryVault, "put", full)
    supervisor = await house.as_role("supervisor")
    body = await queue_body(supervisor, "retur", promise_ms=45_000)
    assert (await supervisor.post("/api/queues/retur", json=body)).status_code == 200
    monkeypatch.setattr(MemoryVault, "put", real)
    await house.services.office.look()
    rows = await changes(admin, section="queues")
    assert [each["by_name"] for each in rows] == ["Demo supervisor"]


@pytest.mark.parametrize("name", ["since", "before", "below"])
async def test_no_number_is_beyond_what_is_kept(house: House, name: str) -> None:
    """It is refused as the question's fault."""
    admin = await house.as_role("admin")
    for number in (-1, 1 << 61, 1 << 64):
        assert (await admin.get("/api/changes", params={name: number})).status_code == 400
    assert (await admin.get("/api/changes", params={name: 1 << 60})).status_code == 200


async def test_a_slow_upload_keeps_nobody_waiting(house: House) -> None:
    """The turn is taken when the body is here, however large: until then others change things."""
    admin, supervisor = await house.as_role("admin"), await house.as_role("supervisor")
    begun, rest = asyncio.Event(), asyncio.Event()

    async def sound() -> AsyncIterator[bytes]:
        yield bytes(600 * 1024)
        begun.set()
        await rest.wait()
        yield bytes(1024)

    upload = asyncio.create_task(admin.post("/api/prompts/sv/greeting/sound", content=sound()))
    await begun.wait()
    body = await queue_body(supervisor, "retur", promise_ms=45_000)
    answer = await asyncio.wait_for(supervisor.post("/api/queues/retur", json=body), 20)
    assert answer.status_code == 200, answer.text
    assert not upload.done()
    rest.set()
    assert (await upload).status_code in (400, 404, 409)


async def test_too_large_a_body_is_refused_as_before(house: House) -> None:
    """Announced or not, it is not read to its end."""
    admin = await house.as_role("admin")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100:
            sent += 1
            yield bytes(64 * 1024)

    for content in (bytes(300 * 1024), endless()):
        assert (await admin.post("/api/company", content=content)).status_code == 413
    assert sent < 10


def test_no_route_of_the_office_is_forgotten() -> None:
    """What does not go through the trail says so itself, and is known here."""
    quiet = {
        path
        for handler in ROUTES
        if isinstance(handler, HTTPRouteHandler) and handler.opt.get("trail") is False
        for path in handler.paths
    }
    assert quiet == {
        "/api/calendar/preview",
        "/api/flows/check",
        "/api/flows/{flow_id:str}/try",
        "/api/people/check",
        "/api/schedules/{schedule_id:str}/try",
        "/api/settings/preview",
        "/api/sign-on/providers/{provider_id:str}/try",
        "/api/trunks/{trunk_id:str}/try",
    }
