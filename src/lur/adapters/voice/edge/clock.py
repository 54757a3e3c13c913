"""The edge's one source of time and of chance.

The stack's records must make sense after a restart, so its clock is the wall clock; within one life it
follows the monotonic clock, so that a corrected wall clock fires no timer too early or too late.
"""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime

from lur.core.ids import CommandId, Instant


class EdgeClock:
    """Milliseconds since 1970 UTC, never going backwards while the process lives."""

    def __init__(self) -> None:
        self._offset_ns = time.time_ns() - time.monotonic_ns()

    def now(self) -> Instant:
        """The present instant."""
        return (time.monotonic_ns() + self._offset_ns) // 1_000_000


def utc_offset_min(at: Instant) -> int:
    """This machine's local time minus UTC at ``at``; the runtime replaces it by the company's."""
    offset = datetime.fromtimestamp(at / 1000, UTC).astimezone().utcoffset()
    return 0 if offset is None else int(offset.total_seconds() // 60)


def new_id(prefix: str) -> str:
    """A new unguessable id: ``prefix`` and 96 random bits."""
    return f"{prefix}{secrets.token_hex(12)}"


def new_command_id() -> CommandId:
    """The id of a new fact."""
    return CommandId(new_id("edge-"))
