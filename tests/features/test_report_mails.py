"""Reports fall due by the company's clock, and each comes once, whatever server and machine do meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.features import Refused
from lur.features.schedules import store
from lur.features.schedules.model import Filters, Schedule, Span, Timetable
from lur.features.schedules.sending import MOST_LATE, PAUSES_MS, Composed, Sending
from lur.features.schedules.service import MOST_RECIPIENTS, Schedules
from lur.features.schedules.timing import due_between, next_due
from lur.ports import JournalBroken, JournalUnavailable, Mail, MailReason, MailUnavailable, VaultUnavailable
from lur.runtime import SystemEntropy
from lur.web.payloads.schedules import ScheduleName
from lur.web.upkeep import Upkeep, Work

pytestmark = pytest.mark.anyio
STOCKHOLM = ZoneInfo("Europe/Stockholm")
HALF_PAST_SEVEN = 7 * 60 + 30
BY = "Sara"


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> Instant:
    """That time in Stockholm."""
    return int(datetime(year, month, day, hour, minute, tzinfo=STOCKHOLM).timestamp() * 1000)


def offset_min(at: Instant) -> int:
    """Stockholm's."""
    offset = datetime.fromtimestamp(at / 1000, UTC).astimezone(STOCKHOLM).utcoffset()
    assert offset is not None
    return int(offset.total_seconds() // 60)


class SetClock:
    """Stands still until it is set."""

    def __init__(self, at: Instant) -> None:
        self.at = at

    def now(self) -> Instant:
        """As set."""
        return self.at

    def utc_offset_min(self, at: Instant) -> int:
        """Stockholm's."""
        return offset_min(at)


@dataclass
class Post:
    """A mailer that keeps what it takes and fails when it is told to."""

    taken: list[Mail] = field(default_factory=list)
    failures: list[MailReason] = field(default_factory=list)
    dies_after_taking: bool = False

    async def send(self, mail: Mail) -> None:
        """See ``Mailer.send``."""
        if self.failures:
            raise MailUnavailable(self.failures.pop(0), "said the server")
        self.taken.append(mail)
        if self.dies_after_taking:
            raise asyncio.CancelledError


async def until_taken(post: Post, mails: int, keeping: asyncio.Task[None]) -> None:
    """Wait until the server has so many, or the task is over."""
    async with asyncio.timeout(10):
        while len(post.taken) < mails and not keeping.done():
            await asyncio.sleep(0.01)


class Office:
    """Schedules and what sends them, on one database, as if the machine could be started again."""

    def __init__(self, database: ReadModel, clock: SetClock, post: Post | None) -> None:
        self.database = database
        self.clock = clock
        self.post = post
        self.composed: list[Span] = []
        self.schedules = Schedules(database, clock, lambda address: "@" in address)
        self.sending = Sending(database, clock, SystemEntropy(), self.schedules, post, self.compose)

    async def compose(self, schedule: Schedule, span: Span) -> Composed:
        """A few words."""
        self.composed.append(span)
        if schedule.filters.queue == "gone":
            raise Refused("unknown_queue", "gone")
        return Composed(subject=f"{schedule.name} {span.first}", text="12 svarade", attachments=())

    async def restarted(self) -> Office:
        """The same database, read anew."""
        office = Office(self.database, self.clock, self.post)
        await office.schedules.load()
        return office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """It is Sunday, 22 November 2026, at noon."""
    database = await ReadModel.open(tmp_path / "lur.db")
    yield Office(database, SetClock(local(2026, 11, 22, 12)), Post())
    await database.close()


def schedule(**more: object) -> Schedule:
    """Every day at half past seven."""
    made = Schedule(
        id="s1",
        version=1,
        name="Gårdagen",
        timetable=Timetable(cadence="daily", minute=HALF_PAST_SEVEN),
        by="hour",
        filters=Filters(),
        compare=None,
        language="sv",
        recipients=("maja@example.net", "ali@example.net"),
        paused=False,
        archived=False,
        changed_at=0,
        changed_by="",
    )
    return msgspec.structs.replace(made, **more)


def days(timetable: Timetable, after: Instant, until: Instant) -> list[tuple[str, Span]]:
    """What falls due, by Stockholm's clock."""
    return [
        (datetime.fromtimestamp(at / 1000, STOCKHOLM).strftime("%a %Y-%m-%d %H:%M"), span)
        for at, span in due_between(timetable, after, until, offset_min)
    ]


# --- when --------------------------------------------------------------------------------------------------


def test_daily_reports_are_about_the_day_before() -> None:
    """At their time on each day, over the change to summer time too."""
    daily = Timetable(cadence="daily", minute=HALF_PAST_SEVEN)
    assert days(daily, local(2026, 3, 28, 7, 30), local(2026, 3, 30, 7, 30)) == [
        ("Sun 2026-03-29 07:30", Span("2026-03-28", "2026-03-28")),
        ("Mon 2026-03-30 07:30", Span("2026-03-29", "2026-03-29")),
    ]


def test_weekly_reports_are_about_monday_to_sunday() -> None:
    """On a Sunday the week is not over, so it is the week before."""
    monday = Timetable(cadence="weekly", minute=0, weekday=1)
    sunday = Timetable(cadence="weekly", minute=23 * 60 + 59, weekday=7)
    week = (local(2026, 11, 22, 12), local(2026, 11, 29, 0))
    assert days(monday, *week) == [("Mon 2026-11-23 00:00", Span("2026-11-16", "2026-11-22"))]
    assert days(sunday, *week) == [("Sun 2026-11-22 23:59", Span("2026-11-09", "2026-11-15"))]


def test_monthly_reports_are_about_the_month_before() -> None:
    """In January about December, in March about a short February."""
    first = Timetable(cadence="monthly", minute=60, month_day=3)
    spans = [span for _, span in days(first, local(2026, 12, 31), local(2027, 3, 31))]
    assert spans == [
        Span("2026-12-01", "2026-12-31"),
        Span("2027-01-01", "2027-01-31"),
        Span("2027-02-01", "2027-02-28"),
    ]


def test_a_time_that_the_clocks_leap_over_or_repeat_is_due_once() -> None:
    """Half past two at night: in spring there is none, in autumn there are two."""
    night = Timetable(cadence="daily", minute=150)
    assert len(days(night, local(2026, 3, 28, 12), local(2026, 3, 29, 12))) == 1
    (autumn,) = due_between(night, local(2026, 10, 24, 12), local(2026, 10, 25, 12), offset_min)
    assert autumn[0] == local(2026, 10, 25, 2, 30)


def test_the_next_one_is_always_found() -> None:
    """The 28th is in every month."""
    late = Timetable(cadence="monthly", minute=23 * 60, month_day=28)
    assert next_due(late, local(2027, 1, 28, 23), offset_min) == local(2027, 2, 28, 23)


# --- sending -----------------------------------------------------------------------------------------------


async def test_each_recipient_gets_each_report_once(office: Office) -> None:
    """However often one looks; the figures are counted once for all of them."""
    await office.schedules.add(schedule(), BY)
    await office.sending.look()
    assert office.post is not None
    assert office.post.taken == []
    office.clock.at = local(2026, 11, 23, 7, 30)
    for _ in range(3):
        await office.sending.look()
    assert sorted(mail.to for mail in office.post.taken) == ["ali@example.net", "maja@example.net"]
    assert {mail.subject for mail in office.post.taken} == {"Gårdagen 2026-11-22"}
    assert office.composed == [Span("2026-11-22", "2026-11-22")]
    assert [(mail.state, mail.tries) for mail in await office.schedules.latest()] == [("sent", 1)] * 2


async def test_a_server_that_is_away_is_tried_with_growing_pauses(office: Office) -> None:
    """It waits as long as it has to and then comes, with the id of the first try."""
    await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    assert office.post is not None
    office.post.failures = ["unreachable", "busy"]
    office.clock.at = local(2026, 11, 23, 7, 30)
    await office.sending.look()
    (mail,) = await office.schedules.latest()
    assert (mail.state, mail.reason, mail.detail) == ("waiting", "unreachable", "said the server")
    office.clock.at += PAUSES_MS[0] - 1
    await office.sending.look()
    assert office.post.failures == ["busy"]
    office.clock.at += 1
    await office.sending.look()
    office.clock.at += PAUSES_MS[1]
    await office.sending.look()
    assert [each.id for each in office.post.taken] == [mail.id]
    (mail,) = await office.schedules.latest()
    assert (mail.state, mail.tries, mail.reason) == ("sent", 3, "")


async def test_after_a_day_it_is_given_up(office: Office) -> None:
    """A server that never comes back: the last try says why, and the next report is tried anew."""
    await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    assert office.post is not None
    office.post.failures = ["unreachable"] * (len(PAUSES_MS) + 1)
    office.clock.at = local(2026, 11, 23, 7, 30)
    for pause_ms in (*PAUSES_MS, 0):
        await office.sending.look()
        office.clock.at += pause_ms
    last = (await office.schedules.latest())[-1]
    assert (last.state, last.tries, last.reason) == ("given_up", len(PAUSES_MS) + 1, "unreachable")
    assert office.sending.outcomes["given_up"] == 1
    assert office.sending.outcomes["put_off"] == len(PAUSES_MS)
    office.clock.at = local(2026, 11, 24, 7, 30)
    await office.sending.look()
    assert [mail.subject for mail in office.post.taken] == ["Gårdagen 2026-11-23"]


async def test_a_wrong_address_is_given_up_at_once(office: Office) -> None:
    """And hinders nobody else."""
    await office.schedules.add(schedule(), BY)
    assert office.post is not None
    office.post.failures = ["bad_recipient"]
    office.clock.at = local(2026, 11, 23, 7, 30)
    await office.sending.look()
    states = sorted(mail.state for mail in await office.schedules.latest())
    assert states == ["given_up", "sent"]
    assert office.sending.outcomes == {"given_up": 1, "sent": 1}


async def test_a_restart_loses_nothing(office: Office) -> None:
    """What was written down and not sent is sent by the next start; what fell due meanwhile too."""
    await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    assert office.post is not None
    office.post.failures = ["unreachable"]
    office.clock.at = local(2026, 11, 23, 7, 30)
    await office.sending.look()
    again = await office.restarted()
    again.clock.at = local(2026, 11, 25, 8)
    await again.sending.look()
    subjects = sorted(mail.subject for mail in office.post.taken)
    assert subjects == ["Gårdagen 2026-11-22", "Gårdagen 2026-11-23", "Gårdagen 2026-11-24"]


async def test_a_kill_after_the_server_took_it_sends_the_same_id(office: Office) -> None:
    """Nobody knows then whether it was taken; a mail program shows both as one."""
    await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    assert office.post is not None
    office.post.dies_after_taking = True
    office.clock.at = local(2026, 11, 23, 7, 30)
    with pytest.raises(asyncio.CancelledError):
        await office.sending.look()
    office.post.dies_after_taking = False
    await (await office.restarted()).sending.look()
    assert len({mail.id for mail in office.post.taken}) == 1
    assert len({mail.at for mail in office.post.taken}) == 1


async def test_after_a_long_time_away_only_the_latest_come(office: Office) -> None:
    """A month of daily reports at once helps nobody."""
    await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    await office.sending.look()
    office.clock.at += 30 * DAY_MS
    await (await office.restarted()).sending.look()
    assert office.post is not None
    assert len(office.post.taken) == MOST_LATE
    assert max(mail.subject for mail in office.post.taken) == "Gårdagen 2026-12-21"


async def test_another_time_of_day_sends_no_day_twice(office: Office) -> None:
    """Sent at half past seven, then moved to nine: the same day's report is not sent again."""
    made = await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    office.clock.at = local(2026, 11, 23, 7, 30)
    await office.sending.look()
    later = Timetable(cadence="daily", minute=9 * 60)
    await office.schedules.change(msgspec.structs.replace(made, timetable=later), BY)
    office.clock.at = local(2026, 11, 23, 9)
    await office.sending.look()
    assert office.post is not None
    assert len(office.post.taken) == 1


async def test_a_change_does_not_swallow_what_is_due(office: Office) -> None:
    """Somebody saves in the seconds between the time and the look: it comes, as it is set up now."""
    made = await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    office.clock.at = local(2026, 11, 23, 7, 30) + 1
    await office.schedules.change(msgspec.structs.replace(made, name="I går"), BY)
    await office.sending.look()
    assert office.post is not None
    assert [mail.subject for mail in office.post.taken] == ["I går 2026-11-22"]


async def test_while_paused_nothing_comes_and_nothing_is_caught_up(office: Office) -> None:
    """From the moment it goes on, what falls due then."""
    made = await office.schedules.add(schedule(recipients=("maja@example.net",), paused=True), BY)
    assert office.schedules.next_at(made) is None
    office.clock.at += 5 * DAY_MS
    await office.sending.look()
    made = await office.schedules.change(msgspec.structs.replace(made, paused=False), BY)
    await office.sending.look()
    assert office.post is not None
    assert office.post.taken == []
    assert office.schedules.next_at(made) == local(2026, 11, 28, 7, 30)
    office.clock.at = local(2026, 11, 28, 7, 30)
    await office.sending.look()
    assert len(office.post.taken) == 1


async def test_who_is_no_recipient_any_more_gets_nothing(office: Office) -> None:
    """Not even what was to be tried again."""
    made = await office.schedules.add(schedule(), BY)
    assert office.post is not None
    office.post.failures = ["busy", "busy"]
    office.clock.at = local(2026, 11, 23, 7, 30)
    await office.sending.look()
    await office.schedules.change(msgspec.structs.replace(made, recipients=("maja@example.net",)), BY)
    office.clock.at += PAUSES_MS[0]
    await office.sending.look()
    assert [mail.to for mail in office.post.taken] == ["maja@example.net"]
    assert {mail.reason for mail in await office.schedules.latest()} == {"", "withdrawn"}


async def test_a_removed_schedule_sends_nothing_until_it_is_taken_back(office: Office) -> None:
    """What fell due meanwhile is not sent afterwards."""
    await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    await office.schedules.remove("s1", BY)
    assert (office.schedules.listed(), len(office.schedules.removed())) == ((), 1)
    office.clock.at += 3 * DAY_MS
    await office.sending.look()
    await office.schedules.take_back("s1", BY)
    await office.sending.look()
    assert office.post is not None
    assert office.post.taken == []


async def test_a_report_that_cannot_be_written_says_why(office: Office) -> None:
    """Its queue is gone: given up, with the code."""
    await office.schedules.add(schedule(filters=Filters(queue="gone")), BY)
    office.clock.at = local(2026, 11, 23, 7, 30)
    await office.sending.look()
    reasons = [(mail.state, mail.reason, mail.detail) for mail in await office.schedules.latest()]
    assert reasons == [("given_up", "unknown_queue", "gone")] * 2


async def test_a_report_that_breaks_holds_up_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw is that mail's own trouble: it is given up, and the next schedule's comes."""
    await office.schedules.add(schedule(name="trasig"), BY)
    await office.schedules.add(schedule(id="s2", recipients=("maja@example.net",)), BY)
    compose = office.compose

    async def breaks(each: Schedule, span: Span) -> Composed:
        return await compose(each, span) if each.id == "s2" else Composed(**{"no": "such field"})

    monkeypatch.setattr(office.sending, "_compose", breaks)
    office.clock.at = local(2026, 11, 23, 7, 30)
    await office.sending.look()
    found = sorted((mail.state, mail.reason) for mail in await office.schedules.latest())
    assert found == [("given_up", "not_written")] * 2 + [("sent", "")]


@pytest.mark.parametrize(
    "away",
    [
        JournalUnavailable("disk_full"),
        JournalBroken(3, "cut"),
        VaultUnavailable("write_failed"),
        KeyError("x"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_what_is_away_is_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch, away: Exception
) -> None:
    """A journal or vault that is away ends no task: all mails wait, and go at the next look."""
    troubles, compose = [away], office.compose

    async def troubled(each: Schedule, span: Span) -> Composed:
        if troubles and not isinstance(away, KeyError):
            raise troubles.pop()
        return await compose(each, span)

    async def looked() -> None:
        if troubles and isinstance(away, KeyError):
            raise troubles.pop()
        await look()

    look = office.sending.look
    monkeypatch.setattr(office.sending, "_compose", troubled)
    monkeypatch.setattr(office.sending, "look", looked)
    await office.schedules.add(schedule(), BY)
    office.clock.at = local(2026, 11, 23, 7, 30)
    work = Work(name="report_mails", step=office.sending.look, every_s=0.01, wake=office.sending.hurry)
    keeping = asyncio.get_running_loop().create_task(Upkeep(office.clock).keep(work))
    assert office.post is not None
    await until_taken(office.post, 2, keeping)
    assert not keeping.done()
    keeping.cancel()


@pytest.mark.parametrize("end", ["\n", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_name_is_one_line(end: str) -> None:
    """It is a mail's subject, which nothing may break."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(f"Gårdagen{end}Bcc: x", ScheduleName)
    assert msgspec.convert("Gårdagen – på en rad", ScheduleName)


async def test_without_a_mail_server_it_is_said(office: Office) -> None:
    """Nothing piles up to be sent when there is one at last."""
    bare = Office(office.database, office.clock, None)
    await bare.schedules.add(schedule(), BY)
    office.clock.at = local(2026, 11, 23, 7, 30)
    await bare.sending.look()
    assert {mail.reason for mail in await bare.schedules.latest()} == {"no_mail_server"}
    with pytest.raises(Refused, match="no_mail_server"):
        await bare.sending.try_now("s1")


async def test_a_trial_comes_at_once_and_beside_the_others(office: Office) -> None:
    """With the days that would have come last; it does not take the place of the real one. Not twice a
    minute."""
    await office.schedules.add(schedule(recipients=("maja@example.net",)), BY)
    await office.sending.try_now("s1")
    with pytest.raises(Refused, match="trial_too_soon"):
        await office.sending.try_now("s1")
    await office.sending.look()
    assert office.post is not None
    assert [mail.subject for mail in office.post.taken] == ["Gårdagen 2026-11-21"]
    office.clock.at += MINUTE_MS
    await office.sending.try_now("s1")
    await office.sending.look()
    assert len(office.post.taken) == 2
    assert all(mail.trial for mail in await office.schedules.latest())


# --- what is set up ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "recipients",
    [(), ("maja",), ("maja@example.net", "Maja@example.net"), ("a@b.se",) * (MOST_RECIPIENTS + 1)],
)
async def test_recipients_are_looked_at(office: Office, recipients: tuple[str, ...]) -> None:
    """None, no address, the same twice, too many."""
    with pytest.raises(Refused, match="bad_recipients"):
        await office.schedules.add(schedule(recipients=recipients), BY)


async def test_two_who_change_the_same_one(office: Office) -> None:
    """The second one is told; nothing of the first is overwritten."""
    made = await office.schedules.add(schedule(), BY)
    await office.schedules.change(msgspec.structs.replace(made, name="Ett"), BY)
    with pytest.raises(Refused, match="changed_meanwhile"):
        await office.schedules.change(msgspec.structs.replace(made, name="Två"), BY)
    assert [each.name for each in office.schedules.listed()] == ["Ett"]


async def test_what_is_set_up_is_read_as_it_was_written(office: Office) -> None:
    """All of it, after a restart."""
    filters = Filters(queue="leverans", channel="voice")
    made = await office.schedules.add(schedule(filters=filters, compare="week"), BY)
    again = await office.restarted()
    assert again.schedules.listed() == (made,)
    assert await office.database.run(store.schedules) == (made,)
