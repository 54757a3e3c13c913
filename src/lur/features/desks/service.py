"""Keeps which agents' phones are pages, so that a restart knows whom to wait for, their checks, and
what they have set for themselves.
"""

from __future__ import annotations

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId
from lur.features.desks import store
from lur.features.desks.model import CheckMeasured, CheckResult, DeskPhone
from lur.ports import Clock


class DeskBook:
    """What is written down of desks."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def phones(self) -> tuple[DeskPhone, ...]:
        """Agents whose phone is a page."""
        return await self._database.run(store.all_phones)

    async def phone_is(self, phone: DeskPhone) -> None:
        """The agent's phone is this page."""
        await self._database.run(lambda c: store.put_phone(c, phone))

    async def phone_is_none(self, agent_id: AgentId) -> None:
        """The agent's phone is no page."""
        await self._database.run(lambda c: store.drop_phone(c, agent_id))

    async def keep_check(self, agent_id: AgentId, measured: CheckMeasured) -> CheckResult:
        """Keep what a check found, now."""
        result = CheckResult(at=self._clock.now(), measured=measured)
        await self._database.run(lambda c: store.add_check(c, agent_id, result))
        return result

    async def checks(self, agent_id: AgentId) -> tuple[CheckResult, ...]:
        """The agent's latest checks, newest first."""
        return await self._database.run(lambda c: store.checks_of(c, agent_id))

    async def stretch(self, agent_id: AgentId) -> int:
        """After how many minutes of work the agent wants to be reminded to stretch; 0: never."""
        return await self._database.run(lambda c: store.stretch_of(c, agent_id))

    async def keep_stretch(self, agent_id: AgentId, every_min: int) -> None:
        """Remind the agent so often from now on."""
        await self._database.run(lambda c: store.put_stretch(c, agent_id, every_min))

    async def forget(self, agent_id: AgentId) -> None:
        """The agent is no more."""
        await self._database.run(lambda c: store.forget(c, agent_id))
