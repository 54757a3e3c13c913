"""The company's name, the addresses that customers dial, the lines to operators and the calendar."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import msgspec

from lur.adapters.voice.protocol import Trunk
from lur.core.ids import Language, QueueId
from lur.core.values import DaySpan
from lur.features import Refused
from lur.features.customers.numbers import normalised
from lur.features.directory.describing import Describing
from lur.features.directory.model import CompanyName, EntryAddress
from lur.features.directory.service import DirectoryService
from lur.features.hours.model import Calendar, Country, EveChoice, EveCode, OwnDay
from lur.features.hours.service import Hours
from lur.features.hours.service import check as check_calendar
from lur.web.calendar_keeper import CalendarKeeper
from lur.web.office.document import ONLY, Items
from lur.web.office.queue_section import clock_span, minutes_of
from lur.web.office.sections import Fault, ItemBase, Secrets, Section, Shown, Whole, Work
from lur.web.payloads.common import END, Name, SipText

Host = Annotated[str, msgspec.Meta(min_length=1, max_length=253, pattern=rf"^[A-Za-z0-9.:_-]+{END}")]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]


class CompanyItem(ItemBase, frozen=True, kw_only=True):
    """The company as the file has it."""

    sv: Name
    nb: Name
    en: Name
    callback_shown: Annotated[str, msgspec.Meta(max_length=60)] = ""


class Company(Section[CompanyItem]):
    """The name that callers hear, and the number that they see when we call."""

    name = "company"
    note = "The name that callers hear, and our number that those whom we call see."
    item = CompanyItem
    one = True

    def __init__(self, directory: DirectoryService, region: str) -> None:
        self._directory = directory
        self._region = region

    async def read(self) -> dict[str, CompanyItem]:
        """The one."""
        name, shown = await self._directory.company(), await self._directory.callback_shown()
        return {ONLY: CompanyItem(sv=name.sv, nb=name.nb, en=name.en, callback_shown=shown)}

    def normal(self, key: str, item: CompanyItem) -> CompanyItem:
        """With the number in full. Raises ``Refused``: bad_number."""
        number = normalised(item.callback_shown, self._region) if item.callback_shown else ""
        if number is None:
            raise Refused("bad_number", item.callback_shown)
        return msgspec.structs.replace(item, callback_shown=number)

    async def put(self, key: str, before: CompanyItem | None, after: CompanyItem, shown: Shown) -> None:
        """Another name, another number."""
        await self._directory.set_callback_shown(after.callback_shown)
        await self._directory.set_company(CompanyName(sv=after.sv, nb=after.nb, en=after.en))


# --- entries -----------------------------------------------------------------------------------------------


class EntryItem(ItemBase, frozen=True, kw_only=True):
    """An address as the file has it."""

    queue: str
    language: Language = "sv"
    flow: str = ""


class Entries(Section[EntryItem]):
    """Where each address leads."""

    name = "entries"
    note = "What customers dial, and where it leads: through a flow, or straight into a queue."
    item = EntryItem

    def __init__(self, directory: DirectoryService) -> None:
        self._directory = directory

    async def read(self) -> dict[str, EntryItem]:
        """All addresses."""
        return {
            each.address: EntryItem(queue=each.queue_id, language=each.language, flow=each.flow_id)
            for each in await self._directory.entries()
        }

    def understood(self, items: Items) -> tuple[dict[str, EntryItem], list[Fault]]:
        """Addresses are kept in lower case."""
        good, faults = super().understood({key.lower(): item for key, item in items.items()})
        faults += [self.fault(key, "settings_bad_key", key) for key in good if not _is_address(key)]
        return good, faults

    async def check(self, work: Work[EntryItem], whole: Whole) -> Sequence[Fault]:
        """Queues and flows are there."""
        return tuple(self._unknown(work, whole))

    def _unknown(self, work: Work[EntryItem], whole: Whole) -> Iterator[Fault]:
        for key, (_, after) in work.put.items():
            if not whole.has("queues", after.queue):
                yield self.fault(key, "unknown_queue", after.queue, "queue")
            if after.flow and not whole.has("flows", after.flow):
                yield self.fault(key, "unknown_flow", after.flow, "flow")

    async def put(self, key: str, before: EntryItem | None, after: EntryItem, shown: Shown) -> None:
        """It leads there from now on."""
        demo = any(each.demo for each in await self._directory.entries() if each.address == key)
        new = EntryAddress(
            address=key, queue_id=QueueId(after.queue), language=after.language, flow_id=after.flow, demo=demo
        )
        await self._directory.put_entry(new)

    async def drop(self, key: str, before: EntryItem) -> None:
        """It leads nowhere."""
        await self._directory.remove_entry(key)


def _is_address(key: str) -> bool:
    return 0 < len(key) <= 64 and all(each.isascii() and (each.isalnum() or each in "._+*#-") for each in key)


# --- trunks ------------------------------------------------------------------------------------------------


class TrunkItem(ItemBase, frozen=True, kw_only=True):
    """A trunk as the file has it; its secret is never there."""

    position: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    host: Host
    port: Port = 5060
    transport: Literal["udp", "tcp", "tls"] = "udp"
    username: SipText = ""
    register: bool = False
    allow: list[str] = msgspec.field(default_factory=list)
    numbers: list[SipText] = msgspec.field(default_factory=list)


class Trunks(Section[TrunkItem]):
    """Lines to operators. What a new one is to be signed in with comes beside the file."""

    name = "trunks"
    note = "Lines to operators, tried by position. Secrets are not here: those there are, are kept."
    item = TrunkItem

    def __init__(self, directory: DirectoryService, describing: Describing) -> None:
        self._directory = directory
        self._describing = describing
        self.secrets = Secrets()

    async def read(self) -> dict[str, TrunkItem]:
        """All lines, numbered as they stand."""
        return {
            each.trunk_id: TrunkItem(
                position=position,
                host=each.host,
                port=each.port,
                transport=each.transport,
                username=each.username,
                register=each.register,
                allow=list(each.allow),
                numbers=list(each.numbers),
            )
            for position, each in enumerate(await self._directory.trunks(), 1)
        }

    def settled(self, items: dict[str, TrunkItem]) -> dict[str, TrunkItem]:
        """Numbered without gaps."""
        ordered = sorted(items, key=lambda key: (items[key].position, key))
        return {key: msgspec.structs.replace(items[key], position=at) for at, key in enumerate(ordered, 1)}

    async def check(self, work: Work[TrunkItem], whole: Whole) -> Sequence[Fault]:
        """Networks are networks, and each new one has what it is signed in with."""
        faults = [
            self.fault(key, "bad_network", network, "allow")
            for key, (_, after) in work.put.items()
            for network in after.allow
            if not _is_network(network)
        ]
        return (*faults, *(self.fault(key, "settings_needs_secret", key) for key in self.wanting(work)))

    def wanting(self, work: Work[TrunkItem]) -> tuple[str, ...]:
        """New lines that are signed in to, and with what nobody has said."""
        return tuple(
            key
            for key, (before, after) in work.put.items()
            if before is None and after.username and key not in self.secrets.trunks
        )

    async def kept(self, work: Work[TrunkItem]) -> dict[str, str]:
        """The secrets of lines that go or change, as they are now, so that they can be given back."""
        touched = {*work.drop, *(key for key, (before, _) in work.put.items() if before is not None)}
        if not touched:
            return {}
        trunks = (await self._directory.edge_directory()).trunks
        return {each.trunk_id: each.secret for each in trunks if each.trunk_id in touched}

    async def put_all(self, work: Work[TrunkItem], shown: Shown) -> None:
        """All lines, and then their order."""
        await super().put_all(work, shown)
        wanted = {**await self.read(), **{key: after for key, (_, after) in work.put.items()}}
        ordered = sorted(wanted, key=lambda key: (wanted[key].position, key))
        await self._describing.order_trunks(ordered)

    async def put(self, key: str, before: TrunkItem | None, after: TrunkItem, shown: Shown) -> None:
        """Such a line; its secret stays, or comes beside the file."""
        fields = {
            name: getattr(after, name) for name in ("host", "port", "transport", "username", "register")
        }
        secret = self.secrets.trunks.get(key, "")
        new = Trunk(
            trunk_id=key, secret=secret, allow=tuple(after.allow), numbers=tuple(after.numbers), **fields
        )
        await self._directory.put_trunk(new)

    async def drop(self, key: str, before: TrunkItem) -> None:
        """It is forgotten, with its secret."""
        await self._directory.remove_trunk(key)


def _is_network(network: str) -> bool:
    try:
        ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
    return True


# --- calendar ----------------------------------------------------------------------------------------------


class OwnDayItem(ItemBase, frozen=True, kw_only=True):
    """A day of the company's own; no hours: closed."""

    name: str
    hours: list[str] = msgspec.field(default_factory=list)


class CalendarItem(ItemBase, frozen=True, kw_only=True):
    """The calendar as the file has it."""

    holidays_of: list[Country] = msgspec.field(default_factory=list)
    eves: dict[EveCode, str] = msgspec.field(default_factory=dict)
    own_days: dict[str, OwnDayItem] = msgspec.field(default_factory=dict)


class CalendarSection(Section[CalendarItem]):
    """Days that are not like others, for the queues that follow the calendar."""

    name = "calendar"
    note = "Holidays (SE, NO), eves (keep, close, or until 12:00) and own days, for queues that follow it."
    item = CalendarItem
    one = True

    def __init__(self, hours: Hours, keeper: CalendarKeeper) -> None:
        self._hours = hours
        self._keeper = keeper

    async def read(self) -> dict[str, CalendarItem]:
        """The one."""
        return {ONLY: _calendar_item(self._hours.calendar)}

    def normal(self, key: str, item: CalendarItem) -> CalendarItem:
        """In its order. Raises ``Refused``: settings_bad_hours, bad_date, bad_calendar."""
        calendar = _calendar(item)
        check_calendar(calendar)
        return _calendar_item(calendar)

    async def put(self, key: str, before: CalendarItem | None, after: CalendarItem, shown: Shown) -> None:
        """Another calendar, at once for the queues that follow it."""
        await self._hours.set_calendar(_calendar(after))
        await self._keeper.apply()


def _calendar_item(calendar: Calendar) -> CalendarItem:
    own = sorted(calendar.own_days, key=lambda each: each.date)
    return CalendarItem(
        holidays_of=sorted(calendar.countries),
        eves={each.eve: _eve(each) for each in sorted(calendar.eves, key=lambda each: each.eve)},
        own_days={
            each.date: OwnDayItem(
                name=each.name,
                hours=[clock_span(span.from_minute, span.to_minute) for span in sorted(each.spans)],
            )
            for each in own
        },
    )


def _hours(span: DaySpan) -> str:
    return clock_span(span.from_minute, span.to_minute)


def _calendar(item: CalendarItem) -> Calendar:
    return Calendar(
        countries=tuple(item.holidays_of),
        eves=tuple(_eve_of(eve, text) for eve, text in item.eves.items()),
        own_days=tuple(
            OwnDay(
                date=date,
                name=day.name,
                spans=tuple(DaySpan(*minutes_of(each)) for each in sorted(day.hours)),
            )
            for date, day in item.own_days.items()
        ),
    )


def _eve(choice: EveChoice) -> str:
    if choice.kind != "shorten":
        return choice.kind
    return f"until {choice.until_minute // 60:02}:{choice.until_minute % 60:02}"


def _eve_of(eve: EveCode, text: str) -> EveChoice:
    if text in ("keep", "close"):
        return EveChoice(eve=eve, kind="keep" if text == "keep" else "close")
    word, _, time = text.partition(" ")
    if word != "until":
        raise Refused("settings_bad_hours", text)
    return EveChoice(eve=eve, kind="shorten", until_minute=minutes_of(f"00:00-{time}")[1])
