"""Keeps the reports' tables up with the journal, and answers questions about spans of days.

Everything comes from the journal, in order, through the one fold of ``core/facts.py``; its memory is kept
with the rows in one transaction, so a restart goes on where it was. Questions are answered on the database's
reading thread, which keeps nobody waiting; only this room's own writing waits meanwhile, so that what an
agent is doing still and what is over are of the same instant.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
import structlog
from sqlalchemy import Connection

from lur.adapters.storage.readmodel import ReadModel
from lur.core.facts import Facts, Spent
from lur.core.ids import ContactId, Instant
from lur.features import Refused
from lur.features.reports import store
from lur.features.reports.checking import Totals, in_reports
from lur.features.reports.counting import Count, Line, Wanted, contacts_in, times_in
from lur.features.reports.days import Days, name_of
from lur.features.reports.model import By, Countable, FigureSpan
from lur.features.reports.open_day import OpenDay
from lur.features.reports.slab import Sheet, Slab
from lur.features.reports.words import Word
from lur.ports import Clock, Journal, Recorded

log = structlog.get_logger("lur.reports")

BATCH = 1_000
LOOK_EVERY_S = 60.0
TOGETHER_S = 1.0
SLABS_EVERY_MS = 300_000
"""What comes late touches a day again and again: it is made anew for all of it together."""
MOST_DAYS = 400
"""A year and a month in one report, whatever its rows are."""
MOST_LISTED = 100
OneSlab = Callable[[Connection, int], Slab]
"""How a day is read."""


class Span(msgspec.Struct, frozen=True):
    """Days from the first to the last, both of them in it."""

    first: int
    last: int

    def shifted(self, days: int) -> Span:
        """So many days before."""
        return Span(self.first - days, self.last - days)


class Page(msgspec.Struct, frozen=True):
    """Some of the contacts that a figure counts. ``after`` asks for the next; None: there are no more."""

    value: int
    lines: tuple[Line, ...]
    after: tuple[int, int] | None


class Reports:
    """The reports. ``follow`` is a ``Subscriber``; ``wake`` is set when there is work for ``step``."""

    def __init__(self, database: ReadModel, journal: Journal, clock: Clock) -> None:
        self.days = Days(clock)
        self._open_day = OpenDay(self.days)
        self._database = database
        self._journal = journal
        self._clock = clock
        self._facts: Facts | None = None
        self._seq = 0
        self._made_at: Instant | None = None
        self._writing = asyncio.Lock()
        self.wake = asyncio.Event()
        self.wake.set()

    # --- keeping up ----------------------------------------------------------------------------------------

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        self.wake.set()

    async def step(self) -> None:
        """Read what has come, a second's together, and put days that are over in columns. Raises what the
        journal and the database raise; nothing is lost then."""
        await self.now()
        await self.make_slabs()
        await asyncio.sleep(TOGETHER_S)

    async def now(self) -> int:
        """Take in all that the journal has; its number then. Raises ``ReadModelUnavailable`` or
        ``JournalUnavailable``; it is not lost then."""
        async with self._writing:
            await self._catch_up()
            return self._seq

    async def _catch_up(self) -> Facts:
        facts = await self._remembered()
        if await self._journal.head_seq() == self._seq:
            return facts
        batch: list[Recorded] = []
        async for recorded in self._journal.read(self._seq):
            batch.append(recorded)
            if len(batch) == BATCH:
                await self._take_in(facts, batch)
                batch = []
        if batch:
            await self._take_in(facts, batch)
        return facts

    async def _remembered(self) -> Facts:
        """The fold as it was when the tables were written last; from the beginning when the journal is
        another."""
        if self._facts is None:
            kept = await self._database.run(lambda c: store.load_kept(c, store.LIVE))
            self._facts, self._seq = kept.facts(), kept.seq
        if await self._journal.head_seq() < self._seq:
            log.warning("reports_rebuilt", was=self._seq)
            await self._database.run(store.forget_all)
            await self._database.read(lambda _: self._open_day.forget())
            self._facts, self._seq = Facts(), 0
        return self._facts

    async def _take_in(self, facts: Facts, batch: Sequence[Recorded]) -> None:
        """All of it or nothing; the fold's memory is read again when it came to nothing."""
        self._facts = None
        await self._database.run(lambda c: store.take_in(c, batch, facts, self.days))
        self._facts, self._seq = facts, batch[-1].seq

    async def make_slabs(self) -> None:
        """Days that are over, in columns, one at a time so that others have their turn; at most once in five
        minutes. They are made on the reading thread, which keeps no other room's writing waiting."""
        now, today, made = self._clock.now(), self.days.today(), True
        if self._made_at is not None and 0 <= now - self._made_at < SLABS_EVERY_MS:
            return
        while made:
            made = await self._make_slab(today)
        self._made_at = now

    async def _make_slab(self, before: int) -> bool:
        """One day, to which nothing may come while it is made; whether there was one."""
        async with self._writing:
            found = await self._database.read(lambda c: store.to_be_made(c, before, self.days))
            if found is not None:
                await self._database.run(lambda c: store.put_slab(c, *found))
        return found is not None

    # --- questions -----------------------------------------------------------------------------------------

    def span(self, first: int, last: int) -> Span:
        """The days. Raises ``Refused``: bad_span (upside down, or longer than ``MOST_DAYS``)."""
        if not first <= last < first + MOST_DAYS:
            raise Refused("bad_span", str(MOST_DAYS))
        return Span(first, last)

    async def figures(self, span: Span, by: By, wanted: Wanted) -> FigureSpan:
        """The rows of a span and their sum."""
        async with self._writing:
            facts = await self._catch_up()
            going_on = self._going_on(span, facts.shifts.spans(self._clock.now()))
            one = self._open_day.slab
            count = await self._database.read(partial(_count, Count(by, wanted), span, one, going_on))
        keys = [name_of(day) for day in range(span.first, span.last + 1)] if by == "day" else []
        return FigureSpan(
            first=name_of(span.first),
            last=name_of(span.last),
            since=self.days.begins(span.first),
            before=self.days.begins(span.last + 1),
            rows=count.rows(keys),
            total=count.total(),
            too_few=count.too_few,
        )

    def _going_on(self, span: Span, spans: Sequence[Spent]) -> list[Slab]:
        """What agents have spent until now in a presence that is not over."""
        touched = sorted({day for each in spans for day in store.days_of(each, self.days)})
        return [_of_spans(day, self.days, spans) for day in touched if span.first <= day <= span.last]

    async def counted(
        self, span: Span, wanted: Wanted, figure: Countable, after: tuple[int, int] | None = None
    ) -> Page:
        """The contacts that a figure counts, the latest first; ``after`` is where the page before ended."""
        await self.now()
        one = self._open_day.slab
        return await self._database.read(partial(_page, span, self.days, one, wanted, figure, after))

    async def as_shown(self, first: int, last: int) -> tuple[int, dict[int, Totals]]:
        """What these days' reports say of what is over, queue by queue, and the journal's number up to which
        it is true."""
        async with self._writing:
            await self._catch_up()
            found = {}
            for day in range(first, last + 1):
                found[day] = await self._database.read(partial(as_shown, day=day, days=self.days))
            return self._seq, found

    # --- solved for good -----------------------------------------------------------------------------------

    async def unjudged(self, week_ms: int) -> tuple[int, list[tuple[ContactId, Word]]]:
        """A day's served contacts, the earliest day that has not been judged and whose weeks are over; and
        the day after it. Today and nothing when there is none."""
        await self.now()
        kept = await self._database.run(lambda c: store.load_kept(c, store.JUDGED))
        over = self.days.day_of(self._clock.now() - week_ms)
        day = await self._database.run(lambda c: store.first_day(c, kept.day))
        if day is None or day >= over:
            return over, []
        since, before = self.days.begins(day), self.days.begins(day + 1)
        return day + 1, await self._database.run(lambda c: store.unjudged(c, since, before))

    async def keep_verdicts(self, words: dict[ContactId, Word], day: int) -> None:
        """Keep what has been judged of those that ended before ``day``."""
        async with self._writing:
            await self._database.run(lambda c: store.keep_verdicts(c, words, day, self.days))


def as_shown(connection: Connection, day: int, days: Days) -> Totals:
    """What reports say of a day, queue by queue, without what goes on still."""
    span, one = Span(day, day), partial(store.one_slab, days=days)
    by_queue = _count(Count("queue", Wanted()), span, one, (), connection)
    by_day = _count(Count("day", Wanted()), span, one, (), connection)
    return in_reports(((row.key, row.figures) for row in by_queue.rows()), by_day.total())


def _of_spans(day: int, days: Days, spans: Sequence[Spent]) -> Slab:
    sheet = Sheet(day, days)
    for each in spans:
        sheet.take(each)
    return sheet.slab({})


def _count(count: Count, span: Span, one: OneSlab, going_on: Sequence[Slab], connection: Connection) -> Count:
    for day in store.days_with_something(connection, span.first, span.last):
        count.add(one(connection, day))
    for slab in going_on:
        count.add(slab)
    return count


def _page(
    span: Span,
    days: Days,
    one: OneSlab,
    wanted: Wanted,
    figure: Countable,
    after: tuple[int, int] | None,
    connection: Connection,
) -> Page:
    """Days are gone through from the last; the sum is over all of them, the contacts are read for those of
    the page alone."""
    value, lines, rest = 0, list[Line](), None
    for day in store.days_with_something(connection, span.first, span.last):
        slab = one(connection, day)
        times = times_in(slab, wanted, figure)
        value += times
        is_before = after is not None and slab.day > after[0]
        if not times or is_before or rest is not None:
            continue
        skipped = after[1] if after is not None and slab.day == after[0] else 0
        whole = slab if slab.says_whose else store.one_slab(connection, slab.day, days, whose=True)
        found = contacts_in(whole, wanted, figure, days.begins(slab.day))[skipped:]
        room = MOST_LISTED - len(lines)
        lines += found[:room]
        if len(found) > room:
            rest = (slab.day, skipped + room)
    return Page(value, tuple(lines), rest)
