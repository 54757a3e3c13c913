"""Tells the centre what hinders an agent, until it knows; a journal that cannot be written is waited for.

What is to be reported is asked anew each time, so that what came and went while nothing could be written
leaves no trace. Nobody waits for it but whoever wants to be ready.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from lur.core.commands import ReportHindrance
from lur.core.ids import AgentId, CommandId
from lur.core.values import Hindrance
from lur.ports import Clock, Entropy, JournalUnavailable
from lur.runtime import Centre, CentreStopped, CommandRejected

log = structlog.get_logger("lur.desks")

AGAIN_S = 0.5

ToReport = Callable[[AgentId], Hindrance | None]


class Reporter:
    """``to_report`` says what the centre should know of an agent now."""

    def __init__(self, centre: Centre, clock: Clock, entropy: Entropy, to_report: ToReport) -> None:
        self._centre = centre
        self._clock = clock
        self._entropy = entropy
        self._to_report = to_report
        self._running: dict[AgentId, asyncio.Task[None]] = {}

    def look(self, agent_id: AgentId) -> None:
        """Report it if the centre does not know yet."""
        agent = self._centre.state.agents.get(agent_id)
        if agent is None or agent_id in self._running or self._to_report(agent_id) == agent.hindrance:
            return
        self._running[agent_id] = asyncio.get_running_loop().create_task(self._run(agent_id))

    async def report(self, agent_id: AgentId, hindrance: Hindrance | None) -> None:
        """Raises ``JournalUnavailable``, ``CentreStopped``, ``CommandRejected``."""
        now = self._clock.now()
        command = ReportHindrance(
            command_id=CommandId(self._entropy.token("desk-")),
            at=now,
            utc_offset_min=self._clock.utc_offset_min(now),
            agent_id=agent_id,
            hindrance=hindrance,
        )
        await self._centre.submit(command)

    async def settled(self, at_most_s: float | None = None) -> None:
        """Wait for what is being reported now, not for ever: the journal may be unavailable."""
        if self._running:
            await asyncio.wait(tuple(self._running.values()), timeout=at_most_s)

    async def stop(self) -> None:
        """Report nothing more."""
        running = tuple(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._running.clear()

    async def _run(self, agent_id: AgentId) -> None:
        """It is over in the very step in which it has seen that the centre knows: whoever looks after that
        begins anew."""
        try:
            await self._until_known(agent_id)
        finally:
            del self._running[agent_id]

    async def _until_known(self, agent_id: AgentId) -> None:
        while (agent := self._centre.state.agents.get(agent_id)) is not None:
            hindrance = self._to_report(agent_id)
            if hindrance == agent.hindrance:
                return
            try:
                await self.report(agent_id, hindrance)
            except JournalUnavailable:
                await asyncio.sleep(AGAIN_S)
            except (CentreStopped, CommandRejected):
                return
            except Exception:
                log.exception("hindrance_not_reported", agent_id=agent_id)
                return
