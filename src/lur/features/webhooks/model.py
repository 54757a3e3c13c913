"""Webhooks and their messages as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import ContactId, Instant

MessageKind = Literal[
    "contact.arrived",
    "contact.queued",
    "contact.refused",
    "contact.statement_kept",
    "contact.wait_told",
    "contact.tied",
    "contact.callback_asked",
    "contact.callback_missed",
    "contact.offered",
    "contact.answered",
    "contact.called_out",
    "contact.held",
    "contact.resumed",
    "contact.returned",
    "contact.moved",
    "contact.handed_over",
    "contact.ended",
    "contact.described",
    "contact.rated",
    "contact.recording_kept",
]
"""What can be told."""
PING = "webhook.ping"
"""A message that is only a try; it is about no contact."""

WebhookState = Literal["on", "off", "paused"]
"""``off``: a person stopped it. ``paused``: its target failed for days, or said that it is gone."""
DeliveryState = Literal["waiting", "delivered", "set_aside", "skipped"]
"""``set_aside``: the target took everything else for days and never this; it and what follows it of the same
contact wait for a person, who sends it again or skips it."""
PostingFault = Literal[
    "",
    "answered",
    "redirected",
    "gone",
    "timed_out",
    "unreachable",
    "bad_certificate",
    "unknown_host",
    "private_address",
    "bad_answer",
]
"""Why a try failed. ``answered``: by its status. ``redirected``: elsewhere, where nobody follows."""


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages go, which, and how it has gone.

    ``reached_seq``: events up to it are taken in. ``failures`` counts failed tries since the last good one;
    until ``next_at`` nothing is tried.
    """

    id: str
    name: str
    url: str
    kinds: tuple[MessageKind, ...]
    state: WebhookState = "on"
    made_at: Instant
    reached_seq: int
    rotated_at: Instant | None = None
    failing_since: Instant | None = None
    failures: int = 0
    next_at: Instant = 0
    delivered_at: Instant | None = None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A message for one webhook, and what became of it. ``body`` is what is sent each time, to the byte."""

    webhook_id: str
    seq: int
    contact_id: ContactId
    kind: MessageKind
    body: str
    happened_at: Instant
    state: DeliveryState = "waiting"
    tries: int = 0
    first_tried_at: Instant | None = None
    tried_at: Instant | None = None
    took_ms: int | None = None
    next_at: Instant = 0
    status: int | None = None
    fault: PostingFault = ""
    answer: str = ""

    @property
    def message_id(self) -> str:
        """The same for each try and replay of the same event, so that a receiver can tell a repetition."""
        return message_id(self.webhook_id, self.seq)


def message_id(webhook_id: str, seq: int) -> str:
    """What stands in ``webhook-id``."""
    return f"{webhook_id}.{seq}"
