"""Kills: of the edge, of the media plane, and a runtime that is away. Calls, places and facts survive."""

from __future__ import annotations

import contextlib

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, PROMPT_HZ, World, hears, listens_to

from lur.adapters.voice.phone import Ignore
from lur.adapters.voice.phone.call import CallEnded
from lur.core.commands import AcceptOffer, ArriveContact, EndContact, KeepRecording
from lur.wire import words

pytestmark = pytest.mark.anyio


async def test_talk_outlives_the_edge(world: World) -> None:
    """The edge dies and comes back: both heard each other all the time, and hanging up still works."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    await world.abandon_edge()
    await hears(call, AGENT_HZ)
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    assert world.runtime.hellos[1].contacts == (contact_id,)
    await hears(at_agent, CUSTOMER_HZ)
    assert call.state == at_agent.state == "talking"
    call.hang_up()
    assert (await world.runtime.heard(EndContact)).contact_id == contact_id
    await at_agent.over()
    await world.runtime.heard(KeepRecording)
    assert len(world.runtime.commands(KeepRecording)) == 1


async def test_agent_can_hang_up_after_the_edge_was_killed(world: World) -> None:
    """The agent's BYE to a restarted edge ends the customer's line too."""
    call, at_agent, _ = await world.talk(await world.phone("anna"))
    await world.abandon_edge()
    await world.start_edge()
    at_agent.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"
    await call.over()


async def test_waiting_caller_outlives_the_edge(world: World) -> None:
    """A waiting caller is still known after a restart, and can be given to an agent."""
    anna = await world.phone("anna")
    call, contact_id = await world.caller()
    await world.abandon_edge()
    await world.start_edge()
    await world.offer(anna, contact_id)
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)


async def test_ringing_outlives_the_edge(world: World) -> None:
    """A phone that rang when the edge died can still be answered after its restart."""
    anna = await world.phone("anna", Ignore())
    _, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: anna.calls and anna.calls[0].state == "ringing")
    await until(lambda: world.edge.calls_now == 1)
    await world.abandon_edge()
    await world.start_edge()
    anna.calls[0].answer()
    assert (await world.runtime.heard(AcceptOffer)).offer_id == "offer-1"
    assert len(anna.calls) == 1


async def test_hang_up_while_the_edge_was_dead(world: World) -> None:
    """A BYE that came while the edge was dead is answered after its restart, by retransmission."""
    call, at_agent, _ = await world.talk(await world.phone("anna"))
    await world.abandon_edge()
    call.hang_up()
    await world.start_edge()
    await world.runtime.heard(EndContact)
    await at_agent.over()


async def test_media_plane_comes_back(world: World) -> None:
    """The media plane dies: when it is back both hear each other again on the same ports, and a new part is
    recorded; the first part is kept."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    await until(lambda: at_agent.sound.packets_in > 75)
    ports = call.sound.remote, at_agent.sound.remote
    await world.kill_media()
    call.sound.heard.clear()
    at_agent.sound.heard.clear()
    await world.start_media()
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)
    assert (call.sound.remote, at_agent.sound.remote) == ports
    first = await world.runtime.heard(KeepRecording)
    assert first.contact_id == contact_id
    call.hang_up()
    second = await world.runtime.heard(KeepRecording, 2)
    assert second.recording_id != first.recording_id


async def test_waiting_caller_gets_music_back(world: World) -> None:
    """The media plane dies while a caller waits: music is back when the plane is."""
    call, _ = await world.caller()
    await hears(call, PROMPT_HZ[words.Greeting])
    await world.kill_media()
    call.sound.heard.clear()
    await world.start_media()
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in call.sound.heard))


async def test_both_die_at_once(world: World) -> None:
    """Edge and media plane die together; both come back, and so does the talk."""
    call, at_agent, _ = await world.talk(await world.phone("anna"))
    await world.abandon_edge()
    await world.kill_media()
    call.sound.heard.clear()
    await world.start_media()
    await world.start_edge()
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)


async def test_facts_wait_for_the_runtime(world: World) -> None:
    """What happened while the runtime was away is told when it is back, once, in order."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    await world.runtime.stop()
    at_agent.hang_up()
    await call.over()
    newcomer = await (await world.phone(name="ny")).call("support")
    await newcomer.answered()
    assert not world.runtime.commands(EndContact)
    await world.runtime.start()
    ended = await world.runtime.heard(EndContact)
    arrived = await world.runtime.heard(ArriveContact, 2)
    assert (ended.contact_id, ended.ended_by) == (contact_id, "agent")
    assert ended.at <= arrived.at
    assert newcomer.state == "talking"


async def test_facts_outlive_the_edge(world: World) -> None:
    """A fact that nobody acknowledged is told by the edge's next life, with the same id."""
    world.runtime.mute.add(EndContact)
    call, _ = await world.caller()
    call.hang_up()
    first = await world.runtime.heard(EndContact)
    await world.abandon_edge()
    count = len(world.runtime.facts)
    world.runtime.mute.clear()
    await world.start_edge()
    await until(lambda: len(world.runtime.facts) > count)
    assert [each.command_id for each in world.runtime.commands(EndContact)] == [first.command_id]


async def test_newcomers_when_the_runtime_stays_away(bare_world: World) -> None:
    """A caller of whom the runtime cannot be told hears an apology after a while; later ones get 503."""
    world = bare_world
    await world.start(runtime_patience_ms=1_500)
    known, _ = await world.caller()
    await world.runtime.stop()
    newcomer = await (await world.phone(name="ny")).call("support")
    await newcomer.answered()
    await hears(newcomer, PROMPT_HZ[words.Apology])
    await newcomer.over()
    late = await (await world.phone(name="sen")).call("support")
    with pytest.raises(CallEnded) as refused:
        await late.answered()
    assert refused.value.status == 503
    assert known.state == "talking"


async def test_arrival_that_cannot_be_journaled(world: World) -> None:
    """The runtime cannot write its journal: the newcomer hears an apology, is hung up, and is told of
    later.
    """
    world.runtime.verdicts[ArriveContact] = ("unavailable", "disk_full")
    call = await (await world.phone(name="ny")).call("support")
    await call.answered()
    await hears(call, PROMPT_HZ[words.Apology])
    await call.over()
    world.runtime.verdicts.clear()
    count = len(world.runtime.facts)
    await until(lambda: len(world.runtime.facts) > count)
    assert len(world.runtime.commands(ArriveContact)) == 1


async def test_call_that_the_runtime_does_not_know(world: World) -> None:
    """After a reconnect a call of ours that no contact belongs to is hung up with an apology."""
    call, contact_id = await world.caller()
    await until(lambda: world.edge.knows(contact_id))
    await world.runtime.stop()
    world.runtime.wanted.clear()
    await world.runtime.start()
    await hears(call, PROMPT_HZ[words.Apology])
    await call.over()
    with contextlib.suppress(TimeoutError):
        assert (await world.runtime.heard(EndContact)).cause == "repaired"


async def test_clean_stop_hangs_up(world: World) -> None:
    """SIGTERM: both lines are hung up and the contacts end with the reason."""
    call, at_agent, _ = await world.talk(await world.phone("anna"))
    world.edge.stop()
    await call.over()
    await at_agent.over()
    assert (await world.runtime.heard(EndContact)).cause == "stopped"
    assert not listens_to(call, PROMPT_HZ[words.Apology])
