"""Acts and messages as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import Instant, QueueId

ActKind = Literal["assigned", "assignment_ended", "opened", "closed", "hours_back", "message", "withdrawn"]
"""assigned: an agent has more skills, or other queues, for a while. opened, closed: a queue, for a while;
hours_back: its own hours count again. message: written to the staff; withdrawn: taken back."""

TEXT_LENGTH = 280
WHY_LENGTH = 200
MOST_MESSAGES = 5
"""At a time; what hangs on the wall for everybody must be short."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A line to the staff. Neither queues nor a team: to all."""

    id: str
    at: Instant
    until: Instant
    by: str
    """As the journal names them: ``account:ID``."""
    by_name: str
    text: str
    queue_ids: tuple[QueueId, ...] = ()
    """To those who serve one of these."""
    team: str = ""
    """To those of this team."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done from the wallboard. ``before`` and ``after`` are JSON, so that it can be seen
    what it changed, and undone."""

    id: str
    at: Instant
    by: str
    kind: ActKind
    subject: str
    """The agent, the queue or the message."""
    before: str
    after: str
    why: str = ""
    undoes: str = ""
    """The act that this one takes back."""
    undone: bool = False
