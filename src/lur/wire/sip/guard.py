"""Who may take our time: a budget for each source, and silence for scanners that knock.

A knock is a request that only a guesser makes: a wrong password, an unknown address, something unreadable.
A source that has shown a right password lately (an office behind one NAT address) is never silenced for its
neighbour's knocks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from lur.wire.sip.config import Limits

Ruling = Literal["serve", "refuse", "silence"]


class _Source:
    """One host's budgets, in thousandths of a message so that integers suffice."""

    __slots__ = (
        "all_at",
        "all_left",
        "knocks",
        "known_until",
        "new_at",
        "new_left",
        "silent_until",
        "window_until",
    )

    def __init__(self, limits: Limits, now: int) -> None:
        self.all_left = limits.messages_burst * 1_000
        self.new_left = limits.new_requests_burst * 1_000
        self.all_at = self.new_at = now
        self.knocks = 0
        self.window_until = 0
        self.silent_until = 0
        self.known_until = 0


class Guard:
    """Budgets by source host. Remembers a bounded number of sources, the least recently seen go first."""

    def __init__(self, limits: Limits, trusts: Callable[[str], bool]) -> None:
        self._limits = limits
        self._sources: dict[str, _Source] = {}
        self._trusts = trusts
        self.limited = 0
        self.silenced = 0

    def _source(self, host: str, now: int) -> _Source:
        source = self._sources.pop(host, None) or _Source(self._limits, now)
        self._sources[host] = source
        if len(self._sources) > self._limits.sources_remembered:
            del self._sources[next(iter(self._sources))]
        return source

    def admit(self, host: str, now: int) -> bool:
        """Whether a message may be read at all."""
        if self._trusts(host):
            return True
        source, limits = self._source(host, now), self._limits
        refill = (now - source.all_at) * limits.messages_per_second
        source.all_left = min(limits.messages_burst * 1_000, source.all_left + refill)
        source.all_at = now
        if source.all_left < 1_000:
            self.limited += 1
            return False
        source.all_left -= 1_000
        return True

    def admit_new(self, host: str, now: int) -> Ruling:
        """Whether a request outside any dialog is served, refused with 503, or left without an answer."""
        if self._trusts(host):
            return "serve"
        source, limits = self._source(host, now), self._limits
        if now < source.silent_until and now >= source.known_until:
            self.silenced += 1
            return "silence"
        refill = (now - source.new_at) * limits.new_requests_per_second
        source.new_left = min(limits.new_requests_burst * 1_000, source.new_left + refill)
        source.new_at = now
        if source.new_left < 1_000:
            self.limited += 1
            return "refuse"
        source.new_left -= 1_000
        return "serve"

    def knock(self, host: str, now: int) -> int | None:
        """Count a knock; the time until which the source is now silenced, when this one was too many."""
        if self._trusts(host):
            return None
        source, limits = self._source(host, now), self._limits
        if now >= source.window_until:
            source.knocks = 0
            source.window_until = now + limits.knock_window_ms
        source.knocks += 1
        if source.knocks < limits.knocks_before_silence or now < source.known_until:
            return None
        first = now >= source.silent_until
        source.silent_until = now + limits.silence_ms
        return source.silent_until if first else None

    def vouch(self, host: str, until: int, now: int) -> None:
        """Someone there gave a right password."""
        source = self._source(host, now)
        source.known_until = max(source.known_until, until)
