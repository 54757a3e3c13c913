"""Notes, dispositions and next steps as values."""

from __future__ import annotations

import msgspec

from lur.core.ids import AgentId, ContactId, Instant


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What was written about a contact; version 0 before the first word. Personal."""

    text: str = ""
    version: int = 0
    at: Instant = 0
    by: str = ""
    """The agent's id, else who it was as the journal names them."""


class Disposition(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a contact can end; ``id`` is what the journal keeps. At most three levels."""

    id: str
    parent: str | None
    position: int
    """Its place among its siblings, the lowest first."""
    sv: str
    nb: str
    en: str
    archived: bool
    """No longer offered; contacts that have it keep it."""
    demo: bool


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is still to be done about a contact, by an agent, on a day. ``text`` is personal and
    empty when the contact was erased."""

    id: str
    contact_id: ContactId
    owner: AgentId
    due: str
    """The day, as 2026-11-22."""
    text: str
    made_at: Instant
    made_by: str
    done_at: Instant | None
