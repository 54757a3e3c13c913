"""What customers choose and ask for while no agent is there, as facts for the runtime."""

from __future__ import annotations

import msgspec

from lur.adapters.voice.edge.clock import EdgeClock, new_command_id, utc_offset_min
from lur.adapters.voice.edge.dialogue import Enqueue
from lur.adapters.voice.edge.facts import Outbox
from lur.adapters.voice.edge.reports import ACTOR
from lur.core import commands as c
from lur.core.ids import CommandId, ContactId, IncidentId, Instant, StatementId
from lur.ports import PersonalNote


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A spoken statement, as JSON in the vault's field ``statement`` of its contact. ``file`` is relative to
    DATA; its key is among the contact's ``recording_key`` under the statement's id.
    """

    statement_id: StatementId
    form: str = "voice"
    file: str
    started_at: Instant
    duration_ms: int
    tell_all: bool


class Wishes:
    """Tells the runtime what customers want."""

    def __init__(self, outbox: Outbox, clock: EdgeClock) -> None:
        self._outbox = outbox
        self._clock = clock

    def queued(self, contact_id: ContactId, place: Enqueue) -> None:
        """The entry flow is done."""
        at = self._clock.now()
        command = c.QueueContact(
            command_id=new_command_id(),
            at=at,
            utc_offset_min=utc_offset_min(at),
            actor=ACTOR,
            contact_id=contact_id,
            queue_id=place.queue_id,
            language=place.language,
            choices=place.choices,
        )
        self._outbox.tell(command)

    def to_be_called(self, contact_id: ContactId, number: str) -> None:
        """Keep the place and call: at ``number``, or where they call from (empty). Asked once at a time."""
        if any(isinstance(each, c.AskCallback) for each in self._unanswered(contact_id)):
            return
        at = self._clock.now()
        command = c.AskCallback(
            command_id=new_command_id(),
            at=at,
            utc_offset_min=utc_offset_min(at),
            actor=ACTOR,
            contact_id=contact_id,
        )
        note = PersonalNote(contact_id=contact_id, field="callback_number", value=number, at=at)
        self._outbox.tell(command, (note,) if number else ())

    def told_when_solved(self, contact_id: ContactId, incident_id: IncidentId) -> None:
        """The customer leaves, to be told when the incident is solved; pressed twice it is one fact."""
        at = self._clock.now()
        command = c.TieContact(
            command_id=CommandId(f"tie-{contact_id}-{incident_id}"),
            at=at,
            utc_offset_min=utc_offset_min(at),
            actor=ACTOR,
            contact_id=contact_id,
            incident_id=incident_id,
            leave=True,
        )
        self._outbox.tell(command)

    def statement_kept(self, contact_id: ContactId, statement: Statement) -> None:
        """The customer has said what happened."""
        at = self._clock.now()
        command = c.KeepStatement(
            command_id=CommandId(f"keep-{statement.statement_id}"),
            at=at,
            utc_offset_min=utc_offset_min(at),
            actor=ACTOR,
            contact_id=contact_id,
            statement_id=statement.statement_id,
            form="voice",
            duration_ms=statement.duration_ms,
            tell_all=statement.tell_all,
        )
        body = msgspec.json.encode(statement).decode()
        note = PersonalNote(contact_id=contact_id, field="statement", value=body, at=at)
        self._outbox.tell(command, (note,))

    def rating_asked(self, contact_id: ContactId) -> None:
        """The customer is asked how it went; said again it is the same fact."""
        at = self._clock.now()
        command = c.AskRating(
            command_id=CommandId(f"rating-asked-{contact_id}"),
            at=at,
            utc_offset_min=utc_offset_min(at),
            actor=ACTOR,
            contact_id=contact_id,
            way="key",
        )
        self._outbox.tell(command)

    def rated(self, contact_id: ContactId, rating: int) -> None:
        """The customer has answered, 1 to 5."""
        at = self._clock.now()
        command = c.RateContact(
            command_id=CommandId(f"rated-{contact_id}"),
            at=at,
            utc_offset_min=utc_offset_min(at),
            actor=ACTOR,
            contact_id=contact_id,
            way="key",
            rating=rating,
        )
        self._outbox.tell(command)

    def _unanswered(self, contact_id: ContactId) -> tuple[c.AnyCommand, ...]:
        commands = self._outbox.commands()
        return tuple(each for each in commands if getattr(each, "contact_id", None) == contact_id)
