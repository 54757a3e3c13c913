"""While two speak: recording, hold from either side, transfer to a queue, keys."""

from __future__ import annotations

import base64
import hashlib

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, PROMPT_HZ, World, hears, listens_to

from lur.adapters.voice.edge import keys
from lur.adapters.voice.media.recording_format import read_recording
from lur.adapters.voice.phone.tone import share_of_tone
from lur.core.commands import (
    DeclineRecording,
    EndContact,
    HoldContact,
    KeepRecording,
    LoseRecording,
    MoveContact,
    ResumeContact,
)
from lur.wire import words

pytestmark = pytest.mark.anyio


def recorded(world: World, number: int = 0) -> tuple[bytes, bytes]:
    """Left and right of a recording, opened with the key that was reported."""
    recording_id, _, key = world.runtime.personal("recording_key")[number].partition(":")
    (path,) = (world.data / "recordings").rglob(f"{recording_id}.lurrec")
    stereo = b"".join(read_recording(path, base64.b64decode(key)))
    return stereo[0::2], stereo[1::2]


async def test_recording_has_one_side_a_channel(world: World) -> None:
    """The customer is on the left, the agent on the right; the digest is the file's; the key came before."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    await until(lambda: at_agent.sound.packets_in > 60)
    call.hang_up()
    kept = await world.runtime.heard(KeepRecording)
    assert kept.contact_id == contact_id
    assert kept.duration_ms >= 500
    (path,) = (world.data / "recordings").rglob("*.lurrec")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == kept.sha256
    left, right = recorded(world)
    middle = slice(len(left) // 2, len(left) // 2 + 800)
    assert share_of_tone(left[middle], CUSTOMER_HZ) > 0.8
    assert share_of_tone(right[middle], AGENT_HZ) > 0.8


async def test_nothing_is_recorded_when_it_is_not_wanted(world: World) -> None:
    """A talk with ``record`` false has no key, no file and no fact."""
    call, _, _ = await world.talk(await world.phone("anna"), record=False)
    call.hang_up()
    await world.runtime.heard(EndContact)
    assert not world.runtime.personal("recording_key")
    assert not list((world.data).rglob("*.lurrec"))


async def test_recording_that_cannot_be_written_is_lost_aloud(world: World) -> None:
    """When the media plane cannot make the file the runtime hears why, and the talk goes on."""
    anna = await world.phone("anna")
    (world.data / "recordings").symlink_to("/proc")
    call, at_agent, contact_id = await world.talk(anna)
    assert (await world.runtime.heard(LoseRecording)).contact_id == contact_id
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)


async def test_key_nine_declines_the_recording(world: World) -> None:
    """Nine while waiting: the runtime hears it, the customer hears a confirmation, and no recording is
    made.
    """
    anna = await world.phone("anna")
    call, contact_id = await world.caller()
    call.sound.press("9")
    await world.runtime.heard(DeclineRecording)
    await hears(call, PROMPT_HZ[words.RecordingDeclined])
    await world.offer(anna, contact_id)
    world.runtime.want(contact_id, "talking", agent="anna", record=True)
    await hears(call, AGENT_HZ)
    assert not world.runtime.personal("recording_key")


async def test_other_keys_are_noted(world: World) -> None:
    """A key without a meaning is a personal note, never a command."""
    call, _ = await world.caller()
    call.sound.press("1")
    call.sound.press("#")
    await until(lambda: world.runtime.personal("key") == ["1", "#"])


async def test_keys_without_end_are_not_noted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that dials on and on costs a bounded number of writes; nine is heard all the same."""
    monkeypatch.setattr(keys, "MOST_NOTED", 2)
    call, _ = await world.caller()
    for key in "12349":
        call.sound.press(key)
    await world.runtime.heard(DeclineRecording)
    assert world.runtime.personal("key") == ["1", "2"]


async def test_hold_by_the_runtime(world: World) -> None:
    """Held: the customer hears music and not the agent; talking again, both hear each other."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: not listens_to(call, AGENT_HZ) and not listens_to(at_agent, CUSTOMER_HZ))
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)


async def test_hold_from_the_agents_phone(world: World) -> None:
    """A re-INVITE hold from the phone is a hold of the contact, with music for the customer."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    at_agent.hold(True)
    assert (await world.runtime.heard(HoldContact)).contact_id == contact_id
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: not listens_to(call, AGENT_HZ))
    at_agent.hold(False)
    await world.runtime.heard(ResumeContact)
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)


async def test_hold_from_the_customers_side(world: World) -> None:
    """A customer's hold is answered and reported to nobody; after it both hear each other again."""
    call, at_agent, _ = await world.talk(await world.phone("anna"))
    call.hold(True)
    await until(lambda: call.agreed_changes == 1)
    call.hold(False)
    await until(lambda: call.agreed_changes == 2)
    await hears(at_agent, CUSTOMER_HZ)
    assert not world.runtime.commands(HoldContact)
    assert call.refused_changes == 0


async def test_transfer_key_moves_the_contact(world: World) -> None:
    """REFER to an entry gives the contact to that queue; the agent's hanging up then ends nothing."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    at_agent.transfer("+4685551234")
    moved = await world.runtime.heard(MoveContact)
    assert (moved.contact_id, moved.queue_id) == (contact_id, "teknik")
    await until(lambda: at_agent.referral == 200)
    at_agent.hang_up()
    world.runtime.want(contact_id, "waiting")
    await until(lambda: not listens_to(call, AGENT_HZ))
    assert not world.runtime.commands(EndContact)
    assert call.state == "talking"


async def test_transfer_elsewhere_is_refused(world: World) -> None:
    """REFER to anything that is no entry gets 603 and the talk goes on."""
    call, at_agent, _ = await world.talk(await world.phone("anna"))
    at_agent.transfer("0900123456")
    await until(lambda: at_agent.referral == 603)
    await hears(call, AGENT_HZ)
    assert not world.runtime.commands(MoveContact)


async def test_last_words(world: World) -> None:
    """A contact that ends with last words hears them before the line is closed."""
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "ended", last_words="closed")
    await hears(call, PROMPT_HZ[words.QueueClosed])
    await call.over()
    assert not world.runtime.commands(EndContact)
