"""The centre's figures as folds over events, so that every number on a page can be recomputed from the
journal.

Each formula (numerator, denominator, exclusions) is written in docs/measures.md; names follow it. Counting is
in integers; shares are computed only when asked for. Service level is counted over contacts offered: those
who left sooner than ``SHORT_ABANDON_MS`` are left out, since nobody could have answered them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from lur.core import events as e
from lur.core.facts import Facts, Mark, MarkKind, Spent
from lur.core.ids import Instant, QueueId


class Tally(msgspec.Struct):
    """What has been counted for a queue since the last ``roll``. Times are sums in milliseconds."""

    arrived: int = 0
    turned_away: int = 0
    answered: int = 0
    answered_in_promise: int = 0
    abandoned: int = 0
    abandoned_short: int = 0
    lost: int = 0
    informed: int = 0
    """Left, to be told when an incident is solved."""
    joined: int = 0
    """Whose place went on in another contact of the same customer."""
    callbacks_asked: int = 0
    callbacks_dialled: int = 0
    """Attempts to call a customer."""
    not_reached: int = 0
    """Customers whom every attempt has missed."""
    handed_over: int = 0
    """Contacts that went from one agent to another in the middle of a talk, each time counted."""
    given_to_queues: int = 0
    """Contacts that an agent gave to a queue, counted where they were."""
    consulted: int = 0
    """Colleagues and outside numbers who came to be asked something."""
    helped: int = 0
    """Colleagues who came to help."""
    called_out: int = 0
    """Calls that agents began."""
    handled: int = 0
    wait_ms: int = 0
    talk_ms: int = 0
    wrap_up_ms: int = 0
    told: int = 0
    """Answered contacts that had been told a range."""
    told_kept: int = 0
    """Those of them whose wait ended inside the first range they were told."""
    told_error_ms: int = 0
    """How far outside it the others ended, summed."""

    def service_level(self) -> float | None:
        """Answered within the promise / (answered + abandoned - short abandons); None before the first."""
        base = self.answered + self.abandoned - self.abandoned_short
        return self.answered_in_promise / base if base else None

    def abandonment(self) -> float | None:
        """(Abandoned - short abandons) / (answered + abandoned - short abandons)."""
        base = self.answered + self.abandoned - self.abandoned_short
        return (self.abandoned - self.abandoned_short) / base if base else None

    def asa_ms(self) -> int | None:
        """Average speed of answer: the answered contacts' waits / answered."""
        return self.wait_ms // self.answered if self.answered else None

    def aht_ms(self) -> int | None:
        """Average handling time: (talk with hold + wrap-up) / handled."""
        return (self.talk_ms + self.wrap_up_ms) // self.handled if self.handled else None

    def estimate_kept(self) -> float | None:
        """The share of answered contacts that were answered inside the first range they were told."""
        return self.told_kept / self.told if self.told else None


@dataclass(slots=True)
class Measures:
    """Feed it every event in order; ask for figures at any time; ``roll`` at midnight starts the counts
    again.

    Contacts and presences that are open at the roll go on: what ends after midnight counts in the new day.
    """

    tallies: dict[QueueId, Tally] = field(default_factory=dict)
    on_wait: Callable[[int], None] = lambda _: None
    """Hears each wait that is counted, ms."""
    on_judged: Callable[[QueueId, Instant, int], None] = lambda queue_id, at, error_ms: None
    """Hears each wait that had been told: where and when it ended, how far outside the first range, ms."""
    _facts: Facts = field(default_factory=Facts)
    _since: Instant = 0
    _working_ms: int = 0
    _available_ms: int = 0

    def roll(self, at: Instant) -> None:
        """Start all counts anew; what turns out to belong to the time before counts no more."""
        for queue_id in self.tallies:
            self.tallies[queue_id] = Tally()
        self._since, self._working_ms, self._available_ms = at, 0, 0

    def spent_ms(self, at: Instant) -> tuple[int, int]:
        """What all agents together have worked, and been there to work, since the last ``roll``."""
        working_ms, available_ms = self._working_ms, self._available_ms
        for span in self._facts.shifts.spans(at):
            ms = max(0, span.until - max(span.since, self._since))
            working_ms, available_ms = working_ms + ms * span.is_work, available_ms + ms
        return working_ms, available_ms

    def occupancy(self, at: Instant) -> float | None:
        """(On contact + wrap-up) / (ready + offered + on contact + wrap-up), all agents together."""
        working_ms, available_ms = self.spent_ms(at)
        return working_ms / available_ms if available_ms else None

    def total(self) -> Tally:
        """All queues together."""
        names = Tally.__struct_fields__
        sums = {name: sum(getattr(t, name) for t in self.tallies.values()) for name in names}
        return Tally(**sums)

    def observe(self, event: e.AnyEvent) -> None:
        """Take in the next event."""
        if isinstance(event, e.QueueAdded):
            self.tallies.setdefault(event.queue_id, Tally())
        for fact in self._facts.observe(event):
            if isinstance(fact, Mark):
                self._count(fact)
            elif isinstance(fact, Spent):
                ms = max(0, fact.until - max(fact.since, self._since))
                self._available_ms += ms
                self._working_ms += ms * fact.is_work

    def _count(self, mark: Mark) -> None:
        if mark.kind == "told":
            self.on_judged(mark.queue_id, mark.at, mark.ms)
        if mark.at < self._since:
            return
        tally = self.tallies[mark.queue_id]
        if mark.kind in SUMS:
            name = SUMS[mark.kind]
            setattr(tally, name, getattr(tally, name) + mark.ms)
        if mark.kind == "answered":
            self.on_wait(mark.ms)
        if mark.kind not in ("talked", "wrapped_up"):
            setattr(tally, mark.kind, getattr(tally, mark.kind) + mark.times)


SUMS: dict[MarkKind, str] = {
    "answered": "wait_ms",
    "talked": "talk_ms",
    "wrapped_up": "wrap_up_ms",
    "told": "told_error_ms",
}
"""Marks whose times are summed, and where."""
