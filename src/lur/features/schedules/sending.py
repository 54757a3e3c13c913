"""Sends what falls due. A mail is written down, then tried, then tried again with growing pauses; a restart
at any moment goes on where it was.

Between the server's "taken" and our note of it lies one moment in which a kill makes us send a mail again. It
then has the same id, so that mail programs show it once; nothing is ever lost.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal

import msgspec
import structlog

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.features import Refused
from lur.features.schedules import store
from lur.features.schedules.model import ReportMail, Schedule, Span, new_mail
from lur.features.schedules.service import Schedules
from lur.features.schedules.timing import due_between, local_day, span_before
from lur.ports import (
    Clock,
    Entropy,
    JournalBroken,
    JournalUnavailable,
    Mail,
    MailAttachment,
    Mailer,
    MailUnavailable,
    VaultUnavailable,
)

log = structlog.get_logger("lur.schedules")

LOOK_EVERY_S = 20.0
PAUSES_MS = tuple(minutes * MINUTE_MS for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60))
"""Before the second to the eighth try: after a day it is given up."""
MOST_LATE = 7
"""After a long time away, so many of the latest reports of each schedule are sent, and no older ones."""
KEPT_MS = 400 * DAY_MS
TRIAL_EVERY_MS = MINUTE_MS
LONGEST_AWAY_MS = 240 * DAY_MS
AWAY = (ReadModelUnavailable, JournalUnavailable, JournalBroken, VaultUnavailable)
"""What a look cannot do without: all of it waits, and no mail is to blame."""


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """A report as a mail: its words and its files."""

    subject: str
    text: str
    attachments: tuple[MailAttachment, ...]
    html: str = ""
    logo: bytes = b""


Outcome = Literal["sent", "put_off", "given_up"]
"""Of a try. ``put_off``: there is another one later."""
Compose = Callable[[Schedule, Span], Awaitable[Composed]]
"""Counts the figures and writes the report. Raises ``Refused`` when it cannot be written as it is set up."""


class Sending:
    """Without a mail server (``mailer`` None) what falls due is given up at once, and says so."""

    def __init__(
        self,
        database: ReadModel,
        clock: Clock,
        entropy: Entropy,
        schedules: Schedules,
        mailer: Mailer | None,
        compose: Compose,
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._schedules = schedules
        self._mailer = mailer
        self._compose = compose
        self.hurry = asyncio.Event()
        self._looking = asyncio.Lock()
        self._last_trial: dict[str, Instant] = {}
        self.outcomes: Counter[Outcome] = Counter()
        """How tries have ended since the start."""

    @property
    def can_send(self) -> bool:
        """Whether there is a mail server."""
        return self._mailer is not None

    async def try_now(self, schedule_id: str) -> tuple[ReportMail, ...]:
        """The report that would have come last, to all its recipients, now. Raises ``Refused``:
        unknown_schedule, no_mail_server, trial_too_soon."""
        schedule, at = self._schedules.find(schedule_id), self._clock.now()
        if self._mailer is None:
            raise Refused("no_mail_server")
        if at - self._last_trial.get(schedule_id, 0) < TRIAL_EVERY_MS:
            raise Refused("trial_too_soon", retry_after_s=TRIAL_EVERY_MS // 1000)
        self._last_trial[schedule_id] = at
        span = span_before(schedule.timetable, local_day(at, self._clock.utc_offset_min))
        name = self._entropy.token("trial-")
        mails = [new_mail(schedule, span, to, at, name) for to in schedule.recipients]
        await self._database.run(lambda c: store.write_down(c, mails))
        self.hurry.set()
        return tuple(mails)

    async def look(self) -> None:
        """Write down what fell due, and try what is to be tried now. One at a time: nothing is sent twice.
        Raises ``AWAY``."""
        async with self._looking:
            await self._look(self._clock.now())

    async def _look(self, now: Instant) -> None:
        await self._write_down(now)
        written: dict[tuple[str, Span], Composed] = {}
        for mail in await self._database.run(lambda c: store.waiting(c, now)):
            tried = await self._tried(mail, written)
            await self._database.run(partial(store.put_mail, new=tried))
            if tried.reason == "unreachable" and tried.state == "waiting":
                break

    async def _write_down(self, now: Instant) -> None:
        looked = await self._database.run(store.looked_until)
        await self._database.run(lambda c: store.forget_old(c, now - KEPT_MS))
        for schedule in self._schedules.listed():
            after = max(looked.get(schedule.id, now), now - LONGEST_AWAY_MS)
            if not schedule.paused and now > after:
                mails = self._due(schedule, after, now)
                await self._database.run(
                    partial(store.write_down_until, schedule_id=schedule.id, mails=mails, looked=now)
                )

    def _due(self, schedule: Schedule, after: Instant, now: Instant) -> list[ReportMail]:
        due = list(due_between(schedule.timetable, after, now, self._clock.utc_offset_min))
        return [
            new_mail(schedule, span, to, at) for at, span in due[-MOST_LATE:] for to in schedule.recipients
        ]

    async def _tried(self, mail: ReportMail, written: dict[tuple[str, Span], Composed]) -> ReportMail:
        """The mail after one try."""
        try:
            schedule = self._schedules.find(mail.schedule_id)
            if mail.recipient not in schedule.recipients or (schedule.paused and not mail.trial):
                raise Refused("withdrawn")
            if self._mailer is None:
                raise Refused("no_mail_server")
            key = (schedule.id, mail.span)
            if key not in written:
                written[key] = await self._compose(schedule, mail.span)
            await self._mailer.send(_as_mail(mail, written[key]))
        except Refused as error:
            return self._failed(mail, error.code, error.detail, may_pass=False)
        except MailUnavailable as error:
            return self._failed(mail, error.reason, error.detail, may_pass=error.may_pass)
        except AWAY:
            raise
        except Exception as error:
            log.exception("report_not_written", schedule_id=mail.schedule_id, mail_id=mail.id)
            return self._failed(mail, "not_written", type(error).__name__, may_pass=False)
        self.outcomes["sent"] += 1
        log.info("report_mailed", schedule_id=mail.schedule_id, mail_id=mail.id)
        return msgspec.structs.replace(
            mail, state="sent", tries=mail.tries + 1, sent_at=self._clock.now(), reason="", detail=""
        )

    def _failed(self, mail: ReportMail, reason: str, detail: str, *, may_pass: bool) -> ReportMail:
        log.warning("report_not_mailed", schedule_id=mail.schedule_id, mail_id=mail.id, reason=reason)
        again = may_pass and mail.tries < len(PAUSES_MS)
        pause_ms = PAUSES_MS[mail.tries] if again else 0
        self.outcomes["put_off" if again else "given_up"] += 1
        return msgspec.structs.replace(
            mail,
            state="waiting" if again else "given_up",
            tries=mail.tries + 1,
            next_at=self._clock.now() + pause_ms,
            reason=reason,
            detail=detail,
        )


def _as_mail(mail: ReportMail, report: Composed) -> Mail:
    return Mail(
        id=mail.id,
        to=mail.recipient,
        subject=report.subject,
        text=report.text,
        at=mail.due_at,
        attachments=report.attachments,
        html=report.html,
        logo=report.logo,
    )
