"""What an agent's pages may not take from others: their sockets, and the beat that all desks share."""

from __future__ import annotations

import pytest
from tests.runtime.centres import until
from tests.web.house import House
from tests.web.pages import FakeEdge, sign_in_anew
from tests.web.test_desks import Opener, _quick_beat, edge, page  # noqa: F401

from lur.core.commands import RemoveAgent, SignOut
from lur.core.ids import AgentId

pytestmark = pytest.mark.anyio


async def test_a_removed_agents_page_stops_nobodys_pings(
    house: House,
    page: Opener,  # noqa: F811
    edge: FakeEdge,  # noqa: F811
) -> None:
    """While a page of an agent who is no more is still open, all others are pinged as before."""
    removed, other = await page(), await page("desk-0002", await sign_in_anew(house, "ali"))
    await removed.hello()
    await other.hello()
    agent_id = AgentId("101")
    at = house.services.clock.now()
    await house.submit(SignOut(command_id=house.command_id(), at=at, agent_id=agent_id))
    await house.submit(RemoveAgent(command_id=house.command_id(), at=at, agent_id=agent_id))
    house.services.desks.desks.beat()
    known = len(other.all_of("ping"))
    await until(lambda: len(other.all_of("ping")) > known + 2)
    await removed.pulse("up")
    await removed.until_complaint("no_agent_of_yours")
