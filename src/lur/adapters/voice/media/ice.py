"""ICE-lite (RFC 8445 section 2.5): we never ask, we answer the browser's checks and follow its choice.

A check proves that whoever sent it knows both names and our password, which only the signalling gave out;
a source that has passed one is the browser's, and everybody else gets no answer at all.
"""

from __future__ import annotations

import secrets

import msgspec

from lur.wire import stun

Source = tuple[str, int]
UFRAG_BYTES, PASSWORD_BYTES = 6, 18
"""Of chance; RFC 8445 section 5.3 wants 24 and 128 bits at least."""
MAX_SOURCES = 8


class Check(msgspec.Struct, frozen=True):
    """A valid check: what to answer, and whether the browser chose the way it came by."""

    answer: bytes
    chosen: bool


class Ice:
    """The credentials of one offer and answer."""

    def __init__(self, ufrag: str, password: str) -> None:
        self.browsers = (ufrag, password)
        self.ufrag = secrets.token_urlsafe(UFRAG_BYTES).translate(_ICE_CHARACTERS)
        self.password = secrets.token_urlsafe(PASSWORD_BYTES).translate(_ICE_CHARACTERS)
        self._username = f"{self.ufrag}:{ufrag}".encode()

    def check(self, message: stun.StunMessage, source: Source) -> Check | None:
        """What to do with a request; None when it is not meant for these credentials, or is forged."""
        if message.get(stun.USERNAME) != self._username or not message.is_signed_with(self.password):
            return None
        answer = stun.build_answer(message, *source, self.password)
        return Check(answer, message.get(stun.USE_CANDIDATE) is not None)


class Ways:
    """Where one browser may be reached: sources that passed a check, and the one to send to."""

    def __init__(self) -> None:
        self.path: Source | None = None
        self.checked_ms: int | None = None
        self._chosen = False
        self._sources: dict[Source, None] = {}

    def __contains__(self, source: Source) -> bool:
        return source in self._sources

    def passed(self, source: Source, chosen: bool, now_ms: int) -> bool:
        """A check came from here; True when from now on another path is to be used."""
        self.checked_ms = now_ms
        self._sources.pop(source, None)
        self._sources[source] = None
        if len(self._sources) > MAX_SOURCES:
            del self._sources[next(one for one in self._sources if one != self.path)]
        if not chosen and (self._chosen or self.path is not None):
            return False
        self._chosen = self._chosen or chosen
        changed = source != self.path
        self.path = source
        return changed


_ICE_CHARACTERS = str.maketrans("-_", "+/")
