"""Wrong passwords make the next try wait: per account and address, per address, and a little per account.

The last is short, so that a stranger who guesses cannot lock anybody out. In memory and bounded; time is an
argument.
"""

from __future__ import annotations

import ipaddress

from lur.core.ids import Instant

FIRST_WAIT_MS = 1_000
FORGET_MS = 30 * 60_000
REMEMBERED = 20_000

Key = tuple[str, str, str]

LIMITS: dict[str, tuple[int, int]] = {
    "both": (5, 15 * 60_000),
    "address": (30, 15 * 60_000),
    "login": (50, 5_000),
}
"""For each kind of key: how many wrong tries are free, and the longest wait after more."""


class Throttle:
    """Counts wrong tries and tells how long to wait."""

    def __init__(self, limits: dict[str, tuple[int, int]] = LIMITS) -> None:
        self._limits = limits
        self._wrong: dict[Key, tuple[int, Instant]] = {}

    def wait_ms(self, login: str, address: str, at: Instant) -> int:
        """How long until a next try is looked at, 0 when at once."""
        return max(self._wait_ms(key, at) for key in _keys(login, address))

    def _wait_ms(self, key: Key, at: Instant) -> int:
        count, last = self._wrong.get(key, (0, 0))
        free, longest = self._limits[key[0]]
        if count < free or at - last > FORGET_MS:
            return 0
        pause = min(FIRST_WAIT_MS << min(count - free, 20), longest)
        return max(0, last + pause - at)

    def wrong(self, login: str, address: str, at: Instant) -> None:
        """A try that is wrong until ``right`` is called: those that come together are counted too."""
        for key in _keys(login, address):
            count, last = self._wrong.pop(key, (0, 0))
            self._wrong[key] = (1 if at - last > FORGET_MS else count + 1, at)
        while len(self._wrong) > REMEMBERED:
            del self._wrong[next(iter(self._wrong))]

    def right(self, login: str, address: str) -> None:
        """The try was right after all: this person at this address starts afresh."""
        both, *others = _keys(login, address)
        self._wrong.pop(both, None)
        for key in others:
            count, last = self._wrong.get(key, (0, 0))
            if count > 0:
                self._wrong[key] = (count - 1, last)


def _keys(login: str, address: str) -> tuple[Key, Key, Key]:
    place = _place(address)
    return ("both", login, place), ("address", "", place), ("login", login, "")


def _place(address: str) -> str:
    """What one guesser can hold: an IPv6 line has 2**64 addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    return str(parsed.ipv4_mapped or ipaddress.ip_network((int(parsed), 64), strict=False))
