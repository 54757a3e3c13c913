"""``lur check figures``: counts days again from the journal's first row, and compares with the reports.

It reads both files as they are and changes nothing, so it may be run while Lur works: what it compares is as
of the journal's row up to which the reports have come.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError

from lur.adapters.storage.chain import recorded_from
from lur.adapters.storage.journal_file import JournalNewer, NotAJournal, read_journal
from lur.cli.failure import Failure
from lur.cli.journal_elsewhere import rows_at
from lur.core.facts import Facts
from lur.features import Refused
from lur.features.reports import store
from lur.features.reports.checking import Recount, Totals, compared, differences
from lur.features.reports.days import Days, day_named, name_of
from lur.features.reports.model import Difference
from lur.features.reports.service import MOST_DAYS, as_shown
from lur.ports import JournalBroken, Recorded
from lur.runtime import SteadyClock

SHOWN = 50


class Checked(msgspec.Struct, frozen=True):
    """What came of one day."""

    day: str
    figures: int
    differences: tuple[Difference, ...]


def check_figures(data: Path, first: str, last: str, journal: str = "") -> tuple[Checked, ...]:
    """The days, counted again; yesterday when none is named. ``journal``: where it is when it is not in the
    folder. Raises ``Failure``."""
    days = Days(SteadyClock())
    first = first or name_of(days.today() - 1)
    begins, ends = _span(first, last or first)
    seq, shown = _shown(data / "lur.db", begins, ends, days)
    recount = Recount(days, Facts(), begins, ends)
    rows = map(recorded_from, rows_at(journal)) if journal else _rows(data / "journal.db")
    for recorded in rows:
        if recorded.seq > seq:
            break
        recount.observe(recorded)
    return tuple(_checked(day, shown[day], recount.totals.get(day, {})) for day in range(begins, ends + 1))


def lines(found: tuple[Checked, ...]) -> Iterator[str]:
    """For people."""
    for each in found:
        wrong = len(each.differences)
        yield f"{each.day}: {each.figures} figures, {f'{wrong} differ' if wrong else 'all agree'}"
        for one in each.differences[:SHOWN]:
            where = one.queue_id or "all agents"
            yield f"  {where}, {one.figure}: shown {one.shown}, the journal has {one.counted}"


def as_json(found: tuple[Checked, ...]) -> str:
    """For programs."""
    return msgspec.json.encode(found).decode()


def _span(first: str, last: str) -> tuple[int, int]:
    try:
        begins, ends = day_named(first), day_named(last)
    except Refused as error:
        raise Failure("bad_date", f"{error.detail} is no day", "Write it like 2026-11-22.") from error
    if not begins <= ends < begins + MOST_DAYS:
        do = f"The first before the last, at most {MOST_DAYS} days."
        raise Failure("bad_span", f"{first} to {last}", do)
    return begins, ends


def _shown(path: Path, first: int, last: int, days: Days) -> tuple[int, dict[int, Totals]]:
    """What the reports have, as of which row of the journal."""
    engine = create_engine(f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            return _read(connection, first, last, days)
    except DatabaseError as error:
        do = "Name the folder of a Lur that has run: --data DIR."
        raise Failure("data_unusable", f"{path} cannot be read ({error.orig})", do) from error
    finally:
        engine.dispose()


def _read(connection: Connection, first: int, last: int, days: Days) -> tuple[int, dict[int, Totals]]:
    seq = store.load_kept(connection, store.LIVE).seq
    return seq, {day: as_shown(connection, day, days) for day in range(first, last + 1)}


def _rows(path: Path) -> Iterator[Recorded]:
    try:
        yield from read_journal(path)
    except (FileNotFoundError, NotAJournal, JournalNewer, OSError) as error:
        do = "Name the folder of a Lur that has run: --data DIR. A journal elsewhere is named by LUR_JOURNAL."
        raise Failure("not_a_journal", f"{path} cannot be read ({error})", do) from error
    except JournalBroken as error:
        do = "Nothing after it can be trusted. Compare with a backup, and keep this file as evidence."
        raise Failure("journal_broken", f"row {error.seq}: {error.detail}", do) from error


def _checked(day: int, shown: Totals, counted: Totals) -> Checked:
    wrong = differences("reports", shown, counted)
    return Checked(name_of(day), compared((counted,)), tuple(wrong))
