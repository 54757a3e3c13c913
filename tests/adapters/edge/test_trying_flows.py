"""The address at which a flow can be heard before customers hear it."""

from __future__ import annotations

import msgspec
import pytest
from tests.adapters.edge.test_entry_flows import FLOW
from tests.adapters.edge.world import World, directory

from lur.adapters.voice.phone.call import CallEnded
from lur.adapters.voice.protocol import Entry
from lur.core.commands import ArriveContact

pytestmark = pytest.mark.anyio

TEST = Entry(address="test-flow-1", queue_id=FLOW.fallback, flow_id="flow-1", own_phones=True)


@pytest.fixture
async def trying(bare_world: World) -> World:
    """A company whose flow can only be tried."""
    bare_world.runtime.directory = msgspec.structs.replace(directory(flows=(FLOW,)), entries=(TEST,))
    await bare_world.start()
    return bare_world


async def test_a_phone_of_our_own_hears_the_flow(trying: World) -> None:
    """It proves who it is by its digest, and is in the flow like any caller."""
    anna = await trying.phone("anna")
    call = await anna.call("test-flow-1")
    await call.answered()
    arrived = await trying.runtime.heard(ArriveContact)
    assert (arrived.entering, arrived.queue_id) == (True, FLOW.fallback)


async def test_a_stranger_does_not(trying: World) -> None:
    """Who cannot prove it is refused, and nobody is told of a contact."""
    stranger = await trying.phone(name="0701234567")
    call = await stranger.call("test-flow-1")
    with pytest.raises(CallEnded) as refused:
        await call.answered()
    assert refused.value.status in (401, 403)
    assert not trying.runtime.commands(ArriveContact)
