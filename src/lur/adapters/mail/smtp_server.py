"""Where mail is handed over, and how: told by options, the password by a file, never on a command line.

Without TLS nothing leaves this machine: figures about a company, and the password, would be read on the way.
"""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Literal

import msgspec

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SmtpSecurity = Literal["starttls", "tls", "none"]
PORTS: dict[SmtpSecurity, int] = {"starttls": 587, "tls": 465, "none": 25}


class BadMailServer(ValueError):
    """The server cannot be used as it was told: its text says why."""


class SmtpServer(msgspec.Struct, frozen=True, kw_only=True):
    """``sender`` is the address that recipients see. ``ca`` is a file of authorities beside the system's."""

    host: str
    port: int
    security: SmtpSecurity
    sender: str
    user: str = ""
    password: str = ""
    ca: Path | None = None

    def __repr__(self) -> str:
        return f"SmtpServer({self.host}:{self.port})"


def smtp_server(
    *, host: str, port: int | None, security: str, sender: str, auth_file: Path | None, ca: Path | None
) -> SmtpServer:
    """The server as it is to be used. Raises ``BadMailServer``."""
    how = _security(host, security)
    if not is_address(sender):
        raise BadMailServer("the sender must be an address like reports@example.net")
    user, password = _secret(auth_file)
    if ca is not None and not ca.is_file():
        raise BadMailServer(f"{ca} cannot be read")
    chosen = port if port is not None else PORTS[how]
    return SmtpServer(
        host=host, port=chosen, security=how, sender=sender, user=user, password=password, ca=ca
    )


def is_address(text: str) -> bool:
    """Whether it is one plain address, like maja@example.net: nothing around it, nothing in it that a mail's
    head could be cut with."""
    name, address = parseaddr(text)
    local, _, domain = text.rpartition("@")
    return (
        not name
        and address == text
        and text.isascii()
        and text.isprintable()
        and " " not in text
        and 0 < len(local) <= 64
        and "@" not in local
        and len(domain) <= 253
        and "." in domain
        and all(_is_label(label) for label in domain.split("."))
    )


def _is_label(label: str) -> bool:
    return 0 < len(label) <= 63 and label.replace("-", "a").isalnum() and label.strip("-") == label


def _security(host: str, security: str) -> SmtpSecurity:
    match security:
        case "starttls" | "tls":
            return security
        case "none":
            if host not in LOOPBACK:
                raise BadMailServer("without TLS the server must be on this machine")
            return "none"
        case _:
            raise BadMailServer("the security is starttls, tls or none")


def _secret(file: Path | None) -> tuple[str, str]:
    if file is None:
        return "", ""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadMailServer(f"{file} cannot be read") from error
    user, parted, password = secret.partition(":")
    if not parted or not user or "\n" in secret:
        raise BadMailServer(f"{file} must hold one line, USER:PASSWORD")
    return user, password
