"""Desks as values."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lur.core.ids import AgentId, DeskId, Instant

CheckVerdict = Literal["good", "fair", "bad"]
NotificationLeave = Literal["granted", "denied", "default", "unsupported"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=60_000)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]


class CheckMeasured(msgspec.Struct, frozen=True, kw_only=True):
    """What the check before the shift found; None where it could not look."""

    verdict: CheckVerdict
    microphone: bool
    voice: Share | None
    """The loudest moment of the agent's voice on the meter."""
    path_up: bool
    tone_ms: Milliseconds | None
    """From the start of a tone to its return through the server: both directions work."""
    leak: Share | None
    """How much of the speaker's tone the microphone heard: an echo for the customer."""
    jitter_ms: Milliseconds | None
    lost_percent: Percent | None
    round_trip_ms: Milliseconds | None
    notifications: NotificationLeave


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """A check as it is kept."""

    at: Instant
    measured: CheckMeasured


class DeskPhone(msgspec.Struct, frozen=True, kw_only=True):
    """An agent whose phone is a page; which one, or "" when none is open."""

    agent_id: AgentId
    desk_id: DeskId
