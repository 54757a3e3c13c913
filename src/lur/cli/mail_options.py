"""The options of ``lur serve`` that are about the server that takes its mail."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lur.adapters.mail import BadMailServer, SmtpServer, smtp_server
from lur.cli.failure import Failure


def add_mail_options(parser: argparse.ArgumentParser) -> None:
    """Six options."""
    env = os.environ
    parser.add_argument(
        "--smtp-host",
        default=env.get("LUR_SMTP_HOST", ""),
        metavar="HOST",
        help="the server that takes mail, for reports that are mailed (LUR_SMTP_HOST); none are without",
    )
    parser.add_argument(
        "--smtp-port",
        type=_port,
        default=env.get("LUR_SMTP_PORT"),
        metavar="PORT",
        help="its port (LUR_SMTP_PORT, else 587, for tls 465, for none 25)",
    )
    parser.add_argument(
        "--smtp-security",
        default=env.get("LUR_SMTP_SECURITY", "starttls"),
        metavar="HOW",
        help="starttls, tls, or none for a server on this machine (LUR_SMTP_SECURITY, else starttls); its "
        "certificate is checked",
    )
    parser.add_argument(
        "--smtp-from",
        default=env.get("LUR_SMTP_FROM", ""),
        metavar="ADDRESS",
        help="the address that recipients see (LUR_SMTP_FROM)",
    )
    parser.add_argument(
        "--smtp-auth-file",
        type=Path,
        default=_path("LUR_SMTP_AUTH_FILE"),
        metavar="FILE",
        help="a file with one line, USER:PASSWORD, for the server (LUR_SMTP_AUTH_FILE)",
    )
    parser.add_argument(
        "--smtp-ca",
        type=Path,
        default=_path("LUR_SMTP_CA"),
        metavar="FILE",
        help="an authority that is trusted for it beside the system's, PEM (LUR_SMTP_CA)",
    )


def mail_server(options: argparse.Namespace) -> SmtpServer | None:
    """The server, None when there is none. Raises ``Failure``: bad_mail_server."""
    if not options.smtp_host:
        return None
    try:
        return smtp_server(
            host=options.smtp_host,
            port=options.smtp_port,
            security=options.smtp_security,
            sender=options.smtp_from,
            auth_file=options.smtp_auth_file,
            ca=options.smtp_ca,
        )
    except BadMailServer as error:
        raise Failure("bad_mail_server", str(error), "See --smtp-host in `lur serve --help`.") from error


def _path(variable: str) -> Path | None:
    return Path(os.environ[variable]) if os.environ.get(variable) else None


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 1 << 16:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port")
    return int(text)
