"""When a message is tried again, and when a webhook gives way to a person. Pure; time is an argument.

A target that is down is asked by one message at a time, more and more seldom; the first good answer lets all
the others go at once. One message that a target never takes, while it takes others, is tried more and more
seldom by itself and is then set aside, with those of the same contact that follow it.
"""

from __future__ import annotations

import zlib

import msgspec

from lur.core.ids import DAY_MS, MINUTE_MS, Instant
from lur.features.webhooks.model import Delivery, PostingFault, Webhook

HOUR_MS = 60 * MINUTE_MS
WAITS_MS = (5_000, 30_000, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS)
LONGEST_ASKED_MS = DAY_MS
"""For so long a target may ask us to wait."""
PATIENCE_MS = 3 * DAY_MS
DOWN_AFTER = 3
"""So many failures in a row, and the target counts as down."""
PROBE_EVERY_MS = 15 * MINUTE_MS
"""A target that is down is not left alone for longer, so that what waits goes soon after it is back."""
GONE = 410
NOT_THE_MESSAGE = (301, 302, 303, 307, 308, 401, 403, 404, 408, 410, 425, 429)
"""Statuses below 500 by which a target refuses whatever it is sent."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one try. ``retry_after_s``: the target asked us to wait."""

    fault: PostingFault
    status: int | None = None
    text: str = ""
    took_ms: int = 0
    retry_after_s: int | None = None

    @property
    def is_good(self) -> bool:
        """Whether the target has taken the message."""
        return self.fault == ""


def is_down(webhook: Webhook) -> bool:
    """Whether the target takes nothing at the moment."""
    return webhook.failures >= DOWN_AFTER


def wait_ms(tries: int, key: str) -> int:
    """How long after the ``tries``-th failed try the next is made: longer each time, and spread by ``key`` so
    that many do not come together."""
    base = WAITS_MS[min(tries, len(WAITS_MS)) - 1]
    return base + base * (zlib.crc32(key.encode()) % 256) // 1024


def tried(webhook: Webhook, delivery: Delivery, answer: Answer, now: Instant) -> tuple[Webhook, Delivery]:
    """Both after a try."""
    first = delivery.first_tried_at if delivery.first_tried_at is not None else now
    said = msgspec.structs.replace(
        delivery,
        tries=delivery.tries + 1,
        first_tried_at=first,
        tried_at=now,
        took_ms=answer.took_ms,
        status=answer.status,
        fault=answer.fault,
        answer=answer.text,
    )
    if answer.is_good:
        return _taken(webhook, now), msgspec.structs.replace(said, state="delivered")
    after = _failed(webhook, answer, now)
    return after, _put_off(after, said, answer, now)


def _taken(webhook: Webhook, now: Instant) -> Webhook:
    return msgspec.structs.replace(webhook, failures=0, failing_since=None, next_at=0, delivered_at=now)


def _failed(webhook: Webhook, answer: Answer, now: Instant) -> Webhook:
    since = now if webhook.failing_since is None else webhook.failing_since
    failures = webhook.failures + is_the_targets(answer)
    after = msgspec.structs.replace(webhook, failures=failures, failing_since=since)
    if webhook.state == "on" and (answer.fault == "gone" or now - since >= PATIENCE_MS):
        return msgspec.structs.replace(after, state="paused")
    pause = _asked_ms(answer)
    if is_down(after):
        pause = max(pause, min(wait_ms(failures - DOWN_AFTER + 1, webhook.id), PROBE_EVERY_MS))
    return msgspec.structs.replace(after, next_at=max(after.next_at, now + pause)) if pause else after


def is_the_targets(answer: Answer) -> bool:
    """Whether a failure says something of the target, and not only of this message."""
    return answer.status is None or answer.status >= 500 or answer.status in NOT_THE_MESSAGE


def _put_off(webhook: Webhook, said: Delivery, answer: Answer, now: Instant) -> Delivery:
    """The message tried again later, or set aside: the target has taken others since, and never this one."""
    assert said.first_tried_at is not None, "it was just tried"
    took_others = webhook.delivered_at is not None and webhook.delivered_at > said.first_tried_at
    if now - said.first_tried_at >= PATIENCE_MS and took_others and not is_down(webhook):
        return msgspec.structs.replace(said, state="set_aside")
    pause = wait_ms(said.tries, said.message_id)
    return msgspec.structs.replace(said, next_at=now + max(pause, _asked_ms(answer)))


def _asked_ms(answer: Answer) -> int:
    return min((answer.retry_after_s or 0) * 1000, LONGEST_ASKED_MS)
