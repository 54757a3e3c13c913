"""How the waits that were told agreed with the waits that were, hour by hour. Fed by ``Measures.on_judged``.

All errors of an hour are kept, since the middle one is asked for; a busy hour has some hundreds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lur.core.ids import Instant, QueueId

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class ToldHour:
    """One hour: ``told`` were answered and had been told a range, of ``kept`` the wait ended inside it."""

    since: Instant
    told: int
    kept: int
    median_error_ms: int
    """How far outside it the waits ended, 0 for inside: the middle one of all that were told."""


@dataclass(slots=True)
class ToldByHour:
    """Errors by hour (at // 3,600,000) and queue."""

    _errors_ms: dict[int, dict[QueueId, list[int]]] = field(default_factory=dict)

    def judged(self, queue_id: QueueId, at: Instant, error_ms: int) -> None:
        """A wait that had been told ended at ``at``, so far outside the range."""
        self._errors_ms.setdefault(at // HOUR_MS, {}).setdefault(queue_id, []).append(error_ms)

    def hours(self, queue_id: QueueId | None = None) -> tuple[ToldHour, ...]:
        """The hours in which such waits ended, the earliest first: of a queue, or of all for None."""
        found = []
        for hour, by_queue in sorted(self._errors_ms.items()):
            own = by_queue.values() if queue_id is None else [by_queue.get(queue_id, [])]
            errors_ms = [each for errors in own for each in errors]
            if errors_ms:
                found.append(_hour(hour, errors_ms))
        return tuple(found)


def _hour(hour: int, errors_ms: list[int]) -> ToldHour:
    kept = sum(each == 0 for each in errors_ms)
    middle = sorted(errors_ms)[(len(errors_ms) - 1) // 2]
    return ToldHour(hour * HOUR_MS, len(errors_ms), kept, middle)
