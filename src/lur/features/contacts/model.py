"""A contact's story as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.events import AnyEvent
from lur.core.ids import AgentId, Channel, ContactId, Instant, Language, QueueId
from lur.core.transitions import Phase
from lur.core.values import Outcome

SaidSolved = Literal["yes", "no", "unknown"]
"""What the agent said to "solved for good?"; saying nothing is ``unknown`` too."""


class ContactRow(msgspec.Struct, frozen=True, kw_only=True):
    """A contact in short, live or ended."""

    id: ContactId
    queue_id: QueueId
    channel: Channel
    language: Language
    entered: Instant
    phase: Phase
    answered_at: Instant | None
    ended_at: Instant | None
    outcome: Outcome | None
    agent_id: AgentId | None
    """Who answered last."""
    outgoing: bool
    """An agent of ours called."""
    recorded: bool
    disposition: str | None
    """How it ended, as the agent chose in wrap-up."""
    solved: bool | None


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the journal has it."""

    seq: int
    actor: str
    event: AnyEvent


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of one contact; number, name and keys are personal."""

    contact: ContactRow
    events: tuple[Happened, ...]
    caller_number: str
    caller_name: str
    keys: tuple[str, ...]
