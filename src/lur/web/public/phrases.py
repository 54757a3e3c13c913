"""Makes sentences of times and ranges, as a reader in one language and one time zone would say them."""

from __future__ import annotations

from lur.core.hours import local_day_and_minute, weekday_of
from lur.core.ids import MINUTE_MS, Instant, Language
from lur.features.callbacks.model import Window
from lur.ports import Clock
from lur.web.public.shapes import Texts
from lur.web.public.texts import TEXTS

HOUR_MINUTES = 60


class Phrases:
    """``t`` has the plain sentences."""

    def __init__(self, language: Language, clock: Clock) -> None:
        self.language: Language = language
        self.t: Texts = TEXTS[language]
        self._clock = clock

    def minutes(self, count: int) -> str:
        """``en minut``, ``4 minuter``."""
        return self.t.a_minute if count == 1 else self.t.minutes.format(n=count)

    def duration(self, length_ms: int) -> str:
        """To the whole minute, as somebody would say it: ``mindre än en minut``, ``6 minuter``."""
        count = round(length_ms / MINUTE_MS)
        if length_ms < MINUTE_MS:
            return self.t.under_a_minute
        if count < HOUR_MINUTES:
            return self.minutes(count)
        return self.t.hours.format(h=count // HOUR_MINUTES, m=count % HOUR_MINUTES)

    def pause(self, seconds: int) -> str:
        """How long to wait before trying again, rounded up: ``en minut``."""
        return self.minutes(max(1, -(-seconds // 60)))

    def range(self, low_ms: int, high_ms: int) -> str:
        """Always a range: ``om mellan 4 och 7 minuter``, ``inom 2 minuter``."""
        low, high = low_ms // MINUTE_MS, -(-high_ms // MINUTE_MS)
        if low == 0:
            return self.t.within.format(high=self.minutes(high))
        return self.t.between.format(low=low, high=high)

    def clock(self, at: Instant) -> str:
        """``kl. 14.05``."""
        _, minute = self._local(at)
        return self.t.clock.format(h=minute // 60, m=f"{minute % 60:02}")

    def moment(self, at: Instant) -> str:
        """``kl. 14.05`` today, else with its day: ``i morgon kl. 9.00``."""
        day = self._day(at)
        return self.clock(at) if day == self.t.today else f"{day} {self.clock(at)}"

    def window(self, window: Window) -> str:
        """``i dag 14.00-16.00``."""
        day = self._day(window.from_at)
        return f"{day[:1].upper()}{day[1:]} {self._plain(window.from_at)}\u2013{self._plain(window.until_at)}"

    def _plain(self, at: Instant) -> str:
        """The clock alone: ``14.00``; midnight ends a day as 24."""
        _, minute = self._local(at)
        separator = ":" if self.language == "en" else "."
        return f"{minute // 60 or (24 if minute == 0 else 0)}{separator}{minute % 60:02}"

    def _day(self, at: Instant) -> str:
        """``i dag``, ``i morgon``, ``på tisdag``."""
        day, _ = self._local(at)
        today, _ = self._local(self._clock.now())
        if day == today:
            return self.t.today
        if day == today + 1:
            return self.t.tomorrow
        return self.t.on_day.format(day=self.t.weekdays[weekday_of(day)])

    def _local(self, at: Instant) -> tuple[int, int]:
        return local_day_and_minute(at, self._clock.utc_offset_min(at))
