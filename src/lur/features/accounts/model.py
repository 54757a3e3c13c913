"""Accounts as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import AgentId, Language

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

    @property
    def actor(self) -> str:
        """How the journal names who asked."""
        return f"account:{self.id}"


SERVICE = Account(id="service", login="service", display_name="Lur", role="admin", language="en")
"""The machine's own command line, known by the token in DATA/run/token."""
