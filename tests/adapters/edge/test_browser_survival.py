"""Broken paths, reloads, takeovers and kills under a talk at a desk: at worst music, then the same talk."""

from __future__ import annotations

import pytest
from tests.adapters.edge.desk import Desk
from tests.adapters.edge.runtime import until
from tests.adapters.edge.test_talking import recorded
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, World, hears, listens_to
from tests.fakes.browser_peer import BrowserPeer

from lur.adapters.voice.edge import desks
from lur.adapters.voice.phone import PhoneCall
from lur.adapters.voice.phone.tone import share_of_tone
from lur.core.commands import EndContact, KeepRecording, ReturnContact

pytestmark = pytest.mark.anyio


async def hears_music(call: PhoneCall) -> None:
    """Wait until what comes is neither silence nor the agent."""
    await until(lambda: not listens_to(call, AGENT_HZ))
    call.sound.heard.clear()
    await until(lambda: len(call.sound.heard) > 3_200 and is_loud(call) and not listens_to(call, AGENT_HZ))


def is_loud(call: PhoneCall | Desk) -> bool:
    """Not silence."""
    return any(byte not in (0xD5, 0x55) for byte in call.sound.heard[-1600:])


async def hear_each_other(call: PhoneCall, desk: Desk) -> None:
    """Both hear each other, by what comes from now on."""
    call.sound.heard.clear()
    desk.sound.heard.clear()
    await hears(call, AGENT_HZ)
    await hears(desk, CUSTOMER_HZ)


async def test_a_reload_keeps_the_talk(world: World) -> None:
    """The page goes and comes: music in between, the same talk after, in one recording."""
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    desk.reload()
    await hears_music(call)
    await desk.connect()
    await hear_each_other(call, desk)
    world.runtime.want(contact_id, "ended")
    await world.runtime.heard(KeepRecording)
    assert len(world.runtime.personal("recording_key")) == 1
    assert not world.runtime.commands(ReturnContact)


async def test_what_was_held_stays_held_after_a_reload(world: World) -> None:
    """A path that comes back ends no hold."""
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    world.runtime.want(contact_id, "held", agent="anna")
    desk.reload()
    await until(lambda: not desk.is_up())
    await desk.connect()
    desk.sound.heard.clear()
    await until(lambda: len(desk.sound.heard) > 3_200)
    assert not listens_to(desk, CUSTOMER_HZ)
    assert not listens_to(call, AGENT_HZ)
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear_each_other(call, desk)


async def test_a_desk_that_does_not_come_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the grace the customer is back in the queue with music, and the desk may be the phone again."""
    monkeypatch.setattr(desks, "BROWSER_GRACE_MS", 500)
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    desk.reload()
    returned = await world.runtime.heard(ReturnContact)
    assert (returned.contact_id, returned.reason) == (contact_id, "agent_line_lost")
    world.runtime.want(contact_id, "waiting")
    await hears_music(call)
    await desk.connect()
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear_each_other(call, desk)
    assert len(world.runtime.commands(ReturnContact)) == 1


async def test_nobody_is_taken_back_while_the_loss_is_not_acknowledged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The runtime still wants the talk when the edge has given it up: it is not begun again."""
    monkeypatch.setattr(desks, "BROWSER_GRACE_MS", 500)
    world.runtime.mute.add(ReturnContact)
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    desk.reload()
    await world.runtime.heard(ReturnContact)
    await desk.connect()
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears_music(call)
    desk.sound.heard.clear()
    await until(lambda: len(desk.sound.heard) > 1_600)
    assert not listens_to(desk, CUSTOMER_HZ)
    assert len(world.runtime.commands(ReturnContact)) == 1


async def test_answer_without_a_path_waits_for_it(world: World) -> None:
    """An agent who answers in the moment of a reload gets the call when the page is back."""
    desk = await world.desk()
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    desk.reload()
    await until(lambda: not desk.is_up())
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears_music(call)
    await desk.connect()
    await hear_each_other(call, desk)
    assert not world.runtime.commands(ReturnContact)


async def test_answer_without_a_path_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent who answers and is not there loses the call to the queue after the grace."""
    monkeypatch.setattr(desks, "BROWSER_GRACE_MS", 500)
    desk = await world.desk()
    _, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    desk.leave()
    world.runtime.want(contact_id, "talking", agent="anna")
    assert (await world.runtime.heard(ReturnContact)).contact_id == contact_id


async def test_another_desk_takes_over_while_talking(world: World) -> None:
    """The second desk has the talk as soon as it has a path; the first one's leaving changes nothing."""
    first = await world.desk()
    call, _ = await world.talk_at(first)
    second = await world.desk(desk="desk-2")
    await hear_each_other(call, second)
    first.leave()
    await until(lambda: second.health is not None and second.health.up)
    assert first.health is None
    await until(lambda: first.peer.state == "closed")
    await hear_each_other(call, second)
    assert not world.runtime.commands(ReturnContact)


async def test_the_first_desk_speaks_until_the_second_can(world: World) -> None:
    """An offer alone interrupts nobody: as long as the new connection is not there, the old one is heard."""
    first = await world.desk()
    call, _ = await world.talk_at(first)
    answer = await world.page(desk="desk-2").offer(BrowserPeer().offer())
    assert answer.sdp
    await hear_each_other(call, first)


async def test_a_desk_that_leaves_in_a_talk_may_be_followed(world: World) -> None:
    """Leaving is a lost path first: music, and the next desk of the agent's has the talk."""
    first = await world.desk()
    call, contact_id = await world.talk_at(first)
    first.leave()
    await hears_music(call)
    await until(lambda: not listens_to(first, CUSTOMER_HZ))
    second = await world.desk(desk="desk-2")
    await hear_each_other(call, second)
    world.runtime.want(contact_id, "ended")
    await call.over()
    assert second.peer.state == "connected"


async def test_a_desk_that_left_is_gone_when_the_talk_ends(world: World) -> None:
    """The customer hangs up in the grace: the leg of the desk that left goes with the talk."""
    desk = await world.desk()
    call, _ = await world.talk_at(desk)
    desk.leave()
    await hears_music(call)
    call.hang_up()
    await world.runtime.heard(EndContact)
    await until(lambda: desk.peer.state == "closed")


async def test_media_plane_comes_back(world: World) -> None:
    """The standing legs die with the plane: the runtime hears it, the desk is in no telemetry, the customer
    has music; with a new connection the talk goes on, and a second part is recorded."""
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    await until(lambda: desk.health is not None)
    await until(lambda: len(desk.sound.heard) > 12_000)
    await world.kill_media()
    await until(lambda: not desk.is_up() and desk.health is None)
    call.sound.heard.clear()
    await world.start_media()
    await hears_music(call)
    await desk.connect()
    await hear_each_other(call, desk)
    first = await world.runtime.heard(KeepRecording)
    world.runtime.want(contact_id, "ended")
    second = await world.runtime.heard(KeepRecording, 2)
    assert second.recording_id != first.recording_id
    assert not world.runtime.commands(ReturnContact)


async def test_talk_outlives_the_edge(world: World) -> None:
    """The edge dies and comes back: both heard each other all the time, the desk is the phone still, and the
    next talk is on the same connection."""
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    await world.abandon_edge()
    await hear_each_other(call, desk)
    told = len(world.runtime.paths)
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    await until(lambda: desk.is_up(since=told))
    await until(lambda: desk.health is not None and desk.health.up)
    await hear_each_other(call, desk)
    world.runtime.want(contact_id, "ended")
    await call.over()
    await world.runtime.heard(KeepRecording)
    await world.talk_at(desk, offer="offer-2")
    assert len(world.runtime.personal("recording_key")) == 2


async def test_ringing_outlives_the_edge(world: World) -> None:
    """Rung before the kill, answered after it, by a page that noticed nothing."""
    desk = await world.desk()
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: world.edge.knows(contact_id))
    await world.abandon_edge()
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear_each_other(call, desk)


async def test_an_idle_desk_outlives_the_edge(world: World) -> None:
    """A standing leg that nobody talks on is no stray."""
    desk = await world.desk()
    await world.abandon_edge()
    world.runtime.telemetry = None
    await world.start_edge()
    await until(lambda: desk.health is not None and desk.health.up)
    await world.talk_at(desk)
    assert desk.peer.state == "connected"


async def test_path_lost_while_the_edge_was_dead(world: World) -> None:
    """A page that vanished meanwhile is noticed at once after the restart."""
    desk = await world.desk()
    call, _ = await world.talk_at(desk)
    await world.abandon_edge()
    desk.reload()
    await until(lambda: not listens_to(call, AGENT_HZ))
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    await hears_music(call)
    await desk.connect()
    await hear_each_other(call, desk)


async def test_both_die_at_once(world: World) -> None:
    """Edge and media plane die together: the desk is known but has no leg, and a new offer brings the talk
    back."""
    desk = await world.desk()
    call, _ = await world.talk_at(desk)
    await world.abandon_edge()
    await world.kill_media()
    call.sound.heard.clear()
    world.runtime.telemetry = None
    await world.start_media()
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    await hears_music(call)
    assert desk.health is None
    await desk.connect()
    await hear_each_other(call, desk)
    assert not world.runtime.commands(ReturnContact)


async def test_talk_outlives_the_runtime(world: World) -> None:
    """While the runtime is away nothing happens to the sound; when it is back it hears of the path."""
    desk = await world.desk()
    call, contact_id = await world.talk_at(desk)
    await world.runtime.stop()
    await hear_each_other(call, desk)
    told = len(world.runtime.paths)
    world.runtime.telemetry = None
    await world.runtime.start()
    await until(lambda: desk.is_up(since=told))
    await until(lambda: desk.health is not None)
    await hear_each_other(call, desk)
    world.runtime.want(contact_id, "ended")
    await call.over()


async def test_agents_of_two_talks_in_one_list(world: World) -> None:
    """After an absence the agent's talk is another: the new one is joined and recorded, the old one apart,
    in whichever order they are told."""
    desk = await world.desk()
    older, waiting = await world.caller()
    call, talking = await world.talk_at(desk)
    await world.runtime.stop()
    world.runtime.restate(talking, "waiting")
    world.runtime.restate(waiting, "talking", agent="anna")
    await world.runtime.start()
    await hear_each_other(older, desk)
    await hears_music(call)
    await until(lambda: len(desk.sound.heard) > 16_000)
    world.runtime.want(waiting, "ended")
    await world.runtime.heard(KeepRecording, 2)
    _, right = recorded(world, 1)
    assert share_of_tone(right[len(right) // 2 :][:800], AGENT_HZ) > 0.8
