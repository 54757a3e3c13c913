"""Telling the centre what hinders whom: nothing that happens while it is told is missed."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.runtime.centres import until

from lur.core.commands import ReportHindrance
from lur.core.ids import AgentId
from lur.core.values import Hindrance
from lur.runtime import SteadyClock, SystemEntropy
from lur.web.desks.reporting import Reporter

pytestmark = pytest.mark.anyio

MAJA = AgentId("101")


class SlowCentre:
    """Takes a command when it is let."""

    def __init__(self, agent: SimpleNamespace) -> None:
        self.state = SimpleNamespace(agents={MAJA: agent})
        self.let: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._agent = agent

    async def submit(self, command: ReportHindrance) -> None:
        """Carry it out."""
        await self.let
        self._agent.hindrance = command.hindrance


async def test_what_changes_as_a_report_ends_is_reported_too() -> None:
    """A page that is lost in the very moment in which the centre learns that it can be called."""
    agent = SimpleNamespace(hindrance="no_audio_path")
    wanted: list[Hindrance | None] = [None]
    centre = SlowCentre(agent)
    reporter = Reporter(cast(Any, centre), SteadyClock(), SystemEntropy(), lambda _: wanted[0])
    lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def lose() -> None:
        await lost
        wanted[0] = "desk_gone"
        reporter.look(MAJA)

    reporter.look(MAJA)
    losing = asyncio.create_task(lose())
    await asyncio.sleep(0)
    centre.let.set_result(None)
    lost.set_result(None)
    await losing
    await until(lambda: agent.hindrance == "desk_gone")
    await reporter.stop()
