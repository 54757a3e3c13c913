"""The one writer: takes commands one at a time, and lets nothing be true before the journal has it.

For each command: known by its id? then the earlier answer. Else its time is held to never go backwards, the
core decides, the journal keeps the events (durable), the state follows, and those who listen are told. If the
journal refuses, the state is as it was, no effect happens, and the deadlines wait until it can be written
again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

import msgspec
import structlog

from lur.core import snapshot as snapshots
from lur.core.apply import apply
from lur.core.commands import AnyCommand, Tick
from lur.core.decide import decide, next_deadline
from lur.core.events import AnyEvent, OfferMade
from lur.core.ids import CommandId
from lur.core.invariants import overtaken
from lur.core.rejections import Rejected
from lur.core.state import State
from lur.ports import Clock, Entropy, Journal, JournalUnavailable, Recorded, Snapshot, Subscriber
from lur.runtime.errors import CentreStopped, CommandRejected
from lur.runtime.gate import PROBE_EVERY_MS, JournalGate, JournalHealth
from lur.runtime.publisher import Publisher
from lur.runtime.replay import replay
from lur.runtime.timer import DeadlineTimer

log = structlog.get_logger("lur.runtime")

SNAPSHOT_EVERY = 5_000
"""Events between two snapshots."""
IDLE_TICK_MS = 1_000
"""How soon to look again when a tick left its own deadline standing, which only a bug can do."""

Answer = asyncio.Future[Sequence[Recorded]]


class Centre:
    """The live centre and its one writer. ``state`` and ``seq`` are for reading, between two awaits.

    Make it with ``open``. Implements ``ports.Writer``.
    """

    def __init__(
        self,
        state: State,
        seq: int,
        journal: Journal,
        clock: Clock,
        entropy: Entropy,
        *,
        snapshot_every: int = SNAPSHOT_EVERY,
        probe_every_ms: int = PROBE_EVERY_MS,
    ) -> None:
        self.state = state
        self.seq = seq
        self.overtakings = 0
        """Offers of this run that were not fair: always 0, and watched."""
        self._journal = journal
        self._clock = clock
        self._entropy = entropy
        self._snapshot_every = snapshot_every
        self._snapshot_seq = seq
        self._mailbox: asyncio.Queue[tuple[AnyCommand, Answer] | None] = asyncio.Queue()
        self._events: Publisher[Sequence[Recorded]] = Publisher()
        self._timer = DeadlineTimer(clock, self._tick)
        self._gate = JournalGate(journal, clock, self._arm, probe_every_ms)
        self._stopping = False
        self._task = asyncio.get_running_loop().create_task(self._write())
        self._arm()

    @classmethod
    async def open(
        cls,
        journal: Journal,
        clock: Clock,
        entropy: Entropy,
        *,
        on_row: Callable[[Recorded], None] = lambda recorded: None,
        first: Callable[[State], Sequence[AnyCommand]] = lambda state: (),
        snapshot_every: int = SNAPSHOT_EVERY,
        probe_every_ms: int = PROBE_EVERY_MS,
    ) -> Centre:
        """Replay the journal and begin. ``on_row`` sees the rows that are read; what ``first`` makes of the
        state is carried out before time goes on. Raises ``JournalBroken``.
        """
        state, seq = await replay(journal, on_row)
        log.info("replayed", seq=seq, contacts=len(state.contacts), agents=len(state.agents))
        early = first(state)
        centre = cls(
            state,
            seq,
            journal,
            clock,
            entropy,
            snapshot_every=snapshot_every,
            probe_every_ms=probe_every_ms,
        )
        for command in early:
            centre._mailbox.put_nowait((command, _unawaited()))
        return centre

    @property
    def health(self) -> JournalHealth:
        """Whether commands can be carried out now, and if not why."""
        return self._gate.health

    @property
    def finished(self) -> asyncio.Task[None]:
        """Done when the writer has stopped; holds the exception when a bug stopped it."""
        return self._task

    async def submit(self, command: AnyCommand) -> Sequence[Recorded]:
        """Carry out ``command`` and return its events (those of the first time, when its id is known).

        Raises ``CommandRejected``, ``JournalUnavailable`` (nothing has changed) or ``CentreStopped``. A
        caller that is cancelled meanwhile does not undo it.
        """
        if self._stopping or self._task.done():
            raise CentreStopped
        answer: Answer = asyncio.get_running_loop().create_future()
        self._mailbox.put_nowait((command, answer))
        return await answer

    async def doubt_storage(self) -> None:
        """Writing beside the journal failed (the vault's disk is full): say so in ``health`` if it fails
        too.
        """
        if self._gate.is_open:
            await self._gate.doubt()

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call ``subscriber`` after each durable batch, until what is returned is called."""
        return self._events.subscribe(subscriber)

    def watch_health(self, watcher: Callable[[JournalHealth], None]) -> Callable[[], None]:
        """Call ``watcher`` when the journal's health changes, until what is returned is called."""
        return self._gate.changes.subscribe(watcher)

    async def stop(self) -> None:
        """Carry out what has been submitted, keep a snapshot, and take nothing more."""
        self._stopping = True
        self._timer.disarm()
        self._mailbox.put_nowait(None)
        await asyncio.wait([self._task])
        self._gate.stop()
        if self.seq > self._snapshot_seq and self._gate.is_open and self._task.exception() is None:
            await self._keep_snapshot()

    async def _write(self) -> None:
        try:
            while (item := await self._mailbox.get()) is not None:
                await self._answer(*item)
        finally:
            self._refuse_the_rest()

    async def _answer(self, command: AnyCommand, answer: Answer) -> None:
        try:
            recorded = await self._carry_out(command)
        except (CommandRejected, JournalUnavailable) as refusal:
            _fail(answer, refusal)
        except _StateLost as bug:
            _fail(answer, bug)
            raise
        except Exception as bug:
            log.exception("command_failed", kind=type(command).__name__)
            _fail(answer, bug)
        else:
            if not answer.done():
                answer.set_result(recorded)
            if recorded:
                self._arm()
                return
        self._arm_after(command)

    async def _carry_out(self, command: AnyCommand) -> Sequence[Recorded]:
        self._gate.check()
        try:
            if known := await self._journal.events_of(command.command_id):
                return known
            recorded = await self._journal.append(self._decided(command), command.command_id, command.actor)
        except JournalUnavailable as error:
            self._gate.close(error)
            raise
        self._follow(recorded)
        await self._snapshot_when_due()
        return recorded

    def _decided(self, command: AnyCommand) -> Sequence[AnyEvent]:
        if command.at < self.state.now:
            command = msgspec.structs.replace(command, at=self.state.now)
        decided = decide(self.state, command)
        if isinstance(decided, Rejected):
            raise CommandRejected(decided)
        return decided

    def _follow(self, recorded: Sequence[Recorded]) -> None:
        if not recorded:
            return
        try:
            for row in recorded:
                self.overtakings += not _is_fair(self.state, row.event)
                apply(self.state, row.event)
                self.seq = row.seq
        except Exception as bug:
            raise _StateLost from bug
        self._events.publish(recorded)

    async def _snapshot_when_due(self) -> None:
        if self.seq - self._snapshot_seq >= self._snapshot_every:
            await self._keep_snapshot()

    async def _keep_snapshot(self) -> None:
        self._snapshot_seq = self.seq
        try:
            state = snapshots.dump(self.state)
            await self._journal.save_snapshot(Snapshot(self.seq, state, snapshots.FORMAT))
        except JournalUnavailable as error:
            log.warning("snapshot_not_kept", reason=error.reason, detail=error.detail)

    def _tick(self) -> None:
        at = self._clock.now()
        tick = Tick(
            command_id=CommandId(self._entropy.token("tick-")),
            at=max(at, self.state.now),
            utc_offset_min=self._clock.utc_offset_min(at),
        )
        self._mailbox.put_nowait((tick, _unawaited()))

    def _arm(self) -> None:
        if self._gate.is_open and not self._stopping:
            self._timer.arm(next_deadline(self.state))

    def _arm_after(self, command: AnyCommand) -> None:
        """A tick that came to nothing must not come again at once, for ever."""
        deadline = next_deadline(self.state)
        missed = isinstance(command, Tick) and deadline is not None and deadline <= command.at
        if missed and self._gate.is_open:
            log.error("deadline_not_met", deadline=deadline, at=command.at)
            self._timer.arm(self._clock.now() + IDLE_TICK_MS)
        else:
            self._arm()

    def _refuse_the_rest(self) -> None:
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                if item := self._mailbox.get_nowait():
                    _fail(item[1], CentreStopped())


class _StateLost(Exception):
    """The journal has events that the state could not follow: a bug. Only a restart helps."""


def _is_fair(state: State, event: AnyEvent) -> bool:
    """Asked of every offer; one that overtakes somebody is a bug that everybody shall hear of."""
    earlier = overtaken(state, event) if isinstance(event, OfferMade) else None
    if earlier is not None:
        log.critical("overtaking", event_at=event.at, earlier=earlier)
    return earlier is None


def _unawaited() -> Answer:
    """An answer that nobody waits for."""
    answer: Answer = asyncio.get_running_loop().create_future()
    answer.add_done_callback(lambda done: done.cancelled() or done.exception())
    return answer


def _fail(answer: Answer, error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)
