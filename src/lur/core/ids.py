"""Names for the plain strings and integers that cross every border, so that a checker can tell them apart."""

from __future__ import annotations

from typing import Literal, NewType

AgentId = NewType("AgentId", str)
ContactId = NewType("ContactId", str)
QueueId = NewType("QueueId", str)
OfferId = NewType("OfferId", str)
RecordingId = NewType("RecordingId", str)
StatementId = NewType("StatementId", str)
IncidentId = NewType("IncidentId", str)
CommandId = NewType("CommandId", str)
PartyId = NewType("PartyId", str)
"""One who is asked into a talk, or is in it, beside its customer and the agent who has it."""
DeskId = NewType("DeskId", str)
"""One open page of an agent's; a reload keeps it."""

Instant = int
"""Milliseconds since 1970-01-01 UTC. The shell stamps it; the core only compares and adds."""

Channel = Literal["voice", "chat", "mail", "social"]
Language = Literal["sv", "nb", "en"]

MINUTE_MS = 60_000
DAY_MS = 86_400_000
