"""Mail by SMTP keeps the contract over each kind of line, and servers that are wrong or away are told."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
from tests.contracts.mailer import MAIL, MailerContract
from tests.fakes.mail_server import PASSWORD, USER, MailServer, mail_server, silent_server

from lur.adapters.mail import BadMailServer, SmtpMailer, SmtpServer, smtp_server
from lur.adapters.mail.smtp_server import is_address
from lur.ports import MailUnavailable

Security = Literal["starttls", "tls", "none"]


def mailer_at(
    port: int,
    security: Security = "none",
    *,
    ca: Path | None = None,
    password: str = PASSWORD,
    patience_s: float = 30.0,
) -> SmtpMailer:
    """A mailer of that server on this machine."""
    user = USER if security != "none" else ""
    server = SmtpServer(
        host="127.0.0.1",
        port=port,
        security=security,
        sender="reports@example.net",
        user=user,
        password=password if user else "",
        ca=ca,
    )
    return SmtpMailer(server, patience_s=patience_s)


class TestPlainLine(MailerContract):
    """A server on this machine, without TLS."""

    @pytest.fixture
    async def server(self, tmp_path: Path) -> AsyncIterator[MailServer]:
        """Listens."""
        async with mail_server(tmp_path) as server:
            yield server

    @pytest.fixture
    def mailer(self, server: MailServer) -> SmtpMailer:
        """Sends to it."""
        return mailer_at(server.port)


class TestStartTls(MailerContract):
    """A line that is made safe by STARTTLS, and a password."""

    @pytest.fixture
    async def server(self, tmp_path: Path) -> AsyncIterator[MailServer]:
        """Listens."""
        async with mail_server(tmp_path, security="starttls") as server:
            yield server

    @pytest.fixture
    def mailer(self, server: MailServer) -> SmtpMailer:
        """Sends to it."""
        return mailer_at(server.port, "starttls", ca=server.authority)


class TestTls(MailerContract):
    """A line that is safe from its first byte, and a password."""

    @pytest.fixture
    async def server(self, tmp_path: Path) -> AsyncIterator[MailServer]:
        """Listens."""
        async with mail_server(tmp_path, security="tls") as server:
            yield server

    @pytest.fixture
    def mailer(self, server: MailServer) -> SmtpMailer:
        """Sends to it."""
        return mailer_at(server.port, "tls", ca=server.authority)


@pytest.mark.anyio
@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_server_that_proves_nothing_gets_nothing(tmp_path: Path, security: Security) -> None:
    """Without an authority that we trust neither the password nor the mail is said."""
    async with mail_server(tmp_path, security=security) as server:
        with pytest.raises(MailUnavailable) as refused:
            await mailer_at(server.port, security).send(MAIL)
        assert refused.value.reason == "untrusted"
        assert not refused.value.may_pass
        assert server.taken == []


@pytest.mark.anyio
async def test_a_server_without_starttls_gets_nothing(tmp_path: Path) -> None:
    """Who is to make the line safe and does not offer to is not trusted: somebody may be between."""
    async with mail_server(tmp_path) as server:
        with pytest.raises(MailUnavailable, match="untrusted"):
            await mailer_at(server.port, "starttls").send(MAIL)
        assert server.taken == []


@pytest.mark.anyio
async def test_a_wrong_password_is_said(tmp_path: Path) -> None:
    """It does not pass by itself."""
    async with mail_server(tmp_path, security="starttls") as server:
        with pytest.raises(MailUnavailable, match="not_allowed: 535"):
            await mailer_at(server.port, "starttls", ca=server.authority, password="fel").send(MAIL)


@pytest.mark.anyio
async def test_a_server_that_is_away_may_come_back(tmp_path: Path) -> None:
    """Nobody listens: try again later."""
    async with mail_server(tmp_path) as server:
        port = server.port
    with contextlib.suppress(OSError), pytest.raises(MailUnavailable) as refused:
        await mailer_at(port).send(MAIL)
    assert (refused.value.reason, refused.value.may_pass) == ("unreachable", True)


@pytest.mark.anyio
@pytest.mark.parametrize("first", [b"", b"220 mail.test\r\n"])
async def test_a_server_that_hangs_is_left(first: bytes) -> None:
    """A byte from time to time keeps nobody waiting for ever, before the greeting or after it."""
    async with silent_server(first) as port:
        with pytest.raises(MailUnavailable, match="unreachable: too slow"):
            await mailer_at(port, patience_s=0.3).send(MAIL)


@pytest.mark.parametrize("good", ["maja@example.net", "a.b+c@mail.example.co", "x-y_z@a-b.se"])
def test_addresses(good: str) -> None:
    """One plain address."""
    assert is_address(good)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "maja",
        "maja@",
        "@example.net",
        "maja@localhost",
        "a@b@c.se",
        "Maja <maja@example.net>",
        "maja@example.net, ali@example.net",
        "maja@exa mple.net",
        "maja@example.net\r\nBcc: x@y.se",
        "maja@-a.se",
        "maja@a..se",
        "måja@example.net",
        "a" * 65 + "@example.net",
    ],
)
def test_what_is_no_address(bad: str) -> None:
    """Names, lists, spaces, line breaks and letters that no mail server must know are refused."""
    assert not is_address(bad)


def told(tmp_path: Path, **more: object) -> SmtpServer:
    """Options as the command line gives them."""
    given: dict[str, object] = {
        "host": "mail.example.net",
        "port": None,
        "security": "starttls",
        "sender": "lur@example.net",
        "auth_file": None,
        "ca": None,
    }
    return smtp_server(**{**given, **more})  # type: ignore[arg-type]


def test_the_port_follows_the_security(tmp_path: Path) -> None:
    """587 for STARTTLS, 465 for TLS, unless another is told."""
    assert told(tmp_path).port == 587
    assert told(tmp_path, security="tls").port == 465
    assert told(tmp_path, port=2525).port == 2525


def test_the_password_comes_from_a_file_and_is_not_shown(tmp_path: Path) -> None:
    """All after the first colon is the password."""
    file = tmp_path / "auth"
    file.write_text(f"{USER}:{PASSWORD}\n")
    server = told(tmp_path, auth_file=file)
    assert (server.user, server.password) == (USER, PASSWORD)
    assert PASSWORD not in repr(server)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"security": "none"}, "without TLS"),
        ({"security": "ssl"}, "starttls, tls or none"),
        ({"sender": "Lur <lur@example.net>"}, "the sender"),
        ({"ca": Path("/nowhere/ca.pem")}, "cannot be read"),
        ({"auth_file": Path("/nowhere/auth")}, "cannot be read"),
    ],
)
def test_a_server_that_cannot_be_used(tmp_path: Path, given: dict[str, object], why: str) -> None:
    """It is said at the start, with what is wrong."""
    with pytest.raises(BadMailServer, match=why):
        told(tmp_path, **given)
