"""A report as values. What each figure counts and leaves out is in docs/measures.md, by these names."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import Instant

By = Literal["hour", "day", "weekday", "queue", "team", "result", "channel"]
"""What makes a row. hour: of the clock, 0 to 23. weekday: 1 Monday to 7 Sunday. All in the company's time."""
Compare = Literal["week", "year"]
"""With the same days a week, or 52 weeks, before: the weekdays are the same."""
Countable = Literal[
    "arrived",
    "answered",
    "answered_in_time",
    "abandoned",
    "abandoned_short",
    "turned_away",
    "lost",
    "informed",
    "joined",
    "not_reached",
    "callbacks_asked",
    "callbacks_dialled",
    "called_out",
    "handled",
    "handed_over",
    "given_to_queues",
    "consulted",
    "helped",
    "told",
    "told_kept",
    "served",
    "judged",
    "came_back",
    "first_judged",
    "first_solved",
    "rating_asked",
    "rating_given",
    "rating_good",
]
"""Figures that count contacts, or what happened in them: the contacts can be asked for."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of one row. Times in ms, shares 0 to 1; None where there is nothing to divide by."""

    arrived: int = 0
    answered: int = 0
    answered_in_time: int = 0
    abandoned: int = 0
    abandoned_short: int = 0
    turned_away: int = 0
    lost: int = 0
    informed: int = 0
    joined: int = 0
    not_reached: int = 0
    callbacks_asked: int = 0
    callbacks_dialled: int = 0
    called_out: int = 0
    handled: int = 0
    handed_over: int = 0
    given_to_queues: int = 0
    consulted: int = 0
    helped: int = 0
    told: int = 0
    told_kept: int = 0
    served: int = 0
    judged: int = 0
    came_back: int = 0
    first_judged: int = 0
    first_solved: int = 0
    rating_asked: int = 0
    rating_given: int = 0
    rating_good: int = 0
    wait_ms: int = 0
    talk_ms: int = 0
    wrap_up_ms: int = 0
    told_error_ms: int = 0
    working_ms: int = 0
    available_ms: int = 0
    service_level: float | None = None
    abandonment: float | None = None
    asa_ms: int | None = None
    wait_median_ms: int | None = None
    wait_p90_ms: int | None = None
    aht_ms: int | None = None
    occupancy: float | None = None
    estimate_kept: float | None = None
    estimate_error_ms: int | None = None
    came_back_share: float | None = None
    solved_first: float | None = None
    rating_rate: float | None = None
    rating_mean: float | None = None
    rating_good_share: float | None = None
    rating_good_low: float | None = None
    rating_good_high: float | None = None


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row. ``key`` is a day (2026-11-22), an hour (0 to 23), a weekday (1 to 7), or the id of a queue,
    team, result or channel; empty for those without a team or a result."""

    key: str
    figures: Figures
    too_few: tuple[str, ...] = ()
    """Figures that this row does not say, since too few agents of a team are behind it."""


class FigureSpan(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a span and all of it together. Days and hours in order, the others as they are named."""

    first: str
    """The first day, as 2026-11-22."""
    last: str
    since: Instant
    before: Instant
    rows: tuple[FigureRow, ...]
    total: Figures
    too_few: tuple[str, ...] = ()
    """The same for the total."""


CheckedWhat = Literal["day", "reports"]
"""day: the live figures as they stood when the day ended. reports: the rows that reports are read from."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that was shown otherwise than the journal says. ``queue_id`` empty: of no queue."""

    what: CheckedWhat
    queue_id: str
    figure: str
    shown: int
    counted: int


class CheckedDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day, counted again from the journal."""

    day: str
    checked_at: Instant
    seq: int
    """The journal's number up to which it was counted."""
    figures: int
    """How many were compared."""
    differences: tuple[Difference, ...]
