"""Events: what has happened. Past participles, frozen, the only thing that ``apply`` reads and the journal
keeps.

They carry ids, times and choices, never a name, a number or a word that somebody said: those lie in the
vault. Times are ``Instant`` (ms UTC), durations end in ``_ms``. A kind that changes its fields gets a new
number in ``VERSIONS`` and an upcaster in ``upcasters.py``.
"""

from __future__ import annotations

from lur.core.event import Event
from lur.core.events_colleagues import (
    AgentStoodBy,
    CalledOut,
    ContactHandedOver,
    ContactLeftOutside,
    ContactLeftToColleague,
    HoldReminded,
    MentorGotUp,
    MentorSatIn,
    PartyAsked,
    PartyCame,
    PartyChanged,
    PartyWent,
)
from lur.core.events_office import (
    AgentAssigned,
    AgentTeamChanged,
    AssignmentEnded,
    ChangeNoted,
    ContactRated,
    PausesChanged,
    RatingAsked,
)
from lur.core.events_waiting import (
    CallbackAnswered,
    CallbackAsked,
    CallbackDialled,
    CallbackDue,
    CallbackMissed,
    CallbackPostponed,
    ContactOverflowed,
    ContactQueued,
    ContactRefused,
    ContactTied,
    IncidentOpened,
    IncidentSolved,
    PlaceResumed,
    StatementKept,
    WaitTold,
)
from lur.core.ids import (
    AgentId,
    Channel,
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
    Outcome,
    QueueSettings,
    ReturnReason,
    SignOutReason,
    Skill,
    WithdrawReason,
)


class QueueAdded(Event, frozen=True, kw_only=True):
    """A queue exists."""

    queue_id: QueueId
    settings: QueueSettings


class QueueChanged(Event, frozen=True, kw_only=True):
    """A queue has new settings."""

    queue_id: QueueId
    settings: QueueSettings


class AgentAdded(Event, frozen=True, kw_only=True):
    """An agent is known."""

    agent_id: AgentId
    skills: tuple[Skill, ...]
    written_capacity: int
    team: str = ""
    demo: bool = False


class AgentSkillsChanged(Event, frozen=True, kw_only=True):
    """An agent has other skills than before."""

    agent_id: AgentId
    skills: tuple[Skill, ...]


class AgentRemoved(Event, frozen=True, kw_only=True):
    """An agent is no longer known."""

    agent_id: AgentId


class AgentBecameReady(Event, frozen=True, kw_only=True):
    """The agent can be offered contacts."""

    agent_id: AgentId


class AgentPaused(Event, frozen=True, kw_only=True):
    """The agent is away for a reason, until ``until`` at the latest."""

    agent_id: AgentId
    reason: str
    until: Instant


class AgentSignedOut(Event, frozen=True, kw_only=True):
    """The agent has left."""

    agent_id: AgentId
    reason: SignOutReason


class PauseRequested(Event, frozen=True, kw_only=True):
    """The agent will pause when the contact and its wrap-up are done."""

    agent_id: AgentId
    reason: str
    limit_ms: int


class SignOutRequested(Event, frozen=True, kw_only=True):
    """The agent will leave when the contact and its wrap-up are done."""

    agent_id: AgentId


class RequestWithdrawn(Event, frozen=True, kw_only=True):
    """The agent stays after all: the asked-for pause or sign-out is taken back."""

    agent_id: AgentId


class WrapUpStarted(Event, frozen=True, kw_only=True):
    """The contact is over, the agent works on with it until ``until`` at the latest."""

    agent_id: AgentId
    contact_id: ContactId
    until: Instant


class WrapUpFinished(Event, frozen=True, kw_only=True):
    """The work after the contact is done, by the agent or by its limit (``disposition`` None)."""

    agent_id: AgentId
    contact_id: ContactId
    disposition: str | None = None
    solved: bool | None = None
    hard: bool = False
    unsure: bool = False
    """What was said of its being solved is taken back."""


class BreathStarted(Event, frozen=True, kw_only=True):
    """A short pause after a contact, before the next."""

    agent_id: AgentId
    until: Instant


class MoreTimeTaken(Event, frozen=True, kw_only=True):
    """The wrap-up or breath lasts until ``until``."""

    agent_id: AgentId
    until: Instant


class AgentHindered(Event, frozen=True, kw_only=True):
    """The agent's desk cannot be called, and why. Another hindrance takes the place of an earlier one."""

    agent_id: AgentId
    hindrance: Hindrance


class AgentUnhindered(Event, frozen=True, kw_only=True):
    """The agent's desk can be called again."""

    agent_id: AgentId


class AgentBecameUnreachable(Event, frozen=True, kw_only=True):
    """The agent wants contacts but cannot be called; at ``until`` a pause begins."""

    agent_id: AgentId
    until: Instant


class ContactArrived(Event, frozen=True, kw_only=True):
    """A contact is here. ``entered`` is when the wait began, ``due`` when it should be answered.

    ``entering``: an entry flow has it, or the door is shut, and it has no place yet; ``queue_id`` is where it
    would go. ``on_line`` false: nobody is on a line, the customer is to be called.
    """

    contact_id: ContactId
    queue_id: QueueId
    channel: Channel
    language: Language
    entry: str
    entered: Instant
    due: Instant
    entering: bool = False
    on_line: bool = True


class ContactReturned(Event, frozen=True, kw_only=True):
    """The agent's side failed; the contact waits again at its credited place."""

    contact_id: ContactId
    agent_id: AgentId
    reason: ReturnReason


class ContactMoved(Event, frozen=True, kw_only=True):
    """The contact waits in another queue; ``entered`` is unchanged, ``due`` follows the new promise."""

    contact_id: ContactId
    queue_id: QueueId
    due: Instant


class ContactHeld(Event, frozen=True, kw_only=True):
    """The customer is parked and hears music."""

    contact_id: ContactId


class ContactResumed(Event, frozen=True, kw_only=True):
    """The customer and the agent hear each other again."""

    contact_id: ContactId


class ContactEnded(Event, frozen=True, kw_only=True):
    """The contact is over, with its one outcome."""

    contact_id: ContactId
    outcome: Outcome
    ended_by: EndedBy
    cause: EndCause


class ContactDescribed(Event, frozen=True, kw_only=True):
    """The agent said what came of a contact, outside its wrap-up; the latest word counts."""

    contact_id: ContactId
    agent_id: AgentId
    disposition: str | None
    solved: bool | None
    hard: bool
    unsure: bool = False


class RecordingDeclined(Event, frozen=True, kw_only=True):
    """The customer does not want to be recorded."""

    contact_id: ContactId


class RecordingKept(Event, frozen=True, kw_only=True):
    """A recording is on disk, whole, with this digest of its file."""

    contact_id: ContactId
    recording_id: RecordingId
    sha256: str
    started_at: Instant
    duration_ms: int


class RecordingLost(Event, frozen=True, kw_only=True):
    """A recording is missing, and why."""

    contact_id: ContactId
    recording_id: RecordingId
    reason: str


class OfferMade(Event, frozen=True, kw_only=True):
    """One timed attempt to give a contact to an agent.

    ``waited`` are those who waited for this agent, earliest due first, at most ten; the contact is the first
    of them. ``free_agents`` are those who could have taken it, best first, at most ten (the first was
    chosen). ``passed_over`` has, for each queue that this agent cannot serve, its first contact if that
    one is due earlier. A stranger can check the choice with them.
    """

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId
    expires: Instant
    free_agents: tuple[AgentId, ...]
    passed_over: tuple[ContactId, ...] = ()
    waited: tuple[ContactId, ...] = ()


class OfferAccepted(Event, frozen=True, kw_only=True):
    """The agent answered; the two speak."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId


class OfferDeclined(Event, frozen=True, kw_only=True):
    """The agent or the phone said no; the contact waits again at its credited place."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId
    reason: DeclineReason


class OfferExpired(Event, frozen=True, kw_only=True):
    """Nobody answered in time: a missed ring."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId


class OfferWithdrawn(Event, frozen=True, kw_only=True):
    """The offer ended without fault of the agent."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId
    reason: WithdrawReason


AnyEvent = (
    QueueAdded
    | QueueChanged
    | AgentAdded
    | AgentSkillsChanged
    | AgentRemoved
    | AgentBecameReady
    | AgentPaused
    | AgentSignedOut
    | PauseRequested
    | SignOutRequested
    | RequestWithdrawn
    | WrapUpStarted
    | WrapUpFinished
    | BreathStarted
    | MoreTimeTaken
    | AgentHindered
    | AgentUnhindered
    | AgentBecameUnreachable
    | ContactArrived
    | ContactQueued
    | ContactRefused
    | ContactOverflowed
    | CallbackAsked
    | CallbackPostponed
    | CallbackDue
    | CallbackDialled
    | CallbackAnswered
    | CallbackMissed
    | StatementKept
    | IncidentOpened
    | IncidentSolved
    | ContactTied
    | WaitTold
    | PlaceResumed
    | ContactReturned
    | ContactMoved
    | ContactHeld
    | ContactResumed
    | HoldReminded
    | AgentStoodBy
    | PartyAsked
    | PartyCame
    | PartyChanged
    | PartyWent
    | ContactHandedOver
    | ContactLeftToColleague
    | ContactLeftOutside
    | MentorSatIn
    | MentorGotUp
    | CalledOut
    | ContactEnded
    | ContactDescribed
    | RecordingDeclined
    | RecordingKept
    | RecordingLost
    | OfferMade
    | OfferAccepted
    | OfferDeclined
    | OfferExpired
    | OfferWithdrawn
    | AgentTeamChanged
    | AgentAssigned
    | AssignmentEnded
    | PausesChanged
    | ChangeNoted
    | RatingAsked
    | ContactRated
)

VERSIONS: dict[str, int] = {}
"""Kinds whose current version is not 1."""


def version_of(kind: str) -> int:
    """The current version of an event kind, 1 unless it has changed since the first release."""
    return VERSIONS.get(kind, 1)
