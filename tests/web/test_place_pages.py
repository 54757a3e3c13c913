"""Customers' pages without signing in: codes, links, what can be done there, and what strangers cannot."""

from __future__ import annotations

import asyncio
import base64
import re
import secrets
from typing import Any

import msgspec
import pytest
from tests.runtime.centres import until
from tests.web.house import House
from tests.web.places import follow, link_of, page_of

from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recording_format import Sealer
from lur.core.commands import ChangeQueue, KeepStatement, ResumePlace
from lur.core.events import StatementKept
from lur.core.ids import ContactId, QueueId, StatementId
from lur.core.values import DaySpan, SpecialDay
from lur.features import Refused
from lur.features.statements.model import Statement
from lur.web.public.face import Face
from lur.web.public.texts import TEXTS

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def test_a_right_code_makes_not_links_without_end(house: House) -> None:
    """Twenty at once for a contact, whoever types it."""
    code = house.services.public.places.code_of(await house.arrive("c1"))
    answers = [(await house.client.post("/place", data={"code": code})).status_code for _ in range(21)]
    assert (answers[19], answers[20]) == (303, 429)


# --- languages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
async def test_every_page_is_in_each_language(house: House, language: Any) -> None:
    """?lang= chooses, and goes along with what is sent."""
    t = TEXTS[language]
    path = await link_of(house, await house.arrive("c1"))
    for address, words in ((path, t.tell), ("/place", t.code), ("/callback", t.call_me), ("/help", t.help)):
        page = await page_of(house, f"{address}?lang={language}")
        assert words in page, address
        assert f'<html lang="{language}">' in page
    sent = await house.client.post(f"{path}/tell?lang={language}", data={"text": "hej"})
    assert t.told in await follow(house, sent)


def test_all_languages_have_the_same_gaps() -> None:
    """A sentence takes the same {names} in each language."""

    def gaps(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: gaps(each) for key, each in value.items()}
        if isinstance(value, tuple):
            return [gaps(each) for each in value]
        return sorted(set(re.findall(r"\{\w+\}", value)))

    told = [[gaps(each) for each in texts] for texts in TEXTS.values()]
    assert told[0] == told[1] == told[2]


# --- saying what happened ----------------------------------------------------------------------------------


async def test_what_is_written_is_before_the_agent(house: House) -> None:
    """The words to the vault, how upset in the customer's own word, that all is to be told; the desk reads
    it, and that it was read is written down."""
    contact = await house.arrive("c1")
    path = await link_of(house, contact)
    body = {"text": "Paketet är borta <b>nu</b>", "upset": "7", "tell_all": "1"}
    page = await follow(house, await house.client.post(f"{path}/tell", data=body))
    assert TEXTS["sv"].told in page
    assert "Paketet" not in page
    live = house.services.centre.state.contacts[contact]
    assert (live.statements, live.upset, live.tell_all) == (1, 7, True)
    supervisor = await house.as_role("supervisor")
    rows = (await supervisor.get(f"/api/contacts/{contact}/statements")).json()
    assert [(each["form"], each["text"], each["upset"], each["tell_all"]) for each in rows] == [
        ("text", "Paketet är borta <b>nu</b>", 7, True)
    ]
    read = (await supervisor.get(f"/api/contacts/{contact}/statements/read-by")).json()
    assert [each["statement_id"] for each in read] == [rows[0]["id"]]


async def test_words_are_never_in_the_journal(house: House) -> None:
    """The journal says that something was kept, and not what."""
    contact = await house.arrive("c1")
    await house.client.post(f"{await link_of(house, contact)}/tell", data={"text": "hemligt ord"})
    events = [recorded.event async for recorded in house.journal.read(0)]
    assert any(isinstance(each, StatementKept) for each in events)
    assert "hemligt ord" not in repr(events)


async def test_an_agent_reads_only_what_was_offered_to_them(house: House) -> None:
    """Others are refused; the one who is rung may read before answering."""
    contact = await house.arrive("c1")
    await house.client.post(f"{await link_of(house, contact)}/tell", data={"text": "hej"})
    agent = await house.as_role("agent")
    refused = await agent.get(f"/api/contacts/{contact}/statements")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_contact")
    await house.ready()
    assert (await agent.get(f"/api/contacts/{contact}/statements")).json()[0]["text"] == "hej"


async def test_a_picture_is_seen_by_the_agent_and_gone_with_the_contact(house: House) -> None:
    """Sealed on disk, given with its own type, unreadable when the contact is erased."""
    contact = await house.arrive("c1")
    path = await link_of(house, contact)
    files = {"picture": ("../../evil.html", PNG, "text/html")}
    await follow(house, await house.client.post(f"{path}/picture", files=files))
    supervisor = await house.as_role("supervisor")
    row = (await supervisor.get(f"/api/contacts/{contact}/statements")).json()[0]
    content = f"/api/contacts/{contact}/statements/{row['id']}/content"
    shown = await supervisor.get(content)
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert shown.headers["x-content-type-options"] == "nosniff"
    kept = list((house.services.config.data / "attachments").rglob("*.lurpic"))
    assert len(kept) == 1
    assert PNG[:8] not in kept[0].read_bytes()
    await house.services.contacts.erase(contact)
    assert (await supervisor.get(content)).status_code == 404


async def test_what_was_said_on_the_phone_is_heard_as_sound(house: House) -> None:
    """The edge lays the file and its key; it is given as WAV, written down, and only from inside of DATA."""
    contact = await house.arrive("c1")
    at, key = house.services.clock.now(), secrets.token_bytes(32)
    sealer = Sealer(Law.ALAW, at, key, 7)
    data = house.services.config.data
    (data / "said.lurrec").write_bytes(sealer.header + sealer.seal(bytes([0xD5, 0x55]) * 8000))
    (data.parent / "outside.lurrec").write_bytes((data / "said.lurrec").read_bytes())
    for name, file in (("s1", "said.lurrec"), ("s2", "../outside.lurrec"), ("s3", "/etc/passwd")):
        said = Statement(statement_id=StatementId(name), form="voice", started_at=at, file=file)
        await house.vault.append(contact, "statement", msgspec.json.encode(said).decode(), at)
        await house.vault.append(contact, "recording_key", f"{name}:{base64.b64encode(key).decode()}", at)
    supervisor = await house.as_role("supervisor")
    url = f"/api/contacts/{contact}/statements"
    heard = await supervisor.get(f"{url}/s1/content")
    assert (heard.headers["content-type"], heard.content[:4]) == ("audio/wav", b"RIFF")
    outside = [(await supervisor.get(f"{url}/{each}/content")).status_code for each in ("s2", "s3", "s4")]
    assert outside == [404, 404, 404]
    read = (await supervisor.get(f"{url}/read-by")).json()
    assert [each["statement_id"] for each in read] == ["s1"]


@pytest.mark.parametrize(
    "sent",
    [b"<html><script>alert(1)</script>", b"GIF89a" + b"\0" * 50, b"", b"\xff\xd8", b"RIFF0000WAVEfmt "],
)
async def test_what_is_no_picture_is_refused(house: House, sent: bytes) -> None:
    """Its first bytes decide, not its name; the page says so and nothing is kept."""
    path = await link_of(house, await house.arrive("c1"))
    answer = await house.client.post(f"{path}/picture", files={"picture": ("a.png", sent, "image/png")})
    assert answer.status_code == 400
    assert TEXTS["sv"].faults["not_a_picture"] in answer.text
    assert not list((house.services.config.data / "attachments").rglob("*.lurpic"))


async def test_a_picture_that_is_too_big_is_refused(house: House) -> None:
    """Five megabytes, by the body's limit and by the picture's."""
    path = await link_of(house, await house.arrive("c1"))
    for size in (5 * 1024 * 1024 + 1, 6 * 1024 * 1024):
        files = {"picture": ("a.png", PNG + b"\0" * size, "image/png")}
        answer = await house.client.post(f"{path}/picture", files=files)
        assert answer.status_code in (400, 413)
        assert "5 MB" in answer.text


async def test_what_was_typed_is_there_again_when_it_was_refused(house: House) -> None:
    """Too long a text comes back in its field, with markup as text, and why."""
    path = await link_of(house, await house.arrive("c1"))
    text = "</textarea><script>alert(1)</script>" + "å" * 4_000
    answer = await house.client.post(f"{path}/tell", data={"text": text, "upset": "3"})
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<option selected>3</option>" in answer.text


@pytest.mark.parametrize(
    "body",
    [{"text": ""}, {"text": " \n "}, {"upset": "eleven"}, {"upset": "11"}, {"upset": "-1"}, {"other": "x"}],
)
async def test_nothing_is_kept_of_an_empty_form(house: House, body: dict[str, str]) -> None:
    """Blank words and impossible numbers are nothing."""
    contact = await house.arrive("c1")
    answer = await house.client.post(f"{await link_of(house, contact)}/tell", data=body)
    assert answer.status_code == 400
    assert house.services.centre.state.contacts[contact].statements == 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"text": "x"}', "application/json"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"text=" + b"a" * 300_000, "application/x-www-form-urlencoded"),
        (b"--x\r\nno headers", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"text=%00%ff&upset=&text=twice", "application/x-www-form-urlencoded"),
    ],
)
async def test_hostile_bodies_get_a_calm_page(house: House, content: bytes, kind: str) -> None:
    """Whatever is sent, the answer is a page below 500."""
    path = await link_of(house, await house.arrive("c1"))
    for verb in ("tell", "picture", "call", "take-back"):
        answer = await house.client.post(f"{path}/{verb}", content=content, headers={"content-type": kind})
        assert answer.status_code in (303, 400, 404, 409, 413), (verb, answer.status_code)
        assert answer.status_code == 303 or "<html" in answer.text


async def test_twenty_statements_are_enough(house: House) -> None:
    """The core's limit is said before anything is written."""
    contact = await house.arrive("c1")
    path = await link_of(house, contact)
    for number in range(20):
        at = house.services.clock.now()
        command_id, statement_id = house.command_id(), StatementId(f"s{number}")
        keep = KeepStatement(
            command_id=command_id, at=at, contact_id=contact, statement_id=statement_id, form="text"
        )
        await house.submit(keep)
    answer = await house.client.post(f"{path}/tell", data={"text": "en till"})
    assert TEXTS["sv"].faults["too_many_statements"] in answer.text
    assert "statement" not in await house.vault.get(contact)


async def test_answers_that_fit_are_shown(house: House) -> None:
    """First the common ones of the queue; after something was written, those that fit it."""
    path = await link_of(house, await house.arrive("c1"))
    before = await page_of(house, path)
    assert "När kommer mitt paket?" in before
    assert TEXTS["sv"].answers in before
    sent = await house.client.post(f"{path}/tell", data={"text": "Mitt paket kommer inte fram"})
    after = await follow(house, sent)
    assert TEXTS["sv"].may_fit in after


# --- being called, leaving, coming back --------------------------------------------------------------------


async def test_a_caller_keeps_the_place_and_is_called(house: House) -> None:
    """The number is known and never shown whole; the place is the same; asked again only the number
    changes."""
    contact = await house.arrive("c1")
    path = await link_of(house, contact)
    page = await page_of(house, path)
    assert "+46701234567" not in page
    assert "••• 4567" in page
    entered = house.services.centre.state.contacts[contact].entered
    page = await follow(house, await house.client.post(f"{path}/call", data={"number": "", "when": ""}))
    assert TEXTS["sv"].waiting_call[0] in page
    live = house.services.centre.state.contacts[contact]
    assert live.callback is not None
    assert live.entered == entered
    await follow(house, await house.client.post(f"{path}/call", data={"number": "070-765 43 21"}))
    assert (await house.vault.get(contact))["callback_number"] == ["+46707654321"]
    assert await house.services.public.callbacks.number_of(contact) == "+46707654321"


async def test_a_later_time_can_be_chosen(house: House) -> None:
    """One of the windows that are shown; the contact rests until then, and the page says when."""
    contact = await house.arrive("c1")
    path = await link_of(house, contact)
    windows = re.findall(r'<option value="(\d+)-(\d+)"', await page_of(house, path))
    chosen = windows[-1]
    page = await follow(house, await house.client.post(f"{path}/call", data={"when": "-".join(chosen)}))
    live = house.services.centre.state.contacts[contact]
    assert live.phase == "resting"
    assert live.callback is not None
    assert (live.callback.from_at, live.callback.until_at) == tuple(map(int, chosen))
    assert 'data-state="resting"' in page


@pytest.mark.parametrize("when", ["1-2", "0-99999999999999", "x", "9" * 400, "-", "5"])
async def test_no_other_time_can_be_chosen(house: House, when: str) -> None:
    """A window that is not offered is refused."""
    contact = await house.arrive("c1")
    answer = await house.client.post(f"{await link_of(house, contact)}/call", data={"when": when})
    assert answer.status_code == 400
    assert house.services.centre.state.contacts[contact].callback is None


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0900 123 45 67", "number_premium"),
        ("0939 123 45 67", "number_premium"),
        ("+1 202 555 0143", "number_foreign"),
        ("+882 16 5555 0123", "number_foreign"),
        ("112", "number_invalid"),
        ("hej", "number_invalid"),
        ("<b>070", "number_invalid"),
        ("+46" + "7" * 300, "number_invalid"),
    ],
)
async def test_numbers_that_may_not_be_called_are_refused(house: House, number: str, code: str) -> None:
    """By rule, before anybody dials; the same on the place page and on the form."""
    contact = await house.arrive("c1")
    answer = await house.client.post(f"{await link_of(house, contact)}/call", data={"number": number})
    assert TEXTS["sv"].faults[code] in answer.text
    form = {"number": number, "queue": "retur"}
    answer = await house.client.post("/callback?lang=sv", data=form)
    assert (answer.status_code, TEXTS["sv"].faults[code] in answer.text) == (400, True)
    assert house.services.centre.state.contacts[contact].callback is None


async def test_leaving_can_be_undone(house: House) -> None:
    """The place is given back to a callback: the same credited wait, and nobody is passed."""
    first, second = await house.arrive("c1"), await house.arrive("c2", number="+46701234568")
    path = await link_of(house, first)
    page = await follow(house, await house.client.post(f"{path}/leave"))
    assert TEXTS["sv"].take_back in page
    assert first not in house.services.centre.state.contacts
    sent = await house.client.post(f"{path}/take-back", data={"number": ""})
    page = await follow(house, sent)
    assert TEXTS["sv"].waiting_call[0] in page
    waiting = [
        contact_id for _, _, contact_id in house.services.centre.state.queues[QueueId("leverans")].waiting
    ]
    assert waiting[1:] == [second]
    again = await house.client.post(f"{path}/take-back")
    assert TEXTS["sv"].faults["place_not_kept"] in again.text or again.status_code == 303


async def test_leaving_is_leaving_for_who_had_asked_to_be_called_too(house: House) -> None:
    """A call that took a callback along, and is left on its page: nobody is called any more."""
    first, second = await house.arrive("c1"), await house.arrive("c2")
    await house.client.post(f"{await link_of(house, first)}/call")
    at = house.services.clock.now()
    await house.submit(ResumePlace(command_id=house.command_id(), at=at, contact_id=second, former_id=first))
    assert list(house.services.centre.state.contacts) == [second]
    assert (await house.client.post(f"{await link_of(house, second)}/leave")).status_code == 303
    assert not house.services.centre.state.contacts


async def test_who_talks_cannot_be_hung_up_on_from_a_page(house: House) -> None:
    """Leaving is for those who wait."""
    await house.ready()
    contact = await house.arrive("c1")
    await house.answer(contact)
    answer = await house.client.post(f"{await link_of(house, contact)}/leave")
    assert answer.status_code == 409
    assert house.services.centre.state.contacts[contact].phase == "talking"


async def test_no_other_site_can_send_a_form_for_a_customer(house: House) -> None:
    """A cookie is not looked at on these pages, and the browser's word that it comes from elsewhere ends
    it."""
    agent = await house.as_role("agent")
    headers = {"origin": "null", "sec-fetch-site": "cross-site"}
    form = {"number": "070-123 45 67", "queue": "retur"}
    answer = await agent.post("/callback", data=form, headers=headers)
    assert answer.status_code == 403
    assert not house.services.centre.state.contacts
    own = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert (await agent.post("/callback", data=form, headers=own)).status_code == 303


# --- the form ----------------------------------------------------------------------------------------------


async def ask_to_be_called(house: House, number: str = "070-123 45 67", queue: str = "retur") -> str:
    """The path that the form leads to."""
    sent = await house.client.post("/callback?lang=sv", data={"number": number, "queue": queue})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


async def test_the_form_needs_no_telephone(house: House) -> None:
    """No edge and no trunk: the request has its place in the one order, and its page."""
    path = await ask_to_be_called(house)
    page = await page_of(house, path)
    assert TEXTS["sv"].waiting_call[0] in page
    (contact,) = house.services.centre.state.contacts.values()
    assert (await house.vault.get(contact.contact_id))["callback_number"] == ["+46701234567"]
    assert (contact.queue_id, contact.phase) == ("retur", "waiting")


async def test_who_asks_twice_finds_the_first(house: House) -> None:
    """One open callback a customer and matter, however the number is written; the second link may look and
    change nothing, since anybody can type a number."""
    await ask_to_be_called(house)
    second = await ask_to_be_called(house, "+46 70 123 45 67")
    assert len(house.services.centre.state.contacts) == 1
    page = await page_of(house, second)
    assert TEXTS["sv"].asked_before in page
    assert TEXTS["sv"].leave_yes not in page
    assert "4567" not in page
    only = second.partition("?")[0]
    for verb in ("tell", "picture", "call", "leave", "take-back"):
        assert (await house.client.post(f"{only}/{verb}", data={"text": "x"})).status_code == 404, verb
    await ask_to_be_called(house, queue="teknik")
    assert len(house.services.centre.state.contacts) == 2


async def test_nobody_has_a_stranger_rung_again_and_again(house: House) -> None:
    """Four callbacks to one number in a day's time, whoever asks; then 429."""
    for _ in range(4):
        await ask_to_be_called(house)
        for contact_id in tuple(house.services.centre.state.contacts):
            await house.hang_up(contact_id)
    refused = await house.client.post("/callback", data={"number": "070-123 45 67", "queue": "retur"})
    assert refused.status_code == 429


async def test_a_closed_queue_says_when_it_opens(house: House) -> None:
    """The form names it, the request rests until then."""
    queue = house.services.centre.state.queues[QueueId("retur")]
    now = house.services.clock.now()
    today = (now + house.services.clock.utc_offset_min(now) * 60_000) // 86_400_000
    days = (SpecialDay(today), SpecialDay(today + 1, (DaySpan(540, 1020),)))
    settings = msgspec.structs.replace(queue.settings, special_days=days)
    await house.submit(
        ChangeQueue(command_id=house.command_id(), at=now, queue_id=QueueId("retur"), settings=settings)
    )
    assert "Retur: stängt nu, öppnar i morgon kl. 9.00" in await page_of(house, "/callback?lang=sv")
    page = await page_of(house, await ask_to_be_called(house))
    assert "Vi ringer dig i morgon kl. 9.00" in page


@pytest.mark.parametrize("queue", ["", "none", "leverans' OR 1", "\0", "q" * 5_000])
async def test_a_queue_that_is_not_there_is_refused(house: House, queue: str) -> None:
    """With words, and nothing is kept."""
    answer = await house.client.post("/callback", data={"number": "070-123 45 67", "queue": queue})
    assert answer.status_code == 404
    assert TEXTS["en"].faults["unknown_queue"] in answer.text


# --- the receipt -------------------------------------------------------------------------------------------


async def test_the_receipt_says_what_the_journal_says(house: House) -> None:
    """Number at arrival, that nobody went before, in the customer's words."""
    await house.arrive("c0", number="+46701234560")
    contact = await house.arrive("c1")
    path = await link_of(house, contact)
    await house.hang_up(ContactId("c0"))
    await house.ready()
    await house.answer(contact)
    await house.hang_up(contact)
    page = await page_of(house, path)
    assert "Du var nummer 2 när du kom." in page
    assert TEXTS["sv"].fair in page
    assert TEXTS["sv"].ends["served"][0] in page


# --- live --------------------------------------------------------------------------------------------------


async def test_an_open_page_is_told_only_what_differs(house: House) -> None:
    """The state at once, then each change of its own place; the end closes it."""
    first, second = await house.arrive("c1"), await house.arrive("c2", number="+46701234568")
    room = house.services.public
    messages = room.live.open(second, room.words("sv"))
    heard: list[Face] = []

    async def hear() -> None:
        async for message in messages:
            if message.startswith(b"data: "):
                heard.append(msgspec.json.decode(message[6:], type=Face))

    task = asyncio.create_task(hear())
    await until(lambda: heard)
    assert (heard[0].state, heard[0].place) == ("waiting", "2")
    await house.arrive("c3", number="+46701234569")
    await house.hang_up(first)
    await until(lambda: len(heard) > 1)
    assert [each.place for each in heard] == ["2", "1"]
    await house.hang_up(second)
    await task
    assert heard[-1].state == "ended"
    assert room.live.pages == 0


async def test_one_contact_has_not_more_pages_than_fit(house: House) -> None:
    """The ninth open page of a contact is refused for a while."""
    contact = await house.arrive("c1")
    room = house.services.public
    open_pages = [room.live.open(contact, room.words("sv")) for _ in range(8)]
    for page in open_pages:
        await anext(page)
    with pytest.raises(Refused):
        room.live.open(contact, room.words("sv"))
    for page in open_pages:
        await page.aclose()  # type: ignore[attr-defined]
    assert room.live.pages == 0
