"""The whole way of a mailed report: calls, the schedule, a real SMTP server, the PDF read back."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.fakes.mail_server import MailServer, mail_server
from tests.web.house import House

from lur.adapters.mail import SmtpMailer, SmtpServer
from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.core.ids import DAY_MS, Instant
from lur.runtime import Centre, SteadyClock, SystemEntropy
from lur.web.opening import open_services
from lur.web.public.room import PublicConfig
from lur.web.services import Services, WebConfig

pytestmark = pytest.mark.anyio
DEADLINE_S = 60
BODY = {
    "name": "Gårdagen på Øst",
    "timetable": {"cadence": "daily", "minute": 450},
    "by": "queue",
    "compare": "week",
    "language": "nb",
    "recipients": ["maja@example.net", "ali@example.net"],
}


class ShiftedClock(SteadyClock):
    """Some time off."""

    shift_ms = 0

    def now(self) -> Instant:
        """Now, shifted."""
        return super().now() + self.shift_ms


@pytest.fixture
def clock() -> ShiftedClock:
    """It is yesterday."""
    clock = ShiftedClock()
    clock.shift_ms = -DAY_MS
    return clock


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MailServer]:
    """Takes mail."""
    async with mail_server(tmp_path / "keys") as server:
        yield server


@pytest.fixture
async def services(
    tmp_path: Path, clock: ShiftedClock, server: MailServer
) -> AsyncIterator[tuple[Services, MemoryVault, MemoryJournal]]:
    """An empty Lur that has a mail server."""
    journal, vault, entropy = MemoryJournal(), MemoryVault(), SystemEntropy()
    at = SmtpServer(host="127.0.0.1", port=server.port, security="none", sender="lur@example.net")
    public = PublicConfig(address="https://lur.example.net")
    centre = await Centre.open(journal, clock, entropy)
    opened = await open_services(
        centre=centre,
        journal=journal,
        vault=vault,
        clock=clock,
        entropy=entropy,
        config=WebConfig(data=tmp_path, mailer=SmtpMailer(at), public=public),
    )
    yield opened, vault, journal
    await opened.close()
    await centre.stop()


async def until_taken(server: MailServer, number: int) -> list[EmailMessage]:
    """So many mails, waited for."""
    until = time.monotonic() + DEADLINE_S
    while len(server.taken) < number:
        assert time.monotonic() < until, f"{len(server.taken)} of {number} mails"
        await asyncio.sleep(0.02)
    return server.taken


def words_of(mail: EmailMessage) -> str:
    """Its text part."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\u00a0", " ")


def pages_of(mail: EmailMessage) -> str:
    """The text of its PDF."""
    (file,) = mail.iter_attachments()
    pages = PdfReader(io.BytesIO(file.get_content())).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u00a0", " ")


async def calls_of_yesterday(house: House, clock: ShiftedClock) -> None:
    """One that was answered and one that was not; then it is today."""
    await house.ready()
    answered = await house.arrive("contact-1")
    await house.answer(answered)
    await house.hang_up(await house.arrive("contact-2"))
    await house.hang_up(answered)
    clock.shift_ms = 0


async def test_a_report_comes_by_mail_and_says_what_the_page_says(
    house: House, clock: ShiftedClock, server: MailServer
) -> None:
    """Each recipient gets a mail of their own, in the schedule's language, with the page's figures in its
    words and in its PDF; the list shows that they went."""
    await calls_of_yesterday(house, clock)
    leader = await house.as_role("supervisor")
    made = (await leader.post("/api/schedules", json=BODY)).json()["schedule"]
    tried = await leader.post(f"/api/schedules/{made['id']}/try")
    assert tried.status_code == 202, tried.text
    mails = await until_taken(server, 2)
    day = tried.json()[0]["first"]
    query = {"from": day, "to": day, "by": "queue", "compare": "week"}
    total = (await leader.get("/api/reports/figures", params=query)).json()["span"]["total"]
    assert (total["arrived"], total["answered"], total["abandoned"]) == (2, 1, 1)

    assert sorted(mail["To"] for mail in mails) == sorted(BODY["recipients"])
    assert mails[0]["Message-ID"] != mails[1]["Message-ID"]
    words = words_of(mails[0])
    assert mails[0]["Subject"].startswith("Gårdagen på Øst: ")
    for said in ("Innkommet: 2 (uken før: 0)", "Besvart: 1", "Tapt: 1", "https://lur.example.net/reports?"):
        assert said in words
    pdf = pages_of(mails[0])
    for shown in ("Gårdagen på Øst", "Innkommet", "uken før", "Kø", "Leverans"):
        assert shown in pdf
    seen = (await leader.get("/api/schedules")).json()
    assert {mail["state"] for mail in seen["mails"]} == {"sent"}


async def test_what_falls_due_is_sent_by_itself_and_in_spite_of_a_busy_server(
    house: House, clock: ShiftedClock, server: MailServer
) -> None:
    """A day later the report comes without anybody; a server that asks to wait gets it after the pause."""
    leader = await house.as_role("supervisor")
    await leader.post("/api/schedules", json={**BODY, "recipients": ["maja@example.net"]})
    server.refusals.append("451 Try again later")
    clock.shift_ms = 0
    sending = house.services.mailing.sending
    await sending.look()
    (mail,) = await house.services.mailing.schedules.latest()
    assert (mail.state, mail.reason, mail.detail) == ("waiting", "busy", "451 Try again later")
    clock.shift_ms += 2 * 60_000
    await sending.look()
    (came,) = await until_taken(server, 1)
    assert came["Message-ID"] == f"<{mail.id}@example.net>"
    await sending.look()
    assert len(server.taken) == 1
