"""A report in words, in three languages: names of figures, rows and spans, numbers as people write them.

The mail and the PDF share them, so that both say the same about the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

import msgspec

from lur.core.ids import Language
from lur.features.reports.model import By, Compare, FigureRow, Figures
from lur.web.report_files.texts import TEXTS, ReportTexts

Shown = Literal["count", "share", "wait"]
MINUTE_S = 60
HOUR_S = 3600
NOTHING = "–"


class FigureShown(msgspec.Struct, frozen=True):
    """One figure of a report: which, what of it is needed, and how it is written."""

    name: str
    kind: Shown


MAIN = (
    FigureShown("arrived", "count"),
    FigureShown("answered", "count"),
    FigureShown("abandoned", "count"),
    FigureShown("service_level", "share"),
    FigureShown("wait_median_ms", "wait"),
    FigureShown("wait_p90_ms", "wait"),
    FigureShown("estimate_kept", "share"),
    FigureShown("solved_first", "share"),
)
"""Said in the mail, and large on the first page."""
COLUMNS = (
    *MAIN[:6],
    FigureShown("aht_ms", "wait"),
    FigureShown("occupancy", "share"),
)
"""Of the table."""


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """Who is called what: of queues, results and teams by their keys."""

    language: Language
    by: By
    labels: Mapping[str, str]

    @property
    def texts(self) -> ReportTexts:
        """The language's."""
        return TEXTS[self.language]

    def row(self, row: FigureRow) -> str:
        """The name of a row."""
        match self.by:
            case "hour":
                return f"{int(row.key):02}–{(int(row.key) + 1) % 24:02}"
            case "weekday":
                return self.texts.weekdays[int(row.key) - 1]
            case "day":
                return self.day(row.key)
            case "channel":
                return self.texts.channels.get(row.key, row.key)
            case "queue" | "team" | "result":
                return self.labels.get(row.key, row.key) or self.texts.without[self.by]

    def day(self, key: str, *, with_year: bool = False) -> str:
        """A day as people write it: sön 22 nov."""
        day = date.fromisoformat(key)
        words = self.texts.date.format(day=day.day, month=self.texts.months[day.month - 1])
        named = f"{self.texts.short_weekdays[day.weekday()]} {words}"
        return f"{named} {day.year}" if with_year else named

    def span(self, first: str, last: str) -> str:
        """The days of a report: sön 22 nov 2026, or from one to another."""
        if first == last:
            return self.day(first, with_year=True)
        return f"{self.day(first)} – {self.day(last, with_year=True)}"

    def compared(self, compare: Compare) -> str:
        """What it is compared with."""
        return self.texts.compared[compare]

    def value(self, shown: FigureShown, figures: Figures) -> str:
        """A figure as it is written; a dash where there is none."""
        found = getattr(figures, shown.name)
        return NOTHING if found is None else _WRITTEN[shown.kind](found, self.texts)

    def name(self, shown: FigureShown) -> str:
        """What a figure is called."""
        return self.texts.figures[shown.name]


def _count(value: float, texts: ReportTexts) -> str:
    return f"{round(value):,}".replace(",", texts.thousands)


def _share(value: float, texts: ReportTexts) -> str:
    return f"{round(value * 100)}{texts.percent}"


def _clock(ms: float, _: ReportTexts) -> str:
    """0:45, 12:05, 1:02:03."""
    seconds = round(ms / 1000)
    minutes, left = divmod(seconds, MINUTE_S)
    if seconds < HOUR_S:
        return f"{minutes}:{left:02}"
    return f"{seconds // HOUR_S}:{minutes % MINUTE_S:02}:{left:02}"


_WRITTEN: dict[Shown, Callable[[float, ReportTexts], str]] = {
    "count": _count,
    "share": _share,
    "wait": _clock,
}
