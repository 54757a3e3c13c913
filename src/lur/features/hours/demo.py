"""The demo company's calendar. Its queues are always open and follow no calendar, so that it can be tried on
Christmas Eve too; ticking a queue shows what it does."""

from __future__ import annotations

from lur.features.hours.model import Calendar, EveChoice

CALENDAR = Calendar(
    countries=("SE",),
    eves=(
        EveChoice(eve="easter_eve", kind="shorten", until_minute=780),
        EveChoice(eve="midsummer_eve"),
        EveChoice(eve="christmas_eve"),
        EveChoice(eve="new_years_eve", kind="shorten"),
    ),
)
