"""What ``lur serve`` prints when it is ready: where the page is, how to sign in, what to dial."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lur import __version__
from lur.cli.demo_view import VISITOR
from lur.cli.parsing import HostPort
from lur.cli.settings import EVERYWHERE, LOOPBACK, ServeSettings, own_address
from lur.features.directory.model import EntryAddress
from lur.web.founding import SIGN_IN_FILE, SignIn

MOST_SHOWN = 12


def welcome(
    settings: ServeSettings,
    entries: Sequence[EntryAddress],
    sign_ins: Sequence[SignIn],
    setup_token: str,
    trust: str = "",
) -> str:
    """The whole text. ``trust`` is the fingerprint of the authority that was made here, empty without."""
    lines = [f"Lur {__version__} is ready. Ctrl-C stops it.", "", f"Page   {_page(settings)}"]
    lines += [f"Phones register at {settings.sip_address}"]
    lines += _microphones(settings, trust)
    lines += ["", *_sign_in(settings, sign_ins, setup_token)]
    lines += ["", *_to_dial(settings, entries)]
    lines += _first_call(settings)
    return "\n".join(lines)


def _page(settings: ServeSettings) -> str:
    here = _here(settings)
    if settings.http.host not in (EVERYWHERE, "::"):
        return here
    return f"{_from_elsewhere(settings)} (on this machine: {here})"


def _here(settings: ServeSettings) -> str:
    return settings.url.replace(LOOPBACK, "localhost")


def _from_elsewhere(settings: ServeSettings) -> str:
    host = own_address() if settings.http.host in (EVERYWHERE, "::") else settings.http.host
    return f"{settings.scheme}://{HostPort(host, settings.http.port)}"


def _microphones(settings: ServeSettings, trust: str) -> list[str]:
    """What must be done before browsers elsewhere let a page use the microphone."""
    if trust:
        where = f"{_from_elsewhere(settings) if settings.is_open else _here(settings)}/trust"
        return [
            "",
            f"Browsers warn until they trust the certificate that was made here: {where} tells how.",
            f"Its fingerprint (SHA-256) is {trust}",
        ]
    if settings.is_open and settings.tls is None:
        return [
            "",
            "Microphones work on this machine only: from other machines browsers allow them by https alone.",
            "Start with --tls as well, or put a proxy with a certificate before Lur (docs/operations.md).",
        ]
    return []


def _sign_in(settings: ServeSettings, sign_ins: Sequence[SignIn], setup_token: str) -> list[str]:
    kept = settings.data / SIGN_IN_FILE
    if sign_ins:
        rows = [f"  {each.account:12} {each.password:16} {each.role}" for each in sign_ins]
        return ["Sign in to the demo company with", *rows, f"Also in {kept}, with the phones' secrets."]
    if setup_token:
        way = f"/#/setup?token={setup_token}"
        elsewhere = (
            f"From another machine: {_from_elsewhere(settings)}" if settings.is_open else "By a proxy: "
        )
        return [f"Open the page to create the first administrator. {elsewhere}{way}"]
    return [f"The demo company's sign-ins are in {kept}"] if kept.exists() else []


def _first_call(settings: ServeSettings) -> list[str]:
    """What a newcomer to the demo company does first."""
    if not (settings.data / SIGN_IN_FILE).exists():
        return []
    command = os.path.relpath(sys.argv[0]) if sys.argv[0].endswith("/lur") else "lur"
    data = "" if settings.data == Path("data").absolute() else f" --data {settings.data}"
    return [
        "",
        f"Try it: open {_here(settings)}/desk, sign in as {VISITOR}, press Ready and allow the microphone.",
        f"Then let somebody call, in another terminal: {command} demo call{data}",
    ]


def _to_dial(settings: ServeSettings, entries: Sequence[EntryAddress]) -> list[str]:
    if not entries:
        return ["No address leads to a queue yet: lur queue add NAME --number ADDRESS"]
    shown = [
        f"  sip:{each.address}@{settings.sip_address}  ({each.queue_id}, {each.language})"
        for each in entries[:MOST_SHOWN]
    ]
    more = [f"  and {len(entries) - MOST_SHOWN} more"] if len(entries) > MOST_SHOWN else []
    return ["Dial", *shown, *more]
