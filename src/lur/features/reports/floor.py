"""What customers said of how it went, and whether they came back, is never counted by agent. A team of one or
two would say it all the same: rows of teams say it only when enough agents are behind them.

When the rows that are left out are themselves of too few, all that is left of the total would be theirs: then
the smallest of the others is left out with them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

FEWEST_AGENTS = 3
"""As for the trends of questions that colleagues see."""
OF_NO_ONE = frozenset(
    {
        "served",
        "judged",
        "came_back",
        "came_back_share",
        "first_judged",
        "first_solved",
        "solved_first",
        "rating_asked",
        "rating_given",
        "rating_good",
        "rating_rate",
        "rating_mean",
        "rating_good_share",
        "rating_good_low",
        "rating_good_high",
    }
)
"""Never counted by agent."""


def is_too_few(agents: Collection[str]) -> bool:
    """Whether a figure of these agents would say something of one of them."""
    return len(agents) < FEWEST_AGENTS


def hidden(agents: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The rows that say nothing. ``agents``: who is behind each row that would say something."""
    found = {key for key, behind in agents.items() if is_too_few(behind)}
    others = sorted(agents.keys() - found, key=lambda key: (len(agents[key]), key))
    if found and others and is_too_few(frozenset().union(*(agents[key] for key in sorted(found)))):
        found.add(others[0])
    return frozenset(found)
