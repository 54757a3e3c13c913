"""Webhooks through the API: made, tried, followed, stopped, replayed; and nothing personal goes out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from tests.fakes.post_target import PostTarget
from tests.web.house import House

from lur.adapters.webhooks.http_poster import HttpPoster

pytestmark = pytest.mark.anyio

KINDS = ["contact.arrived", "contact.offered", "contact.answered", "contact.ended"]


@pytest.fixture
async def target(house: House) -> AsyncIterator[PostTarget]:
    """A server of ours; the house may ask it."""
    room = house.services.webhooks
    allowed = HttpPoster(allow_private=True)
    for part in (room.webhooks, room.webhooks._posting, room.delivering._posting):
        part._poster = allowed
    made = PostTarget()
    await made.open()
    yield made
    await made.close()
    await allowed.close()


async def until(true: Callable[[], bool]) -> None:
    """Wait for it."""
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.01)


async def until_delivered(admin: httpx.AsyncClient, path: str, many: int) -> None:
    """Wait until so many messages are noted as taken."""
    async with asyncio.timeout(30):
        while True:
            rows = (await admin.get(path)).json()["rows"]
            if sum(each["state"] == "delivered" and each["status"] == 204 for each in rows) == many:
                return
            await asyncio.sleep(0.01)


async def added(admin: httpx.AsyncClient, url: str, **more: Any) -> Any:
    """A new webhook and its secret."""
    answer = await admin.post("/api/webhooks", json={"name": "cases", "url": url, "kinds": KINDS, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_what_happens_to_a_contact_is_told(house: House, target: PostTarget) -> None:
    """In order, and without who it was."""
    admin = await house.as_role("admin")
    made = await added(admin, target.url)
    await house.ready()
    contact_id = await house.arrive("c1", number="+46701234567")
    await house.answer(contact_id)
    await house.hang_up(contact_id)
    await until(lambda: len(target.taken) == 4)
    assert [each.message["type"] for each in target.taken] == KINDS
    assert b"46701234567" not in b"".join(each.body for each in target.taken)
    path = f"/api/webhooks/{made['webhook']['id']}/deliveries"
    await until_delivered(admin, path, 4)
    page = (await admin.get(path, params={"limit": 2})).json()
    assert [each["kind"] for each in page["rows"]] == ["contact.ended", "contact.answered"]
    older = (await admin.get(path, params={"limit": 2, "before": page["before"]})).json()
    assert [each["kind"] for each in older["rows"]] == ["contact.offered", "contact.arrived"]


async def test_a_message_is_sent_again_with_the_id_it_had(house: House, target: PostTarget) -> None:
    """One, or everything from one on."""
    admin = await house.as_role("admin")
    made = await added(admin, target.url)
    await house.arrive("c1")
    await until(lambda: len(target.taken) == 1)
    first = target.taken[0]
    path, seq = f"/api/webhooks/{made['webhook']['id']}", first.message["data"]["seq"]
    assert (await admin.post(f"{path}/deliveries/{seq}/replay")).status_code == 200
    await until(lambda: len(target.taken) == 2)
    assert (await admin.post(f"{path}/replay", json={"from_seq": seq})).status_code == 200
    await until(lambda: len(target.taken) == 3)
    assert {each.headers["webhook-id"] for each in target.taken} == {first.headers["webhook-id"]}
    for bad in ("0", "x", "99999999999999999999", "-1"):
        answer = await admin.post(f"{path}/deliveries/{bad}/replay")
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_delivery")
    for body in ({}, {"from_seq": 10**9}, {"since": 2**53}):
        answer = await admin.post(f"{path}/replay", json=body)
        assert answer.json()["code"] == "nothing_to_replay", body


async def test_what_is_stopped_goes_on_where_it_was(house: House, target: PostTarget) -> None:
    """What happens meanwhile is told after the start."""
    admin = await house.as_role("admin")
    made = await added(admin, target.url)
    path = f"/api/webhooks/{made['webhook']['id']}"
    assert (await admin.post(f"{path}/stop")).json()["state"] == "off"
    await house.arrive("c1")
    assert (await admin.post(f"{path}/start")).json()["state"] == "on"
    await until(lambda: len(target.taken) == 1)


async def test_a_try_says_what_was_answered(house: House, target: PostTarget) -> None:
    """Good or bad, at once."""
    admin = await house.as_role("admin")
    made = await added(admin, target.url)
    path = f"/api/webhooks/{made['webhook']['id']}/ping"
    good = (await admin.post(path)).json()
    assert (good["delivered"], good["status"]) == (True, 204)
    target.say(403, "who are you")
    bad = (await admin.post(path)).json()
    assert (bad["delivered"], bad["status"], bad["fault"]) == (False, 403, "answered")
    assert bad["answer"] == "who are you"


async def test_a_secret_is_shown_once(house: House, target: PostTarget) -> None:
    """When it is made, or changed; never in a list."""
    admin = await house.as_role("admin")
    made = await added(admin, target.url)
    assert made["secret"].startswith("whsec_")
    changed = (await admin.post(f"/api/webhooks/{made['webhook']['id']}/rotate")).json()
    assert changed["secret"] != made["secret"]
    listed = await admin.get("/api/webhooks")
    assert "whsec_" not in listed.text
    assert listed.json()[0]["old_secret_until"] == changed["old_until"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "bad_webhook_url"),
        ("ftp://example.com/", "bad_webhook_url"),
        ("https://127.0.0.1/", "private_webhook_url"),
        ("https://[::1]/hook", "private_webhook_url"),
        ("https://169.254.169.254/latest", "private_webhook_url"),
    ],
)
async def test_addresses_inside_the_house_are_refused(house: House, url: str, code: str) -> None:
    """Unless the operator allows it."""
    admin = await house.as_role("admin")
    answer = await admin.post("/api/webhooks", json={"name": "x", "url": url, "kinds": KINDS})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_what_needs_a_person_is_an_alarm(house: House, target: PostTarget) -> None:
    """A target that says it is gone: paused at once, seen on the live page and as poor health."""
    admin = await house.as_role("admin")
    target.say(410)
    await added(admin, target.url)
    await house.arrive("c1")
    room = house.services.webhooks
    await until(lambda: bool(room.delivering.troubles))
    house.services.health.look()
    alarms = house.services.around.health.alarms
    assert [(each.code, each.subject) for each in alarms if each.code == "webhook_paused"] == [
        ("webhook_paused", "cases")
    ]
    assert (await house.client.get("/api/health")).json()["state"] == "degraded"


async def test_a_message_that_nobody_takes_is_left_out_by_a_person(house: House, target: PostTarget) -> None:
    """Then the next one of its contact goes."""
    admin = await house.as_role("admin")
    target.say(422)
    made = await added(admin, target.url)
    await house.ready()
    await house.arrive("c1")
    await until(lambda: len(target.got) == 1)
    path = f"/api/webhooks/{made['webhook']['id']}/deliveries"
    assert (await admin.post(f"{path}/{target.got[0].message['data']['seq']}/leave-out")).status_code == 200
    target.say(200)
    await until(lambda: len(target.taken) == 1)
    assert target.taken[0].message["type"] == "contact.offered"


async def test_what_is_sent_is_in_the_metrics(house: House, target: PostTarget) -> None:
    """Tries by how they ended, what waits and since when; and the mailed reports beside it."""
    admin = await house.as_role("admin")
    target.say(503)
    await added(admin, target.url)
    await house.arrive("c1")
    engine = house.services.webhooks.delivering
    await until(lambda: engine.tries["answered"] > 0)
    engine._counted_at = None
    engine.wake.set()
    await until(lambda: engine.open.many("waiting") > 0)
    figures = (await admin.get("/metrics")).text
    assert re.search(r'lur_webhook_tries_total\{outcome="answered"\} [1-9]', figures)
    assert 'lur_webhook_tries_total{outcome="delivered"} 0.0' in figures
    assert re.search(r'lur_webhook_messages\{state="waiting"\} [1-9]', figures)
    assert "lur_webhook_oldest_waiting_seconds " in figures
    assert 'lur_report_mails_total{outcome="sent"} 0.0' in figures
    assert 'lur_work_failures_total{work="webhooks"} 0.0' in figures
