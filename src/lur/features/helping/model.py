"""Helpers, mentors and hints as values."""

from __future__ import annotations

import msgspec

from lur.core.ids import AgentId, Instant

HINT_LENGTH = 300
"""What can be read while somebody else speaks."""


class Mentor(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Somebody who may sit in with a learner."""

    agent_id: AgentId
    learner_id: AgentId


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """A line from somebody in the talk to the agent who has it. Personal: it lies in the contact's vault."""

    at: Instant
    by: AgentId
    text: str
