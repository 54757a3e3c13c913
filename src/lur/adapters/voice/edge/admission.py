"""Who is let in, and where to: a pure decision over one INVITE and the Directory.

The public door is the entry addresses: anybody may dial them. Codes that change an agent's presence, and
addresses for test calls, need the phone's digest. All else is refused, and a stranger who asks for it has
knocked: enough knocks and the stack falls silent.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Literal

import msgspec

from lur.adapters.voice.edge.book import Book
from lur.adapters.voice.edge.counters import Name
from lur.adapters.voice.protocol import Entry, Phone
from lur.wire.sip import CallArrived
from lur.wire.sip.errors import Malformed
from lur.wire.sip.uri import parse_uri

PresenceCode = Literal["*1", "*2", "*0"]
LONGEST_NUMBER = 64
LONGEST_NAME = 120
_HIDES = frozenset({"id", "user", "header"})
_NOBODY = frozenset({"anonymous", "unavailable", "unknown", "restricted"})
CODES: tuple[PresenceCode, ...] = ("*1", "*2", "*0")


class ToEntry(msgspec.Struct, frozen=True):
    """A customer's call; ``number`` and ``name`` are the caller's, as far as they are known.

    ``proved``: it came by a trunk, from a phone of ours or from this machine. Others may say any number, so
    it is shown and called, but gives nobody's place back.
    """

    entry: Entry
    number: str
    name: str
    proved: bool = True


class ToCode(msgspec.Struct, frozen=True):
    """An agent's phone dialled a presence code."""

    code: PresenceCode
    phone: Phone


class ToChallenge(msgspec.Struct, frozen=True):
    """Who is it? Answer 401."""


class Refusal(msgspec.Struct, frozen=True):
    """Not let in: the SIP status, and whether it counts as a knock of a scanner."""

    status: int
    counter: Name
    knock: bool = False


Admission = ToEntry | ToCode | ToChallenge | Refusal


def user_of(uri: str) -> str:
    """The user part of a SIP URI, or the number of a tel URI; empty when there is none to be read."""
    try:
        return parse_uri(uri).user_name
    except Malformed:
        return ""


def admit(call: CallArrived, book: Book) -> Admission:
    """Decide where an INVITE leads."""
    code = next((code for code in CODES if call.dialled == code), None)
    if code is not None:
        phone = book.phone(call.user) if call.user else None
        return ToChallenge() if phone is None else ToCode(code, phone)
    trunk = book.trunk_at(call.flow.remote[0])
    entry = book.entry(call.dialled, *((user_of(call.to_uri),) if trunk is not None else ()))
    if entry is None:
        return Refusal(404, "refused_404", knock=trunk is None and not call.user)
    if entry.own_phones and (not call.user or book.phone(call.user) is None):
        return ToChallenge()
    number, name = _caller(call, trusted=trunk is not None)
    proved = trunk is not None or bool(call.user) or is_loopback(call.flow.remote[0])
    return ToEntry(entry, number, name, proved)


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _caller(call: CallArrived, *, trusted: bool) -> tuple[str, str]:
    """Number and name of the caller, empty where they asked to be anonymous (RFC 3323) or are."""
    wishes = {
        wish.strip().lower()
        for name, value in call.headers
        if name.lower() == "privacy"
        for wish in value.split(";")
    }
    if wishes & _HIDES:
        return "", ""
    number = (user_of(call.asserted) if trusted else "") or user_of(call.caller_uri)
    if number.lower() in _NOBODY:
        return "", ""
    return _shown(number, LONGEST_NUMBER), _shown(call.caller_name, LONGEST_NAME)


def _shown(text: str, longest: int) -> str:
    """What a stranger says of themselves, as it may stand on a phone, a page and a terminal: no control
    characters, none that turn the direction of writing, and not without end."""
    return "".join(char for char in text if char.isprintable())[:longest]
