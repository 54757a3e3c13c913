"""Mailed reports as the web layer needs them: a schedule's figures are those of the page, counted by the same
code with the same filters, and named as the page names them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import msgspec

from lur.adapters.mail.smtp_server import is_address
from lur.adapters.storage.readmodel import ReadModel
from lur.features.directory.service import DirectoryService
from lur.features.reports.counting import Wanted
from lur.features.reports.model import By, Compare
from lur.features.schedules.model import Schedule, Span
from lur.features.schedules.sending import Composed, Sending
from lur.features.schedules.service import Schedules
from lur.features.wrap_up.service import Dispositions
from lur.ports import Clock, Entropy, Mailer
from lur.runtime import Centre
from lur.web.payloads.reports import FiguresReport
from lur.web.report_files.mail import Looks, composed
from lur.web.report_files.pdf import Head
from lur.web.report_files.words import Naming

FiguresOf = Callable[[str, str, By, Wanted, Compare | None], Awaitable[FiguresReport]]
"""``FiguresRoom.report``: what the page shows."""


class MailingRoom:
    """Schedules, and what sends their reports."""

    def __init__(
        self,
        *,
        database: ReadModel,
        clock: Clock,
        entropy: Entropy,
        centre: Centre,
        directory: DirectoryService,
        dispositions: Dispositions,
        figures_of: FiguresOf,
        mailer: Mailer | None,
        address: str,
    ) -> None:
        self.schedules = Schedules(database, clock, is_address)
        self.sending = Sending(database, clock, entropy, self.schedules, mailer, self.compose)
        self._figures_of = figures_of
        self._centre = centre
        self._directory = directory
        self._dispositions = dispositions
        self._address = address
        self.looks: Callable[[], Looks] = Looks
        """The company's logo and colour, as they are now."""

    async def compose(self, schedule: Schedule, span: Span) -> Composed:
        """The mail of a schedule about these days. Raises ``Refused``."""
        by: By = msgspec.convert(schedule.by, By)
        compare: Compare | None = msgspec.convert(schedule.compare, Compare | None)
        wanted = Wanted(**msgspec.structs.asdict(schedule.filters))
        report = await self._figures_of(span.first, span.last, by, wanted, compare)
        named = Naming(language=schedule.language, by=report.by, labels=self._labels(schedule, report))
        company = await self._directory.company()
        head = Head(
            company=getattr(company, schedule.language),
            name=schedule.name,
            filters=_filters(schedule, named),
            compare=compare,
        )
        url, looks = self._url(schedule, span), self.looks()
        return await asyncio.to_thread(composed, head, report, named, url, looks)

    def _labels(self, schedule: Schedule, report: FiguresReport) -> dict[str, str]:
        """Queues and results by their ids, in the reader's language; teams name themselves."""
        queues = {str(each.queue_id): each.settings.name for each in self._centre.state.queues.values()}
        results = {each.id: getattr(each, schedule.language) for each in self._dispositions.tree()}
        return {**results, **queues, **{each.key: each.label for each in report.labels}}

    def _url(self, schedule: Schedule, span: Span) -> str:
        """Where the page shows the same; empty when nobody said where Lur is."""
        if not self._address:
            return ""
        asked = {"from": span.first, "to": span.last, "by": schedule.by, "compare": schedule.compare}
        asked |= msgspec.structs.asdict(schedule.filters)
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        return f"{self._address}/reports?{query}"


def _filters(schedule: Schedule, named: Naming) -> str:
    chosen = msgspec.structs.asdict(schedule.filters)
    words = [
        f"{named.texts.filters[name]}: {_filter_name(named, name, value)}"
        for name, value in chosen.items()
        if value is not None
    ]
    return ", ".join(words) or named.texts.all_contacts


def _filter_name(named: Naming, name: str, value: str) -> str:
    if name == "channel":
        return named.texts.channels.get(value, value)
    return named.labels.get(value, value) or named.texts.without[name]
