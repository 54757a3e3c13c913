"""Whom the edge asks how it went: who is still there when the agent has done, of a queue that asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from tests.runtime.centres import arrival, ask, furnish
from tests.runtime.test_voice_link import Desk

from lur.adapters.voice.protocol import Wanted
from lur.core import commands as c
from lur.core.ids import ContactId, OfferId
from lur.core.values import EndedBy

pytestmark = pytest.mark.anyio
C1 = ContactId("c1")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A runtime with one agent who is ready."""
    built = Desk(tmp_path / "runtime.sock")
    await built.start()
    await furnish(built.centre, built.clock)
    yield built
    await built.stop()


async def wanted_to_the_end(desk: Desk, by: EndedBy, *, asks: bool) -> list[Wanted]:
    """All that was wanted of a contact that was talked with."""
    edge = await desk.edge()
    queue = next(iter(desk.centre.state.queues.values()))
    settings = msgspec.structs.replace(queue.settings, asks_rating=asks)
    await desk.submit(c.ChangeQueue, queue_id=queue.queue_id, settings=settings)
    await edge.fact(arrival(desk.clock))
    offer_id = edge.wanted_of("c1")[-1].offer_id
    assert offer_id is not None
    await edge.fact(ask(desk.clock, c.AcceptOffer, offer_id=OfferId(offer_id)))
    await edge.fact(ask(desk.clock, c.EndContact, contact_id=C1, ended_by=by))
    return edge.wanted_of("c1")


async def test_asked_when_the_agent_has_done(desk: Desk) -> None:
    """While they talk the edge knows that it will ask; at the end it is told to."""
    offered, talking, ended = await wanted_to_the_end(desk, "agent", asks=True)
    assert [each.asks_rating for each in (offered, talking)] == [False, True]
    assert (ended.phase, ended.last_words) == ("ended", "rating")


@pytest.mark.parametrize(("by", "asks"), [("customer", True), ("agent", False)])
async def test_not_asked(desk: Desk, by: EndedBy, asks: bool) -> None:
    """Who hung up is not there any more; a queue that does not ask ends as ever."""
    ended = (await wanted_to_the_end(desk, by, asks=asks))[-1]
    assert (ended.phase, ended.last_words) == ("ended", None)
