"""The mail server is told by options or variables, its password by a file alone."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from lur.adapters.mail import SmtpServer
from lur.cli.failure import Failure
from lur.cli.mail_options import add_mail_options, mail_server


def told(*words: str) -> SmtpServer | None:
    """What ``lur serve`` would use."""
    parser = argparse.ArgumentParser()
    add_mail_options(parser)
    return mail_server(parser.parse_args(words))


def test_without_a_host_there_is_none() -> None:
    """Then nothing is mailed; other options do not change that."""
    assert told() is None
    assert told("--smtp-from", "lur@example.net") is None


def test_a_server_with_its_password_from_a_file(tmp_path: Path) -> None:
    """STARTTLS on 587 unless something else is told."""
    file = tmp_path / "auth"
    file.write_text("lur:hemligt\n")
    server = told(
        "--smtp-host", "mail.example.net", "--smtp-from", "lur@example.net", "--smtp-auth-file", str(file)
    )
    assert server is not None
    assert (server.host, server.port, server.security) == ("mail.example.net", 587, "starttls")
    assert (server.user, server.password) == ("lur", "hemligt")


def test_variables_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """For who starts it without a command line."""
    for name, value in (("HOST", "localhost"), ("PORT", "2525"), ("SECURITY", "none"), ("FROM", "a@b.se")):
        monkeypatch.setenv(f"LUR_SMTP_{name}", value)
    server = told()
    assert server is not None
    assert (server.host, server.port, server.security, server.sender) == ("localhost", 2525, "none", "a@b.se")


@pytest.mark.parametrize(
    "words",
    [
        ("--smtp-host", "mail.example.net"),
        ("--smtp-host", "mail.example.net", "--smtp-from", "lur@example.net", "--smtp-security", "none"),
        ("--smtp-host", "mail.example.net", "--smtp-from", "lur@example.net", "--smtp-ca", "/nowhere.pem"),
    ],
)
def test_what_cannot_be_used_is_refused_at_the_start(words: tuple[str, ...]) -> None:
    """No sender, a line in the open, an authority that is not there: said before anything is served."""
    with pytest.raises(Failure) as refused:
        told(*words)
    assert refused.value.code == "bad_mail_server"


@pytest.mark.parametrize("port", ["0", "65536", "smtp", "-1"])
def test_a_port_is_a_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is refused by its name."""
    with pytest.raises(SystemExit):
        told("--smtp-host", "localhost", f"--smtp-port={port}")
    assert "is not a port" in capsys.readouterr().err
