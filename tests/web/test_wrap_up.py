"""Notes, dispositions, next steps through the API: nothing lost between two tabs, nothing of another's."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.house import House

from lur.core import events as e
from lur.features.wrap_up import service

pytestmark = pytest.mark.anyio

URL = "/api/contacts/c1/note"


async def talking(house: House) -> None:
    """Agent 101 talks in contact c1."""
    await house.ready()
    await house.answer(await house.arrive("c1"))


async def test_a_note_is_kept_while_talking_and_afterwards(house: House) -> None:
    """Each save gives the next version; in wrap-up and later it can still be changed."""
    agent = await house.as_role("agent")
    await talking(house)
    assert (await agent.get(URL)).json() == {"text": "", "version": 0, "at": 0, "by": ""}
    first = (await agent.post(URL, json={"text": "Paket", "version": 0})).json()
    assert (first["text"], first["version"], first["by"]) == ("Paket", 1, "101")
    await agent.post("/api/contacts/c1/end")
    in_wrap_up = await agent.post(URL, json={"text": "Paket borta", "version": 1})
    assert in_wrap_up.json()["version"] == 2
    await agent.post("/api/agents/me/finish-wrap-up", json={})
    later = await agent.post(URL, json={"text": "Paket hittat", "version": 2})
    assert (await agent.get(URL)).json() == later.json()


async def test_two_tabs_lose_none_of_both_texts(house: House) -> None:
    """The slower tab gets what is saved and what it sent; the same text twice is no conflict."""
    agent = await house.as_role("agent")
    await talking(house)
    await agent.post(URL, json={"text": "one", "version": 0})
    again = await agent.post(URL, json={"text": "one", "version": 0})
    assert (again.status_code, again.json()["version"]) == (200, 1)
    late = await agent.post(URL, json={"text": "two", "version": 0})
    said = late.json()
    assert (late.status_code, said["code"]) == (409, "changed_meanwhile")
    assert (said["current"]["text"], said["current"]["version"], said["sent"]) == ("one", 1, "two")
    assert (await agent.post(URL, json={"text": "one two", "version": 1})).status_code == 200


async def test_an_agent_writes_about_no_contact_of_anothers(house: House) -> None:
    """Nor reads it; a supervisor may do both."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    await house.ready("103")
    await house.answer(await house.arrive("c1", "retur"))
    body = {"text": "x", "version": 0}
    step = {"text": "x", "due": "2026-11-30"}
    for answer in (
        await agent.get(URL),
        await agent.post(URL, json=body),
        await agent.post("/api/contacts/c1/next-step", json=step),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_contact")
    saved = (await supervisor.post(URL, json=body)).json()
    assert saved["by"].startswith("account:")
    missing = await supervisor.post("/api/contacts/none/note", json=body)
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_contact")


@pytest.mark.parametrize(
    ("text", "code"),
    [("å" * 10_001, "note_too_long"), ("x" * 1_000_000, "too_large"), (7, "bad_request")],
)
async def test_what_no_note_can_be_is_refused(house: House, text: object, code: str) -> None:
    """With a code of its own; what was saved before stays."""
    agent = await house.as_role("agent")
    await talking(house)
    await agent.post(URL, json={"text": "kept", "version": 0})
    answer = await agent.post(URL, json={"text": text, "version": 1})
    assert (400 <= answer.status_code < 500, answer.json()["code"]) == (True, code)
    assert (await agent.get(URL)).json()["text"] == "kept"


async def test_a_half_letter_is_refused(house: House) -> None:
    """Half of a surrogate pair is no text."""
    agent = await house.as_role("agent")
    await talking(house)
    headers = {"content-type": "application/json"}
    answer = await agent.post(URL, content=b'{"text": "\\ud800", "version": 0}', headers=headers)
    assert answer.status_code == 400


async def test_markup_in_a_note_is_text_and_never_in_the_journal(house: House) -> None:
    """It comes back to the letter; the journal knows nothing of it; erasing the contact erases it."""
    agent, admin = await house.as_role("agent"), await house.as_role("admin")
    await talking(house)
    text = "<img src=x onerror=alert(1)>\r\n{{secret}} \u202e\x00 "
    await agent.post(URL, json={"text": text, "version": 0})
    step = {"text": "<b>Ring Kalle</b>", "due": "2026-11-30"}
    made = (await agent.post("/api/contacts/c1/next-step", json=step)).json()
    assert (await agent.get(URL)).json()["text"] == text
    journal = repr([row async for row in house.journal.read()])
    assert "secret" not in journal
    assert "Kalle" not in journal
    await admin.post("/api/contacts/c1/erase")
    assert (await agent.get(URL)).json()["version"] == 0
    mine = (await agent.get("/api/next-steps")).json()
    assert [(each["step"]["id"], each["step"]["text"]) for each in mine] == [(made["id"], "")]
    revived = await agent.post(URL, json={"text": text, "version": 1})
    assert revived.json()["code"] == "changed_meanwhile"


# --- dispositions ------------------------------------------------------------------------------------------


def words(**more: Any) -> dict[str, Any]:
    """A disposition's body."""
    return {"sv": "a", "nb": "b", "en": "c", **more}


async def test_a_supervisor_shapes_the_tree(house: House) -> None:
    """Add, change, archive; agents see it and cannot change it."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    made = await supervisor.post("/api/dispositions", json=words(id="praise", parent="answered"))
    assert made.status_code == 201
    assert (made.json()["parent"], made.json()["archived"], made.json()["demo"]) == ("answered", False, False)
    body = words(parent=None, position=9, archived=True, sv="Beröm")
    changed = (await supervisor.post("/api/dispositions/praise", json=body)).json()
    tree = {each["id"]: each for each in (await agent.get("/api/dispositions")).json()}
    assert tree["praise"] == changed
    assert (changed["sv"], changed["parent"], changed["archived"]) == ("Beröm", None, True)
    renamed = (await supervisor.post("/api/dispositions/answered", json=words())).json()
    assert renamed["demo"]
    refused = await agent.post("/api/dispositions", json=words(id="mine"))
    assert refused.json()["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("", words(id="answered"), "disposition_exists"),
        ("", words(id="x", parent="nowhere"), "unknown_disposition"),
        ("", words(id="x", parent="delivery_time"), "disposition_too_deep"),
        ("", words(), "bad_request"),
        ("", words(id="Anna Berg"), "bad_request"),
        ("/nowhere", words(), "unknown_disposition"),
        ("/answered", words(parent="answered"), "disposition_loop"),
        ("/answered", words(parent="delivery_time"), "disposition_loop"),
        ("/answered", words(parent="follow_up"), "disposition_too_deep"),
    ],
)
async def test_a_tree_that_cannot_be_is_refused(
    house: House, path: str, body: dict[str, Any], code: str
) -> None:
    """Known parents, no loops, three levels with all that hangs beneath; the tree stays as it was."""
    supervisor = await house.as_role("supervisor")
    before = (await supervisor.get("/api/dispositions")).json()
    answer = await supervisor.post(f"/api/dispositions{path}", json=body)
    assert answer.json()["code"] == code
    assert (await supervisor.get("/api/dispositions")).json() == before


async def test_a_wrap_up_takes_what_the_tree_has(house: House) -> None:
    """Archived ones too, since a page may still show them; what is unknown is refused and the wrap-up goes
    on."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    await talking(house)
    await agent.post("/api/contacts/c1/end")
    await supervisor.post("/api/dispositions/passed_on", json=words(archived=True))
    unknown = await agent.post("/api/agents/me/finish-wrap-up", json={"disposition": "nowhere"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_disposition")
    assert (await agent.post("/api/agents/me/finish-wrap-up", json={"disposition": "passed_on"})).json()
    rows = (await agent.get("/api/contacts")).json()
    assert [(row["id"], row["disposition"]) for row in rows] == [("c1", "passed_on")]
    finished = [row.event async for row in house.journal.read() if isinstance(row.event, e.WrapUpFinished)]
    assert [each.disposition for each in finished] == ["passed_on"]


async def test_what_came_of_it_can_be_said_when_the_wrap_up_is_over(house: House) -> None:
    """A wrap-up that ran out takes nothing back; the latest word counts; nobody speaks for another."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    await talking(house)
    url = "/api/contacts/c1/describe"
    assert (await agent.post(url, json={"disposition": "nowhere"})).json()["code"] == "unknown_disposition"
    assert (await agent.post(url, json={"disposition": "return_how"})).status_code == 200
    await agent.post("/api/contacts/c1/end")
    await agent.post("/api/agents/me/finish-wrap-up", json={})
    assert (await supervisor.post(url, json={"solved": True, "hard": True})).status_code == 200
    row = (await agent.get("/api/contacts")).json()[0]
    assert (row["disposition"], row["solved"]) == ("return_how", True)
    await house.ready("103")
    await house.answer(await house.arrive("c2", "retur"))
    refused = await agent.post("/api/contacts/c2/describe", json={"solved": False})
    assert refused.json()["code"] == "not_your_contact"


# --- next steps --------------------------------------------------------------------------------------------


async def test_next_steps_are_listed_by_day_and_ticked_off(house: House) -> None:
    """One's own, the earliest first; done ones only when asked for; a colleague can be given one."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    await talking(house)
    url = "/api/contacts/c1/next-step"
    late = (await agent.post(url, json={"text": "b", "due": "2026-12-02"})).json()
    soon = (await agent.post(url, json={"text": "a", "due": "2026-11-30"})).json()
    given = (await agent.post(url, json={"text": "c", "due": "2026-11-30", "owner": "102"})).json()

    async def texts(query: str = "") -> list[str]:
        return [each["step"]["text"] for each in (await agent.get(f"/api/next-steps{query}")).json()]

    assert await texts() == ["a", "b"]
    done = (await agent.post(f"/api/next-steps/{soon['id']}/done")).json()
    assert done["done_at"] is not None
    assert (await agent.post(f"/api/next-steps/{soon['id']}/done")).json() == done
    assert (await texts(), await texts("?open=0")) == (["b"], ["a", "b"])
    await agent.post(f"/api/next-steps/{soon['id']}/undone")
    assert await texts("?owner=me&open=1") == ["a", "b"]
    assert (await agent.post(f"/api/next-steps/{given['id']}/done")).status_code == 200
    others = await agent.get("/api/next-steps?owner=102")
    assert others.json()["code"] == "not_your_agent"
    assert len((await supervisor.get("/api/next-steps?owner=102&open=0")).json()) == 1
    assert late["made_by"] == "101"


async def test_a_contact_has_few_next_steps(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """All texts of a contact are opened together: thousands of them would hold everybody up."""
    monkeypatch.setattr(service, "MOST_STEPS", 2)
    agent = await house.as_role("agent")
    await talking(house)
    step = {"text": "ring", "due": "2026-11-23"}
    told = [(await agent.post("/api/contacts/c1/next-step", json=step)) for _ in range(3)]
    assert [each.status_code for each in told] == [201, 201, 409]
    assert told[2].json()["code"] == "too_many_next_steps"


async def test_nobody_ticks_off_anothers_next_step(house: House) -> None:
    """Only owner, writer, and who may act for agents."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    await talking(house)
    body = {"text": "c", "due": "2026-11-30", "owner": "102"}
    made = (await supervisor.post("/api/contacts/c1/next-step", json=body)).json()
    refused = await agent.post(f"/api/next-steps/{made['id']}/done")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_next_step")
    assert (await supervisor.post(f"/api/next-steps/{made['id']}/done")).status_code == 200
    assert (await agent.post("/api/next-steps/none/done")).json()["code"] == "unknown_next_step"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": " ", "due": "2026-11-30"}, "empty_text"),
        ({"text": "x" * 2_001, "due": "2026-11-30"}, "text_too_long"),
        ({"text": "x", "due": "2026-02-30"}, "bad_date"),
        ({"text": "x", "due": "tomorrow"}, "bad_request"),
        ({"text": "x", "due": "2026-11-30", "owner": "nobody"}, "unknown_agent"),
    ],
)
async def test_a_next_step_that_cannot_be(house: House, body: dict[str, Any], code: str) -> None:
    """Is refused with a code of its own."""
    agent = await house.as_role("agent")
    await talking(house)
    assert (await agent.post("/api/contacts/c1/next-step", json=body)).json()["code"] == code
    assert (await agent.get("/api/next-steps")).json() == []


async def test_the_summary_is_kept_beside_the_note(house: House) -> None:
    """What the agent said back is a text of its own, as safe as the note, and stands first in the customer's
    story."""
    agent = await house.as_role("agent")
    await talking(house)
    summary = URL.replace("note", "summary")
    await agent.post(URL, json={"text": "Ordernummer 7", "version": 0})
    first = (await agent.post(summary, json={"text": "Paketet är borta\nsedan torsdag", "version": 0})).json()
    assert (first["version"], (await agent.get(summary)).json()) == (1, first)
    assert (await agent.get(URL)).json()["text"] == "Ordernummer 7"
    late = await agent.post(summary, json={"text": "Annat", "version": 0})
    assert (late.status_code, late.json()["current"]["text"]) == (409, first["text"])
    said = (await agent.post("/api/contacts/c1/customer", json={"person": {"names": ["Cia Holm"]}})).json()
    timeline = (await agent.get(f"/api/customers/{said['linked']['id']}/timeline")).json()
    assert [entry["note_line"] for entry in timeline["entries"]] == ["Paketet är borta"]


async def test_nobody_else_reads_the_summary(house: House) -> None:
    """It is as private as the note."""
    agent = await house.as_role("agent")
    await house.ready("103")
    await house.answer(await house.arrive("c1", "retur"))
    for answer in (
        await agent.get("/api/contacts/c1/summary"),
        await agent.post("/api/contacts/c1/summary", json={"text": "x", "version": 0}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_contact")


async def test_a_matter_marked_as_solved_is_seen_by_every_page(house: House) -> None:
    """The mark lies with the centre: a reload, or whoever takes over, sees it; and it can be taken back."""
    agent = await house.as_role("agent")
    await talking(house)
    seen = []
    for solved in (True, False, True):
        await agent.post("/api/contacts/c1/describe", json={"solved": solved})
        status = (await agent.get("/api/status")).json()
        seen.append([contact["solved"] for contact in status["contacts"]])
    assert seen == [[True], [False], [True]]
