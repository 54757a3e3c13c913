"""Finds what the core thinks and the voice edge denies, and says what would mend it. Pure.

An edge may be wrong for a moment: a fact is on its way, its telemetry is some seconds old, it has just come
back. So a difference counts only when two reports, well apart, agree on it; and an edge that says nothing of
its calls denies none. What is mended:

- a contact that is on a line for the core, and that the edge has no line for: it ends, its place is kept;
- a customer who is being called for longer than any call rings: the attempt has failed;
- an agent whose SIP phone cannot ring, since it is not registered or the edge itself is away: nothing is
  offered to them, and what rings goes on to somebody else without blame.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from lur.core.ids import AgentId, ContactId, Instant
from lur.core.state import Contact, State
from lur.runtime.leases import wants_contacts

APART_MS = 10_000
"""Two reports that agree on a lost call are at least so far apart."""
DIALLING_MS = 120_000
"""How long an attempt to call a customer may last; the edge gives up long before."""
NO_PHONE_MS = 60_000
"""How long a phone may be away, as when it restarts, before nothing is offered to its agent."""
AWAY_MS = 3_000
"""How long the edge may be away, as when it is started anew, before no SIP phone can ring."""
STARTS_MS = 15_000
"""How long it may take until the first edge of all is there."""

RepairKind = Literal["lost_call", "dialling", "no_phone", "edge_away"]


@dataclass(frozen=True, slots=True)
class Repair:
    """What is to be mended, and about whom: a contact or an agent."""

    kind: RepairKind
    subject: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the edge said last. ``number`` rises with each report; ``calls`` None: it does not tell."""

    number: int
    calls: frozenset[ContactId] | None
    registered: frozenset[AgentId]


@dataclass(slots=True)
class Watchdog:
    """Look now and then. ``started``: when the edge was first waited for."""

    started: Instant
    gone: set[AgentId] = field(default_factory=set)
    """Agents whose SIP phone cannot ring."""
    _missing: dict[ContactId, tuple[Instant, int]] = field(default_factory=dict)
    """Since when the edge denies these calls, and the report in which it first did."""
    _unregistered: dict[AgentId, Instant] = field(default_factory=dict)
    _away_since: Instant | None = None
    _was_there: bool = False

    def look(
        self,
        state: State,
        report: Report | None,
        now: Instant,
        *,
        is_up: bool,
        at_desk: Collection[AgentId] = (),
    ) -> list[Repair]:
        """What is to be mended now. ``is_up``: the edge is there, also when it has reported nothing yet.
        ``at_desk``: agents whose phone is a page. A repair is said again until it has helped, except those
        about agents, which are said once: ``gone`` tells of them."""
        away = self._is_away(is_up, now)
        repairs = [*self._lost_calls(state, report, now), *_endless_calls(state, now)]
        before = set(self.gone)
        self._look_at_phones(state, report, now, away=away)
        kind: RepairKind = "edge_away" if away else "no_phone"
        for agent_id in sorted(self.gone - before - set(at_desk)):
            if wants_contacts(state.agents[agent_id].presence):
                repairs.append(Repair(kind, agent_id))
        return repairs

    def _is_away(self, is_up: bool, now: Instant) -> bool:
        """Whether the edge is away for so long that no phone can ring."""
        if is_up:
            self._away_since, self._was_there = None, True
            return False
        if self._away_since is None:
            self._away_since = now if self._was_there else self.started
        return now - self._away_since >= (AWAY_MS if self._was_there else STARTS_MS)

    # --- calls ---------------------------------------------------------------------------------------------

    def _lost_calls(self, state: State, report: Report | None, now: Instant) -> Iterator[Repair]:
        if report is None or report.calls is None:
            self._missing.clear()
            return
        denied = {each.contact_id for each in _on_line(state)} - report.calls
        self._missing = {each: since for each, since in self._missing.items() if each in denied}
        for contact_id in sorted(denied):
            since, number = self._missing.setdefault(contact_id, (now, report.number))
            if now - since >= APART_MS and report.number > number:
                yield Repair("lost_call", contact_id)

    # --- phones --------------------------------------------------------------------------------------------

    def _look_at_phones(self, state: State, report: Report | None, now: Instant, *, away: bool) -> None:
        self.gone &= set(state.agents)
        if away:
            self.gone.update(state.agents)
        if report is None:
            return
        unregistered = [each for each in state.agents if each not in report.registered]
        self._unregistered = {each: self._unregistered.get(each, now) for each in unregistered}
        self.gone &= set(unregistered)
        self.gone.update(each for each in unregistered if now - self._unregistered[each] >= NO_PHONE_MS)


def _on_line(state: State) -> Iterator[Contact]:
    """Contacts whose customer is on a telephone line, as far as the core knows."""
    for contact in state.contacts.values():
        if contact.channel == "voice" and contact.callback is None:
            yield contact


def _endless_calls(state: State, now: Instant) -> Iterator[Repair]:
    for contact in state.contacts.values():
        if contact.phase == "dialling" and now - contact.phase_since >= DIALLING_MS:
            yield Repair("dialling", contact.contact_id)
