"""How did it go? One question when the agent has hung up, by the customer's key; the agent is free then."""

from __future__ import annotations

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, World, hears

from lur.adapters.voice.edge import rating
from lur.adapters.voice.phone import PhoneCall
from lur.core.commands import AskRating, EndContact, RateContact
from lur.core.ids import ContactId
from lur.wire import words

pytestmark = pytest.mark.anyio


async def talked(world: World) -> tuple[PhoneCall, PhoneCall, ContactId]:
    """A customer and an agent in a talk of a queue that asks afterwards."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    await hears(call, AGENT_HZ)
    world.runtime.want(contact_id, "talking", agent="anna", asks_rating=True)
    return call, at_agent, contact_id


def asked(world: World) -> bool:
    """Whether the question was begun."""
    return words.RatingQuestion() in world.sounds.said


async def test_a_key_after_the_agents_phone_hung_up(world: World) -> None:
    """The contact ends at once; then the customer is asked, answers, is thanked and let go."""
    call, at_agent, contact_id = await talked(world)
    at_agent.hang_up()
    ended = await world.runtime.heard(EndContact)
    assert (ended.ended_by, ended.cause) == ("agent", "hung_up")
    assert (await world.runtime.heard(AskRating)).contact_id == contact_id
    world.runtime.want(contact_id, "ended", last_words="rating")
    await until(lambda: asked(world))
    call.sound.press("7")
    call.sound.press("4")
    rated = await world.runtime.heard(RateContact)
    assert (rated.contact_id, rated.way, rated.rating) == (contact_id, "key", 4)
    await call.over()
    assert words.RatingThanks() in world.sounds.said
    assert len(world.runtime.commands(AskRating)) == 1
    assert not world.runtime.personal("key")


async def test_the_desk_ends_the_talk(world: World) -> None:
    """When the runtime says that it is over, the question follows too."""
    call, at_agent, contact_id = await talked(world)
    world.runtime.want(contact_id, "ended", last_words="rating")
    await at_agent.over()
    await until(lambda: asked(world))
    call.sound.press("5")
    assert (await world.runtime.heard(RateContact)).rating == 5
    await call.over()


async def test_silence_is_a_goodbye(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses nothing is let go, asked once, and nothing is written down."""
    monkeypatch.setattr(rating, "LISTEN_MS", 200)
    call, at_agent, _ = await talked(world)
    at_agent.hang_up()
    await call.over()
    assert asked(world)
    assert not world.runtime.commands(RateContact)


async def test_who_hangs_up_is_not_asked(world: World) -> None:
    """The customer has gone: there is nobody to ask on this line."""
    call, at_agent, _ = await talked(world)
    call.hang_up()
    await at_agent.over()
    await world.runtime.heard(EndContact)
    assert not asked(world)


async def test_a_queue_that_does_not_ask(world: World) -> None:
    """Both lines end at once, as always."""
    call, at_agent, _ = await world.talk(await world.phone("anna"))
    await hears(call, AGENT_HZ)
    at_agent.hang_up()
    await call.over()
    assert not asked(world)
