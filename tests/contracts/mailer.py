"""What every mailer must do. A backend's test class inherits this and gives ``mailer`` and ``server``."""

from __future__ import annotations

import msgspec
import pytest
from tests.fakes.mail_server import MailServer

from lur.ports import Mail, MailAttachment, Mailer, MailUnavailable

MAIL = Mail(
    id="report-1",
    to="maja@example.net",
    subject="Rapport för måndag: Återköp & øl",
    text="Hej Maja!\n\nSvarade: 12. Blåbærsyltetøy.\n",
    at=1_795_336_200_000,
    attachments=(MailAttachment(name="rapport.pdf", media_type="application/pdf", content=b"%PDF \x00\xff"),),
)


@pytest.mark.anyio
class MailerContract:
    """The rules of ``ports.Mailer``."""

    async def test_what_is_sent_arrives_whole(self, mailer: Mailer, server: MailServer) -> None:
        """Subject, words and file are what they were, letters beyond ASCII too."""
        await mailer.send(MAIL)
        (came,) = server.taken
        body = came.get_body(("plain",))
        (file,) = came.iter_attachments()
        assert (came["To"], came["Subject"]) == (MAIL.to, MAIL.subject)
        assert body is not None
        assert body.get_content().splitlines() == MAIL.text.splitlines()
        assert file.get_filename() == "rapport.pdf"
        assert file.get_content() == MAIL.attachments[0].content

    async def test_looks_come_beside_the_words(self, mailer: Mailer, server: MailServer) -> None:
        """Plain text first, then HTML with its picture inside; a program that shows neither has the file."""
        html = '<p>Hej <img src="cid:logo" alt="Ö"></p>\n'
        await mailer.send(msgspec.structs.replace(MAIL, html=html, logo=b"\x89PNG"))
        (came,) = server.taken
        plain, looks = came.get_body(("plain",)), came.get_body(("related", "html"))
        assert plain is not None
        assert looks is not None
        assert plain.get_content().splitlines() == MAIL.text.splitlines()
        words, picture = looks.iter_parts()
        assert words.get_content().splitlines() == html.splitlines()
        assert (picture["Content-ID"], picture.get_content()) == ("<logo>", b"\x89PNG")
        assert picture.get_content_disposition() == "inline"
        assert [file.get_filename() for file in came.iter_attachments()] == ["rapport.pdf"]

    async def test_each_try_has_the_same_id(self, mailer: Mailer, server: MailServer) -> None:
        """A mail that is sent again says that it is the same one, and when it was made."""
        await mailer.send(MAIL)
        await mailer.send(MAIL)
        first, second = server.taken
        assert first["Message-ID"] == second["Message-ID"]
        assert first["Date"] == second["Date"]
        assert MAIL.id in first["Message-ID"]

    async def test_no_machine_answers_it(self, mailer: Mailer, server: MailServer) -> None:
        """It says that nobody wrote it by hand, so that "out of office" is not sent back (RFC 3834)."""
        await mailer.send(MAIL)
        assert server.taken[0]["Auto-Submitted"] == "auto-generated"

    @pytest.mark.parametrize(
        ("answer", "reason", "may_pass"),
        [
            ("451 Come back later", "busy", True),
            ("452 Full", "busy", True),
            ("554 We do not want it", "refused", False),
            ("552 Too large", "refused", False),
        ],
    )
    async def test_a_refusal_says_whether_it_may_pass(
        self, mailer: Mailer, server: MailServer, answer: str, reason: str, may_pass: bool
    ) -> None:
        """The server's code decides, and its sentence is handed on."""
        server.refusals.append(answer)
        with pytest.raises(MailUnavailable) as refused:
            await mailer.send(MAIL)
        assert (refused.value.reason, refused.value.may_pass) == (reason, may_pass)
        assert answer in refused.value.detail
        await mailer.send(MAIL)
        assert len(server.taken) == 1

    async def test_a_mailbox_that_is_not_there(self, mailer: Mailer, server: MailServer) -> None:
        """The recipient is wrong, not the server."""
        server.no_mailbox.add("nobody@example.net")
        with pytest.raises(MailUnavailable, match="bad_recipient: 550 No such person here"):
            await mailer.send(msgspec.structs.replace(MAIL, to="nobody@example.net"))

    async def test_nobody_can_add_heads(self, mailer: Mailer, server: MailServer) -> None:
        """A line break in a subject is refused before anything is said."""
        with pytest.raises(ValueError, match=r"linefeed|newline"):
            await mailer.send(msgspec.structs.replace(MAIL, subject="Hej\r\nBcc: all@example.net"))
        assert server.taken == []

    async def test_dots_and_long_lines_go_through(self, mailer: Mailer, server: MailServer) -> None:
        """A dot alone on a line ends nothing, and a line of 5000 letters is not cut."""
        text = "första\n.\n..\n" + "å" * 5000 + "\nslut\n"
        await mailer.send(msgspec.structs.replace(MAIL, text=text))
        body = server.taken[0].get_body(("plain",))
        assert body is not None
        assert body.get_content().splitlines() == text.splitlines()
