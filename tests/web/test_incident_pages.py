"""A customer's own page while something is down: leave and be told, read the answer, be called about it."""

from __future__ import annotations

import httpx
import pytest
from tests.web.house import House
from tests.web.places import follow, link_of, page_of

from lur.core.commands import TieContact
from lur.core.ids import ContactId, IncidentId
from lur.features.texts.model import Due
from lur.web.public.room import SOLVED

pytestmark = pytest.mark.anyio


async def published(house: House) -> str:
    """Something is down in the queue."""
    client = await house.as_role("supervisor")
    body = {"queue_ids": ["leverans"], "publish": True}
    incident_id: str = (await client.post("/api/incidents", json=body)).json()["incident"]["id"]
    return incident_id


async def solve(house: House, incident_id: str) -> None:
    """It works again."""
    client = await house.as_role("supervisor")
    body = {"answer": {"sv": "Nu fungerar det igen."}}
    assert (await client.post(f"/api/incidents/{incident_id}/solve", json=body)).status_code == 200
    await house.services.incidents.telling.tell_all()


async def state_of(house: House, contact_id: ContactId) -> str:
    """What the list says of a contact."""
    about = await house.services.incidents.telling.about(contact_id)
    assert about is not None
    return about.state


async def send(house: House, path: str) -> httpx.Response:
    """Press a button."""
    return await house.client.post(path, data={})


async def test_leave_be_told_and_be_called_about_it(house: House) -> None:
    """From the place page: leave; the answer is on the same page when it is solved; ask to be called."""
    contact_id = await house.arrive("caller")
    link = await link_of(house, contact_id)
    assert "/when-solved" not in await page_of(house, link)
    incident_id = await published(house)
    page = await page_of(house, link)
    assert "/when-solved" in page
    assert "driftstörning" in page
    left = await follow(house, await send(house, f"{link}/when-solved"))
    assert "Vi hör av oss när det är löst" in left
    assert contact_id not in house.services.centre.state.contacts
    assert await state_of(house, contact_id) == "to_tell"
    assert "/call-about-it" not in left
    await solve(house, incident_id)
    await house.client.get(link)
    assert await state_of(house, contact_id) == "on_page", "a preview of the link is no reader"
    answer = await page_of(house, link)
    assert "Nu fungerar det igen." in answer
    assert await state_of(house, contact_id) == "seen"
    asked = await follow(house, await send(house, f"{link}/call-about-it"))
    assert "Vi ringer dig om detta." in asked
    assert "/call-about-it" not in asked
    assert await state_of(house, contact_id) == "wants_call"


async def test_only_who_waits_can_leave_to_be_told(house: House) -> None:
    """Nothing is down; or the agent talks already: nothing happens, and the page says so."""
    contact_id = await house.arrive("caller")
    link = await link_of(house, contact_id)
    assert (await send(house, f"{link}/when-solved")).status_code >= 400
    await published(house)
    await house.ready()
    await house.answer(contact_id)
    assert "/when-solved" not in await page_of(house, link)
    assert (await send(house, f"{link}/when-solved")).status_code >= 400
    assert house.services.centre.state.contacts[contact_id].phase == "talking"
    await house.hang_up(contact_id)
    assert (await send(house, f"{link}/when-solved")).status_code >= 400
    assert (await send(house, f"{link}/call-about-it")).status_code >= 400


async def test_who_may_only_look_can_ask_for_nothing(house: House) -> None:
    """A link that another asked for shows, and changes nothing."""
    contact_id = await house.arrive("caller")
    link = await link_of(house, contact_id, may_change=False)
    await published(house)
    assert "/when-solved" not in await page_of(house, link)
    assert (await send(house, f"{link}/when-solved")).status_code == 404
    assert contact_id in house.services.centre.state.contacts


async def test_a_text_that_is_given_up_on_forgets_nobody(house: House) -> None:
    """The gateway took it on and never got it out: the answer stands on the page instead."""
    incident_id = await published(house)
    contact_id = await house.arrive("caller")
    at = house.services.clock.now()
    await house.submit(
        TieContact(
            command_id=house.command_id(),
            at=at,
            contact_id=contact_id,
            incident_id=IncidentId(incident_id),
            leave=True,
        )
    )

    async def taken_on(contact_id: ContactId, language: str, text: str) -> bool:
        return True

    house.services.incidents.telling.send = taken_on
    await house.services.incidents.telling.now()
    await solve(house, incident_id)
    assert await state_of(house, contact_id) == "texted"
    house.services.public.texts.lost.publish(Due(contact_id=contact_id, subject="place", at=at))
    assert await state_of(house, contact_id) == "texted"
    house.services.public.texts.lost.publish(Due(contact_id=contact_id, subject=SOLVED, at=at))
    assert await state_of(house, contact_id) == "on_page"
