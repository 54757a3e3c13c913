"""Commands: what somebody asks of the centre. Imperatives, frozen, the one way to change state.

Each command carries its id (the same id twice is done once), its time, the company's offset from UTC at that
time and who asked; so ``decide`` needs no clock and a replay gives the same answer.
"""

from __future__ import annotations

from lur.core.command import Command
from lur.core.commands_colleagues import (
    AnswerAsk,
    AskParty,
    CallOut,
    ChangePart,
    DeclineAsk,
    EndParty,
    GetUp,
    HandOver,
    JoinTalk,
    LeaveTalk,
    SitIn,
    StandBy,
    TakeOver,
)
from lur.core.commands_office import (
    AskRating,
    AssignAgent,
    ChangeAgentTeam,
    ChangePauses,
    EndAssignment,
    NoteChange,
    RateContact,
)
from lur.core.ids import (
    AgentId,
    Channel,
    ContactId,
    IncidentId,
    Instant,
    Language,
    OfferId,
    QueueId,
    RecordingId,
    StatementId,
)
from lur.core.values import (
    CallMiss,
    DeclineReason,
    EndCause,
    EndedBy,
    Hindrance,
    QueueSettings,
    ReturnReason,
    Skill,
    StatementForm,
)


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
    team: str = ""
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
    unsure: bool = False
    """The agent does not know whether it is solved, and takes back what they said of it before."""
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
    entering: bool = False
    """An entry flow has the customer first (language, menu); the wait counts from now all the same."""


class QueueContact(Command, frozen=True, kw_only=True):
    """The entry flow is done: the contact takes its place in ``queue_id``, credited from when it came."""

    contact_id: ContactId
    queue_id: QueueId
    language: Language
    choices: tuple[str, ...] = ()
    """What the customer chose on the way, as names of the flow's options."""


class RequestCallback(Command, frozen=True, kw_only=True):
    """A customer who is on no line wants to be called. The number lies in the vault."""

    contact_id: ContactId
    queue_id: QueueId
    language: Language = "sv"
    entry: str = ""
    from_at: Instant | None = None
    until_at: Instant | None = None


class AskCallback(Command, frozen=True, kw_only=True):
    """The customer keeps the place and is called back: when it is their turn, or in a window of their choice.
    Asked again it changes the window."""

    contact_id: ContactId
    from_at: Instant | None = None
    until_at: Instant | None = None


class ReportAttempt(Command, frozen=True, kw_only=True):
    """What came of calling a customer; ``miss`` None: they answered."""

    contact_id: ContactId
    attempt: int
    miss: CallMiss | None = None


class KeepStatement(Command, frozen=True, kw_only=True):
    """What a customer said, wrote or sent before being served lies in the vault or on disk.

    ``upset`` is the customer's own word, 0 to 10. ``tell_all``: they want to tell it all before it is solved.
    """

    contact_id: ContactId
    statement_id: StatementId
    form: StatementForm
    duration_ms: int = 0
    upset: int | None = None
    tell_all: bool = False


class OpenIncident(Command, frozen=True, kw_only=True):
    """Something is down that many ask about; its words lie beside the journal."""

    incident_id: IncidentId
    queue_ids: tuple[QueueId, ...]


class SolveIncident(Command, frozen=True, kw_only=True):
    """It works again; all who are tied to it are told."""

    incident_id: IncidentId


class TieContact(Command, frozen=True, kw_only=True):
    """The contact is about an incident. ``leave``: the customer wants to be told when it is solved and waits
    no longer."""

    contact_id: ContactId
    incident_id: IncidentId
    leave: bool = False


class ResumePlace(Command, frozen=True, kw_only=True):
    """The customer was here a while ago, left unserved, and is here again: the wait counts from then. So it
    does when they wait to be called back already: the place moves to this contact."""

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
    agent_id: AgentId | None = None
    """Whose phone of ours hung up, while the customer's line goes on; nothing ends when somebody else has the
    contact by then, or nobody."""


class ReturnContact(Command, frozen=True, kw_only=True):
    """The agent's side failed while the customer is still there: back to the credited place."""

    contact_id: ContactId
    reason: ReturnReason
    agent_id: AgentId | None = None
    """Whose line failed; nothing happens when somebody else has the contact by then."""


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
    unsure: bool = False
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
    | QueueContact
    | RequestCallback
    | AskCallback
    | ReportAttempt
    | KeepStatement
    | OpenIncident
    | SolveIncident
    | TieContact
    | ResumePlace
    | AcceptOffer
    | DeclineOffer
    | EndContact
    | ReturnContact
    | MoveContact
    | HoldContact
    | ResumeContact
    | StandBy
    | AskParty
    | AnswerAsk
    | DeclineAsk
    | EndParty
    | ChangePart
    | HandOver
    | TakeOver
    | LeaveTalk
    | JoinTalk
    | SitIn
    | GetUp
    | CallOut
    | ChangeAgentTeam
    | AssignAgent
    | EndAssignment
    | ChangePauses
    | NoteChange
    | AskRating
    | RateContact
    | DescribeContact
    | DeclineRecording
    | KeepRecording
    | LoseRecording
    | Tick
)
