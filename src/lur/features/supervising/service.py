"""The verbs: write to the staff and take it back; keep what was done, with who and why."""

from __future__ import annotations

import asyncio

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import Instant
from lur.features import Refused
from lur.features.supervising import store
from lur.features.supervising.model import MOST_MESSAGES, WHY_LENGTH, Act, Message
from lur.ports import Clock

MOST_LISTED = 200


class Messages:
    """What is written to the staff now, kept in memory."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._writing = asyncio.Lock()
        self._all: tuple[Message, ...] = ()

    async def load(self) -> None:
        """Read them, at start and after each change."""
        now = self._clock.now()
        self._all = await self._database.run(lambda c: store.messages(c, now))

    def live(self) -> tuple[Message, ...]:
        """Those whose time is not over, the newest first."""
        now = self._clock.now()
        return tuple(each for each in self._all if each.until > now)

    def find(self, message_id: str) -> Message:
        """A message that is shown now. Raises ``Refused``: unknown_message."""
        for each in self.live():
            if each.id == message_id:
                return each
        raise Refused("unknown_message", message_id)

    async def write(self, message: Message) -> None:
        """Show it. Raises ``Refused``: empty_message, too_many_messages."""
        if not message.text.strip():
            raise Refused("empty_message")
        async with self._writing:
            others = [each for each in self.live() if each.id != message.id]
            if len(others) >= MOST_MESSAGES:
                raise Refused("too_many_messages", str(MOST_MESSAGES))
            await self._database.run(lambda c: store.put_message(c, message))
            await self.load()

    async def withdraw(self, message_id: str) -> Message:
        """Show it no longer; it as it was. Raises ``Refused``: unknown_message."""
        async with self._writing:
            found = self.find(message_id)
            await self._database.run(lambda c: store.drop_message(c, message_id))
            await self.load()
            return found


class Acts:
    """What was done from the wallboard."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database

    async def keep(self, act: Act) -> Act:
        """Write it down."""
        await self._database.run(lambda c: store.put_act(c, act))
        return act

    async def drop(self, act_id: str) -> None:
        """It was not done."""
        await self._database.run(lambda c: store.drop_act(c, act_id))

    async def get(self, act_id: str) -> Act | None:
        """An act, when there is one."""
        return await self._database.run(lambda c: store.find_act(c, act_id))

    async def find(self, act_id: str) -> Act:
        """An act. Raises ``Refused``: unknown_act."""
        found = await self.get(act_id)
        if found is None:
            raise Refused("unknown_act", act_id)
        return found

    async def latest(self, since: Instant) -> tuple[Act, ...]:
        """Those since then, the newest first, at most ``MOST_LISTED``."""
        return await self._database.run(lambda c: store.latest_acts(c, since, MOST_LISTED))


def short(why: str) -> str:
    """A reason as it is kept. Raises ``Refused``: text_too_long."""
    if len(why.strip()) > WHY_LENGTH:
        raise Refused("text_too_long", str(WHY_LENGTH))
    return why.strip()
