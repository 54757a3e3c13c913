"""The life of a call at the edge: greeting, music, places, ringing, talking, ends."""

from __future__ import annotations

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, PROMPT_HZ, World, heard_tones, hears, listens_to

from lur.adapters.voice.edge import arrivals
from lur.adapters.voice.protocol import Tell
from lur.core.commands import AcceptOffer, ArriveContact, EndContact
from lur.wire import words

pytestmark = pytest.mark.anyio


async def test_caller_is_greeted_and_reported(world: World) -> None:
    """Who dials an entry is answered at once, hears the greeting with the notice, and is a contact of its
    queue.
    """
    call, _ = await world.caller()
    arrival = world.runtime.commands(ArriveContact)[0]
    assert (arrival.queue_id, arrival.entry, arrival.actor) == ("retur", "support", "edge")
    assert world.runtime.personal("caller_number") == ["kund"]
    await hears(call, PROMPT_HZ[words.Greeting])
    assert world.sounds.said[0] == words.Greeting("Exempelbolaget", recorded=True)


async def test_who_is_offered_at_once_is_greeted_briefly(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An agent's phone rings already: the notice and the key are said, the reasons left out."""
    monkeypatch.setattr(arrivals, "FIRST_WORD_MS", 60_000)
    anna = await world.phone("anna")
    call = await (await world.phone(name="kund")).call("support")
    await call.answered()
    contact_id = (await world.runtime.heard(ArriveContact)).contact_id
    await world.offer(anna, contact_id)
    await hears(call, PROMPT_HZ[words.Greeting])
    assert world.sounds.said[0] == words.Greeting("Exempelbolaget", recorded=True, brief=True)


async def test_a_silent_runtime_does_not_silence_the_greeting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a word from the runtime the customer is greeted in full, and once."""
    monkeypatch.setattr(arrivals, "FIRST_WORD_MS", 1)
    call = await (await world.phone(name="kund")).call("support")
    await hears(call, PROMPT_HZ[words.Greeting])
    contact_id = (await world.runtime.heard(ArriveContact)).contact_id
    world.runtime.want(contact_id, "waiting")
    await until(lambda: not listens_to(call, PROMPT_HZ[words.Greeting]))
    greetings = [said for said in world.sounds.said if isinstance(said, words.Greeting)]
    assert greetings == [words.Greeting("Exempelbolaget", recorded=True)]


async def test_place_is_told_after_the_greeting_and_newest_only(world: World) -> None:
    """Places wait for the greeting's end; of two unsaid ones only the newer is said; none is said twice."""
    call, contact_id = await world.caller()
    for seq, place in ((101, 3), (102, 2)):
        world.runtime.send(Tell(contact_id=contact_id, seq=seq, place=place, low_ms=60_000, high_ms=150_000))
    await hears(call, PROMPT_HZ[words.PlaceInQueue])
    said = [prompt for prompt in world.sounds.said if isinstance(prompt, words.PlaceInQueue)]
    assert said == [words.PlaceInQueue(2)]
    tones = heard_tones(bytes(call.sound.heard))
    assert tones.index(PROMPT_HZ[words.Greeting]) < tones.index(PROMPT_HZ[words.PlaceInQueue])


async def test_agent_answers_and_both_hear_each_other(world: World) -> None:
    """The phone rings with the queue's name and the caller's number; after the answer both hear each
    other.
    """
    anna = await world.phone("anna")
    call, at_agent, _ = await world.talk(anna)
    assert at_agent.caller_name == "Retur 0701234567"
    assert world.runtime.commands(AcceptOffer)[0].offer_id == "offer-1"
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)


async def test_customer_hangs_up(world: World) -> None:
    """The customer's BYE ends the contact and the agent's line."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    call.hang_up()
    ended = await world.runtime.heard(EndContact)
    assert (ended.contact_id, ended.ended_by, ended.cause) == (contact_id, "customer", "hung_up")
    await at_agent.over()


async def test_agent_hangs_up(world: World) -> None:
    """The agent's BYE ends the contact and the customer's line."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    at_agent.hang_up()
    ended = await world.runtime.heard(EndContact)
    assert (ended.contact_id, ended.ended_by, ended.cause) == (contact_id, "agent", "hung_up")
    await call.over()
    await until(lambda: not world.edge.calls_now)
