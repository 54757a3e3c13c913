"""One mail is one conversation with the server (RFC 5321), by TLS whose certificate is checked.

A server that goes silent, or says one byte a minute, is left when ``patience_s`` is over. Of what it said
only its own sentence is kept, and nothing is logged here: addresses are people's.
"""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib

from lur.adapters.mail.smtp_server import SmtpServer
from lur.ports import Mail, MailReason, MailUnavailable

PATIENCE_S = 45.0
LONGEST_DETAIL = 200


class SmtpMailer:
    """A ``Mailer`` at ``server``."""

    def __init__(self, server: SmtpServer, *, patience_s: float = PATIENCE_S) -> None:
        self._server = server
        self._patience_s = patience_s

    async def send(self, mail: Mail) -> None:
        """See ``Mailer.send``."""
        written = _written(mail, self._server.sender)
        try:
            async with asyncio.timeout(self._patience_s):
                await self._hand_over(written, mail.to)
        except TimeoutError as error:
            raise MailUnavailable("unreachable", "too slow") from error
        except aiosmtplib.SMTPException as error:
            raise _of_smtp(error) from error
        except OSError as error:
            raise _of_line(error) from error

    def _client(self) -> aiosmtplib.SMTP:
        to = self._server
        return aiosmtplib.SMTP(
            hostname=to.host,
            port=to.port,
            username=to.user or None,
            password=to.password or None,
            timeout=self._patience_s,
            use_tls=to.security == "tls",
            start_tls=to.security == "starttls",
            tls_context=_trust(to),
        )

    async def _hand_over(self, written: EmailMessage, to: str) -> None:
        client = self._client()
        try:
            await client.connect()
            await client.send_message(written, sender=self._server.sender, recipients=[to])
        finally:
            client.close()


def _trust(server: SmtpServer) -> ssl.SSLContext | None:
    if server.security == "none":
        return None
    context = ssl.create_default_context()
    if server.ca is not None:
        context.load_verify_locations(server.ca)
    return context


def _written(mail: Mail, sender: str) -> EmailMessage:
    """The mail as it goes over the line. A line break in a head raises ValueError: nobody can add heads."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.fromtimestamp(mail.at / 1000, UTC))
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        _add_looks(message, mail)
    for file in mail.attachments:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def _add_looks(message: EmailMessage, mail: Mail) -> None:
    """The HTML with its picture inside, so that nothing is fetched from anywhere when it is read."""
    message.add_alternative(mail.html, subtype="html")
    if mail.logo:
        part = message.get_body(("html",))
        assert part is not None, "it was just added"
        part.add_related(mail.logo, "image", "png", cid="<logo>", disposition="inline", filename="logo.png")


def _of_smtp(error: aiosmtplib.SMTPException) -> MailUnavailable:
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            return _of_answer(error.recipients[0], "bad_recipient")
        case aiosmtplib.SMTPAuthenticationError() | aiosmtplib.SMTPSenderRefused():
            return _of_answer(error, "not_allowed")
        case aiosmtplib.SMTPResponseException():
            return _of_answer(error, "refused")
        case aiosmtplib.SMTPTimeoutError():
            return MailUnavailable("unreachable", "too slow")
        case aiosmtplib.SMTPServerDisconnected() | aiosmtplib.SMTPConnectError():
            return _of_line(error)
        case _:
            # It offers no STARTTLS, or no way to sign in that we know.
            return MailUnavailable("untrusted", _cut(error.message))


def _of_line(error: BaseException) -> MailUnavailable:
    """The line was lost or never there; a certificate that proves nothing is the cause of some of these."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return MailUnavailable("untrusted", _cut(cause.verify_message))
        cause = cause.__cause__ or cause.__context__
    return MailUnavailable("unreachable", _cut(str(error)))


def _of_answer(error: aiosmtplib.SMTPResponseException, otherwise: MailReason) -> MailUnavailable:
    """4yz may pass (RFC 5321, 4.2.1); for 5yz the step in which it was said tells what is wrong."""
    said = _cut(f"{error.code} {error.message}")
    if not 400 <= error.code < 600:
        return MailUnavailable("unreachable", said)
    return MailUnavailable("busy" if error.code < 500 else otherwise, said)


def _cut(text: str) -> str:
    return " ".join(text.split())[:LONGEST_DETAIL]
