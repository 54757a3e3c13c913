"""How it went, by the place page: asked of whom was served, answered with words, seen by those who lead."""

from __future__ import annotations

import msgspec
import pytest
from tests.web.house import House
from tests.web.places import follow, link_of, page_of
from tests.web.test_talk_routes import refused

from lur.core.commands import ChangeQueue
from lur.core.events import ContactRated, RatingAsked
from lur.core.ids import ContactId, QueueId
from lur.features.reports.days import name_of
from lur.ports import VaultUnavailable
from lur.web.public.texts import TEXTS

pytestmark = pytest.mark.anyio
QUEUE = QueueId("leverans")
T = TEXTS["sv"]


async def served(house: House, *, asks: bool = True) -> ContactId:
    """A contact that was answered and is over, of a queue that asks afterwards."""
    at = house.services.clock.now()
    settings = msgspec.structs.replace(house.services.centre.state.queues[QUEUE].settings, asks_rating=asks)
    command_id = house.command_id()
    await house.submit(ChangeQueue(command_id=command_id, at=at, queue_id=QUEUE, settings=settings))
    await house.ready()
    contact_id = await house.arrive("c1")
    await house.answer(contact_id)
    await house.hang_up(contact_id)
    await house.services.contacts.now()
    return contact_id


async def events_of(house: House, kind: type) -> list[object]:
    """All events of a kind in the journal."""
    return [each.event async for each in house.journal.read() if isinstance(each.event, kind)]


async def test_asked_answered_and_changed(house: House) -> None:
    """The question is on the page of what is over; the answer is thanked for, shown, and may be changed."""
    path = await link_of(house, await served(house))
    assert T.rate in await page_of(house, path)
    await page_of(house, path)
    assert len(await events_of(house, RatingAsked)) == 1
    sent = await house.client.post(f"{path}/rate", data={"rating": "2", "text": "Det tog lång tid"})
    page = await follow(house, sent)
    assert T.rated in page
    assert T.rate_given.format(n=2) in page
    assert "Det tog lång tid" in page
    await house.client.post(f"{path}/rate", data={"rating": "4", "text": "Bra till slut"})
    rated = await events_of(house, ContactRated)
    assert [each.rating for each in rated] == [2, 4]  # type: ignore[attr-defined]
    boss = await house.as_role("supervisor")
    rows = (await boss.get("/api/ratings")).json()
    assert [(row["rating"], row["words"], row["way"]) for row in rows] == [(4, "Bra till slut", "page")]
    assert all("agent" not in name for row in rows for name in row)
    agent = await house.as_role("agent")
    assert refused(await agent.get("/api/ratings")) == (403, "not_allowed")
    assert (await boss.get("/api/ratings?days=400")).status_code == 400
    assert (await boss.get("/api/ratings?queue_id=other")).json() == []


async def test_only_what_is_shown_is_asked_for_in_the_vault(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another queue's answers are left out first, and the contacts of all are found together."""
    contact_id = await served(house)
    path = await link_of(house, contact_id)
    await house.client.post(f"{path}/rate", data={"rating": "5"})
    asked: list[str] = []
    real = house.services.public.ratings.given

    async def noted(contact_id: ContactId) -> object:
        asked.append(contact_id)
        return await real(contact_id)

    monkeypatch.setattr(house.services.public.ratings, "given", noted)
    monkeypatch.setattr(house.services.contacts, "find", None)
    monkeypatch.setattr("lur.features.contacts.store.ASKED_TOGETHER", 1)
    boss = await house.as_role("supervisor")
    assert (await boss.get("/api/ratings?queue_id=retur")).json() == []
    assert asked == []
    (row,) = (await boss.get(f"/api/ratings?queue_id={QUEUE}")).json()
    assert (row["contact_id"], row["queue_id"], asked) == (contact_id, QUEUE, [contact_id])
    unknown = ContactId("unknown")
    assert await house.services.contacts.queues((unknown, contact_id)) == {contact_id: QUEUE}


async def test_a_rating_is_of_no_agent(house: House) -> None:
    """Who served does not read it in the contact's story, and the list behind the figure names nobody."""
    contact_id = await served(house)
    path = await link_of(house, contact_id)
    await house.client.post(f"{path}/rate", data={"rating": "5"})
    await house.services.contacts.now()
    kinds = {}
    for role in ("agent", "supervisor"):
        client = await house.as_role(role)
        events = (await client.get(f"/api/contacts/{contact_id}")).json()["events"]
        kinds[role] = {each["event"]["kind"] for each in events}
    assert "ContactRated" in kinds["supervisor"]
    assert not kinds["agent"] & {"ContactRated", "RatingAsked"}
    boss, today = await house.as_role("supervisor"), house.services.calendar.today()
    day = name_of(today)
    rows = (await boss.get(f"/api/reports/contacts?from={day}&to={day}&figure=rating_given")).json()
    assert [each["contact"]["agent_id"] for each in rows["contacts"]] == [None]


async def test_without_the_vault_the_page_is_there(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read or written now keeps nobody from their receipt."""
    path = await link_of(house, await served(house))

    async def away(subject: str) -> dict[str, list[str]]:
        raise VaultUnavailable("disk_full")

    monkeypatch.setattr(house.vault, "get", away)
    assert T.rate in await page_of(house, path)


async def test_nothing_typed_is_lost(house: House) -> None:
    """Without a number, or with too many words, the page comes again with what was written."""
    path = await link_of(house, await served(house))
    for data in ({"text": "Min text"}, {"rating": "9", "text": "Min text"}):
        answer = await house.client.post(f"{path}/rate", data=data)
        assert answer.status_code == 400
        assert "Min text" in answer.text
        assert T.faults["rating_missing"] in answer.text
    long = await house.client.post(f"{path}/rate", data={"rating": "5", "text": "o" * 1_001})
    assert T.faults["text_too_long"] in long.text
    assert not await events_of(house, ContactRated)


async def test_who_is_not_asked(house: House) -> None:
    """A queue that does not ask, a link that only shows, a contact that goes on: no question, and none is
    taken."""
    contact_id = await served(house, asks=False)
    path = await link_of(house, contact_id)
    assert T.rate not in await page_of(house, path)
    assert (await house.client.post(f"{path}/rate", data={"rating": "5"})).status_code == 404
    shown = await link_of(house, contact_id, may_change=False)
    assert (await house.client.post(f"{shown}/rate", data={"rating": "5"})).status_code == 404
    going_on = await link_of(house, await house.arrive("c2"))
    assert (await house.client.post(f"{going_on}/rate", data={"rating": "5"})).status_code == 404


async def test_erased_words_are_gone(house: House) -> None:
    """The number stays, the words go with the contact's key."""
    contact_id = await served(house)
    path = await link_of(house, contact_id)
    await house.client.post(f"{path}/rate", data={"rating": "1", "text": "Jag heter Anna"})
    await house.services.contacts.erase(contact_id)
    boss = await house.as_role("supervisor")
    rows = (await boss.get("/api/ratings")).json()
    assert [(row["rating"], row["words"]) for row in rows] == [(1, "")]
