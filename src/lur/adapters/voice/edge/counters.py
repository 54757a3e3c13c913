"""What happened at the edge since its start, for metrics: one place that knows all names."""

from __future__ import annotations

from collections import Counter
from typing import Literal, get_args

Name = Literal[
    "calls_in",
    "calls_answered",
    "calls_cancelled",
    "calls_out",
    "calls_out_answered",
    "calls_out_cancelled",
    "refused_404",
    "refused_488",
    "refused_503",
    "refused_flood",
    "refused_malformed_sdp",
    "auth_failed",
    "silenced_sources",
    "offers_rung",
    "offers_unreachable",
    "browser_offers",
    "browser_refused_too_large",
    "browser_refused_malformed_sdp",
    "browser_refused_not_secure",
    "browser_refused_no_common_codec",
    "browser_refused_no_port",
    "browser_refused_media_unavailable",
    "browser_refused_superseded",
    "browser_refused_other",
    "browser_paths_up",
    "browser_paths_lost",
    "browser_talks_lost",
    "browser_echoes_refused",
    "presence_codes",
    "transfers_accepted",
    "transfers_refused",
    "one_way_alarms",
    "silent_callers_asked",
    "media_restarts",
    "media_refusals",
    "recordings_started",
    "recordings_failed",
    "calls_lost",
    "apologies",
    "unexpected_moves",
]

_REFUSALS: dict[str, Name] = {
    "too_large": "browser_refused_too_large",
    "malformed_sdp": "browser_refused_malformed_sdp",
    "not_secure": "browser_refused_not_secure",
    "no_common_codec": "browser_refused_no_common_codec",
    "no_free_port": "browser_refused_no_port",
    "media_unavailable": "browser_refused_media_unavailable",
    "superseded": "browser_refused_superseded",
}


def refusal_counter(code: str) -> Name:
    """The counter of browsers' offers that were refused with this code; rare ones share one."""
    return _REFUSALS.get(code, "browser_refused_other")


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
