"""The live stream itself: numbers, resuming, slow readers, and what one change touches."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest

from core.centre import TestCentre
from lur.core import commands as c
from lur.core.ids import AgentId, CommandId, Instant
from lur.ports import Recorded
from lur.runtime import push as push_module
from lur.runtime.projection import Surroundings
from lur.runtime.push import Push
from lur.runtime.views import Alive, Changes, LiveMessage, Snapshot

pytestmark = pytest.mark.anyio


class Stage:
    """A centre and its push, flushed by hand."""

    def __init__(self) -> None:
        self.centre = TestCentre()
        self.centre.queue("support")
        self.centre.queue("chat", channel="chat")
        self.push = Push(self.centre.state, Surroundings(), self, "run-1")
        self.told = 0

    def now(self) -> Instant:
        """The centre's time."""
        return self.centre.at

    def utc_offset_min(self, at: Instant) -> int:
        """None."""
        return 0

    def flush(self) -> Changes | None:
        """Publish what is new and make one message of it."""
        new = self.centre.events[self.told :]
        self.told = len(self.centre.events)
        self.push.publish([Recorded(1, event, CommandId("c"), "test", "") for event in new])
        return self.push.flush()

    def call(self, name: str, queue: str = "support") -> None:
        """Somebody comes, and the page is told."""
        self.centre.call(name, queue)
        assert self.flush() is not None


async def take(messages: AsyncIterator[str]) -> Snapshot | Changes | Alive:
    """The next message."""
    return msgspec.json.decode(await anext(messages), type=LiveMessage)  # type: ignore[no-any-return]


@pytest.fixture
def stage() -> Stage:
    """Two queues, shown."""
    made = Stage()
    made.flush()
    return made


async def test_a_new_socket_gets_a_snapshot_and_then_what_follows(stage: Stage) -> None:
    """Snapshot at n, then n + 1, n + 2: no gap and no repetition."""
    messages = stage.push.messages()
    first = await take(messages)
    assert isinstance(first, Snapshot)
    assert [queue.id for queue in first.status.queues] == ["chat", "support"]
    stage.call("c1")
    stage.call("c2")
    following = [await take(messages), await take(messages)]
    assert [each.seq for each in following] == [first.seq + 1, first.seq + 2]
    assert [put.id for each in following for put in each.puts.contacts] == ["c1", "c2"]  # type: ignore[union-attr]


async def test_a_lost_socket_goes_on_where_it_was(stage: Stage) -> None:
    """With the run and the last number it saw, a socket gets exactly what it missed."""
    seen = stage.push.seq
    stage.call("c1")
    message = await take(stage.push.messages("run-1", seen))
    assert isinstance(message, Changes)
    assert message.seq == seen + 1


async def test_numbers_of_another_run_mean_nothing(stage: Stage) -> None:
    """After a restart of the server an old number gets a snapshot, never wrong changes."""
    stage.call("c1")
    assert isinstance(await take(stage.push.messages("run-0", 1)), Snapshot)
    assert isinstance(await take(stage.push.messages("run-1", 999)), Snapshot)


async def test_who_was_away_too_long_gets_a_snapshot(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many messages are kept; a slow socket does not make the server keep more."""
    monkeypatch.setattr(push_module, "KEPT", 3)
    messages = stage.push.messages()
    await take(messages)
    for number in range(5):
        stage.call(f"c{number}")
    late = await take(messages)
    assert isinstance(late, Snapshot)
    assert late.seq == stage.push.seq
    assert len(late.status.contacts) == 5


async def test_silence_is_broken_by_a_sign_of_life(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page must be able to tell a quiet centre from a dead line."""
    monkeypatch.setattr(push_module, "ALIVE_MS", 1)
    messages = stage.push.messages()
    await take(messages)
    assert isinstance(await take(messages), Alive)


async def test_nothing_changed_makes_no_message(stage: Stage) -> None:
    """The number goes up only with something to show."""
    before = stage.push.seq
    stage.push.touch_everything()
    assert stage.push.flush() is None
    assert stage.push.seq == before


async def test_changes_between_two_flushes_travel_together(stage: Stage) -> None:
    """Ten arrivals in one moment are one message, in which each contact is there once."""
    for number in range(10):
        stage.centre.call(f"c{number}")
    changes = stage.flush()
    assert changes is not None
    assert len(changes.puts.contacts) == 10
    assert len(changes.puts.queues) == 1


async def test_an_agent_with_two_chats_is_shown_losing_one(stage: Stage) -> None:
    """The end of a written contact names no agent, yet changes what the agent has."""
    stage.centre.agent("bo")
    stage.centre.call("t1", "chat")
    stage.centre.call("t2", "chat")
    stage.centre.accept("t1")
    stage.centre.accept("t2")
    stage.flush()
    stage.centre.do(c.EndContact, contact_id="t1", ended_by="customer")
    changes = stage.flush()
    assert changes is not None
    assert [(agent.id, agent.contacts) for agent in changes.puts.agents] == [(AgentId("bo"), ("t2",))]
    assert changes.gone.contacts == ("t1",)


async def test_those_behind_move_up(stage: Stage) -> None:
    """When the first in the queue leaves, the places of all behind are shown anew."""
    for name in ("c1", "c2", "c3"):
        stage.centre.call(name)
    stage.flush()
    stage.centre.end("c1")
    changes = stage.flush()
    assert changes is not None
    assert [(contact.id, contact.place) for contact in changes.puts.contacts] == [("c2", 1), ("c3", 2)]
