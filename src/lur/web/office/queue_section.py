"""Queues in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

import msgspec

from lur.core.commands import AddQueue, ChangeQueue
from lur.core.ids import Channel, QueueId
from lur.core.values import OpenSpan, Overflow, QueueSettings
from lur.features import Refused
from lur.features.hours.service import Hours
from lur.web.calendar_keeper import CalendarKeeper
from lur.web.office.hand import Hand, Level, by_name, skills_of
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, check_id
from lur.web.payloads.common import DayMs, DurationMs, Name, ShortMs

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class QueueItem(ItemBase, frozen=True, kw_only=True):
    """A queue as the file has it."""

    name: Name
    channel: Channel = "voice"
    promise_ms: DurationMs = 60_000
    required_skills: dict[str, Level] = msgspec.field(default_factory=dict)
    opening_hours: list[str] = msgspec.field(default_factory=list)
    follows_calendar: bool = False
    most_waiting: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0
    callbacks: bool = True
    asks_rating: bool = False
    overflow_after_ms: dict[str, DurationMs] = msgspec.field(default_factory=dict)
    ring_timeout_ms: DurationMs = 20_000
    wrap_up_ms: ShortMs = 30_000
    breath_ms: ShortMs = 10_000
    tell_every_ms: ShortMs = 20_000
    resume_ms: DayMs = 900_000
    hold_remind_ms: ShortMs = 60_000
    hold_limit_ms: ShortMs = 180_000


NOT_IN_FILE = frozenset({"special_days", "override", "demo"})
"""Settings of a queue that are no item's: days come from the calendar, an override is over soon."""
ELSEWHERE = {"required_skills", "opening_hours", "overflow"}
SAME = tuple(sorted(set(QueueSettings.__struct_fields__) - NOT_IN_FILE - ELSEWHERE))


class Queues(Section[QueueItem]):
    """Where contacts wait. A queue is never removed: contacts have it for ever."""

    name = "queues"
    note = "Where contacts wait: what is promised, who can serve, when it is open. Times in milliseconds."
    item = QueueItem

    def __init__(self, hand: Hand, keeper: CalendarKeeper, hours: Hours) -> None:
        self._hand = hand
        self._keeper = keeper
        self._hours = hours

    async def read(self) -> dict[str, QueueItem]:
        """All queues."""
        followers = self._hours.followers
        return {
            queue_id: _queue_item(queue.settings, queue_id in followers)
            for queue_id, queue in self._hand.centre.state.queues.items()
        }

    def normal(self, key: str, item: QueueItem) -> QueueItem:
        """Spans and overflow in their order. Raises ``Refused``: settings_bad_key, settings_bad_hours."""
        if QueueId(key) not in self._hand.centre.state.queues:
            check_id(key)
        return _queue_item(_settings(item), item.follows_calendar)

    async def check(self, work: Work[QueueItem], whole: Whole) -> Sequence[Fault]:
        """The centre's own word about each, and that none is removed."""
        tried = self._hand.trial()
        faults = [self.fault(key, "queue_stays", key) for key in work.drop]
        for key, command in self._commands(work):
            rejected = tried(command)
            if rejected is not None:
                field = rejected.detail if rejected.code == "bad_settings" else ""
                faults.append(self.fault(key, rejected.code, rejected.detail, field))
        return faults

    def _commands(self, work: Work[QueueItem]) -> Iterator[tuple[str, AddQueue | ChangeQueue]]:
        """New ones first and without overflow, so that they may be named by others."""
        queues = self._hand.centre.state.queues
        for key, (_, after) in work.put.items():
            if QueueId(key) not in queues:
                bare = msgspec.structs.replace(_settings(after), overflow=())
                yield key, self._hand.command(AddQueue, queue_id=QueueId(key), settings=bare)
        for key, (_, after) in work.put.items():
            settings = _settings(after)
            if (known := queues.get(QueueId(key))) is not None:
                now = known.settings
                settings = msgspec.structs.replace(
                    settings, special_days=now.special_days, override=now.override, demo=now.demo
                )
            yield key, self._hand.command(ChangeQueue, queue_id=QueueId(key), settings=settings)

    async def put_all(self, work: Work[QueueItem], shown: Shown) -> None:
        """Through the calendar's keeper, as every change of a queue."""
        for key, command in tuple(self._commands(work)):
            await self._keeper.submit(command, work.put[key][1].follows_calendar)


def _queue_item(settings: QueueSettings, follows: bool) -> QueueItem:
    return QueueItem(
        **{name: getattr(settings, name) for name in SAME},
        required_skills=by_name(settings.required_skills),
        opening_hours=[_span(each) for each in sorted(settings.opening_hours)],
        follows_calendar=follows,
        overflow_after_ms={each.queue_id: each.after_ms for each in sorted(settings.overflow)},
    )


def _settings(item: QueueItem) -> QueueSettings:
    overflow = (Overflow(after_ms, QueueId(key)) for key, after_ms in item.overflow_after_ms.items())
    return QueueSettings(
        **{name: getattr(item, name) for name in SAME},
        required_skills=skills_of(item.required_skills),
        opening_hours=tuple(sorted(_span_of(each) for each in item.opening_hours)),
        overflow=tuple(sorted(overflow)),
    )


def _span(span: OpenSpan) -> str:
    return f"{DAYS[span.weekday]} {clock_span(span.from_minute, span.to_minute)}"


def _span_of(text: str) -> OpenSpan:
    day, _, times = text.partition(" ")
    if day not in DAYS:
        raise Refused("settings_bad_hours", text)
    return OpenSpan(DAYS.index(day), *minutes_of(times))


def clock_span(begin: int, end: int) -> str:
    """Minutes since midnight as 08:00-17:00."""
    return f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"


def minutes_of(text: str) -> tuple[int, int]:
    """The other way. Raises ``Refused``: settings_bad_hours."""
    found = re.fullmatch(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)", text, re.ASCII)
    if found is None:
        raise Refused("settings_bad_hours", text)
    begin, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if not begin < end <= 24 * 60:
        raise Refused("settings_bad_hours", text)
    return begin, end
