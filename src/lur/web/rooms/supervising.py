"""What those who lead do from the wallboard, carried out and written down: who, when, what, why, and undone.

The centre's own events say who did what; the reason and what was there before lie beside, tied to the journal
by a ``ChangeNoted`` with their digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.commands import AssignAgent, ChangeQueue, Command, EndAssignment, NoteChange
from lur.core.ids import AgentId, CommandId, Instant, QueueId
from lur.core.state import Assignment
from lur.core.values import HoursOverride, QueueSettings, Skill
from lur.features import Refused
from lur.features.accounts.model import Account
from lur.features.supervising.model import Act, ActKind, Message
from lur.features.supervising.service import Acts, Messages, short
from lur.ports import Clock, Entropy
from lur.runtime import Centre
from lur.runtime.views import MessageView
from lur.web.calendar_keeper import CalendarKeeper

SECTION = "act"
Kind = TypeVar("Kind", bound=Command)


class Assigned(msgspec.Struct, frozen=True):
    """An assignment as an act keeps it."""

    skills: tuple[Skill, ...]
    queue_ids: tuple[QueueId, ...]
    until: Instant


Before = TypeVar("Before", Assigned, HoursOverride, Message)


@dataclass(frozen=True, slots=True)
class By:
    """Who asks, for what reason, under which id (the same again is done once)."""

    account: Account
    act_id: str
    why: str
    undoes: str = ""
    """The act that is taken back."""


class SupervisingRoom:
    """The verbs of the wallboard around one centre."""

    def __init__(
        self, centre: Centre, clock: Clock, entropy: Entropy, calendar: CalendarKeeper, database: ReadModel
    ) -> None:
        self.messages = Messages(database, clock)
        self.acts = Acts(database)
        self._centre = centre
        self._clock = clock
        self._entropy = entropy
        self._calendar = calendar

    def message_views(self) -> tuple[MessageView, ...]:
        """What is written to the staff now."""
        return tuple(
            MessageView(
                id=each.id,
                at=each.at,
                until=each.until,
                by=each.by_name,
                text=each.text,
                queue_ids=each.queue_ids,
                team=each.team,
            )
            for each in self.messages.live()
        )

    # --- verbs ---------------------------------------------------------------------------------------------

    async def assign(self, by: By, agent_id: AgentId, to: Assigned | None) -> Act:
        """Other skills or queues for a while, or as usual again (None). Raises what the centre raises."""
        before = _assigned(self._assignment(agent_id))
        command: AssignAgent | EndAssignment
        if to is None:
            command = self._command(by, EndAssignment, agent_id=agent_id)
        else:
            fields = {"skills": to.skills, "queue_ids": to.queue_ids, "until": to.until}
            command = self._command(by, AssignAgent, agent_id=agent_id, **fields)
        act = self._act(by, "assignment_ended" if to is None else "assigned", agent_id, before, to)
        return await self._do(by, act, lambda: self._centre.submit(command))

    async def door(self, by: By, queue_id: QueueId, override: HoursOverride | None) -> Act:
        """Open or close a queue for a while, or let its own hours count again (None). Raises ``Refused``:
        unknown_queue; and what the centre raises."""
        settings = self._settings(queue_id)
        command = self._command(by, ChangeQueue, queue_id=queue_id, settings=settings)
        kind: ActKind = "hours_back" if override is None else "opened" if override.is_open else "closed"
        act = self._act(by, kind, queue_id, self._still(settings.override), override)
        return await self._do(by, act, lambda: self._calendar.override(command, override))

    async def write(self, by: By, message: Message) -> Act:
        """Show a line to the staff. Raises ``Refused``: empty_message, too_many_messages, unknown_queue."""
        for queue_id in message.queue_ids:
            self._settings(queue_id)
        act = self._act(by, "message", message.id, None, message)
        return await self._do(by, act, lambda: self.messages.write(message))

    async def withdraw(self, by: By, message_id: str) -> Act:
        """Take a line back. Raises ``Refused``: unknown_message."""
        act = self._act(by, "withdrawn", message_id, self.messages.find(message_id), None)
        return await self._do(by, act, lambda: self.messages.withdraw(message_id))

    async def undo(self, by: By, act_id: str) -> Act:
        """What was before it. Raises ``Refused``: unknown_act, already_undone, changed_since (somebody has
        done something else there meanwhile); and what the verb raises."""
        act, known = await self.acts.find(act_id), await self.acts.get(by.act_id)
        if known is not None and known.undoes == act_id:
            return known
        if act.undone:
            raise Refused("already_undone", act_id)
        undoing = _Undo(self, replace(by, undoes=act_id), act)
        match act.kind:
            case "assigned" | "assignment_ended":
                return await undoing.assignment()
            case "opened" | "closed" | "hours_back":
                return await undoing.door()
            case "message" | "withdrawn":
                return await undoing.message()

    # --- what the verbs are made of ------------------------------------------------------------------------

    def _assignment(self, agent_id: AgentId) -> Assignment | None:
        agent = self._centre.state.agents.get(agent_id)
        return None if agent is None else agent.assignment

    def _settings(self, queue_id: QueueId) -> QueueSettings:
        queue = self._centre.state.queues.get(queue_id)
        if queue is None:
            raise Refused("unknown_queue", queue_id)
        return queue.settings

    def _still(self, override: HoursOverride | None) -> HoursOverride | None:
        return override if override is not None and override.until_at > self._clock.now() else None

    def is_now(self, act: Act) -> bool:
        """Whether what the act brought about is how it is."""
        if act.kind in ("assigned", "assignment_ended"):
            return _text(_assigned(self._assignment(AgentId(act.subject)))) == act.after
        return _text(self._still(self._settings(QueueId(act.subject)).override)) == act.after

    def lasting(self, text: str, kind: type[Before]) -> Before | None:
        """What an act kept, when its time is not over."""
        if text == "":
            return None
        kept = msgspec.json.decode(text, type=kind)
        until = kept.until_at if isinstance(kept, HoursOverride) else kept.until
        return kept if until > self._clock.now() else None

    def _command(self, by: By, kind: type[Kind], **fields: object) -> Kind:
        at = self._clock.now()
        return kind(
            command_id=CommandId(f"{by.act_id}-{kind.__name__}"),
            at=at,
            utc_offset_min=self._clock.utc_offset_min(at),
            actor=by.account.actor,
            **fields,
        )

    def _act(
        self,
        by: By,
        kind: ActKind,
        subject: str,
        before: msgspec.Struct | None,
        after: msgspec.Struct | None,
    ) -> Act:
        """Raises ``Refused``: text_too_long."""
        return Act(
            id=by.act_id,
            at=self._clock.now(),
            by=by.account.actor,
            kind=kind,
            subject=subject,
            before=_text(before),
            after=_text(after),
            why=short(by.why),
            undoes=by.undoes,
        )

    async def _do(self, by: By, new: Act, work: Callable[[], Awaitable[object]]) -> Act:
        """Write it down, carry it out, tie what was written to the journal. Asked again after a failure it
        goes on with what was written first; what is refused leaves nothing behind."""
        act = await self.acts.get(new.id) or await self.acts.keep(new)
        try:
            await work()
        except BaseException:
            await self.acts.drop(act.id)
            raise
        digest = hashlib.sha256(msgspec.json.encode(act)).hexdigest()
        note = self._command(by, NoteChange, change_id=act.id, section=SECTION, sha256=digest)
        await self._centre.submit(note)
        return act


@dataclass(frozen=True, slots=True)
class _Undo:
    """Taking an act back, kind by kind."""

    room: SupervisingRoom
    by: By
    act: Act

    async def assignment(self) -> Act:
        """The assignment that was there before, if its time is not over; else as usual."""
        self._check()
        before = self.room.lasting(self.act.before, Assigned)
        return await self.room.assign(self.by, AgentId(self.act.subject), before)

    async def door(self) -> Act:
        """As it was opened or closed before, if that is not over; else the queue's own hours."""
        self._check()
        before = self.room.lasting(self.act.before, HoursOverride)
        return await self.room.door(self.by, QueueId(self.act.subject), before)

    async def message(self) -> Act:
        """A message goes, or is back."""
        if self.act.kind == "message":
            return await self.room.withdraw(self.by, self.act.subject)
        before = self.room.lasting(self.act.before, Message)
        if before is None:
            raise Refused("changed_since", self.act.id)
        return await self.room.write(self.by, before)

    def _check(self) -> None:
        if not self.room.is_now(self.act):
            raise Refused("changed_since", self.act.id)


def _assigned(assignment: Assignment | None) -> Assigned | None:
    if assignment is None:
        return None
    return Assigned(assignment.skills, assignment.queue_ids, assignment.until)


def _text(value: msgspec.Struct | None) -> str:
    return "" if value is None else msgspec.json.encode(value).decode()
