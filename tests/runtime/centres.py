"""A centre for a test: the real core, a journal that can be told to fail, a clock that can be set."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from lur.adapters.storage.memory import MemoryJournal
from lur.core import commands as c
from lur.core.events import AnyEvent
from lur.core.ids import AgentId, CommandId, ContactId, QueueId
from lur.core.values import QueueSettings
from lur.ports import Clock, JournalUnavailable, Recorded
from lur.runtime import Centre, SystemEntropy

START = 1_700_000_000_000

Found = TypeVar("Found")
Made = TypeVar("Made", bound=c.Command)


class SetClock:
    """A ``Clock`` that shows what it is told, and goes on from there in real time."""

    def __init__(self, at: int = START) -> None:
        self._offset = at - _monotonic_ms()

    def now(self) -> int:
        """See ``Clock.now``."""
        return _monotonic_ms() + self._offset

    def utc_offset_min(self, at: int) -> int:
        """See ``Clock.utc_offset_min``."""
        return 60

    def move(self, by_ms: int) -> None:
        """Jump, forwards or backwards."""
        self._offset += by_ms


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class WeakJournal(MemoryJournal):
    """A ``MemoryJournal`` that refuses while ``reason`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.reason = ""
        self.probes = 0

    async def append(
        self, events: Sequence[AnyEvent], command_id: CommandId, actor: str
    ) -> Sequence[Recorded]:
        """Refuse, or keep."""
        self._refuse()
        return await super().append(events, command_id, actor)

    async def probe(self) -> None:
        """Refuse, or pass."""
        self.probes += 1
        self._refuse()

    def _refuse(self) -> None:
        if self.reason:
            raise JournalUnavailable(self.reason, "as the test wants it")


async def open_centre(journal: MemoryJournal, clock: Clock | None = None, **options: Any) -> Centre:
    """A centre that probes a failed journal soon."""
    options.setdefault("probe_every_ms", 5)
    return await Centre.open(journal, clock or SetClock(), SystemEntropy(), **options)


_numbers = itertools.count(1)


def ask(clock: Clock, kind: type[Made], **fields: Any) -> Made:
    """A command of this kind, now, with a new id unless one is given."""
    fields.setdefault("command_id", CommandId(f"command-{next(_numbers)}"))
    return kind(at=clock.now(), **fields)


async def furnish(centre: Centre, clock: Clock, agents: int = 1, **settings: Any) -> None:
    """A queue, q, and agents a1, a2 ... who are ready."""
    queue = QueueSettings(name="Retur", **settings)
    await centre.submit(ask(clock, c.AddQueue, queue_id=QueueId("q"), settings=queue))
    for number in range(1, agents + 1):
        agent_id = AgentId(f"a{number}")
        await centre.submit(ask(clock, c.AddAgent, agent_id=agent_id))
        await centre.submit(ask(clock, c.BecomeReady, agent_id=agent_id))


def arrival(clock: Clock, name: str = "c1", **fields: Any) -> c.ArriveContact:
    """A caller."""
    return ask(clock, c.ArriveContact, contact_id=ContactId(name), queue_id=QueueId("q"), **fields)


async def until(condition: Callable[[], Found], seconds: float = 5.0) -> Found:
    """What ``condition`` gives as soon as it is something; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError("it never came true")
        await asyncio.sleep(0.002)
    return found
