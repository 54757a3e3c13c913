"""The verbs: webhooks are made, changed, stopped, tried, and their messages looked at and sent again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import Connection

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import DAY_MS, Instant
from lur.features import Refused
from lur.features.webhooks import store
from lur.features.webhooks.messages import ping_body
from lur.features.webhooks.model import Delivery, MessageKind, Webhook, WebhookState, message_id
from lur.features.webhooks.posting import Posting
from lur.features.webhooks.schedule import Answer
from lur.features.webhooks.signing import new_secret
from lur.ports import Clock, Journal, Poster, PostFailed, Vault

MOST_WEBHOOKS = 20
MOST_LISTED = 100
OLD_SIGNS_MS = DAY_MS
"""For so long after a change the secret before signs too."""


class Webhooks:
    """Everything about webhooks that a person asks for. ``changed`` is called after each change."""

    def __init__(
        self, *, database: ReadModel, vault: Vault, journal: Journal, clock: Clock, poster: Poster
    ) -> None:
        self._database = database
        self._vault = vault
        self._journal = journal
        self._clock = clock
        self._poster = poster
        self._posting = Posting(vault, clock, poster)
        self.changed: Callable[[], None] = lambda: None

    async def all(self) -> tuple[Webhook, ...]:
        """All webhooks, oldest first."""
        return await self._database.run(store.every)

    async def find(self, webhook_id: str) -> Webhook:
        """One. Raises ``Refused``: unknown_webhook."""
        found = await self._database.run(lambda c: store.find(c, webhook_id))
        if found is None:
            raise Refused("unknown_webhook", webhook_id)
        return found

    async def counts(self) -> dict[tuple[str, str], int]:
        """How many messages are open, by webhook and state."""
        return await self._database.read(store.counts)

    async def add(self, name: str, url: str, kinds: Sequence[MessageKind]) -> tuple[Webhook, str]:
        """A new webhook, told of what happens from now on, and its secret, shown this once. Raises
        ``Refused``: bad_webhook_url, private_webhook_url, too_many_webhooks."""
        if len(await self.all()) >= MOST_WEBHOOKS:
            raise Refused("too_many_webhooks", str(MOST_WEBHOOKS))
        return await self.bring("w" + secrets.token_hex(6), name, url, kinds, "on")

    async def bring(
        self, webhook_id: str, name: str, url: str, kinds: Sequence[MessageKind], state: WebhookState
    ) -> tuple[Webhook, str]:
        """As ``add``, with an id that is known elsewhere and is free here, in this state; how many there may
        be is the business of who brings it. Raises ``Refused``: bad_webhook_url, private_webhook_url."""
        self.check_url(url)
        made = Webhook(
            id=webhook_id,
            name=name,
            url=url,
            kinds=_in_order(kinds),
            state=state,
            made_at=self._clock.now(),
            reached_seq=await self._journal.head_seq(),
        )
        secret = new_secret()
        await self._posting.keep_secret(made.id, secret)
        await self._database.run(lambda c: store.save(c, made))
        self.changed()
        return made, secret

    async def change(self, webhook_id: str, name: str, url: str, kinds: Sequence[MessageKind]) -> Webhook:
        """Another name, address or choice of kinds; the choice counts for what happens from now on. Raises
        as ``add``, and unknown_webhook."""
        self.check_url(url)
        changed = await self._alter(
            webhook_id,
            lambda one: msgspec.structs.replace(one, name=name, url=url, kinds=_in_order(kinds), next_at=0),
        )
        self.changed()
        return changed

    async def stop(self, webhook_id: str) -> Webhook:
        """Send nothing more for now; what happens meanwhile is sent after ``start``. Raises ``Refused``:
        unknown_webhook."""
        stopped = await self._alter(webhook_id, lambda one: msgspec.structs.replace(one, state="off"))
        self.changed()
        return stopped

    async def start(self, webhook_id: str) -> Webhook:
        """Go on where it was. Raises ``Refused``: unknown_webhook."""

        def go(connection: Connection) -> None:
            store.renew(connection, webhook_id)

        started = await self._alter(
            webhook_id,
            lambda one: msgspec.structs.replace(one, state="on", failures=0, failing_since=None, next_at=0),
            go,
        )
        self.changed()
        return started

    async def rotate(self, webhook_id: str) -> tuple[str, Instant]:
        """A new secret, shown this once, and until when the one before signs too. Raises ``Refused``:
        unknown_webhook."""
        secret, now = new_secret(), self._clock.now()
        await self._alter(webhook_id, lambda one: msgspec.structs.replace(one, rotated_at=now))
        await self._posting.change_secret(webhook_id, secret)
        return secret, now + OLD_SIGNS_MS

    async def remove(self, webhook_id: str) -> None:
        """Forget it, its messages and its secret. Raises ``Refused``: unknown_webhook."""
        if not await self._database.run(lambda c: store.remove(c, webhook_id)):
            raise Refused("unknown_webhook", webhook_id)
        await self._posting.forget(webhook_id)
        self.changed()

    async def ping(self, webhook_id: str) -> Answer:
        """Send a message that is only a try, now, whatever the webhook's state. Raises ``Refused``:
        unknown_webhook."""
        one = await self.find(webhook_id)
        now = self._clock.now()
        name = message_id(webhook_id, 0) + secrets.token_hex(4)
        return await self._posting.post(one, name, ping_body(webhook_id, now))

    # --- messages ------------------------------------------------------------------------------------------

    async def page(
        self, webhook_id: str, state: str | None, before: int | None, limit: int
    ) -> tuple[Delivery, ...]:
        """Messages, newest first, at most ``MOST_LISTED``. Raises ``Refused``: unknown_webhook."""
        await self.find(webhook_id)
        most = max(1, min(limit, MOST_LISTED))
        return await self._database.run(lambda c: store.page(c, webhook_id, state, before, most))

    async def again(self, webhook_id: str, seq: int) -> None:
        """Send one message again. Raises ``Refused``: unknown_webhook, unknown_delivery."""
        await self.find(webhook_id)
        if not await self._database.run(lambda c: store.again(c, webhook_id, seq)):
            raise Refused("unknown_delivery", str(seq))
        self.changed()

    async def skip(self, webhook_id: str, seq: int) -> None:
        """Give a message up that is open: the next one of its contact may go. Raises ``Refused``:
        unknown_webhook, unknown_delivery."""
        await self.find(webhook_id)

        def work(connection: Connection) -> bool:
            found = store.find_delivery(connection, webhook_id, seq)
            if found is None or found.state not in store.OPEN:
                return False
            store.save_delivery(connection, msgspec.structs.replace(found, state="skipped"))
            return True

        if not await self._database.run(work):
            raise Refused("unknown_delivery", str(seq))
        self.changed()

    async def again_from(self, webhook_id: str, seq: int) -> None:
        """Send everything from event number ``seq`` on again. Raises ``Refused``: unknown_webhook,
        nothing_to_replay."""
        await self.find(webhook_id)
        if not 1 <= seq <= await self._journal.head_seq():
            raise Refused("nothing_to_replay", str(seq))
        await self._database.run(lambda c: store.again_from(c, webhook_id, seq))
        self.changed()

    async def first_since(self, since: Instant) -> int:
        """The number of the first event at or after ``since``: journal time never goes backwards, so it is
        found by halving. Raises ``Refused``: nothing_to_replay."""
        low, high = 1, await self._journal.head_seq() + 1
        while low < high:
            middle = (low + high) // 2
            if await self._at(middle) < since:
                low = middle + 1
            else:
                high = middle
        return low

    async def _at(self, seq: int) -> Instant:
        async for recorded in self._journal.read(seq - 1):
            return recorded.event.at
        raise Refused("nothing_to_replay", str(seq))

    def check_url(self, url: str) -> None:
        """Whether messages may go there. Raises ``Refused``: bad_webhook_url, private_webhook_url."""
        try:
            self._poster.check(url)
        except PostFailed as failed:
            private = failed.reason == "private_address"
            raise Refused("private_webhook_url" if private else "bad_webhook_url") from failed

    async def _alter(
        self,
        webhook_id: str,
        change: Callable[[Webhook], Webhook],
        also: Callable[[Connection], None] = lambda _: None,
    ) -> Webhook:
        """Change a webhook as it is at that moment. Raises ``Refused``: unknown_webhook."""

        def work(connection: Connection) -> Webhook | None:
            found = store.find(connection, webhook_id)
            if found is None:
                return None
            changed = change(found)
            store.save(connection, changed)
            also(connection)
            return changed

        changed = await self._database.run(work)
        if changed is None:
            raise Refused("unknown_webhook", webhook_id)
        return changed


def _in_order(kinds: Sequence[MessageKind]) -> tuple[MessageKind, ...]:
    return tuple(dict.fromkeys(kinds))
