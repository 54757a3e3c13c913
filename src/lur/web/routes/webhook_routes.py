"""Webhooks: where events are sent, and what became of each message."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from lur.core.ids import Instant
from lur.features import Refused
from lur.features.webhooks.model import Delivery, DeliveryState, Webhook
from lur.features.webhooks.service import MOST_LISTED, OLD_SIGNS_MS, Webhooks
from lur.web.asking import Asked, services_of
from lur.web.payloads.api import (
    Deliveries,
    DeliveryRow,
    NewSecret,
    NewWebhook,
    PingAnswer,
    ReplayBody,
    WebhookBody,
    WebhookRow,
)
from lur.web.payloads.common import Done

MOST_SEQ = 2**53
NOTHING = Done(seq=0)
Counts = dict[tuple[str, str], int]


@get("/api/webhooks", permission="manage_api")
async def webhooks(request: Asked) -> tuple[WebhookRow, ...]:
    """All webhooks and how they go, oldest first."""
    of = _of(request)
    now, counts = services_of(request).clock.now(), await of.counts()
    return tuple(_row(each, counts, now) for each in await of.all())


@post("/api/webhooks", permission="manage_api")
async def add_webhook(request: Asked, data: JSONBody[WebhookBody]) -> NewWebhook:
    """A new webhook, told of what happens from now on; its secret is shown this once. Refuses:
    bad_webhook_url, private_webhook_url, too_many_webhooks."""
    made, secret = await _of(request).add(data.name, data.url, data.kinds)
    return NewWebhook(webhook=_row(made, {}, services_of(request).clock.now()), secret=secret)


@post("/api/webhooks/{webhook_id:str}", permission="manage_api", status_code=200)
async def change_webhook(
    request: Asked, webhook_id: FromPath[str], data: JSONBody[WebhookBody]
) -> WebhookRow:
    """Another name, address or choice of events. Refuses: bad_webhook_url, private_webhook_url,
    unknown_webhook."""
    return await _shown(request, await _of(request).change(webhook_id, data.name, data.url, data.kinds))


@post("/api/webhooks/{webhook_id:str}/stop", permission="manage_api", status_code=200)
async def stop_webhook(request: Asked, webhook_id: FromPath[str]) -> WebhookRow:
    """Send nothing for now; what happens meanwhile is sent after the start. Refuses: unknown_webhook."""
    return await _shown(request, await _of(request).stop(webhook_id))


@post("/api/webhooks/{webhook_id:str}/start", permission="manage_api", status_code=200)
async def start_webhook(request: Asked, webhook_id: FromPath[str]) -> WebhookRow:
    """Go on where it was, after a stop or a pause. Refuses: unknown_webhook."""
    return await _shown(request, await _of(request).start(webhook_id))


@post("/api/webhooks/{webhook_id:str}/rotate", permission="manage_api", status_code=200)
async def rotate_secret(request: Asked, webhook_id: FromPath[str]) -> NewSecret:
    """A new secret, shown this once; the one before signs too for a day. Refuses: unknown_webhook."""
    secret, old_until = await _of(request).rotate(webhook_id)
    return NewSecret(secret=secret, old_until=old_until)


@post("/api/webhooks/{webhook_id:str}/remove", permission="manage_api", status_code=200)
async def remove_webhook(request: Asked, webhook_id: FromPath[str]) -> Done:
    """Forget it with its messages and secrets. Refuses: unknown_webhook."""
    await _of(request).remove(webhook_id)
    return NOTHING


@post("/api/webhooks/{webhook_id:str}/ping", permission="manage_api", status_code=200)
async def ping_webhook(request: Asked, webhook_id: FromPath[str]) -> PingAnswer:
    """Send a message that is only a try, and see what is answered. Refuses: unknown_webhook."""
    said = await _of(request).ping(webhook_id)
    return PingAnswer(
        delivered=said.is_good,
        status=said.status,
        fault=said.fault,
        answer=said.text,
        took_ms=said.took_ms,
    )


@get("/api/webhooks/{webhook_id:str}/deliveries", permission="manage_api")
async def deliveries(
    request: Asked,
    webhook_id: FromPath[str],
    only: FromQuery[DeliveryState | None] = None,
    before: FromQuery[Annotated[int, msgspec.Meta(ge=1, le=MOST_SEQ)] | None] = None,
    limit: FromQuery[int] = 50,
) -> Deliveries:
    """Messages, newest first: what was sent, what was answered, what is next. Refuses: unknown_webhook."""
    most = max(1, min(limit, MOST_LISTED))
    found = await _of(request).page(webhook_id, only, before, most)
    rows = tuple(_delivery(each) for each in found)
    return Deliveries(rows=rows, before=rows[-1].seq if len(rows) == most else None)


@post("/api/webhooks/{webhook_id:str}/deliveries/{seq:str}/replay", permission="manage_api", status_code=200)
async def replay_delivery(request: Asked, webhook_id: FromPath[str], seq: FromPath[str]) -> Done:
    """Send one message again, with the id it had. Refuses: unknown_webhook, unknown_delivery."""
    await _of(request).again(webhook_id, _number(seq))
    return NOTHING


@post(
    "/api/webhooks/{webhook_id:str}/deliveries/{seq:str}/leave-out", permission="manage_api", status_code=200
)
async def skip_delivery(request: Asked, webhook_id: FromPath[str], seq: FromPath[str]) -> Done:
    """Give an open message up, so that the next of its contact may go. Refuses: unknown_webhook,
    unknown_delivery."""
    await _of(request).skip(webhook_id, _number(seq))
    return NOTHING


@post("/api/webhooks/{webhook_id:str}/replay", permission="manage_api", status_code=200)
async def replay_from(request: Asked, webhook_id: FromPath[str], data: JSONBody[ReplayBody]) -> Done:
    """Send everything from a point on again, out of the journal when need be. Refuses: unknown_webhook,
    nothing_to_replay."""
    of = _of(request)
    seq = data.from_seq
    if seq is None:
        seq = await of.first_since(data.since) if data.since is not None else 0
    await of.again_from(webhook_id, seq)
    return NOTHING


def _of(request: Asked) -> Webhooks:
    return services_of(request).webhooks.webhooks


def _number(seq: str) -> int:
    """Raises ``Refused``: unknown_delivery, for what can be no event's number."""
    if not (seq.isascii() and seq.isdigit() and len(seq) < 16):
        raise Refused("unknown_delivery", seq[:20])
    return int(seq)


async def _shown(request: Asked, webhook: Webhook) -> WebhookRow:
    return _row(webhook, await _of(request).counts(), services_of(request).clock.now())


def _row(webhook: Webhook, counts: Counts, now: Instant) -> WebhookRow:
    rotated = webhook.rotated_at
    old_until = None if rotated is None else rotated + OLD_SIGNS_MS
    return WebhookRow(
        id=webhook.id,
        name=webhook.name,
        url=webhook.url,
        kinds=webhook.kinds,
        state=webhook.state,
        made_at=webhook.made_at,
        waiting=counts.get((webhook.id, "waiting"), 0),
        set_aside=counts.get((webhook.id, "set_aside"), 0),
        failing_since=webhook.failing_since,
        next_at=webhook.next_at if webhook.next_at > now else None,
        delivered_at=webhook.delivered_at,
        old_secret_until=old_until if old_until is not None and old_until > now else None,
    )


def _delivery(one: Delivery) -> DeliveryRow:
    return DeliveryRow(
        seq=one.seq,
        message_id=one.message_id,
        kind=one.kind,
        contact_id=one.contact_id,
        happened_at=one.happened_at,
        state=one.state,
        tries=one.tries,
        tried_at=one.tried_at,
        took_ms=one.took_ms,
        next_at=one.next_at if one.state == "waiting" and one.next_at else None,
        status=one.status,
        fault=one.fault,
        answer=one.answer,
    )


HANDLERS = (
    webhooks,
    add_webhook,
    change_webhook,
    stop_webhook,
    start_webhook,
    rotate_secret,
    remove_webhook,
    ping_webhook,
    deliveries,
    replay_delivery,
    skip_delivery,
    replay_from,
)
