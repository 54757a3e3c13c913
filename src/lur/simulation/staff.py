"""Those who serve: they sign in, hear the ring and answer it or not, rest, and go home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import MINUTE_MS, AgentId, ContactId, Instant, OfferId
from lur.core.values import Hindrance
from lur.simulation.scenario import HOUR_MS
from lur.simulation.stage import Stage

RECOVERS_AFTER_MS = MINUTE_MS
"""When an agent who missed a ring, or lost the line, is back."""
DESK_LOST_MS = 4 * MINUTE_MS
"""How long a desk is lost in the mean."""
RESTS = ((0.15, "break", 15), (0.38, "lunch", 45), (0.7, "break", 15))
"""When in the day, why, and for how many minutes."""


@dataclass(slots=True)
class Staff:
    """Everybody who serves in one simulated day."""

    stage: Stage

    def arrive(self) -> Iterator[c.AnyCommand]:
        """All agents are made known and get ready."""
        scenario = self.stage.scenario
        for agent_id, skills in zip(self._names(), scenario.agents, strict=True):
            yield c.AddAgent(
                command_id=self.stage.command_id(),
                at=scenario.starts_at,
                agent_id=agent_id,
                skills=skills,
                written_capacity=scenario.written_capacity,
            )
            yield self._become_ready(agent_id, scenario.starts_at)

    def _names(self) -> list[AgentId]:
        return [AgentId(f"a{n + 1:03}") for n in range(len(self.stage.scenario.agents))]

    def plan_day(self) -> None:
        """A short pause, lunch and another short pause, staggered; and those who leave for a while."""
        scenario, names = self.stage.scenario, self._names()
        if scenario.breaks:
            for n, agent_id in enumerate(names):
                self._plan_rests(agent_id, int(HOUR_MS * 1.5 * n / len(names)))
        for agent_id in names:
            if self.stage.chance(scenario.faults.went_home):
                at = scenario.starts_at + int(self.stage.random.random() * scenario.length_ms)
                self.stage.plan(at, partial(self._sign_out, agent_id))
                self.stage.plan(at + HOUR_MS, partial(self._come_back, agent_id))
            if self.stage.chance(scenario.faults.desk_lost):
                self._plan_lost_desk(agent_id)

    def _plan_lost_desk(self, agent_id: AgentId) -> None:
        """Once an hour, for some minutes: longer than a ring, and at times longer than anybody may be
        unreachable."""
        scenario = self.stage.scenario
        for hour_ms in range(0, scenario.length_ms, HOUR_MS):
            at = scenario.starts_at + hour_ms + int(self.stage.random.random() * HOUR_MS)
            back = at + self.stage.exponential(DESK_LOST_MS)
            self.stage.plan(at, partial(self._desk, agent_id, "asleep"))
            self.stage.plan(back, partial(self._desk, agent_id, None))

    def _desk(self, agent_id: AgentId, hindrance: Hindrance | None, at: Instant) -> c.AnyCommand:
        return c.ReportHindrance(
            command_id=self.stage.command_id(), at=at, agent_id=agent_id, hindrance=hindrance
        )

    def _plan_rests(self, agent_id: AgentId, after_ms: int) -> None:
        scenario = self.stage.scenario
        for share, reason, minutes in RESTS:
            at = scenario.starts_at + int(scenario.length_ms * share) + after_ms
            self.stage.plan(at, partial(self._pause, agent_id, reason))
            self.stage.plan(at + minutes * MINUTE_MS, partial(self._come_back, agent_id))

    def _pause(self, agent_id: AgentId, reason: str, at: Instant) -> c.AnyCommand | None:
        if self.stage.state.agents[agent_id].presence == "signed_out":
            return None
        return c.TakePause(
            command_id=self.stage.command_id(),
            at=at,
            actor=f"agent:{agent_id}",
            agent_id=agent_id,
            reason=reason,
        )

    def _sign_out(self, agent_id: AgentId, at: Instant) -> c.AnyCommand:
        return c.SignOut(
            command_id=self.stage.command_id(), at=at, actor=f"agent:{agent_id}", agent_id=agent_id
        )

    def _come_back(self, agent_id: AgentId, at: Instant) -> c.AnyCommand | None:
        if self.stage.state.agents[agent_id].presence not in ("pause", "signed_out", "on_contact"):
            return None
        return self._become_ready(agent_id, at)

    def _become_ready(self, agent_id: AgentId, at: Instant) -> c.AnyCommand:
        return c.BecomeReady(
            command_id=self.stage.command_id(), at=at, actor=f"agent:{agent_id}", agent_id=agent_id
        )

    def hear_ring(self, event: e.OfferMade) -> None:
        """Answer after a while, decline, or let it ring."""
        stage, faults = self.stage, self.stage.scenario.faults
        if stage.chance(faults.missed_rings):
            return
        at = event.at + stage.exponential(stage.scenario.answer_ms)
        answer = self._decline if stage.chance(faults.declined) else self._accept
        stage.plan(at, partial(answer, event.offer_id, event.agent_id))

    def _accept(self, offer_id: OfferId, agent_id: AgentId, at: Instant) -> c.AnyCommand | None:
        if offer_id not in self.stage.state.offers:
            return None
        return c.AcceptOffer(
            command_id=self.stage.command_id(), at=at, actor=f"agent:{agent_id}", offer_id=offer_id
        )

    def _decline(self, offer_id: OfferId, agent_id: AgentId, at: Instant) -> c.AnyCommand | None:
        if offer_id not in self.stage.state.offers:
            return None
        return c.DeclineOffer(
            command_id=self.stage.command_id(),
            at=at,
            actor=f"agent:{agent_id}",
            offer_id=offer_id,
            reason="declined",
        )

    def recover(self, event: e.AgentPaused) -> None:
        """Back after a minute, when it was a missed ring, a lost line or a lost desk that paused them."""
        if event.reason in ("missed", "line_lost", "stopped_calling", "unreachable"):
            self.stage.plan(event.at + RECOVERS_AFTER_MS, partial(self._come_back, event.agent_id))

    def wrap_up(self, event: e.WrapUpStarted) -> None:
        """Say that it was hard, or ask for more time; else let the wrap-up run to its end."""
        faults = self.stage.scenario.faults
        if self.stage.chance(faults.hard):
            self.stage.plan(event.at, partial(self._mark_hard, event.agent_id))
        elif self.stage.chance(faults.more_time):
            self.stage.plan(event.at, partial(self._take_more_time, event.agent_id))
        elif self.stage.chance(faults.described_late):
            late = partial(self._describe, event.agent_id, event.contact_id)
            self.stage.plan(event.until + MINUTE_MS, late)

    def _describe(self, agent_id: AgentId, contact_id: ContactId, at: Instant) -> c.AnyCommand:
        return c.DescribeContact(
            command_id=self.stage.command_id(),
            at=at,
            actor=f"agent:{agent_id}",
            agent_id=agent_id,
            contact_id=contact_id,
            disposition="other",
        )

    def _mark_hard(self, agent_id: AgentId, at: Instant) -> c.AnyCommand | None:
        if self.stage.state.agents[agent_id].presence != "wrap_up":
            return None
        return c.FinishWrapUp(
            command_id=self.stage.command_id(), at=at, actor=f"agent:{agent_id}", agent_id=agent_id, hard=True
        )

    def _take_more_time(self, agent_id: AgentId, at: Instant) -> c.AnyCommand | None:
        if self.stage.state.agents[agent_id].presence != "wrap_up":
            return None
        return c.TakeMoreTime(
            command_id=self.stage.command_id(), at=at, actor=f"agent:{agent_id}", agent_id=agent_id
        )
