"""Quality through the API: who may see and judge what, and that nothing typed or drawn is lost or bent."""

from __future__ import annotations

import asyncio

import pytest
from tests.web.house import House
from tests.web.recorded import served
from tests.web.reviewing import DRAFT, GIVEN, MARK, URL, People, added, begun, finished, said

from lur.core.ids import ContactId
from lur.features.quality.demo import STARTER

pytestmark = pytest.mark.anyio


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


async def test_two_at_once_do_not_cross(house: House, people: People) -> None:
    """Of setting aside and beginning, and of two who add the same contact, one is told no."""
    contact_id = await served(house, "c1")
    body = {"contact_id": contact_id, "form_id": STARTER.id, "reason": "Vi vill lära av den."}
    boss, trainer = people["supervisor"], people["trainer"]
    both = await asyncio.gather(*(each.post(f"{URL}/samples", json=body) for each in (boss, trainer)))
    assert sorted([await said(each) for each in both]) == [(201, ""), (409, "sampled_already")]
    (sample,) = await house.services.quality.quality.samples.of_contact(contact_id)
    one = f"{URL}/samples/{sample.id}"
    aside = boss.post(f"{one}/set-aside", json={"why": "no_sound"})
    crossing = await asyncio.gather(aside, trainer.post(f"{one}/begin", json={}))
    assert sorted(each.status_code for each in crossing) in ([200, 409], [201, 409])


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
