"""The small notations of the command line: skills, numbers, opening hours, addresses, seconds."""

from __future__ import annotations

import argparse
import ipaddress
import re
from typing import TypeAlias

import msgspec

from lur.core.ids import Language, QueueId
from lur.core.values import OpenSpan, Overflow, Skill

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a subcommand adds itself."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LANGUAGES: tuple[Language, ...] = ("sv", "nb", "en")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60


class HostPort(msgspec.Struct, frozen=True):
    """An address to listen on."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Number(msgspec.Struct, frozen=True):
    """An address that customers dial, and the language they are greeted in."""

    address: str
    language: Language


def skill(text: str) -> Skill:
    """``retur`` or ``retur:3``."""
    name, colon, level = text.rpartition(":")
    if not colon:
        return Skill(text)
    if not name or level not in ("1", "2", "3", "4", "5"):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME or NAME:LEVEL with a level from 1 to 5")
    return Skill(name, int(level))


def number(text: str) -> Number:
    """``support`` or ``support:nb``."""
    address, colon, language = text.rpartition(":")
    for known in LANGUAGES:
        if colon and language == known and address:
            return Number(address, known)
    if colon or not text:
        raise argparse.ArgumentTypeError(f"{text!r} is not ADDRESS or ADDRESS:LANG with sv, nb or en")
    return Number(text, "sv")


def seconds(text: str) -> int:
    """Seconds, decimals allowed, as milliseconds."""
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from error
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and 86400 seconds")
    return round(value * 1000)


def overflow(text: str) -> Overflow:
    """``120:teknik``: after two minutes to the agents of Teknik too."""
    after, colon, queue_id = text.partition(":")
    if not colon or not queue_id:
        raise argparse.ArgumentTypeError(f"{text!r} is not SECONDS:QUEUE, for example 120:teknik")
    return Overflow(seconds(after), QueueId(queue_id))


def region(text: str) -> str:
    """A country whose telephone numbers are known, as ``SE``."""
    from phonenumbers import SUPPORTED_REGIONS

    if text.upper() not in SUPPORTED_REGIONS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a country code of two letters, like SE, NO or DK")
    return text.upper()


def host_port(text: str) -> HostPort:
    """``127.0.0.1:8080``, ``[::1]:8080`` or ``:8080`` (this machine only)."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return HostPort(host.strip("[]") or "127.0.0.1", int(port))


def ip_address(text: str) -> str:
    """``203.0.113.7``; empty for none."""
    try:
        return str(ipaddress.ip_address(text)) if text else ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an IP address") from error


def networks(text: str) -> tuple[Network, ...]:
    """``10.0.0.5, 172.18.0.0/16``."""
    try:
        return tuple(ipaddress.ip_network(word) for word in text.replace(",", " ").split())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} has what is no address or network ({error})") from error


def port_range(text: str) -> str:
    """``20000-29999``."""
    found = re.fullmatch(r"(\d+)-(\d+)", text)
    if not found or not 0 < int(found[1]) < int(found[2]) < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIRST-LAST, for example 20000-29999")
    return text


def hours(text: str) -> tuple[OpenSpan, ...]:
    """``mon-fri 08:00-17:00, sat 10:00-14:00``; a span that runs past midnight goes on the next day.
    ``always`` has none."""
    if text.lower() == "always":
        return ()
    return tuple(span for part in text.split(",") for span in _spans(part.strip()))


def _spans(text: str) -> list[OpenSpan]:
    found = re.fullmatch(r"([a-z]{3})(?:-([a-z]{3}))? (\d\d?):(\d\d)-(\d\d?):(\d\d)", text.lower())
    if not found or found[1] not in DAYS or (found[2] or "mon") not in DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 'mon-fri 08:00-17:00'")
    begin = int(found[3]) * 60 + int(found[4])
    end = int(found[5]) * 60 + int(found[6])
    if max(begin, end) > MIDNIGHT or begin == end or int(found[4]) > 59 or int(found[6]) > 59:
        raise argparse.ArgumentTypeError(f"{text!r} has a time that no clock shows")
    first = DAYS.index(found[1])
    last = DAYS.index(found[2] or found[1])
    days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return [span for day in days for span in _day(day, begin, end)]


def _day(day: int, begin: int, end: int) -> list[OpenSpan]:
    if begin < end:
        return [OpenSpan(day, begin, end)]
    evening = OpenSpan(day, begin, MIDNIGHT)
    return [evening, OpenSpan((day + 1) % 7, 0, end)] if end else [evening]
