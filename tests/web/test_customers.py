"""Customers through the API: found, made from a call, merged and parted, erased; nobody's words are lost."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from tests.web.house import House

from lur.core.ids import ContactId

pytestmark = pytest.mark.anyio

ANNA = {
    "names": ["Anna Åberg"],
    "numbers": ["070-123 45 67"],
    "companies": ["Åbergs Ur"],
    "languages": ["sv"],
}
BERIT = {"names": ["Berit Falk"], "numbers": ["+47 912 34 567"], "mails": ["berit@example.com"]}
NUMBER = "+46701234567"


async def add(client: httpx.AsyncClient, person: dict[str, Any]) -> dict[str, Any]:
    """A customer, as the answer has it."""
    answer = await client.post("/api/customers", json=person)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def looked_up(house: House) -> None:
    """The callers who are on the line have been matched."""
    await asyncio.gather(*house.services.callers._tasks)


def names(answer: httpx.Response) -> list[str]:
    """Those of rows."""
    return [row["name"] for row in answer.json()]


async def test_a_customer_is_found_by_typing_anything(house: House) -> None:
    """Name, digits however they are written, company, mail; nothing finds nobody."""
    agent = await house.as_role("agent")
    made = await add(agent, ANNA)
    assert made["numbers"] == [NUMBER]
    for typed in ("åberg", "ANNA ÅB", "070-123", "0701234567", "+46 70 12", "00467012", "45 67", "bergs ur"):
        assert names(await agent.get("/api/customers", params={"q": typed})) == ["Anna Åberg"], typed
    for typed in ("", "åbergh", "070-999", "anna falk"):
        assert names(await agent.get("/api/customers", params={"q": typed})) == [], typed


async def test_the_page_of_a_customer_tells_who_did_what(house: House) -> None:
    """The record, and each change with its actor."""
    agent = await house.as_role("agent")
    made = await add(agent, ANNA)
    changed = ANNA | {"version": 1, "note": "Helst efter lunch"}
    after = (await agent.post(f"/api/customers/{made['id']}", json=changed)).json()
    page = (await agent.get(f"/api/customers/{made['id']}")).json()
    assert page["customer"] == after
    assert (after["version"], after["note"]) == (2, "Helst efter lunch")
    assert [each["kind"] for each in page["changes"]] == ["changed", "made"]
    assert page["changes"][0]["actor"] == after["changed_by"]
    gone = await agent.get("/api/customers/nobody")
    assert (gone.status_code, gone.json()["code"]) == (404, "unknown_customer")


async def test_the_slower_of_two_is_shown_what_the_quicker_saved(house: House) -> None:
    """409 with the record as it is; nothing is overwritten. Saying the same again is no conflict."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    made = await add(agent, ANNA)
    url = f"/api/customers/{made['id']}"
    await supervisor.post(url, json=ANNA | {"version": 1, "note": "hers"})
    late = await agent.post(url, json=ANNA | {"version": 1, "note": "mine"})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert late.json()["current"]["note"] == "hers"
    assert (await agent.post(url, json=ANNA | {"version": 1, "note": "hers"})).json()["version"] == 2
    assert (await agent.get(url)).json()["customer"]["note"] == "hers"


async def test_a_repeated_request_makes_one_customer(house: House) -> None:
    """The same Idempotency-Key gives the one that was made."""
    agent = await house.as_role("agent")
    first, second = [
        (await agent.post("/api/customers", json=ANNA, headers={"idempotency-key": "1"})).json()
        for _ in range(2)
    ]
    assert first == second
    assert len((await agent.get("/api/customers?q=åberg")).json()) == 1


async def test_the_name_is_there_when_it_rings(house: House) -> None:
    """A number that one customer has gives the name to the live page, and links the contact."""
    agent = await house.as_role("agent")
    made = await add(agent, ANNA)
    await house.ready()
    await house.arrive("c1", number="0701234567")
    await looked_up(house)
    caller = next(each.caller for each in house.services.push.status().contacts if each.id == "c1")
    assert (caller.name, caller.customer_id, caller.number) == ("Anna Åberg", made["id"], "0701234567")
    answer = (await agent.get("/api/contacts/c1/customer")).json()
    assert (answer["linked"]["id"], answer["candidates"], answer["number"]) == (made["id"], [], NUMBER)


async def test_two_with_one_number_are_both_offered(house: House) -> None:
    """Nobody is guessed; the agent says who it is, and the live page follows."""
    agent = await house.as_role("agent")
    await add(agent, ANNA)
    bo = await add(agent, {"names": ["Bo Åberg"], "numbers": [NUMBER]})
    await house.ready()
    contact = await house.arrive("c1")
    await looked_up(house)
    assert house.services.around.callers[contact].customer_id == ""
    answer = (await agent.get("/api/contacts/c1/customer")).json()
    assert answer["linked"] is None
    assert [each["name"] for each in answer["candidates"]] == ["Anna Åberg", "Bo Åberg"]
    await house.answer(contact)
    said = await agent.post("/api/contacts/c1/customer", json={"customer_id": bo["id"]})
    assert said.json()["linked"]["id"] == bo["id"]
    await looked_up(house)
    assert house.services.around.callers[contact].name == "Bo Åberg"
    await agent.post("/api/contacts/c1/customer/remove")
    await looked_up(house)
    assert house.services.around.callers[contact].name == ""


async def test_a_customer_is_made_from_the_call(house: House) -> None:
    """Somebody new gets the caller's number, and earlier calls from it are in the timeline too."""
    agent = await house.as_role("agent")
    await house.ready()
    first = await house.arrive("c1")
    await house.answer(first)
    await agent.post("/api/contacts/c1/note", json={"text": "Frågade om paket\nmer", "version": 0})
    await agent.post("/api/contacts/c1/next-step", json={"text": "Ring om paketet", "due": "2026-11-30"})
    await house.hang_up(first)
    wrapped = {"disposition": "delivery_time", "solved": True}
    assert (await agent.post("/api/agents/me/finish-wrap-up", json=wrapped)).status_code == 200
    await house.ready()
    second = await house.arrive("c2")
    await house.answer(second)
    said = (await agent.post("/api/contacts/c2/customer", json={"person": {"names": ["Cia Holm"]}})).json()
    assert said["linked"]["numbers"] == [NUMBER]
    url = f"/api/customers/{said['linked']['id']}/timeline"
    pages = (await agent.get(url, params={"limit": 1})).json()
    assert [each["contact"]["id"] for each in pages["entries"]] == ["c2"]
    rest = (await agent.get(url, params={"limit": 1, "after": pages["next"]})).json()
    earlier = rest["entries"][0]
    assert (earlier["contact"]["id"], earlier["note_line"]) == ("c1", "Frågade om paket")
    assert (earlier["contact"]["disposition"], earlier["contact"]["solved"]) == ("delivery_time", True)
    assert [each["text"] for each in earlier["next_steps"]] == ["Ring om paketet"]
    assert (await agent.get(url, params={"after": "x"})).json()["code"] == "bad_request"
    mine = (await agent.get("/api/next-steps")).json()
    assert [(each["customer_name"], each["step"]["contact_id"]) for each in mine] == [("Cia Holm", "c1")]


async def test_a_new_number_brings_its_earlier_calls(house: House) -> None:
    """When nobody else has it; a number that two have brings nothing."""
    agent = await house.as_role("agent")
    berit = await add(agent, BERIT)
    await house.arrive("c1", number="+46700000001")
    await house.arrive("c2", number="+46700000002")
    await looked_up(house)
    await add(agent, {"names": ["Dag"], "numbers": ["+46700000002"]})
    body = BERIT | {"version": 1, "numbers": [*BERIT["numbers"], "+46700000001", "+46700000002"]}
    await agent.post(f"/api/customers/{berit['id']}", json=body)
    assert await contacts_of(agent, berit) == {"c1"}


async def test_a_known_customer_may_get_the_callers_number(house: House) -> None:
    """Only when it is asked for: a call from a colleague's phone is no number of one's own."""
    agent = await house.as_role("agent")
    berit = await add(agent, BERIT)
    await house.ready()
    contact = await house.arrive("c1")
    await house.answer(contact)
    body = {"customer_id": berit["id"]}
    plain = (await agent.post("/api/contacts/c1/customer", json=body)).json()
    assert NUMBER not in plain["linked"]["numbers"]
    more = (await agent.post("/api/contacts/c1/customer", json=body | {"add_number": True})).json()
    assert NUMBER in more["linked"]["numbers"]
    both = await agent.post("/api/contacts/c1/customer", json=body | {"person": ANNA})
    assert both.json()["code"] == "bad_request"


async def test_a_hidden_number_gets_the_name_that_the_agent_gives(house: House) -> None:
    """The live page follows, and forgets it when the agent takes it back."""
    agent = await house.as_role("agent")
    berit = await add(agent, BERIT)
    await house.ready()
    contact = await house.arrive("c1", number="")
    await looked_up(house)
    assert contact not in house.services.around.callers
    await house.answer(contact)
    await agent.post("/api/contacts/c1/customer", json={"customer_id": berit["id"], "add_number": True})
    await looked_up(house)
    assert house.services.around.callers[contact].name == "Berit Falk"
    assert (await agent.post("/api/contacts/c1/customer/remove")).json()["number"] == ""
    await looked_up(house)
    assert contact not in house.services.around.callers


async def test_an_agent_says_nothing_about_anothers_contact(house: House) -> None:
    """Neither whose it is, nor may they look; who is rung may look, and write only after answering."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    anna = await add(agent, ANNA)
    await house.ready("103")
    await house.arrive("c1", "retur")
    body = {"customer_id": anna["id"]}
    for answer in (
        await agent.get("/api/contacts/c1/customer"),
        await agent.post("/api/contacts/c1/customer", json=body),
        await agent.post("/api/contacts/c1/customer/remove"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_contact")
    assert (await supervisor.post("/api/contacts/c1/customer", json=body)).status_code == 200
    await house.ready()
    await house.arrive("c2")
    assert (await agent.get("/api/contacts/c2/customer")).status_code == 200
    assert (await agent.post("/api/contacts/c2/customer", json=body)).json()["code"] == "not_your_contact"
    assert (await supervisor.post("/api/contacts/none/customer", json=body)).json()["code"] == (
        "unknown_contact"
    )


async def test_two_records_become_one_and_two_again(house: House) -> None:
    """Lists are joined, the chosen value leads, a stale view is refused, undoing gives both back."""
    agent = await house.as_role("agent")
    anna, berit = await add(agent, ANNA), await add(agent, BERIT | {"note": "Hund"})
    url = f"/api/customers/{anna['id']}/merge"
    body = {"version": 1, "other": berit["id"], "other_version": 1, "name": "other"}
    stale = await agent.post(url, json=body | {"other_version": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    assert stale.json()["current"]["id"] == berit["id"]
    merge = (await agent.post(url, json=body)).json()
    page = (await agent.get(f"/api/customers/{berit['id']}")).json()
    assert page["customer"]["id"] == anna["id"]
    assert page["customer"]["names"] == ["Berit Falk", "Anna Åberg"]
    assert page["customer"]["numbers"] == [NUMBER, "+4791234567"]
    assert page["customer"]["note"] == "Hund"
    assert [each["id"] for each in page["merges"]] == [merge["id"]]
    assert names(await agent.get("/api/customers?q=falk")) == ["Berit Falk"]
    assert (await agent.post(url, json=body)).json()["code"] == "changed_meanwhile"
    undone = (await agent.post(f"/api/merges/{merge['id']}/undo")).json()
    assert undone["undone_actor"] == merge["actor"]
    for before in (anna, berit):
        after = (await agent.get(f"/api/customers/{before['id']}")).json()["customer"]
        for field in ("id", "names", "numbers", "mails", "companies", "languages", "note"):
            assert after[field] == before[field]
    assert (await agent.post(f"/api/merges/{merge['id']}/undo")).json()["code"] == "already_undone"
    same = {"version": 1, "other": berit["id"], "other_version": 1}
    refused = await agent.post(f"/api/customers/{berit['id']}/merge", json=same)
    assert refused.json()["code"] == "same_customer"
    assert (await agent.post("/api/merges/none/undo")).json()["code"] == "unknown_merge"


async def contacts_of(client: httpx.AsyncClient, customer: dict[str, Any]) -> set[str]:
    """The ids in a customer's timeline."""
    timeline = (await client.get(f"/api/customers/{customer['id']}/timeline")).json()
    return {each["contact"]["id"] for each in timeline["entries"]}


async def test_contacts_that_came_between_go_with_their_number(house: House) -> None:
    """While merged all are in one timeline; parted, each has those from their own number."""
    agent = await house.as_role("agent")
    anna, berit = await add(agent, ANNA), await add(agent, BERIT)
    await house.arrive("a1", number=NUMBER)
    await house.arrive("b1", number="+4791234567")
    await looked_up(house)
    body = {"version": 1, "other": berit["id"], "other_version": 1}
    merge = (await agent.post(f"/api/customers/{anna['id']}/merge", json=body)).json()
    await house.arrive("a2", number=NUMBER)
    await house.arrive("b2", number="+4791234567")
    await looked_up(house)
    assert await contacts_of(agent, anna) == {"a1", "a2", "b1", "b2"}
    await agent.post(f"/api/merges/{merge['id']}/undo")
    await looked_up(house)
    assert await contacts_of(agent, anna) == {"a1", "a2"}
    assert await contacts_of(agent, berit) == {"b1", "b2"}
    assert house.services.around.callers[ContactId("b2")].name == "Berit Falk"


async def test_an_erased_customer_is_forgotten(house: House) -> None:
    """Key, index and links are gone with all that was merged in; contacts stay without a name."""
    agent, admin = await house.as_role("agent"), await house.as_role("admin")
    anna, berit = await add(agent, ANNA), await add(agent, BERIT)
    contact = await house.arrive("c1")
    await looked_up(house)
    body = {"version": 1, "other": berit["id"], "other_version": 1}
    merge = (await agent.post(f"/api/customers/{anna['id']}/merge", json=body)).json()
    assert (await agent.post(f"/api/customers/{anna['id']}/erase")).json()["code"] == "not_allowed"
    assert (await admin.post(f"/api/customers/{anna['id']}/erase")).status_code == 200
    await looked_up(house)
    assert "Anna Åberg" not in repr(house.vault._subjects)
    assert "Berit Falk" not in repr(house.vault._subjects)
    for each in (anna, berit):
        assert (await agent.get(f"/api/customers/{each['id']}")).json()["code"] == "unknown_customer"
    assert names(await agent.get("/api/customers?q=anna åb")) == []
    assert house.services.around.callers[contact].name == ""
    assert (await admin.get("/api/contacts/c1")).status_code == 200
    assert (await admin.get("/api/contacts/c1/customer")).json()["linked"] is None
    assert (await agent.post(f"/api/merges/{merge['id']}/undo")).json()["code"] == "unknown_merge"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({"names": ["  "]}, "empty_customer"),
        ({"names": ["zq"], "numbers": ["anonymous"]}, "bad_number"),
        ({"names": ["zq"], "numbers": ["1234"]}, "bad_number"),
        ({"names": ["zq"], "note": "å" * 10_001}, "note_too_long"),
        ({"names": ["zq"], "note": "x" * 1_000_000}, "too_large"),
        ({"names": ["z" * 121]}, "bad_request"),
        ({"names": ["a\nb"]}, "bad_request"),
        ({"names": ["a\u0000"]}, "bad_request"),
        ({"names": ["zq"] * 21}, "bad_request"),
        ({"mails": ["no mail"]}, "bad_request"),
        ({"names": ["zq"], "vip": True}, "bad_request"),
    ],
)
async def test_what_no_record_can_hold_is_refused(house: House, person: dict[str, Any], code: str) -> None:
    """With a code of its own, and nothing is kept."""
    agent = await house.as_role("agent")
    answer = await agent.post("/api/customers", json=person)
    assert (400 <= answer.status_code < 500, answer.json()["code"]) == (True, code)
    assert names(await agent.get("/api/customers?q=z")) == []


async def test_markup_is_text(house: House) -> None:
    """It comes back as it was typed; marks that turn the writing direction do not."""
    agent = await house.as_role("agent")
    odd = '<script>alert(1)</script> & "co"'
    made = await add(agent, {"names": [odd, "abc\u202efdp.exe"], "note": "<b>{{7*7}}</b>"})
    assert made["names"] == [odd, "abcfdp.exe"]
    assert made["note"] == "<b>{{7*7}}</b>"
    assert names(await agent.get("/api/customers?q=<script>")) == [odd]
