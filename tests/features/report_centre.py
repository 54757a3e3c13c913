"""A simulated day in a journal, and the reports that follow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lur.adapters.storage.memory import MemoryJournal
from lur.adapters.storage.readmodel import ReadModel
from lur.core.events import AnyEvent
from lur.core.ids import CommandId, Instant
from lur.features.reports.nightly import Checks
from lur.features.reports.service import Reports
from lur.simulation.company import WINTER_OFFSET_MIN, rough_day
from lur.simulation.world import World


class WinterClock:
    """The clock of a winter in Stockholm, set by hand."""

    def __init__(self, at: Instant = 0) -> None:
        self.at = at

    def now(self) -> Instant:
        """As it was set."""
        return self.at

    def utc_offset_min(self, at: Instant) -> int:
        """An hour before UTC all the time."""
        return WINTER_OFFSET_MIN


@dataclass
class Desk:
    """Reports on a journal in memory."""

    database: ReadModel
    clock: WinterClock = field(default_factory=WinterClock)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    reports: Reports = field(init=False)
    checks: Checks = field(init=False)
    events: list[AnyEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """As after a start."""
        self.reports = Reports(self.database, self.journal, self.clock)
        self.checks = Checks(self.database, self.journal, self.clock, self.reports)

    async def happen(self, *events: AnyEvent) -> None:
        """They are in the journal now, and time has come so far."""
        number = len(self.events)
        await self.journal.append(events, CommandId(f"c{number}"), "system")
        self.events += events
        self.clock.at = max(self.clock.at, events[-1].at)

    async def play(self, seed: int, contacts: int = 250) -> None:
        """A rough day with everything that can go wrong."""
        for _, events in World(rough_day(contacts=contacts, agents=12), seed).run():
            if events:
                await self.happen(*events)

    @property
    def day(self) -> int:
        """The day of what happened last."""
        return self.reports.days.day_of(self.events[-1].at)

    @property
    def first_day(self) -> int:
        """The day of what happened first."""
        return self.reports.days.day_of(self.events[0].at)


async def open_desk(path: Path) -> Desk:
    """Reports on an empty journal, with a database in the folder."""
    return Desk(await ReadModel.open(path / "lur.db"))
