"""How often strangers may try: so many at once, then one in a while. In memory and bounded; time is an
argument.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict

from lur.core.ids import MINUTE_MS, Instant

REMEMBERED = 20_000
ALL = ""
"""The key of a limit that all share."""


class Limit:
    """``burst`` tries at once for each key, and one more every ``every_ms``."""

    def __init__(self, burst: int, every_ms: int) -> None:
        self._burst = burst
        self._every_ms = every_ms
        self._full_at: OrderedDict[str, Instant] = OrderedDict()
        """When each key's tries are all there again (a bucket that leaks)."""

    def wait_ms(self, key: str, at: Instant) -> int:
        """How long until a try may be made, 0 when at once."""
        full_at = self._full_at.get(key, at)
        return max(0, full_at - at - (self._burst - 1) * self._every_ms)

    def take(self, key: str, at: Instant) -> None:
        """A try was made."""
        self._full_at[key] = max(self._full_at.pop(key, at), at) + self._every_ms
        while len(self._full_at) > REMEMBERED:
            self._full_at.popitem(last=False)

    def give_back(self, key: str) -> None:
        """The try does not count after all."""
        if key in self._full_at:
            self._full_at[key] -= self._every_ms


class Limits:
    """All limits of the public pages."""

    def __init__(self) -> None:
        self.codes = Limit(10, MINUTE_MS)
        """Wrong codes, for each line (an address, or what one household has)."""
        self.all_codes = Limit(300, 3_000)
        """Wrong codes in all: eight digits stand against many lines too."""
        self.issued = Limit(20, MINUTE_MS)
        """New links by a right code, for each contact."""
        self.links = Limit(60, 10_000)
        """Wrong links, for each line; they cannot be guessed, so this only spares the disk."""
        self.requests = Limit(10, 5 * MINUTE_MS)
        """New callbacks, for each line."""
        self.numbers = Limit(4, 360 * MINUTE_MS)
        """New callbacks to one number: nobody is rung at again and again by somebody else's doing."""
        self.all_requests = Limit(300, 1_000)
        self.statements = Limit(20, MINUTE_MS)
        """What is said or sent, for each contact."""


def line_of(address: str) -> str:
    """What one stranger can hold: an IPv6 line has 2**64 addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    return str(parsed.ipv4_mapped or ipaddress.ip_network((int(parsed), 64), strict=False))
