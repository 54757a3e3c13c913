"""What a simulated or replayed day came to, as figures and as text that is the same to the byte for the same
events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from lur.core import events as e
from lur.core.fairness import Fairness
from lur.core.ids import Instant, QueueId
from lur.core.measures import Measures, Tally


@dataclass(slots=True)
class DayReport:
    """Folds events into figures: feed it each event in order, then ask."""

    measures: Measures = field(default_factory=Measures)
    fairness: Fairness = field(default_factory=Fairness)
    names: dict[QueueId, str] = field(default_factory=dict)
    waits_ms: list[int] = field(default_factory=list)
    events: int = 0
    last_at: Instant = 0
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def __post_init__(self) -> None:
        self.measures.on_wait = self.waits_ms.append

    def observe(self, event: e.AnyEvent) -> None:
        """Take in the next event."""
        self.events += 1
        self.last_at = event.at
        self.measures.observe(event)
        self.fairness.observe(event)
        self._digest.update(msgspec.json.encode(event))
        if isinstance(event, e.QueueAdded | e.QueueChanged):
            self.names[event.queue_id] = event.settings.name

    def observe_all(self, events: Iterable[e.AnyEvent]) -> None:
        """Take in several."""
        for event in events:
            self.observe(event)

    def digest(self) -> str:
        """SHA-256 of all events so far, hex: two runs with the same digest did the same things."""
        return self._digest.hexdigest()

    def lines(self) -> list[str]:
        """The report as text."""
        total = self.measures.total()
        rows = [_row(self.names[queue_id], tally) for queue_id, tally in self.measures.tallies.items()]
        occupancy = self.measures.occupancy(self.last_at)
        return [
            f"{'queue':<14}{'arrived':>8}{'answered':>9}{'left':>6}{'lost':>6}{'away':>6}{'other':>6}"
            f"{'SL %':>7}{'ASA s':>8}{'AHT s':>8}{'told %':>8}",
            *rows,
            _row("all", total),
            f"waits: median {_seconds(_quantile(self.waits_ms, 0.5))} s, "
            f"p90 {_seconds(_quantile(self.waits_ms, 0.9))} s, "
            f"longest {_seconds(max(self.waits_ms, default=None))} s",
            f"occupancy: {_percent(occupancy)} %",
            *_with_colleagues(total),
            f"{self.fairness.offers} offers, {len(self.fairness.overtakings)} overtakings",
            f"{self.events} events, sha256 {self.digest()}",
        ]


def _row(name: str, tally: Tally) -> str:
    return (
        f"{name:<14}{tally.arrived:>8}{tally.answered:>9}{tally.abandoned:>6}{tally.lost:>6}"
        f"{tally.turned_away:>6}{tally.informed + tally.joined + tally.not_reached:>6}"
        f"{_percent(tally.service_level()):>7}{_seconds(tally.asa_ms()):>8}{_seconds(tally.aht_ms()):>8}"
        f"{_percent(tally.estimate_kept()):>8}"
    )


def _with_colleagues(tally: Tally) -> list[str]:
    """What agents did together; nothing when they did not."""
    counted = (
        (tally.handed_over, "handed over"),
        (tally.given_to_queues, "given to queues"),
        (tally.consulted, "came to be asked"),
        (tally.helped, "came to help"),
        (tally.called_out, "called out"),
    )
    parts = [f"{number} {what}" for number, what in counted if number]
    return [f"colleagues: {', '.join(parts)}"] if parts else []


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share * 100:.1f}"


def _seconds(ms: int | None) -> str:
    return "-" if ms is None else f"{ms / 1000:.1f}"


def _quantile(values: list[int], share: float) -> int | None:
    """The smallest value that at least ``share`` of all values do not exceed."""
    if not values:
        return None
    return sorted(values)[max(0, -(-int(share * 1000) * len(values) // 1000) - 1)]
