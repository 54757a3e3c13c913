"""Callers who come back: known by their number, given their place or asked, and never somebody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.runtime.centres import arrival, ask, furnish, until
from tests.runtime.edges import FakeEdge
from tests.runtime.test_voice_link import Desk, number_of

from lur.adapters.voice.protocol import Tell
from lur.core import commands as c
from lur.core.ids import ContactId, QueueId
from lur.core.values import QueueSettings

pytestmark = pytest.mark.anyio
NUMBER, OTHER = "+46701740635", "+46701740636"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """One queue that nobody serves now."""
    desk = Desk(tmp_path / "runtime.sock")
    await desk.start()
    await furnish(desk.centre, desk.clock, agents=0, resume_ms=60_000)
    yield desk
    await desk.stop()


async def left(desk: Desk, edge: FakeEdge, *, by: str, number: str = NUMBER) -> None:
    """c1 came, somebody else came after, and c1 is gone again."""
    await edge.fact(arrival(desk.clock, "c1"), number_of("c1", number))
    desk.clock.move(1_000)
    await edge.fact(arrival(desk.clock, "c2"), number_of("c2", OTHER))
    cause = "hung_up" if by == "customer" else "line_lost"
    await edge.fact(ask(desk.clock, c.EndContact, contact_id=ContactId("c1"), ended_by=by, cause=cause))
    desk.clock.move(1_000)


def waiting(desk: Desk) -> list[str]:
    """Who waits, in order."""
    return [key[2] for key in desk.centre.state.queues[QueueId("q")].waiting]


async def test_whose_line_dropped_stands_where_they_stood(desk: Desk) -> None:
    """The same number calls again: first in line, and told so."""
    edge = await desk.edge()
    await left(desk, edge, by="system")
    await edge.fact(arrival(desk.clock, "c3"), number_of("c3", NUMBER))
    assert waiting(desk) == ["c3", "c2"]
    desk.clock.move(10_000)
    await desk.submit(c.Tick)
    told = await until(lambda: [tell for tell in edge.all_of(Tell) if tell.contact_id == "c3"])
    assert told[0].resumed
    assert told[0].place == 1


async def test_who_hung_up_is_asked_and_may_say_yes(desk: Desk) -> None:
    """The edge is told whose place it is; the key's fact gives it back, and the question is over."""
    edge = await desk.edge()
    await left(desk, edge, by="customer")
    await edge.fact(arrival(desk.clock, "c3"), number_of("c3", NUMBER))
    assert waiting(desk) == ["c2", "c3"]
    asked = await until(lambda: [w for w in edge.wanted_of("c3") if w.former_id == "c1"])
    assert asked[-1].phase == "waiting"
    wish = ask(desk.clock, c.ResumePlace, contact_id=ContactId("c3"), former_id=ContactId("c1"))
    assert (await edge.fact(wish)).result == "done"
    assert waiting(desk) == ["c3", "c2"]
    assert (await until(lambda: edge.wanted_of("c3")[-1:]))[0].former_id is None


async def test_another_number_or_none_gets_nobodys_place(desk: Desk) -> None:
    """Hidden numbers are not one person."""
    edge = await desk.edge()
    await left(desk, edge, by="system", number="")
    await edge.fact(arrival(desk.clock, "c3"))
    await edge.fact(arrival(desk.clock, "c4"), number_of("c4", "+46701740699"))
    assert waiting(desk) == ["c2", "c3", "c4"]


async def test_the_window_ends(desk: Desk) -> None:
    """After the queue's own time the place is gone."""
    edge = await desk.edge()
    await left(desk, edge, by="system")
    desk.clock.move(60_000)
    await edge.fact(arrival(desk.clock, "c3"), number_of("c3", NUMBER))
    assert waiting(desk) == ["c2", "c3"]


async def test_a_restart_forgets_nobody(desk: Desk) -> None:
    """Numbers are read again from the vault; the place is given back by a Lur that has just started."""
    edge = await desk.edge()
    await left(desk, edge, by="system")
    await desk.stop()
    await desk.start()
    again = await desk.edge("c2")
    await again.fact(arrival(desk.clock, "c3"), number_of("c3", NUMBER))
    assert waiting(desk) == ["c3", "c2"]


async def test_whose_line_dropped_and_who_finds_the_queue_full_is_called_at_their_place(desk: Desk) -> None:
    """A full queue lets nobody in; who then asks to be called has the place that they had."""
    edge = await desk.edge()
    await left(desk, edge, by="system")
    full = QueueSettings(name="q", resume_ms=60_000, most_waiting=1)
    await desk.submit(c.ChangeQueue, queue_id=QueueId("q"), settings=full)
    await edge.fact(arrival(desk.clock, "c3"), number_of("c3", NUMBER))
    assert waiting(desk) == ["c2"]
    await edge.fact(ask(desk.clock, c.AskCallback, contact_id=ContactId("c3")))
    await until(lambda: waiting(desk) == ["c3", "c2"])
