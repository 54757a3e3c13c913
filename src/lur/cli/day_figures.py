"""What pages and reports show of a played day, against what the simulation counted of it: they must be the
same, to the last contact and millisecond.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from lur.core.ids import Instant, QueueId
from lur.core.measures import Tally
from lur.features.reports.counting import Wanted
from lur.features.reports.days import name_of
from lur.features.reports.model import Figures
from lur.runtime.views import TodayView
from lur.simulation.report import DayReport
from lur.web.services import Services

OTHER_NAMES = {"answered_in_promise": "answered_in_time"}
"""Tallies whose figure in reports is called otherwise."""


class Difference(msgspec.Struct, frozen=True):
    """A figure that was shown otherwise than counted."""

    where: str
    shown: object
    counted: object


def live_differences(services: Services, report: DayReport) -> tuple[Difference, ...]:
    """The wallboard's figures of today, of each queue and of all together."""
    whole = [("all queues", services.day.today(None), report.measures.total())]
    queues = [
        (queue_id, services.day.today(queue_id), tally) for queue_id, tally in report.measures.tallies.items()
    ]
    return tuple(each for name, view, tally in [*whole, *queues] for each in _live(name, view, tally))


def _live(name: str, view: TodayView, tally: Tally) -> Iterator[Difference]:
    counted = {
        "arrived": tally.arrived,
        "turned_away": tally.turned_away,
        "answered": tally.answered,
        "answered_in_time": tally.answered_in_promise,
        "abandoned": tally.abandoned,
        "abandoned_short": tally.abandoned_short,
        "lost": tally.lost,
        "service_level": tally.service_level(),
        "abandonment": tally.abandonment(),
        "asa_ms": tally.asa_ms(),
        "aht_ms": tally.aht_ms(),
        "estimate_kept": tally.estimate_kept(),
    }
    for figure, value in counted.items():
        if getattr(view, figure) != value:
            yield Difference(f"wallboard, {name}, {figure}", getattr(view, figure), value)


async def report_differences(
    services: Services, report: DayReport, first: Instant, last: Instant
) -> tuple[Difference, ...]:
    """The reports of all days from ``first`` to ``last``, by queue and in all, with median and 90th
    percentile of the waits."""
    offset = services.clock.utc_offset_min(first) * 60_000
    days = [name_of((at + offset) // 86_400_000) for at in (first, last)]
    answer = await services.figures.report(days[0], days[1], "queue", Wanted(), None)
    shown = {QueueId(row.key): row.figures for row in answer.span.rows}
    found = [*_reported("all queues", answer.span.total, report.measures.total())]
    for queue_id, tally in report.measures.tallies.items():
        found += _reported(queue_id, shown.get(queue_id, Figures()), tally)
    for figure, percent in (("wait_median_ms", 50), ("wait_p90_ms", 90)):
        counted, told = _percentile(report.waits_ms, percent), getattr(answer.span.total, figure)
        if counted != told:
            found.append(Difference(f"report, all queues, {figure}", told, counted))
    return tuple(found)


def _reported(name: str, figures: Figures, tally: Tally) -> Iterator[Difference]:
    for field in Tally.__struct_fields__:
        figure = OTHER_NAMES.get(field, field)
        if getattr(figures, figure) != getattr(tally, field):
            yield Difference(f"report, {name}, {figure}", getattr(figures, figure), getattr(tally, field))


def _percentile(waits_ms: list[int], percent: int) -> int | None:
    """The smallest wait that so many of a hundred do not exceed."""
    if not waits_ms:
        return None
    return sorted(waits_ms)[math.ceil(len(waits_ms) * percent / 100) - 1]
