"""Live push: one numbered stream of changes for every socket, made after the journal has what they show.

After a durable batch the touched entities are looked at again; what differs from what was last shown becomes
one ``Changes`` message, encoded once and sent by every socket. At most ten are made a second: the first
change after a quiet moment goes out at once, those that follow wait and travel together. The newest messages
are kept, so that a socket that was lost, or is slow, goes on where it was, or starts again from a
snapshot; no socket has a buffer of its own that could grow.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import msgspec

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, QueueId
from lur.core.state import State
from lur.ports import Clock, Recorded
from lur.runtime.projection import Surroundings, agent_view, contact_view, incident_views, queue_views
from lur.runtime.views import (
    AgentView,
    Alive,
    CentreView,
    Changes,
    ContactView,
    Gone,
    HealthView,
    LiveMessage,
    Puts,
    QueueView,
    Snapshot,
    Status,
    TrunkView,
)

INTERVAL_MS = 100
ALIVE_MS = 5_000
LOOK_EVERY_MS = 1_000
KEPT = 600
"""A minute of messages at the highest rate."""
KEPT_BYTES = 16 * 1024 * 1024


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


View = TypeVar("View", bound=_HasId)
Id = TypeVar("Id", bound=str)


@dataclass(slots=True)
class Shown:
    """What every up-to-date socket shows: the views after message ``seq``."""

    queues: dict[QueueId, QueueView] = field(default_factory=dict)
    contacts: dict[ContactId, ContactView] = field(default_factory=dict)
    agents: dict[AgentId, AgentView] = field(default_factory=dict)
    trunks: dict[str, TrunkView] = field(default_factory=dict)
    health: HealthView = field(default_factory=HealthView)
    centre: CentreView = field(default_factory=CentreView)

    def status(self, at: Instant) -> Status:
        """The same as one frozen value, sorted by id."""
        return Status(
            at=at,
            centre=self.centre,
            queues=_sorted(self.queues),
            contacts=_sorted(self.contacts),
            agents=_sorted(self.agents),
            trunks=_sorted(self.trunks),
            health=self.health,
        )


def _sorted(views: Mapping[Id, View]) -> tuple[View, ...]:
    return tuple(views[each] for each in sorted(views))


@dataclass(slots=True)
class _Dirty:
    """Entities to look at again, in the order they were touched."""

    contacts: dict[ContactId, None] = field(default_factory=dict)
    agents: dict[AgentId, None] = field(default_factory=dict)
    everything: bool = True

    def __bool__(self) -> bool:
        return self.everything or bool(self.contacts) or bool(self.agents)


class Push:
    """The stream. ``run`` tells its numbers from another run's. All methods belong to the writer's loop."""

    def __init__(self, state: State, around: Surroundings, clock: Clock, run: str) -> None:
        self.run = run
        self.seq = 0
        self.around = around
        self._state = state
        self._clock = clock
        self._shown = Shown()
        self._dirty = _Dirty()
        self._kept: deque[str] = deque()
        self._kept_bytes = 0
        self._news = asyncio.Event()
        self._touched = asyncio.Event()
        self._snapshot: tuple[int, str] | None = None

    # --- what makes changes --------------------------------------------------------------------------------

    def publish(self, batch: Sequence[Recorded]) -> None:
        """A durable batch was applied; a ``Subscriber`` of the writer."""
        for recorded in batch:
            self._touch(recorded.event)
        self._touched.set()

    def _touch(self, event: e.AnyEvent) -> None:
        if isinstance(event, e.QueueAdded | e.QueueChanged):
            self._dirty.everything = True
        agent_id: AgentId | None = getattr(event, "agent_id", None)
        contact_id: ContactId | None = getattr(event, "contact_id", None)
        if agent_id is not None:
            self._dirty.agents[agent_id] = None
        if isinstance(event, e.MentorSatIn):
            self._dirty.agents[event.learner_id] = None
        if contact_id is not None:
            self._dirty.contacts[contact_id] = None

    def touch(self, contacts: Iterable[ContactId] = (), agents: Iterable[AgentId] = ()) -> None:
        """Something around these changed: a name, a caller, a phone."""
        self._dirty.contacts.update(dict.fromkeys(contacts))
        self._dirty.agents.update(dict.fromkeys(agents))
        self._touched.set()

    def touch_everything(self) -> None:
        """Look at all again, after a change that has no ids (trunks, health, company)."""
        self._dirty.everything = True
        self._touched.set()

    async def keep_flushing(self) -> None:
        """Make messages for ever: at once after a quiet moment, else every ``INTERVAL_MS``; and look at the
        clock's doings (opening hours, midnight) every second."""
        while True:
            if self.flush() is not None:
                await asyncio.sleep(INTERVAL_MS / 1000)
            await _comes(self._touched, LOOK_EVERY_MS)

    def flush(self) -> Changes | None:
        """Make one message of all that differs now from what was shown, or None when nothing does."""
        self._touched.clear()
        dirty, self._dirty = self._dirty, _Dirty(everything=False)
        at = self._clock.now()
        puts, gone = self._differences(dirty, at)
        if puts == Puts() and gone == Gone():
            return None
        self.seq += 1
        changes = Changes(seq=self.seq, at=at, puts=puts, gone=gone)
        self._keep(encode(changes))
        news, self._news = self._news, asyncio.Event()
        news.set()
        return changes

    def _differences(self, dirty: _Dirty, at: Instant) -> tuple[Puts, Gone]:
        around, shown = self.around, self._shown
        queues = {each.id: each for each in self._queues(at)}
        trunks = {each.id: each for each in around.trunks}
        contacts = self._contacts(dirty, queues)
        agents = self._agents(dirty)
        health = around.health if around.health != shown.health else None
        centre = msgspec.structs.replace(
            around.centre,
            today=around.today(None),
            occupancy=around.occupancy(),
            told_by_hour=around.told_by_hour(),
            incidents=incident_views(self._state),
            proposals=around.proposals(),
            messages=around.messages(),
        )
        puts = Puts(
            queues=_replace(shown.queues, queues),
            contacts=_replace(shown.contacts, contacts),
            agents=_replace(shown.agents, agents),
            trunks=_replace(shown.trunks, trunks),
            health=health,
            centre=centre if centre != shown.centre else None,
        )
        shown.health, shown.centre = around.health, centre
        gone = Gone(
            queues=_drop(shown.queues, self._state.queues),
            contacts=_drop(shown.contacts, self._state.contacts),
            agents=_drop(shown.agents, self._state.agents),
            trunks=_drop(shown.trunks, trunks),
        )
        return puts, gone

    def _queues(self, at: Instant) -> list[QueueView]:
        return queue_views(self._state, self.around, at, self._clock.utc_offset_min(at))

    def _contacts(self, dirty: _Dirty, queues: dict[QueueId, QueueView]) -> dict[ContactId, ContactView]:
        """Touched contacts, and those whose place has changed because their queue has."""
        wanted: Iterable[ContactId]
        if dirty.everything:
            wanted = self._state.contacts
        else:
            moved = (each for each in queues.values() if self._waiting_before(each.id) != each.waiting)
            wanted = dict.fromkeys([*dirty.contacts, *(each for queue in moved for each in queue.waiting)])
        return dict(self._contact_views(wanted))

    def _waiting_before(self, queue_id: QueueId) -> tuple[ContactId, ...]:
        shown = self._shown.queues.get(queue_id)
        return shown.waiting if shown else ()

    def _contact_views(self, wanted: Iterable[ContactId]) -> Iterable[tuple[ContactId, ContactView]]:
        for contact_id in wanted:
            contact = self._state.contacts.get(contact_id)
            view = contact_view(self._state, contact, self.around) if contact else None
            if view is not None:
                yield contact_id, view

    def _agents(self, dirty: _Dirty) -> dict[AgentId, AgentView]:
        """Touched agents, those who had or have a touched contact, and who sat with them."""
        wanted = dict(dirty.agents)
        for agent_id in dirty.agents:
            before = self._shown.agents.get(agent_id)
            if before is not None:
                wanted |= dict.fromkeys(each for each in (before.learner_id, before.mentor_id) if each)
        for contact_id in dirty.contacts:
            shown, now = self._shown.contacts.get(contact_id), self._state.contacts.get(contact_id)
            for contact in (shown, now):
                if contact is not None and contact.agent_id is not None:
                    wanted[contact.agent_id] = None
        known = self._state.agents
        return {
            each: agent_view(self._state, known[each], self.around)
            for each in (known if dirty.everything else wanted)
            if each in known
        }

    # --- what sockets take ---------------------------------------------------------------------------------

    def status(self) -> Status:
        """All of it, looked at now."""
        at = self._clock.now()
        fresh = Push(self._state, self.around, self._clock, self.run)
        fresh._differences(fresh._dirty, at)
        return fresh._shown.status(at)

    def snapshot(self) -> tuple[int, str]:
        """The number of the newest message and the encoded snapshot that goes with it ."""
        if self._snapshot is None or self._snapshot[0] != self.seq:
            status = self._shown.status(self._clock.now())
            self._snapshot = (self.seq, encode(Snapshot(run=self.run, seq=self.seq, status=status)))
        return self._snapshot

    async def messages(self, run: str = "", after: int = -1) -> AsyncIterator[str]:
        """What one socket sends, for ever: what came after ``after`` when it is still kept, else a snapshot.

        A consumer that is slow finds, when it comes back, either the messages it missed or a new snapshot.
        """
        at = after if run == self.run else -1
        while True:
            news = self._news
            missed = self._after(at)
            if missed is None:
                at, text = self.snapshot()
                yield text
                continue
            for text in missed:
                at += 1
                yield text
            if at == self.seq and not await _comes(news, ALIVE_MS):
                yield encode(Alive(seq=at, at=self._clock.now()))

    def _after(self, seq: int) -> list[str] | None:
        """The kept messages after ``seq``, at most a handful at a time; None when they are not all there."""
        behind = self.seq - seq
        if seq < 0 or behind < 0 or behind > len(self._kept):
            return None
        start = len(self._kept) - behind
        return [self._kept[index] for index in range(start, min(start + 10, len(self._kept)))]

    def _keep(self, text: str) -> None:
        self._kept.append(text)
        self._kept_bytes += len(text)
        while len(self._kept) > KEPT or self._kept_bytes > KEPT_BYTES:
            self._kept_bytes -= len(self._kept.popleft())


def encode(message: LiveMessage) -> str:
    """A message as the text that goes on the wire."""
    return msgspec.json.encode(message).decode()


async def _comes(news: asyncio.Event, at_most_ms: int) -> bool:
    """Wait for it; False when it did not come. (``wait_for`` may swallow a cancellation before Python
    3.12.)"""
    try:
        async with asyncio.timeout(at_most_ms / 1000):
            await news.wait()
    except TimeoutError:
        return False
    return True


def _replace(shown: dict[Id, View], now: Mapping[Id, View]) -> tuple[View, ...]:
    """Show what is new or different, and say which."""
    different = [each for each in sorted(now) if shown.get(each) != now[each]]
    shown.update((each, now[each]) for each in different)
    return tuple(now[each] for each in different)


def _drop(shown: dict[Id, View], known: Mapping[Id, object]) -> tuple[Id, ...]:
    """Stop showing what is no more, and say which."""
    gone = tuple(sorted(each for each in shown if each not in known))
    for each in gone:
        del shown[each]
    return gone
