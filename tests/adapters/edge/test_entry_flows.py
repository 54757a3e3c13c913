"""Entry flows on the line: the caller hears them, presses keys, and comes to a queue or a goodbye."""

from __future__ import annotations

import msgspec
import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import World, directory, hears, listens_to

from lur.adapters.voice.edge import entering
from lur.adapters.voice.phone import PhoneCall
from lur.adapters.voice.protocol import Directory, Entry
from lur.core.commands import ArriveContact, DeclineRecording, EndContact, QueueContact
from lur.core.flow import (
    ChooseLanguage,
    Flow,
    Goodbye,
    LanguageOption,
    Menu,
    MenuOption,
    Say,
    ToQueue,
    WhenOpen,
    Words,
)
from lur.core.ids import ContactId, QueueId
from lur.core.values import OpenSpan, QueueSettings
from lur.wire import words

pytestmark = pytest.mark.anyio
RETUR, TEKNIK, ANNAT = QueueId("retur"), QueueId("teknik"), QueueId("annat")
MENU = Words(sv="Faktura ett.", nb="Faktura en.", en="Invoice one.")
FLOW = Flow(
    flow_id="flow-1",
    name="Huvudväxel",
    first="language",
    nodes=(
        ChooseLanguage(
            id="language", options=(LanguageOption("1", "sv"), LanguageOption("2", "nb")), then="hello"
        ),
        Say(id="hello", words=Words(sv="Hej", nb="Hei"), then="menu"),
        Menu(
            id="menu",
            words=MENU,
            options=(MenuOption("1", "faktura", "billing"),),
            otherwise="open",
            wait_ms=1_000,
        ),
        WhenOpen(id="open", queue_id=TEKNIK, open="tech", closed="bye"),
        ToQueue(id="billing", queue_id=RETUR),
        ToQueue(id="tech", queue_id=TEKNIK),
        Goodbye(id="bye", words=Words(sv="Vi har stängt.")),
    ),
    fallback=ANNAT,
)
NEVER = QueueSettings(name="Teknik", opening_hours=(OpenSpan(0, 0, 1),), special_days=())


def company(**more: object) -> Directory:
    """The company of the tests, whose main number has the flow."""
    entries = (Entry(address="support", queue_id=RETUR, flow_id="flow-1"),)
    return msgspec.structs.replace(directory(flows=(FLOW,), **more), entries=entries)


async def started(world: World, **more: object) -> World:
    """A world with that company."""
    world.runtime.directory = company(**more)
    await world.start()
    return world


async def call(world: World) -> tuple[PhoneCall, ContactId]:
    """A customer who has called and is in the flow."""
    phone = await world.phone(name="0701234567")
    line = await phone.call("support")
    await line.answered()
    arrived = await world.runtime.heard(ArriveContact)
    assert (arrived.entering, arrived.queue_id) == (True, ANNAT)
    world.runtime.want(arrived.contact_id, "entering")
    return line, arrived.contact_id


async def said(world: World, prompt: words.Prompt, times: int = 1) -> None:
    """Wait until the customer is being told this."""
    await until(lambda: world.sounds.said.count(prompt) >= times)


def menu(language: str = "sv") -> words.Prompt:
    """The menu in a language."""
    return words.OwnWords(getattr(MENU, language), language)  # type: ignore[arg-type]


async def test_keys_lead_to_a_queue_in_the_language_that_was_chosen(bare_world: World) -> None:
    """Greeting first, each language in itself, a wrong key is told so, and the choice goes to the agents."""
    world = await started(bare_world)
    line, contact_id = await call(world)
    await said(world, words.LanguageChoice("nb", "2"))
    assert isinstance(world.sounds.said[0], words.Greeting)
    line.sound.press("2")
    await said(world, menu("nb"))
    assert words.OwnWords("Hei", "nb") in world.sounds.said
    line.sound.press("7")
    await said(world, words.NotAChoice())
    await said(world, menu("nb"), 2)
    line.sound.press("1")
    queued = await world.runtime.heard(QueueContact)
    assert (queued.contact_id, queued.queue_id) == (contact_id, RETUR)
    assert (queued.language, queued.choices) == ("nb", ("faktura",))
    assert not world.runtime.personal("key")


async def test_silence_is_asked_again_and_then_goes_on(
    bare_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key the language stays, the menu is said as often as it tries, and a closed way says
    goodbye and hangs up.
    """
    monkeypatch.setattr(entering, "LANGUAGE_WAIT_MS", 300)
    world = await started(bare_world, queues={TEKNIK: NEVER})
    line, contact_id = await call(world)
    await line.over()
    ended = await world.runtime.heard(EndContact)
    assert (ended.contact_id, ended.ended_by, ended.cause) == (contact_id, "system", "closed")
    assert world.sounds.said.count(menu()) == 2
    assert words.NotAChoice() not in world.sounds.said
    assert world.sounds.said[-1] == words.OwnWords("Vi har stängt.", "sv")
    assert not world.runtime.commands(QueueContact)


async def test_a_key_cuts_the_speech_short(bare_world: World) -> None:
    """Who knows the menu need not hear it."""
    world = bare_world
    world.sounds.lengths_ms = {words.OwnWords: 20_000, words.LanguageChoice: 20_000}
    await started(world)
    line, _ = await call(world)
    await said(world, words.LanguageChoice("sv", "1"))
    await hears(line, 1600)
    world.sounds.lengths_ms[words.OwnWords] = 300
    line.sound.press("1")
    await said(world, menu())
    line.sound.press("1")
    await world.runtime.heard(QueueContact)
    await until(lambda: not listens_to(line, 1600))


async def test_a_killed_edge_goes_on_where_the_caller_was(bare_world: World) -> None:
    """The node is said again, in the language that was chosen."""
    world = await started(bare_world)
    line, _ = await call(world)
    await said(world, words.LanguageChoice("sv", "1"))
    line.sound.press("2")
    await said(world, menu("nb"))
    await hears(line, 1600)
    await world.abandon_edge()
    await world.start_edge()
    await said(world, menu("nb"), 2)
    line.sound.press("1")
    queued = await world.runtime.heard(QueueContact)
    assert (queued.language, queued.choices) == ("nb", ("faktura",))


async def test_a_flow_that_is_deleted_meanwhile_leads_to_its_fallback(bare_world: World) -> None:
    """Nobody is lost by a change in the admin pages."""
    world = await started(bare_world)
    line, _ = await call(world)
    await said(world, words.LanguageChoice("nb", "2"))
    world.runtime.send(directory())
    line.sound.press("2")
    assert (await world.runtime.heard(QueueContact)).queue_id == ANNAT


async def test_a_queue_that_is_gone_is_the_fallback(bare_world: World) -> None:
    """The runtime knows no such queue: the caller stands where the flow leads by itself."""
    world = await started(bare_world)
    world.runtime.verdicts[QueueContact] = ("rejected", "unknown_queue")
    line, _ = await call(world)
    await said(world, words.LanguageChoice("nb", "2"))
    line.sound.press("2")
    await said(world, menu("nb"))
    line.sound.press("1")
    assert (await world.runtime.heard(QueueContact)).queue_id == RETUR
    assert (await world.runtime.heard(QueueContact, 2)).queue_id == ANNAT
    await until(lambda: len(world.runtime.facts) == 3)


async def test_the_flow_stops_when_the_runtime_wants_the_caller_to_wait(bare_world: World) -> None:
    """After five minutes the core queues the caller by itself; then there is music, and keys are noted."""
    world = await started(bare_world)
    line, contact_id = await call(world)
    await said(world, words.LanguageChoice("nb", "2"))
    world.runtime.want(contact_id, "waiting")
    line.sound.press("5")
    await until(lambda: world.runtime.personal("key") == ["5"])
    assert not world.runtime.commands(QueueContact)
    assert menu() not in world.sounds.said


async def test_nine_declines_the_recording_inside_a_flow_too(bare_world: World) -> None:
    """Then the question is put again."""
    world = await started(bare_world)
    line, _ = await call(world)
    await said(world, words.LanguageChoice("nb", "2"))
    line.sound.press("9")
    await world.runtime.heard(DeclineRecording)
    await said(world, words.LanguageChoice("nb", "2"), 2)
    line.sound.press("2")
    await said(world, menu("nb"))


async def test_the_flow_goes_on_while_the_runtime_is_away(bare_world: World) -> None:
    """The caller hears a voice, and what they choose waits for it."""
    world = await started(bare_world)
    line, _ = await call(world)
    await world.runtime.stop()
    await said(world, words.LanguageChoice("nb", "2"))
    line.sound.press("2")
    await said(world, menu("nb"))
    line.sound.press("1")
    await world.runtime.start()
    assert (await world.runtime.heard(QueueContact)).queue_id == RETUR
