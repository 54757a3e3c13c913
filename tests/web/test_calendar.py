"""The calendar over the API, and the queues that follow it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.house import House

from lur.core.ids import QueueId
from lur.core.values import SpecialDay
from lur.features.hours.days import day_number

pytestmark = pytest.mark.anyio

WEEKDAYS = [{"weekday": day, "from_minute": 480, "to_minute": 1020} for day in range(7)]
SWEDISH = {"countries": ["SE"], "eves": [{"eve": "christmas_eve", "kind": "shorten", "until_minute": 600}]}


def special_days(house: House, queue_id: str) -> tuple[SpecialDay, ...]:
    """What the core knows."""
    return house.services.centre.state.queues[QueueId(queue_id)].settings.special_days


async def test_queues_that_follow_the_calendar_get_its_days_at_once(house: House) -> None:
    """And only they; who no longer follows has none."""
    boss = await house.as_role("supervisor")
    body = {"name": "Retur", "opening_hours": WEEKDAYS, "follows_calendar": True}
    assert (await boss.post("/api/queues/retur", json=body)).status_code == 200
    answer = (await boss.post("/api/calendar", json=SWEDISH)).json()
    assert answer["followers"] == ["retur"]
    found = special_days(house, "retur")
    assert len(found) >= 13
    shortened = [day for day in found if day.spans]
    assert [(span.from_minute, span.to_minute) for day in shortened for span in day.spans][:1] == [(480, 600)]
    assert special_days(house, "leverans") == ()
    assert (await boss.get("/api/queues/retur")).json()["follows_calendar"] is True
    await boss.post("/api/queues/retur", json=body | {"follows_calendar": False})
    assert special_days(house, "retur") == ()


async def test_a_change_of_a_queue_keeps_its_days(house: House) -> None:
    """Left out, it follows as before; a repeat of the calendar changes nothing."""
    boss = await house.as_role("supervisor")
    body = {"name": "Retur", "opening_hours": WEEKDAYS}
    await boss.post("/api/queues/retur", json=body | {"follows_calendar": True})
    await boss.post("/api/calendar", json=SWEDISH)
    before = special_days(house, "retur")
    await boss.post("/api/queues/retur", json=body | {"promise_ms": 1_000})
    assert special_days(house, "retur") == before
    seq = house.services.centre.seq
    await house.services.calendar.apply()
    assert house.services.centre.seq == seq


async def test_a_new_queue_with_hours_follows(house: House) -> None:
    """One that is always open does not, unless somebody says so."""
    boss = await house.as_role("supervisor")
    await boss.post("/api/queues", json={"name": "Day", "opening_hours": WEEKDAYS})
    await boss.post("/api/queues", json={"name": "Night"})
    rows = {each: (await boss.get(f"/api/queues/{each}")).json() for each in ("day", "night")}
    assert (rows["day"]["follows_calendar"], rows["night"]["follows_calendar"]) == (True, False)
    await house.services.hours.load()
    assert house.services.hours.followers == {"day"}


async def test_all_settings_of_a_queue_can_be_changed(house: House) -> None:
    """Overflow, the most that may wait and callbacks too; what the core refuses keeps its code."""
    boss = await house.as_role("supervisor")
    rule = {"after_ms": 30_000, "queue_id": "teknik"}
    body = {"name": "Retur", "overflow": [rule], "most_waiting": 9, "callbacks": False}
    assert (await boss.post("/api/queues/retur", json=body)).status_code == 200
    settings = (await boss.get("/api/queues/retur")).json()["settings"]
    assert (settings["overflow"], settings["most_waiting"], settings["callbacks"]) == ([rule], 9, False)
    astray = await boss.post("/api/queues/retur", json=body | {"overflow": [rule | {"queue_id": "retur"}]})
    assert (astray.status_code, astray.json()["code"]) == (400, "bad_settings")


async def test_days_go_by(house: House) -> None:
    """Yesterday's special days leave the queue, and new ones come at the far end."""
    boss = await house.as_role("supervisor")
    body = {"name": "Retur", "opening_hours": WEEKDAYS, "follows_calendar": True}
    await boss.post("/api/queues/retur", json=body)
    await boss.post("/api/calendar", json=SWEDISH)
    keeper, today = house.services.calendar, house.services.calendar.today()
    first = special_days(house, "retur")[0].day
    keeper.today = lambda: first + 1  # type: ignore[method-assign]
    await keeper.apply()
    now = special_days(house, "retur")
    assert now[0].day > first >= today
    assert now[-1].day <= first + 400


async def test_the_next_days_are_shown_with_names(house: House) -> None:
    """Twenty of them, eves that are kept too; a preview saves nothing."""
    boss = await house.as_role("supervisor")
    both = {"countries": ["SE", "NO"], "own_days": [{"date": "2999-01-01", "name": "Far"}]}
    days = (await boss.post("/api/calendar/preview", json=both)).json()["days"]
    assert len(days) == 20
    assert [day["date"] for day in days] == sorted(day["date"] for day in days)
    assert all(day_number(date.fromisoformat(day["date"])) >= house.services.calendar.today() for day in days)
    assert {"kind": "eve", "meaning": "as_usual"}.items() <= next(
        day for day in days if day["name_en"] == "Christmas Eve"
    ).items()
    assert (await boss.get("/api/calendar")).json()["countries"] != ["SE", "NO"]
    saved = (await boss.post("/api/calendar", json=both)).json()
    assert saved["days"] == days
    assert saved["own_days"] == [{"date": "2999-01-01", "name": "Far", "spans": []}]
    await house.services.hours.load()
    assert (await boss.get("/api/calendar")).json() == saved


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"countries": ["XX"]}, "bad_request"),
        ({"countries": ["SE", "SE"]}, "bad_calendar"),
        ({"own_days": [{"date": "2026-02-30", "name": "x"}]}, "bad_date"),
        ({"own_days": [{"date": "yesterday", "name": "x"}]}, "bad_request"),
        ({"eves": [{"eve": "christmas_eve", "until_minute": 1441}]}, "bad_request"),
    ],
)
async def test_a_calendar_that_makes_no_sense_is_refused(
    house: House, bad: dict[str, object], code: str
) -> None:
    """Saved or previewed."""
    boss = await house.as_role("supervisor")
    before = (await boss.get("/api/calendar")).json()
    for path in ("/api/calendar", "/api/calendar/preview"):
        answer = await boss.post(path, json=bad)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (await boss.get("/api/calendar")).json() == before


async def test_the_number_that_called_customers_see(house: House) -> None:
    """One way of writing; left out, it stays; what is no number is refused."""
    admin = await house.as_role("admin")
    name = {"sv": "A", "nb": "B", "en": "C"}
    shown = await admin.post("/api/company", json=name | {"callback_shown": "08-123 45 67"})
    assert shown.status_code == 200, shown.text
    assert (await admin.post("/api/company", json=name)).status_code == 200
    assert (await admin.get("/api/company")).json()["callback_shown"] == "+4681234567"
    assert (await house.services.directory.edge_directory()).callback_shown == "+4681234567"
    bad = await admin.post("/api/company", json=name | {"callback_shown": "call-me"})
    assert bad.json()["code"] == "bad_number"
    await admin.post("/api/company", json=name | {"callback_shown": ""})
    assert (await admin.get("/api/company")).json()["callback_shown"] == ""
