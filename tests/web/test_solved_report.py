"""Did what was said to be solved for good stay solved? As a report, as CSV, and for the agent alone."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import update
from tests.web.house import AGENT, House

from lur.core.commands import TakePause
from lur.core.ids import DAY_MS, AgentId
from lur.features.contacts.solved import WEEK_MS
from lur.features.contacts.store import contact
from lur.web import solving

pytestmark = pytest.mark.anyio
NUMBER, OTHER = "+46701234567", "+46709999999"


async def served(house: House, contact: str, *, number: str = NUMBER, **said: Any) -> None:
    """Somebody calls, is served, and the agent says what came of it."""
    await house.ready()
    contact_id = await house.arrive(contact, number=number)
    await asyncio.gather(*house.services.callers._tasks)
    await house.answer(contact_id)
    await house.hang_up(contact_id)
    agent = await house.as_role("agent")
    done = await agent.post("/api/agents/me/finish-wrap-up", json=said)
    assert done.status_code == 200, done.text


async def known(house: House) -> str:
    """The customer whose number it is."""
    agent = await house.as_role("agent")
    made = await agent.post("/api/customers", json={"names": ["Anna Åberg"], "numbers": [NUMBER]})
    return str(made.json()["id"])


def days(house: House) -> dict[str, str]:
    """From yesterday to tomorrow, so that midnight is nobody's trouble."""
    now = datetime.fromtimestamp(house.services.clock.now() / 1000, UTC)
    ends = {"from": now - timedelta(days=1), "to": now + timedelta(days=1)}
    return {name: at.strftime("%Y-%m-%d") for name, at in ends.items()}


class Later:
    """The house's clock, some time later."""

    def __init__(self, clock: Any, by_ms: int) -> None:
        self._clock, self._by_ms = clock, by_ms

    def now(self) -> int:
        """Then."""
        return int(self._clock.now()) + self._by_ms

    def utc_offset_min(self, at: int) -> int:
        """As it is."""
        return int(self._clock.utc_offset_min(at))


async def report(house: House) -> dict[tuple[str | None, str], dict[str, Any]]:
    """Its rows, by queue and answer."""
    supervisor = await house.as_role("supervisor")
    rows = (await supervisor.get("/api/reports/solved", params=days(house))).json()
    return {(row["queue_id"], row["said"]): row for row in rows}


async def test_nothing_is_judged_before_the_week_is_over(house: House) -> None:
    """Who came back at once would weigh too much: until seven days have passed it is pending."""
    await known(house)
    await served(house, "c1", solved=True, disposition="delivery_missing")
    row = (await report(house))[None, "yes"]
    counts = (row["contacts"], row["stranger"], row["pending"], row["judged"], row["held"])
    assert counts == (1, 0, 1, 0, None)


async def test_the_share_that_held(house: House) -> None:
    """The first came back about the same matter, the second did not; one that was not solved is counted by
    itself, and each of them in its own queue and in all."""
    await known(house)
    await served(house, "c1", solved=True, disposition="delivery_missing")
    await served(house, "c2", solved=True, disposition="delivery_time")
    await served(house, "c3", solved=False, disposition="call_back")
    house.services.clock = Later(house.services.clock, WEEK_MS + 60_000)  # type: ignore[assignment]
    rows = await report_at(house)
    both = rows[None, "yes"]
    assert (both["judged"], both["came_back"], both["held"]) == (2, 1, 0.5)
    assert rows["leverans", "yes"] == both | {"queue_id": "leverans"}
    assert (rows[None, "no"]["judged"], rows[None, "no"]["held"]) == (1, 1.0)


async def report_at(house: House) -> dict[tuple[str | None, str], dict[str, Any]]:
    """The report over the day on which the contacts really came."""
    since = house.services.clock.now() - WEEK_MS - DAY_MS
    rows = await solving.solved_between(house.services, since, since + 2 * DAY_MS)
    return {(row.queue_id, row.said): msgspec.structs.asdict(row) for row in rows}


async def test_a_stranger_is_not_judged(house: House) -> None:
    """Nobody knows whether somebody whom nobody knows came back."""
    await served(house, "c1", solved=True)
    await served(house, "c2", solved=True)
    house.services.clock = Later(house.services.clock, WEEK_MS + 60_000)  # type: ignore[assignment]
    row = (await report_at(house))[None, "yes"]
    assert (row["contacts"], row["stranger"], row["judged"], row["held"]) == (2, 2, 0, None)


async def test_the_report_as_csv(house: House) -> None:
    """The same rows with a heading; no share where nothing is judged yet."""
    await known(house)
    await served(house, "c1", solved=True)
    client = await house.as_role("supervisor")
    answer = await client.get("/api/reports/solved.csv", params=days(house))
    assert answer.headers["content-type"].startswith("text/csv")
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert head == ["queue", "said", "contacts", "stranger", "pending", "judged", "came_back", "held"]
    assert rows == [
        ["", "yes", "1", "0", "1", "0", "0", ""],
        ["leverans", "yes", "1", "0", "1", "0", "0", ""],
    ]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [("2026-13-01", "2026-12-01", "bad_date"), ("2026-11-02", "2026-11-01", "bad_span")],
)
async def test_a_span_that_cannot_be(house: House, first: str, last: str, code: str) -> None:
    """Is refused with its reason."""
    client = await house.as_role("supervisor")
    answer = await client.get("/api/reports/solved", params={"from": first, "to": last})
    assert answer.json()["code"] == code


async def test_an_agent_sees_what_came_back_and_nobody_else_does(house: House) -> None:
    """One's own, with whom and with what they came back; a colleague's list does not have it, and the report
    is not for agents."""
    customer = await known(house)
    await served(house, "c1", solved=True, disposition="delivery_missing")
    await served(house, "c2", solved=True, disposition="delivery_time")
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    [row] = (await agent.get("/api/came-back")).json()
    assert (row["contact"]["id"], row["again"]["id"]) == ("c1", "c2")
    assert (row["customer_id"], row["customer_name"]) == (customer, "Anna Åberg")
    assert (await supervisor.get("/api/came-back")).json()["code"] == "no_agent_of_yours"
    assert (await agent.get("/api/reports/solved", params=days(house))).status_code == 403
    assert await solving.came_back_to(house.services, AgentId("102")) == ()


async def test_who_gave_up_waiting_came_back_all_the_same(house: House) -> None:
    """Nobody said anything about a contact that nobody served; a return it is. What was not said to be solved
    is not on the agent's list."""
    await known(house)
    await served(house, "c0", solved=False)
    await served(house, "c1", solved=True)
    await house.submit(
        TakePause(
            command_id=house.command_id(), at=house.services.clock.now(), agent_id=AGENT, reason="break"
        )
    )
    contact_id = await house.arrive("c2", number=NUMBER)
    await asyncio.gather(*house.services.callers._tasks)
    await house.hang_up(contact_id)
    assert {
        said: row["contacts"] for (queue, said), row in (await report(house)).items() if queue is None
    } == {
        "yes": 1,
        "no": 1,
    }
    rows = await solving.came_back_to(house.services, AGENT)
    assert [(row.contact.id, row.again.id, row.again.outcome) for row in rows] == [("c1", "c2", "abandoned")]


async def test_whom_we_called_has_not_come_back(house: House) -> None:
    """The customer came twice; when the second was a call of ours it is no return."""
    await known(house)
    await served(house, "c1", solved=True)
    await served(house, "c2", solved=True)
    assert len(await solving.came_back_to(house.services, AGENT)) == 1
    ours = update(contact).where(contact.c.contact_id == "c2").values(outgoing=True)
    await house.services.database.run(lambda connection: connection.execute(ours))
    assert await solving.came_back_to(house.services, AGENT) == ()


async def test_two_records_that_became_one_are_one_customer(house: House) -> None:
    """Somebody calls from home and then from work: after the merge the second call is a return."""
    agent = await house.as_role("agent")
    home = (await agent.post("/api/customers", json={"numbers": [NUMBER]})).json()
    work = (await agent.post("/api/customers", json={"numbers": [OTHER]})).json()
    await served(house, "c1", solved=True)
    await served(house, "c2", number=OTHER, solved=True)
    assert (await agent.get("/api/came-back")).json() == []
    body = {"version": home["version"], "other": work["id"], "other_version": work["version"]}
    assert (await agent.post(f"/api/customers/{home['id']}/merge", json=body)).status_code == 200
    assert [row["again"]["id"] for row in (await agent.get("/api/came-back")).json()] == ["c2"]
