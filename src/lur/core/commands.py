"""Commands: what somebody asks of the centre. Imperatives, frozen, the one way to change state.

Each command carries its id (the same id twice is done once), its time, the company's offset from UTC at that
time and who asked; so ``decide`` needs no clock and a replay gives the same answer.
"""

from __future__ import annotations

import msgspec

from lur.core.ids import (
    AgentId,
    Channel,
    CommandId,
    ContactId,
    Instant,
    Language,
    OfferId,
    QueueId,
    RecordingId,
)
from lur.core.values import (
    DeclineReason,
    EndCause,
    EndedBy,
    Hindrance,
    QueueSettings,
    ReturnReason,
    Skill,
)


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """What all commands carry."""

    command_id: CommandId
    at: Instant
    utc_offset_min: int = 0
    """The company's local time minus UTC at ``at``, in minutes; opening hours are read with it."""
    actor: str = "system"
    """Who asked: ``agent:ID``, ``account:ID``, ``edge``, ``system`` or ``simulation``."""


class AddQueue(Command, frozen=True, kw_only=True):
    """Open a new queue."""

    queue_id: QueueId
    settings: QueueSettings


class ChangeQueue(Command, frozen=True, kw_only=True):
    """Give a queue new settings. Contacts that wait keep their due time."""

    queue_id: QueueId
    settings: QueueSettings


class AddAgent(Command, frozen=True, kw_only=True):
    """Make an agent known; signed out until ready is asked for."""

    agent_id: AgentId
    skills: tuple[Skill, ...] = ()
    written_capacity: int = 2
    """How many written contacts (chat, mail, social) the agent takes at a time; voice is always one."""
    demo: bool = False


class ChangeAgentSkills(Command, frozen=True, kw_only=True):
    """Replace an agent's skills."""

    agent_id: AgentId
    skills: tuple[Skill, ...]


class RemoveAgent(Command, frozen=True, kw_only=True):
    """Forget an agent who is signed out."""

    agent_id: AgentId


class BecomeReady(Command, frozen=True, kw_only=True):
    """The agent wants contacts: signs in, ends a pause, a wrap-up or a breath, or takes back a request."""

    agent_id: AgentId


class TakePause(Command, frozen=True, kw_only=True):
    """The agent pauses, at once or after the contact and its wrap-up."""

    agent_id: AgentId
    reason: str = "break"
    limit_ms: int | None = None
    """When it is over the agent is signed out; None takes the reason's own limit."""


class SignOut(Command, frozen=True, kw_only=True):
    """The agent leaves, at once or after the contact and its wrap-up."""

    agent_id: AgentId


class TakeMoreTime(Command, frozen=True, kw_only=True):
    """ "One more minute" in wrap-up or breath."""

    agent_id: AgentId
    by_ms: int = 60_000


class FinishWrapUp(Command, frozen=True, kw_only=True):
    """The work after the contact is done; a breath follows."""

    agent_id: AgentId
    disposition: str | None = None
    solved: bool | None = None
    hard: bool = False
    """The agent's own word that the contact was hard; it gives a longer breath and is shared out."""


class ReportHindrance(Command, frozen=True, kw_only=True):
    """What keeps the agent's desk from being called has changed; None: nothing does."""

    agent_id: AgentId
    hindrance: Hindrance | None


class ArriveContact(Command, frozen=True, kw_only=True):
    """A customer is at the door. Who it is lies in the vault, never here."""

    contact_id: ContactId
    queue_id: QueueId
    channel: Channel = "voice"
    language: Language = "sv"
    entry: str = ""
    """Our own number or address that was used."""


class ResumePlace(Command, frozen=True, kw_only=True):
    """The customer was here a while ago, left unserved, and is here again: the wait counts from then."""

    contact_id: ContactId
    former_id: ContactId


class AcceptOffer(Command, frozen=True, kw_only=True):
    """The agent answered."""

    offer_id: OfferId


class DeclineOffer(Command, frozen=True, kw_only=True):
    """The agent, or the agent's phone, said no; the contact goes back to its place."""

    offer_id: OfferId
    reason: DeclineReason


class EndContact(Command, frozen=True, kw_only=True):
    """Somebody hung up, or the line is gone."""

    contact_id: ContactId
    ended_by: EndedBy
    cause: EndCause = "hung_up"


class ReturnContact(Command, frozen=True, kw_only=True):
    """The agent's side failed while the customer is still there: back to the credited place."""

    contact_id: ContactId
    reason: ReturnReason


class MoveContact(Command, frozen=True, kw_only=True):
    """Give a contact to another queue with its credited wait."""

    contact_id: ContactId
    queue_id: QueueId


class HoldContact(Command, frozen=True, kw_only=True):
    """The agent parks the customer, who hears music."""

    contact_id: ContactId


class ResumeContact(Command, frozen=True, kw_only=True):
    """The agent is back."""

    contact_id: ContactId


class DescribeContact(Command, frozen=True, kw_only=True):
    """What came of a contact, said outside its wrap-up: during the talk, or afterwards."""

    contact_id: ContactId
    agent_id: AgentId
    disposition: str | None = None
    solved: bool | None = None
    hard: bool = False


class DeclineRecording(Command, frozen=True, kw_only=True):
    """The customer does not want to be recorded."""

    contact_id: ContactId


class KeepRecording(Command, frozen=True, kw_only=True):
    """A recording is complete on disk."""

    contact_id: ContactId
    recording_id: RecordingId
    sha256: str
    started_at: Instant
    duration_ms: int


class LoseRecording(Command, frozen=True, kw_only=True):
    """A recording could not be made or finished; say why, so that nobody looks for it."""

    contact_id: ContactId
    recording_id: RecordingId
    reason: str


class Tick(Command, frozen=True, kw_only=True):
    """Time has passed: do all that is due at ``at``."""


AnyCommand = (
    AddQueue
    | ChangeQueue
    | AddAgent
    | ChangeAgentSkills
    | RemoveAgent
    | BecomeReady
    | TakePause
    | SignOut
    | TakeMoreTime
    | FinishWrapUp
    | ReportHindrance
    | ArriveContact
    | ResumePlace
    | AcceptOffer
    | DeclineOffer
    | EndContact
    | ReturnContact
    | MoveContact
    | HoldContact
    | ResumeContact
    | DescribeContact
    | DeclineRecording
    | KeepRecording
    | LoseRecording
    | Tick
)
