"""One message, signed and sent. Secrets lie in the vault, and nowhere else."""

from __future__ import annotations

import msgspec

from lur.core.ids import DAY_MS
from lur.features.webhooks.model import PostingFault, Webhook
from lur.features.webhooks.schedule import GONE, Answer
from lur.features.webhooks.signing import headers_of
from lur.ports import Clock, Posted, Poster, PostFailed, Vault

SECRET, OLD_SECRET = "secret", "old_secret"
SHOWN = 200
"""So many characters of an answer are kept."""
FAULTS: dict[str, PostingFault] = {
    "bad_address": "unreachable",
    "private_address": "private_address",
    "unknown_host": "unknown_host",
    "unreachable": "unreachable",
    "timed_out": "timed_out",
    "bad_certificate": "bad_certificate",
    "bad_answer": "bad_answer",
}


class Posting:
    """Signs and sends. Raises nothing but ``VaultUnavailable``."""

    def __init__(self, vault: Vault, clock: Clock, poster: Poster) -> None:
        self._vault = vault
        self._clock = clock
        self._poster = poster

    async def post(self, webhook: Webhook, message_id: str, text: str) -> Answer:
        """Send one message once."""
        body, began = text.encode(), self._clock.now()
        headers = headers_of(await self._secrets(webhook), message_id, began, body)
        try:
            posted = await self._poster.post(webhook.url, headers, body)
        except PostFailed as failed:
            return Answer(fault=FAULTS[failed.reason], took_ms=self._clock.now() - began)
        return msgspec.structs.replace(answer_of(posted), took_ms=self._clock.now() - began)

    async def _secrets(self, webhook: Webhook) -> tuple[str, ...]:
        kept = await self._vault.get(_subject(webhook.id))
        old = kept.get(OLD_SECRET, [])
        if webhook.rotated_at is None or self._clock.now() - webhook.rotated_at >= DAY_MS:
            old = []
        return (*kept.get(SECRET, []), *old)

    async def keep_secret(self, webhook_id: str, secret: str) -> None:
        """The secret of a new webhook."""
        await self._vault.put(_subject(webhook_id), SECRET, secret)

    async def change_secret(self, webhook_id: str, secret: str) -> None:
        """A new secret; the one before is kept beside it."""
        subject = _subject(webhook_id)
        before = (await self._vault.get(subject)).get(SECRET, [""])[0]
        await self._vault.put(subject, OLD_SECRET, before)
        await self._vault.put(subject, SECRET, secret)

    async def forget(self, webhook_id: str) -> None:
        """Destroy a webhook's secrets."""
        await self._vault.erase(_subject(webhook_id))


def answer_of(posted: Posted) -> Answer:
    """What a server's answer means."""
    return Answer(
        fault=_fault(posted.status),
        status=posted.status,
        text=posted.text[:SHOWN],
        retry_after_s=posted.retry_after_s,
    )


def _fault(status: int) -> PostingFault:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "redirected"
    return "gone" if status == GONE else "answered"


def _subject(webhook_id: str) -> str:
    return f"webhook:{webhook_id}"
