"""What chance draws, calibrations, trends and forms, through the API."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.web.house import House
from tests.web.recorded import served
from tests.web.reviewing import DRAFT, GIVEN, MARK, URL, People, added, begun, finished, said

from lur.core.ids import ContactId
from lur.features.quality.demo import SAMPLING
from lur.features.quality.spans import span_of

pytestmark = pytest.mark.anyio


async def test_chance_draws_the_same_for_each_and_can_be_checked(house: House, people: People) -> None:
    """One of three for each of two agents; drawn again just now it is the same; a second draw gives nobody
    another try; what was added by hand and is drawn becomes drawn."""
    quality = house.services.quality.quality
    one = msgspec.structs.replace(SAMPLING, id="one", each=1, least_ms=0, demo=False)
    await quality.samplings.add(one, "Sara")
    for n in range(3):
        await served(house, f"a{n}", "101")
        await served(house, f"b{n}", "102")
    by_hand = await added(people, ContactId("a0"))
    supervisor = people["supervisor"]
    drawn = (await supervisor.post(f"{URL}/samplings/one/draw")).json()
    assert (drawn["drawn"], drawn["of"]) == (2, 6)
    view = (await supervisor.get(f"{URL}/draws/{drawn['id']}")).json()
    assert view["agrees"]
    assert [(each["agent_id"], each["of"], each["drawn"]) for each in view["shares"]] == [
        ("101", 3, 1),
        ("102", 3, 1),
    ]
    assert await said(await supervisor.post(f"{URL}/samplings/one/draw")) == (409, "nothing_to_draw")
    rows = (await supervisor.get(f"{URL}/samples")).json()
    origins = {each["sample"]["contact_id"]: each["sample"]["origin"] for each in rows}
    assert sorted(origins.values()).count("drawn") == 2
    assert len(rows) == (2 if origins[ContactId("a0")] == "drawn" else 3)
    assert by_hand in [each["sample"]["id"] for each in rows]
    chosen = next(each["sample"]["id"] for each in rows if each["sample"]["origin"] == "drawn")
    assert await said(await supervisor.post(f"{URL}/samples/{chosen}/take-out")) == (403, "not_your_sample")
    aside = await supervisor.post(f"{URL}/samples/{chosen}/set-aside", json={"why": "no_sound"})
    assert (aside.json()["state"], aside.json()["aside"]) == ("aside", "no_sound")
    back = await supervisor.post(f"{URL}/samples/{chosen}/bring-back")
    assert (back.json()["state"], back.json()["aside"]) == ("open", None)


class Later:
    """The company's clock, at another time."""

    def __init__(self, at: int) -> None:
        self._at = at

    def now(self) -> int:
        """Then."""
        return self._at

    def utc_offset_min(self, at: int) -> int:
        """UTC."""
        return 0


async def test_when_a_period_is_over_it_is_drawn_from_once(
    house: House, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself, in the next period, from all of it; looking again draws nothing more."""
    room = house.services.quality
    weekly = msgspec.structs.replace(SAMPLING, id="weekly", each=2, least_ms=0, demo=False)
    await room.quality.samplings.add(weekly, "Sara")
    for n in range(3):
        await served(house, f"a{n}", "101")
    monkeypatch.setattr(room, "_clock", Later(house.services.clock.now()))
    await room.draw_due()
    assert (await people["supervisor"].get(f"{URL}/draws")).json() == []
    _, next_week = span_of(house.services.clock.now(), "week", lambda _: 0)
    monkeypatch.setattr(room, "_clock", Later(next_week + 7_200_000))
    for _ in range(2):
        await room.draw_due()
        (drawn,) = (await people["supervisor"].get(f"{URL}/draws")).json()
        assert (drawn["by"], drawn["drawn"], drawn["of"], drawn["before"]) == ("", 2, 3, next_week)


async def test_a_calibration_shows_nothing_until_all_are_done(house: House, people: People) -> None:
    """Each sees their own alone; then the spread, without names; then nobody changes theirs."""
    contact_id = await served(house, "c1")
    supervisor, trainer = people["supervisor"], people["trainer"]
    ids = {each["name"]: each["id"] for each in (await supervisor.get(f"{URL}/reviewers")).json()}
    assert "Maja Lind" not in ids
    body = {
        "contact_id": contact_id,
        "form_id": "starter",
        "reviewers": [ids["Demo supervisor"], ids["Demo trainer"]],
    }
    opened = (await supervisor.post(f"{URL}/calibrations", json=body)).json()
    one = f"{URL}/calibrations/{opened['calibration']['id']}"
    admin = await house.as_role("admin")
    assert await said(await admin.post(f"{one}/begin")) == (403, "not_invited")
    mine = (await supervisor.post(f"{one}/begin")).json()["review"]["id"]
    theirs = (await trainer.post(f"{one}/begin")).json()["review"]["id"]
    await supervisor.post(f"{URL}/reviews/{mine}/draft", json=DRAFT)
    await supervisor.post(f"{URL}/reviews/{mine}/finish", json={"version": 2})
    assert await said(await trainer.get(f"{URL}/reviews/{mine}")) == (403, "not_your_review")
    assert await said(await people["maja"].get(f"{URL}/reviews/{mine}")) == (403, "not_your_review")
    early = (await trainer.get(one)).json()
    assert (early["row"]["shown"], early["spreads"], early["notes"], early["row"]["done"]) == (
        False,
        [],
        [],
        1,
    )
    other = [{**each, "value": 2} if each["question_id"] == "listens" else each for each in GIVEN]
    await trainer.post(f"{URL}/reviews/{theirs}/draft", json={**DRAFT, "given": other})
    await trainer.post(f"{URL}/reviews/{theirs}/finish", json={"version": 2})
    view = (await trainer.get(one)).json()
    listens = next(each for each in view["spreads"] if each["question_id"] == "listens")
    assert (listens["values"], listens["mean"], listens["exact"], listens["adjacent"]) == ([2, 4], 3, 0, 0)
    assert view["row"]["shown"]
    assert view["alpha"] < 1
    assert await said(await supervisor.post(f"{URL}/reviews/{mine}/reopen")) == (409, "calibration_closed")
    assert (await people["maja"].get(f"{URL}/mine")).json()["reviews"] == []


async def test_the_trend_is_of_what_chance_drew(house: House, people: People) -> None:
    """What was added by hand is not in it; few say nothing; a colleague sees no single agent in the team;
    the agent and leaders see the agent's own."""
    quality = house.services.quality.quality
    five = msgspec.structs.replace(SAMPLING, id="five", each=5, least_ms=0, demo=False)
    await quality.samplings.add(five, "Sara")
    for n in range(5):
        await served(house, f"a{n}", "101")
    supervisor = people["supervisor"]
    await supervisor.post(f"{URL}/samplings/five/draw")
    for row in (await supervisor.get(f"{URL}/samples")).json():
        await finished(supervisor, row["sample"]["id"])
    await finished(supervisor, await added(people, await served(house, "b0", "102")))
    team = (await supervisor.get(f"{URL}/trend?form=starter")).json()
    assert (team["reviews"], team["agents"]) == (5, 1)
    greets = next(each for each in team["questions"] if each["question_id"] == "greets")
    assert (greets["over_all"]["reviews"], greets["over_all"]["share"]) == (5, 1)
    assert greets["over_all"]["low"] < 1
    assert greets["points"][-1]["level"]["reviews"] == 5
    identity = next(each for each in team["questions"] if each["question_id"] == "identity")
    assert identity["over_all"] == {"reviews": 0, "share": None, "low": None, "high": None}
    colleague = (await people["erik"].get(f"{URL}/trend?form=starter")).json()
    assert {each["over_all"]["share"] for each in colleague["questions"]} == {None}
    for who in ("maja", "supervisor"):
        own = (await people[who].get(f"{URL}/trend/agents/101?form=starter")).json()
        assert own["questions"][0]["over_all"]["share"] == 1


async def test_a_second_review_stands_in_the_trend(house: House, people: People) -> None:
    """Of two reviews of the same contact only the second counts."""
    quality = house.services.quality.quality
    await quality.samplings.add(msgspec.structs.replace(SAMPLING, id="x", least_ms=0, demo=False), "Sara")
    await served(house, "a0", "101")
    await people["supervisor"].post(f"{URL}/samplings/x/draw")
    (row,) = (await people["supervisor"].get(f"{URL}/samples")).json()
    first = await finished(people["supervisor"], row["sample"]["id"])
    body = {"reply": "disagree", "text": "Nej."}
    await people["maja"].post(f"{URL}/reviews/{first}/reply", json=body)
    second = await finished(people["trainer"], row["sample"]["id"])
    standing = await quality.standing("starter", 0, house.services.clock.now() + 1)
    assert [each.id for each in standing] == [second]


async def test_erasing_a_contact_erases_the_words_and_not_the_figures(house: House, people: People) -> None:
    """Notes, marks, reasons and the agent's answer lie with the contact; what it came to stays."""
    contact_id = await served(house, "c1")
    review_id = await finished(people["supervisor"], await added(people, contact_id))
    body = {"reply": "seen", "text": "Tack."}
    await people["maja"].post(f"{URL}/reviews/{review_id}/reply", json=body)
    admin = await house.as_role("admin")
    assert (await admin.post(f"/api/contacts/{contact_id}/erase")).status_code == 200
    view = (await people["supervisor"].get(f"{URL}/reviews/{review_id}")).json()
    assert view["words_erased"]
    assert (view["written"], view["reply"], view["reason"]) == (
        {"notes": [], "marks": [], "whole": ""},
        "",
        "",
    )
    assert view["review"]["hundredths"] == 89_33


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"given": [{"question_id": "greets", "value": 2}]}, "bad_answer"),
        ({"given": [{"question_id": "nobody", "value": 1}]}, "unknown_question"),
        ({"given": [{"question_id": "greets", "value": 1, "for": "friend"}]}, "bad_request"),
        ({"marks": [{**MARK, "at_ms": -1}]}, "bad_request"),
        ({"whole": "x" * 4_001}, "bad_request"),
        ({"version": 7}, "changed_meanwhile"),
    ],
)
async def test_what_no_draft_can_be_is_refused(
    house: House, people: People, change: dict[str, Any], code: str
) -> None:
    """With a code, and nothing of it is kept."""
    sample_id = await added(people, await served(house, "c1"))
    review = (await begun(people["supervisor"], sample_id))["review"]
    path = f"{URL}/reviews/{review['id']}"
    answer = await people["supervisor"].post(f"{path}/draft", json={**DRAFT, **change})
    assert answer.json()["code"] == code
    kept = (await people["supervisor"].get(path)).json()
    assert (kept["review"]["given"], kept["written"]["whole"]) == ([], "")


async def test_the_team_builds_its_forms(house: House, people: People) -> None:
    """Made, read by everybody, refused when it cannot be; agents build none."""
    body = {
        "words": {"sv": "Mejl"},
        "sections": [
            {
                "id": "s",
                "words": {"sv": "Svaret"},
                "questions": [{"id": "q", "words": {"sv": "Svarar på frågan"}, "counts": 3}],
            }
        ],
    }
    headers = {"idempotency-key": "once"}
    made = (await people["trainer"].post(f"{URL}/forms", json=body, headers=headers)).json()
    assert (await people["trainer"].post(f"{URL}/forms", json=body, headers=headers)).json() == made
    assert (made["version"], made["passes_at"], made["changed_by"]) == (1, 70, "Demo trainer")
    live = (await people["maja"].get(f"{URL}/forms")).json()["live"]
    assert made["id"] in [each["id"] for each in live]
    assert await said(await people["maja"].post(f"{URL}/forms", json=body)) == (403, "not_allowed")
    empty = {**body, "words": {"sv": " "}}
    assert await said(await people["trainer"].post(f"{URL}/forms", json=empty)) == (400, "empty_text")
    again = await people["trainer"].post(f"{URL}/starter-form")
    assert (again.json()["id"], again.json()["version"]) == ("starter", 1)
