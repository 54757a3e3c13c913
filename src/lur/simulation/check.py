"""Watches a day with checkers that share no code with the rules: after each command nothing may be wrong.

Used by the tests on seeded days, by ``lur simulate --check`` and by ``lur replay`` on real journals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lur.core import events as e
from lur.core.apply import apply
from lur.core.fairness import Fairness
from lur.core.ids import ContactId, Instant
from lur.core.invariants import violations
from lur.core.snapshot import dump
from lur.core.state import State


@dataclass(slots=True)
class Check:
    """``after`` each command and ``at_end``; both return what is wrong, nothing when all is well.

    It keeps a state of its own, built from the events alone, and looks at that one.
    """

    state: State = field(default_factory=State)
    commands: int = 0
    _fairness: Fairness = field(default_factory=Fairness)
    _found: int = 0
    _at: Instant = 0
    _live: dict[ContactId, None] = field(default_factory=dict)

    def after(self, events: Sequence[e.AnyEvent]) -> list[str]:
        """Take in one command's events and look at everything that must hold when it is done."""
        self.commands += 1
        faults: list[str] = []
        for event in events:
            faults += self._outcome_faults(event)
            self._fairness.observe(event)
            apply(self.state, event)
        faults += violations(self.state)
        new = self._fairness.overtakings[self._found :]
        self._found += len(new)
        return faults + [f"{x.contact_id} was offered to {x.agent_id} before {x.earlier}" for x in new]

    def _outcome_faults(self, event: e.AnyEvent) -> list[str]:
        """Time goes forward; who has arrived ends once, and nobody else ends."""
        faults = [] if event.at >= self._at else [f"{type(event).__name__} goes back in time"]
        self._at = event.at
        if isinstance(event, e.ContactArrived | e.CalledOut):
            self._live[event.contact_id] = None
        elif isinstance(event, e.ContactEnded):
            if event.contact_id not in self._live:
                faults.append(f"{event.contact_id} ended twice, or never came")
            self._live.pop(event.contact_id, None)
        return faults

    def at_end(self, state: State) -> list[str]:
        """Compare with the state that lived through the day."""
        faults = [] if dump(state) == dump(self.state) else ["the events do not give the same state again"]
        if list(self._live) != list(state.contacts):
            faults.append("a contact is neither live nor over")
        return faults
