"""Reports through the API: figures, files, the contacts behind them, one agent's own, and the checks."""

from __future__ import annotations

import asyncio
import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from arro3.io import read_parquet
from tests.web.house import AGENT, House

from lur.core.commands import AskRating, ChangeAgentTeam, RateContact
from lur.core.ids import ContactId
from lur.core.measures import Measures
from lur.features.contacts.solved import WEEK_MS
from lur.features.reports.model import By, CheckedDay, Difference, Figures
from lur.web.payloads.reports import FigureLabel, FiguresReport
from lur.web.report_files.tables import TEXT_COLUMNS, as_csv, as_xlsx, columns

pytestmark = pytest.mark.anyio


async def served(house: House, contact: str, **said: Any) -> ContactId:
    """Somebody calls, is served by agent 101 and wrapped up."""
    await house.ready()
    contact_id = await house.arrive(contact)
    await asyncio.gather(*house.services.callers._tasks)
    await house.answer(contact_id)
    await house.hang_up(contact_id)
    agent = await house.as_role("agent")
    done = await agent.post("/api/agents/me/finish-wrap-up", json=said)
    assert done.status_code == 200, done.text
    return contact_id


def days(house: House) -> dict[str, str]:
    """From yesterday to tomorrow, so that midnight is nobody's trouble."""
    now = datetime.fromtimestamp(house.services.clock.now() / 1000, UTC)
    ends = {"from": now - timedelta(days=1), "to": now + timedelta(days=1)}
    return {name: at.strftime("%Y-%m-%d") for name, at in ends.items()}


async def asked(house: House, path: str = "figures", **more: Any) -> dict[str, Any]:
    """What a supervisor gets."""
    client = await house.as_role("supervisor")
    answer = await client.get(f"/api/reports/{path}", params=days(house) | more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_report_is_the_journals_own_count(house: House) -> None:
    """Each queue's row and the total, at once, against a fold of the journal."""
    await served(house, "c1", disposition="delivery_missing")
    await served(house, "c2")
    await house.hang_up(await house.arrive("c3", queue="retur"))
    measures = Measures()
    async for recorded in house.journal.read():
        measures.observe(recorded.event)
    report = await asked(house, by="queue")
    rows = {row["key"]: row["figures"] for row in report["span"]["rows"]}
    for queue_id, tally in measures.tallies.items():
        if queue_id in rows:
            found = {name: rows[queue_id][name] for name in ("arrived", "answered", "talk_ms", "wrap_up_ms")}
            assert found == {name: getattr(tally, name) for name in found}
    assert report["span"]["total"]["arrived"] == measures.total().arrived == 3
    assert {"key": "leverans", "label": "Leverans"} in report["labels"]
    assert "occupancy" in report["silent"]


@pytest.mark.parametrize("by", get_args(By))
async def test_rows_of_every_kind(house: House, by: By) -> None:
    """Each day has a row, what has nothing has none; results and teams are those of the contact."""
    house_team = ChangeAgentTeam(
        command_id=house.command_id(), at=house.services.clock.now(), agent_id=AGENT, team="Nord"
    )
    await house.submit(house_team)
    await served(house, "c1", disposition="delivery_missing")
    report = await asked(house, by=by)
    rows = {row["key"]: row["figures"]["answered"] for row in report["span"]["rows"]}
    assert sum(rows.values()) == report["span"]["total"]["answered"] == 1
    expected = {"queue": "leverans", "team": "Nord", "result": "delivery_missing", "channel": "voice"}
    assert by not in expected or rows[expected[by]] == 1
    assert by != "day" or len(rows) == 3


async def test_a_report_beside_the_week_and_the_year_before(house: House) -> None:
    """The same weekdays: seven days before, and 52 weeks before."""
    await served(house, "c1")
    for compare, weeks in (("week", 1), ("year", 52)):
        report = await asked(house, compare=compare)
        first = datetime.fromisoformat(report["span"]["first"])
        before = datetime.fromisoformat(report["compared"]["first"])
        assert (first - before).days == 7 * weeks
        assert (len(report["compared"]["rows"]), report["compared"]["total"]["arrived"]) == (3, 0)


async def test_a_figure_opens_its_contacts(house: House) -> None:
    """The contacts that it counts and no other, the latest first, narrowed as the figure is."""
    await served(house, "c1")
    await served(house, "c2", disposition="delivery_missing")
    found = await asked(house, "contacts", figure="answered")
    assert [row["contact"]["id"] for row in found["contacts"]] == ["c2", "c1"]
    assert (found["value"], found["after"]) == (2, None)
    found = await asked(house, "contacts", figure="answered", result="delivery_missing")
    assert [row["contact"]["id"] for row in found["contacts"]] == ["c2"]
    assert (await asked(house, "contacts", figure="abandoned"))["value"] == 0


async def test_solved_for_good_once_the_week_is_over(house: House) -> None:
    """Nothing is judged before; then who came back counts as returned, and the first contact as not
    solved."""
    agent = await house.as_role("agent")
    await agent.post("/api/customers", json={"names": ["Anna"], "numbers": ["+46701234567"]})
    await served(house, "c1", solved=True, disposition="delivery_missing")
    await served(house, "c2", solved=True, disposition="delivery_missing")
    judging = house.services.figures.judging
    await judging.judge_all()
    assert (await asked(house))["span"]["total"]["judged"] == 0
    later = Later(house.services.clock)
    reports = house.services.figures.reports
    judging._clock = reports._clock = later  # type: ignore[assignment]
    await judging.judge_all()
    total = (await asked(house))["span"]["total"]
    assert (total["served"], total["judged"], total["came_back"]) == (2, 2, 1)
    assert (total["first_judged"], total["first_solved"], total["solved_first"]) == (1, 0, 0.0)
    assert [
        row["contact"]["id"] for row in (await asked(house, "contacts", figure="came_back"))["contacts"]
    ] == ["c1"]


class Later:
    """The house's clock, eight days later."""

    def __init__(self, clock: Any) -> None:
        self._clock = clock

    def now(self) -> int:
        """Then."""
        return int(self._clock.now()) + WEEK_MS + WEEK_MS // 7

    def utc_offset_min(self, at: int) -> int:
        """As it is."""
        return int(self._clock.utc_offset_min(at))


async def test_ratings_with_their_interval_and_never_by_agent(house: House) -> None:
    """Asked, given, the share of fours and fives with its interval; an agent's page has none of it."""
    for contact, rating in (("c1", 5), ("c2", 2), ("c3", None)):
        contact_id = await served(house, contact)
        at, command_id = house.services.clock.now(), house.command_id()
        await house.submit(AskRating(command_id=command_id, at=at, contact_id=contact_id, way="key"))
        if rating is not None:
            command_id = house.command_id()
            rated = RateContact(command_id=command_id, at=at, contact_id=contact_id, way="key", rating=rating)
            await house.submit(rated)
    total = (await asked(house))["span"]["total"]
    assert (total["rating_asked"], total["rating_given"], total["rating_good"]) == (3, 2, 1)
    assert (total["rating_mean"], total["rating_good_share"]) == (3.5, 0.5)
    ends = (round(total["rating_good_low"], 2), round(total["rating_good_high"], 2))
    assert ends == (0.09, 0.91)
    own = (await asked(house, "agents/101"))["report"]
    assert (own["span"]["total"]["rating_asked"], own["span"]["total"]["rating_mean"]) == (0, None)
    assert "rating_mean" in own["silent"]


async def test_an_agent_sees_what_who_leads_sees(house: House) -> None:
    """The same page for both; another agent's is refused, and so is the list of all."""
    await served(house, "c1")
    agent = await house.as_role("agent")
    own = await agent.get("/api/reports/agents/me", params=days(house))
    assert own.json()["report"]["span"]["total"]["answered"] == 1
    theirs = await asked(house, "agents/101")
    skipped = {"working_ms", "available_ms", "occupancy"}
    for name, value in theirs["report"]["span"]["total"].items():
        assert name in skipped or own.json()["report"]["span"]["total"][name] == value
    behind = await agent.get("/api/reports/agents/me/contacts", params=days(house) | {"figure": "answered"})
    assert [row["contact"]["id"] for row in behind.json()["contacts"]] == ["c1"]
    other = await agent.get("/api/reports/agents/102", params=days(house))
    assert (other.status_code, other.json()["code"]) == (403, "not_your_agent")
    assert (await agent.get("/api/reports/figures", params=days(house))).status_code == 403


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"from": "2026-13-01"}, "bad_date"),
        ({"from": "2026-11-02", "to": "2026-11-01"}, "bad_span"),
        ({"from": "2016-01-01", "to": "2026-01-01"}, "bad_span"),
        ({"queue": "no-such"}, "unknown_queue"),
        ({"team": "no-such"}, "unknown_team"),
        ({"result": "no-such"}, "unknown_disposition"),
        ({"by": "agent"}, "bad_request"),
        ({"hour": "24"}, "bad_request"),
        ({"compare": "decade"}, "bad_request"),
    ],
)
async def test_what_cannot_be_asked(house: House, query: dict[str, str], code: str) -> None:
    """Each with its reason; ten years are refused with the most days there may be."""
    client = await house.as_role("supervisor")
    answer = await client.get("/api/reports/figures", params=days(house) | query)
    assert (answer.status_code // 100, answer.json()["code"]) == (4, code)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"figure": "asa_ms"}, "bad_request"),
        ({"figure": "arrived", "team": "Nord"}, "figure_says_nothing"),
        ({"figure": "arrived", "after": "x"}, "bad_date"),
        ({"figure": "arrived", "after": "2026-99-01.3"}, "bad_date"),
        ({"figure": "arrived", "queue": "no-such"}, "unknown_queue"),
    ],
)
async def test_contacts_that_cannot_be_asked_for(house: House, query: dict[str, str], code: str) -> None:
    """A mean counts nobody, and a figure that says nothing opens nothing."""
    client = await house.as_role("supervisor")
    answer = await client.get("/api/reports/contacts", params=days(house) | query)
    assert (answer.status_code // 100, answer.json()["code"]) == (4, code)


async def test_the_same_figures_in_files(house: House) -> None:
    """CSV, spreadsheet and Parquet hold what the page holds, the total last."""
    await served(house, "c1")
    report, client = await asked(house, by="queue"), await house.as_role("supervisor")
    query = days(house) | {"by": "queue"}
    head, *rows = csv.reader(io.StringIO((await client.get("/api/reports/figures.csv", params=query)).text))
    assert tuple(head) == columns() == (*TEXT_COLUMNS, *Figures.__struct_fields__)
    assert rows[-1][:4] == ["asked", "total", "", ""]
    assert rows[-1][head.index("answered")] == str(report["span"]["total"]["answered"])
    assert rows[-1][head.index("occupancy")] == ""
    parquet = await client.get("/api/reports/figures.parquet", params=query)
    table = read_parquet(io.BytesIO(parquet.content)).read_all()
    assert (table.num_rows, tuple(table.column_names)) == (len(rows), columns())
    assert table["answered"].to_pylist()[-1] == 1
    sheet = await client.get("/api/reports/figures.xlsx", params=query)
    assert "sheetml" in sheet.headers["content-type"]
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(sheet.content)).namelist()


@pytest.mark.parametrize("name", ["=1+1", "+46", "-1", "@SUM(A1)", "\tx"])
def test_a_name_is_never_a_formula(name: str) -> None:
    """A queue may be called anything; a spreadsheet must not reckon with it."""
    from lur.features.reports.model import FigureRow, FigureSpan

    rows = (FigureRow(key="q", figures=Figures()),)
    span = FigureSpan(first="", last="", since=0, before=0, rows=rows, total=Figures())
    labels = (FigureLabel(key="q", label=name),)
    report = FiguresReport(by="queue", labels=labels, silent=(), span=span, compared=None)
    row = list(csv.reader(io.StringIO(as_csv(report).decode())))[1]
    assert row[TEXT_COLUMNS.index("label")] == f"'{name}"
    sheet = zipfile.ZipFile(io.BytesIO(as_xlsx(report))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


async def test_a_difference_is_an_alarm_until_it_is_none(house: House) -> None:
    """What the night found is listed, and an alarm on the live page."""
    checks = house.services.figures.checks
    wrong = Difference(what="day", queue_id="leverans", figure="answered", shown=3, counted=2)
    day = CheckedDay(day="2026-11-21", checked_at=1, seq=1, figures=20, differences=(wrong,))
    checks._look_at((day,))
    house.services.health.look()
    alarms = house.services.around.health.alarms
    assert [(each.code, each.subject) for each in alarms if each.code == "figures_differ"] == [
        ("figures_differ", "2026-11-21")
    ]
    checks._look_at(())
    house.services.health.look()
    assert "figures_differ" not in {each.code for each in house.services.around.health.alarms}
    listed = (await asked(house, "checks"))["days"]
    assert [each["differences"] for each in listed] == [[]] * len(listed)


async def test_a_team_that_is_gone_keeps_its_past(house: House) -> None:
    """Figures stand with the team that the agent was in then."""
    for team in ("Nord", "Syd"):
        at, command_id = house.services.clock.now(), house.command_id()
        await house.submit(ChangeAgentTeam(command_id=command_id, at=at, agent_id=AGENT, team=team))
        if team == "Nord":
            await served(house, "c1")
    assert (await asked(house, team="Nord"))["span"]["total"]["answered"] == 1
    assert (await asked(house, team="Syd"))["span"]["total"]["answered"] == 0


async def test_a_team_of_one_is_not_asked_about_by_its_customers(house: House) -> None:
    """What the team did is there; whether it was solved is not, in the report, its file or its contacts."""
    at, command_id = house.services.clock.now(), house.command_id()
    await house.submit(ChangeAgentTeam(command_id=command_id, at=at, agent_id=AGENT, team="Ensam"))
    await served(house, "c1")
    report, client = await asked(house, by="team"), await house.as_role("supervisor")
    [alone] = [row for row in report["span"]["rows"] if row["key"] == "Ensam"]
    assert (alone["figures"]["answered"], alone["figures"]["served"]) == (1, 0)
    assert "served" in alone["too_few"]
    assert report["span"]["total"]["served"] == 1
    narrowed = days(house) | {"team": "Ensam"}
    text = (await client.get("/api/reports/figures.csv", params=narrowed)).text
    [*_, total] = csv.DictReader(io.StringIO(text))
    assert (total["row"], total["answered"], total["served"]) == ("total", "1", "")
    for figure, status in (("answered", 200), ("served", 403), ("rating_asked", 403)):
        answer = await client.get("/api/reports/contacts", params=narrowed | {"figure": figure})
        assert answer.status_code == status, figure
