"""A customer is on hold for long: the agent is reminded, and past the limit the customer is told."""

from __future__ import annotations

import pytest
from tests.adapters.edge.colleagues import BO_HZ, consulted, desks_talk, has_music, hear
from tests.adapters.edge.desk import Desk
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, OTHER_HZ, World, hears

from lur.adapters.voice.protocol import Remind
from lur.core.ids import ContactId
from lur.wire import words

pytestmark = pytest.mark.anyio


def remind(world: World, contact_id: ContactId, seq: int, *, over: bool = False) -> None:
    """The runtime reminds."""
    world.runtime.send(Remind(contact_id=contact_id, seq=seq, over_limit=over))


def is_quiet(desk: Desk) -> bool:
    """Half a second of silence."""
    return bytes(desk.sound.heard[-4_000:]) == b"\xd5" * 4_000


async def test_the_agent_is_reminded_once(world: World) -> None:
    """A soft tone at the desk, once for each reminder; the customer hears music on."""
    call, anna, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: is_quiet(anna))
    remind(world, contact_id, 7)
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in anna.sound.heard[-800:]))
    await until(lambda: is_quiet(anna))
    anna.sound.heard.clear()
    remind(world, contact_id, 7)
    await world.settled()
    await until(lambda: len(anna.sound.heard) >= 4_000)
    assert is_quiet(anna)
    assert has_music(call)
    assert words.StillOnHold() not in world.sounds.said


async def test_past_the_limit_the_customer_is_told(world: World) -> None:
    """Nobody has forgotten them; then there is music again, and resuming connects as ever."""
    call, anna, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: has_music(call))
    remind(world, contact_id, 7, over=True)
    await hears(call, OTHER_HZ)
    assert world.sounds.said[-1] == words.StillOnHold()
    await until(lambda: has_music(call))
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})


async def test_told_in_the_middle_of_a_consult(world: World) -> None:
    """The customer is told though agent and colleague speak, who speak on after the tone."""
    call, anna, bo, contact_id = await consulted(world)
    remind(world, contact_id, 7, over=True)
    await hears(call, OTHER_HZ)
    await until(lambda: has_music(call))
    await hear({"anna": (anna, [BO_HZ]), "bo": (bo, [AGENT_HZ])})


async def test_a_reminder_that_comes_too_late(world: World) -> None:
    """The customer is talked with again: nothing disturbs."""
    call, anna, contact_id = await desks_talk(world)
    remind(world, contact_id, 7, over=True)
    await world.settled()
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    assert words.StillOnHold() not in world.sounds.said
