"""Webhooks in the document, without their secrets: what is there keeps its own, a new one gets a new one,
which is renewed on its page to be seen. When a secret was renewed is in the history alone. Tokens are not
settings: each belongs to its program, and its secret is shown once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from lur.core.ids import Instant
from lur.features import Refused
from lur.features.webhooks.model import MessageKind, Webhook
from lur.features.webhooks.service import MOST_WEBHOOKS, Webhooks
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, new_ids, too_many
from lur.web.payloads.api import Url
from lur.web.payloads.common import Name


class WebhookItem(ItemBase, frozen=True, kw_only=True):
    """A webhook as the file has it. One that Lur paused because its target failed for days is off."""

    name: Name
    url: Url
    kinds: list[MessageKind]
    state: Literal["on", "off"] = "on"


class WebhooksSection(Section[WebhookItem]):
    """Where events are sent."""

    name = "webhooks"
    note = "Where events are sent, and which. Secrets are not here: they are kept, and made for new ones."
    item = WebhookItem
    goes = "last"

    def __init__(self, webhooks: Webhooks) -> None:
        self._webhooks = webhooks

    async def read(self) -> dict[str, WebhookItem]:
        """All of them."""
        return {each.id: _webhook_item(each) for each in await self._webhooks.all()}

    def normal(self, key: str, item: WebhookItem) -> WebhookItem:
        """Each kind once, and one at least. Raises ``Refused``: settings_missing_field."""
        if not item.kinds:
            raise Refused("settings_missing_field", "kinds")
        return msgspec.structs.replace(item, kinds=list(dict.fromkeys(item.kinds)))

    async def check(self, work: Work[WebhookItem], whole: Whole) -> Sequence[Fault]:
        """Messages may go there."""
        return (
            *new_ids(self, [key for key, (before, _) in work.put.items() if before is None]),
            *self._bad_urls(work),
            *too_many(self, whole, MOST_WEBHOOKS, "too_many_webhooks"),
        )

    def _bad_urls(self, work: Work[WebhookItem]) -> Iterator[Fault]:
        for key, (_, after) in work.put.items():
            try:
                self._webhooks.check_url(after.url)
            except Refused as error:
                yield self.fault(key, error.code, after.url, "url")

    async def put(self, key: str, before: WebhookItem | None, after: WebhookItem, shown: Shown) -> None:
        """A new one with a new secret, or another name, address, choice of kinds; on or off."""
        known = next((each for each in await self._webhooks.all() if each.id == key), None)
        if known is None:
            await self._webhooks.bring(key, after.name, after.url, after.kinds, after.state)
            shown.secrets.append((self.name, key))
            return
        if msgspec.structs.replace(_webhook_item(known), state=after.state) != after:
            await self._webhooks.change(key, after.name, after.url, after.kinds)
        if _webhook_item(known).state != after.state:
            await (self._webhooks.start(key) if after.state == "on" else self._webhooks.stop(key))

    async def drop(self, key: str, before: WebhookItem) -> None:
        """It is forgotten with its messages and secrets."""
        if any(each.id == key for each in await self._webhooks.all()):
            await self._webhooks.remove(key)


def _webhook_item(each: Webhook) -> WebhookItem:
    state: Literal["on", "off"] = "on" if each.state == "on" else "off"
    return WebhookItem(name=each.name, url=each.url, kinds=list(each.kinds), state=state)


class RenewedItem(ItemBase, frozen=True, kw_only=True):
    """When a webhook's secret was renewed."""

    at: Instant


class WebhookSecrets(Section[RenewedItem]):
    """Secrets of webhooks that were renewed; the secrets themselves are nowhere but in the vault."""

    name = "webhook_secrets"
    note = "Secrets of webhooks that were renewed."
    item = RenewedItem
    exported = False

    def __init__(self, webhooks: Webhooks) -> None:
        self._webhooks = webhooks

    async def read(self) -> dict[str, RenewedItem]:
        """Of those whose secret was renewed."""
        everyone = await self._webhooks.all()
        return {each.id: RenewedItem(at=each.rotated_at) for each in everyone if each.rotated_at is not None}
