"""Facts in the words of the core: what happened on a line becomes one command in the outbox."""

from __future__ import annotations

from typing import TypedDict

from lur.adapters.voice.edge.clock import EdgeClock, new_command_id, utc_offset_min
from lur.adapters.voice.edge.facts import Outbox
from lur.adapters.voice.edge.legs import Attempt
from lur.core import commands as c
from lur.core.ids import AgentId, CommandId, ContactId, Instant, Language, OfferId, QueueId, RecordingId
from lur.core.values import CallMiss, DeclineReason, EndCause, EndedBy
from lur.ports import PersonalNote

ACTOR = "edge"


class _Stamp(TypedDict):
    command_id: CommandId
    at: Instant
    utc_offset_min: int
    actor: str


class Reports:
    """Tells the runtime what happened on the lines."""

    def __init__(self, outbox: Outbox, clock: EdgeClock) -> None:
        self._outbox = outbox
        self._clock = clock

    def arrived(
        self,
        contact_id: ContactId,
        queue_id: QueueId,
        language: Language,
        entry: str,
        personal: dict[str, str],
        *,
        entering: bool = False,
    ) -> None:
        """A customer is at the door, or in an entry flow (``entering``); ``personal`` holds the caller's
        number and name, as far as known.
        """
        stamp = self._stamp()
        notes = (
            PersonalNote(contact_id=contact_id, field=field, value=value, at=stamp["at"])
            for field, value in personal.items()
            if value
        )
        command = c.ArriveContact(
            **stamp,
            contact_id=contact_id,
            queue_id=queue_id,
            language=language,
            entry=entry,
            entering=entering,
        )
        self._outbox.tell(command, tuple(notes))

    def accepted(self, offer_id: OfferId) -> None:
        """The agent answered."""
        self._outbox.tell(c.AcceptOffer(**self._stamp(), offer_id=offer_id))

    def declined(self, offer_id: OfferId, reason: DeclineReason) -> None:
        """The agent or the phone said no."""
        self._outbox.tell(c.DeclineOffer(**self._stamp(), offer_id=offer_id, reason=reason))

    def ended(self, contact_id: ContactId, by: EndedBy, cause: EndCause, name: str = "") -> None:
        """Somebody hung up, or the line is gone; ``name`` makes it the same fact however often it is said."""
        stamp = self._stamp()
        if name:
            stamp["command_id"] = CommandId(name)
        self._outbox.tell(c.EndContact(**stamp, contact_id=contact_id, ended_by=by, cause=cause))

    def agent_hung_up(self, contact_id: ContactId, agent_id: AgentId) -> None:
        """The agent did, and the customer's line goes on: the runtime may leave them with somebody."""
        command = c.EndContact(
            **self._stamp(), contact_id=contact_id, ended_by="agent", cause="hung_up", agent_id=agent_id
        )
        self._outbox.tell(command)

    def agent_lost(self, contact_id: ContactId, agent_id: AgentId | None) -> None:
        """The agent's line failed while the customer is still there."""
        command = c.ReturnContact(
            **self._stamp(), contact_id=contact_id, reason="agent_line_lost", agent_id=agent_id
        )
        self._outbox.tell(command)

    def moved(self, contact_id: ContactId, queue_id: QueueId) -> CommandId:
        """The agent gave the contact to a queue; gives the id that its acknowledgement will carry."""
        stamp = self._stamp()
        self._outbox.tell(c.MoveContact(**stamp, contact_id=contact_id, queue_id=queue_id))
        return stamp["command_id"]

    def attempt(self, contact_id: ContactId, attempt: Attempt, miss: CallMiss | None) -> None:
        """The customer whom we called has answered (``miss`` None), or not; one fact for each attempt."""
        stamp = self._stamp()
        stamp["command_id"] = _attempt_id(contact_id, attempt)
        command = c.ReportAttempt(**stamp, contact_id=contact_id, attempt=attempt.number, miss=miss)
        self._outbox.tell(command)

    def has_told_attempt(self, contact_id: ContactId, attempt: Attempt) -> bool:
        """Whether the runtime will still hear from us how this attempt went."""
        name = _attempt_id(contact_id, attempt)
        return any(command.command_id == name for command in self._outbox.commands())

    def asks_to_be_called(self, contact_id: ContactId) -> bool:
        """Whether the runtime has not answered yet that this customer wants to be called."""
        return any(
            isinstance(command, c.AskCallback) and command.contact_id == contact_id
            for command in self._outbox.commands()
        )

    def held(self, contact_id: ContactId, held: bool) -> None:
        """The agent's phone parked the customer, or is back."""
        kind = c.HoldContact if held else c.ResumeContact
        self._outbox.tell(kind(**self._stamp(), contact_id=contact_id))

    def place_wanted_back(self, contact_id: ContactId, former_id: ContactId) -> None:
        """Key one, where an earlier place was offered; pressed twice it is one fact."""
        stamp = self._stamp()
        stamp["command_id"] = CommandId(f"resume-{contact_id}")
        self._outbox.tell(c.ResumePlace(**stamp, contact_id=contact_id, former_id=former_id))

    def recording_declined(self, contact_id: ContactId) -> None:
        """Key nine."""
        self._outbox.tell(c.DeclineRecording(**self._stamp(), contact_id=contact_id))

    def recording_kept(
        self, contact_id: ContactId, recording_id: str, sha256: str, started_at: Instant, duration_ms: int
    ) -> None:
        """A recording is complete on disk."""
        command = c.KeepRecording(
            **self._stamp(),
            contact_id=contact_id,
            recording_id=RecordingId(recording_id),
            sha256=sha256,
            started_at=started_at,
            duration_ms=duration_ms,
        )
        self._outbox.tell(command)

    def recording_lost(self, contact_id: ContactId, recording_id: str, reason: str) -> None:
        """A recording could not be made or finished."""
        command = c.LoseRecording(
            **self._stamp(), contact_id=contact_id, recording_id=RecordingId(recording_id), reason=reason
        )
        self._outbox.tell(command)

    def presence_asked(self, agent_id: AgentId, code: str) -> CommandId:
        """An agent's phone dialled *1, *2 or *0; gives the id that its acknowledgement will carry."""
        kind = {"*1": c.BecomeReady, "*2": c.TakePause, "*0": c.SignOut}[code]
        stamp = self._stamp()
        stamp["actor"] = f"agent:{agent_id}"
        self._outbox.tell(kind(**stamp, agent_id=agent_id))
        return stamp["command_id"]

    def personal(self, contact_id: ContactId, field: str, value: str) -> None:
        """Something personal without a command: a key that was pressed, a recording's key."""
        note = PersonalNote(contact_id=contact_id, field=field, value=value, at=self._clock.now())
        self._outbox.note(new_command_id(), (note,))

    def says_agent_is_lost(self, contact_id: ContactId) -> bool:
        """Whether the runtime will still hear from us that the agent's line failed, or all is over."""
        return any(
            isinstance(command, c.EndContact | c.ReturnContact) and command.contact_id == contact_id
            for command in self._outbox.commands()
        )

    def _stamp(self) -> _Stamp:
        at = self._clock.now()
        return _Stamp(command_id=new_command_id(), at=at, utc_offset_min=utc_offset_min(at), actor=ACTOR)


def _attempt_id(contact_id: ContactId, attempt: Attempt) -> CommandId:
    return CommandId(f"attempt-{contact_id}-{attempt.asked}-{attempt.number}")
