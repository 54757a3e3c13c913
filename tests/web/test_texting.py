"""Who is texted what and when, once, through restarts and a gateway that fails, and what comes back at
start."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from tests.runtime.centres import until
from tests.web.house import House

from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.core.commands import AskCallback
from lur.core.events import ContactEnded
from lur.core.ids import ContactId, Language, QueueId
from lur.features.places import service as places_module
from lur.features.texts.service import TextMessages
from lur.ports import TextsUnavailable
from lur.runtime import Centre, SteadyClock, SystemEntropy
from lur.web.founding import found_demo_company
from lur.web.opening import open_services
from lur.web.public import room as room_module
from lur.web.services import Services, WebConfig

pytestmark = pytest.mark.anyio

ADDRESS = "https://lur.example.net"


class FakeTexts:
    """A gateway that keeps what it is given; ``failures`` come first."""

    def __init__(self, *failures: TextsUnavailable) -> None:
        self.failures = list(failures)
        self.sent: list[tuple[str, str]] = []

    async def send(self, number: str, text: str) -> None:
        """See ``ports.Texts``."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((number, text))


def with_gateway(house: House, texts: FakeTexts, pauses_s: tuple[float, ...] = (0.0, 0.0)) -> FakeTexts:
    """The house texts from now on."""
    room, services = house.services.public, house.services
    room.address = ADDRESS
    room.texts = TextMessages(
        services.database, house.vault, services.clock, texts, room.mobile_of, pauses_s=pauses_s
    )
    room.texts.sent.subscribe(room._sent)
    return texts


async def test_who_waits_a_while_is_texted_a_link(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message to a mobile, in the caller's language, with a link that opens the page; after it the code
    need not be said."""
    monkeypatch.setattr(room_module, "TEXT_AFTER_S", 0.01)
    texts = with_gateway(house, FakeTexts())
    contact = await house.arrive("c1")
    await until(lambda: texts.sent)
    number, text = texts.sent[0]
    assert number == "+46701234567"
    link = re.search(rf"{ADDRESS}(/p/[\w-]+)$", text)
    assert link is not None
    assert (await house.client.get(link[1])).status_code == 200
    await until(lambda: house.services.public.was_texted(contact))


@pytest.mark.parametrize("number", ["+46812345600", "anonymous", "+447911123456", ""])
async def test_only_mobiles_that_may_be_called_are_texted(
    house: House, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    """A landline, a hidden and a foreign number get nothing, and hear the code."""
    monkeypatch.setattr(room_module, "TEXT_AFTER_S", 0.0)
    texts = with_gateway(house, FakeTexts())
    other = await house.arrive("c1", number=number)
    mobile = await house.arrive("c2")
    await until(lambda: house.services.public.was_texted(mobile))
    assert len(texts.sent) == 1
    assert not house.services.public.was_texted(other)


async def test_who_is_answered_soon_is_not_texted(house: House) -> None:
    """The link is for those who wait."""
    with_gateway(house, FakeTexts())
    contact = await house.arrive("c1")
    assert contact in house.services.public.timers
    await house.hang_up(contact)
    assert not house.services.public.timers


async def test_who_asks_to_be_called_is_texted_at_once(house: House) -> None:
    """From the phone and from the page, once."""
    texts = with_gateway(house, FakeTexts())
    contact = await house.arrive("c1")
    at = house.services.clock.now()
    for _ in range(2):
        await house.submit(AskCallback(command_id=house.command_id(), at=at, contact_id=contact))
    await until(lambda: texts.sent)
    await house.services.public.texts.close()
    assert len(texts.sent) == 1
    assert "ringer dig" in texts.sent[0][1]


async def test_who_was_not_reached_is_told(house: House) -> None:
    """After the last attempt, with the way to ask again."""
    texts = with_gateway(house, FakeTexts())
    contact = await house.arrive("c1")
    ended = ContactEnded(
        at=1, contact_id=contact, outcome="not_reached", ended_by="system", cause="not_reached"
    )
    house.services.public._ended(ended)
    await until(lambda: texts.sent)
    assert texts.sent[0][1].endswith(f"{ADDRESS}/callback")


async def test_a_gateway_that_fails_is_tried_again(house: House) -> None:
    """With pauses, while it may pass; never when it says no."""
    texts = with_gateway(house, FakeTexts(TextsUnavailable("busy"), TextsUnavailable("unreachable")))
    contact = await house.arrive("c1")
    house.services.public.texts.send_later(contact, "Löst", "solved")
    await until(lambda: texts.sent)
    texts.failures = [TextsUnavailable("not_allowed")]
    other = await house.arrive("c2")
    house.services.public.texts.send_later(other, "Löst", "solved")
    await until(lambda: not texts.failures)
    await until(lambda: not house.services.public.texts._tasks)
    assert len(texts.sent) == 1


async def test_a_message_that_was_not_sent_is_sent_after_a_restart(house: House) -> None:
    """It was written down first; one that was sent is not sent again."""
    away = with_gateway(house, FakeTexts(*[TextsUnavailable("busy")] * 9), pauses_s=(60.0,))
    contact = await house.arrive("c1")
    house.services.public.texts.send_later(contact, "Löst", "solved")
    await until(lambda: len(away.failures) == 8)
    await house.services.public.texts.close()
    back = with_gateway(house, FakeTexts())
    await house.services.public.texts.load()
    await until(lambda: back.sent)
    assert back.sent == [("+46701234567", "Löst")]
    await until(lambda: not house.services.public.texts._tasks)
    again = with_gateway(house, FakeTexts())
    await house.services.public.texts.load()
    house.services.public.texts.send_later(contact, "Löst", "solved")
    await until(lambda: not house.services.public.texts._tasks)
    assert again.sent == []


async def test_words_and_numbers_of_messages_lie_in_the_vault_alone(house: House) -> None:
    """The database knows that there is something to send, and nothing more."""
    with_gateway(house, FakeTexts(TextsUnavailable("busy")), pauses_s=(60.0,))
    contact = await house.arrive("c1")
    house.services.public.texts.send_later(contact, "hemligt ord", "solved")
    await until(lambda: house.services.public.texts._texts.failures == [])  # type: ignore[union-attr]
    await house.services.public.texts.close()
    for each in house.services.config.data.glob("lur.db*"):
        assert b"hemligt ord" not in each.read_bytes()
        assert b"46701234567" not in each.read_bytes()


async def test_the_answer_to_an_incident_is_texted_where_it_can_be(house: House) -> None:
    """What the incidents ask for: true when it will be sent, false when there is no way."""
    language: Language = "sv"
    contact, hidden = await house.arrive("c1"), await house.arrive("c2", number="anonymous")
    assert not await house.services.public.send_text(contact, language, "Löst")
    texts = with_gateway(house, FakeTexts())
    assert await house.services.public.send_text(contact, language, "Löst")
    assert not await house.services.public.send_text(hidden, language, "Löst")
    await until(lambda: texts.sent)
    assert texts.sent[0][1] == "Exempelbolaget: Löst"


async def test_places_and_callbacks_survive_a_restart(tmp_path: Path) -> None:
    """Codes, links, how the place moved and whom to call at which number are as they were; who comes after
    the restart has a place as well."""
    journal, vault, clock, entropy = MemoryJournal(), MemoryVault(), SteadyClock(), SystemEntropy()

    async def opened() -> tuple[Centre, Services]:
        centre = await Centre.open(journal, clock, entropy)
        services = await open_services(
            centre=centre,
            journal=journal,
            vault=vault,
            clock=clock,
            entropy=entropy,
            config=WebConfig(data=tmp_path),
        )
        return centre, services

    centre, first = await opened()
    await found_demo_company(first)
    made = await first.public.callbacks.request("070-123 45 67", QueueId("retur"), "sv", None)
    token = await first.public.places.issue(made.contact_id)
    code = first.public.places.code_of(made.contact_id)
    await first.close()
    await centre.stop()
    centre, second = await opened()
    public = second.public
    assert public.places.code_of(made.contact_id) == code
    assert await public.callbacks.number_of(made.contact_id) == "+46701234567"
    assert (await public.places.open(token)).contact_id == made.contact_id
    again = await public.callbacks.request("+46701234567", QueueId("retur"), "sv", None)
    assert (again.contact_id, again.is_new) == (made.contact_id, False)
    await second.close()
    await centre.stop()


async def test_two_requests_at_once_are_one(house: House) -> None:
    """A double click, or two pages."""
    callbacks = house.services.public.callbacks
    asked = [callbacks.request("070-123 45 67", QueueId("retur"), "sv", None) for _ in range(5)]
    made = await asyncio.gather(*asked)
    assert len({each.contact_id for each in made}) == 1
    assert [each.is_new for each in made].count(True) == 1
    assert len(house.services.centre.state.contacts) == 1


async def test_codes_of_live_contacts_differ(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when chance repeats itself."""
    codes = iter(["11111111", "11111111", "22222222"])
    monkeypatch.setattr(places_module, "_new_code", lambda: next(codes))
    first, second = await house.arrive("c1"), await house.arrive("c2")
    public = house.services.public
    assert (public.places.code_of(first), public.places.code_of(second)) == ("11111111", "22222222")
    assert public.places.with_code("22222222") == ContactId("c2")
