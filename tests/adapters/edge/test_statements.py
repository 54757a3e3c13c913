"""Say it while you wait: the customer alone is recorded, the place stays, nothing that was said is lost."""

from __future__ import annotations

import base64
from pathlib import Path

import msgspec
import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, World, hears, listens_to

from lur.adapters.voice.edge import recorder
from lur.adapters.voice.edge.wishes import Statement
from lur.adapters.voice.media.recording_format import read_recording
from lur.adapters.voice.phone import PhoneCall
from lur.adapters.voice.phone.tone import share_of_tone
from lur.adapters.voice.protocol import Tell
from lur.core.commands import AcceptOffer, EndContact, KeepStatement
from lur.core.ids import ContactId
from lur.wire import words

pytestmark = pytest.mark.anyio
BEEP_HZ = 880


async def telling(world: World, keys: str = "2") -> tuple[PhoneCall, ContactId]:
    """A customer who waits, has pressed these keys, heard the tone and speaks."""
    line, contact_id = await world.caller()
    await until(lambda: any(isinstance(prompt, words.Greeting) for prompt in world.sounds.said))
    await until(lambda: line.sound.packets_in > 50)
    await until(lambda: not listens_to(line, 300))
    for key in keys:
        line.sound.press(key)
    await until(lambda: words.StatementIntro() in world.sounds.said)
    await until(lambda: recorded(world))
    return line, contact_id


def recorded(world: World, at_least_bytes: int = 1) -> list[Path]:
    """The statements that lie on disk and have grown so long."""
    files = world.data.glob("recordings/*/*/*/statement-*.lurrec")
    return [path for path in files if path.stat().st_size >= at_least_bytes]


async def spoken(world: World, seconds: int = 2) -> None:
    """Wait until so much was said and is on disk."""
    await until(lambda: recorded(world, seconds * 16_000))


async def kept(world: World) -> tuple[KeepStatement, Statement, bytes]:
    """What the runtime hears of the statement: the fact, what lies in the vault, and the sound itself."""
    fact = await world.runtime.heard(KeepStatement)
    (body,) = world.runtime.personal("statement")
    statement = msgspec.json.decode(body, type=Statement)
    assert statement.statement_id == fact.statement_id
    keys = dict(value.rsplit(":", 1) for value in world.runtime.personal("recording_key"))
    key = base64.b64decode(keys[fact.statement_id])
    return fact, statement, b"".join(read_recording(world.data / statement.file, key))


def holds_the_customer(sound: bytes) -> bool:
    """Whether the left channel is the customer's tone, and the right one silent."""
    left, right = sound[0::2], sound[1::2]
    return share_of_tone(left[8_000:12_000], CUSTOMER_HZ, alaw=True) > 0.9 and len(set(right)) == 1


async def test_what_is_said_after_the_tone_is_kept(world: World) -> None:
    """Hash ends it; it is confirmed, the music comes back, and the place is told again."""
    line, contact_id = await telling(world)
    await spoken(world)
    world.runtime.send(Tell(contact_id=contact_id, seq=1, place=1, low_ms=None, high_ms=None))
    line.sound.press("7")
    line.sound.press("#")
    await until(lambda: words.StatementKept() in world.sounds.said)
    fact, statement, sound = await kept(world)
    assert (fact.contact_id, fact.form, fact.tell_all) == (contact_id, "voice", False)
    assert 2_000 <= fact.duration_ms == statement.duration_ms <= 10_000
    assert holds_the_customer(sound)
    assert not world.runtime.personal("key")
    assert words.PlaceInQueue(1) not in world.sounds.said
    world.runtime.send(Tell(contact_id=contact_id, seq=2, place=1, low_ms=None, high_ms=None))
    await until(lambda: words.PlaceInQueue(1) in world.sounds.said)
    assert not world.runtime.commands(EndContact)


async def test_one_first_means_that_they_want_to_tell_it_all(world: World) -> None:
    """The agent sees it; the tone is heard before anything is recorded, and nothing else meanwhile."""
    line, _ = await telling(world, "21")
    assert words.TellAllNoted() in world.sounds.said
    await spoken(world, 1)
    assert not listens_to(line, BEEP_HZ, frames=4)
    assert len(set(line.sound.heard[-1600:])) == 1
    line.sound.press("#")
    fact, _, _ = await kept(world)
    assert fact.tell_all


async def test_an_agent_who_answers_in_the_middle_is_heard(world: World) -> None:
    """What was said until then is kept, and the talk is a recording of its own."""
    anna = await world.phone("anna")
    line, contact_id = await telling(world)
    await spoken(world)
    await world.offer(anna, contact_id)
    await world.runtime.heard(AcceptOffer)
    assert not world.runtime.commands(KeepStatement)
    world.runtime.want(contact_id, "talking", agent="anna", offer="offer-1")
    await hears(line, AGENT_HZ)
    _, _, sound = await kept(world)
    assert holds_the_customer(sound)
    await until(lambda: list(world.data.glob("recordings/*/*/*/rec-*.lurrec")))


async def test_who_hangs_up_in_the_middle_has_said_it(world: World) -> None:
    """It is told before the contact ends, or nobody would know whose it is."""
    line, _ = await telling(world)
    await spoken(world)
    line.hang_up()
    await world.runtime.heard(EndContact)
    told = [type(fact.command) for fact in world.runtime.facts]
    assert told.index(KeepStatement) < told.index(EndContact)
    _, _, sound = await kept(world)
    assert holds_the_customer(sound)


async def test_a_statement_outlives_a_clean_stop(world: World) -> None:
    """It is told before we say goodbye to everybody."""
    await telling(world)
    await spoken(world)
    assert world.edge is not None
    world.edge.stop()
    await world.runtime.heard(EndContact)
    told = [type(fact.command) for fact in world.runtime.facts]
    assert told.index(KeepStatement) < told.index(EndContact)


async def test_a_statement_ends_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a tone and a word; what was said is kept."""
    monkeypatch.setattr(recorder, "LONGEST_MS", 2_000)
    line, _ = await telling(world)
    await hears(line, BEEP_HZ)
    await until(lambda: words.StatementFull() in world.sounds.said)
    fact, _, sound = await kept(world)
    assert 2_000 <= fact.duration_ms <= 2_200
    assert holds_the_customer(sound)
    assert words.StatementKept() not in world.sounds.said


async def test_a_killed_edge_goes_on_listening(world: World) -> None:
    """The media plane records on, and hash still ends it."""
    line, _ = await telling(world)
    await spoken(world, 1)
    await world.abandon_edge()
    await world.start_edge()
    await spoken(world, 3)
    line.sound.press("#")
    await until(lambda: words.StatementKept() in world.sounds.said)
    fact, _, sound = await kept(world)
    assert fact.duration_ms >= 3_000
    assert holds_the_customer(sound)


async def test_a_killed_media_plane_loses_the_last_second_at_most(world: World) -> None:
    """The customer is told that it is kept, and waits on."""
    line, contact_id = await telling(world)
    await spoken(world)
    await world.kill_media()
    await world.start_media()
    await until(lambda: words.StatementKept() in world.sounds.said, 20_000)
    fact, _, sound = await kept(world)
    assert fact.duration_ms >= 2_000
    assert len(sound) == fact.duration_ms * 16
    assert holds_the_customer(sound)
    world.runtime.send(Tell(contact_id=contact_id, seq=2, place=1, low_ms=None, high_ms=None))
    await hears(line, 500)


async def test_who_says_nothing_has_said_nothing(world: World) -> None:
    """Nothing is kept of a key pressed by mistake, not even a file."""
    line, _ = await telling(world)
    line.sound.press("#")
    await until(lambda: not recorded(world))
    line.sound.press("5")
    await until(lambda: world.runtime.personal("key") == ["5"])
    assert not world.runtime.commands(KeepStatement)
    assert words.StatementKept() not in world.sounds.said


async def test_two_during_the_greeting_is_no_statement(world: World) -> None:
    """The notice is heard first."""
    world.sounds.lengths_ms[words.Greeting] = 5_000
    line, _ = await world.caller()
    await hears(line, 300)
    line.sound.press("2")
    await until(lambda: world.runtime.personal("key") == ["2"])
    assert words.StatementIntro() not in world.sounds.said
