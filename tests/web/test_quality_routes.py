"""Quality through the API: who may see and judge what, and that nothing typed or drawn is lost or bent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from tests.web.house import House, browser
from tests.web.recorded import served

from lur.core.ids import ContactId
from lur.features.quality.demo import SAMPLING, STARTER
from lur.features.quality.spans import span_of

pytestmark = pytest.mark.anyio

URL = "/api/quality"
GIVEN: list[dict[str, Any]] = [
    {"question_id": "greets", "value": 1},
    {"question_id": "listens", "value": 4},
    {"question_id": "identity", "value": None},
    {"question_id": "says_back", "value": 2},
    {"question_id": "solves", "value": 5},
    {"question_id": "next_step", "value": 3},
]
MARK = {
    "id": "m1",
    "at_ms": 1_500,
    "text": "Fint att du väntar in.",
    "question_id": "listens",
    "recording_id": "",
}
DRAFT: dict[str, Any] = {
    "version": 1,
    "given": GIVEN,
    "notes": [{"question_id": "solves", "text": "Sa när det kommer."}],
    "marks": [MARK],
    "whole": "Ett lugnt samtal.",
}


@pytest.fixture
async def people(house: House) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """Maja (101) and Erik (102), agents; Lars, a supervisor who is agent 106; a supervisor and a trainer."""
    found = {name: await house.as_role(name) for name in ("supervisor", "trainer")}  # type: ignore[arg-type]
    for name in ("maja", "erik", "lars"):
        found[name] = browser(house.services)
        body = {"account": name, "password": house.passwords[name]}
        assert (await found[name].post("/api/sign-in", json=body)).status_code == 200
    yield found
    for name in ("maja", "erik", "lars"):
        await found[name].aclose()


People = dict[str, httpx.AsyncClient]


async def said(answer: httpx.Response) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, answer.json().get("code", "")


async def added(people: People, contact_id: ContactId) -> str:
    """A sample by hand."""
    body = {"contact_id": contact_id, "form_id": STARTER.id, "reason": "Vi vill lära av den."}
    answer = await people["supervisor"].post(f"{URL}/samples", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def begun(who: httpx.AsyncClient, sample_id: str) -> dict[str, Any]:
    """A draft."""
    answer = await who.post(f"{URL}/samples/{sample_id}/begin", json={})
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def finished(who: httpx.AsyncClient, sample_id: str, **change: Any) -> str:
    """A review that is done; its id."""
    review = (await begun(who, sample_id))["review"]
    draft = {**DRAFT, "version": review["version"], **change}
    saved = await who.post(f"{URL}/reviews/{review['id']}/draft", json=draft)
    assert saved.status_code == 200, saved.text
    done = await who.post(f"{URL}/reviews/{review['id']}/finish", json={"version": saved.json()["seq"]})
    assert done.status_code == 200, done.text
    return str(review["id"])


async def test_a_review_from_begin_to_the_agents_answer(house: House, people: People) -> None:
    """Draft, marks, whole, finish; the agent reads the same page and says something to it."""
    contact_id = await served(house, "c1")
    sample_id = await added(people, contact_id)
    review_id = await finished(people["supervisor"], sample_id)
    assert (await people["maja"].get(f"{URL}/mine/unseen")).json() == {"count": 1, "latest_id": review_id}
    seen = (await people["maja"].get(f"{URL}/reviews/{review_id}")).json()
    assert seen["sees_as"] == "agent"
    assert (seen["review"]["hundredths"], seen["review"]["passed"]) == (89_33, True)
    assert seen["written"]["marks"] == [MARK]
    assert seen["written"]["whole"] == "Ett lugnt samtal."
    assert [each["id"] for each in seen["recordings"]] == ["rec-c1"]
    assert seen["contact"]["agent_id"] == "101"
    assert (await people["maja"].get(f"{URL}/mine/unseen")).json()["count"] == 0
    reply = await people["maja"].post(
        f"{URL}/reviews/{review_id}/reply", json={"reply": "seen", "text": "Tack."}
    )
    assert (reply.json()["review"]["reply"], reply.json()["reply"]) == ("seen", "Tack.")
    leader = (await people["trainer"].get(f"{URL}/reviews/{review_id}")).json()
    assert (leader["sees_as"], leader["reply"]) == ("leader", "Tack.")


async def test_an_agent_never_sees_anothers_review(house: House, people: People) -> None:
    """Not the page, not its sound, not in a list, not by answering; nor one's own before it is done."""
    contact_id = await served(house, "c1")
    sample_id = await added(people, contact_id)
    draft = (await begun(people["supervisor"], sample_id))["review"]["id"]
    assert await said(await people["maja"].get(f"{URL}/reviews/{draft}")) == (403, "not_your_review")
    review_id = await finished(people["supervisor"], sample_id)
    one = f"{URL}/reviews/{review_id}"
    erik = people["erik"]
    assert await said(await erik.get(one)) == (403, "not_your_review")
    assert await said(await erik.get(f"{one}/recordings/rec-c1")) == (403, "not_your_review")
    assert await said(await erik.post(f"{one}/reply", json={"reply": "seen"})) == (403, "not_your_review")
    assert (await erik.get(f"{URL}/mine")).json() == {"reviews": [], "asked": []}
    assert await said(await erik.get(f"{URL}/contacts/{contact_id}")) == (403, "not_your_contact")
    assert await said(await erik.get(f"{URL}/trend/agents/101?form=starter")) == (403, "not_your_agent")
    for path in ("samples", "draws", "samplings", "calibrations", "reviewers"):
        assert await said(await erik.get(f"{URL}/{path}")) == (403, "not_allowed")
    mine = (await people["maja"].get(f"{URL}/mine")).json()["reviews"]
    assert [each["review"]["id"] for each in mine] == [review_id]


async def test_the_sound_beside_a_review_is_for_who_may_see_it_and_written_down(
    house: House, people: People
) -> None:
    """The agent hears their own reviewed contact, and nobody's else; each time is on record."""
    contact_id = await served(house, "c1")
    review_id = await finished(people["supervisor"], await added(people, contact_id))
    path = f"{URL}/reviews/{review_id}/recordings/rec-c1"
    for who in ("maja", "supervisor"):
        heard = await people[who].get(path)
        assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/wav")
    other = f"{URL}/reviews/{review_id}/recordings/rec-other"
    assert await said(await people["maja"].get(other)) == (404, "unknown_recording")
    listened = (await people["supervisor"].get(f"/api/contacts/{contact_id}/listened")).json()
    assert len(listened) == 2


async def test_nobody_reviews_their_own_contact(house: House, people: People) -> None:
    """A supervisor who is an agent too leaves it to others: no begin, taking over or calibration; and reads
    the review as its agent."""
    contact_id = await served(house, "c1", "106")
    sample_id = await added(people, contact_id)
    lars = people["lars"]
    assert await said(await lars.post(f"{URL}/samples/{sample_id}/begin", json={})) == (403, "own_contact")
    (row,) = (await lars.get(f"{URL}/samples")).json()
    assert row["for_others"]
    draft = (await begun(people["supervisor"], sample_id))["review"]["id"]
    assert await said(await lars.post(f"{URL}/reviews/{draft}/take-over")) == (403, "own_contact")
    assert await said(await lars.get(f"{URL}/reviews/{draft}")) == (403, "not_your_review")
    reviewers = (await lars.get(f"{URL}/reviewers")).json()
    ids = {each["name"]: each["id"] for each in reviewers}
    chosen = [ids["Lars Bakken"], ids["Demo supervisor"]]
    body = {"contact_id": contact_id, "form_id": "starter", "reviewers": chosen}
    assert await said(await lars.post(f"{URL}/calibrations", json=body)) == (403, "own_contact")
    review_id = await finished(people["supervisor"], sample_id)
    assert (await lars.get(f"{URL}/reviews/{review_id}")).json()["sees_as"] == "agent"


async def test_two_reviewers_and_two_windows_lose_nothing(house: House, people: People) -> None:
    """The second is told who has it; an old version is refused; taken over, the first one's save is refused
    and the words stay."""
    sample_id = await added(people, await served(house, "c1"))
    supervisor, trainer = people["supervisor"], people["trainer"]
    review = (await begun(supervisor, sample_id))["review"]
    again = await trainer.post(f"{URL}/samples/{sample_id}/begin", json={})
    assert (again.status_code, again.json()["code"], again.json()["detail"]) == (
        409,
        "being_reviewed",
        "Demo supervisor",
    )
    assert (await begun(supervisor, sample_id))["review"]["id"] == review["id"]
    path = f"{URL}/reviews/{review['id']}"
    saved = (await supervisor.post(f"{path}/draft", json=DRAFT)).json()["seq"]
    assert await said(await supervisor.post(f"{path}/draft", json=DRAFT)) == (409, "changed_meanwhile")
    taken = (await trainer.post(f"{path}/take-over")).json()
    assert taken["written"]["whole"] == DRAFT["whole"]
    late = await supervisor.post(f"{path}/draft", json={**DRAFT, "version": saved})
    assert (late.json()["code"], late.json()["detail"]) == ("not_your_review", "Demo trainer")
    kept = (await trainer.get(path)).json()
    assert len(kept["review"]["given"]) == len(GIVEN)


async def test_a_review_keeps_the_form_that_it_began_with(house: House, people: People) -> None:
    """The form changes meanwhile: the reviewer is told, goes on with the old questions, and the next review
    has the new ones."""
    first, second = (
        await added(people, await served(house, "c1")),
        await added(people, await served(house, "c2")),
    )
    supervisor = people["supervisor"]
    review = (await begun(supervisor, first))["review"]
    kept = (await supervisor.get(f"{URL}/forms")).json()["live"][0]
    body = {name: kept[name] for name in ("words", "passes_at", "version")}
    body["sections"] = kept["sections"][:1]
    changed = (await people["trainer"].post(f"{URL}/forms/starter", json=body)).json()
    assert changed["version"] == 2
    late = await supervisor.post(f"{URL}/forms/starter", json=body)
    assert await said(late) == (409, "changed_meanwhile")
    view = (await supervisor.get(f"{URL}/reviews/{review['id']}")).json()
    assert (view["form_changed"], view["form"]["version"], len(view["form"]["sections"])) == (True, 1, 3)
    await finished(supervisor, first)
    fresh = await begun(supervisor, second)
    assert (fresh["form_changed"], len(fresh["form"]["sections"])) == (False, 1)
    archived = await supervisor.post(f"{URL}/forms/starter/archive", json={"version": 2})
    assert archived.json()["archived"]
    body = {"contact_id": await served(house, "c3"), "form_id": "starter", "reason": "x"}
    assert await said(await supervisor.post(f"{URL}/samples", json=body)) == (409, "form_archived")
    back = (await supervisor.post(f"{URL}/forms/starter/take-back")).json()
    assert (back["archived"], len(back["sections"])) == (False, 1)


async def test_a_review_is_finished_when_all_is_answered(house: House, people: People) -> None:
    """How many are missing is told; a failed critical makes it nothing and is named; finishing can be undone
    until the agent has read it."""
    sample_id = await added(people, await served(house, "c1"))
    supervisor = people["supervisor"]
    review = (await begun(supervisor, sample_id))["review"]
    path = f"{URL}/reviews/{review['id']}"
    early = await supervisor.post(f"{path}/finish", json={"version": 1})
    assert (early.json()["code"], early.json()["detail"]) == ("questions_missing", "6")
    failing = [{**each, "value": 0} if each["question_id"] == "identity" else each for each in GIVEN]
    await finished(supervisor, sample_id, given=failing)
    done = (await supervisor.get(path)).json()["review"]
    assert (done["hundredths"], done["failed"], done["passed"]) == (0, ["identity"], False)
    late = await supervisor.post(f"{path}/draft", json={**DRAFT, "version": done["version"]})
    assert await said(late) == (409, "review_done")
    draft = (await supervisor.post(f"{path}/reopen")).json()["review"]
    assert (draft["done_at"], draft["hundredths"]) == (None, None)
    assert await said(await people["maja"].get(path)) == (403, "not_your_review")
    await supervisor.post(f"{path}/finish", json={"version": draft["version"]})
    await people["maja"].get(path)
    assert await said(await supervisor.post(f"{path}/reopen")) == (409, "review_seen")


async def test_who_does_not_agree_gets_another_reviewer(house: House, people: People) -> None:
    """With a reason; not the first reviewer again; the second stands, and both can be read."""
    sample_id = await added(people, await served(house, "c1"))
    first = await finished(people["supervisor"], sample_id)
    maja, path = people["maja"], f"{URL}/reviews/{first}/reply"
    assert await said(await maja.post(path, json={"reply": "disagree", "text": " "})) == (400, "empty_text")
    await maja.post(path, json={"reply": "disagree", "text": "Jag sa det, vid 0:40."})
    (row,) = (await people["supervisor"].get(f"{URL}/samples")).json()
    assert (row["sample"]["second"], row["sample"]["state"], row["for_others"]) == (True, "open", True)
    refused = await people["supervisor"].post(f"{URL}/samples/{sample_id}/begin", json={})
    assert await said(refused) == (403, "second_by_another")
    draft = await begun(people["trainer"], sample_id)
    assert (draft["review"]["purpose"], draft["first"], draft["first_reply"]) == (
        "second",
        None,
        "Jag sa det, vid 0:40.",
    )
    assert await said(await maja.post(path, json={"reply": "seen"})) == (409, "second_begun")
    second = await finished(people["trainer"], sample_id)
    view = (await maja.get(f"{URL}/reviews/{second}")).json()
    assert view["first"]["id"] == first
    assert (await maja.get(f"{URL}/reviews/{first}")).json()["second_id"] == second
    again = await maja.post(f"{URL}/reviews/{second}/reply", json={"reply": "disagree", "text": "Nej."})
    assert await said(again) == (409, "second_stands")


async def test_an_agent_may_take_a_disagreement_back(house: House, people: People) -> None:
    """Until somebody has begun, and then nobody is asked to look again."""
    sample_id = await added(people, await served(house, "c1"))
    first = await finished(people["supervisor"], sample_id)
    path = f"{URL}/reviews/{first}/reply"
    await people["maja"].post(path, json={"reply": "disagree", "text": "Nej."})
    await people["maja"].post(path, json={"reply": "seen", "text": "Jo, förresten."})
    assert (await people["supervisor"].get(f"{URL}/samples")).json() == []


async def test_an_agent_asks_for_a_review_of_their_own_contact(house: House, people: People) -> None:
    """Only of one they had; the reviewer chooses the form; it can be taken out before anybody begins."""
    contact_id = await served(house, "c1")
    body = {"contact_id": contact_id, "reason": "Blev det bra?"}
    assert await said(await people["erik"].post(f"{URL}/asked", json=body)) == (403, "not_your_contact")
    sample = (await people["maja"].post(f"{URL}/asked", json=body)).json()
    assert await said(await people["maja"].post(f"{URL}/asked", json=body)) == (409, "sampled_already")
    assert (await people["erik"].post(f"{URL}/samples/{sample['id']}/take-out")).status_code == 403
    begin = f"{URL}/samples/{sample['id']}/begin"
    assert await said(await people["supervisor"].post(begin, json={})) == (400, "form_needed")
    (row,) = (await people["maja"].get(f"{URL}/mine")).json()["asked"]
    assert row["reason"] == "Blev det bra?"
    assert (await people["maja"].post(f"{URL}/samples/{sample['id']}/take-out")).status_code == 200
    await people["maja"].post(f"{URL}/asked", json=body)
    (row,) = (await people["supervisor"].get(f"{URL}/samples")).json()
    begin = f"{URL}/samples/{row['sample']['id']}/begin"
    assert (await people["supervisor"].post(begin, json={"form_id": "starter"})).status_code == 200


async def test_only_what_has_ended_and_has_sound_is_reviewed(house: House, people: People) -> None:
    """A contact that goes on, and one that nobody recorded, are refused with a reason."""
    contact_id = await house.arrive("c1")
    body = {"contact_id": contact_id, "form_id": "starter", "reason": "x"}
    post = people["supervisor"].post
    assert await said(await post(f"{URL}/samples", json=body)) == (409, "nothing_to_review")
    body["contact_id"] = ContactId("none")
    assert await said(await post(f"{URL}/samples", json=body)) == (404, "unknown_contact")


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
