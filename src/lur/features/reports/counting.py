"""Sums slabs into rows of figures, and finds the contacts that a figure counts: by the same choice of lines,
so the two cannot disagree.

Waits are compared to the millisecond, not by classes: a median or a 90th percentile is the smallest wait that
at least that share of all waits do not exceed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
import numpy as np

from lur.core.ids import ContactId, Instant
from lur.features.reports.days import name_of, weekday_of
from lur.features.reports.floor import OF_NO_ONE, hidden, is_too_few
from lur.features.reports.model import By, Countable, FigureRow, Figures
from lur.features.reports.slab import KIND, KINDS, LATER, Column, Slab

Z = 1.959963984540054
"""Of a 95 % interval."""
OF_NO_TEAM = frozenset(
    {
        "arrived",
        "abandoned",
        "abandoned_short",
        "turned_away",
        "lost",
        "informed",
        "joined",
        "not_reached",
        "callbacks_asked",
        "service_level",
        "abandonment",
    }
)
"""What happens before anybody of a team has the contact."""
OF_NO_AGENT = (
    OF_NO_TEAM
    | OF_NO_ONE
    | {
        "answered_in_time",
        "told",
        "told_kept",
        "told_error_ms",
        "estimate_kept",
        "estimate_error_ms",
        "wait_ms",
        "asa_ms",
        "wait_median_ms",
        "wait_p90_ms",
    }
)
"""What the queue or luck decides, or what is never counted by agent."""
OF_NO_RESULT = frozenset({"service_level", "abandonment"})
"""Who left has no result, so a share of those who came would be of those who stayed."""
OF_TIME = frozenset({"occupancy", "working_ms", "available_ms"})
"""An agent's time is of a team and an hour, and of no queue, channel or result."""
SAID = np.array([KIND[kind] for kind in LATER])
TOO_FEW = tuple(sorted(OF_NO_ONE))
KIND_OF: dict[str, str] = {"answered_in_time": "answered_in_promise"}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted; None for any. An empty team or result: those without one."""

    queue: str | None = None
    team: str | None = None
    result: str | None = None
    channel: str | None = None
    agent: str | None = None
    hour: int | None = None
    weekday: int | None = None


class Line(msgspec.Struct, frozen=True):
    """A contact that a figure counts on a day, so many times, the last at ``at``."""

    contact_id: ContactId
    at: Instant
    times: int


def silent(by: By, wanted: Wanted) -> frozenset[str]:
    """Figures that say nothing in such rows; they are shown as none at all."""
    found: frozenset[str] = frozenset()
    if by == "team" or wanted.team is not None:
        found |= OF_NO_TEAM
    if wanted.agent is not None:
        found |= OF_NO_AGENT
    if by == "result" or wanted.result is not None:
        found |= OF_NO_RESULT
    if by in ("queue", "result", "channel") or {wanted.queue, wanted.result, wanted.channel} != {None}:
        found |= OF_TIME
    return found


@dataclass(slots=True)
class _Sum:
    """What one row has come to: counts and times by kind, and agents' time."""

    counts: Column = field(default_factory=lambda: np.zeros(len(KINDS), dtype=np.int64))
    sums_ms: Column = field(default_factory=lambda: np.zeros(len(KINDS), dtype=np.int64))
    working_ms: int = 0
    available_ms: int = 0

    def add(self, other: _Sum) -> None:
        self.counts += other.counts
        self.sums_ms += other.sums_ms
        self.working_ms += other.working_ms
        self.available_ms += other.available_ms


@dataclass(slots=True)
class Count:
    """Feed it each day's slabs, then ask for the rows."""

    by: By
    wanted: Wanted
    _sums: dict[str, _Sum] = field(default_factory=dict)
    _waits: list[Column] = field(default_factory=list)
    _of_key: list[Column] = field(default_factory=list)
    _keys: dict[str, int] = field(default_factory=dict)
    _agents: dict[str, set[str]] = field(default_factory=dict)
    """Who is behind each row, when teams are told apart."""

    def add(self, slab: Slab) -> None:
        """One more day, or a part of one."""
        self._add_lines(slab)
        self._add_times(slab)

    def _key(self, name: str) -> _Sum:
        if name not in self._sums:
            self._sums[name] = _Sum()
            self._keys[name] = len(self._keys)
        return self._sums[name]

    def _add_lines(self, slab: Slab) -> None:
        chosen = lines_of(slab, self.wanted)
        if chosen is None:
            return
        names, groups = self._groups(slab, chosen)
        size = len(names) * len(KINDS)
        cell = groups * len(KINDS) + slab.columns["kind"][chosen].astype(np.int64)
        counts = _added_up(cell, slab.columns["times"][chosen], size).reshape(len(names), len(KINDS))
        sums = _added_up(cell, slab.columns["ms"][chosen], size).reshape(len(names), len(KINDS))
        for at in np.flatnonzero(counts.any(axis=1) | sums.any(axis=1)):
            row = self._key(names[at])
            row.counts += counts[at]
            row.sums_ms += sums[at]
        self._add_waits(slab, chosen, names, groups)
        if self._tells_teams:
            self._add_agents(slab, chosen, names, groups)

    @property
    def _tells_teams(self) -> bool:
        return self.by == "team" or self.wanted.team is not None

    def _add_agents(self, slab: Slab, chosen: Column, names: list[str], groups: Column) -> None:
        texts = slab.texts["agent"]
        for pair in np.unique(groups * len(texts) + slab.columns["agent"][chosen]).tolist():
            group, agent = divmod(pair, len(texts))
            if texts[agent]:
                self._agents.setdefault(names[group], set()).add(texts[agent])

    def _add_waits(self, slab: Slab, chosen: Column, names: list[str], groups: Column) -> None:
        answered = slab.columns["kind"][chosen] == KIND["answered"]
        numbers = np.array([self._keys.get(name, 0) for name in names], dtype=np.int64)
        self._waits.append(slab.columns["ms"][chosen][answered])
        self._of_key.append(numbers[groups[answered]])

    def _groups(self, slab: Slab, chosen: Column) -> tuple[list[str], Column]:
        """The keys of the rows, and of which each line is."""
        if self.by in ("day", "weekday"):
            return [_day_key(self.by, slab.day)], np.zeros(len(chosen), dtype=np.int64)
        names = HOURS if self.by == "hour" else list(slab.texts[self.by])
        return names, slab.columns[self.by][chosen].astype(np.int64)

    def _add_times(self, slab: Slab) -> None:
        if self.by in ("queue", "result", "channel"):
            return
        chosen = _times_of(slab, self.wanted)
        names, groups = self._time_groups(slab, chosen)
        working = _added_up(groups, slab.columns["working_ms"][chosen], len(names))
        available = _added_up(groups, slab.columns["available_ms"][chosen], len(names))
        for at in np.flatnonzero(available).tolist():
            row = self._key(names[at])
            row.working_ms += int(working[at])
            row.available_ms += int(available[at])

    def _time_groups(self, slab: Slab, chosen: Column) -> tuple[list[str], Column]:
        if self.by == "hour":
            return HOURS, slab.columns["time_hour"][chosen].astype(np.int64)
        if self.by == "team":
            return list(slab.texts["team"]), slab.columns["time_team"][chosen].astype(np.int64)
        return [_day_key(self.by, slab.day)], np.zeros(len(chosen), dtype=np.int64)

    def rows(self, keys: Iterable[str] = ()) -> tuple[FigureRow, ...]:
        """A row for each key that has something, and for ``keys`` in any case; in order."""
        for name in keys:
            self._key(name)
        waits, of_key = _joined(self._waits), _joined(self._of_key)
        order = np.lexsort((waits, of_key))
        waits, of_key = waits[order], of_key[order]
        rows, unsaid = [], self._unsaid()
        for name in sorted(self._sums, key=_in_order if self.by in ("hour", "weekday") else str):
            begins, ends = np.searchsorted(of_key, [self._keys[name], self._keys[name] + 1])
            figures = self._figures(self._sums[name], waits[begins:ends])
            if name in unsaid:
                rows.append(FigureRow(key=name, figures=without(figures, OF_NO_ONE), too_few=TOO_FEW))
            else:
                rows.append(FigureRow(key=name, figures=figures))
        return tuple(rows)

    def _unsaid(self) -> frozenset[str]:
        """Rows of too few agents; one in which nobody said anything gives nobody away."""
        if not self._tells_teams:
            return frozenset()
        said = [name for name, row in self._sums.items() if row.counts[SAID].any()]
        return hidden({name: frozenset(self._agents.get(name, ())) for name in said})

    @property
    def too_few(self) -> tuple[str, ...]:
        """What all rows together do not say: of a team alone that is too small."""
        everybody = set[str]().union(*self._agents.values())
        return TOO_FEW if self.wanted.team is not None and is_too_few(everybody) else ()

    def total(self) -> Figures:
        """All rows together."""
        total = _Sum()
        for each in self._sums.values():
            total.add(each)
        return without(self._figures(total, np.sort(_joined(self._waits))), self.too_few)

    def _figures(self, row: _Sum, waits: Column) -> Figures:
        found = figures_from(row.counts, row.sums_ms, waits, row.working_ms, row.available_ms)
        return without(found, silent(self.by, self.wanted))


HOURS = [str(hour) for hour in range(24)]


def _in_order(key: str) -> int:
    return int(key)


def _day_key(by: By, day: int) -> str:
    return name_of(day) if by == "day" else str(weekday_of(day))


def _joined(parts: list[Column]) -> Column:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _added_up(cell: Column, values: Column, size: int) -> Column:
    """Whole sums by cell; a float holds them exactly up to 2 ** 53, 285 000 years of ms."""
    return np.bincount(cell, weights=values, minlength=size).astype(np.int64)


def lines_of(slab: Slab, wanted: Wanted, kind: str | None = None) -> Column | None:
    """Which lines are wanted; None when there are none."""
    if wanted.weekday is not None and weekday_of(slab.day) != wanted.weekday:
        return None
    chosen = np.ones(len(slab.columns["kind"]), dtype=bool)
    for name in ("queue", "team", "result", "channel", "agent"):
        text: str | None = getattr(wanted, name)
        if text is not None:
            chosen &= slab.columns[name] == _number_of(slab, name, text)
    if wanted.hour is not None:
        chosen &= slab.columns["hour"] == wanted.hour
    if kind is not None:
        chosen &= slab.columns["kind"] == KIND[kind]
    found = np.flatnonzero(chosen)
    return found if len(found) else None


def _number_of(slab: Slab, name: str, text: str) -> int:
    texts = slab.texts[name]
    return texts.index(text) if text in texts else -1


def _times_of(slab: Slab, wanted: Wanted) -> Column:
    chosen = np.ones(len(slab.columns["time_hour"]), dtype=bool)
    if wanted.weekday is not None:
        chosen &= weekday_of(slab.day) == wanted.weekday
    if wanted.team is not None:
        chosen &= slab.columns["time_team"] == _number_of(slab, "team", wanted.team)
    if wanted.agent is not None:
        chosen &= slab.columns["time_agent"] == _number_of(slab, "agent", wanted.agent)
    if wanted.hour is not None:
        chosen &= slab.columns["time_hour"] == wanted.hour
    return np.flatnonzero(chosen)


def times_in(slab: Slab, wanted: Wanted, figure: Countable) -> int:
    """A figure of this day alone."""
    chosen = lines_of(slab, wanted, KIND_OF.get(figure, figure))
    return 0 if chosen is None else int(slab.columns["times"][chosen].sum())


def contacts_in(slab: Slab, wanted: Wanted, figure: Countable, begins: Instant) -> list[Line]:
    """The contacts that a figure counts on this day, the latest first; ``times`` add up to the figure."""
    chosen = lines_of(slab, wanted, KIND_OF.get(figure, figure))
    if chosen is None:
        return []
    found: dict[int, tuple[int, int]] = {}
    columns = (slab.columns[name][chosen].tolist() for name in ("contact", "times", "at"))
    for contact, times, at in zip(*columns, strict=True):
        before, latest = found.get(contact, (0, 0))
        found[contact] = before + times, max(latest, at)
    texts = slab.texts["contact"]
    lines = [Line(ContactId(texts[each]), begins + at, times) for each, (times, at) in found.items() if times]
    return sorted(lines, key=lambda line: (-line.at, line.contact_id))


def figures_from(
    counts: Column, sums_ms: Column, waits: Column, working_ms: int, available_ms: int
) -> Figures:
    """All figures. ``waits`` are those of the answered, in order."""
    n = {kind: int(counts[at]) for kind, at in KIND.items()}
    ms = {kind: int(sums_ms[at]) for kind, at in KIND.items()}
    names = {each: n[each] for each in Figures.__struct_fields__ if each in KIND}
    base = n["answered"] + n["abandoned"] - n["abandoned_short"]
    low, high = interval(n["rating_good"], n["rating_given"])
    return Figures(
        **names,
        answered_in_time=n["answered_in_promise"],
        wait_ms=ms["answered"],
        talk_ms=ms["talked"],
        wrap_up_ms=ms["wrapped_up"],
        told_error_ms=ms["told"],
        working_ms=working_ms,
        available_ms=available_ms,
        service_level=_share(n["answered_in_promise"], base),
        abandonment=_share(n["abandoned"] - n["abandoned_short"], base),
        asa_ms=_mean(ms["answered"], n["answered"]),
        wait_median_ms=quantile(waits, 50),
        wait_p90_ms=quantile(waits, 90),
        aht_ms=_mean(ms["talked"] + ms["wrapped_up"], n["handled"]),
        occupancy=_share(working_ms, available_ms),
        estimate_kept=_share(n["told_kept"], n["told"]),
        estimate_error_ms=_mean(ms["told"], n["told"]),
        came_back_share=_share(n["came_back"], n["judged"]),
        solved_first=_share(n["first_solved"], n["first_judged"]),
        rating_rate=_share(n["rating_given"], n["rating_asked"]),
        rating_mean=_share(ms["rating_given"], n["rating_given"]),
        rating_good_share=_share(n["rating_good"], n["rating_given"]),
        rating_good_low=low,
        rating_good_high=high,
    )


def without(figures: Figures, names: Iterable[str]) -> Figures:
    """The same without some."""
    empty = Figures()
    return msgspec.structs.replace(figures, **{name: getattr(empty, name) for name in names})


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(sum_ms: int, number: int) -> int | None:
    return sum_ms // number if number else None


def quantile(ordered: Column, percent: int) -> int | None:
    """The smallest that at least so many percent of all do not exceed."""
    number = len(ordered)
    return int(ordered[-(-percent * number // 100) - 1]) if number else None


def interval(good: int, given: int) -> tuple[float | None, float | None]:
    """Wilson's 95 % interval of a share."""
    if given == 0:
        return None, None
    share, spread = good / given, Z * Z / given
    middle = share + spread / 2
    reach = Z * math.sqrt(share * (1 - share) / given + spread / (4 * given))
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    return max(0.0, low), min(1.0, high)
