"""Accounts as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import AgentId, Instant, Language

Way = Literal["password", "passkey", "sign_on"]
"""How a session was begun."""
Standing = Literal["good", "finishing", "outdated"]
"""Whether somebody could come in today as a session was begun; ``finishing``: not, but their agent is in a
contact, and it goes on until that is over."""
Role = Literal["agent", "trainer", "planner", "auditor", "supervisor", "admin"]
"""``trainer`` looks after quality, answers and phrases; ``planner`` sees reports; ``auditor`` reads all and
changes nothing."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, or a program, that may use Lur.

    ``id`` says nothing about the person, so it may stand in the journal; ``login`` is what is typed.
    """

    id: str
    login: str
    display_name: str
    role: Role
    language: Language = "sv"
    agent_id: AgentId | None = None
    demo: bool = False
    break_glass: bool = False
    """May sign in with a password even when all others must sign on elsewhere."""

    @property
    def actor(self) -> str:
        """How the journal names who asked."""
        return f"account:{self.id}"


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """Where a session was begun, and how."""

    address: str = ""
    browser: str = ""
    """Browser and system in short, as "Firefox, Windows"; all that is kept of what the browser says."""
    way: Way = "password"
    provider_id: str = ""
    sid: str = ""
    """What the provider calls its own session, so that it can end ours."""
    id_token: str = ""
    """Shown to the provider again when signing out there."""


class SessionRow(Where, frozen=True, kw_only=True):
    """A session as it is kept."""

    token_hash: str
    started_at: Instant
    seen_at: Instant

    @property
    def id(self) -> str:
        """How its owner names it: too little of the hash to find the token."""
        return self.token_hash[:16]


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey without its key. ``host``: the name of the pages for which it was made."""

    id: str
    name: str
    host: str
    made_at: Instant
    used_at: Instant


class Factors(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody can prove themselves with beside a password."""

    codes: bool
    """An authenticator app that shows codes."""
    recovery_left: int
    passkeys: tuple[Passkey, ...]

    @property
    def any(self) -> bool:
        """Whether a password alone is not enough."""
        return self.codes or bool(self.passkeys)


SERVICE = Account(id="service", login="service", display_name="Lur", role="admin", language="en")
"""The machine's own command line, known by the token in DATA/run/token."""
