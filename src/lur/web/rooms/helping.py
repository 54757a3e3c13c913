"""Helping as the web layer needs it: who helps by role or for today, what became of those who were asked, and
how many hints there are in each live talk.

A helper of today is one until midnight; whoever then still stands by goes on standing by, but calls for help
come to them no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import structlog

from lur.core import events as e
from lur.core.commands import StandBy
from lur.core.ids import DAY_MS, MINUTE_MS, AgentId, CommandId, ContactId, Instant, PartyId
from lur.core.values import Purpose, WentReason
from lur.features.accounts.model import Role
from lur.features.accounts.service import Accounts
from lur.features.contacts.day import Day
from lur.features.helping.model import Hint
from lur.features.helping.service import Helping, Hints
from lur.ports import Clock, JournalUnavailable, Recorded
from lur.runtime import Centre, CommandRejected
from lur.runtime.push import Push

log = structlog.get_logger("lur.web.helping")

LOOK_EVERY_S = 60.0
GONE_KEPT = 1_000
"""So many parties are remembered after they went, for the second press of a key."""

LEADERS: tuple[Role, ...] = ("supervisor", "admin")
"""Whose help is asked for without anybody naming them."""

AskOutcome = Literal["came"] | WentReason
"""What came of asking somebody."""


class HelpingRoom:
    """Helpers, mentors and hints around one centre. ``follow`` is a ``Subscriber``."""

    def __init__(
        self,
        *,
        centre: Centre,
        clock: Clock,
        push: Push,
        accounts: Accounts,
        day: Day,
        helpers: Helping,
        hints: Hints,
    ) -> None:
        self.helpers = helpers
        self.hints = hints
        self._centre = centre
        self._clock = clock
        self._push = push
        self._accounts = accounts
        self._day = day
        self.asks: Counter[tuple[Purpose, AskOutcome]] = Counter()
        """How asking has ended since the start, by what was wanted."""
        self._asked: dict[PartyId, Purpose] = {}
        self._gone: dict[PartyId, str] = {}

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        for recorded in batch:
            match recorded.event:
                case e.PartyAsked() as event:
                    self._asked[event.party_id] = event.purpose
                case e.PartyCame() as event:
                    self._count(event.party_id, "came")
                case e.PartyWent() as event:
                    self._count(event.party_id, event.reason)
                    self._remember(event)
                case e.ContactEnded() as event:
                    self._push.around.hints.pop(event.contact_id, None)
                case _:
                    pass

    def _count(self, party_id: PartyId, outcome: AskOutcome) -> None:
        purpose = self._asked.pop(party_id, None)
        if purpose is not None:
            self.asks[purpose, outcome] += 1

    def _remember(self, event: e.PartyWent) -> None:
        self._gone[event.party_id] = event.reason
        if len(self._gone) > GONE_KEPT:
            del self._gone[next(iter(self._gone))]

    # --- questions -----------------------------------------------------------------------------------------

    def what_became_of(self, party_id: PartyId) -> str:
        """Why a party is over, as far as that is remembered; empty else."""
        return self._gone.get(party_id, "")

    def until(self) -> Instant:
        """Local midnight: the helpers of today are none from then on."""
        midnight = self._day.midnight_before(self._clock.now())
        return self._day.midnight_before(midnight + DAY_MS + 2 * 60 * MINUTE_MS)

    async def helps(self, agent_id: AgentId) -> bool:
        """Whether calls for help come to the agent while standing by."""
        if self.helpers.helps(agent_id):
            return True
        everybody = await self._accounts.everybody()
        return any(each.agent_id == agent_id and each.role in LEADERS for each in everybody)

    # --- verbs ---------------------------------------------------------------------------------------------

    async def write_hint(self, contact_id: ContactId, text: str, by: AgentId) -> tuple[Hint, ...]:
        """One more, shown to who talks. Raises as ``Hints.write``."""
        written = await self.hints.write(contact_id, text, by)
        if contact_id in self._centre.state.contacts:
            self._push.around.hints[contact_id] = len(written)
            self._push.touch(contacts=[contact_id])
        return written

    async def settle(self, agent_id: AgentId, actor: str = "system") -> None:
        """Somebody who stands by is asked for help, or no longer, as is true now."""
        agent = self._centre.state.agents.get(agent_id)
        if agent is None or agent.presence != "standby":
            return
        helps = await self.helps(agent_id)
        if agent.helps == helps or agent.presence != "standby":
            return
        at = self._clock.now()
        command = StandBy(
            command_id=CommandId(f"helps-{agent_id}-{self._centre.seq}"),
            at=at,
            utc_offset_min=self._clock.utc_offset_min(at),
            actor=actor,
            agent_id=agent_id,
            helps=helps,
        )
        try:
            await self._centre.submit(command)
        except (CommandRejected, JournalUnavailable) as error:
            log.warning("help_not_settled", agent_id=agent_id, problem=str(error))

    async def settle_all(self) -> None:
        """The same for everybody: days end, and who was in a talk when they were named is out of it."""
        for agent_id in tuple(self._centre.state.agents):
            await self.settle(agent_id)
