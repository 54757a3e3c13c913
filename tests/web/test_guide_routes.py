"""The first-run guide through the API: its steps are kept, its test call is told step by step."""

from __future__ import annotations

import pytest
from tests.web.house import House

from lur.features.first_run.model import STEPS
from lur.web.first_call import reached_at

pytestmark = pytest.mark.anyio

URL = "/api/guide"


async def test_steps_are_kept_for_all_administrators(house: House) -> None:
    """Done, put off, open again: the same for whoever looks next, and each with its time."""
    admin = await house.as_role("admin")
    fresh = (await admin.get(URL)).json()
    assert [each["step"] for each in fresh["steps"]] == list(STEPS)
    assert {each["state"] for each in fresh["steps"]} == {"open"}
    await admin.post(f"{URL}/step/company", json={"state": "done"})
    await admin.post(f"{URL}/step/number", json={"state": "later"})
    await admin.post(f"{URL}/step/number", json={"state": "open"})
    told = {each["step"]: each for each in (await admin.get(URL)).json()["steps"]}
    assert (told["company"]["state"], told["number"]["state"]) == ("done", "open")
    assert told["company"]["at"] > 0


async def test_the_companys_languages(house: House) -> None:
    """In the order that was chosen, once each; choosing them is that step."""
    admin = await house.as_role("admin")
    told = (await admin.post(f"{URL}/languages", json={"languages": ["nb", "sv"]})).json()
    assert told["languages"] == ["nb", "sv"]
    assert next(each["state"] for each in told["steps"] if each["step"] == "languages") == "done"
    assert (await admin.post(f"{URL}/languages", json={"languages": []})).status_code == 400


async def test_the_guide_is_put_away(house: House) -> None:
    """Nobody is led there any more, until somebody says so again."""
    admin = await house.as_role("admin")
    assert (await admin.post(f"{URL}/hidden", json={"hidden": True})).json()["hidden"]
    assert not (await admin.post(f"{URL}/hidden", json={"hidden": False})).json()["hidden"]


async def test_bad_requests(house: House) -> None:
    """Steps and addresses that do not exist; and only administrators."""
    admin = await house.as_role("admin")
    assert (await admin.post(f"{URL}/step/party", json={"state": "done"})).status_code == 404
    assert (await admin.post(f"{URL}/step/call", json={"state": "maybe"})).status_code == 400
    answer = await admin.post(f"{URL}/call", json={"address": "nowhere"})
    assert answer.json()["code"] == "unknown_entry"
    supervisor = await house.as_role("supervisor")
    assert (await supervisor.get(URL)).status_code == 403


async def test_a_call_that_reaches_nobody_is_told(house: House) -> None:
    """Without a voice edge the test call ends with its reason, and the agent is signed out as before."""
    admin = await house.as_role("admin")
    assert (await admin.get(f"{URL}/call")).json()["id"] == ""
    first = (await admin.post(f"{URL}/call", json={"address": "support"})).json()
    assert first["id"] != ""
    again = await admin.post(f"{URL}/call", json={"address": "support"})
    assert again.json()["code"] == "call_going_on"
    call = house.services.setup.call
    assert call._task is not None
    await call._task
    told = (await admin.get(f"{URL}/call")).json()
    assert (told["is_over"], told["fault"]) == (True, "not_reached")
    agents = {each.id: each for each in house.services.push.status().agents}
    assert agents[told["stand_in"]].presence == "signed_out"


def test_where_the_edge_is_reached() -> None:
    """This machine's own address as it is; a router's, or none, by the loopback."""
    assert reached_at("127.0.0.1:5060") == ("127.0.0.1", 5060)
    assert reached_at("0.0.0.0:5070") == ("127.0.0.1", 5070)
    assert reached_at("198.51.100.7:5060") == ("127.0.0.1", 5060)
