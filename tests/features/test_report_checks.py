"""Each night a day is counted again from the journal; what was shown otherwise is found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from tests.features.report_centre import Desk, open_desk

from lur.core.measures import Measures
from lur.features.reports import store
from lur.features.reports.checking import shown_by
from lur.features.reports.days import name_of
from lur.features.reports.nightly import AFTER_MIDNIGHT_MS

pytestmark = pytest.mark.anyio


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A rough day, and the night after it."""
    opened = await open_desk(tmp_path)
    await opened.play(4, contacts=150)
    opened.clock.at = opened.reports.days.begins(opened.day + 1) + AFTER_MIDNIGHT_MS
    yield opened
    await opened.database.close()


def shown(desk: Desk, day: int) -> Measures:
    """The live figures as they were when the day ended."""
    days = desk.reports.days
    measures = Measures()
    for event in desk.events:
        if event.at < days.begins(day):
            measures.observe(event)
    measures.roll(days.begins(day))
    for event in desk.events:
        if days.begins(day) <= event.at < days.begins(day + 1):
            measures.observe(event)
    return measures


async def test_a_day_that_was_shown_right_has_no_difference(desk: Desk) -> None:
    """Both what was shown live and what reports say are the journal's own count, to the millisecond."""
    for day in range(desk.first_day, desk.day + 1):
        live, ends = shown(desk, day), desk.reports.days.begins(day + 1)
        desk.checks.ended(desk.reports.days.begins(day), live.tallies, live.spent_ms(ends))
    found = await desk.checks.check(desk.first_day, desk.day)
    assert [each.differences for each in found] == [()] * len(found)
    assert sum(each.figures for each in found) > 100
    assert desk.checks.differing == ()


async def test_what_was_shown_otherwise_is_found(desk: Desk) -> None:
    """One contact too many on the live page: the figure, the queue, what was shown and what is right."""
    live, day = shown(desk, desk.first_day), desk.first_day
    right = live.tallies["leverans"].answered  # type: ignore[index]
    live.tallies["leverans"].answered += 1  # type: ignore[index]
    ends = desk.reports.days.begins(day + 1)
    desk.checks.ended(desk.reports.days.begins(day), live.tallies, live.spent_ms(ends))
    [checked] = await desk.checks.check(day, day)
    [wrong] = checked.differences
    assert (wrong.what, wrong.queue_id, wrong.figure) == ("day", "leverans", "answered")
    assert (wrong.shown, wrong.counted) == (right + 1, right)
    assert desk.checks.differing == (name_of(day),)


async def test_a_row_that_was_lost_is_found(desk: Desk) -> None:
    """Somebody deletes a row of the reports: the nightly count does not read those rows, and says so; and the
    alarm goes on after a restart, until the day agrees again."""
    await desk.reports.now()
    victim = store.fact_table.c.contact_id.is_not(None) & (store.fact_table.c.day == desk.first_day)
    await desk.database.run(lambda c: c.execute(delete(store.fact_table).where(victim)))
    await desk.database.run(lambda c: c.execute(update(store.day_table).values(counted=None)))
    [checked] = await desk.checks.check(desk.first_day, desk.first_day)
    assert {each.what for each in checked.differences} == {"reports"}
    assert {"arrived", "answered", "wait_ms", "talk_ms"} <= {each.figure for each in checked.differences}
    desk.open()
    await desk.checks.load()
    assert desk.checks.differing == (name_of(desk.first_day),)
    await desk.database.run(store.forget_all)
    desk.open()
    await desk.checks.check(desk.first_day, desk.first_day)
    assert desk.checks.differing == ()


async def test_the_night_counts_what_was_not_counted(desk: Desk) -> None:
    """Half an hour after midnight the day before is counted, once."""
    desk.clock.at -= 1
    await desk.checks.look()
    assert await desk.checks.latest() == ()
    desk.clock.at += 1
    await desk.checks.look()
    [checked] = await desk.checks.latest()
    assert (checked.day, checked.differences) == (name_of(desk.day), ())
    await desk.checks.look()
    assert (await desk.checks.latest())[0].checked_at == checked.checked_at


async def test_the_next_night_goes_on_where_the_last_one_ended(desk: Desk) -> None:
    """It reads the journal from the day's beginning, from a memory of its own; and comes to the same."""
    await desk.checks.check(desk.first_day, desk.first_day)
    kept = await desk.database.run(lambda c: store.load_kept(c, store.NIGHTLY))
    assert (kept.day, kept.seq > 0) == (desk.first_day + 1, True)
    read = desk.journal.read
    began: list[int] = []
    desk.journal.read = lambda after=0: (began.append(after), read(after))[1]  # type: ignore[method-assign]
    [checked] = await desk.checks.check(desk.day, desk.day)
    assert (checked.differences, kept.seq in began) == ((), True)


def test_what_is_shown_is_kept_as_it_was() -> None:
    """The live counts go on; what was kept of them does not."""
    measures = Measures()
    measures.tallies["q"] = measures.total()  # type: ignore[index]
    kept = shown_by(measures.tallies, (1, 2))
    measures.tallies["q"].answered = 5  # type: ignore[index]
    assert kept.totals["q"]["answered"] == 0
    assert kept.totals[""] == {"working_ms": 1, "available_ms": 2}
