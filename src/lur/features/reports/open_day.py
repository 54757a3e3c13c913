"""The day that goes on, so that a question about today does not read all of today again.

What an event added to a day never changes, so what has been read of it stays, and only what came since is
read. What is known of its contacts does change, and is read anew each time. Used on the reading thread alone.
"""

from __future__ import annotations

from sqlalchemy import Connection

from lur.features.reports import store
from lur.features.reports.days import Days
from lur.features.reports.slab import Sheet, Slab


class OpenDay:
    """Reads days for reports, today as it grows."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._sheet: Sheet | None = None
        self._seq = -1

    def slab(self, connection: Connection, day: int) -> Slab:
        """A day on which something happened: today with whose it was, one that is over perhaps without."""
        if day != self._days.today():
            return store.one_slab(connection, day, self._days)
        sheet, seq = self._sheet, self._seq
        self.forget()
        if sheet is None or sheet.day != day:
            sheet, seq = Sheet(day, self._days), -1
        seq = store.take_after(connection, sheet, seq)
        found = sheet.slab(store.words_on(connection, day))
        self._sheet, self._seq = sheet, seq
        return found

    def forget(self) -> None:
        """The tables are made anew, or what was begun here came to nothing: read all of today next time."""
        self._sheet, self._seq = None, -1
