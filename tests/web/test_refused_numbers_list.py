"""Numbers that are not called: supervisors keep the list, and everything that dials obeys it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.house import House
from tests.web.places import link_of

from lur.features.refusals.service import Refusals
from lur.web.public.texts import TEXTS

pytestmark = pytest.mark.anyio

URL = "/api/refused-numbers"
NUMBER, TYPED = "+46701740699", "070-174 06 99"


async def refuse(house: House, number: str = TYPED, **more: Any) -> dict[str, Any]:
    """A supervisor writes a number down."""
    supervisor = await house.as_role("supervisor")
    answer = await supervisor.post(URL, json={"number": number, **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_supervisor_keeps_the_list(house: House) -> None:
    """With reason, who and when; found by any part of the number; removed, it is forgotten for good."""
    supervisor = await house.as_role("supervisor")
    made = await refuse(house, reason="wrong_person", note="Ringde fel i mars")
    assert (made["number"], made["reason"], made["note"]) == (NUMBER, "wrong_person", "Ringde fel i mars")
    assert made["by"].startswith("account:")
    assert abs(made["at"] - house.services.clock.now()) < 60_000
    await refuse(house, "08-465 004 10")
    listed = (await supervisor.get(URL)).json()
    assert (listed["total"], [each["number"] for each in listed["numbers"]]) == (2, ["+46846500410", NUMBER])
    for part in ("0701740699", "17406 99", "+46 70", TYPED):
        only = (await supervisor.get(URL, params={"number": part})).json()
        assert [each["number"] for each in only["numbers"]] == [NUMBER], part
    assert (await supervisor.get(URL, params={"number": "xyz"})).json()["numbers"] == []
    gone = await supervisor.post(f"{URL}/{made['id']}/remove")
    assert gone.json() == made
    assert await house.vault.get(f"refused:{made['id']}") == {}
    again = await supervisor.post(f"{URL}/{made['id']}/remove")
    assert (again.status_code, again.json()["code"]) == (404, "unknown_refused_number")


async def test_what_is_said_again_is_said_anew(house: House) -> None:
    """One line for one number, with the reason and the time of the last word."""
    first = await refuse(house)
    second = await refuse(house, "+46 70 174 06 99", reason="do_not_call")
    assert (second["id"], second["reason"]) == (first["id"], "do_not_call")
    assert second["at"] >= first["at"]
    assert house.services.refusals.listed().total == 1


async def test_agents_do_not_see_the_list(house: House) -> None:
    """It is about people; what it does, they notice by the code."""
    agent = await house.as_role("agent")
    assert (await agent.get(URL)).json()["code"] == "not_allowed"
    assert (await agent.post(URL, json={"number": TYPED})).json()["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"number": "anonymous"}, "number_invalid"),
        ({"number": "12"}, "number_invalid"),
        ({"number": ""}, "bad_request"),
        ({"number": TYPED, "reason": "angry"}, "bad_request"),
        ({"number": TYPED, "note": "x" * 301}, "bad_request"),
    ],
)
async def test_what_cannot_be_refused(house: House, body: dict[str, Any], code: str) -> None:
    """With a code, and nothing is kept."""
    supervisor = await house.as_role("supervisor")
    answer = await supervisor.post(URL, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert house.services.refusals.listed().total == 0


async def test_a_foreign_or_premium_number_can_be_on_the_list_too(house: House) -> None:
    """The list is about saying no, not about what may be called."""
    assert (await refuse(house, "+1 212 555 2368"))["number"] == "+12125552368"


async def test_who_dials_is_told(house: House) -> None:
    """However the number is written; a wish of its owner's counts when it is newer."""
    made = await refuse(house)
    beside = house.services.public
    for written in (NUMBER, TYPED, "0046701740699"):
        assert beside.fault_in_number(written) == "number_refused"
    assert beside.fault_in_number("+46701740698") == ""
    assert beside.fault_in_wish(NUMBER, made["at"] + 1) == ""
    assert beside.fault_in_wish(NUMBER, made["at"]) == "number_refused"
    assert beside.fault_in_wish("+469001234567", made["at"] + 1) == "number_premium"


async def test_the_form_calls_nobody_who_said_no(house: House) -> None:
    """Anybody can type a number: refused in words that do not say whose it is, and no contact is made."""
    await refuse(house)
    sent = await house.client.post("/callback?lang=sv", data={"number": TYPED, "queue": "retur"})
    assert sent.status_code == 409
    assert TEXTS["sv"].faults["number_refused"] in sent.text
    assert house.services.centre.state.contacts == {}


async def test_on_the_place_page_ones_own_number_may_be_asked_for(house: House) -> None:
    """Who called from the number asks for themselves; a number that is typed there, or was only claimed, is
    refused."""
    contact_id = await house.arrive("c1", number=NUMBER)
    await refuse(house)
    path = await link_of(house, contact_id)
    typed = await house.client.post(f"{path}/call", data={"number": TYPED})
    assert typed.status_code == 409
    assert house.services.centre.state.contacts[contact_id].callback is None
    own = await house.client.post(f"{path}/call", data={"number": ""})
    assert own.status_code == 303
    assert house.services.centre.state.contacts[contact_id].callback is not None
    claimed = await house.arrive("c2", number=NUMBER)
    await house.vault.put(claimed, "caller_unproved", "1")
    refused = await house.client.post(f"{await link_of(house, claimed)}/call", data={"number": ""})
    assert refused.status_code == 409


async def test_the_list_is_there_after_a_restart(house: House) -> None:
    """Read from the vault again."""
    await refuse(house)
    services = house.services
    again = Refusals(services.database, house.vault, services.clock, lambda number: number)
    await again.load()
    assert again.refuses(NUMBER)
    assert again.listed() == services.refusals.listed()
