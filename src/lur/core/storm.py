"""Is this many arrivals more than chance explains? A control chart for each queue, not a fixed number.

What is usual is the mean of the same hour of the week in earlier weeks. Arrivals of call centres vary more
than Poisson's law allows, because whole days are busier than others; so the limit is that of a Poisson
variable whose rate is itself gamma distributed, which is a negative binomial one (G. Jongbloed, G. Koole,
"Managing uncertainty in call centers using Poisson mixtures", 2001; A. N. Avramidis, A. Deslauriers,
P. L'Ecuyer, "Modeling daily arrivals to a telephone call center", 2004). Few earlier weeks widen it in the
same way: the gamma distribution is what is known of the rate (a conjugate prior of shape 1).

A surge must last before it is one, and be over for a while before it is over, so that nothing flaps; and a
small queue never has one on fewer than ``LEAST`` arrivals.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from lur.core.hours import local_day_and_minute, weekday_of
from lur.core.ids import MINUTE_MS, Instant

HOUR_MS = 60 * MINUTE_MS
WEEK_HOURS = 168
WINDOWS_MS = (5 * MINUTE_MS, 10 * MINUTE_MS)
LEAST = 8
CHANCE = 1e-4
"""How likely a window of an ordinary hour is to reach its limit. Windows slide, so a month has many."""
UNEVENNESS = 0.25
"""The standard deviation of a day's busyness, as a share of its mean."""
PRIOR_PER_HOUR = 12.0
"""What is thought of a queue of which nothing is known."""
SUSTAINED_MS = 20_000
CALM_MS = 10 * MINUTE_MS
TODAY_MS = HOUR_MS
"""The time before the longest window: a day that is busy all along has no surge."""


def hour_of_week(at: Instant, utc_offset_min: int) -> int:
    """0 for Monday's first hour to 167, in the company's local time."""
    day, minute = local_day_and_minute(at, utc_offset_min)
    return weekday_of(day) * 24 + minute // 60


@dataclass(slots=True)
class Usual:
    """What earlier weeks had, by hour of the week: arrivals in all, and how many such hours they are of."""

    arrived: list[int] = field(default_factory=lambda: [0] * WEEK_HOURS)
    hours: list[int] = field(default_factory=lambda: [0] * WEEK_HOURS)

    def count(self, hour: int, arrived: int) -> None:
        """One earlier hour, quiet ones too."""
        self.arrived[hour] += arrived
        self.hours[hour] += 1

    def prior(self) -> float:
        """What is expected of an hour that was never seen: the mean of all that were."""
        return max(1.0, sum(self.arrived) / sum(self.hours)) if any(self.hours) else PRIOR_PER_HOUR


@dataclass(frozen=True, slots=True)
class Rate:
    """What is known of a rate: gamma distributed with this shape, over this many hours."""

    shape: float
    hours: float

    @property
    def mean(self) -> float:
        """Arrivals an hour."""
        return self.shape / self.hours

    @property
    def spread(self) -> float:
        """Its squared coefficient of variation, that of the days' busyness with it."""
        return 1 / self.shape + UNEVENNESS**2


@dataclass(frozen=True, slots=True)
class Surge:
    """Far more arrivals than usual since ``since``: ``arrived`` in the last ``window_ms``, where ``usual`` is
    expected and ``limit`` is more than chance explains."""

    since: Instant
    window_ms: int
    arrived: int
    usual: float
    limit: int


@dataclass(slots=True)
class Chart:
    """One queue's arrivals of the last while, and whether they are a surge."""

    usual: Usual = field(default_factory=Usual)
    surge: Surge | None = None
    _arrivals: list[Instant] = field(default_factory=list)
    _above_since: Instant | None = None
    _calm_since: Instant | None = None

    def arrived(self, at: Instant) -> None:
        """Somebody came. Times never go backwards."""
        self._arrivals.append(at)

    def look(self, at: Instant, utc_offset_min: int) -> Surge | None:
        """The surge that there is now. To be asked after arrivals, and every few seconds."""
        del self._arrivals[: bisect_right(self._arrivals, at - TODAY_MS - WINDOWS_MS[-1])]
        rate = self._rate(at, utc_offset_min)
        highest = self._highest(at, rate)
        if highest is not None:
            self._rise(at, highest)
        elif self.surge is not None:
            self._above_since = None
            self._fall(at, rate)
        else:
            self._above_since = None
        return self.surge

    def _rate(self, at: Instant, utc_offset_min: int) -> Rate:
        """Earlier weeks, and what today has shown before the window, if that is more."""
        hour = hour_of_week(at, utc_offset_min)
        shape = 1.0 + self.usual.arrived[hour]
        hours = 1 / self.usual.prior() + self.usual.hours[hour]
        today = self._count(at, TODAY_MS + WINDOWS_MS[-1]) - self._count(at, WINDOWS_MS[-1])
        weeks = Rate(shape, hours)
        with_today = Rate(shape + today, hours + TODAY_MS / HOUR_MS)
        return max(weeks, with_today, key=lambda rate: rate.mean)

    def _count(self, at: Instant, window_ms: int) -> int:
        return len(self._arrivals) - bisect_right(self._arrivals, at - window_ms)

    def _highest(self, at: Instant, rate: Rate) -> Surge | None:
        """The shortest window that is above its limit."""
        for window_ms in WINDOWS_MS:
            arrived, usual = self._count(at, window_ms), rate.mean * window_ms / HOUR_MS
            if arrived >= max(LEAST, usual):
                limit = limit_of(usual, rate.spread)
                if arrived >= limit:
                    return Surge(at, window_ms, arrived, round(usual, 1), limit)
        return None

    def _rise(self, at: Instant, highest: Surge) -> None:
        self._calm_since = None
        if self._above_since is None:
            self._above_since = at
        if self.surge is not None:
            since = self.surge.since
            self.surge = Surge(since, highest.window_ms, highest.arrived, highest.usual, highest.limit)
        elif at - self._above_since >= SUSTAINED_MS:
            self.surge = highest

    def _fall(self, at: Instant, rate: Rate) -> None:
        """Over when all windows have been below half way to their limits for a while."""
        if not all(self._is_calm(at, window_ms, rate) for window_ms in WINDOWS_MS):
            self._calm_since = None
        elif self._calm_since is None:
            self._calm_since = at
        elif at - self._calm_since >= CALM_MS:
            self.surge = self._calm_since = None

    def _is_calm(self, at: Instant, window_ms: int, rate: Rate) -> bool:
        usual = rate.mean * window_ms / HOUR_MS
        return self._count(at, window_ms) <= (usual + limit_of(usual, rate.spread)) / 2


def limit_of(mean: float, spread: float) -> int:
    """The least number, from ``LEAST`` up, that a negative binomial variable with this mean and this squared
    coefficient of variation of its rate reaches with a chance below ``CHANCE``."""
    size = 1 / spread
    step = mean / (size + mean)
    chance = (size / (size + mean)) ** size
    below = 0.0
    number = 0
    while number < LEAST or 1 - below >= CHANCE:
        below += chance
        chance *= step * (size + number) / (number + 1)
        number += 1
    return number
