"""A place that survives, on the line: asked about once, given back by a key, said aloud."""

from __future__ import annotations

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import World, hears

from lur.adapters.voice.protocol import Tell
from lur.core.commands import ResumePlace
from lur.core.ids import ContactId
from lur.wire import words

pytestmark = pytest.mark.anyio
FORMER = ContactId("former")


async def test_key_one_asks_for_the_place_that_was_offered_back(world: World) -> None:
    """Once the question is put, one is an answer; pressed twice it is the same answer."""
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "waiting", former_id=FORMER)
    await until(lambda: words.ResumeOffer() in world.sounds.said)
    world.runtime.want(contact_id, "waiting", former_id=FORMER)
    call.sound.press("1")
    call.sound.press("1")
    wish = await world.runtime.heard(ResumePlace)
    assert (wish.contact_id, wish.former_id) == (contact_id, FORMER)
    call.sound.press("5")
    await until(lambda: world.runtime.personal("key") == ["5"])
    assert len(world.runtime.commands(ResumePlace)) == 1
    assert world.sounds.said.count(words.ResumeOffer()) == 1


async def test_key_one_means_nothing_where_nothing_was_offered(world: World) -> None:
    """Then it is noted as any other key."""
    call, _ = await world.caller()
    call.sound.press("1")
    await until(lambda: world.runtime.personal("key") == ["1"])
    assert not world.runtime.commands(ResumePlace)


async def test_a_place_that_is_back_is_said_aloud(world: World) -> None:
    """Welcome back, then the place and the wait."""
    call, contact_id = await world.caller()
    tell = Tell(contact_id=contact_id, seq=1, place=2, low_ms=60_000, high_ms=120_000, resumed=True)
    world.runtime.send(tell)
    await hears(call, 500)
    said = world.sounds.said
    assert said.index(words.WelcomeBack()) < said.index(words.PlaceInQueue(2))
