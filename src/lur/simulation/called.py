"""Customers who do not simply wait on the line: menus, shut doors, callbacks, statements and incidents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import MINUTE_MS, ContactId, IncidentId, Instant, QueueId, StatementId
from lur.core.values import CallMiss
from lur.simulation.scenario import HOUR_MS
from lur.simulation.stage import Stage

INCIDENT = IncidentId("down")
MENU_MS = 15_000
"""How long a menu takes in the mean."""
ASKS_AFTER_MS = 30_000
"""How soon somebody asks to be called instead, in the mean."""
ANSWERS_MS = 8_000
"""How long a customer who is called lets it ring, in the mean."""
MISSES: tuple[CallMiss, ...] = ("busy", "no_answer", "unreachable", "failed")


@dataclass(slots=True)
class Called:
    """What else people do in one simulated day."""

    stage: Stage

    def plan_day(self) -> None:
        """Something is down from the middle of the day until an hour later."""
        scenario = self.stage.scenario
        if scenario.faults.informed > 0:
            at = scenario.starts_at + scenario.length_ms // 2
            self.stage.plan(at, self._open_incident)
            self.stage.plan(at + HOUR_MS, self._solve_incident)

    def come(self, event: e.ContactArrived) -> None:
        """Choose in the menu, ask to be called, say what happened, or be content with being told."""
        stage, faults = self.stage, self.stage.scenario.faults
        if event.channel != "voice":
            return
        if event.entering and event.contact_id in stage.state.contacts:
            stage.plan(event.at + stage.exponential(MENU_MS), partial(self._choose, event.contact_id))
        soon = event.at + stage.exponential(ASKS_AFTER_MS)
        if stage.chance(faults.place_kept):
            stage.plan(soon, partial(self._ask, event.contact_id))
        elif stage.chance(faults.stated):
            stage.plan(soon, partial(self._state, event.contact_id))
        elif stage.chance(faults.informed):
            stage.plan(soon, partial(self._be_informed, event.contact_id))

    def stand_at_the_door(self, event: e.ContactRefused) -> None:
        """Half of them want to be called."""
        if self.stage.chance(0.5):
            self.stage.plan(event.at + 10_000, partial(self._ask, event.contact_id))

    def be_called(self, event: e.CallbackDialled | e.CalledOut) -> None:
        """Answer, or not."""
        at = event.at + self.stage.exponential(ANSWERS_MS)
        attempt = event.attempt if isinstance(event, e.CallbackDialled) else 1
        self.stage.plan(at, partial(self._answer, event.contact_id, attempt))

    def _choose(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        contact = self.stage.state.contacts.get(contact_id)
        if contact is None or contact.phase != "entering":
            return None
        voice = [q.queue_id for q in self.stage.scenario.queues if q.settings.channel == "voice"]
        return c.QueueContact(
            command_id=self.stage.command_id(),
            at=at,
            utc_offset_min=self.stage.scenario.utc_offset_min,
            actor="simulation",
            contact_id=contact_id,
            queue_id=self.stage.random.choice(voice),
            language="nb",
            choices=("menu",),
        )

    def _ask(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        if contact_id not in self.stage.state.contacts:
            return None
        later = self.stage.chance(self.stage.scenario.faults.time_chosen)
        return c.AskCallback(
            command_id=self.stage.command_id(),
            at=at,
            utc_offset_min=self.stage.scenario.utc_offset_min,
            actor="simulation",
            contact_id=contact_id,
            from_at=at + self.stage.exponential(20 * MINUTE_MS) + MINUTE_MS if later else None,
        )

    def _answer(self, contact_id: ContactId, attempt: int, at: Instant) -> c.AnyCommand | None:
        if contact_id not in self.stage.state.contacts:
            return None
        missed = self.stage.chance(self.stage.scenario.faults.not_reached)
        return c.ReportAttempt(
            command_id=self.stage.command_id(),
            at=at,
            actor="simulation",
            contact_id=contact_id,
            attempt=attempt,
            miss=self.stage.random.choice(MISSES) if missed else None,
        )

    def _state(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        if contact_id not in self.stage.state.contacts:
            return None
        return c.KeepStatement(
            command_id=self.stage.command_id(),
            at=at,
            actor="simulation",
            contact_id=contact_id,
            statement_id=StatementId(f"said-{contact_id}"),
            form="voice",
            duration_ms=self.stage.exponential(20_000) % 120_000,
            upset=self.stage.random.randint(0, 10),
        )

    def _be_informed(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        if contact_id not in self.stage.state.contacts or INCIDENT not in self.stage.state.incidents:
            return None
        return c.TieContact(
            command_id=self.stage.command_id(),
            at=at,
            actor="simulation",
            contact_id=contact_id,
            incident_id=INCIDENT,
            leave=True,
        )

    def _open_incident(self, at: Instant) -> c.AnyCommand:
        queues: tuple[QueueId, ...] = tuple(self.stage.state.queues)
        return c.OpenIncident(
            command_id=self.stage.command_id(), at=at, incident_id=INCIDENT, queue_ids=queues
        )

    def _solve_incident(self, at: Instant) -> c.AnyCommand:
        return c.SolveIncident(command_id=self.stage.command_id(), at=at, incident_id=INCIDENT)
