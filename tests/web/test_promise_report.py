"""How told waits were kept, hour by hour: on the live page, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from tests.web.house import House

from lur.core.commands import AcceptOffer, ArriveContact, BecomeReady, CallOut, ReportAttempt, Tick
from lur.core.ids import AgentId, ContactId, QueueId
from lur.core.told_by_hour import HOUR_MS

pytestmark = pytest.mark.anyio
QUEUE = QueueId("leverans")


async def told_and_answered(house: House) -> int:
    """One agent talks, so the next caller hears a range, and is answered thirty seconds later by another;
    the hour in which it was."""
    await house.ready("102")
    await house.answer(await house.arrive("first"))
    now = max(house.services.clock.now(), house.services.centre.state.now)
    contact_id, command_id = ContactId("caller"), house.command_id
    await house.submit(ArriveContact(command_id=command_id(), at=now, contact_id=contact_id, queue_id=QUEUE))
    await house.submit(Tick(command_id=command_id(), at=now + 10_000))
    await house.submit(BecomeReady(command_id=command_id(), at=now + 30_000, agent_id=AgentId("101")))
    offer_id = house.services.centre.state.contacts[contact_id].offer_id
    assert offer_id is not None
    await house.submit(AcceptOffer(command_id=command_id(), at=now + 30_000, offer_id=offer_id))
    return (now + 30_000) // HOUR_MS * HOUR_MS


async def days(house: House) -> dict[str, str]:
    """From yesterday to tomorrow, so that midnight is nobody's trouble."""
    now = datetime.fromtimestamp(house.services.centre.state.now / 1000, UTC)
    ends = {"from": now - timedelta(days=1), "to": now + timedelta(days=1)}
    return {name: at.strftime("%Y-%m-%d") for name, at in ends.items()}


async def test_the_report_and_the_live_page_agree(house: House) -> None:
    """One caller who was told a range and answered: the same hour, the same counts, for all and the queue."""
    hour = await told_and_answered(house)
    live = house.services.push.status().centre.told_by_hour
    client = await house.as_role("supervisor")
    rows = (await client.get("/api/reports/promise", params=await days(house))).json()
    assert [(row["since"], row["queue_id"], row["told"]) for row in rows] == [
        (hour, None, 1),
        (hour, QUEUE, 1),
    ]
    assert [(each.since, each.told, each.kept) for each in live] == [(hour, 1, rows[0]["kept"])]


async def test_a_call_of_ours_is_no_wait(house: House) -> None:
    """An agent called a customer out, who answered: nobody was told anything, and the report says so."""
    await house.ready("101")
    contact_id, now = ContactId("out"), house.services.clock.now()
    called = CallOut(
        command_id=house.command_id(), at=now, contact_id=contact_id, agent_id=AgentId("101"), queue_id=QUEUE
    )
    await house.submit(called)
    answered = ReportAttempt(
        command_id=house.command_id(), at=now + 5_000, contact_id=contact_id, attempt=1, miss=None
    )
    await house.submit(answered)
    client = await house.as_role("supervisor")
    answer = await client.get("/api/reports/promise", params=await days(house))
    assert (answer.status_code, answer.json()) == (200, [])


async def test_the_report_as_csv(house: House) -> None:
    """The same rows with a heading, times and seconds that people read."""
    await told_and_answered(house)
    client = await house.as_role("supervisor")
    answer = await client.get("/api/reports/promise.csv", params=await days(house))
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert head == ["hour", "queue", "told", "kept", "share", "median_error_s"]
    assert [row[1] for row in rows] == ["", QUEUE]
    datetime.strptime(rows[0][0], "%Y-%m-%d %H:%M").astimezone(UTC)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-13-01", "2026-12-01", "bad_date"),
        ("2026-11-02", "2026-11-01", "bad_span"),
        ("2026-01-01", "2026-03-01", "bad_span"),
        ("2026-10-01", "2026-10-31", ""),
    ],
)
async def test_a_month_at_most(house: House, first: str, last: str, code: str) -> None:
    """No such day, upside down, too long: refused with the reason; a whole month with its long day is not."""
    client = await house.as_role("supervisor")
    answer = await client.get("/api/reports/promise", params={"from": first, "to": last})
    assert (answer.json() or {}).get("code", "") == code if code else answer.json() == []


async def test_agents_do_not_see_the_report(house: House) -> None:
    """It is the supervisor's."""
    agent = await house.as_role("agent")
    assert (await agent.get("/api/reports/promise", params=await days(house))).status_code == 403
