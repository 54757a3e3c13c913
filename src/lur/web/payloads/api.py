"""What goes in and out of the API about the API itself: tokens for programs, and webhooks."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lur.core.ids import ContactId, Instant
from lur.features.webhooks.model import DeliveryState, MessageKind, PostingFault, WebhookState
from lur.web.payloads.common import Answer, Body, Name, Permission

TokenState = Literal["good", "over", "maker_gone"]
"""``over``: it has run out. ``maker_gone``: the account that made it is no more, and so its token is none."""


When = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
"""An instant that somebody names."""


class AddTokenBody(Body, frozen=True, kw_only=True):
    """POST /api/tokens: a program that may use Lur, and what it may. ``expires_at`` None: it does not run
    out."""

    name: Name
    scopes: Annotated[tuple[Permission, ...], msgspec.Meta(min_length=1, max_length=100)]
    expires_at: When | None = None


class TokenRow(Answer, frozen=True, kw_only=True):
    """A program's token. ``scopes`` is what it may now: never more than its maker may."""

    id: str
    name: str
    scopes: tuple[Permission, ...]
    made_at: Instant
    made_by: str
    expires_at: Instant | None
    used_at: Instant | None
    """When it was last used, to the minute."""
    state: TokenState


class NewToken(Answer, frozen=True, kw_only=True):
    """A program's token; the secret is shown this once and goes into ``Authorization: Bearer``."""

    token: TokenRow
    secret: str


Url = Annotated[str, msgspec.Meta(min_length=8, max_length=2_000)]
Kinds = Annotated[tuple[MessageKind, ...], msgspec.Meta(min_length=1, max_length=50)]


class WebhookBody(Body, frozen=True, kw_only=True):
    """POST /api/webhooks and /api/webhooks/{id}: where events are sent, and which."""

    name: Name
    url: Url
    kinds: Kinds


class WebhookRow(Answer, frozen=True, kw_only=True):
    """A webhook and how it goes. ``waiting`` counts what is not delivered yet, ``set_aside`` what waits for a
    person."""

    id: str
    name: str
    url: str
    kinds: tuple[MessageKind, ...]
    state: WebhookState
    made_at: Instant
    waiting: int
    set_aside: int
    failing_since: Instant | None
    next_at: Instant | None
    """When the next try is, while it fails."""
    delivered_at: Instant | None
    old_secret_until: Instant | None
    """Until when messages are signed with the secret before, too."""


class NewWebhook(Answer, frozen=True, kw_only=True):
    """A webhook that was just made, with the secret that is shown this once."""

    webhook: WebhookRow
    secret: str


class NewSecret(Answer, frozen=True, kw_only=True):
    """A webhook's new secret, shown this once. The one before signs too until ``old_until``."""

    secret: str
    old_until: Instant


class DeliveryRow(Answer, frozen=True, kw_only=True):
    """A message and what became of it. ``seq`` is its event's number in the journal."""

    seq: int
    message_id: str
    kind: MessageKind
    contact_id: ContactId
    happened_at: Instant
    state: DeliveryState
    tries: int
    tried_at: Instant | None
    took_ms: int | None
    next_at: Instant | None
    status: int | None
    """What the target answered, None when it did not."""
    fault: PostingFault
    answer: str
    """The beginning of what it answered."""


class Deliveries(Answer, frozen=True, kw_only=True):
    """GET /api/webhooks/{id}/deliveries: newest first. ``before`` asks for what is older, None at the end."""

    rows: tuple[DeliveryRow, ...]
    before: int | None


class PingAnswer(Answer, frozen=True, kw_only=True):
    """What a target said to a message that is only a try."""

    delivered: bool
    status: int | None
    fault: PostingFault
    answer: str
    took_ms: int


class ReplayBody(Body, frozen=True, kw_only=True):
    """POST /api/webhooks/{id}/replay: send everything again from event number ``from_seq``, or from ``since``
    on."""

    from_seq: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None = None
    since: When | None = None
