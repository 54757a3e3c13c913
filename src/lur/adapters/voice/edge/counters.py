"""What happened at the edge since its start, for metrics: one place that knows all names."""

from __future__ import annotations

from collections import Counter
from typing import Literal, get_args

Name = Literal[
    "calls_in",
    "calls_answered",
    "calls_cancelled",
    "refused_404",
    "refused_488",
    "refused_503",
    "refused_flood",
    "refused_malformed_sdp",
    "auth_failed",
    "silenced_sources",
    "offers_rung",
    "offers_unreachable",
    "presence_codes",
    "transfers_accepted",
    "transfers_refused",
    "one_way_alarms",
    "media_restarts",
    "media_refusals",
    "recordings_started",
    "recordings_failed",
    "calls_lost",
    "apologies",
    "unexpected_moves",
]


class Counters:
    """Totals by name."""

    def __init__(self) -> None:
        self._totals: Counter[str] = Counter(dict.fromkeys(get_args(Name), 0))

    def add(self, name: Name) -> None:
        """One more."""
        self._totals[name] += 1

    def totals(self) -> dict[str, int]:
        """All totals, zeros included."""
        return dict(self._totals)
