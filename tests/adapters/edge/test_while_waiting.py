"""What customers may do while they wait, and at a shut door: be called, be told, know what helps."""

from __future__ import annotations

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import World, directory

from lur.adapters.voice.edge import digits, refusing
from lur.adapters.voice.edge.meanwhile import is_time_to_offer
from lur.adapters.voice.phone import PhoneCall
from lur.adapters.voice.protocol import Notice, Refused, Tell
from lur.core.commands import ArriveContact, AskCallback, EndContact, TieContact
from lur.core.flow import Words
from lur.core.ids import ContactId, IncidentId, QueueId
from lur.wire import words

pytestmark = pytest.mark.anyio
NUMBER = "0701234567"
INCIDENT = IncidentId("incident-1")
OPENS = words.Opening("tomorrow", 8)


async def caller(world: World, name: str = NUMBER) -> tuple[PhoneCall, ContactId]:
    """Somebody who has called; ``kund`` is no number."""
    arrived = len(world.runtime.commands(ArriveContact))
    line = await (await world.phone(name=name)).call("support")
    await line.answered()
    return line, (await world.runtime.heard(ArriveContact, arrived + 1)).contact_id


async def waiting(world: World, name: str = NUMBER, **more: object) -> tuple[PhoneCall, ContactId]:
    """Somebody who waits and may be called instead."""
    line, contact_id = await caller(world, name)
    world.runtime.want(contact_id, "waiting", may_keep_place=True, **more)
    await told(world, contact_id, 1)
    return line, contact_id


async def told(world: World, contact_id: ContactId, seq: int) -> None:
    """Tell a place, and wait until it is being said."""
    world.runtime.send(Tell(contact_id=contact_id, seq=seq, place=seq, low_ms=None, high_ms=None))
    await said(world, words.PlaceInQueue(seq))


async def said(world: World, prompt: words.Prompt, times: int = 1) -> None:
    """Wait until customers were told this."""
    await until(lambda: world.sounds.said.count(prompt) >= times)


def press(line: PhoneCall, keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        line.sound.press(key)


# --- keys while waiting ------------------------------------------------------------------------------------


async def test_one_keeps_the_place_and_asks_to_be_called(world: World) -> None:
    """Pressed twice it is one wish, and the number is the one that they call from."""
    world.runtime.mute.add(AskCallback)
    line, contact_id = await waiting(world)
    press(line, "11")
    wish = await world.runtime.heard(AskCallback)
    assert wish.contact_id == contact_id
    press(line, "5")
    await until(lambda: world.runtime.personal("key") == ["5"])
    assert len(world.runtime.commands(AskCallback)) == 1
    assert not world.runtime.personal("callback_number")


async def test_who_hides_the_number_keys_one_in(world: World) -> None:
    """It is read back before it counts, and goes beside the wish, never into the journal."""
    line, contact_id = await waiting(world, "kund")
    press(line, "1")
    await said(world, words.KeyInNumber())
    press(line, "99*0701234#")
    await said(world, words.NumberHeard())
    press(line, "2")
    await said(world, words.KeyInNumber(), 2)
    press(line, "0701234568#")
    await said(world, words.NumberCheck(), 2)
    assert [p.digits for p in world.sounds.said if isinstance(p, words.Digits)][-4:] == [
        "070",
        "123",
        "45",
        "68",
    ]
    press(line, "1")
    wish = await world.runtime.heard(AskCallback)
    assert wish.contact_id == contact_id
    assert world.runtime.personal("callback_number") == ["0701234568"]
    assert not world.runtime.personal("key")


async def test_a_number_may_end_with_a_silence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody must know what hash is for; who keys nothing waits on as before."""
    monkeypatch.setattr(digits, "FIRST_DIGIT_MS", 200)
    monkeypatch.setattr(digits, "NEXT_DIGIT_MS", 800)
    line, contact_id = await waiting(world, "kund")
    press(line, "1")
    await said(world, words.KeyInNumber(), 2)
    await until(lambda: _hears_places(world, contact_id))
    press(line, "1")
    await said(world, words.KeyInNumber(), 3)
    press(line, "0701")
    await said(world, words.NumberHeard())
    press(line, "1")
    await world.runtime.heard(AskCallback)
    assert world.runtime.personal("callback_number") == ["0701"]


def _hears_places(world: World, contact_id: ContactId) -> bool:
    """Whether a place that is told now is said, which no dialogue lets through."""
    assert world.edge is not None
    seq = 100 + len(world.sounds.said)
    world.runtime.send(Tell(contact_id=contact_id, seq=seq, place=9, low_ms=None, high_ms=None))
    return words.PlaceInQueue(9) in world.sounds.said


@pytest.mark.parametrize("code", ["number_premium", "number_foreign", "number_invalid", "not_to_be_called"])
async def test_who_cannot_be_called_is_told_so_and_waits_on(world: World, code: str) -> None:
    """The place is not touched by it, and they may try again."""
    world.runtime.verdicts[AskCallback] = ("rejected", code)
    line, contact_id = await waiting(world)
    press(line, "1")
    await said(world, words.CannotCallNumber())
    await told(world, contact_id, 2)
    press(line, "1")
    await said(world, words.CannotCallNumber(), 2)
    assert not world.runtime.commands(EndContact)


async def test_where_nobody_is_called_one_means_nothing(world: World) -> None:
    """It is noted, as are the keys of things that are not there."""
    line, contact_id = await caller(world)
    world.runtime.want(contact_id, "waiting")
    await told(world, contact_id, 1)
    press(line, "13")
    await until(lambda: world.runtime.personal("key") == ["1", "3"])
    assert not world.runtime.commands(AskCallback)


async def test_keys_are_offered_with_the_second_place(world: World) -> None:
    """Once, and not before the first place; and again with each third place after that."""
    _, contact_id = await waiting(world)
    assert words.KeepPlaceOffer() not in world.sounds.said
    for seq in (2, 3, 4):
        await told(world, contact_id, seq)
    await said(world, words.StatementOffer())
    assert world.sounds.said.count(words.KeepPlaceOffer()) == 1
    await told(world, contact_id, 5)
    await said(world, words.KeepPlaceOffer(), 2)


def test_the_keys_are_offered_at_a_good_moment() -> None:
    """Never before the first place; with the second, or after 45 s; then with each third place."""
    assert not is_time_to_offer(0, None, 60_000)
    assert not is_time_to_offer(1, None, 44_999)
    assert is_time_to_offer(1, None, 45_000)
    assert is_time_to_offer(2, None, 0)
    assert not is_time_to_offer(4, 2, 100_000)
    assert is_time_to_offer(5, 2, 0)


async def test_the_code_of_the_place_page_is_said_once(world: World) -> None:
    """After the first place; not at all when a link was texted."""
    _, contact_id = await waiting(world, place_code="12345678")
    await said(world, words.PlaceCodeIntro())
    _, texted_id = await waiting(world, place_code="12345678", texted=True)
    await said(world, words.PlaceTexted())
    for each in (contact_id, texted_id):
        await told(world, each, 2)
        await told(world, each, 3)
    assert world.sounds.said.count(words.PlaceCodeIntro()) == 1
    assert world.sounds.said.count(words.PlaceTexted()) == 1


async def test_a_notice_comes_right_after_the_greeting(bare_world: World) -> None:
    """In the company's own words; key three leaves, and the last words follow when the runtime has it."""
    world = bare_world
    notice = Notice(incident_id=INCIDENT, queue_ids=(QueueId("retur"),), words=Words(sv="Nätet ligger nere."))
    world.runtime.directory = directory(notices=(notice,))
    await world.start()
    line, contact_id = await caller(world)
    world.runtime.want(contact_id, "waiting", incident_id=INCIDENT)
    await said(world, words.IncidentOffer())
    greeting = next(p for p in world.sounds.said if isinstance(p, words.Greeting))
    heard = world.sounds.said[world.sounds.said.index(greeting) :]
    assert heard[1:3] == [words.OwnWords("Nätet ligger nere.", "sv"), words.IncidentOffer()]
    press(line, "33")
    tied = await world.runtime.heard(TieContact)
    assert (tied.contact_id, tied.incident_id, tied.leave) == (contact_id, INCIDENT, True)
    world.runtime.want(contact_id, "ended", last_words="told")
    await line.over()
    assert world.sounds.said[-1] == words.WillBeTold()
    assert len(world.runtime.commands(TieContact)) == 1


# --- shut doors --------------------------------------------------------------------------------------------


async def refused(
    world: World, name: str = NUMBER, door: str = "closed"
) -> tuple[PhoneCall, ContactId, words.Prompt]:
    """Somebody at a shut door who hears that they may be called."""
    line, contact_id = await caller(world, name)
    opens = OPENS if door == "closed" else None
    world.runtime.want(contact_id, "refused", refused=Refused(door=door, opens=opens))  # type: ignore[arg-type]
    offer = words.CallbackOffer(door)  # type: ignore[arg-type]
    await said(world, offer)
    return line, contact_id, offer


async def test_a_closed_queue_says_when_it_opens_and_offers_to_call(world: World) -> None:
    """One key, one wish; then the runtime lets go of the line, and nothing more is asked."""
    line, contact_id, _ = await refused(world)
    assert words.QueueClosed(OPENS) in world.sounds.said
    press(line, "11")
    assert (await world.runtime.heard(AskCallback)).contact_id == contact_id
    world.runtime.want(contact_id, "resting", on_line=False)
    await line.over()
    assert world.sounds.said[-1] == words.CallbackPromised()
    assert not world.runtime.commands(EndContact)


async def test_who_presses_nothing_is_asked_twice_and_thanked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The honest refusal: full is said to be full."""
    monkeypatch.setattr(refusing, "PAUSE_MS", 200)
    line, contact_id, offer = await refused(world, door="full")
    await line.over()
    assert world.sounds.said.count(offer) == 2
    assert world.sounds.said.count(words.QueueFull()) == 1
    assert world.sounds.said[-1] == words.CallEnding()
    ended = await world.runtime.heard(EndContact)
    assert (ended.contact_id, ended.ended_by, ended.cause) == (contact_id, "system", "full")


async def test_a_hidden_number_is_keyed_in_at_the_door(world: World) -> None:
    """The wish waits for the runtime's answer, however long that is, and never ends by itself."""
    world.runtime.mute.add(AskCallback)
    line, _, _ = await refused(world, "kund")
    press(line, "1")
    await said(world, words.KeyInNumber())
    press(line, "0701#")
    await said(world, words.NumberCheck())
    press(line, "1")
    await world.runtime.heard(AskCallback)
    assert world.runtime.personal("callback_number") == ["0701"]
    assert not world.runtime.commands(EndContact)


async def test_who_cannot_be_called_from_a_door_is_told_so_and_thanked(world: World) -> None:
    """There is nothing else that could be done for them now."""
    world.runtime.verdicts[AskCallback] = ("rejected", "number_foreign")
    line, _, _ = await refused(world)
    press(line, "1")
    await line.over()
    assert world.sounds.said[-2:] == [words.CannotCallNumber(), words.CallEnding()]
    assert (await world.runtime.heard(EndContact)).cause == "closed"


async def test_a_killed_edge_asks_again_at_the_door(world: World) -> None:
    """The question is put anew, and the key still counts."""
    line, _, offer = await refused(world)
    await world.abandon_edge()
    await world.start_edge()
    await said(world, offer, 2)
    press(line, "1")
    await world.runtime.heard(AskCallback)
