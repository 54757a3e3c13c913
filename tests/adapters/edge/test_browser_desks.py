"""Agents whose phone is a browser: rung and answered without a word to it, bridged with its standing leg."""

from __future__ import annotations

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.test_talking import recorded
from tests.adapters.edge.world import (
    AGENT_HZ,
    CUSTOMER_HZ,
    FRAME,
    GREETING_LIMIT_MS,
    PROMPT_HZ,
    World,
    hears,
    listens_to,
)
from tests.fakes.browser_peer import BrowserPeer

from lur.adapters.voice.edge import desks
from lur.adapters.voice.phone import Ignore
from lur.adapters.voice.phone.tone import share_of_tone
from lur.core.commands import AcceptOffer, DeclineOffer, EndContact, KeepRecording
from lur.wire import words

pytestmark = pytest.mark.anyio


def counted(world: World, name: str) -> int:
    """A counter, as the runtime was told last."""
    return 0 if world.runtime.telemetry is None else world.runtime.telemetry.counters[name]


async def test_a_desk_becomes_the_phone(world: World) -> None:
    """An offer is answered, the path is told when it is there, and the desk is in the telemetry."""
    desk = await world.desk()
    assert desk.peer.state == "connected"
    await until(lambda: desk.health is not None and desk.health.up)
    assert (desk.health.agent_id, desk.health.desk_id) == ("anna", "desk-1")
    assert counted(world, "browser_offers") == 1


@pytest.mark.parametrize(
    ("sdp", "code"),
    [
        ("hello", "malformed_sdp"),
        (BrowserPeer().offer().replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "not_secure"),
        ("v=0\r\n" + "a=x\r\n" * 4_000, "too_large"),
    ],
)
async def test_an_offer_that_cannot_be_used_is_refused(world: World, sdp: str, code: str) -> None:
    """The desk hears why, and the phone that was stays."""
    desk = await world.desk()
    answer = await desk.offer(sdp)
    assert (answer.code, answer.sdp) == (code, "")
    await until(lambda: counted(world, f"browser_refused_{code}") == 1)
    assert desk.health is not None


async def test_without_a_media_plane_the_desk_is_told(bare_world: World) -> None:
    """An offer waits a moment for a plane that is being started, and is then refused."""
    await bare_world.runtime.start()
    edge = await bare_world.start_edge(ready=False)
    await edge.ready.wait()
    await until(lambda: bare_world.runtime.hellos)
    page = bare_world.page()
    assert (await page.offer(BrowserPeer().offer())).code == "media_unavailable"


async def test_answer_connects_at_once_and_records(world: World) -> None:
    """Ringing says nothing to the phone; the talk that is wanted is bridged, and each has a channel."""
    sip = await world.phone("anna")
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    await until(lambda: len(desk.sound.heard) > 8_000)
    world.runtime.want(contact_id, "ended")
    await call.over()
    await world.runtime.heard(KeepRecording)
    left, right = recorded(world)
    middle = slice(len(left) // 2, len(left) // 2 + 800)
    assert share_of_tone(left[middle], CUSTOMER_HZ) > 0.8
    assert share_of_tone(right[middle], AGENT_HZ) > 0.8
    assert not sip.calls
    assert not world.runtime.commands(AcceptOffer)


async def test_an_offer_rings_at_the_desk_alone(world: World) -> None:
    """The SIP phone of an agent who works in the browser is left in peace, also while nobody answers."""
    sip = await world.phone("anna")
    await world.desk()
    _, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: counted(world, "offers_rung") == 1)
    assert not sip.calls
    assert not world.runtime.commands(DeclineOffer)


async def test_accept_that_nobody_announced(world: World) -> None:
    """From waiting to talking in one step, as after an absence: the standing leg is there all the same."""
    desk = await world.desk()
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(desk, CUSTOMER_HZ)


async def test_accept_at_the_desk_stops_a_ringing_phone(world: World) -> None:
    """Who opened the desk while the SIP phone rang, and answers there, has the call there."""
    sip = await world.phone("anna", Ignore())
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: sip.calls)
    desk = await world.desk()
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(desk, CUSTOMER_HZ)
    await hears(call, AGENT_HZ)
    await sip.calls[0].over()


async def test_offer_taken_back_leaves_the_desk_as_it_was(world: World) -> None:
    """A withdrawn offer is only a state; the next one is answered on the same leg."""
    desk = await world.desk()
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    world.runtime.want(contact_id, "waiting")
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-2")
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(desk, CUSTOMER_HZ)
    assert not world.runtime.commands(DeclineOffer)


async def test_soft_tone_at_the_desk_until_the_notice_was_heard(bare_world: World) -> None:
    """Nobody is connected before the recording notice is over; until then the agent hears a soft tone."""
    bare_world.sounds.lengths_ms[words.Greeting] = 1_500
    await bare_world.start()
    desk = await bare_world.desk()
    call, contact_id = await bare_world.caller()
    bare_world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, PROMPT_HZ[words.Greeting])
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in desk.sound.heard))
    assert listens_to(call, PROMPT_HZ[words.Greeting])
    assert not listens_to(desk, CUSTOMER_HZ)
    await hears(call, AGENT_HZ)
    await hears(desk, CUSTOMER_HZ)


async def test_soft_tone_ends_with_a_customer_who_leaves(bare_world: World) -> None:
    """Who hangs up during the notice leaves a silent desk."""
    bare_world.sounds.lengths_ms[words.Greeting] = 20_000
    await bare_world.start()
    desk = await bare_world.desk()
    call, contact_id = await bare_world.caller()
    bare_world.runtime.want(contact_id, "talking", agent="anna")
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in desk.sound.heard))
    call.hang_up()
    await until(lambda: bytes(desk.sound.heard[-24_000:]) == b"\xd5" * 24_000)


async def test_the_leg_stands_when_a_talk_ends(world: World) -> None:
    """After the end the desk hears silence, and the next talk is on the same connection."""
    desk = await world.desk()
    call, _ = await world.talk_at(desk)
    call.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "customer"
    await until(lambda: bytes(desk.sound.heard[-800:]) == b"\xd5" * 800)
    await world.talk_at(desk, offer="offer-2")
    assert desk.peer.state == "connected"


async def test_a_returned_customer_hears_music_and_the_desk_nothing(world: World) -> None:
    """Moved or returned to a queue out of a hold: apart, and the leg no longer on hold."""
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: not listens_to(call, AGENT_HZ))
    world.runtime.want(contact_id, "waiting")
    await until(lambda: bytes(desk.sound.heard[-800:]) == b"\xd5" * 800)
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in call.sound.heard[-800:]))
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(desk, CUSTOMER_HZ)


async def test_hold_at_a_desk(world: World) -> None:
    """Held: the customer hears music; talking again, both hear each other."""
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: not listens_to(call, AGENT_HZ) and not listens_to(desk, CUSTOMER_HZ))
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(desk, CUSTOMER_HZ)


async def test_keys_of_a_desk_reach_the_customer(world: World) -> None:
    """A key the agent presses goes on by RFC 4733, and declines nothing."""
    desk = await world.desk()
    call, _ = await world.talk_at(desk)
    for key in "49#":
        desk.sound.press(key)
    await until(lambda: call.sound.keys_heard == "49#")
    assert not world.runtime.personal("key")


async def test_echo_lets_agents_hear_themselves_outside_talks(world: World) -> None:
    """The check before the shift; an offer ends it, and during a talk it cannot be asked for."""
    desk = await world.desk()
    desk.listen_to_itself(True)
    await hears(desk, AGENT_HZ)
    desk.listen_to_itself(False)
    await until(lambda: not listens_to(desk, AGENT_HZ))
    desk.listen_to_itself(True)
    await hears(desk, AGENT_HZ)
    _, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: not listens_to(desk, AGENT_HZ))
    desk.listen_to_itself(True)
    await until(lambda: counted(world, "browser_echoes_refused") == 1)
    assert not listens_to(desk, AGENT_HZ)


async def test_a_talk_that_never_rang_ends_the_echo_too(world: World) -> None:
    """Offered and taken while we were away: after the talk the desk is quiet."""
    desk = await world.desk()
    desk.listen_to_itself(True)
    await hears(desk, AGENT_HZ)
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "talking", agent="anna", offer="offer-1")
    await hears(call, AGENT_HZ, GREETING_LIMIT_MS)
    await hears(desk, CUSTOMER_HZ)
    world.runtime.want(contact_id, "waiting")
    await until(lambda: not listens_to(desk, CUSTOMER_HZ))
    begun = len(call.sound.heard)
    await until(lambda: len(call.sound.heard) > begun + 20 * FRAME)
    assert not listens_to(desk, AGENT_HZ)


async def test_a_desk_that_leaves_is_no_phone(world: World) -> None:
    """The leg is gone, and the agent is called at the SIP phone; another desk's leaving changes nothing."""
    desk = await world.desk()
    world.page(desk="desk-2").leave()
    await world.talk_at(desk)
    desk_of_bo = await world.desk("bo", "desk-3")
    desk_of_bo.leave()
    await until(lambda: desk_of_bo.health is None and desk_of_bo.peer.state == "closed")
    _, contact_id = await world.caller()
    await world.offer(await world.phone("bo"), contact_id, "bo", "offer-2")


async def test_of_two_offers_the_newest_counts(world: World) -> None:
    """A later offer, from whichever desk, takes the place of an earlier one that was not answered yet."""
    first, second = world.page(desk="desk-1"), world.page(desk="desk-2")
    world.runtime.send(first.message(BrowserPeer().offer()))
    answer = await second.offer(BrowserPeer().offer())
    assert answer.sdp
    assert [each.code for each in world.runtime.answers] == ["superseded", ""]
    await until(lambda: second.health is not None)
    assert first.health is None


async def test_a_desk_that_is_not_heard_of_is_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a path for long, and without a talk, the agent is called at the SIP phone."""
    page = await world.desk()
    await until(lambda: page.health is not None)
    monkeypatch.setattr(desks, "FORGET_MS", 10)
    page.reload()
    await until(lambda: not page.is_up())
    await until(lambda: page.health is None)
    _, contact_id = await world.caller()
    await world.offer(await world.phone("anna"), contact_id)
