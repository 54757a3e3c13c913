"""Calling back through kills: of the edge, the runtime and the media plane; and lines that die in silence."""

from __future__ import annotations

import pytest
from tests.adapters.edge.customers import CONTACT, agent_waits, called_back, dialling, offered, telco
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, PROMPT_HZ, World, directory, hears

from lur.adapters.voice.edge import silence
from lur.adapters.voice.edge.conversation import APART, Joint
from lur.adapters.voice.media.protocol import LegStats, Stats
from lur.adapters.voice.phone import Answer, Ignore, Refuse
from lur.adapters.voice.phone.tone import tone
from lur.core.commands import AcceptOffer, EndContact, ReportAttempt, ReturnContact
from lur.wire import sip, words

pytestmark = pytest.mark.anyio

RINGBACK_HZ = 425


async def test_ringing_customer_outlives_the_edge(bare_world: World) -> None:
    """The edge dies while the customer's phone rings: it rings on, once, and is answered afterwards."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    call = await customer.called()
    await hears(at_agent, RINGBACK_HZ)
    await world.abandon_edge()
    await world.start_edge()
    call.answer()
    await call.answered()
    call.sound.play(tone(CUSTOMER_HZ))
    assert (await world.runtime.heard(ReportAttempt)).miss is None
    world.runtime.want(CONTACT, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)
    assert len(customer.calls) == 1


async def test_offer_without_a_line_outlives_the_edge(world: World) -> None:
    """The agent's phone that rang for nobody yet can be answered after the restart."""
    anna = await world.phone("anna", Ignore())
    offered(world)
    await until(lambda: anna.calls and anna.calls[0].state == "ringing")
    await world.abandon_edge()
    await world.start_edge()
    anna.calls[0].answer()
    assert (await world.runtime.heard(AcceptOffer)).offer_id == "offer-1"
    assert len(anna.calls) == 1
    assert not world.runtime.commands(EndContact)


async def test_an_edge_without_memory_rings_for_it_too(bare_world: World) -> None:
    """What is wanted is enough: an edge that never saw the contact rings the agent."""
    world = bare_world
    world.runtime.restate(CONTACT, "offered", agent="anna", offer="offer-1", on_line=False)
    await world.start()
    anna = await world.phone("anna")
    offered(world, offer="offer-2")
    await until(lambda: anna.calls)
    assert world.runtime.hellos[0].contacts == ()


async def test_an_edge_without_memory_has_lost_the_agent(bare_world: World) -> None:
    """An agent whom no line leads to any more cannot call: the contact goes back at once."""
    world = bare_world
    dialling(world)
    await world.start()
    assert (await world.runtime.heard(ReturnContact)).contact_id == CONTACT
    assert not world.runtime.commands(ReportAttempt)


async def test_talk_with_one_we_called_outlives_the_edge(bare_world: World) -> None:
    """A talk that began with our call is owned again as any other."""
    world = bare_world
    customer = await telco(world)
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    call, at_agent = await called_back(world, customer)
    await world.abandon_edge()
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    assert world.runtime.hellos[1].contacts == (CONTACT,)
    call.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "customer"
    await at_agent.over()


@pytest.mark.parametrize("kill_edge", [False, True])
async def test_a_told_attempt_is_not_made_again(bare_world: World, kill_edge: bool) -> None:
    """A runtime that died before it knew how the attempt went is told; nobody is called twice."""
    world = bare_world
    customer = await telco(world, Refuse(486))
    world.runtime.directory = directory((customer.trunk(),))
    world.runtime.mute.add(ReportAttempt)
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    await world.runtime.heard(ReportAttempt)
    await world.runtime.stop()
    if kill_edge:
        await world.abandon_edge()
    customer.phone.manner = Answer()
    await world.runtime.start()
    if kill_edge:
        await world.start_edge()
    told = len(world.runtime.facts)
    await until(lambda: len(world.runtime.facts) > told or len(world.runtime.hellos) == 2)
    await world.settled()
    assert len(customer.calls) == 1
    assert {each.miss for each in world.runtime.commands(ReportAttempt)} == {"busy"}


async def test_a_told_attempt_outlives_a_clean_stop(bare_world: World) -> None:
    """Both stop before the runtime knew; the desk is still there, and still nobody is called twice."""
    world = bare_world
    customer = await telco(world, Refuse(486))
    world.runtime.directory = directory((customer.trunk(),))
    world.runtime.mute.add(ReportAttempt)
    await world.start()
    await world.desk()
    offered(world)
    dialling(world)
    await world.runtime.heard(ReportAttempt)
    await world.stop_edge()
    customer.phone.manner = Answer()
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    await world.settled()
    assert len(customer.calls) == 1
    assert {each.miss for each in world.runtime.commands(ReportAttempt)} == {"busy"}


async def test_customer_answers_and_leaves_while_the_runtime_is_dead(bare_world: World) -> None:
    """Both facts wait for the runtime, in order, and what it wanted before does not call again."""
    world = bare_world
    customer = await telco(world)
    world.runtime.directory = directory((customer.trunk(),))
    world.runtime.mute |= {ReportAttempt, EndContact}
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    call = await customer.picked_up()
    await world.runtime.heard(ReportAttempt)
    await world.runtime.stop()
    call.hang_up()
    await at_agent.over()
    await world.runtime.start()
    await world.runtime.heard(EndContact)
    await world.settled()
    assert len(customer.calls) == 1
    kinds = [type(fact.command) for fact in world.runtime.facts]
    assert kinds.index(ReportAttempt) < kinds.index(EndContact)


async def test_ringing_outlives_the_media_plane(bare_world: World) -> None:
    """The plane dies while it rings: the agent hears it ring again, and the talk comes to be."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    call = await customer.called()
    await hears(at_agent, RINGBACK_HZ)
    await world.kill_media()
    at_agent.sound.heard.clear()
    await world.start_media()
    await hears(at_agent, RINGBACK_HZ, 15_000)
    call.answer()
    await call.answered()
    call.sound.play(tone(CUSTOMER_HZ))
    world.runtime.want(CONTACT, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)


async def test_the_edge_dies_in_the_promise(world: World) -> None:
    """Who was being let go is let go by the next edge."""
    call, contact_id = await world.caller()
    world.sounds.length_ms = 1_000
    world.runtime.want(contact_id, "waiting", on_line=False)
    await hears(call, PROMPT_HZ[words.CallbackPromised])
    await world.abandon_edge()
    await world.start_edge()
    await call.over()
    await world.settled()
    assert not world.runtime.commands(EndContact)


async def test_a_clean_stop_ends_no_callback(world: World) -> None:
    """Those on a line are lost when we stop; those who wait to be called are not."""
    anna = await world.phone("anna", Ignore())
    offered(world)
    _, contact_id = await world.caller()
    await until(lambda: anna.calls)
    assert world.edge is not None
    world.edge.stop()
    ended = await world.runtime.heard(EndContact)
    assert (ended.contact_id, ended.cause) == (contact_id, "stopped")
    assert len(world.runtime.commands(EndContact)) == 1


async def test_a_line_that_died_in_silence(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A waiting caller who was heard, is silent, and whose phone does not answer any more is a lost line."""
    monkeypatch.setattr(silence, "SILENT_MS", 1_000)
    await bare_world.start(timing=sip.Timing(t1_ms=20))
    call, contact_id = await bare_world.caller()
    await until(lambda: call.sound.packets_in > 10)
    bare_world.unplug()
    ended = await bare_world.runtime.heard(EndContact)
    assert (ended.contact_id, ended.ended_by, ended.cause) == (contact_id, "system", "line_lost")


async def test_a_silent_phone_stays(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that sends nothing in silence says that it is there, as often as it is asked."""
    monkeypatch.setattr(silence, "SILENT_MS", 500)
    monkeypatch.setattr(silence, "ASK_AGAIN_MS", 500)
    await bare_world.start(timing=sip.Timing(t1_ms=20))
    call, _ = await bare_world.caller()
    await until(lambda: call.sound.packets_in > 10)
    call.sound.pause()
    await until(lambda: _asked(bare_world) >= 3)
    assert call.state == "talking"
    assert not bare_world.runtime.commands(EndContact)


@pytest.mark.parametrize(
    ("heard_ago_ms", "bridged", "asked"),
    [(None, False, 0), (9_999, False, 0), (10_000, False, 1), (10_000, True, 0)],
)
async def test_who_is_asked(world: World, heard_ago_ms: int | None, bridged: bool, asked: int) -> None:
    """Who never spoke tells nothing by being silent, and who talks has an agent who notices."""
    _, contact_id = await world.caller()
    house = world.house
    talk = house.talks.get(contact_id)
    assert talk is not None
    talk.joint = Joint(mixed=bridged)
    legs = tuple(
        LegStats(leg, 1, 1, 0, 0, heard_ago_ms, 0, 0) for leg in (talk.caller.sound.leg, "somebody-else")
    )
    stats = Stats(0, legs, 0, 0, 0, 0, 0, 0, 0, 0)
    looks = silence.Silence(house)
    looks.look(stats)
    looks.look(stats)
    looks.look(None)
    assert house.counters.totals()["silent_callers_asked"] == asked
    talk.joint = APART


async def test_stopped_in_the_promise(world: World) -> None:
    """Who was being let go when we stopped keeps the place as promised."""
    call, contact_id = await world.caller()
    world.sounds.length_ms = 5_000
    world.runtime.want(contact_id, "waiting", on_line=False)
    await hears(call, PROMPT_HZ[words.CallbackPromised])
    await world.stop_edge()
    await call.over()
    assert not world.runtime.commands(EndContact)


def _asked(world: World) -> int:
    telemetry = world.runtime.telemetry
    return 0 if telemetry is None else telemetry.counters["silent_callers_asked"]
