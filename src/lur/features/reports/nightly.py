"""Each night the day before is counted again from the journal and compared with what was shown: live when
the day ended, and in the reports now. A difference is an alarm until a week of days without any has passed,
or the day has been counted again and agrees.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from functools import partial

import structlog

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import MINUTE_MS, Instant, QueueId
from lur.core.measures import Tally
from lur.features.reports import store
from lur.features.reports.checking import Recount, ShownDay, compared, differences, shown_by
from lur.features.reports.days import day_named, name_of
from lur.features.reports.model import CheckedDay, Difference
from lur.features.reports.service import Reports
from lur.ports import Clock, Journal

log = structlog.get_logger("lur.reports")

AFTER_MIDNIGHT_MS = 30 * MINUTE_MS
LOOK_EVERY_S = 30.0
MOST_AT_ONCE = 31
LISTED = 31
ALARMED = 7


class Checks:
    """The nightly counts; ``look`` is due twice a minute."""

    def __init__(self, database: ReadModel, journal: Journal, clock: Clock, reports: Reports) -> None:
        self._database = database
        self._journal = journal
        self._clock = clock
        self._reports = reports
        self._days = reports.days
        self._shown: dict[int, ShownDay] = {}
        self._checking = asyncio.Lock()
        self.differing: tuple[str, ...] = ()
        """The days of the last week's checks that do not agree."""

    def ended(self, begins: Instant, tallies: dict[QueueId, Tally], spent_ms: tuple[int, int]) -> None:
        """A day that began then is over, and this is what the live page has of it."""
        self._shown[self._days.day_of(begins)] = shown_by(tallies, spent_ms)

    async def load(self) -> None:
        """After a start: what was found before."""
        self._look_at(await self.latest())

    async def latest(self) -> tuple[CheckedDay, ...]:
        """The latest days that were counted again, the last first."""
        return tuple(await self._database.run(lambda c: store.checks(c, LISTED)))

    def _look_at(self, checked: tuple[CheckedDay, ...]) -> None:
        self.differing = tuple(each.day for each in checked[:ALARMED] if each.differences)

    async def look(self) -> None:
        """Keep what was shown, and count the days that are over and were not counted yet. Raises what the
        journal and the database raise."""
        await self._keep_shown()
        today = self._days.today()
        if self._clock.now() < self._days.begins(today) + AFTER_MIDNIGHT_MS:
            return
        latest = await self.latest()
        done = day_named(latest[0].day) if latest else today - 2
        if done < today - 1:
            await self.check(max(done + 1, today - MOST_AT_ONCE), today - 1)

    async def _keep_shown(self) -> None:
        ended, self._shown = self._shown, {}
        for day, shown in ended.items():
            await self._database.run(partial(store.put_shown, day=day, shown=shown))

    async def check(self, first: int, last: int) -> tuple[CheckedDay, ...]:
        """Count the days again now. Raises what the journal and the database raise."""
        async with self._checking:
            await self._keep_shown()
            seq, in_reports = await self._reports.as_shown(first, last)
            recount = await self._recount(first, last, seq)
            shown = await self._database.run(lambda c: store.shown_on(c, first, last))
            found = []
            for day in range(first, last + 1):
                counted, at_end = recount.totals.get(day, {}), recount.at_end.get(day, {})
                differing = differences("reports", in_reports[day], counted)
                if day in shown:
                    differing += differences("day", shown[day].totals, at_end)
                number = compared((counted, at_end) if day in shown else (counted,))
                found.append(self._checked(day, seq, number, differing))
            for each, day in zip(found, range(first, last + 1), strict=True):
                await self._database.run(partial(store.put_check, day=day, checked=each))
            self._look_at(await self.latest())
            return tuple(found)

    def _checked(self, day: int, seq: int, number: int, differing: list[Difference]) -> CheckedDay:
        for each in differing:
            log.error("figures_differ", day=name_of(day), what=each.what, figure=each.figure)
        return CheckedDay(
            day=name_of(day),
            checked_at=self._clock.now(),
            seq=seq,
            figures=number,
            differences=tuple(differing),
        )

    async def _recount(self, first: int, last: int, until: int) -> Recount:
        """From the journal's rows up to ``until``; what is remembered of the night before saves time."""
        kept = await self._database.run(lambda c: store.load_kept(c, store.NIGHTLY))
        if kept.day > first or kept.seq > until:
            kept = store.Kept()
        recount = Recount(self._days, kept.facts(), first, last)
        after = None
        rows = self._journal.read(kept.seq)
        async for recorded in rows:
            if recorded.seq > until:
                break
            if after is None and recount.is_done_before(recorded):
                after = store.Kept(recorded.seq - 1, last + 1, store.encode(recount.facts.ledger))
            recount.observe(recorded)
        if isinstance(rows, AsyncGenerator):
            await rows.aclose()
        recount.close()
        if after is not None:
            await self._database.run(lambda c: store.keep(c, store.NIGHTLY, after))
        return recount
