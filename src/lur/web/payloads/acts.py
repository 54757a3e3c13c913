"""Bodies and answers about what is done from the wallboard; declared as in ``payloads``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.ids import ContactId, Instant, QueueId
from lur.core.values import RatingWay
from lur.features.supervising.model import TEXT_LENGTH, WHY_LENGTH, Act
from lur.web.payloads.common import END, Answer, Body, Skills

Why = Annotated[str, msgspec.Meta(max_length=WHY_LENGTH, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]
Until = Annotated[Instant, msgspec.Meta(ge=0, le=1 << 60)]
Queues = Annotated[tuple[QueueId, ...], msgspec.Meta(max_length=200)]


class AssignBody(Body, frozen=True, kw_only=True):
    """POST /api/agents/{id}/assign: for a while the agent has these skills too, and serves only these queues
    (none: all that the skills allow)."""

    skills: Skills = ()
    queue_ids: Queues = ()
    until: Until | None = None
    """None: until local midnight."""
    why: Why = ""


class WhyBody(Body, frozen=True, kw_only=True):
    """Something is ended or taken back, and why."""

    why: Why = ""


class DoorBody(Body, frozen=True, kw_only=True):
    """POST /api/queues/{id}/door"""

    is_open: bool | None
    """None: the queue's own hours count again."""
    until: Until | None = None
    """None: until local midnight."""
    why: Why = ""


class MessageBody(Body, frozen=True, kw_only=True):
    """POST /api/messages: a line to all of the staff, to those who serve certain queues, or to a team."""

    text: Annotated[
        str, msgspec.Meta(min_length=1, max_length=TEXT_LENGTH, pattern=rf"^[^\x00-\x1f\x7f]*{END}")
    ]
    queue_ids: Queues = ()
    team: Annotated[str, msgspec.Meta(max_length=60, pattern=rf"^[^\x00-\x1f\x7f]*{END}")] = ""
    until: Until | None = None
    """None: until local midnight."""
    why: Why = ""


class ActRow(Answer, frozen=True, kw_only=True):
    """An act, and the name of who did it."""

    act: Act
    by_name: str


class RatingRow(Answer, frozen=True, kw_only=True):
    """GET /api/ratings: a customer's answer. Whose contact it was is not in it."""

    contact_id: ContactId
    queue_id: QueueId
    at: Instant
    way: RatingWay
    rating: int
    words: str
