"""Every figure of a report is the simulation's own count, and can be opened."""

from __future__ import annotations

import random
import threading
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from sqlalchemy import Connection
from tests.features.report_centre import Desk, open_desk

from lur.core.measures import Measures, Tally
from lur.features import Refused
from lur.features.reports import store
from lur.features.reports.checking import IN_REPORTS
from lur.features.reports.counting import OF_NO_AGENT, OF_NO_TEAM, OF_TIME, Wanted, silent
from lur.features.reports.days import Days, day_named, name_of, weekday_of
from lur.features.reports.model import By, Countable, Figures, FigureSpan
from lur.features.reports.service import MOST_DAYS, SLABS_EVERY_MS
from lur.features.reports.slab import Slab

pytestmark = pytest.mark.anyio
ALL = Wanted()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Reports on an empty journal."""
    opened = await open_desk(tmp_path)
    yield opened
    await opened.database.close()


async def report(desk: Desk, by: By = "queue", wanted: Wanted = ALL) -> FigureSpan:
    """Of all days on which anything happened."""
    return await desk.reports.figures(desk.reports.span(desk.first_day, desk.day), by, wanted)


@pytest.mark.parametrize("seed", range(4))
async def test_each_figure_is_the_simulations_own_count(desk: Desk, seed: int) -> None:
    """Counts, sums of time and shares, of each queue and of all, to the millisecond."""
    await desk.play(seed)
    waits: list[int] = []
    measures = Measures(on_wait=waits.append)
    for event in desk.events:
        measures.observe(event)
    found = await report(desk)
    rows = {row.key: row.figures for row in found.rows} | {"": found.total}
    for queue_id, tally in [*measures.tallies.items(), ("", measures.total())]:
        figures = rows[queue_id]
        for name in Tally.__struct_fields__:
            assert getattr(figures, IN_REPORTS.get(name, name)) == getattr(tally, name), name
        for name in ("service_level", "abandonment", "asa_ms", "aht_ms", "estimate_kept"):
            assert getattr(figures, name) == getattr(tally, name)(), name
    waits.sort()
    assert found.total.wait_median_ms == waits[(len(waits) + 1) // 2 - 1]
    assert found.total.wait_p90_ms == waits[-(-9 * len(waits) // 10) - 1]
    by_day = (await report(desk, "day")).total
    assert by_day.occupancy == measures.occupancy(desk.clock.now())
    assert (by_day.working_ms, by_day.available_ms) == measures.spent_ms(desk.clock.now())


@pytest.mark.parametrize("by", get_args(By))
async def test_rows_add_up_to_the_same(desk: Desk, by: By) -> None:
    """Whatever makes the rows: what counts is counted in exactly one of them."""
    await desk.play(7)
    found = await report(desk, by)
    plain = (await report(desk, "day")).total
    hidden = silent(by, ALL)
    for name, value in msgspec.structs.asdict(found.total).items():
        if name in Countable.__args__ and name not in hidden:  # type: ignore[attr-defined]
            assert sum(getattr(row.figures, name) for row in found.rows) == value == getattr(plain, name)


@pytest.mark.parametrize("seed", [11, 12])
async def test_each_figure_opens_its_contacts(desk: Desk, seed: int) -> None:
    """The contacts of a figure count up to it, for all rows, whatever they are narrowed to."""
    await desk.play(seed, contacts=100)
    span = desk.reports.span(desk.first_day, desk.day)
    desk.clock.at = desk.reports.days.begins(desk.day + 1)
    await desk.reports.now()
    await desk.reports.make_slabs()
    for by in ("queue", "hour", "team", "result", "channel", "weekday"):
        for row in (await report(desk, by)).rows:
            key = int(row.key) if by in ("hour", "weekday") else row.key
            wanted = Wanted(**{by: key})
            for figure in get_args(Countable):
                if figure not in silent(by, ALL):
                    page = await desk.reports.counted(span, wanted, figure)
                    assert page.value == getattr(row.figures, figure), (by, row.key, figure)


async def test_pages_hold_each_contact_once(desk: Desk) -> None:
    """Page after page, the latest first, nobody twice and nobody left out."""
    await desk.play(5, contacts=400)
    span = desk.reports.span(desk.first_day, desk.day)
    lines, after, first = [], None, True
    while first or after is not None:
        page = await desk.reports.counted(span, ALL, "arrived", after)
        lines += page.lines
        after, first = page.after, False
    assert sum(line.times for line in lines) == page.value == (await report(desk)).total.arrived
    assert len({line.contact_id for line in lines}) == len(lines) > 200
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)


async def test_a_restart_in_the_middle_counts_nothing_twice(desk: Desk) -> None:
    """The fold's memory is kept with its rows, so what is open goes on where it was."""
    await desk.play(3)
    whole = await report(desk)
    events, other = desk.events, await open_desk_beside(desk)
    for at in range(0, len(events), 97):
        await other.happen(*events[at : at + 97])
        await other.reports.now()
        other.open()
    assert msgspec.json.encode(await report(other)) == msgspec.json.encode(whole)
    await other.database.close()


async def open_desk_beside(desk: Desk) -> Desk:
    """Another, with nothing in it."""
    path = Path(desk.database._engine.url.database or "").parent / "beside"
    path.mkdir()
    return await open_desk(path)


async def test_a_day_in_columns_says_the_same(desk: Desk) -> None:
    """Once the day is over it is read from its columns, and nothing changes by that."""
    await desk.play(9)
    desk.clock.at = desk.reports.days.begins(desk.day + 1) + 1
    before = await report(desk, "hour")
    await desk.reports.make_slabs()
    assert msgspec.json.encode(before.rows) == msgspec.json.encode((await report(desk, "hour")).rows)


@pytest.mark.parametrize("seed", range(3))
async def test_today_says_the_same_as_it_grows(desk: Desk, seed: int) -> None:
    """However often somebody looks meanwhile, and whatever comes of the contacts later in the day: reports
    that have been looked at all day say what those say that are opened now, of sums and of each contact."""
    await desk.play(seed)
    events, other, chance = desk.events, await open_desk_beside(desk), random.Random(seed)
    looks = sorted(chance.sample(range(1, len(events)), 12))
    for since, until in pairwise([0, *looks, len(events)]):
        await other.happen(*events[since:until])
        looked_at, seen = other.reports, await all_that_is_said(other)
        other.open()
        assert seen == await all_that_is_said(other)
        other.reports = looked_at
        await judge_some(other, chance)
    await other.database.close()


async def all_that_is_said(desk: Desk) -> list[bytes]:
    """Rows, and the contacts behind some figures."""
    span = desk.reports.span(desk.first_day, desk.day)
    rows = [(await report(desk, by)).rows for by in ("hour", "queue", "result", "channel", "team")]
    pages = [await desk.reports.counted(span, ALL, name) for name in ("answered", "abandoned", "judged")]
    return [msgspec.json.encode(each) for each in (*rows, *pages)]


async def judge_some(desk: Desk, chance: random.Random) -> None:
    """As after their weeks; what was said of them may be another thing than before."""
    served = await desk.database.run(lambda c: store.unjudged(c, 0, desk.clock.at))
    words = dict(chance.sample(served, len(served) // 4))
    for word in words.values():
        word.verdict = chance.choice(("held", "came_back"))
        word.result = chance.choice(("one", "another", None))
    await desk.reports.keep_verdicts(words, desk.day)


async def test_days_are_made_seldom_and_beside_the_writing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day to which something comes late is made anew at most once in five minutes, and never on the thread
    that everybody's writing waits for."""
    made: list[str] = []
    real = store.slab_of

    def noted(connection: Connection, day: int, days: Days) -> Slab:
        made.append(threading.current_thread().name)
        return real(connection, day, days)

    monkeypatch.setattr(store, "slab_of", noted)
    await desk.play(9)
    desk.clock.at = desk.reports.days.begins(desk.day + 1)
    await desk.reports.now()
    await desk.reports.make_slabs()
    assert {each.rpartition("_")[0] for each in made} == {"readmodel-long"}
    first = len(made)
    for later, expected in ((SLABS_EVERY_MS - 1, first), (1, first + 1)):
        desk.clock.at += later
        await desk.database.run(lambda c: store.touch(c, [desk.day]))
        await desk.reports.make_slabs()
        assert len(made) == expected


@pytest.mark.parametrize("text", ["1970-12-31", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_day_without_neighbours_is_no_day(text: str) -> None:
    """The day before or after it could not be named or counted."""
    with pytest.raises(Refused, match="bad_date"):
        day_named(text)
    assert [name_of(day_named(each)) for each in ("1971-01-01", "9998-12-31")] == ["1971-01-01", "9998-12-31"]


async def test_a_journal_that_was_put_back_is_read_anew(desk: Desk) -> None:
    """After a restore the journal may be shorter than what was read: the tables are made again."""
    await desk.play(1, contacts=60)
    desk.clock.at = desk.events[0].at
    assert (await report(desk)).total.arrived
    kept = desk.events[: len(desk.events) // 2]
    desk.events.clear()
    desk.journal.__init__()  # type: ignore[misc]
    await desk.happen(*kept)
    measures = Measures()
    for event in kept:
        measures.observe(event)
    assert (await report(desk)).total.arrived == measures.total().arrived


@pytest.mark.parametrize(("first", "last"), [(10, 9), (0, MOST_DAYS), (0, 3652)])
async def test_a_span_that_cannot_be_asked_for(desk: Desk, first: int, last: int) -> None:
    """Upside down, a day too long, ten years: refused, with the most that may be."""
    with pytest.raises(Refused) as refused:
        desk.reports.span(first, last)
    assert (refused.value.code, refused.value.detail) == ("bad_span", str(MOST_DAYS))


async def test_an_agent_has_no_figure_that_others_decide(desk: Desk) -> None:
    """An agent's own: what they had and how long. Nothing of the queue's, nothing that customers said."""
    await desk.play(2)
    agents = {getattr(event, "agent_id", None) for event in desk.events} - {None}
    answered = working_ms = 0
    for agent in sorted(str(each) for each in agents):
        figures = (await report(desk, "day", Wanted(agent=agent))).total
        assert all(getattr(figures, name) == getattr(Figures(), name) for name in OF_NO_AGENT)
        answered, working_ms = answered + figures.answered, working_ms + figures.working_ms
    total = (await report(desk, "day")).total
    assert (answered, working_ms) == (total.answered, total.working_ms)


def test_what_says_nothing_is_named() -> None:
    """Who left was nobody's: no service level by team. An agent's time is of no queue."""
    assert {"service_level", "arrived"} <= silent("team", ALL) == OF_NO_TEAM
    assert silent("queue", ALL) == OF_TIME == silent("day", Wanted(queue="leverans"))
    assert silent("day", ALL) == frozenset()


def test_weekdays_begin_on_monday() -> None:
    """1970-01-01 was a Thursday."""
    assert [weekday_of(day) for day in (0, 4, 10)] == [4, 1, 7]
