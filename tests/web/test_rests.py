"""Pauses with reason and limit, and the reminder to stretch that is the agent's own."""

from __future__ import annotations

import pytest
from tests.web.house import AGENT, House

from lur.core.ids import MINUTE_MS

pytestmark = pytest.mark.anyio


async def test_each_pause_says_how_long_it_may_be(house: House) -> None:
    """And the pause that is taken ends just then; the same reason again begins it anew."""
    agent = await house.as_role("agent")
    limits = {row["reason"]: row["limit_ms"] for row in (await agent.get("/api/pauses")).json()}
    assert list(limits) == ["break", "lunch", "recovery", "meeting", "training"]
    assert limits["lunch"] == 75 * MINUTE_MS
    for reason in ("lunch", "lunch", "recovery"):
        await agent.post("/api/agents/me/pause", json={"reason": reason})
        me = next(each for each in house.services.push.status().agents if each.id == AGENT)
        assert me.until is not None
        assert (me.reason, me.until - me.since) == (reason, limits[reason])


async def test_the_reminder_to_stretch_is_kept_for_the_agent(house: House) -> None:
    """Off until the agent asks for it, kept on the server, a few choices, for whoever has a desk."""
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    url = "/api/stretch"
    assert (await agent.get(url)).json() == {"every_min": 0}
    assert (await agent.post(url, json={"every_min": 45})).json() == {"every_min": 45}
    assert (await agent.post(url, json={"every_min": 30})).json() == {"every_min": 30}
    assert (await agent.get(url)).json() == {"every_min": 30}
    assert (await agent.post(url, json={"every_min": 7})).json()["code"] == "bad_request"
    assert (await supervisor.get(url)).json()["code"] == "no_agent_of_yours"
    await house.services.desks.book.forget(AGENT)
    assert (await agent.get(url)).json() == {"every_min": 0}
