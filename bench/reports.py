"""How long reports take over a year of history: a million contacts, on SQLite and on PostgreSQL.

Run ``python bench/reports.py [--contacts 1000000] [--only sqlite|postgres] [--rounds 5]``. Seven days are
simulated through the core, folded by ``core/facts.py`` as they would be live and put in columns; the year is
those days, again and again under other dates and contacts, written straight to the table that reports read:
simulating each day would take longer and read no differently. Results, teams, ratings and who came back are
drawn. What following the journal, putting a day in columns and the nightly count cost is measured on one day
of its own. PostgreSQL is Debian's, started in an empty folder.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import msgspec
from sqlalchemy import Connection, insert
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from tests.contracts.postgres import PostgresServer, binaries

from lur.adapters.storage.memory import MemoryJournal
from lur.adapters.storage.readmodel import ReadModel, metadata
from lur.core.events import AgentAdded, AgentTeamChanged, AnyEvent
from lur.core.facts import Fact, Facts
from lur.core.ids import DAY_MS, CommandId, ContactId, Instant
from lur.features.reports import store
from lur.features.reports.counting import Wanted
from lur.features.reports.days import Days
from lur.features.reports.model import By, Compare, Countable, FigureSpan
from lur.features.reports.nightly import Checks
from lur.features.reports.service import Reports, Span
from lur.features.reports.slab import Sheet, Slab
from lur.features.reports.words import Word, hear
from lur.simulation.company import MONDAY, WINTER_OFFSET_MIN, working_day
from lur.simulation.world import World
from lur.web.payloads.reports import FiguresReport
from lur.web.report_files.tables import as_csv, as_parquet, as_xlsx

DAYS = 364
KINDS_OF_DAY = 7
TEAMS = ("Nord", "Syd", "Kväll", "Företag", "Teknik")
RESULTS = 24


class Winter:
    """A clock that stands still, the day after the year."""

    def now(self) -> Instant:
        """Long enough after the last day."""
        return MONDAY + (DAYS + 2) * DAY_MS

    def utc_offset_min(self, at: Instant) -> int:
        """An hour before UTC."""
        return WINTER_OFFSET_MIN


@dataclass
class Model:
    """Either database behind what ``Reports`` asks of a ``ReadModel``."""

    engine: AsyncEngine

    async def run(self, work: Callable[[Connection], Any]) -> Any:
        """As a transaction."""
        async with self.engine.begin() as connection:
            return await connection.run_sync(work)

    read = run


def simulated(seed: int, contacts: int) -> list[AnyEvent]:
    """The events of one day."""
    scenario = working_day(contacts=contacts, agents=max(4, contacts // 60))
    return [event for _, events in World(scenario, seed).run() for event in events]


def folded(events: list[AnyEvent], chance: random.Random) -> list[Fact]:
    """What they add; agents have teams."""
    facts, found = Facts(), list[Fact]()
    for event in events:
        found += facts.observe(event)
        if isinstance(event, AgentAdded):
            team = AgentTeamChanged(at=event.at, agent_id=event.agent_id, team=chance.choice(TEAMS))
            found += facts.observe(team)
    return found


def drawn(word: Word, chance: random.Random) -> None:
    """What came of it."""
    if word.outcome == "served":
        word.result = f"result_{chance.randrange(RESULTS)}"
        word.verdict = chance.choices(("stranger", "held", "came_back"), (3, 6, 1))[0]  # type: ignore[assignment]
        word.is_return = chance.random() < 0.1
        if chance.random() < 0.5 and word.ended_at is not None:
            word.asked_at = word.ended_at + 1_000
            word.rating = chance.choice((1, 2, 3, 4, 4, 5, 5, 5)) if chance.random() < 0.4 else None


def in_columns(facts: list[Fact], days: Days, chance: random.Random) -> Slab:
    """The day as reports read it."""
    words: dict[ContactId, Word] = {}
    for fact in facts:
        hear(words, fact)
    for word in words.values():
        drawn(word, chance)
    sheet = Sheet(days.day_of(MONDAY), days)
    for fact in facts:
        sheet.take(fact)
    return sheet.slab(words)


async def fill(model: Any, days: Days, contacts: int) -> tuple[int, int]:
    """A year; how many contacts and lines it has."""
    chance = random.Random(6)
    kinds = [
        in_columns(folded(simulated(seed, contacts // DAYS), chance), days, chance)
        for seed in range(KINDS_OF_DAY)
    ]
    first, came, lines = days.day_of(MONDAY), 0, 0
    for number in range(DAYS):
        kind = kinds[number % KINDS_OF_DAY]
        renamed = tuple(f"{number}-{each}" for each in kind.texts["contact"])
        slab = Slab(first + number, kind.texts | {"contact": renamed}, kind.columns)
        counted, whose = slab.encode()
        row = {"day": slab.day, "counted": counted, "whose": whose}
        await model.run(lambda c, row=row: c.execute(insert(store.day_table), [row]))
        came, lines = came + len(renamed), lines + len(kind.columns["kind"])
    return came, lines


Spent3 = tuple[float, float, float]


async def timed(work: Callable[[], Awaitable[Any]], rounds: int) -> Spent3:
    """Median and worst, and this process's CPU in the median, ms."""
    spent, cpu = [], []
    for _ in range(rounds):
        begins, worked = time.perf_counter(), time.process_time()
        await work()
        spent.append((time.perf_counter() - begins) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return statistics.median(spent), max(spent), statistics.median(cpu)


def _asked(by: By, wanted: Wanted, compare: Compare | None) -> str:
    parts = [f"by {by}"]
    parts += [
        f"{name} {value}" for name, value in msgspec.structs.asdict(wanted).items() if value is not None
    ]
    return ", ".join(parts) + (f", beside a {compare} before" if compare else "")


async def measure(name: str, model: Any, rounds: int, contacts: int) -> None:
    """Fill it and ask it everything."""
    clock = Winter()
    reports = Reports(model, MemoryJournal(), clock)  # type: ignore[arg-type]
    begins = time.perf_counter()
    came, lines = await fill(model, reports.days, contacts)
    print(f"\n## {name}: {came:,} contacts, {lines:,} lines, {time.perf_counter() - begins:.0f} s to write\n")
    first = reports.days.day_of(MONDAY)
    span = Span(first, first + DAYS - 1)
    print("| a year | p50 ms | worst ms | CPU ms |\n| --- | ---: | ---: | ---: |")
    for by, wanted, compare in QUESTIONS:

        async def ask(by: By = by, wanted: Wanted = wanted, compare: Compare | None = compare) -> None:
            await reports.figures(span, by, wanted)
            if compare is not None:
                await reports.figures(span.shifted(7), by, wanted)

        print(_row(_asked(by, wanted, compare), await timed(ask, rounds)))
    for figure in FIGURES:
        page = await timed(lambda figure=figure: reports.counted(span, Wanted(), figure), rounds)  # type: ignore[misc]
        print(_row(f"the contacts behind `{figure}`, first page", page))
    found = await reports.figures(span, "day", Wanted())
    for kind, write in (("CSV", as_csv), ("XLSX", as_xlsx), ("Parquet", as_parquet)):
        print(_row(f"{kind} of it by day", await timed(lambda write=write: _file(found, write), rounds)))  # type: ignore[misc]


async def _file(found: FigureSpan, write: Callable[[FiguresReport], bytes]) -> None:
    write(FiguresReport(by="day", labels=(), silent=(), span=found, compared=None))


def _row(what: str, spent: Spent3) -> str:
    return f"| {what} | {spent[0]:.0f} | {spent[1]:.0f} | {spent[2]:.0f} |"


ANY = Wanted()
QUESTIONS: tuple[tuple[By, Wanted, Compare | None], ...] = (
    ("hour", ANY, None),
    ("day", ANY, None),
    ("weekday", ANY, None),
    ("queue", ANY, None),
    ("team", ANY, None),
    ("result", ANY, None),
    ("channel", ANY, None),
    ("hour", Wanted(queue="leverans"), None),
    ("day", Wanted(team="Nord"), None),
    ("day", Wanted(result="result_3"), None),
    ("hour", Wanted(agent="a001"), None),
    ("day", ANY, "week"),
)
FIGURES: tuple[Countable, ...] = ("arrived", "abandoned", "came_back")


async def following(path: Path, contacts: int) -> None:
    """One day through the journal, and counted again in the night."""
    database = await ReadModel.open(path / "day.db")
    journal, clock = MemoryJournal(), Winter()
    events = simulated(1, contacts)
    for number, event in enumerate(events):
        await journal.append([event], CommandId(f"c{number}"), "system")
    reports = Reports(database, journal, clock)
    begins = time.perf_counter()
    await reports.now()
    spent = time.perf_counter() - begins
    print(f"\nfollowing the journal: {len(events):,} events, {len(events) / spent:,.0f} a second")
    begins = time.perf_counter()
    await reports.make_slabs()
    print(f"that day put in columns: {time.perf_counter() - begins:.1f} s")
    day = reports.days.day_of(MONDAY)
    begins = time.perf_counter()
    [checked] = await Checks(database, journal, clock, reports).check(day, day)
    spent = time.perf_counter() - begins
    print(f"the nightly count of that day: {spent:.1f} s, {checked.figures} figures")
    await database.close()


async def main() -> None:
    """Both databases, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    options = parser.parse_args()
    print(platform.platform(), platform.python_version())
    with TemporaryDirectory() as folder:
        await following(Path(folder), options.contacts // DAYS)
        if options.only != "postgres":
            database = await ReadModel.open(Path(folder) / "lur.db")
            await measure("SQLite", database, options.rounds, options.contacts)
            size = (Path(folder) / "lur.db").stat().st_size / 1e6
            print(f"\nthe file: {size:,.0f} MB")
            await database.close()
    if options.only != "sqlite":
        await on_postgres(options.rounds, options.contacts)


async def on_postgres(rounds: int, contacts: int) -> None:
    """A server of its own, removed in the end."""
    programs = binaries()
    if programs is None:
        print("there is no PostgreSQL on this machine")
        return
    server = PostgresServer(programs)
    try:
        engine = create_async_engine(f"postgresql+asyncpg://lur@/postgres?host={server.folder}")
        async with engine.begin() as connection:
            await connection.run_sync(
                lambda c: metadata.create_all(c, tables=[*store.TABLES, store.shown_table, store.check_table])
            )
        await measure("PostgreSQL", Model(engine), rounds, contacts)
        await engine.dispose()
    finally:
        server.remove()


if __name__ == "__main__":
    asyncio.run(main())
