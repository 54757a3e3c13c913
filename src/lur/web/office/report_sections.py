"""Reports that come by mail, in the document: which report, when, to whom. Its recipients are people of the
company, so its history lies in the vault. Whether mail can be sent at all is an option of the server.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, get_args

import msgspec

from lur.core.ids import Channel, Language
from lur.features import Refused
from lur.features.reports.model import By, Compare
from lur.features.schedules.model import Cadence, Filters, Schedule, Timetable
from lur.features.schedules.service import MOST_RECIPIENTS, MOST_SCHEDULES, Schedules
from lur.web.office.hand import Hand
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, new_ids, too_many
from lur.web.payloads.common import END
from lur.web.payloads.schedules import Key, MailAddress, ScheduleName

Time = Annotated[str, msgspec.Meta(pattern=rf"^([01][0-9]|2[0-3]):[0-5][0-9]{END}")]


class ScheduleItem(ItemBase, frozen=True, kw_only=True):
    """A report by mail as the file has it; what is not there of queue, team, result and channel is all."""

    name: ScheduleName
    cadence: Cadence
    at: Time
    weekday: Annotated[int, msgspec.Meta(ge=1, le=7)] = 1
    month_day: Annotated[int, msgspec.Meta(ge=1, le=28)] = 1
    by: By
    queue: Key | None = None
    team: Key | None = None
    result: Key | None = None
    channel: Key | None = None
    compare: Compare | None = None
    language: Language
    recipients: Annotated[list[MailAddress], msgspec.Meta(min_length=1, max_length=MOST_RECIPIENTS)]
    paused: bool = False


class SchedulesSection(Section[ScheduleItem]):
    """Reports that come by mail."""

    name = "schedules"
    note = "Reports by mail: daily, weekly (weekday 1 is Monday) or monthly, at a time of the company's day."
    item = ScheduleItem
    personal = True
    goes = "first"

    def __init__(self, hand: Hand, schedules: Schedules) -> None:
        self._hand = hand
        self._schedules = schedules

    async def read(self) -> dict[str, ScheduleItem]:
        """Those that are not removed."""
        return {each.id: _schedule_item(each) for each in self._schedules.listed()}

    def normal(self, key: str, item: ScheduleItem) -> ScheduleItem:
        """Trimmed. Raises ``Refused``: empty_text."""
        name = item.name.strip()
        if not name:
            raise Refused("empty_text", key)
        return msgspec.structs.replace(item, name=name, recipients=[each.strip() for each in item.recipients])

    async def check(self, work: Work[ScheduleItem], whole: Whole) -> Sequence[Fault]:
        """Mail can go there, and what the report is narrowed to is there."""
        faults = new_ids(self, [key for key, (before, _) in work.put.items() if before is None])
        for key, (_, after) in work.put.items():
            faults.extend(self._unknown(key, after, whole))
            try:
                self._schedules.check(_schedule(key, after))
            except Refused as error:
                faults.append(self.fault(key, error.code, error.detail, "recipients"))
        return (*faults, *too_many(self, whole, MOST_SCHEDULES, "too_many_schedules"))

    def _unknown(self, key: str, after: ScheduleItem, whole: Whole) -> Iterator[Fault]:
        if after.queue is not None and not whole.has("queues", after.queue):
            yield self.fault(key, "unknown_queue", after.queue, "queue")
        if after.result is not None and not whole.has("results", after.result):
            yield self.fault(key, "unknown_disposition", after.result, "result")
        teams = {getattr(each, "team", "") for each in whole.items.get("agents", {}).values()}
        if after.team is not None and after.team not in teams:
            yield self.fault(key, "unknown_team", after.team, "team")
        if after.channel is not None and after.channel not in get_args(Channel):
            yield self.fault(key, "settings_unknown_name", after.channel, "channel")

    async def put(self, key: str, before: ScheduleItem | None, after: ScheduleItem, shown: Shown) -> None:
        """So it is sent from now on; one that was removed is taken back."""
        by = self._hand.by.display_name
        if any(each.id == key for each in self._schedules.removed()):
            await self._schedules.take_back(key, by)
        new = _schedule(key, after)
        known = next((each for each in self._schedules.listed() if each.id == key), None)
        if known is None:
            await self._schedules.add(new, by)
        else:
            await self._schedules.change(msgspec.structs.replace(new, version=known.version), by)

    async def drop(self, key: str, before: ScheduleItem) -> None:
        """No more mails; it can be taken back."""
        if any(each.id == key for each in self._schedules.listed()):
            await self._schedules.remove(key, self._hand.by.display_name)


def _schedule_item(each: Schedule) -> ScheduleItem:
    when, filters = each.timetable, each.filters
    return ScheduleItem(
        name=each.name,
        cadence=when.cadence,
        at=f"{when.minute // 60:02}:{when.minute % 60:02}",
        weekday=when.weekday,
        month_day=when.month_day,
        by=msgspec.convert(each.by, By),
        queue=filters.queue,
        team=filters.team,
        result=filters.result,
        channel=filters.channel,
        compare=msgspec.convert(each.compare, Compare | None),
        language=each.language,
        recipients=list(each.recipients),
        paused=each.paused,
    )


def _schedule(key: str, item: ScheduleItem) -> Schedule:
    hours, _, minutes = item.at.partition(":")
    return Schedule(
        id=key,
        version=1,
        name=item.name,
        timetable=Timetable(
            cadence=item.cadence,
            minute=int(hours) * 60 + int(minutes),
            weekday=item.weekday,
            month_day=item.month_day,
        ),
        by=item.by,
        filters=Filters(queue=item.queue, team=item.team, result=item.result, channel=item.channel),
        compare=item.compare,
        language=item.language,
        recipients=tuple(item.recipients),
        paused=item.paused,
        archived=False,
        changed_at=0,
        changed_by="",
    )
