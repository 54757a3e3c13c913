"""A real SMTP server (aiosmtpd) on a port of the system's choice; it keeps what it takes, can be unkind."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import email
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from lur.cli.certificates import server_files

USER, PASSWORD = "lur", "hemligt:ord"
"""The only account; the password has a colon in it."""


@dataclass
class MailServer:
    """What it took, and how it behaves."""

    port: int = 0
    authority: Path | None = None
    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """Answers to the next mails instead of taking them, as "451 Try later"."""
    no_mailbox: set[str] = field(default_factory=set)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """One more recipient."""
        if address in self.no_mailbox:
            return "550 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """The whole mail."""
        if self.refusals:
            return self.refusals.pop(0)
        content = envelope.original_content or b""
        self.raw.append(content)
        message = email.message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 Taken"


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
) -> AuthResult:
    assert isinstance(data, LoginPassword)
    known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


@contextlib.asynccontextmanager
async def mail_server(
    keys: Path, *, security: Literal["starttls", "tls", "none"] = "none", port: int = 0
) -> AsyncIterator[MailServer]:
    """It runs in this loop until left. With TLS it asks for ``USER`` and ``PASSWORD``; ``keys`` holds
    its certificate."""
    told = MailServer()
    context = None
    if security != "none":
        certificate, key = server_files(keys, ("localhost", "127.0.0.1"), datetime.datetime.now(datetime.UTC))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        told.authority = keys / "ca.crt"

    def one() -> SMTP:
        return SMTP(
            told,
            hostname="mail.test",
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            auth_required=security != "none",
            auth_require_tls=security == "starttls",
            authenticator=_authenticate if security != "none" else None,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(
        one, "127.0.0.1", port, ssl=context if security == "tls" else None
    )
    told.port = server.sockets[0].getsockname()[1]
    try:
        yield told
    finally:
        server.close()


@contextlib.asynccontextmanager
async def silent_server(first: bytes = b"") -> AsyncIterator[int]:
    """Takes connections, says ``first`` and then a byte from time to time, and ends no line. Its port."""
    talks: set[asyncio.Task[None]] = set()

    async def drip_until_left(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            writer.write(first)
            while True:
                writer.write(b"2")
                await writer.drain()
                await asyncio.sleep(0.01)

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(drip_until_left(reader, writer))
        talks.add(task)
        task.add_done_callback(lambda _: writer.close())

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks)
        server.close()
